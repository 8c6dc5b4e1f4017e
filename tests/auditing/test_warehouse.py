"""A store: its tables hold what the run found, and only what changed is looked at again."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from storeruns import EXAMPLES, NAMES, ask, check, run

from linter.auditing import warehouse
from linter.ground.errors import JxlintError
from linter.ground.filesystem import take_place
from linter.pipeline import runstore, shards

pytest.importorskip("duckdb")
pytest.importorskip("pyarrow")


def reused(said: str) -> int:
    found = re.search(r"沿用上次结果的文件 (\d+) 个", said)
    return int(found[1]) if found else 0


def test_the_tables_hold_what_the_run_found(store: None) -> None:
    import json

    told = json.loads(Path("x.json").read_text(encoding="utf-8"))
    assert ask("select count(*) from findings") == [(len(told["findings"]),)]
    assert ask("select count(*), sum(indicators) from forms") == [
        (told["checked"]["forms"], told["checked"]["indicators"])
    ]
    assert ask("select count(*) from indicators where row_kind = 'indicator'") == [
        (told["checked"]["indicators"],)
    ]
    assert {rule for (rule,) in ask("select distinct rule from findings")} == {
        one["rule"] for one in told["findings"]
    }
    assert ask(
        "select count(*) from forms join findings using (path, form) where forms.unit != findings.unit"
    ) == [(0,)]


def test_only_what_changed_is_looked_at_again(tables: Path) -> None:
    assert reused(check()) == 0
    before = Path("x.json").read_bytes()
    said = check()
    assert reused(said) == 3 and Path("x.json").read_bytes().replace(b',\n    "reused": 3', b"") == before
    (tables / NAMES[0]).touch()
    assert reused(check()) == 3, "its content is the same"
    with (tables / NAMES[0]).open("a", encoding="utf-8") as file:
        file.write("\n备注\n")
    assert reused(check()) == 2
    assert reused(check("--ignore", "GF07")) == 0, "other settings"
    shutil.copy(tables / NAMES[1], tables / "又一份.txt")
    assert reused(check("--ignore", "GF07")) == 3, "a file came"
    (tables / NAMES[1]).unlink()
    assert reused(check("--ignore", "GF07")) == 3, "a file went"
    assert ask("select count(*) from files") == [(3,)]
    assert reused(check("--ignore", "GF07")) == 3


def test_what_other_runs_brought_stays(tables: Path) -> None:
    check()
    shutil.copy(EXAMPLES / "freetext-faulty.txt", "另.txt")
    run("check", "另.txt", "--store", "库", "--select", "KX")
    assert ask("select count(*) from files") == [(4,)]
    (tables / NAMES[0]).unlink()
    run("check", "另.txt", "--store", "库", "--select", "KX")
    assert ask("select count(*) from files") == [(4,)], "that folder was not looked at"
    check()
    assert ask("select count(*) from files") == [(3,)]


def test_every_column_is_in_the_handbook() -> None:
    text = (EXAMPLES.parent / "docs/store.md").read_text(encoding="utf-8")
    for columns in warehouse.TABLES.values():
        assert [name for name, _ in columns if f"`{name}`" not in text] == []


def test_a_folder_of_something_else_is_left_alone(tables: Path) -> None:
    result = run("check", "表", "--store", "表")
    assert result.exit_code == 2 and "不能用作查库" in result.stderr
    assert sorted(path.name for path in tables.iterdir()) == sorted(NAMES)
    assert "这里没有查库" in run("stats", "表", "单位").stderr


@pytest.mark.usefixtures("stored")
def test_a_damaged_store_is_said() -> None:
    Path("库/forms.parquet").write_bytes(b"PAR1")
    assert "已损坏" in run("stats", "库", "单位").stderr


@pytest.mark.usefixtures("stored")
def test_a_store_that_cannot_be_written_on_is_said_and_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    mark, forms = Path("库/jxlint-store.json"), Path("库/forms.parquet")
    whole = forms.read_bytes()
    mark.write_text('{"schema": "jxlint/store/9"}', encoding="utf-8")
    later = run("check", "表", "--store", "库")
    assert later.exit_code == 2 and "别的版本的 jxlint 写的（jxlint/store/9）" in later.stderr
    assert forms.read_bytes() == whole
    mark.write_text("", encoding="utf-8")  # torn by a power cut: a store all the same
    forms.write_bytes(whole[:500])
    torn = run("check", "表", "--store", "库")
    assert torn.exit_code == 2 and "原有的表坏了" in torn.stderr and forms.read_bytes() == whole[:500]
    forms.write_bytes(whole)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shards, "save", full)
    Path("表", NAMES[0]).write_text("项目名称\t别的\n", encoding="utf-8")
    stopped = run("check", "表", "--store", "库")
    assert stopped.exit_code == 2 and "存不下了（No space left on device）" in stopped.stderr
    monkeypatch.setattr(runstore, "save", full)
    assert "查库写不进去" in run("check", "表", "--store", "库二").stderr


def test_columns_are_made_of_their_bytes() -> None:
    columns: dict[str, list[Any]] = {
        "text": ["甲", None, "", "ab"] * 5, "int": [-1, None, 0, 1 << 40] * 5, "real": [0.5, None, -2.0, 0.0] * 5,
        "bool": [True, None, False, True] * 5,
    }  # fmt: skip
    for kind, values in columns.items():
        for some in (values, values[:8], values[:1], []):
            made = warehouse.arrow_column(kind, some)
            made.validate(full=True)
            assert made.to_pylist() == some


def test_without_the_extra_it_says_what_to_install(tables: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warehouse, "missing", lambda: "没有安装 duckdb")
    for args in (["check", "表", "--store", "库"], ["stats", "库", "单位"]):
        result = run(*args)
        assert result.exit_code == 2 and 'pip install "jxlint[audit]"' in result.stderr
    with pytest.raises(JxlintError, match="没有安装 duckdb"):
        warehouse.require()


@pytest.mark.parametrize("point", [1, 2, 3])
def test_an_end_among_the_tables_leaves_each_whole(
    point: int, stored: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path.name: path.read_bytes() for path in Path("库").glob("*.parquet")}
    shutil.copy(stored / NAMES[0], stored / "又一张.txt")
    left = [point]

    def ended(written: Path, target: Path) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise KeyboardInterrupt
        take_place(written, target)

    monkeypatch.setattr(warehouse, "take_place", ended)
    check()
    after = {path.name: path.read_bytes() for path in Path("库").glob("*.parquet")}
    assert set(after) == set(before)
    assert sum(after[name] != before[name] for name in before) == point - 1
    assert not list(Path("库").glob(".*.new"))
    assert run("stats", "库", "select count(*) from findings").exit_code == 0
