"""The documents that are changed: small forms in every format, drawn from the layouts of tests/forms/variety, records,
pieces of the examples, and, where it is at hand, the folder of real documents beside the checkout."""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
#: Real documents beyond this are too dear to be changed thousands of times.
_LARGEST = 60_000
#: How the names of the smallest documents of a corpus begin.
SMALL = "small-"
FORM = """\
项目支出绩效目标表
（2025年度）
单位：万元
项目名称\t教师培训\t主管部门\t某县教育局
年度资金总额\t8
年度目标\t举办教师培训4期，培训500人，合格率达到95%。
一级指标\t二级指标\t三级指标\t指标值
产出指标\t数量指标\t培训人数\t≥500人
\t时效指标\t完成时间\t2025年12月底前
效益指标\t社会效益指标\t教学水平\t有效提升
满意度指标\t服务对象满意度指标\t教师满意度\t大于等于95%
"""
_PROSE = """\
一、项目基本情况
项目名称：校舍维修。资金总额36万元。
二、绩效目标
维修6所学校屋面1800平方米，8月底前完工。
三、绩效指标
产出指标：数量指标：维修面积≥1800平方米；质量指标：合格率100%。
效益指标：受益学生≥2100人。
满意度指标：师生满意度≥90%。
"""
_RECORD = json.dumps(
    {
        "项目名称": "口袋公园建设",
        "预算年度": 2026,
        "本年度预算资金总额": "2600000.00元",
        "本年度绩效目标": "建成口袋公园5个。",
        "本年度绩效指标": [
            {
                "一级绩效指标": "产出指标",
                "二级绩效指标": "数量指标",
                "三级绩效指标": "建成口袋公园",
                "计算符号": "≥",
                "指标值": 5,
                "计量单位": "个",
            },
            {"二级绩效指标": "时效指标", "三级绩效指标": "建成时间", "指标值": "2027年11月底前"},
        ],
    },
    ensure_ascii=False,
)
_ROWS = json.dumps(
    {
        "RECORDS": [
            {
                "FISCAL_YEAR": "2026",
                "PRO_CODE": "A1",
                "PRO_NAME": "道路养护",
                "LV1_PERF_IND_NAME": "产出指标",
                "LV2_PERF_IND_NAME": "数量指标",
                "LV3_PERF_IND_NAME": "养护里程",
                "COMPUTESIGN": "≥",
                "INDEXVAL": "120",
                "KPI_VAL": "≥120公里",
                "METERUNIT": "公里",
                "YEARFLAG": "0",
            }
        ]
    },
    ensure_ascii=False,
)


class Seed(NamedTuple):
    """A document under the name of a file, whose suffix says which changes fit."""

    name: str
    data: bytes

    @property
    def kind(self) -> str:
        return self.name.rpartition(".")[2]


def cheap() -> list[Seed]:
    """A few small documents that need nothing to be built: text, records, markup and packages of the least parts."""
    table = "\n".join(
        "| " + " | ".join((row.split("\t") + [""] * 4)[:4]) + " |" for row in FORM.splitlines()[3:]
    )
    html = "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in row.split("\t")) + "</tr>"
        for row in FORM.splitlines()
    )
    return [
        Seed("表.txt", FORM.encode()),
        Seed("旧.txt", FORM.encode("gb18030")),
        Seed("文.txt", _PROSE.encode()),
        Seed("短.txt", "\n".join(FORM.splitlines()[6:9]).encode()),
        Seed("短.csv", "\n".join(FORM.splitlines()[5:10]).replace("\t", ",").encode()),
        Seed("表.csv", FORM.replace("\t", ",").encode("utf-8-sig")),
        Seed(
            "表.md", ("# 项目支出绩效目标表\n\n" + table.replace("|\n", "|\n|---|---|---|---|\n", 1)).encode()
        ),
        Seed("表.html", f"<html><body><table>{html}</table></body></html>".encode()),
        Seed("数据.json", f"[{_RECORD}]".encode()),
        Seed("数据.jsonl", f"{_RECORD}\n{_RECORD}\n".encode()),
        Seed("导出.json", _ROWS.encode()),
        Seed("表.xlsx", _workbook()),
        Seed("表.docx", _document()),
    ]


def _packed(parts: dict[str, str]) -> bytes:
    import io
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, body in parts.items():
            target.writestr(zipfile.ZipInfo(name), _DECLARATION + body, zipfile.ZIP_DEFLATED)
    return out.getvalue()


