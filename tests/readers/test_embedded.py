"""HTML tables in text files: read as tables, the text around them as text, every place with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from linter.forms import find_forms
from linter.ground.errors import JxlintError
from linter.readers import DEFAULT, read

ROWS = (
    "<tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>指标值</td></tr>"
    '<tr><td rowspan="2">产出指标</td><td>数量指标</td><td>养护里程</td><td>$\\geq 3 2 0$ 公里</td></tr>'
    "<tr><td>质量指标</td><td>养护合格率</td><td>&ge;95%</td></tr>"
)


def told(text: str, name: str = "表.md") -> list[str]:
    (sheet,) = read(name, data=text.encode("utf-8")).sheets
    rows = []
    for number, row in enumerate(sheet.rows):
        if number in sheet.paragraphs:
            rows.append(f"¶ {row[0].place.line}: {row[0].text}")
        else:
            place = row[0].place
            cells = " | ".join("^" if cell.covered else cell.text for cell in row)
            rows.append(f"{place.line} 表{place.table}行{place.row}: {cells}")
    return rows


def test_text_and_tables_in_order() -> None:
    text = (
        "# 甲表\n\n单位：万元\n<table><tr><td>一</td>\n<td>二</td></tr>\n<tr><td colspan=2>三</td></tr></table>\n"
        "说明\n\n<html><body><table><tr><td>四</td></tr></table></body></html>\n\n| 五 | 六 |\n|---|---|\n| 七 | 八 |\n"
    )
    assert told(text) == [
        "¶ 1: # 甲表",
        "¶ 3: 单位：万元",
        "4 表1行1: 一 | 二",
        "6 表1行2: 三 | ^",
        "¶ 7: 说明",
        "9 表2行1: 四",
        "11 表None行None: 五 | 六",
        "13 表None行None: 七 | 八",
    ]


def test_a_form_is_found_with_its_head_and_its_merged_levels() -> None:
    text = f"2024年项目支出绩效目标表\n\n<table><tr><td>项目名称</td><td colspan=3>道路养护</td></tr>{ROWS}</table>\n"
    (form,) = find_forms(read("表.txt", data=text.encode("utf-8"))).forms
    assert form.project == "道路养护"
    assert [(one.level2, one.name, one.parsed.cmp, str(one.parsed.lower)) for one in form.indicators] == [
        ("数量指标", "养护里程", "≥", "320"),
        ("质量指标", "养护合格率", "≥", "95"),
    ]
    assert [(one.place.line, one.place.row) for one in form.indicators] == [(3, 3), (3, 4)]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        (f"<table>{ROWS}</table>\n\n说明一\n说明二\n", "表.txt", "txt"),
        (f"<html><body><table>{ROWS}</table></body></html>\n" * 2, "表.md", "md"),
        (f"<html><body><table>{ROWS}</table></body></html>\n", "表.txt", "html"),
        (f"<table>{ROWS}</table>", "表.xls", "html"),
        ("甲<table> 一词提到而已\n", "表.txt", "txt"),
    ],
)
def test_a_page_is_told_from_a_text_with_tables(text: str, name: str, kind: str) -> None:
    assert read(name, data=text.encode("utf-8")).type == kind


def test_lines_behind_a_table_stay_lines() -> None:
    assert told(f"<table>{ROWS}</table>\n说明一\n说明二\n")[-2:] == ["¶ 2: 说明一", "¶ 3: 说明二"]


def test_a_table_that_never_closes_is_read_to_the_end() -> None:
    assert told(f"表\n<table>{ROWS}")[-1] == "2 表1行3: ^ | 质量指标 | 养护合格率 | ≥95%"


@pytest.mark.parametrize(
    "text",
    [
        "<table><tr><td>" * 3_000,
        "</table>" * 20_000,
        "<div>" * 20_000 + "<table><tr><td>甲</td></tr></table>",
        "<table><tr><td rowspan=9999 colspan=9999>甲</td></tr></table>" * 3,
    ],
    ids=["nested", "closing", "frames", "spans"],
)
def test_hostile_tables_end_in_rows_or_in_a_clear_error(text: str) -> None:
    try:
        read("表.txt", data=text.encode("utf-8"), limits=DEFAULT)
    except JxlintError as error:
        assert "上限" in str(error) or "太深" in str(error)


def test_a_fix_changes_the_cell_in_its_line_and_nothing_else(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from linter.cli.root import root

    head = "<tr><td>项目名称</td><td colspan=3>道路养护</td></tr>"
    text = f"# 2024年项目支出绩效目标表\n\n<table>{head}\n{ROWS}</table>\n"
    table = tmp_path / "表.md"
    table.write_text(text, encoding="utf-8")
    CliRunner().invoke(root, ["fix", str(table), "--select", "GF05"])
    assert (tmp_path / "表-修正.md").read_text(encoding="utf-8") == text.replace(
        "$\\geq 3 2 0$ 公里", "≥320 公里"
    )
