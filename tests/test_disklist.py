"""Lists on disk give back what was put into them, in every process that has them."""

from __future__ import annotations

import os
import pickle

import pytest

from linter.ground import disklist
from linter.ground.disklist import DiskBytes, DiskList


@pytest.fixture(params=[disklist._IN_MEMORY, 4], ids=["in memory", "on disk"], autouse=True)
def room(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disklist, "_IN_MEMORY", request.param)


def test_things_come_back_by_number_and_in_order() -> None:
    kept = DiskList([["甲", 1]])
    assert [kept.put({"乙": number}) for number in range(3)] == [1, 2, 3]
    assert kept[2] == {"乙": 1} and len(kept) == 4 and next(iter(kept)) == ["甲", 1]
    assert kept.put("x" * (5 << 20)) == 4 and len(kept[4]) == 5 << 20 and kept[1] == {"乙": 0}


@pytest.mark.parametrize("number", [2, -1])
def test_what_was_not_put_is_not_there(number: int) -> None:
    kept = DiskBytes()
    kept.put(b"one")
    kept.put(b"")
    assert list(kept) == [b"one", b""]
    with pytest.raises(IndexError):
        kept[number]


def test_what_travels_is_a_list_of_its_own() -> None:
    kept = DiskBytes()
    for raw in (b"", b"first", b"second"):
        kept.put(raw)
    again = pickle.loads(pickle.dumps(kept))
    assert list(again) == list(kept)
    again.put(b"third")
    assert list(again) == [b"", b"first", b"second", b"third"] and len(kept) == 3


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no processes are forked here")
def test_processes_that_are_forked_read_side_by_side() -> None:
    kept = DiskBytes()
    for number in range(200):
        kept.put(str(number).encode() * 9)
    children = []
    for _ in range(2):
        child = os.fork()
        if not child:
            right = all(kept[number] == str(number).encode() * 9 for _ in range(50) for number in range(200))
            os._exit(0 if right else 1)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]
