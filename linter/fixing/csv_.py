"""Changes to fields of separated text: separator, quoting, encoding and line ends stay as they are."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from linter.fixing.change import Change, locate
from linter.fixing.encoded import read_encoded
from linter.ground.errors import JxlintError
from linter.office.limits import Limits
from linter.readers.csv_ import read_csv, separator_of


class _Field(msgspec.Struct):
    """A field: its value, and where it stands in the file (quotes included)."""

    value: str
    start: int
    end: int
    quoted: bool


def apply(data: bytes, changes: Sequence[Change], limits: Limits) -> tuple[bytes, list[Change]]:
    """The changed table, and the changes that could not be made. Raises JxlintError."""
    file = read_encoded(data)
    separator, rest, _ = separator_of(file.text)
    skipped = len(file.text) - len(rest)
    records = _fields(rest, separator, skipped)
    if [[field.value for field in record] for record in records] != _read(file.text, limits):
        raise JxlintError("分隔文本的写法特殊，不能准确地改写", advice="请用表格软件打开后重新另存为 CSV")
    failed = []
    changed: dict[int, _Field] = {}
    for change in changes:
        field = _find(records, change)
        at = locate(field.value, change.before) if field is not None else None
        if field is None or at is None:
            failed.append(change)
            continue
        field.value = field.value[:at] + change.after + field.value[at + len(change.before) :]
        changed[field.start] = field
    replacements = [
        (field.start, field.end, _written(field.value, field, separator)) for field in changed.values()
    ]
    after = file.splice(replacements)
    wanted = [[field.value for field in record] for record in records]
    if replacements and _read(read_encoded(after).text, limits) != wanted:
        return data, list(changes)  # with the new texts another separator would be found
    return after, failed


def _read(text: str, limits: Limits) -> list[list[str]]:
    return [[cell.text for cell in row] for row in read_csv(text, limits)[0].rows]


def _find(records: list[list[_Field]], change: Change) -> _Field | None:
    row, column = change.place.row or 0, change.place.column or 0
    known = 0 < row <= len(records) and 0 < column <= len(records[row - 1])
    return records[row - 1][column - 1] if known else None


def _written(value: str, field: _Field, separator: str) -> str:
    if field.quoted or any(char in value for char in (separator, '"', "\n", "\r")):
        doubled = value.replace('"', '""')
        return f'"{doubled}"'
    return value


def _fields(text: str, separator: str, offset: int) -> list[list[_Field]]:
    """The fields of every record, as the csv module reads them. A file with an odd number of quotation marks
    is read without quoting, as the reader does."""
    quoting = text.count('"') % 2 == 0
    records: list[list[_Field]] = []
    record: list[_Field] = []
    at, start = 0, 0
    length = len(text)
    while at < length:
        field, at = _field(text, at, separator, quoting)
        record.append(_Field(field.value, field.start + offset, field.end + offset, field.quoted))
        if at < length and text[at] == separator:
            at += 1
            if at == length:
                record.append(_Field("", at + offset, at + offset, False))
            elif text[at] in "\r\n":
                record.append(_Field("", at + offset, at + offset, False))
                at = _line_end(text, at)
                records.append(record)
                record, start = [], at
            continue
        empty = len(record) == 1 and field.start == field.end == start
        at = _line_end(text, at)
        records.append([] if empty else record)
        record, start = [], at
    if record:
        records.append(record)
    return records


def _line_end(text: str, at: int) -> int:
    return at + (2 if text.startswith("\r\n", at) else 1)


def _field(text: str, at: int, separator: str, quoting: bool) -> tuple[_Field, int]:
    """One field from ``at`` on, and where it ends: at a separator, a line end or the end of the text."""
    start, out = at, []
    quoted = quoting and text[at] == '"'
    if quoted:
        at += 1
        while at < len(text):
            close = text.find('"', at)
            close = len(text) if close < 0 else close
            out.append(text[at:close])
            at = close + 1
            if not text.startswith('"', at):
                break
            out.append('"')
            at += 1
    begin = at
    while at < len(text) and text[at] != separator and text[at] not in "\r\n":
        at += 1
    out.append(text[begin:at])
    return _Field("".join(out), start, min(at, len(text)), quoted), min(at, len(text))
