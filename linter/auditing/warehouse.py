"""The tables of a store: every file, form, indicator and finding of a run as Parquet, for questions in SQL.

The columns are a contract (docs/store.md): some may be added, none is renamed or changes its type. Rows of files that a
run did not look at stay; those of files that are gone from a folder it looked at go.
"""

from __future__ import annotations

import datetime
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from linter.auditing.warehouserows import Row, Written, identity, rows_of
from linter.ground.errors import JxlintError
from linter.ground.extras import lacking
from linter.ground.filesystem import take_place
from linter.model import Part
from linter.rulebook.rule import Rulebook

if TYPE_CHECKING:
    import pyarrow

SCHEMA = "jxlint/store/1"
#: Rows that are put on disk at a time, and those that are plain objects before: these take tens of times the memory.
_GROUP, _PLAIN = 10_000, 250
#: Rows of an earlier table that are in memory at a time.
_BATCH = 1_000
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
    fresh = _unfinished(folder)
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
        pyarrow.default_memory_pool().release_unused()
    except (OSError, pyarrow.ArrowException) as error:
        raise JxlintError("查库写不进去", path=str(folder), advice="请检查磁盘空间和权限") from error
    finally:
        remove_unfinished(folder)


def remove_unfinished(folder: Path) -> None:
    """Take away tables of a store that were not written to their end."""
    for path in _unfinished(folder).values():
        path.unlink(missing_ok=True)


def _unfinished(folder: Path) -> dict[str, Path]:
    return {name: folder / f".{name}.new" for name in TABLES}


class _Writer:
    """A table being written, a group of rows at a time."""

    def __init__(self, path: Path, name: str) -> None:
        import pyarrow.parquet

        self._name = name
        self.schema = schema_of(name)
        self._writer = pyarrow.parquet.ParquetWriter(path, self.schema, compression="zstd")
        self._rows: list[Row] = []
        self._batches: list[pyarrow.RecordBatch] = []

    def add(self, row: Row) -> None:
        self._rows.append(row)
        if len(self._rows) >= _PLAIN:
            self._pack()

    def add_batch(self, batch: pyarrow.RecordBatch) -> None:
        self._batches.append(batch)
        if sum(one.num_rows for one in self._batches) >= _GROUP:
            self._flush()

    def close(self) -> None:
        self._pack()
        self._flush()
        self._writer.close()

    def _pack(self) -> None:
        import pyarrow

        if self._rows:
            rows, self._rows = self._rows, []
            columns = [
                arrow_column(kind, [row.get(name) for row in rows]) for name, kind in TABLES[self._name]
            ]
            self.add_batch(pyarrow.RecordBatch.from_arrays(columns, schema=self.schema))

    def _flush(self) -> None:
        import pyarrow

        if self._batches:
            batches, self._batches = self._batches, []
            self._writer.write_table(pyarrow.Table.from_batches(batches, self.schema))


def schema_of(name: str) -> pyarrow.Schema:
    """The Arrow schema of a table."""
    import pyarrow

    return pyarrow.schema(
        [(column, _type_of(kind)) for column, kind in TABLES[name]], metadata={"jxlint": SCHEMA}
    )


def _type_of(kind: str) -> pyarrow.DataType:
    import pyarrow

    return {
        "text": pyarrow.string(), "int": pyarrow.int64(), "real": pyarrow.float64(), "bool": pyarrow.bool_(),
    }[kind]  # fmt: skip


def arrow_column(kind: str, values: Sequence[Any]) -> pyarrow.Array:
    """A column of plain values or None, from its bytes: Arrow's own way from lists loads pandas wherever that is
    installed, which takes as much memory as a whole run. ``kind`` is text, int, real or bool."""
    import pyarrow

    given = pyarrow.py_buffer(_bits([value is not None for value in values]))
    if kind == "bool":
        parts = [_bits([bool(value) for value in values])]
    elif kind == "text":
        texts = [b"" if value is None else value.encode() for value in values]
        parts = [array("i", accumulate(map(len, texts), initial=0)).tobytes(), b"".join(texts)]
    else:
        parts = [array("q" if kind == "int" else "d", [value or 0 for value in values]).tobytes()]
    return pyarrow.Array.from_buffers(_type_of(kind), len(values), [given, *map(pyarrow.py_buffer, parts)])


def _bits(flags: Sequence[bool]) -> bytes:
    """Flags as Arrow keeps them: eight in a byte, the first lowest."""
    figures = "".join("1" if flag else "0" for flag in reversed(flags))
    return int(f"0{figures}", 2).to_bytes(len(flags) // 8 + 1, "little")


def _carry_over(path: Path, writer: _Writer, gone: Callable[[str], bool]) -> None:
    """Take over the rows of an earlier table whose file is neither in this run nor gone."""
    import pyarrow
    import pyarrow.parquet

    if not path.is_file():
        return
    known: dict[str, bool] = {}
    try:
        with pyarrow.parquet.ParquetFile(path) as table:
            for group in range(table.num_row_groups):
                # Mostly every file was looked at, and of the table nothing but the paths has to be read.
                paths = table.read_row_group(group, columns=["path"], use_threads=False).column(0).to_pylist()
                for one in set(paths) - known.keys():
                    known[one] = not gone(one)
                if any(known[one] for one in paths):
                    _carry_group(table, group, writer, known)
    except (pyarrow.ArrowException, KeyError) as error:
        raise JxlintError(
            "查库里原有的表坏了，没有改动它", path=str(path), advice="请删去这个查库，再用 --store 重写"
        ) from error


def _carry_group(
    table: pyarrow.parquet.ParquetFile, group: int, writer: _Writer, known: Mapping[str, bool]
) -> None:
    """Take over the rows of a group whose path is known as one that stays."""
    for batch in table.iter_batches(_BATCH, row_groups=[group], use_threads=False):
        staying = [known[one] for one in batch.column("path").to_pylist()]
        kept = batch.filter(arrow_column("bool", staying))
        if kept.num_rows:
            writer.add_batch(_fitted(kept, writer.schema))


def _fitted(batch: pyarrow.RecordBatch, schema: pyarrow.Schema) -> pyarrow.RecordBatch:
    """Rows of an earlier version in today's columns."""
    import pyarrow

    there = set(batch.schema.names)
    columns = [
        batch.column(field.name).cast(field.type)
        if field.name in there
        else pyarrow.nulls(batch.num_rows, field.type)
        for field in schema
    ]
    return pyarrow.RecordBatch.from_arrays(columns, schema=schema)
