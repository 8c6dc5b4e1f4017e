"""What became of the faults of an earlier run: a verdict on each of a hundred thousand, in few bytes."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import Literal, get_args, overload

import msgspec

#: same: as it was. changed: another value, the fault stands. among: one of several of its kind is gone, nobody can
#: say which. gone: put right. unchecked: not looked for.
What = Literal["same", "changed", "among", "gone", "unchecked"]
_WHAT: tuple[What, ...] = get_args(What)
_OPEN, _NOWHERE = -1, -1


class Verdict(msgspec.Struct):
    """What became of a former fault. ``at``: the entry that stands now; ``reason``: why it was not looked for."""

    what: What
    at: int | None = None
    reason: str = ""


class Verdicts(Sequence[Verdict]):
    """One for each of so many former faults, in their order, made when it is asked for."""

    def __init__(self, number: int) -> None:
        self._what = array("b", [_OPEN]) * number
        self._at = array("q", [_NOWHERE]) * number
        self._reason = array("L", [0]) * number
        self._reasons = {"": 0}
        self._texts = [""]

    def is_open(self, number: int) -> bool:
        """Whether there is no verdict yet."""
        return self._what[number] == _OPEN

    def put(self, number: int, verdict: Verdict) -> None:
        """Give the verdict on a fault."""
        self._what[number] = _WHAT.index(verdict.what)
        self._at[number] = _NOWHERE if verdict.at is None else verdict.at
        if verdict.reason not in self._reasons:
            self._reasons[verdict.reason] = len(self._texts)
            self._texts.append(verdict.reason)
        self._reason[number] = self._reasons[verdict.reason]

    def __len__(self) -> int:
        return len(self._what)

    @overload
    def __getitem__(self, number: int) -> Verdict: ...
    @overload
    def __getitem__(self, number: slice) -> list[Verdict]: ...
    def __getitem__(self, number: int | slice) -> Verdict | list[Verdict]:
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        at = self._at[number]
        what, reason = _WHAT[self._what[number]], self._texts[self._reason[number]]
        return Verdict(what, None if at == _NOWHERE else at, reason)

    def __iter__(self) -> Iterator[Verdict]:
        return map(self.__getitem__, range(len(self)))
