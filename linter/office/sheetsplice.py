"""A worksheet part written anew as a stream: some cells replaced, rows added at the end, all else byte for byte.

A sheet of a hundred thousand rows is never laid out in memory: expat tells where rows and cells stand, and what lies
between the changes is copied as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import IO
from xml.parsers import expat

from linter.ground.errors import JxlintError
from linter.office.archive import damaged, refuse_doctype
from linter.office.limits import COLUMNS, ROWS
from linter.office.recoding import recoded
from linter.office.references import figure, position
from linter.office.sheetstream import bare

_TAG = re.compile(rb"""<(?:[^<>"']|"[^"]*"|'[^']*')*>""")
_DECLARED = re.compile(
    rb"""\A\s{0,99}<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']utf-?8["']""", re.IGNORECASE
)
_PLAIN = re.compile(rb"""\A\s{0,99}(?:<\?xml(?![^>]{0,200}?encoding)|<(?!\?xml))""")
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_BOM = b"\xef\xbb\xbf"

#: Makes a cell as XML: prefix of elements with its colon, row, column, text, number of its style as written.
Make = Callable[[str, int, int, str, str], str]


class Splice:
    """``changes`` gives the new texts of a row by column, both from 1; ``make`` makes their cells. ``model`` is the row
    whose styles new rows take: ``more`` gives them as XML, asked with the prefix and the styles by column. ``stretch``
    takes a range as written and gives the one that holds from now on."""

    def __init__(
        self,
        changes: Callable[[int], Mapping[int, str]],
        make: Make,
        model: int,
        more: Callable[[str, Mapping[int, str]], Iterable[str]],
        stretch: Callable[[str], str],
    ) -> None:
        self._changes, self._make, self._more, self._stretch = changes, make, more, stretch
        self._model = model
        self._styles: dict[int, str] = {}
        self._row = self._column = self._depth = 0
        self._todo: dict[int, str] = {}
        self._prefix = ""
        self._ascii = False
        #: Within a cell whose new self is written already, and whether it has no end tag.
        self._replaced = self._closed = False
        #: Bytes that lie in memory, the place of the first in the part, up to where they were dealt with, and the
        #: place of what was last told of.
        self._buffer = b""
        self._base = self._done = self._seen = 0
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = refuse_doctype

    def run(self, chunks: Iterable[bytes], out: IO[bytes]) -> None:
        """Write the part to ``out``. Raises JxlintError for damage and for what is in no encoding of bytes."""
        self._out = out
        try:
            for chunk in self._looked_at(recoded(chunks)):
                self._buffer += chunk
                self._parser.Parse(chunk, False)
                self._deal(self._seen)
                self._buffer, self._base = self._buffer[self._done - self._base :], self._done
            self._parser.Parse(b"", True)
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise damaged(error) from error
        self._deal(self._base + len(self._buffer))

    def _looked_at(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        first = True
        for chunk in chunks:
            if first:
                first = False
                if chunk.startswith(_WIDE):
                    raise JxlintError("工作表用了少见的编码", advice="请用 Excel 或 WPS 打开并重新保存")
                head = chunk.removeprefix(_BOM)
                self._ascii = not (_DECLARED.match(head) or _PLAIN.match(head))
            yield chunk

    def _deal(self, end: int) -> None:
        """Copy what comes before a place, or pass it over within a cell that was replaced."""
        if end > self._done:
            if not self._replaced:
                self._out.write(self._buffer[self._done - self._base : end - self._base])
            self._done = end

    def _write(self, text: str) -> None:
        self._out.write(text.encode("ascii", "xmlcharrefreplace") if self._ascii else text.encode())

    def _tag(self) -> bytes:
        """The tag that was just told of, as written."""
        found = _TAG.match(self._buffer, self._seen - self._base)
        if found is None:
            raise damaged()
        return found[0]

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._seen = self._parser.CurrentByteIndex
        self._depth += 1
        kind = bare(name)
        if self._depth == 2 and kind in ("dimension", "autoFilter"):
            self._lengthen(attributes.get("ref", ""))
        elif self._depth == 3 and kind == "row":
            number = figure(attributes.get("r", ""), ROWS)
            self._row = number if number is not None else self._row + 1
            self._column = 0
            self._prefix = name[: len(name) - len(kind)]
            self._todo = dict(self._changes(self._row))
        elif self._depth == 4 and kind == "c":
            self._begin_cell(attributes)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._column = _column_of(attributes.get("r", ""), self._column + 1)
        style = attributes.get("s", "")
        if self._row == self._model:
            self._styles[self._column] = style
        if self._todo and min(self._todo) <= self._column:
            self._deal(self._seen)
            self._put(self._column - 1)
            if self._column in self._todo:
                self._write(
                    self._make(self._prefix, self._row, self._column, self._todo.pop(self._column), style)
                )
                self._replaced, self._closed = True, self._tag().endswith(b"/>")

    def _put(self, last: int) -> None:
        """Write the new cells up to a column where there were none."""
        for column in sorted(column for column in self._todo if column <= last):
            self._write(self._make(self._prefix, self._row, column, self._todo.pop(column), ""))

    def _end(self, name: str) -> None:
        # Of an element without content this is where it ends, else where its end tag begins.
        self._seen = self._parser.CurrentByteIndex
        self._depth -= 1
        kind = bare(name)
        if self._depth == 3 and self._replaced:
            self._deal(self._seen + (0 if self._closed else len(self._tag())))
            self._replaced = False
        elif self._depth == 2 and kind == "row" and self._todo:
            self._deal(self._seen)
            self._put(COLUMNS)
        elif self._depth == 1 and kind == "sheetData":
            self._deal(self._seen)
            for row in self._more(self._prefix, self._styles):
                self._write(row)

    def _lengthen(self, old: str) -> None:
        tag = self._tag()
        self._deal(self._seen)
        self._out.write(tag.replace(old.encode(), self._stretch(old).encode(), 1))
        self._done = self._seen + len(tag)


def _column_of(reference: str, default: int) -> int:
    try:
        return position(reference)[1]
    except ValueError:
        return default
