"""What can only be seen over many files: a closed set of queries over the tables of a store, with typed columns.

A query gives crossings: a place, others that belong to it, and what they have in common. Rules with
``given: collection`` name a query, choose among its crossings by these columns and speak of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from itertools import chain, groupby
from typing import TYPE_CHECKING, Any

from linter.auditing.crossings import Found, Member, some_others
from linter.auditing.likenesses import alike, groups, shingles
from linter.auditing.warehouse import arrow_column
from linter.ground.resources import load_data

if TYPE_CHECKING:
    import duckdb

#: A text as it is compared: letters and digits only, without years.
_NORMAL = r"regexp_replace(regexp_replace({}, '20\d\d(年度|年)?', '', 'g'), '[^\p{{L}}\p{{N}}]+', '', 'g')"


Query = Callable[["duckdb.DuckDBPyConnection"], Iterator[Found]]


def limits() -> dict[str, float]:
    """From where on a query speaks of something at all (rules/auditing.yaml)."""
    return dict(load_data("auditing.yaml")["crossings"])


_FORM = "path, form, null as row, coalesce(unit, file) as unit, coalesce(project, '') as project, place"
#: Rows that are in memory at a time, and the columns of a member.
_AT_ONCE, _MEMBER = 2_000, 7

Key = tuple[Any, ...]


def _grouped(
    connection: duckdb.DuckDBPyConnection, sql: str, *key: int
) -> Iterator[tuple[Key, list[tuple[Any, ...]]]]:
    """The rows of a query that have the same key, which stand together; the key is the columns of these numbers."""
    connection.execute(sql)
    rows = chain.from_iterable(iter(lambda: connection.fetchmany(_AT_ONCE), []))
    for value, group in groupby(rows, lambda row: tuple(row[at] for at in key)):
        yield value, list(group)


def _members(rows: Iterable[tuple[Any, ...]]) -> list[Member]:
    return [Member(*row[:_MEMBER]) for row in rows]


def _tell_groups(connection: duckdb.DuckDBPyConnection, found: Iterable[tuple[list[int], float]]) -> None:
    """Put groups of ids into the table ``groups_``: each id with the number of its group, its smallest id, and the
    share."""
    import pyarrow

    rows = [(one, min(ids), share) for ids, share in found for one in ids]
    kinds = {"id": "int", "number": "int", "share": "real"}
    told = pyarrow.table(
        {name: arrow_column(kind, [row[at] for row in rows]) for at, (name, kind) in enumerate(kinds.items())}
    )
    connection.register("told", told)
    connection.execute("create or replace temp table groups_ as select * from told")
    connection.unregister("told")


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
    _tell_groups(connection, groups(alike(connection, shingles("normal", "goal_texts"), limit["goal-share"])))
    sql = (
        "select path, form, row, unit, project, place, text, coalesce(number, id) as number, coalesce(share, 1.0) "
        "from goals join goal_texts using (normal) left join groups_ using (id) "
        "qualify min(unit) over (partition by number) <> max(unit) over (partition by number) "
        "order by number, path, form"
    )
    for (_, share), rows in _grouped(connection, sql, 7, 8):
        yield Found(_members(rows), {"share": _percent(share)}, "goal")


def shared_indicators(connection: duckdb.DuckDBPyConnection) -> Iterator[Found]:
    """Forms of different units that have most of their indicators, with the values, in common."""
    limit = limits()
    name, value = (
        _NORMAL.format("i.name"),
        "regexp_replace(coalesce(comparator, '') || coalesce(value, ''), '\\s', '', 'g')",
    )
    connection.execute(
        f"create or replace temp table sets as select dense_rank() over (order by path, form) as id, path, form, "
        f"coalesce(unit, file) as unit, hash(coalesce(level2, '') || '|' || {name} || '|' || {value}) as piece "
        "from indicators i where row_kind = 'indicator' and term = 'year' and name is not null and value is not null"
    )
    least = int(limit["set-size"])
    pieces = (
        "select distinct id, piece from sets where id in "
        f"(select id from sets group by id having count(distinct piece) >= {least})"
    )
    near = alike(connection, pieces, limit["set-share"], least)
    connection.execute(
        "create or replace temp table owners as select distinct id, path, form, unit from sets"
    )
    units = dict(connection.execute("select id, unit from owners").fetchall())
    _tell_groups(connection, groups(pair for pair in near if units[pair[0]] != units[pair[1]]))
    sql = (
        "select path, form, row, unit, project, place, text, number, share from "
        f"(select {_FORM}, coalesce(project, title, '') as text from forms) "
        "join (select id, path, form from owners) using (path, form) join groups_ using (id) "
        "order by number, path, form"
    )
    for (_, share), rows in _grouped(connection, sql, 7, 8):
        yield Found(_members(rows), {"share": _percent(share)}, "project")


def filed_twice(connection: duckdb.DuckDBPyConnection) -> Iterator[Found]:
    """The same project of a unit in more than one form of a year."""
    key = _NORMAL.format("project")
    # Within one file the rules of a file speak.
    sql = (
        f"select {_FORM}, project as text, {key} as called, year, unit as owner from forms "
        f"where unit is not null and length({key}) >= 2 "
        "window same as (partition by called, year, owner) qualify min(path) over same <> max(path) over same "
        "order by called, year, owner, path, form"
    )
    for _, rows in _grouped(connection, sql, 7, 8, 9):
        yield Found(_members(rows), {}, "project")


#: So many 元 is one of the money in a price.
_PRICE = (
    "case when value_unit like '万元/%' then 10000 when value_unit like '亿元/%' then 100000000 else 1 end"
)


def unit_prices(connection: duckdb.DuckDBPyConnection) -> Iterator[Found]:
    """Prices far from what other units pay for the same thing, with the spread."""
    limit = limits()
    name = _NORMAL.format("name")
    sql = f"""
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
        select path, form, row, unit, project, place, text, level2, name, per, price, units, low, mid, high, called
        from prices join spread using (called, per) order by called, per, path, form, row
        """
    for _, group in _grouped(connection, sql, 15, 9):
        counted = len({row[3] for row in group}), len({row[:2] for row in group})
        for row in group:
            price, mid = row[10], row[13]
            ratio = max(price / mid, mid / price)
            if ratio < limit["price-times"]:
                continue
            columns = {
                "level2": row[7] or "", "indicator": row[8], "measure_unit": row[9], "value": _number(price),
                "low": _number(row[12]), "median": _number(mid), "high": _number(row[14]),
                "times": Decimal(str(round(ratio, 1))),
            }  # fmt: skip
            told = [row, *some_others(row, group, lambda one: one[3])]
            yield Found(_members(told), columns, "value", fixed=True, counted=counted)


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
            yield Found(_members((*tables, *projects)), columns, "total", fixed=True)


def template_indicators(connection: duckdb.DuckDBPyConnection) -> Iterator[Found]:
    """Indicators with their values that nearly all units have, whatever their projects."""
    limit = limits()
    name = _NORMAL.format("name")
    value = "regexp_replace(coalesce(comparator, '') || coalesce(value, ''), '\\s', '', 'g')"
    sql = f"""
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
    for (level2, *_), group in _grouped(connection, sql, 7, 9, 10):
        units = len({row[3] for row in group})
        columns = {
            "level2": level2, "indicator": group[0][8], "share": _percent(units / group[0][11]),
            "high": Decimal(group[0][11]),
        }  # fmt: skip
        yield Found(_members(group), columns, "value")


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
