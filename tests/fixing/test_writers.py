"""Writers by themselves: pieces of text, fields of separated text, lines of plain text."""

from __future__ import annotations

import csv
import io

import pytest
from draws import draws
from hypothesis import given, settings
from hypothesis import strategies as st

from linter.fixing import Change, apply_changes
from linter.fixing.change import steps
from linter.fixing.encoded import read_encoded
from linter.fixing.pieces import Piece, change_pieces
from linter.ground.errors import JxlintError
from linter.model import Place
from linter.readers import read

SMALL = st.text(alphabet="大于等≥9０%人（)<p> ", max_size=12)


class Element:
    """Stands for a ``t`` element."""

    def __init__(self) -> None:
        self.text = ""

    def set(self, name: str, value: str) -> None:
        assert name.endswith("space") and value == "preserve"


@given(SMALL, SMALL)
def test_steps_lead_from_one_text_to_the_other(before: str, after: str) -> None:
    text = before
    for start, end, fresh in reversed(steps(before, after)):
        text = text[:start] + fresh + text[end:]
    assert text == after


LONG = "".join(f"第{at}批救助大于等于{at}人，" for at in range(120))


@pytest.mark.parametrize(
    ("after", "most"),
    [
        (LONG.replace("大于等于", "≥"), 4),
        (LONG.replace("第50批", "").replace("，", "，第", 3), 8),
        (LONG[200:] + "尾", len(LONG)),
        ("头" + LONG[:-300], 400),
        ("乙" * 3000, len(LONG)),
        ("", len(LONG)),
    ],
)
def test_steps_in_a_long_text_are_small_where_the_changes_are(after: str, most: int) -> None:
    text = LONG
    found = steps(LONG, after)
    for start, end, fresh in reversed(found):
        text = text[:start] + fresh + text[end:]
    assert text == after
    assert max(end - start for start, end, _ in found) <= most


@given(st.lists(SMALL, min_size=1, max_size=5), SMALL)
def test_pieces_make_up_the_new_text(parts: list[str], after: str) -> None:
    before = "".join(parts)
    pieces = [Piece(part, Element()) for part in parts]
    if change_pieces(pieces, before, after):
        assert "".join(piece.text for piece in pieces) == after
    else:
        assert [piece.text for piece in pieces] == parts


@given(st.lists(SMALL, min_size=3, max_size=3), st.lists(SMALL, min_size=3, max_size=3))
def test_what_no_run_holds_is_never_changed(parts: list[str], fresh: list[str]) -> None:
    pieces = [Piece(part, None if n == 1 else Element()) for n, part in enumerate(parts)]
    change_pieces(pieces, "".join(parts), "".join(fresh))
    assert pieces[1].text == parts[1]


CELL = st.text(alphabet='甲乙9,;\t"\r\n ≥', max_size=6)


@settings(max_examples=draws(200))
@given(
    st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=3, max_size=6),
    st.sampled_from(["\r\n", "\n"]),
    st.integers(0, 99),
    st.integers(0, 99),
    st.text(alphabet="甲9≥", max_size=4),
)
def test_one_field_changes_and_no_other(
    rows: list[list[str]], newline: str, row: int, column: int, fresh: str
) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator=newline).writerows([["头一", "头二", "头三"], *rows])
    data = out.getvalue().encode("gb18030")
    cells = [cell for line in read("表.csv", data=data).sheets[0].rows for cell in line]
    chosen = (row * 10 + column) % len(cells)
    change = Change(cells[chosen].place, cells[chosen].text, fresh)
    try:
        after, failed = apply_changes(data, "csv", [change])
    except JxlintError:
        return  # quoting that cannot be told from another is refused
    if failed:
        assert after == data
        return
    changed = [cell.text for line in read("表.csv", data=after).sheets[0].rows for cell in line]
    assert changed == [cell.text if n != chosen else fresh for n, cell in enumerate(cells)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@given(text=st.text(alphabet="项目绩效目标表一二三≥9%\t\r\n", min_size=6, max_size=60))
def test_an_untouched_text_keeps_its_bytes(encoding: str, text: str) -> None:
    data = f"项目绩效目标{text}".encode(encoding)
    try:
        file = read_encoded(data)
    except JxlintError:
        return
    assert file.splice([]) == data


@pytest.mark.parametrize(
    ("text", "place", "before", "after", "wanted"),
    [
        ("a\t90\t190\n", Place(line=1, column=2), "90", "91", "a\t91\t190\n"),
        ("90\t90\t90\n", Place(line=1, column=3), "90", "91", "90\t90\t91\n"),
        ("| 90 | 90 |\n", Place(line=1, column=2), "90", "91", "| 90 | 91 |\n"),
        ("甲\r\n乙\r丙\n丁", Place(line=3), "丙", "丁丁", "甲\r\n乙\r丁丁\n丁"),
        ("\t甲\n乙)\n\t丙", Place(line=1, column=1), "甲\n乙)", "甲\n乙）", "\t甲\n乙）\n\t丙"),
        ("\t甲\r\n乙)\r\n", Place(line=1, column=1), "甲\n乙)", "甲\n乙）", "\t甲\r\n乙）\r\n"),
    ],
)
def test_a_place_in_a_text(text: str, place: Place, before: str, after: str, wanted: str) -> None:
    data, failed = apply_changes(text.encode(), "txt", [Change(place, before, after)])
    assert data.decode() == wanted and failed == []


@pytest.mark.parametrize(
    ("text", "place", "before", "after"),
    [
        ("90和90\n", Place(line=1), "90", "91"),
        ("甲\n", Place(line=2), "甲", "乙"),
        ("甲\n", Place(line=1), "乙", "丙"),
        ("甲\t乙\n", Place(line=1, column=1), "甲", "甲\t丁"),
        ("甲\n", Place(), "甲", "乙"),
    ],
)
def test_what_cannot_be_found_is_left(text: str, place: Place, before: str, after: str) -> None:
    change = Change(place, before, after)
    assert apply_changes(text.encode(), "txt", [change]) == (text.encode(), [change])


def test_a_character_the_encoding_lacks_is_refused() -> None:
    with pytest.raises(JxlintError, match="没有“☃”"):
        read_encoded("<meta charset=big5>績效目標".encode("big5")).splice([(0, 0, "☃")])


def test_a_signed_package_is_refused() -> None:
    import zipfile

    from linter.office.archive import Archive
    from linter.office.limits import DEFAULT
    from linter.office.replacement import replace_parts

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("_xmlsignatures/sig1.xml", "<s/>")
    with pytest.raises(JxlintError, match="数字签名"):
        replace_parts(Archive(out.getvalue(), DEFAULT), {})
