"""What programs leave in cells: words for nothing, texts written as formulas, radicals in place of characters.

Length and order of the other characters stay, so that a change found in the tidied text has its place in the file.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from linter.ground.errors import JxlintError
from linter.ground.patterns import compiled
from linter.ground.resources import load_data
from linter.model import Cell, Sheet
from linter.office.limits import COLUMNS

#: Radicals and characters kept for other encodings, which some fonts and converters put in place of the usual ones.
_ODD = compiled("[\u2e80-\u2eff\u2f00-\u2fdf\uf900-\ufaff]")
_FORMULA = '="'


def tidy(sheets: list[Sheet], *, plain_text: bool) -> None:
    """Tidies the cells in place. ``plain_text``: read from a text, where a cell may be written ``="text"``.

    Raises JxlintError for a row that no program would show."""
    blanks = _blanks()
    for sheet in sheets:
        _refuse_wide(sheet)
        whole = "\t".join([cell.text for row in sheet.rows for cell in row])
        odd = _ODD.search(whole) is not None
        if not odd and _is_tidy(whole):
            continue
        marks = [mark for mark in (_FORMULA, *_heads()) if mark in whole]
        for row in sheet.rows:
            texts = [cell.text for cell in row]
            if blanks.isdisjoint(texts) and not ((odd or marks) and _is_marked("\t".join(texts), marks)):
                continue
            if plain_text and (begun := [text for text in texts if text.startswith(_FORMULA)]):
                if all(map(_is_whole, begun)):
                    _unwrap(row)
                elif whole_row := _unwrapped(row):
                    row[:] = whole_row
                    _unwrap(row)
            for cell in row:
                if cell.text:
                    cell.text = _tidied(cell.text)


def _is_marked(joined: str, marks: list[str]) -> bool:
    """Whether a row holds one of the marks, or a character that is not the usual one."""
    return _ODD.search(joined) is not None or any(mark in joined for mark in marks)


def _refuse_wide(sheet: Sheet) -> None:
    if max(map(len, sheet.rows), default=0) <= COLUMNS:
        return
    row = next(row for row in sheet.rows if len(row) > COLUMNS)
    raise JxlintError(
        f"有一行多达 {len(row)} 列，超过上限 {COLUMNS} 列",
        line=row[0].place.line,
        advice="请删去多余的列，或者确认选对了文件",
    )


def _tidied(text: str) -> str:
    if text.isascii():
        return "" if text.strip() in _blanks() or _is_numbered(text) else text
    return text.translate(_usual()) if _ODD.search(text) else text


def _is_numbered(text: str) -> bool:
    """``Unnamed: 3``: the head that a converter gives to a column without one."""
    head, colon, number = text.strip().partition(":")
    return head + colon in _heads() and number.strip().split("_")[0].isdigit()


def _unwrapped(row: list[Cell]) -> list[Cell]:
    """A row in which a cell ``="text"`` that a separator inside cut in two is whole again."""
    found: list[Cell] = []
    wrapped: list[str] = []
    for cell in row:
        if wrapped and wrapped[-1].startswith(_FORMULA) and not _is_whole(wrapped[-1]):
            wrapped[-1] += "," + cell.text
        else:
            found.append(cell)
            wrapped.append(cell.text)
    if any(text.startswith(_FORMULA) and not _is_whole(text) for text in wrapped):
        return []
    for cell, text in zip(found, wrapped, strict=True):
        cell.text = text
    return found


def _unwrap(row: list[Cell]) -> None:
    """Cells ``="text"`` become their text."""
    for cell in row:
        if _is_whole(cell.text):
            cell.text = cell.text.strip()[2:-1].replace('""', '"')


def _is_whole(text: str) -> bool:
    if '"' not in text:
        return False
    text = text.strip()
    return len(text) > 2 and text.startswith(_FORMULA) and text.endswith('"')


def _is_tidy(whole: str) -> bool:
    """Whether no mark stands in the text of a sheet, told by a few looks at all of it: most sheets are so."""
    for sign in _signs():
        if sign in whole:
            return not any(mark in whole for mark in _marks())
    return True


@cache
def _marks() -> tuple[str, ...]:
    """What a cell, or a part of one, holds that asks for tidying."""
    return (_FORMULA, *_heads(), *_blanks())


@cache
def _signs() -> frozenset[str]:
    """Signs one of which is in every mark: a letter of the words that programs write for nothing (nan, NULL)."""
    return frozenset(next((sign for sign in "nN" if sign in mark), mark) for mark in _marks())


@cache
def _blanks() -> frozenset[str]:
    words = load_data("words/leftovers.yaml")["blanks"]
    return frozenset(form for word in words for form in (word, word.lower(), word.upper(), word.title()))


@cache
def _heads() -> frozenset[str]:
    words = load_data("words/leftovers.yaml")["heads"]
    return frozenset(f"{form}:" for word in words for form in (word, word.title()))


@cache
def _usual() -> dict[int, str]:
    """The usual character for each odd one; those that Unicode names no equal of come from the word list."""
    found: dict[int, str] = {}
    for first, last in ((0x2E80, 0x2EFF), (0x2F00, 0x2FDF), (0xF900, 0xFAFF)):
        for code in range(first, last + 1):
            usual = unicodedata.normalize("NFKC", chr(code))
            if len(usual) == 1 and usual != chr(code):
                found[code] = usual
    for odd, usual in load_data("words/leftovers.yaml")["radicals"].items():
        found[ord(odd)] = usual
    return found
