"""The tables of a store: every file, form, indicator and finding of a run as Parquet, for questions in SQL.

The columns are a contract (docs/store.md): some may be added, none is renamed or changes its type. Rows of files that a
run did not look at stay; those of files that are gone from a folder it looked at go.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from linter.auditing.warehouserows import Row, Written, identity, rows_of
from linter.ground.errors import JxlintError
from linter.ground.extras import lacking
from linter.ground.filesystem import take_place
from linter.model import Part
from linter.rulebook.rule import Rulebook

if TYPE_CHECKING:
    import pyarrow

SCHEMA = "jxlint/store/1"
#: Rows that are put on disk at a time.
_GROUP = 20_000
_OF_FORM = (("unit", "text"), ("year", "int"), ("project", "text"), ("code", "text"))
_WHERE = (("path", "text"), ("file", "text"), ("form", "int"))
#: The columns of each table with what they hold: text, int, real or bool.
TABLES: dict[str, tuple[tuple[str, str], ...]] = {
    "files": (
        ("path", "text"), ("file", "text"), ("type", "text"), ("forms", "int"), ("findings", "int"),
        ("problem", "text"), ("checked_at", "text"),
    ),
    "forms": (
        *_WHERE, *_OF_FORM, ("department", "text"), ("scope", "text"), ("title", "text"), ("amount_wan", "real"),
        ("goal", "text"), ("indicators", "int"), ("errors", "int"), ("warnings", "int"), ("infos", "int"),
        ("grade", "text"), ("points", "real"), ("place", "text"),
    ),
    "indicators": (
        *_WHERE, *_OF_FORM, ("row", "int"), ("level1", "text"), ("level2", "text"), ("name", "text"),
        ("comparator", "text"), ("value", "text"), ("printed_unit", "text"), ("kind", "text"), ("cmp", "text"),
        ("lower", "real"), ("upper", "real"), ("value_unit", "text"), ("starts", "text"), ("ends", "text"),
        ("weight", "text"), ("actual", "text"), ("term", "text"), ("row_kind", "text"), ("description", "text"),
        ("place", "text"),
    ),
    "findings": (
        *_WHERE, *_OF_FORM, ("rule", "text"), ("name", "text"), ("title", "text"), ("family", "text"),
        ("severity", "text"), ("confidence", "text"), ("level2", "text"), ("indicator", "text"), ("message", "text"),
        ("advice", "text"), ("suggestion", "text"), ("text", "text"), ("place", "text"), ("state", "text"),
        ("fingerprint", "text"), ("key", "text"),
    ),
}  # fmt: skip


def require() -> None:
    """Raise JxlintError where what reads and writes the tables is not installed."""
    if why := missing():
        raise JxlintError(why, advice='请运行 pip install "jxlint[audit]"')


def missing() -> str:
    """What is not installed, in Chinese; empty where all is there."""
    names = lacking("pyarrow", "duckdb")
    return f"没有安装 {'、'.join(names)}" if names else ""


def write_tables(
    folder: Path, parts: Iterable[Part], rulebook: Rulebook, place: Written, covered: Callable[[str], bool]
) -> None:
    """Write the tables of a run into a store, beside those of files that it did not look at. ``covered`` tells whether
    a path lies in what the run looked at. Raises JxlintError when the store cannot be written."""
    require()
    import pyarrow.parquet

    now = datetime.datetime.now().astimezone().isoformat(timespec="seconds")
    seen: set[str] = set()
    fresh = {name: folder / f".{name}.new" for name in TABLES}
    try:
        writers = {name: _Writer(path, name) for name, path in fresh.items()}
        try:
            for part in parts:
                seen.add(identity(part.path))
                for name, row in rows_of(part, rulebook, place, now):
                    writers[name].add(row)
            for name, writer in writers.items():
                _carry_over(folder / f"{name}.parquet", writer, lambda path: path in seen or covered(path))
        finally:
            for writer in writers.values():
                writer.close()
        for name, path in fresh.items():
            take_place(path, folder / f"{name}.parquet")
    except (OSError, pyarrow.ArrowException) as error:
        raise JxlintError("查库写不进去", path=str(folder), advice="请检查磁盘空间和权限") from error
    finally:
        for path in fresh.values():
            path.unlink(missing_ok=True)


class _Writer:
    """A table being written, a group of rows at a time."""

    def __init__(self, path: Path, name: str) -> None:
        import pyarrow.parquet

        self.schema = schema_of(name)
        self._writer = pyarrow.parquet.ParquetWriter(path, self.schema, compression="zstd")
        self._rows: list[Row] = []

    def add(self, row: Row) -> None:
        self._rows.append(row)
        if len(self._rows) >= _GROUP:
            self._flush()

    def add_batch(self, batch: pyarrow.RecordBatch) -> None:
        self._writer.write_batch(batch)

    def close(self) -> None:
        self._flush()
        self._writer.close()

    def _flush(self) -> None:
        import pyarrow

        if self._rows:
            self._writer.write_batch(pyarrow.RecordBatch.from_pylist(self._rows, schema=self.schema))
            self._rows = []


def schema_of(name: str) -> pyarrow.Schema:
    """The Arrow schema of a table."""
    import pyarrow

    types = {
        "text": pyarrow.string(),
        "int": pyarrow.int64(),
        "real": pyarrow.float64(),
        "bool": pyarrow.bool_(),
    }
    return pyarrow.schema(
        [(column, types[kind]) for column, kind in TABLES[name]], metadata={"jxlint": SCHEMA}
    )


def _carry_over(path: Path, writer: _Writer, gone: Callable[[str], bool]) -> None:
    """Take over the rows of an earlier table whose file is neither in this run nor gone."""
    import pyarrow
    import pyarrow.parquet

    if not path.is_file():
        return
    known: dict[str, bool] = {}
    with pyarrow.parquet.ParquetFile(path) as table:
        for batch in table.iter_batches(_GROUP):
            paths = batch.column("path").to_pylist()
            for one in set(paths) - known.keys():
                known[one] = not gone(one)
            kept = batch.filter(pyarrow.array([known[one] for one in paths]))
            if kept.num_rows:
                writer.add_batch(_fitted(kept, writer.schema))


def _fitted(batch: pyarrow.RecordBatch, schema: pyarrow.Schema) -> pyarrow.RecordBatch:
    """Rows of an earlier version in today's columns."""
    import pyarrow

    there = set(batch.schema.names)
    columns = [
        batch.column(field.name) if field.name in there else pyarrow.nulls(batch.num_rows, field.type)
        for field in schema
    ]
    return pyarrow.RecordBatch.from_arrays(columns, schema=schema)
