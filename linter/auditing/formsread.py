"""The forms of a run with what stands in each, found again by what they are known by. They lie on disk; what is in
memory of each are a few numbers."""

from __future__ import annotations

from array import array
from bisect import bisect_left

import msgspec

from linter.auditing.standingfaults import Faults, number_of
from linter.ground.disklist import DiskList

#: Forms of which all is at hand: former faults come form by form.
_AT_HAND = 256
#: Where nothing is written.
EMPTY = "-"
_SHORT = 0xFFFF_FFFF


class FormKey(msgspec.Struct, frozen=True, array_like=True):
    """What a form is known by: digests of project and unit, the year, a digest of the name of its file, its number.
    A file as a whole has no number."""

    project: str
    unit: str
    year: str
    file: str
    number: str


class FormRead(msgspec.Struct, frozen=True, array_like=True):
    """A form of this run (or a file as a whole): its project as written, its faults, packed."""

    key: FormKey
    project: str
    faults: bytes


class FormsRead:
    """Forms in the order in which they were read, each known by its number."""

    def __init__(self) -> None:
        self._forms: DiskList[FormRead] = DiskList(kind=FormRead)
        #: What forms are looked for by, as 32 bits, with the number of the form behind it.
        self._index = array("Q")
        self._sorted = True
        self._opened: dict[int, Faults] = {}

    def add(self, form: FormRead) -> None:
        key, number = form.key, self._forms.put(form)
        by_file, by_project = ("file", key.file, key.number), ("project", key.project)
        for words in (by_file, by_project, (*by_file, key.unit), (*by_project, key.unit)):
            self._index.append((number_of(*words) & _SHORT) << 32 | number)
        self._sorted = False

    def __getitem__(self, number: int) -> FormRead:
        return self._forms[number]

    def faults(self, number: int) -> Faults:
        """What stands in a form."""
        if number not in self._opened:
            if len(self._opened) >= _AT_HAND:
                self._opened.clear()
            self._opened[number] = Faults.unpacked(self._forms[number].faults)
        return self._opened[number]

    def of_project(self, wanted: FormKey) -> list[tuple[int, FormRead]]:
        """The forms of a project that is written, and of its unit and year as far as these are."""
        if wanted.project == EMPTY:
            return []
        return [
            (number, form)
            for number, form in self._found("project", wanted.project, unit=wanted.unit)
            if form.key.project == wanted.project and _agree(form.key, wanted)
        ]

    def of_place(self, wanted: FormKey) -> list[tuple[int, FormRead]]:
        """The same by the name of the file and the number in it."""
        return [
            (number, form)
            for number, form in self._found("file", wanted.file, wanted.number, unit=wanted.unit)
            if (form.key.file, form.key.number) == (wanted.file, wanted.number) and _agree(form.key, wanted)
        ]

    def _found(self, *words: str, unit: str) -> list[tuple[int, FormRead]]:
        """Forms under these words, others among them where two fall on one number. Of a thousand forms of one name
        only those are read whose unit may be it."""
        wanted = [words] if unit == EMPTY else [(*words, unit), (*words, EMPTY)]
        numbers = sorted({number for one in wanted for number in self._numbers(number_of(*one) & _SHORT)})
        return [(number, self._forms[number]) for number in numbers]

    def _numbers(self, code: int) -> list[int]:
        if not self._sorted:
            self._index = array("Q", sorted(self._index))
            self._sorted = True
        first = bisect_left(self._index, code << 32)
        last = bisect_left(self._index, (code + 1) << 32, first)
        return [one & _SHORT for one in self._index[first:last]]


def _agree(one: FormKey, other: FormKey) -> bool:
    """Whether unit and year are the same as far as both are written."""
    return all(a == b or EMPTY in (a, b) for a, b in ((one.unit, other.unit), (one.year, other.year)))
