"""A worksheet that is changed as it streams by: what is not meant keeps its bytes, wherever pieces are cut."""

from __future__ import annotations

import io
from collections.abc import Mapping

import pytest

from linter.ground.errors import JxlintError
from linter.office.sheetsplice import Splice

SHEET = (
    '<worksheet xmlns="m"><dimension ref="A1:C2"/><sheetData><row r="1"><c r="A1" s="4"><v>1</v></c>'
    '<c r="C1" s="6" t="s"/></row>{}</sheetData><autoFilter ref="A1:C2"><filterColumn colId="0"/></autoFilter>'
    "</worksheet>"
)
END = '<row r="9"><c r="A9" s="4">x</c></row>'
CASES = {
    "nothing": ("", {}, ""),
    "a text, its style kept": ('<row r="2"><c r="A2" s="4">1</c></row>', {2: {1: "甲"}}, '<row r="2">[A2 4 甲]</row>'),
    "content of a cell is gone with it": (
        '<row r="2"><c r="A2"><is><t>&lt;c r="B2"/></t></is></c><c r="B2"/></row>',
        {2: {1: "甲"}},
        '<row r="2">[A2  甲]<c r="B2"/></row>',
    ),
    "a cell without content": ('<row r="2"><c r="A2" s="1" /></row>', {2: {1: "甲"}}, '<row r="2">[A2 1 甲]</row>'),
    "a cell where there was none": (
        '<row r="2"><c r="B2"/><c r="D2"/></row>',
        {2: {1: "甲", 3: "丙", 5: "戊"}},
        '<row r="2">[A2  甲]<c r="B2"/>[C2  丙]<c r="D2"/>[E2  戊]</row>',
    ),
    "rows and cells without numbers": (
        "<row><c><v>1</v></c><c><v>2</v></c></row>", {2: {2: "乙"}}, "<row><c><v>1</v></c>[B2  乙]</row>",
    ),
    "a sign in an attribute": (
        '<row r="2" x="a>b"><c r="A2" x="/>" s="1"><v>1</v></c></row>', {2: {1: "甲"}},
        '<row r="2" x="a>b">[A2 1 甲]</row>',
    ),
    "a comment stays": (
        '<row r="2"><!-- <c r="A2"/> --><c r="A2"/></row>', {2: {1: "甲"}},
        '<row r="2"><!-- <c r="A2"/> -->[A2  甲]</row>',
    ),
}  # fmt: skip


def spliced(sheet: bytes, changes: Mapping[int, Mapping[int, str]], size: int) -> str:
    def make(prefix: str, row: int, column: int, text: str, style: str) -> str:
        return f"[{prefix}{'ABCDE'[column - 1]}{row} {style} {text}]"

    def more(prefix: str, styles: Mapping[int, str]) -> list[str]:
        return [f"[{prefix}new {sorted(styles.items())}]"]

    out = io.BytesIO()
    pieces = (sheet[at : at + size] for at in range(0, len(sheet), size))
    Splice(lambda row: changes.get(row, {}), make, 1, more, lambda old: f"{old}0").run(pieces, out)
    return out.getvalue().decode()


@pytest.mark.parametrize("size", [1, 7, 10_000])
@pytest.mark.parametrize("name", CASES)
def test_what_is_not_meant_keeps_its_bytes(name: str, size: int) -> None:
    rows, changes, after = CASES[name]
    wanted = SHEET.format(after + "[new [(1, '4'), (3, '6')]]").replace('ref="A1:C2"', 'ref="A1:C20"')
    assert spliced(SHEET.format(rows).encode(), changes, size) == wanted


def test_prefixes_and_encodings_are_those_of_the_sheet() -> None:
    sheet = (
        '<x:worksheet xmlns:x="m"><x:sheetData><x:row r="2"><x:c r="A2"/></x:row></x:sheetData></x:worksheet>'
    )
    assert "[x:A2  甲]" in spliced(sheet.encode(), {2: {1: "甲"}}, 9)
    latin = f'<?xml version="1.0" encoding="iso-8859-1"?>{sheet}'.encode()
    assert "[x:A2  &#30002;]" in spliced(latin, {2: {1: "甲"}}, 10_000)
    chinese = f'<?xml version="1.0" encoding="gbk"?><!--乙-->{sheet}'.encode("gbk")
    after = spliced(chinese, {2: {1: "甲"}}, 10_000)
    assert "<!--乙-->" in after and "[x:A2  甲]" in after and 'encoding="utf-8"' in after


@pytest.mark.parametrize(
    "sheet",
    [b"<worksheet><sheetData>", b"<!DOCTYPE a><a/>", "<a/>".encode("utf-16"), b"not a sheet"],
)
def test_what_is_no_sheet_is_refused(sheet: bytes) -> None:
    with pytest.raises(JxlintError):
        spliced(sheet, {}, 5)
