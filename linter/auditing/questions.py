"""Questions in SQL to a store, and the ones that are asked most, which are kept in rules/auditing.yaml."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import msgspec

from linter.auditing.warehouse import TABLES, require
from linter.ground.errors import JxlintError
from linter.ground.nearest import nearest
from linter.ground.resources import load_data

if TYPE_CHECKING:
    import duckdb


#: Rows of a table that are in memory at a time.
_AT_ONCE = 10_000


class Question(msgspec.Struct, frozen=True):
    """A saved question: its name, what it asks, and the SQL."""

    name: str
    asks: str
    sql: str


class Answer(msgspec.Struct):
    """The columns of an answer and its rows, as plain values."""

    columns: list[str]
    rows: list[tuple[Any, ...]]


def saved() -> list[Question]:
    """The saved questions in their order."""
    return [
        Question(name, one["asks"], one["sql"])
        for name, one in load_data("auditing.yaml")["questions"].items()
    ]


def saved_sql(name: str) -> str:
    """The SQL of a saved question. Raises JxlintError for a name that is none."""
    known = {question.name: question.sql for question in saved()}
    if name in known:
        return known[name]
    near = nearest(name, list(known))
    guess = f"是不是想写“{near}”？" if near else ""
    raise JxlintError(f"没有“{name}”这个问题", advice=f"{guess}现成的有：{'、'.join(known)}")


def ask(folder: Path, sql: str, timeout: float | None = None) -> Answer:
    """The answer of a store to a question in SQL, within ``timeout`` seconds where they are given. Nothing outside of
    the tables can be read or written by it. Raises JxlintError for a folder that is no store, for SQL that is none and
    for a question that takes too long, as one that goes on without end does."""
    import duckdb

    with connected(folder) as connection:
        try:
            with _bounded(connection, timeout):
                connection.execute(sql)
                if connection.description is None:
                    return Answer([], [])
                return Answer([column[0] for column in connection.description], connection.fetchall())
        except duckdb.InterruptException:
            raise JxlintError(
                f"这条 SQL 查了 {timeout:g} 秒还没有查完，停下了",
                advice="请加上条件，或者看看 with recursive 和连接条件是不是没有尽头；确实要久的，用 --timeout 放宽",
            ) from None
        except duckdb.Error as error:
            lines = [line for line in str(error).splitlines() if line.strip()]
            raise JxlintError(
                f"这条 SQL 没有查成：{' '.join(lines[:3])[:400]}",
                advice=f"可以查的表：{'、'.join(TABLES)}；列名见 docs/store.md",
            ) from None


@contextmanager
def _bounded(connection: duckdb.DuckDBPyConnection, timeout: float | None) -> Iterator[None]:
    """Break off what a connection does after so many seconds."""
    if timeout is None:
        yield
        return
    alarm = threading.Timer(timeout, connection.interrupt)
    alarm.daemon = True
    alarm.start()
    try:
        yield
    finally:
        alarm.cancel()


@contextmanager
def connected(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection in which the tables of a store have their names. Raises JxlintError."""
    require()
    import duckdb
    import pyarrow
    from pyarrow import dataset

    paths = _paths(folder)
    # What does not fit into memory would else lie in the folder that the user is in.
    with TemporaryDirectory() as aside, duckdb.connect(":memory:", config={"temp_directory": aside}) as made:
        try:
            for name, path in paths.items():
                made.register(name, dataset.dataset(path))
            # Registered tables are read by Arrow: SQL itself needs no file and no network.
            made.execute("SET enable_external_access = false")
            made.execute("SET lock_configuration = true")
        except (duckdb.Error, pyarrow.ArrowException, OSError) as error:
            raise _broken(folder) from error
        yield made


#: What a query of a run may hold in memory, the rest lying on disk; and where that is too little for it.
SHARES = ("48MB", "192MB", "70%")
#: What DuckDB reads as a pattern in a path.
_PATTERN = frozenset("*?[")


@contextmanager
def asking(folder: Path, share: str = SHARES[0]) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection for queries of our own, which name no files. DuckDB reads the tables itself, as Arrow's datasets
    take as much memory again, and one after the other. Raises JxlintError."""
    require()
    import duckdb

    paths = _paths(folder)
    if any(_PATTERN & set(str(path)) for path in paths.values()):
        with connected(folder) as connection:
            yield connection
        return
    with (
        TemporaryDirectory() as aside,
        duckdb.connect(
            ":memory:", config={"threads": 1, "memory_limit": share, "temp_directory": aside}
        ) as made,
    ):
        try:
            for name, path in paths.items():
                told = str(path).replace("'", "''")
                made.execute(f"create view {name} as select * from read_parquet('{told}')")
        except (duckdb.Error, UnicodeError) as error:
            raise _broken(folder) from error
        yield made


def rows_of(folder: Path, table: str, columns: list[str]) -> Iterator[tuple[Any, ...]]:
    """Some columns of a table of a store, row by row and without SQL, which takes twice the memory. Raises
    JxlintError."""
    require()
    import pyarrow
    from pyarrow import parquet

    path = _paths(folder)[table]
    try:
        with parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(_AT_ONCE, columns=columns, use_threads=False):
                yield from zip(*(batch.column(name).to_pylist() for name in columns), strict=True)
    except KeyError:
        raise JxlintError(
            "这个查库是较早的 jxlint 写的，里面没有要用的列",
            path=str(folder),
            advice="请用 --store 把那些表再查一遍，补上以后再比",
        ) from None
    except (pyarrow.ArrowException, OSError) as error:
        raise _broken(folder) from error


def _paths(folder: Path) -> dict[str, Path]:
    paths = {name: folder / f"{name}.parquet" for name in TABLES}
    if not all(path.is_file() for path in paths.values()):
        raise JxlintError(
            "这里没有查库", path=str(folder), advice="请先用 jxlint check 文件夹 --store 查库 写出来"
        )
    return paths


def _broken(folder: Path) -> JxlintError:
    return JxlintError("查库打不开，多半已损坏", path=str(folder), advice="请删去它，再用 --store 重写")
