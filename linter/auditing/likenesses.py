"""Which of many texts, or of many sets, share most of what they are made of: by an index, in linear time.

Every text falls into shingles (pieces of some characters), every set into its members. Whoever shares a piece stands in
one list of the index; neighbours in a list are candidates, and only candidates are compared as a whole. No text meets
all others, however common a piece is.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import duckdb

SHINGLE = 6
#: The share of the smaller of two that neighbours must have in common to be compared as a whole.
_CANDIDATE = 0.25

Thing = TypeVar("Thing", bound=Hashable)


def shingles(text: str) -> frozenset[str]:
    """The pieces of a text; a short one is a piece by itself."""
    return frozenset(text[at : at + SHINGLE] for at in range(max(1, len(text) - SHINGLE + 1)))


def candidates(connection: duckdb.DuckDBPyConnection, pieces: str) -> list[tuple[int, int]]:
    """Pairs worth comparing. ``pieces`` is SQL for a table of ``id`` (a whole number) and ``piece``, each pair once."""
    rows = connection.execute(
        f"""
        with pieces as materialized ({pieces}),
        sizes as (select id, count(*) as size from pieces group by id),
        near as (select lag(id) over (partition by piece order by id) as a, id as b from pieces),
        pairs as (select a, b, count(*) as shared from near where a is not null group by a, b)
        select a, b from pairs join sizes x on x.id = a join sizes y on y.id = b
        where shared >= {_CANDIDATE} * least(x.size, y.size)
        """
    ).fetchall()
    return [(int(a), int(b)) for a, b in rows]


def share(one: frozenset[str], other: frozenset[str]) -> float:
    """How much of the smaller one is in the other."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def groups(pairs: Iterable[tuple[Thing, Thing, float]]) -> list[tuple[list[Thing], float]]:
    """Things that hang together by pairs, each group with the smallest share of its pairs."""
    above: dict[Thing, Thing] = {}

    def top(thing: Thing) -> Thing:
        while above.setdefault(thing, thing) != thing:
            above[thing] = above[above[thing]]
            thing = above[thing]
        return thing

    least: dict[Thing, float] = {}
    for one, other, alike in pairs:
        first, second = top(one), top(other)
        least[first] = min(least.get(first, 1.0), least.get(second, 1.0), alike)
        above[second] = first
    members: dict[Thing, list[Thing]] = {}
    for thing in above:
        members.setdefault(top(thing), []).append(thing)
    return [(found, least.get(thing, 1.0)) for thing, found in members.items() if len(found) > 1]


def alike(
    pairs: Iterable[tuple[int, int]], sets: Mapping[int, frozenset[str]], least: float, shared: int = 1
) -> list[tuple[int, int, float]]:
    """The pairs that share at least so much of the smaller one, and so many pieces."""
    found = []
    for one, other in pairs:
        both = share(sets[one], sets[other])
        if both >= least and len(sets[one] & sets[other]) >= shared:
            found.append((one, other, both))
    return found