_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _relations(*targets: tuple[str, str]) -> str:
    items = "".join(
        f'<Relationship Id="rId{at}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_RELATIONS}">{items}</Relationships>'


def _workbook() -> bytes:
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    rows, shared = [], []
    for number, row in enumerate(FORM.splitlines(), 1):
        line = []
        for at, cell in enumerate(row.split("\t")):
            if cell:
                line.append(f'<c r="{"ABCD"[at]}{number}" s="1" t="s"><v>{len(shared)}</v></c>')
                shared.append(f"<si><t>{cell}</t></si>")
        rows.append(f'<row r="{number}">{"".join(line)}</row>')
    rows.append(
        '<row r="13"><c r="D13" s="1"><v>0.95</v></c><c r="E13" t="inlineStr"><is><t>注</t></is></c></row>'
    )
    return _packed(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _relations(("officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": f'<workbook {main} xmlns:r="{_OFFICE}"><sheets>'
            '<sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": _relations(
                ("worksheet", "worksheets/sheet1.xml"),
                ("sharedStrings", "sharedStrings.xml"),
                ("styles", "styles.xml"),
            ),
            "xl/worksheets/sheet1.xml": f'<worksheet {main}><cols><col min="1" max="2" width="9" hidden="0"/></cols>'
            f'<sheetData>{"".join(rows)}</sheetData><mergeCells count="2">'
            '<mergeCell ref="A8:A9"/><mergeCell ref="A1:D1"/></mergeCells></worksheet>',
            "xl/sharedStrings.xml": f"<sst {main}>{''.join(shared)}</sst>",
            "xl/styles.xml": f'<styleSheet {main}><numFmts count="1">'
            '<numFmt numFmtId="164" formatCode="&quot;≥&quot;0%"/>'
            '</numFmts><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
            '<borders count="1"><border/></borders>'
            '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>',
        }
    )


def _document() -> bytes:
    main = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

    def paragraph(text: str) -> str:
        return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"

    rows = []
    for row in FORM.splitlines()[3:]:
        found = (row.split("\t") + [""] * 4)[:4]
        line = "".join(
            f'<w:tc><w:tcPr><w:gridSpan w:val="1"/></w:tcPr>{paragraph(cell)}</w:tc>' for cell in found
        )
        rows.append(f"<w:tr>{line}</w:tr>")
    body = "".join(map(paragraph, FORM.splitlines()[:3])) + f"<w:tbl>{''.join(rows)}</w:tbl>"
    return _packed(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _relations(("officeDocument", "word/document.xml")),
            "word/document.xml": f"<w:document {main}><w:body>{body}</w:body></w:document>",
        }
    )


def every() -> list[Seed]:
    """The cheap documents, and all the others."""
    small = [Seed(f"{SMALL}{at:02}-{seed.name}", seed.data) for at, seed in enumerate(cheap())]
    found = [*_built(), *_drawn(), *_pieces(), *_real()]
    return small + [Seed(f"{at:03}-{seed.name}", seed.data) for at, seed in enumerate(found)]


def _built() -> Iterator[Seed]:
    """What the tests of the readers and writers build."""
    sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "readers"), str(ROOT / "tests" / "fixing")]
    import fixing_files
    import reader_documents

    for name, build in reader_documents.FORMATS.items():
        yield Seed(name, build())
    yield Seed("修.csv", fixing_files.csv_text(fixing_files.ROWS).encode())
    yield Seed("修.txt", fixing_files.tabbed(fixing_files.ROWS).encode())
    yield Seed("修.md", fixing_files.piped(fixing_files.ROWS).encode())
    for path in sorted((ROOT / "tests" / "readers" / "documents").iterdir()):
        yield Seed(path.name, path.read_bytes())


def _drawn() -> Iterator[Seed]:
    """Forms in combinations of layouts and formats."""
    from forms.variety.plan import draw
    from forms.variety.trial import file_of

    chance = random.Random(5)
    for _ in range(70):
        plan = draw(chance)
        yield Seed(f"表.{plan.choice['format']}", file_of(plan))


def _pieces() -> Iterator[Seed]:
    """Stretches of the examples, each long enough for a form."""
    for path in sorted((ROOT / "examples").glob("*.txt")):
        rows = path.read_text(encoding="utf-8").splitlines()
        for start in range(0, len(rows), 90)[:4]:
            yield Seed(path.name, "\n".join(rows[start : start + 45]).encode())


def _real() -> Iterator[Seed]:
    shared = ROOT.parent / "shared"
    for folder in ("forms", "trials", "trials/hostile", "seeds"):
        for path in sorted((shared / folder).glob("*.*")):
            if path.is_file() and path.suffix in _READ and path.stat().st_size <= _LARGEST:
                yield Seed(path.name, path.read_bytes())


_READ = {".txt", ".md", ".csv", ".tsv", ".html", ".xlsx", ".xls", ".docx", ".ods", ".pdf", ".json", ".jsonl"}
