"""Comma, tab, semicolon or bar separated tables: the separator and the quoting are found, not assumed."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterator

from linter.ground.errors import JxlintError
from linter.model import Cell, Place, Sheet
from linter.office.limits import Counter, Limits

_SEPARATORS = (",", "\t", ";", "|", "，")
_SAMPLE = 200


def looks_separated(text: str) -> bool:
    """Whether text of unknown kind is a comma separated table: most records have the same number of cells,
    three or more. Tab separated text is not asked here: text files of that kind have their own reader."""
    if text.count(",") < 6:
        return False
    records = _sample(text, ",")
    if len(records) < 3:
        return False
    width, often = Tally(len(record) for record in records).most_common(1)[0]
    return width >= 3 and often * 10 >= len(records) * 9


def read_csv(text: str, limits: Limits) -> list[Sheet]:
    """One sheet; each cell knows its line in the file. Raises JxlintError when there are too many cells."""
    separator, text, first = separator_of(text)
    counter = Counter(limits)
    sheet = Sheet()
    for number, (line, record) in enumerate(_records(text, separator), 1):
        counter.add(len(record))
        sheet.rows.append(
            [
                Cell(value, Place(row=number, column=column, line=line + first))
                for column, value in enumerate(record, 1)
            ]
        )
    return [sheet]


def separator_of(text: str) -> tuple[str, str, int]:
    """The separator, the text behind a ``sep=`` line, and the number of lines skipped."""
    head, _, rest = text.partition("\n")
    if head.strip().lower().startswith("sep=") and len(head.strip()) == 5:
        return head.strip()[4], rest, 1
    there = [separator for separator in _SEPARATORS if separator in text] or [_SEPARATORS[0]]
    if len(there) == 1:
        return there[0], text, 0
    return max(there, key=lambda separator: _score(_sample(text, separator))), text, 0


def _score(records: list[list[str]]) -> tuple[int, int]:
    """How well a separator fits: cells in records of the commonest width above one, then all cells."""
    widths = Tally(len(record) for record in records if len(record) > 1)
    if not widths:
        return (0, 0)
    width, often = widths.most_common(1)[0]
    return (width * often, sum(map(len, records)))


def _sample(text: str, separator: str) -> list[list[str]]:
    records = []
    for _, record in _records(text[:100_000], separator):
        if any(record):
            records.append(record)
            if len(records) == _SAMPLE:
                break
    return records


def _records(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Records with the line each begins on. A stray quotation mark that would swallow the rest of the file is
    read as a plain character."""
    lines = text.splitlines(keepends=True)
    yield from _parsed(lines, separator, len(text), quoted=text.count('"') % 2 == 0)


def _parsed(
    lines: list[str], separator: str, longest: int, *, quoted: bool
) -> Iterator[tuple[int, list[str]]]:
    import csv

    csv.field_size_limit(max(csv.field_size_limit(), longest + 1))
    reader = csv.reader(lines, delimiter=separator, quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE)
    line = 1
    try:
        for record in reader:
            yield line, record
            line = reader.line_num + 1
    except csv.Error as error:
        raise JxlintError(
            "分隔文本的格式有误", line=line, advice="请用表格软件打开后重新另存为 CSV"
        ) from error
