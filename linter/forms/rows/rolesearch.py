"""The assignment of roles to columns with the most points, under what a table may hold once only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from linter.forms.rows.layout import TARGETS
from linter.ground.resources import load_data

#: Assignments that are followed side by side.
_WIDTH = 48
#: Roles that a block can have once.
_ONCE = frozenset({"comparator", "unit", "type", "direction", "actual", "description", "grade_best"})
#: Fewer level words in a column may be names.
FEWEST_LEVELS = 3
_LEVELS = frozenset({"level1", "level2", "name"})


class State(NamedTuple):
    """Some columns assigned, from the left: points, roles, and the roles of the block at hand."""

    points: float
    roles: tuple[str, ...]
    block: frozenset[str]
    targets: bool
    level1: bool


@cache
def weights() -> dict[str, Any]:
    return dict(load_data("words/roles.yaml"))


@cache
def pairs(section: str, joint: str) -> dict[tuple[str, str], float]:
    listed = weights()[section].items()
    return {(pair.split(joint)[0], pair.split(joint)[1]): float(points) for pair, points in listed}


@lru_cache(maxsize=1024)
def search(options: tuple[tuple[tuple[str, float], ...], ...], areas: tuple[bool, ...]) -> list[State]:
    """The assignments that are best in the end, best first: ``options`` are the points of each column for each role
    it may have. Tables of one office have the same heads and cells alike, so what was found is remembered."""
    beam = [State(0.0, (), frozenset(), False, False)]
    for points, area in zip(options, areas, strict=True):
        grown = [state for one in beam for state in _steps(one, points, area)]
        beam = _best(grown) or beam
    return sorted((_ended(state) for state in beam), key=lambda state: -state.points)


def _steps(state: State, points: Sequence[tuple[str, float]], area: bool) -> Iterator[State]:
    """The states with one more column, leaving out what a table cannot have there."""
    total, roles, block, targets, level1 = state
    neighbours = pairs("neighbours", " ")
    last = roles[-1] if roles else ""
    for role, score in points:
        held, aimed = block, targets
        if role in _LEVELS:
            if role in block or (role == "level1" and level1):
                if not targets:
                    continue
                held, aimed = frozenset(), False
            order = pairs("order", " after ")
            for before in held:
                score += order.get((role, before), 0.0)
        elif role in block and (role in _ONCE or (role in TARGETS and not area)):
            continue
        if last:
            score += neighbours.get((last, role), 0.0)
        yield State(
            total + score, (*roles, role), held | {role}, aimed or role in TARGETS, level1 or role == "level1"
        )


def _best(states: list[State]) -> list[State]:
    """The best states; of those that can go on alike the best few."""
    kept: dict[tuple[frozenset[str], bool, bool, str], int] = {}
    chosen: list[State] = []
    for state in sorted(states, key=lambda one: -one.points):
        alike = (state.block, state.targets, state.level1, state.roles[-1])
        kept[alike] = kept.get(alike, 0) + 1
        if kept[alike] <= 3:
            chosen.append(state)
        if len(chosen) >= _WIDTH:
            break
    return chosen


def _ended(state: State) -> State:
    """The points of a whole assignment: with what a table wants, less what its last block lacks."""
    points = state.points
    found = set(state.roles)
    wanted = weights()["wanted"]
    points += wanted["name"] * ("name" in found) + wanted["value"] * bool(found & TARGETS)
    if found & TARGETS and not state.targets:
        points += weights()["no_target"]
    return state._replace(points=points)
