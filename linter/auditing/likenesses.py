"""Which of many texts, or of many sets, share most of what they are made of: by an index, in linear time.

Every text falls into shingles (pieces of some characters), every set into its members. Whoever shares a piece stands in
one list of the index; neighbours in a list are candidates, and only candidates are compared as a whole. No text meets
all others, however common a piece is. Pieces are compared as numbers, in the database, which puts aside on disk what
its share of memory does not hold.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import duckdb

SHINGLE = 6
#: The share of the smaller of two that neighbours must have in common to be compared as a whole.
_CANDIDATE = 0.25

Thing = TypeVar("Thing", bound=Hashable)


def shingles(text: str, source: str) -> str:
    """SQL for the pieces of the texts in a column of ``source``, which has an ``id``, each pair once."""
    last = f"greatest(1, length({text}) - {SHINGLE - 1})"
    return (
        f"select distinct id, substr({text}, i, {SHINGLE}) as piece from "
        f"(select id, {text}, unnest(range(1, {last} + 1)) as i from {source})"
    )


def alike(
    connection: duckdb.DuckDBPyConnection, pieces: str, least: float, shared: int = 1
) -> list[tuple[int, int, float]]:
    """Pairs that share at least so much of the smaller one, and so many pieces; with that share. ``pieces`` is SQL for
    a table of ``id`` (a whole number) and ``piece``, each pair once."""
    connection.execute(
        f"create or replace temp table pieces as select id, hash(piece) as piece from ({pieces})"
    )
    connection.execute(
        "create or replace temp table sizes as select id, count(*) as size from pieces group by id"
    )
    connection.execute(
        f"""
        create or replace temp table pairs as
        with near as (select lag(id) over (partition by piece order by id) as a, id as b from pieces),
        met as (select a, b, count(*) as shared from near where a is not null group by a, b)
        select a, b, least(x.size, y.size) as size from met join sizes x on x.id = a join sizes y on y.id = b
        where shared >= {_CANDIDATE} * least(x.size, y.size)
        """
    )
    found = connection.execute(
        f"""
        select a, b, count(*) / pairs.size as alike from pairs
        join pieces x on x.id = a join pieces y on y.id = b and y.piece = x.piece
        group by a, b, pairs.size having count(*) >= {shared} and count(*) / pairs.size >= {least} order by a, b
        """
    ).fetchall()
    for table in ("pieces", "sizes", "pairs"):
        connection.execute(f"drop table {table}")
    return [(int(one), int(other), float(both)) for one, other, both in found]


def groups(pairs: Iterable[tuple[Thing, Thing, float]]) -> list[tuple[list[Thing], float]]:
    """Things that hang together by pairs, each group with the smallest share of its pairs."""
    above: dict[Thing, Thing] = {}

    def top(thing: Thing) -> Thing:
        while above.setdefault(thing, thing) != thing:
            above[thing] = above[above[thing]]
            thing = above[thing]
        return thing

    least: dict[Thing, float] = {}
    for one, other, alike_ in pairs:
        first, second = top(one), top(other)
        least[first] = min(least.get(first, 1.0), least.get(second, 1.0), alike_)
        above[second] = first
    members: dict[Thing, list[Thing]] = {}
    for thing in above:
        members.setdefault(top(thing), []).append(thing)
    return [(found, least.get(thing, 1.0)) for thing, found in members.items() if len(found) > 1]
