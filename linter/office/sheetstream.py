"""Parts of Office packages read as a stream by expat: nothing is laid out in memory, nothing is expanded."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from xml.parsers import expat

from linter.office.archive import damaged, refuse_doctype
from linter.office.recoding import recoded

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]


class Stream:
    """A parser that tells the beginnings and ends of elements by their names as written (``x:row``), and their
    text while ``listening``."""

    def __init__(self, start: Start, end: End, *, encoding: str | None = None) -> None:
        self._parser = expat.ParserCreate(encoding)
        self._parser.buffer_text = True
        self._parser.StartElementHandler = start
        self._parser.EndElementHandler = end
        self._parser.StartDoctypeDeclHandler = refuse_doctype
        self._heard: list[str] = []

    def listen(self) -> None:
        """Begin to keep text."""
        self._heard.clear()
        self._parser.CharacterDataHandler = self._heard.append

    def heard(self) -> str:
        """The text since ``listen``; no more is kept."""
        self._parser.CharacterDataHandler = None
        return "".join(self._heard)

    def run(self, chunks: Iterable[bytes]) -> None:
        """Raises JxlintError for damage and for a document type."""
        try:
            for chunk in recoded(chunks):
                self._parser.Parse(chunk, False)
            self._parser.Parse(b"", True)
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise damaged(error) from error


def bare(name: str) -> str:
    """The name of an element without its prefix."""
    return name.rpartition(":")[2]
