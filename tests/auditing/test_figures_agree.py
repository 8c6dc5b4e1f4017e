"""One run, one set of figures: the sheets of the workbook, JSON, the ledger, the statistics and SQL say the same of the
same folder, whatever the units are spelt like and whatever findings are about a whole file."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from linter.auditing.questions import ask, saved_sql
from linter.auditing.rankings import mean
from linter.cli.root import root
from linter.reports.view.wording import SEVERITY

pytest.importorskip("duckdb")
openpyxl = pytest.importorskip("openpyxl")

EXAMPLES = Path(__file__).parents[2] / "examples"
WATER, STATION = "岭河县水利局", "岭河县水利局（工程站）"
#: How forms spell their unit, and the unit that it is.
SPELT = {
    "岭河县水利局": WATER,
    "岭河县水利局本级": WATER,
    "018-岭河县 水利局": WATER,
    "岭河县水利局（本级）": WATER,
    "岭河县\u200b水利局": WATER,
    "101001岭河县水利局": WATER,
    "[066001] 岭河县水利局": WATER,
    "110指挥中心": "110指挥中心",
    "岭河县水利局（工程站）": STATION,
    "岭河县水利局(工程站)": STATION,
    "=1+1号工程处": "=1+1号工程处",
    "岭河县第2中学": "岭河县第2中学",
    "岭河县第２中学": "岭河县第2中学",
    "": "",
}


class Told:
    """What the reports of one run say."""

    def __init__(self, report: Any, sheets: Any, ledger: Any, statistics: str) -> None:
        self.report, self.statistics = report, statistics
        self.csv = list(csv.DictReader(io.StringIO(Path("x.csv").read_text(encoding="utf-8-sig"))))
        self.glance = {row["内容"]: row["数"] for row in _rows(sheets["总览"], "项")}
        self.units = _rows(sheets["按单位"], "名次")
        self.rules = _rows(sheets["按规则"], "级别")
        self.forms = _rows(sheets["按表"], "单位")
        self.faults = _rows(sheets["质检结果"], "序号")
        self.ledger = _rows(ledger["台账"], "序号")


def _rows(sheet: Any, first: str) -> list[dict[str, Any]]:
    rows: Iterator[tuple[Any, ...]] = sheet.iter_rows(values_only=True)
    heads = next(row for row in rows if row[0] == first)
    return [dict(zip(heads, row, strict=True)) for row in rows]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    folder = tmp_path_factory.mktemp("agree")
    project = (EXAMPLES / "table-faulty.txt").read_text(encoding="utf-8")
    columns = (EXAMPLES / "columns-faulty.txt").read_text(encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        Path("表").mkdir()
        for number, spelt in enumerate(SPELT):
            text = project.replace("岭河县教育体育局本级", spelt)
            text = text.replace("岭河县教育体育局", spelt)
            Path(f"表/{number}.txt").write_text(text, encoding="utf-8")
        whole = (
            f"部门整体支出绩效目标表\n单位：万元\n部门名称\t{WATER}\n预算年度\t2025年\n年度资金总额\t5000\n"
        )
        whole += "一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t维修水闸\t≥12座\n"
        Path("表/整体.txt").write_text(whole, encoding="utf-8")
        for number in range(2):
            Path(f"表/列{number}.txt").write_text(columns.replace("教育股", WATER), encoding="utf-8")
        outputs = [f"--output={name}" for name in ("x.json", "x.xlsx", "ledger=台账.xlsx", "x.csv")]
        command = ["check", "表", "--no-config", "--store", "库"]
        assert CliRunner().invoke(root, [*command, *outputs]).exit_code == 1
        statistics = CliRunner().invoke(root, [*command, "--statistics"]).output
        yield Told(
            json.loads(Path("x.json").read_text(encoding="utf-8")),
            openpyxl.load_workbook("x.xlsx"),
            openpyxl.load_workbook("台账.xlsx"),
            statistics,
        )


def _answered(question: str) -> list[dict[str, Any]]:
    answer = ask(Path("库"), saved_sql(question))
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]


def test_there_are_findings_about_whole_files(told: Told) -> None:
    assert [one for one in told.report["findings"] if one["form"] is None]


@pytest.mark.parametrize("severity", SEVERITY)
def test_findings_are_as_many_everywhere(told: Told, severity: str) -> None:
    name = SEVERITY[severity]
    (stored,) = ask(Path("库"), f"select count(*) from findings where severity = '{severity}'").rows[0]
    (by_form,) = ask(Path("库"), f"select sum({severity}s) from forms").rows[0]
    assert {
        sum(one["severity"] == severity for one in told.report["findings"]), stored, by_form, told.glance[name],
        sum(row[name] for row in told.units), sum(row[name] for row in told.forms),
        sum(row["处数"] for row in told.rules if row["级别"] == name),
        sum(row["级别"] == name for row in told.faults),
    } == {told.glance[name]}  # fmt: skip


def test_units_are_one_however_they_are_spelt(told: Told) -> None:
    wanted = Counter(unit for unit in SPELT.values() if unit)
    forms = {row["单位"]: row["表"] for row in told.units}
    assert {unit: forms.get(unit) for unit in wanted} == {
        unit: 2 * number + 5 * (unit == WATER) for unit, number in wanted.items()
    }
    assert len(told.units) == told.glance["单位"] == len(wanted) + 1
    for rows in (told.faults, told.forms, told.ledger):
        assert {row["单位"] for row in rows} - {"（表上没写单位）"} <= set(wanted)


def test_units_have_the_same_figures_in_sql(told: Told) -> None:
    heads = ("单位", "表", "错误", "警告", "每表错误", "平均分")
    sheet = {(*(row[head] for head in heads), row["金额（万元）"]) for row in told.units}
    assert {(*(row[head] for head in heads), row["金额万元"]) for row in _answered("单位")} == sheet


def test_money_of_a_unit_as_a_whole_is_not_added_to_that_of_its_projects(told: Told) -> None:
    mine = [row for row in told.forms if row["单位"] == WATER]
    projects = sum(
        row["金额（万元）"] or 0 for row in mine if row["年度"] != 2025 or row["金额（万元）"] != 5000
    )
    in_2025 = sum(
        row["金额（万元）"] or 0 for row in mine if row["年度"] == 2025 and row["金额（万元）"] != 5000
    )
    (unit,) = [row for row in told.units if row["单位"] == WATER]
    assert unit["金额（万元）"] == 5000 + projects - in_2025
    assert told.glance["金额合计（万元）"] == sum(row["金额（万元）"] or 0 for row in told.units)


def test_rules_have_the_same_figures_in_sql(told: Told) -> None:
    names = {name: severity for severity, name in SEVERITY.items()}
    touched = next(head for head in told.rules[0] if head.startswith("涉及的表"))
    sheet = {
        (row["规则"], names[row["级别"]], row["处数"], row[touched], row["涉及单位"]) for row in told.rules
    }
    asked = {(row["规则"], row["级别"], row["处数"], row["表"], row["单位"]) for row in _answered("问题")}
    assert asked == sheet


def test_every_row_says_whose_it_is(told: Told) -> None:
    for rows in (told.faults, told.ledger, told.csv):
        assert [row for row in rows if not row["单位"]] == []


def test_rows_of_both_tables_say_the_same_unit_year_and_money(told: Told) -> None:
    assert len(told.csv) == len(told.faults)
    for one, other in zip(told.csv, told.faults, strict=True):
        money = other["金额（万元）"]
        assert one["单位"].lstrip("'") == other["单位"] and one["年度"] == str(other["年度"] or "")
        assert (float(one["金额（万元）"]) if one["金额（万元）"] else None) == money


def test_the_statistics_know_the_same_units(told: Told) -> None:
    lines = [line.split() for line in told.statistics.partition("按单位")[2].splitlines()]
    counted = {line[0]: line[1:6] for line in lines if len(line) > 5}
    for row in told.units:
        if row["单位"] in SPELT.values():
            assert counted[row["单位"]] == [str(row[name]) for name in ("表", "指标", *SEVERITY.values())]


@pytest.mark.parametrize(
    ("whole", "parts", "places", "shown"),
    [("152.7", 2, 1, "76.4"), ("152.5", 2, 1, "76.3"), (1, 4, 1, "0.3"), (1, 8, 2, "0.13"), (0, 3, 1, "0.0")],
)
def test_a_half_is_rounded_up(whole: Any, parts: int, places: int, shown: str) -> None:
    assert str(mean(Decimal(whole), parts, places)) == shown
