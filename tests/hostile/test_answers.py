"""Every hostile input that was found gives the right answer, and names the tests that show its kind."""

from __future__ import annotations

import ast
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from linter.cli.root import root
from linter.ground.strictyaml import load

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent.parent
GOOD = PROJECT / "examples" / "table-good.txt"
CASES: list[dict[str, Any]] = load((HERE / "cases.yaml").read_text(encoding="utf-8"), "cases.yaml").data[
    "cases"
]
RUNS = [(case["case"], run) for case in CASES for run in case.get("run", ())]
#: What a program says that was not ready for its input.
UNREADY = ("程序内部出错", "程序出错", "Traceback", "没有查完")


@pytest.mark.parametrize(("case", "run"), RUNS, ids=[f"{case} {at}" for at, (case, _) in enumerate(RUNS)])
def test_answer(case: str, run: dict[str, Any], tmp_path: Path) -> None:
    for source, name in run.get("copies", {}).items():
        shutil.copy(GOOD if source == "good" else HERE / "inputs" / source, tmp_path / name)
    places = {"in": HERE / "inputs", "good": GOOD, "out": tmp_path}
    result = CliRunner().invoke(root, [word.format(**places) for word in run["args"]], prog_name="jxlint")
    assert result.exception is None or isinstance(result.exception, SystemExit), (case, result.exception)
    assert [said for said in run["says"] if said not in result.output] == [], result.output
    assert [said for said in UNREADY if said in result.output] == []
    assert result.exit_code == run["status"], result.output
    if "leaves" in run:
        assert sorted(path.name for path in tmp_path.iterdir()) == run["leaves"]


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_each_case_is_shown(case: dict[str, Any]) -> None:
    assert case["tests"] and case["seen"]
    assert [named for named in case["tests"] if not _is_there(*named.split("::"))] == []


def test_every_input_is_used() -> None:
    words = [word for _, run in RUNS for word in (*run["args"], *run.get("copies", ()))]
    names = {path.name for path in (HERE / "inputs").iterdir()}
    used = {name for name in names if any(name in word for word in words)}
    # The texts of three of them are arguments of parse.
    texts = {name for name in names - used if (HERE / "inputs" / name).read_text("utf-8").strip() in words}
    assert names == used | texts


def _is_there(path: str, name: str) -> bool:
    tree = ast.parse((PROJECT / path).read_text(encoding="utf-8"))
    return any(isinstance(node, ast.FunctionDef) and node.name == name for node in ast.walk(tree))
