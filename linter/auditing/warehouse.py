"""The tables of a store: every file, form, indicator and finding of a run as Parquet, for questions in SQL.

The columns are a contract (docs/store.md): some may be added, none is renamed or changes its type. Rows of files that a
run did not look at stay; those of files that are gone from a folder it looked at go.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from linter.auditing.agencies import NO_UNIT, amount_in_wan, unit_of
from linter.auditing.rectification import key_of
from linter.grading import Grade, grades_of
from linter.ground.errors import JxlintError
from linter.ground.extras import lacking
from linter.ground.filesystem import take_place
from linter.model import Answer, Finding, Form, Indicator, Part, Place
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

Row = dict[str, Any]
#: How a place is written: given by the caller, as reports do.
Written = Callable[[Place], str]


def require() -> None:
    """Raise JxlintError where what reads and writes the tables is not installed."""
    if why := missing():
        raise JxlintError(why, advice='请运行 pip install "jxlint[audit]"')


def missing() -> str:
    """What is not installed, in Chinese; empty where all is there."""
    names = lacking("pyarrow", "duckdb")
    return f"没有安装 {'、'.join(names)}" if names else ""


def identity(path: str) -> str:
    """The path by which a file is known in a store, however it was written."""
    return os.path.normpath(Path(path).absolute()).replace(os.sep, "/")


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
                for name, row in _rows(part, rulebook, place, now):
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


def _rows(part: Part, rulebook: Rulebook, place: Written, now: str) -> Iterator[tuple[str, Row]]:
    """The rows of one file, each with the name of its table."""
    document = part.document
    where = {"path": _clean(identity(part.path)), "file": _clean(part.path)}
    forms = document.forms if document is not None else []
    troubles = [one.message for one in part.findings if one.rule not in rulebook.rules]
    found = [one for one in part.findings if one.rule in rulebook.rules]
    yield "files", {
        **where, "type": document.type if document is not None else "", "forms": len(forms), "findings": len(found),
        "problem": _clean("；".join(troubles)) or None, "checked_at": now,
    }  # fmt: skip
    graded = {grade.form: grade for grade in grades_of(part, rulebook)}
    about = {form.number: _of_form(form) for form in forms}
    for form in forms:
        mine = [finding for finding in found if finding.form == form.number]
        yield "forms", {**where, **_form(form, mine, graded.get(form.number), place), **about[form.number]}
        for number, row in enumerate(form.indicators, 1):
            told = {"form": form.number, "row": number, **_indicator(row, place)}
            yield "indicators", {**where, **about[form.number], **told}
    by_number = {form.number: form for form in forms}
    for finding, state in _states(found, part.answers):
        form_ = by_number.get(finding.form or 0)
        told = _finding(finding, state, rulebook, place, key_of(finding, form_).text)
        yield "findings", {**where, **about.get(finding.form or 0, {}), **told}


def _states(found: Iterable[Finding], answers: Iterable[Answer]) -> Iterator[tuple[Finding, str]]:
    for finding in found:
        yield finding, "open"
    for answer in answers:
        yield answer.finding, "explained" if answer.given else "owed"


def _of_form(form: Form) -> Row:
    unit = unit_of(form)
    return {
        "unit": _clean(unit) if unit != NO_UNIT else None,
        "year": form.year,
        "project": _clean(form.project),
        "code": _clean(form.code),
    }


def _form(form: Form, findings: list[Finding], grade: Grade | None, place: Written) -> Row:
    amount = amount_in_wan(form)
    counts = {name: sum(one.severity == name for one in findings) for name in ("error", "warning", "info")}
    return {
        "form": form.number,
        "department": _clean(form.department),
        "scope": form.scope,
        "title": _clean(form.title),
        "amount_wan": _real(amount),
        "goal": _clean(form.goal),
        "indicators": sum(row.row_kind == "indicator" for row in form.indicators),
        "errors": counts["error"],
        "warnings": counts["warning"],
        "infos": counts["info"],
        "grade": grade.name if grade is not None else None,
        "points": _real(grade.score) if grade is not None else None,
        "place": place(form.place),
    }


def _indicator(row: Indicator, place: Written) -> Row:
    value = row.parsed
    return {
        "level1": row.level1,
        "level2": row.level2 or _clean(row.level2_printed),
        "name": _clean(row.name),
        "comparator": _clean(row.comparator),
        "value": _clean(row.value),
        "printed_unit": _clean(row.unit),
        "kind": value.kind,
        "cmp": value.cmp,
        "lower": _real(value.lower),
        "upper": _real(value.upper),
        "value_unit": _clean(value.unit),
        "starts": value.start,
        "ends": value.end,
        "weight": _clean(row.weight),
        "actual": _clean(row.actual),
        "term": row.term,
        "row_kind": row.row_kind,
        "description": _clean(row.description),
        "place": place(row.place),
    }


def _finding(finding: Finding, state: str, rulebook: Rulebook, place: Written, key: str) -> Row:
    rule = rulebook.rules[finding.rule]
    return {
        "form": finding.form,
        "rule": finding.rule,
        "name": rule.name,
        "title": rule.title,
        "family": rule.family,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "level2": _clean(finding.level2),
        "indicator": _clean(finding.indicator),
        "message": _clean(finding.message),
        "advice": _clean(finding.advice),
        "suggestion": _clean(finding.suggestion),
        "text": _clean(finding.text),
        "place": place(finding.place),
        "state": state,
        "fingerprint": finding.fingerprint,
        "key": key,
    }


def _clean(text: str | None) -> str | None:
    """A text as Parquet can hold it: half characters are spelt out."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8") if text else text


def _real(number: Decimal | None) -> float | None:
    return float(number) if number is not None else None
