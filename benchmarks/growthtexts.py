"""Texts, workbooks and rules of any size, for growth.py."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

_DIGITS = str.maketrans("0123456789", "甲乙丙丁戊己庚辛壬癸")
_KINDS = ("数量", "质量", "时效", "成本")
_VALUES = ("≥{n}人", "≥{p}%", "2025年{m}月底前", "≤{n}元/人")
_NAMES = ("{mark}类培训人数", "{mark}批合格率", "{mark}期完成时间", "{mark}类人均成本")
_HEAD = (
    "项目支出绩效目标表\n（2025年度）\n单位：万元\n项目名称\t教师培训{mark}\t主管部门\t某县教育局\n年度资金总额\t8\n"
    "年度目标\t{goal}\n一级指标\t二级指标\t三级指标\t指标值\n"
)
_TAIL = "效益指标\t社会效益指标\t教学水平提高率\t≥90%\n满意度指标\t服务对象满意度指标\t教师满意度\t≥95%\n"
_GOAL = "举办教师培训4期，培训500人，合格率达到95%。"


_SHORT_HEAD = "项目名称\t甲\n一级指标\t二级指标\t三级指标\t指标值\n"
#: Texts of so many pieces that tempt a reader to look at everything again for each of them.
HOSTILE: dict[str, Callable[[int], str]] = {
    "rows": lambda n: _SHORT_HEAD + "产出指标\t数量指标\t甲乙丙\t≥95%\n" * n,
    "slipped rows": lambda n: _SHORT_HEAD + "\t产出指标\t数量指标\t甲乙丙\t≥95%\n" * n,
    "endless cell": lambda n: _SHORT_HEAD + "产出指标\t数量指标\t" + "开展1次，" * n + "\t≥95%\n",
    "tags": lambda n: _SHORT_HEAD + "<p>" * n,
    "blanks": lambda n: _SHORT_HEAD + "< " * n + " " * n + "（",
    "labels": lambda n: _SHORT_HEAD + "项目名称\t" * n,
    "heads": lambda n: "一级指标\t二级指标\t" * n,
    "items": lambda n: (
        "项目名称\t绩效目标\t绩效指标\n甲\t乙\t一、产出指标 (一) 数量指标："
        + "1、培训10次；" * n
        + "(二) 质量指标：合格"
    ),
    "prose": lambda n: "数量指标：开展1次。质量指标：合格率90%。时效指标：12月。\n" * n,
    "paragraphs": lambda n: "一段没有表格的话。\n" * n,
    "open quotes": lambda n: 'a\t"b\n' * n,
    "control characters": lambda n: _SHORT_HEAD + "\x00\x01\u200b\x0b" * n,
}


def mark(number: int) -> str:
    return str(number).translate(_DIGITS)


def row(at: int) -> str:
    kind = at % len(_KINDS)
    value = _VALUES[kind].format(n=10 + at % 900, p=50 + at % 50, m=1 + at % 12)
    return f"产出指标\t{_KINDS[kind]}指标\t{_NAMES[kind].format(mark=mark(at))}\t{value}\n"


def form(rows: int, goal: str = _GOAL, name: str = "", cell: str = "") -> str:
    extra = f"产出指标\t数量指标\t长值\t{cell}\n" if cell else ""
    return _HEAD.format(goal=goal, mark=name) + "".join(map(row, range(rows))) + extra + _TAIL


def sentences(length: int) -> str:
    """A goal of so many characters: tasks with figures, each another."""
    parts: list[str] = []
    size = at = 0
    while size < length:
        parts.append(
            f"完成{mark(at)}类培训{10 + at % 90}期，培训{100 + at % 800}人次，合格率达到{50 + at % 50}%；"
        )
        size += len(parts[-1])
        at += 1
    return "".join(parts)[:length]


def words(length: int) -> str:
    """Words without figures, which a goal of an office mostly is."""
    parts: list[str] = []
    size = at = 0
    while size < length:
        parts.append(f"推进{mark(at)}片区建设，改善办学条件；")
        size += len(parts[-1])
        at += 1
    return "".join(parts)[:length]


def faults(length: int) -> str:
    """A cell full of what fixes mend."""
    return "".join(f"第{at}批大于等于{at}人， , " for at in range(length // 14 + 1))[:length]


def merged(ranges: int) -> bytes:
    """A workbook with rows of two cells and so many merged ranges, each with a text."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    packages = "http://schemas.openxmlformats.org/package/2006/relationships"
    links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rows = "".join(
        f'<row r="{at}"><c r="A{at}" t="inlineStr"><is><t>甲</t></is></c></row>'
        for at in range(1, 2 * ranges, 2)
    )
    areas = "".join(f'<mergeCell ref="A{at}:B{at + 1}"/>' for at in range(1, 2 * ranges, 2))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr(
            "xl/workbook.xml",
            f'<workbook {main} xmlns:r="{links}"><sheets>'
            '<sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>',
        )
        target.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{packages}"><Relationship Id="rId1" '
            f'Type="{links}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        )
        target.writestr(
            "xl/worksheets/sheet1.xml",
            f"<worksheet {main}><sheetData>{rows}</sheetData><mergeCells>{areas}</mergeCells></worksheet>",
        )
    return out.getvalue()


RULE = """\
id: MY{number:03}
name: too-many-{name}
title: 人数太多
severity: warning
confidence: high
status: stable
given: indicator
when: name == "培训人数{number}"
check: {{kind: fault, when: value.lower > {number}, at: value}}
message: “{{name}}”写的“{{value.text}}”太多
advice: 写少一点
why: 人太多坐不下。
basis: [QD10]
fix: none
"""
