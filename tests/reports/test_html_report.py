"""The page shows each form as it was printed: every cell once, findings below their own cell, spans that still fit."""

from __future__ import annotations

import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "forms"))

import writers
from report_samples import BOOK, covered, finding

from linter.config import Configuration
from linter.model import Cell, Document, Finding, Form, Indicator, Place, Report, Sheet
from linter.pipeline.paths import Input
from linter.pipeline.run import Outcome, run
from linter.readers import read
from linter.reports.html import digest
from linter.reports.html.cards import Numbered
from linter.reports.html.digest import Digest, digest_of
from linter.reports.html.formrows import Stretch, stretches
from linter.reports.html.printedtable import table
from linter.reports.html.whole import write
from linter.reports.view.choices import Options

EXAMPLES = Path(__file__).resolve().parent.parent.parent / "examples"


class Grid(HTMLParser):
    """Lays the first table out as a browser does: which cell takes which place."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.taken: dict[tuple[int, int], str] = {}
        self.clashes = 0
        self._row = -1
        self._key: tuple[int, int] | None = None
        self.texts: dict[tuple[int, int], str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self._row += 1
        if tag == "td":
            spans = {name: int(value or 1) for name, value in attrs if name in ("rowspan", "colspan")}
            column = 0
            while (self._row, column) in self.taken:
                column += 1
            self._key = (self._row, column)
            self.texts[self._key] = ""
            for row in range(self._row, self._row + spans.get("rowspan", 1)):
                for at in range(column, column + spans.get("colspan", 1)):
                    self.clashes += (row, at) in self.taken
                    self.taken[row, at] = f"{self._key}"

    def handle_data(self, data: str) -> None:
        if self._key is not None:
            self.texts[self._key] += data

    @property
    def is_full(self) -> bool:
        """Whether every place of the rectangle is taken once."""
        rows = self._row + 1
        columns = max(column for _, column in self.taken) + 1
        return self.clashes == 0 and set(self.taken) == {(r, c) for r in range(rows) for c in range(columns)}


def grid(*rows: str, spans: dict[tuple[int, int], tuple[int, int]] | None = None) -> list[list[Cell]]:
    """Rows of one character a cell; ``spans`` (height, width) by row and column."""
    cells = [
        [Cell(text, Place(row=r + 1, column=c + 1)) for c, text in enumerate(row)]
        for r, row in enumerate(rows)
    ]
    for (row, column), (height, width) in (spans or {}).items():
        for down in range(row, row + height):
            for across in range(column, column + width):
                cells[down][across].covered = True
        cells[row][column].covered = False
        cells[row][column].row_span, cells[row][column].column_span = height, width
    return cells


def found(row: int, column: int, number: int = 1) -> Numbered:
    place = Place(row=row, column=column)
    finding = Finding("KX01", "error", "high", f"错在{row}行{column}列", "", "甲", place=place)
    return Numbered(finding, number, f"f-{row}-{column}", "标题")


@pytest.mark.parametrize(
    ("rows", "spans", "findings"),
    [
        (("abc", "def"), {}, [found(1, 2)]),
        (("abc", "def", "ghi"), {(0, 0): (3, 1)}, [found(1, 2), found(2, 3)]),
        (("abc", "def", "ghi"), {(0, 2): (3, 1)}, [found(2, 1)]),
        (("abcd", "efgh", "ijkl"), {(0, 1): (3, 1)}, [found(1, 1), found(1, 3), found(3, 4)]),
        (("abc", "def", "ghi"), {(0, 0): (3, 1), (1, 1): (2, 2)}, [found(2, 2), found(1, 1)]),
        (("abc", "def", "ghi"), {(0, 0): (2, 3)}, [found(1, 1)]),
        (("abc", "d", ""), {}, [found(2, 1)]),
    ],
)
def test_the_table_stays_a_rectangle(
    rows: tuple[str, ...], spans: dict[tuple[int, int], tuple[int, int]], findings: list[Numbered]
) -> None:
    cells = grid(*rows, spans=spans)
    page, rest = table(Stretch([Form()], cells), findings)
    laid = Grid(page)
    assert rest == []
    assert laid.is_full
    for one in findings:
        at = next(spot for spot, text in laid.texts.items() if one.finding.message in text)
        letter = cells[(one.finding.place.row or 1) - 1][(one.finding.place.column or 1) - 1].text
        own = next(spot for spot, text in laid.texts.items() if text[:1] == letter)
        assert at[0] > own[0], "below its cell"
    shown = "".join(
        text[0] for text in laid.texts.values() if text and text[0].isascii() and text[0].isalpha()
    )
    assert shown == "".join(cell.text for row in cells for cell in row if not cell.covered)


def test_findings_are_numbered_as_they_are_met() -> None:
    findings = [found(3, 1, 1), found(1, 1, 2), found(9, 9, 3)]
    _, rest = table(Stretch([Form()], grid("ab", "cd", "ef")), findings)
    assert [one.number for one in findings] == [3, 2, 1]
    assert rest == [findings[2]]


def test_a_long_list_shows_its_faults_and_counts_the_rest() -> None:
    cells = [[Cell(f"第{row}行", Place(row=row, column=1))] for row in range(1, 1001)]
    page, _ = table(Stretch([Form()], cells), [found(900, 1)])
    assert "第900行" in page
    assert "第800行" not in page
    assert "另有 799 行没有问题" in page


def outcome_of(name: str, data: bytes) -> tuple[Outcome, Options]:
    outcome = run([Input(name, data)], Configuration(isolated=True))
    return outcome, Options(data={name: data})


@pytest.mark.parametrize(
    "write_as", [writers.xlsx, writers.docx, writers.html, writers.text], ids=lambda one: one.__name__
)
def test_every_finding_in_a_cell_stands_below_it(write_as: object) -> None:
    sheet = read("表.txt", data=(EXAMPLES / "table-faulty.txt").read_bytes()).sheets[0]
    assert callable(write_as)
    outcome, options = outcome_of("表", write_as(sheet))
    page = write(outcome.report, outcome.rulebook, options)
    counted = len(outcome.report.findings)
    assert counted > 10
    assert len(re.findall(r"<div class=\"f (?:error|warning|info)\"", page)) == counted
    beside = re.findall(r"<td class=fs[^>]*>(.*?)</td>", page, re.S)
    assert sum(one.count('<div class="f ') for one in beside) >= counted - 2, (
        "only what means a whole form stands above"
    )


def test_two_forms_share_no_rows() -> None:
    outcome, options = outcome_of("表.txt", (EXAMPLES / "table-faulty.txt").read_bytes())
    document = outcome.report.documents[0]
    parts = stretches(document, options)
    assert [[form.number for form in part.forms] for part in parts] == [[1], [2]]
    texts = ["".join(cell.text for row in part.rows for cell in row) for part in parts]
    assert [form.project in text for form, text in zip(document.forms, texts, strict=True)] == [True, True]


def test_records_are_laid_out_as_a_table() -> None:
    place = Place(record="记录1.指标[1]")
    form = Form(
        project="培训",
        goal="做好培训",
        indicators=[Indicator(name="人数", value="≥3", unit="人", place=place)],
    )
    part = stretches(Document("数据.json", "json", [form]), Options())[0]
    assert [[cell.text for cell in row] for row in part.rows] == [
        ["项目名称", "培训"], ["绩效目标", "做好培训"], ["三级指标", "指标值", "计量单位"], ["人数", "≥3", "人"],
    ]  # fmt: skip


def test_a_project_a_row_is_one_table() -> None:
    head = ["项目名称", "绩效目标", "一级指标", "二级指标", "三级指标", "指标值"]
    rows = [[f"项目{n}", "完成", "产出指标", "数量指标", "培训人数", "≥30人"] for n in range(4)]
    sheet = Sheet(rows=[[Cell(text) for text in row] for row in [head, *rows]])
    data = writers.xlsx(sheet)
    outcome, options = outcome_of("表.xlsx", data)
    parts = stretches(outcome.report.documents[0], options)
    assert [len(part.forms) for part in parts] == [4]
    assert len(parts[0].rows) == 5


def units_page(*errors: int) -> tuple[str, Digest]:
    """The page of a run in which each unit hands in two forms with so many errors in the first, and a warning; and
    what it was made from."""
    made = Report()
    for at, count in enumerate(errors):
        forms = [
            Form(number=number, project=f"项目{at}{number}", department=f"某{at}局", year=2025)
            for number in (1, 2)
        ]
        made.documents.append(Document(f"表{at}.txt", "txt", forms=forms))
        for number in range(count):
            made.findings.append(finding(file=f"表{at}.txt", form=1, place=Place(line=number)))
        made.findings.append(finding(rule="KX04", severity="warning", file=f"表{at}.txt", form=2))
    made.checked.forms = made.checked.indicators = 2 * len(errors)
    covered(made)
    return write(made, BOOK, Options()), digest_of(made, BOOK, Options())


def test_units_are_ranked_by_errors_a_form_and_mapped_by_class() -> None:
    page, _ = units_page(1, 6, 0)
    rows = re.findall(r"<tr><td class=wide>(\d)<th scope=row><button[^>]*>(某\d局)</button>(.*)", page)
    assert [(rank, unit) for rank, unit, _ in rows] == [("1", "某1局"), ("2", "某0局"), ("3", "某2局")]
    assert "<td>3.0<td>0.5" in rows[0][2], "six errors and a warning over two forms"
    assert '<td class=h3><button type=button data-filter=cell data-value="0|可行性"' in rows[0][2]
    assert ">3.5</button>" in rows[0][2]
    assert '<td class=h1><button type=button data-filter=cell data-value="2|可行性"' in rows[2][2]
    assert page.index("单位名次") < page.index("哪些问题最多") < page.index("目录（3 个单位）")
    assert re.findall(r'id=d\d-1 data-file="(表\d.txt)" data-grade="[^"]*" data-u="(\d)"', page) == [
        ("表0.txt", "1"), ("表1.txt", "0"), ("表2.txt", "2"),
    ]  # fmt: skip


def test_one_unit_has_no_ranking_and_one_form_no_contents() -> None:
    page, _ = units_page(2)
    assert "class=standings" not in page
    assert "目录（1 个单位）" in page
    outcome, options = outcome_of("表.txt", (EXAMPLES / "small-faulty.txt").read_bytes())
    single = write(outcome.report, outcome.rulebook, options)
    for clutter in ("class=standings", "class=contents", "class=grades"):
        assert clutter not in single


def test_of_too_many_forms_the_gravest_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digest, "MOST_FORMS", 2)
    page, made = units_page(1, 6, 0)
    assert made.shown == {"d1-1", "d2-1"}
    assert re.findall(r"<details class=form id=(\S+)", page) == ["d1-1", "d2-1"]
    assert "只列错误、警告最多的 2 张，其余 4 张" in page
    assert page.count("另有 1 张问题较少的表没有在本页列出") == 2
