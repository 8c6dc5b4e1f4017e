"""Last year's forms, by which a run judges: on disk, as there may be as many as this year's."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from linter.fileresult import FileResult
from linter.ground.cache import content_key
from linter.ground.digests import blake2b
from linter.model import Document, Form
from linter.pipeline.shards import pack, unpack

if TYPE_CHECKING:
    from linter.ground.disklist import DiskBytes

#: In place of the number of a form where a key stands in two of them: nobody can say which is meant.
_TWICE = -1


class LastYear(Mapping[str, Form]):
    """Forms by what identifies a project, with its unit and without (rulebook/lastyear.py); what stands twice is not
    there. Of each only its keys are in memory, as numbers. ``key`` is one of the contents."""

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}
        self.key = ""

    @cached_property
    def _packed(self) -> DiskBytes:
        from linter.ground.disklist import DiskBytes  # most runs are given no last year

        return DiskBytes()

    def add(self, document: Document) -> None:
        """Take the forms of a document."""
        from linter.rulebook.lastyear import keys_of

        for form in document.forms:
            alone = Document(document.path, document.type, forms=[form])
            raw = pack(FileResult(document.path, alone))
            number = self._packed.put(raw)
            for key in keys_of(form):
                self._numbers[_number(key)] = _TWICE if _number(key) in self._numbers else number
            self.key = content_key(self.key, raw)

    def without(self, keys: Collection[str]) -> LastYear:
        """The same without what is found by these keys."""
        fewer = LastYear()
        fewer._packed = self._packed
        fewer.key = content_key(self.key, *sorted(keys))
        gone = {_number(key) for key in keys}
        fewer._numbers = {key: number for key, number in self._numbers.items() if key not in gone}
        return fewer

    def documents(self) -> Iterator[Document]:
        """Every form in its order, each as a document of its own."""
        return map(_document, self._packed)

    def forms(self) -> int:
        """How many forms there are, whether they can be looked up or not."""
        return len(self._packed)

    def __getitem__(self, key: str) -> Form:
        number = self._numbers.get(_number(key), _TWICE)
        if number == _TWICE:
            raise KeyError(key)
        return _document(self._packed[number]).forms[0]

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


def _document(raw: bytes) -> Document:
    document = unpack(raw).document
    assert document is not None
    return document


def _number(key: str) -> int:
    raw = blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(raw, "little")
