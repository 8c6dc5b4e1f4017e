"""What can only be seen over many files: a closed set of queries over the tables of a store, with typed columns.

A query gives crossings: a place, others that belong to it, and what they have in common. Rules with
``given: collection`` name a query, choose among its crossings by these columns and speak of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from linter.auditing.crossings import Found, Member
from linter.auditing.likenesses import SHINGLE, alike, candidates, groups, shingles
from linter.ground.resources import load_data

if TYPE_CHECKING:
    import duckdb

#: A text as it is compared: letters and digits only, without years.
_NORMAL = r"regexp_replace(regexp_replace({}, '20\d\d(年度|年)?', '', 'g'), '[^\p{{L}}\p{{N}}]+', '', 'g')"


Query = Callable[["duckdb.DuckDBPyConnection"], Iterator[Found]]


def limits() -> dict[str, float]:
    """From where on a query speaks of something at all (rules/auditing.yaml)."""
    return dict(load_data("auditing.yaml")["crossings"])


def _members(rows: Sequence[tuple[Any, ...]]) -> list[Member]:
    return [Member(*row) for row in rows]


_FORM = "path, form, null as row, coalesce(unit, file) as unit, coalesce(project, '') as project, place"


def shared_goals(connection: duckdb.DuckDBPyConnection) -> Iterator[Found]:
    """Goals that forms of different units share, word for word or nearly."""
    limit = limits()
    connection.execute(
        f"create or replace temp table goals as select {_FORM}, goal as text, {_NORMAL.format('goal')} as normal "
        f"from forms where goal is not null"
    )
    connection.execute(
        "create or replace temp table goal_texts as select normal, row_number() over (order by normal) as id "
        f"from (select distinct normal from goals where length(normal) >= {int(limit['goal-length'])})"
    )
    pieces = (
        f"select distinct id, substr(normal, i, {SHINGLE}) as piece from "
        f"(select id, normal, unnest(range(1, length(normal) - {SHINGLE - 2})) as i from goal_texts)"
    )
    pairs = candidates(connection, pieces)
    wanted = sorted({one for pair in pairs for one in pair})
    texts = _texts(connection, wanted)
    near = alike(pairs, {one: shingles(text) for one, text in texts.items()}, limit["goal-share"])
    together = [*groups(near)]
    grouped = {one for ids, _ in together for one in ids}
    for row in connection.execute("select id from goal_texts").fetchall():
        if row[0] not in grouped:
            together.append(([row[0]], 1.0))
    yield from _goal_groups(connection, together)


def _texts(connection: duckdb.DuckDBPyConnection, ids: Sequence[int]) -> dict[int, str]:
    wanted = set(ids)
    rows = connection.execute("select id, normal from goal_texts").fetchall()
    return {one: text for one, text in rows if one in wanted}


def _goal_groups(
    connection: duckdb.DuckDBPyConnection, together: Sequence[tuple[list[int], float]]
) -> Iterator[Found]:
    group_of = {one: number for number, (ids, _) in enumerate(together) for one in ids}
    found: dict[int, list[Member]] = {}
    sql = (
        "select id, path, form, row, unit, project, place, text from goals join goal_texts using (normal) "
        "order by path, form"
    )
    for one, *rest in connection.execute(sql).fetchall():
        found.setdefault(group_of[one], []).append(Member(*rest))
    for number, members in found.items():
        if len({member.unit for member in members}) > 1:
            yield Found(members, {"share": _percent(together[number][1])}, "goal")


def shared_indicators(connection: duckdb.DuckDBPyConnection) -> Iterator[Found]:
    """Forms of different units that have most of their indicators, with the values, in common."""
    limit = limits()
    name, value = (
        _NORMAL.format("i.name"),
        "regexp_replace(coalesce(comparator, '') || coalesce(value, ''), '\\s', '', 'g')",
    )
    connection.execute(
        f"create or replace temp table sets as select dense_rank() over (order by path, form) as id, path, form, "
        f"coalesce(level2, '') || '|' || {name} || '|' || {value} as piece "
        "from indicators i where row_kind = 'indicator' and term = 'year' and name is not null and value is not null"
    )
    least = int(limit["set-size"])
    pieces = (
        "select distinct id, piece from sets where id in "
        f"(select id from sets group by id having count(distinct piece) >= {least})"
    )
    pairs = candidates(connection, pieces)
    wanted = {one for pair in pairs for one in pair}
    sets: dict[int, set[str]] = {one: set() for one in wanted}
    where: dict[int, tuple[str, int]] = {}
    for one, path, form, piece in connection.execute("select id, path, form, piece from sets").fetchall():
        if one in wanted:
            sets[one].add(piece)
            where[one] = path, form
    frozen = {one: frozenset(pieces_) for one, pieces_ in sets.items()}
    forms = _forms(connection)
    near = [
        pair for pair in alike(pairs, frozen, limit["set-share"], least)
        if forms[where[pair[0]]].unit != forms[where[pair[1]]].unit
    ]  # fmt: skip
    for ids, alike_ in groups(near):
        members = sorted((forms[where[one]] for one in ids), key=lambda one: (one.path, one.form))
        yield Found(members, {"share": _percent(alike_)}, "project")


def _forms(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, int], Member]:
    rows = connection.execute(f"select {_FORM}, coalesce(project, title, '') as text from forms").fetchall()
    return {(row[0], row[1]): Member(*row) for row in rows}


def filed_twice(connection: duckdb.DuckDBPyConnection) -> Iterator[Found]:
    """The same project of a unit in more than one form of a year."""
    key = _NORMAL.format("project")
    rows = connection.execute(
        f"select {_FORM}, project as text, {key} as called, year, unit as owner from forms "
        f"where unit is not null and length({key}) >= 2 order by path, form"
    ).fetchall()
    found: dict[tuple[Any, ...], list[Member]] = {}
    for row in rows:
        found.setdefault(tuple(row[7:]), []).append(Member(*row[:7]))
    for members in found.values():
        # Within one file the rules of a file speak.
        if len({member.path for member in members}) > 1:
            yield Found(members, {}, "project")


#: So many 元 is one of the money in a price.
_PRICE = (
    "case when value_unit like '万元/%' then 10000 when value_unit like '亿元/%' then 100000000 else 1 end"
)


def unit_prices(connection: duckdb.DuckDBPyConnection) -> Iterator[Found]:
    """Prices far from what other units pay for the same thing, with the spread."""
    limit = limits()
    name = _NORMAL.format("name")
    rows = connection.execute(
        f"""
        with prices as (
            select path, form, row, coalesce(unit, file) as unit, coalesce(project, '') as project, place,
            coalesce(comparator, '') || coalesce(value, '') as text, level2, name, {name} as called,
            regexp_replace(value_unit, '^[万亿]?元/', '元/') as per,
            coalesce(upper, lower) * {_PRICE} as price
            from indicators where row_kind = 'indicator' and term = 'year' and name is not null
            and regexp_matches(value_unit, '^[万亿]?元/') and coalesce(upper, lower) > 0),
        spread as (
            select called, per, count(distinct unit) as units, min(price) as low, median(price) as mid,
            max(price) as high from prices group by called, per
            having count(distinct unit) >= {int(limit["price-units"])})
        select path, form, row, unit, project, place, text, level2, name, per, price, units, low, mid, high
        from prices join spread using (called, per) order by called, per, path, form, row
        """
    ).fetchall()
    groups_: dict[tuple[str, str], list[tuple[Any, ...]]] = {}
    for row in rows:
        groups_.setdefault((row[8], row[9]), []).append(row)
    for group in groups_.values():
        for row in group:
            price, mid = row[10], row[13]
            ratio = max(price / mid, mid / price)
            if ratio < limit["price-times"]:
                continue
            others = [one for one in group if one is not row]
            columns = {
                "level2": row[7] or "", "indicator": row[8], "measure_unit": row[9], "value": _number(price),
                "low": _number(row[12]), "median": _number(mid), "high": _number(row[14]),
                "times": Decimal(str(round(ratio, 1))),
            }  # fmt: skip
            yield Found(_members([row[:7], *(one[:7] for one in others)]), columns, "value", fixed=True)


def unit_totals(connection: duckdb.DuckDBPyConnection) -> Iterator[Found]:
    """Units whose projects together cost more than their table of the whole unit says."""
    rows = connection.execute(
        f"select {_FORM}, coalesce(project, title, '') as text, scope, amount_wan, year, unit as owner from forms "
        "where unit is not null and year is not null and amount_wan > 0 order by path, form"
    ).fetchall()
    whole: dict[tuple[Any, ...], list[tuple[Any, ...]]] = {}
    parts: dict[tuple[Any, ...], list[tuple[Any, ...]]] = {}
    for row in rows:
        (whole if row[7] == "department" else parts).setdefault((row[9], row[10]), []).append(row)
    for key, tables in whole.items():
        projects = parts.get(key, [])
        if len(tables) == 1 and projects:
            total, sum_ = tables[0][8], sum(row[8] for row in projects)
            columns = {"value": _number(total), "high": _number(sum_), "measure_unit": "万元"}
            yield Found(_members([row[:7] for row in (*tables, *projects)]), columns, "total", fixed=True)


def template_indicators(connection: duckdb.DuckDBPyConnection) -> Iterator[Found]:
    """Indicators with their values that nearly all units have, whatever their projects."""
    limit = limits()
    name = _NORMAL.format("name")
    value = "regexp_replace(coalesce(comparator, '') || coalesce(value, ''), '\\s', '', 'g')"
    rows = connection.execute(
        f"""
        with rows_ as (
            select path, form, row, coalesce(unit, file) as unit, coalesce(project, '') as project, place,
            coalesce(comparator, '') || coalesce(value, '') as text, coalesce(level2, '') as level2, name,
            {name} as called, {value} as written
            from indicators where row_kind = 'indicator' and term = 'year' and name is not null and value is not null),
        every as (select count(distinct unit) as units from rows_),
        common as (
            select level2, called, written, count(distinct unit) as units from rows_ group by all
            having count(distinct unit) >= {int(limit["template-units"])}
            and count(distinct unit) >= {limit["template-share"]} * (select units from every))
        select path, form, row, unit, project, place, text, level2, name, called, written, every.units
        from rows_ join common using (level2, called, written), every order by level2, called, written, path, form, row
        """
    ).fetchall()
    found: dict[tuple[str, str, str], list[tuple[Any, ...]]] = {}
    for row in rows:
        found.setdefault((row[7], row[9], row[10]), []).append(row)
    for (level2, _, _), group in found.items():
        units = len({row[3] for row in group})
        columns = {
            "level2": level2, "indicator": group[0][8], "share": _percent(units / group[0][11]),
            "high": Decimal(group[0][11]),
        }  # fmt: skip
        yield Found(_members([row[:7] for row in group]), columns, "value")


def _percent(share: float) -> Decimal:
    return Decimal(int(share * 100 + 1e-9))


def _number(number: float) -> Decimal:
    return Decimal(f"{number:.10g}")


#: The queries that rules may name.
QUERIES: dict[str, Query] = {
    "shared-goals": shared_goals,
    "shared-indicators": shared_indicators,
    "filed-twice": filed_twice,
    "unit-prices": unit_prices,
    "unit-totals": unit_totals,
    "template-indicators": template_indicators,
}
