"""A whole run over files of each kind: what is mended, what stays, and that a second run finds nothing."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from draws import THOROUGH
from fixing_files import (
    MENDED,
    ROWS,
    csv_text,
    document,
    expected,
    parts_of,
    piped,
    runs_of,
    tabbed,
    with_shared_strings,
    workbook,
)

import linter
from linter.config import Configuration
from linter.ground.errors import JxlintError
from linter.model import Value
from linter.pipeline.paths import Input
from linter.pipeline.rounds import Fixed, Fixer

MENDING = {"GF02", "GF05", "GF06", "GF07", "GF12", "GF14", "GF15", "GF32"}


def fix(data: bytes, name: str, *, unsafe: bool = False) -> Fixed:
    """The outcome; a second run over it must change nothing, and no mending rule may fire where it mended."""
    fixer = Fixer(Configuration(isolated=True), unsafe=unsafe)
    fixed = fixer.fix(Input(name, data))
    again = fixer.fix(Input(name, fixed.after))
    assert again.after == fixed.after and again.mended == []
    return fixed


def fires(data: bytes, path: Path) -> set[tuple[str, object]]:
    path.write_bytes(data)
    return {(one.rule, one.place) for one in linter.check(path).findings if one.rule in MENDING}


def readings(data: bytes, path: Path) -> list[object]:
    path.write_bytes(data)
    rows = [row for form in linter.extract(path)[0].forms for row in form.indicators]
    return [meaning(row.parsed) for row in rows]


TEXTS = {
    "utf-8.txt": tabbed(ROWS).encode(),
    "marked.txt": b"\xef\xbb\xbf" + tabbed(ROWS, "\r\n").encode(),
    "gbk.txt": tabbed(ROWS, "\r\n").encode("gbk"),
    "utf-16.txt": b"\xff\xfe" + tabbed(ROWS, "\r\n").encode("utf-16-le"),
    "piped.md": piped(ROWS).encode(),
    "comma.csv": csv_text(ROWS).encode(),
    "marked.csv": b"\xef\xbb\xbf" + csv_text(ROWS).encode(),
    "gbk.csv": csv_text(ROWS, newline="\n").encode("gb18030"),
    "semicolon.csv": csv_text(ROWS, ";").encode(),
    "tab.tsv": csv_text(ROWS, "\t").encode(),
}
AFTER = {
    "utf-8.txt": tabbed(expected()).encode(),
    "marked.txt": b"\xef\xbb\xbf" + tabbed(expected(), "\r\n").encode(),
    "gbk.txt": tabbed(expected(), "\r\n").encode("gbk"),
    "utf-16.txt": b"\xff\xfe" + tabbed(expected(), "\r\n").encode("utf-16-le"),
    "piped.md": piped(expected()).encode(),
    "comma.csv": csv_text(expected()).encode(),
    "marked.csv": b"\xef\xbb\xbf" + csv_text(expected()).encode(),
    "gbk.csv": csv_text(expected(), newline="\n").encode("gb18030"),
    "semicolon.csv": csv_text(expected(), ";").encode(),
    "tab.tsv": csv_text(expected(), "\t").encode(),
}


@pytest.mark.parametrize("name", TEXTS)
def test_every_other_byte_of_a_text_stays(name: str) -> None:
    assert fix(TEXTS[name], name).after == AFTER[name]


@pytest.mark.parametrize(
    ("name", "data"),
    [*TEXTS.items(), ("表.xlsx", workbook()), ("表.docx", document())],
    ids=[*TEXTS, "xlsx", "docx"],
)
def test_what_was_mended_passes_its_rule_and_reads_the_same(name: str, data: bytes, tmp_path: Path) -> None:
    fixed = fix(data, name)
    path = tmp_path / name
    assert fires(data, path) and not fires(fixed.after, path)
    assert readings(fixed.after, path) == readings(data, path)


def meaning(value: Value) -> tuple[object, ...]:
    return (value.kind, value.cmp, value.lower, value.upper, value.start, value.end)


def cells_of(data: bytes) -> dict[tuple[str, str], tuple[object, ...]]:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), rich_text=True)
    return {
        (sheet.title, cell.coordinate): (
            str(cell.value) if cell.value is not None else None,
            cell.data_type,
            cell.style_id,
            cell.number_format,
            repr((cell.font, cell.fill, cell.border, cell.alignment, cell.protection)),
            cell.comment.text if cell.comment else None,
        )
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
    }


@pytest.mark.parametrize("shared_strings", [False, True])
def test_a_workbook_keeps_every_other_cell_and_part(shared_strings: bool) -> None:
    data = with_shared_strings(workbook()) if shared_strings else workbook()
    after = fix(data, "表.xlsx").after
    before_cells, after_cells = cells_of(data), cells_of(after)
    changed = {place for place in before_cells if before_cells[place] != after_cells[place]}
    wanted = {("目标表", f"{'ABCDE'[column]}{row + 1}"): text for (row, column), text in MENDED.items()}
    assert before_cells.keys() == after_cells.keys() and changed == wanted.keys()
    for place, text in wanted.items():
        assert after_cells[place][0] == text
        assert after_cells[place][1:] == before_cells[place][1:], "only the text differs"
    old, new = parts_of(data), parts_of(after)
    assert list(old) == list(new)
    differing = {name for name in old if old[name] != new[name]}
    assert differing == {"xl/worksheets/sheet1.xml", *(["xl/sharedStrings.xml"] if shared_strings else [])}


@pytest.mark.parametrize("shared_strings", [False, True])
def test_a_rich_text_keeps_its_runs(shared_strings: bool) -> None:
    import openpyxl

    data = with_shared_strings(workbook()) if shared_strings else workbook()
    book = openpyxl.load_workbook(io.BytesIO(fix(data, "表.xlsx").after), rich_text=True)
    parts = book["目标表"]["C4"].value
    assert [str(part) for part in parts] == ["救助", "人数（人）"]
    assert parts[1].font.b and parts[1].font.color.rgb.endswith("0000FF")


def test_a_shared_text_changes_in_its_own_cell_only() -> None:
    rows = [list(row) for row in ROWS]
    rows[3][3] = rows[3][4] = "大于等于90人"  # the note is no target and keeps its words
    import openpyxl

    data = with_shared_strings(workbook(rows))
    book = openpyxl.load_workbook(io.BytesIO(fix(data, "表.xlsx").after))
    assert book["目标表"]["D4"].value == "≥90人" and book["目标表"]["E4"].value == "大于等于90人"


@pytest.mark.parametrize("place", ["D4", "D5"])
def test_formulas_and_formatted_numbers_are_left_alone(place: str) -> None:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(workbook()))
    sheet = book["目标表"]
    sheet["D4"] = 90
    sheet["D4"].number_format = '"大于等于"0"人"'
    sheet["D5"] = '="100"&"百分比"'
    out = io.BytesIO()
    book.save(out)
    after = openpyxl.load_workbook(io.BytesIO(fix(out.getvalue(), "表.xlsx").after))["目标表"]
    assert after[place].value == sheet[place].value
    assert after[place].number_format == sheet[place].number_format


def test_a_document_keeps_every_run() -> None:
    data = document()
    after = fix(data, "表.docx").after
    before_runs, after_runs = runs_of(data), runs_of(after)
    assert [run[1:] for run in before_runs] == [run[1:] for run in after_runs], "formatting of the runs"
    changed = [(old[0], new[0]) for old, new in zip(before_runs, after_runs, strict=True) if old != new]
    assert ("[bookmark: _Toc1]", "") in changed
    assert "".join(run[0] for run in before_runs).count("三个方面") == 1
    assert after_runs[-1][:1] == ("大于等于三个方面的说明，与表无关。",)
    import docx

    cells = [[cell.text for cell in row.cells] for row in docx.Document(io.BytesIO(after)).tables[0].rows]
    assert cells == expected()[1:]
    old, new = parts_of(data), parts_of(after)
    assert [name for name in old if old[name] != new[name]] == ["word/document.xml"] and list(old) == list(
        new
    )


def test_unsafe_only_when_asked() -> None:
    rows = [list(row) for row in ROWS]
    rows[3][4] = "按照公共法律服务中心公共法律服务中心的台账"
    data = tabbed(rows).encode()
    safe = fix(data, "表.txt")
    assert safe.unsafe == 1 and "中心公共法律服务中心" in safe.after.decode()
    assert "按照公共法律服务中心的台账" in fix(data, "表.txt", unsafe=True).after.decode()


def test_a_value_never_changes_its_meaning() -> None:
    """“达到100%” says all of it, 万 may count people: neither is a matter of spelling."""
    rows = [list(row) for row in ROWS]
    rows[4][3], rows[3][3], rows[3][2] = "达到100%", "≥3万", "受益人口"
    after = fix(tabbed(rows).encode(), "表.txt", unsafe=True).after.decode()
    assert "达到100%" in after and "≥3万\t" in after


def test_answered_findings_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "表.txt"
    path.write_bytes(TEXTS["utf-8.txt"])
    from linter.cli.root import root

    root(["baseline", str(path)], standalone_mode=False)
    fixed = Fixer(Configuration()).fix(Input(str(path)))
    assert fixed.mended == [] and fixed.after == fixed.before


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("表.html", b"<html><body><table><tr><td>1</td></tr></table></body></html>", "网页"),
        ("表.txt", b"\x7fELF" + b"\x00\x01\x02\x03" * 80, "不是文本"),
        ("表.csv", TEXTS["comma.csv"] + "甲,乙,丙\r\n".encode() * 40 + b"\xff\r\n", "读不出的字节"),
        ("表.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "损坏"),
        ("表.pdf", b"%PDF-1.4\n%%EOF", ""),
    ],
)
def test_what_cannot_be_fixed_says_so(name: str, data: bytes, said: str) -> None:
    with pytest.raises(JxlintError) as caught:
        Fixer(Configuration(isolated=True)).fix(Input(name, data))
    assert said in str(caught.value)


def test_real_documents_stay_themselves(shared: Path) -> None:
    """On real tables: converged, every target reads as before, and only few characters differ. A quick run takes every
    third."""
    for path in sorted((shared / "seeds").glob("*.txt"))[:: 1 if THOROUGH else 3]:
        data = path.read_bytes()
        fixed = fix(data, path.name)
        assert fixed.mended
        old, new = (linter.extract(text)[0].forms for text in (data.decode(), fixed.after.decode()))
        pairs = [
            (a, b)
            for one, two in zip(old, new, strict=True)
            for a, b in zip(one.indicators, two.indicators, strict=True)
        ]
        for a, b in pairs:
            assert meaning(a.parsed) == meaning(b.parsed)
