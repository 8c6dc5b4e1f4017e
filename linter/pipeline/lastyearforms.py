"""Last year's forms, by which a run judges: on disk, as there may be as many as this year's."""

from __future__ import annotations

import hashlib
import os
import tempfile
from array import array
from collections.abc import Collection, Iterator, Mapping
from typing import IO, Any

from linter.fileresult import FileResult
from linter.ground.cache import content_key
from linter.model import Document, Form
from linter.pipeline.shards import pack, unpack

#: In place of the number of a form where a key stands in two of them: nobody can say which is meant.
_TWICE = -1


class LastYear(Mapping[str, Form]):
    """Forms by what identifies a project, with its unit and without (rulebook/lastyear.py); what stands twice is not
    there. Of each only its keys are in memory, as numbers. Processes that are forked read the same file; one that gets
    it by other ways has a file of its own. ``key`` is one of the contents."""

    def __init__(self) -> None:
        self._file: IO[bytes] | None = None
        self._starts = array("Q", [0])
        self._numbers: dict[int, int] = {}
        self.key = ""

    def __reduce__(self) -> tuple[Any, ...]:
        raw = self._raw(0, self._starts[-1]) if self._file is not None else b""
        return _again, (raw, self._starts, self._numbers, self.key)

    def add(self, document: Document) -> None:
        """Take the forms of a document."""
        from linter.rulebook.lastyear import keys_of

        for form in document.forms:
            number = len(self._starts) - 1
            for key in keys_of(form):
                self._numbers[_number(key)] = _TWICE if _number(key) in self._numbers else number
            alone = Document(document.path, document.type, forms=[form])
            raw = pack(FileResult(document.path, alone))
            self._put(raw)
            self.key = content_key(self.key, raw)

    def without(self, keys: Collection[str]) -> LastYear:
        """The same without what is found by these keys."""
        fewer = LastYear()
        fewer._file, fewer._starts = self._file, self._starts
        fewer.key = content_key(self.key, *sorted(keys))
        gone = {_number(key) for key in keys}
        fewer._numbers = {key: number for key, number in self._numbers.items() if key not in gone}
        return fewer

    def documents(self) -> Iterator[Document]:
        """Every form in its order, each as a document of its own."""
        return map(self._document, range(self.forms()))

    def forms(self) -> int:
        """How many forms there are, whether they can be looked up or not."""
        return len(self._starts) - 1

    def __getitem__(self, key: str) -> Form:
        number = self._numbers.get(_number(key), _TWICE)
        if number == _TWICE:
            raise KeyError(key)
        return self._document(number).forms[0]

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self._numbers.get(_number(key), _TWICE) != _TWICE

    def __iter__(self) -> Iterator[str]:
        from linter.rulebook.lastyear import keys_of

        for document in self.documents():
            yield from (key for key in keys_of(document.forms[0]) if key in self)

    def __len__(self) -> int:
        return sum(number != _TWICE for number in self._numbers.values())

    def __bool__(self) -> bool:
        return any(number != _TWICE for number in self._numbers.values())

    def _put(self, raw: bytes) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - closed with the forms
        self._file.seek(self._starts[-1])
        self._file.write(raw)
        self._starts.append(self._starts[-1] + len(raw))

    def _document(self, number: int) -> Document:
        start, end = self._starts[number : number + 2]
        document = unpack(self._raw(start, end)).document
        assert document is not None
        return document

    def _raw(self, start: int, end: int) -> bytes:
        assert self._file is not None
        if hasattr(os, "pread"):  # forked processes share one place in the file
            return os.pread(self._file.fileno(), end - start, start)
        self._file.seek(start)
        return self._file.read(end - start)


def _number(key: str) -> int:
    raw = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(raw, "little")


def _again(raw: bytes, starts: array[int], numbers: dict[int, int], key: str) -> LastYear:
    made = LastYear()
    if raw:
        made._put(raw)
    made._starts, made._numbers, made.key = starts, numbers, key
    return made
