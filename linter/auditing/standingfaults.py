"""What stands in one form, in few bytes: of a run over a million forms all of it is kept."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterable

import msgspec


class Faults(msgspec.Struct):
    """What stands in a form, by rule and indicator: the number of each among all entries and its value; ``covered``
    is what another finding speaks for. Texts are known by numbers of 64 bits."""

    standing: dict[int, list[tuple[int, int]]] = msgspec.field(default_factory=dict)
    covered: set[int] = msgspec.field(default_factory=set)

    def stand(self, at: int, rule: str, indicator: str, value: str, covers: Iterable[str]) -> None:
        """Note the finding that is entry number ``at``; texts as they are compared."""
        self.standing.setdefault(number_of(rule, indicator), []).append((at, number_of(value)))
        self.covered |= {number_of(other, indicator) for other in covers}

    def packed(self) -> bytes:
        """The same in a tenth of the memory: there may be millions, of which few are asked for at a time."""
        standing = (
            number for kind, found in self.standing.items() for one in found for number in (kind, *one)
        )
        return array("Q", (len(self.covered), *self.covered, *standing)).tobytes()

    @classmethod
    def unpacked(cls, raw: bytes) -> Faults:
        numbers = array("Q", raw)
        first = 1 + numbers[0]
        found = cls(covered=set(numbers[1:first]))
        for place in range(first, len(numbers), 3):
            kind, at, value = numbers[place : place + 3]
            found.standing.setdefault(kind, []).append((at, value))
        return found


def number_of(*texts: str) -> int:
    """The number that texts are known by."""
    return int.from_bytes(hashlib.blake2b("|".join(texts).encode(), digest_size=8).digest(), "little")
