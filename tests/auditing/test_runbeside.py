"""A run beside an earlier one that a store holds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from storeruns import NAMES, ask, check, run

pytest.importorskip("duckdb")
pytest.importorskip("pyarrow")


def test_a_run_is_compared_with_an_earlier_one(tables: Path) -> None:
    check()
    count = ask("select count(*) from findings")[0][0]
    said = check("--since", "库", "--output", "x.xlsx", "--output", "x.docx")
    assert f"上次的问题 {count} 处，已改好 0，仍在 {count}，改了仍有问题 0，本次未查 0；新出现 0 处" in said
    (tables / NAMES[0]).unlink()
    text = (tables / NAMES[1]).read_text(encoding="utf-8")
    (tables / NAMES[1]).write_text(text.replace("达达", "达"), encoding="utf-8")
    check("--since", "库")
    since = json.loads(Path("x.json").read_text(encoding="utf-8"))["since"]
    assert sum(unit["before"] for unit in since["units"]) == count
    mine = next(unit for unit in since["units"] if unit["unit"] == "教育股")
    assert mine["gone"] == 2, "the word stands in many rows of two forms, which is one fault a form"
    assert mine["unchecked"] == 0
    assert any(unit["unchecked"] == unit["before"] for unit in since["units"])
    assert "和上次比" in run("check", "表", "--since", "库", "--statistics").stdout


def test_the_copy_of_a_single_workbook_compares_too(tables: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for line in (tables / NAMES[0]).read_text(encoding="utf-8").splitlines():
        book.active.append(line.split("\t"))
    book.save("一.xlsx")
    run("check", "一.xlsx", "--store", "库")
    run("check", "一.xlsx", "--since", "库", "--output", "标.xlsx")
    assert openpyxl.load_workbook("标.xlsx").sheetnames[-2:] == ["质检结果", "和上次比"]


def test_a_store_without_the_columns_to_compare_by_is_an_earlier_one(stored: Path) -> None:
    from pyarrow import parquet

    path = Path("库/findings.parquet")
    parquet.write_table(parquet.read_table(path).drop_columns(["key"]), path)
    result = run("check", "表", "--since", "库")
    assert result.exit_code == 2 and "较早的 jxlint" in result.stderr


@pytest.mark.usefixtures("stored")
def test_faults_that_nobody_can_know_again_are_counted() -> None:
    """A store to which an earlier version wrote some rows, which a later one carried over."""
    import pyarrow
    from pyarrow import parquet

    path = Path("库/findings.parquet")
    table = parquet.read_table(path)
    keys = table.column("key").to_pylist()
    keys[:3] = [None, None, "别的"]
    at = table.schema.get_field_index("key")
    parquet.write_table(table.set_column(at, "key", pyarrow.array(keys, pyarrow.string())), path)
    result = run("check", "表", "--since", "库", "--output", "x.json", "--output", "x.html")
    assert f"上次的问题 {len(keys) - 3} 处" in result.output
    assert "上次另有 3 处是较早的 jxlint 写进查库的" in result.output
    assert json.loads(Path("x.json").read_text(encoding="utf-8"))["since"]["unkeyed"] == 3
    assert "上次另有 3 处" in Path("x.html").read_text(encoding="utf-8")
    assert "上次另有 3 处" in run("check", "表", "--since", "库", "--statistics").stdout


def test_what_to_compare_with_has_to_be_a_store(tables: Path) -> None:
    assert "这里没有查库" in run("check", "表", "--since", "表").stderr
