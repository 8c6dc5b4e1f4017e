"""Runs of the command that fill a store and ask it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from click.testing import CliRunner

from linter.auditing import questions
from linter.cli.root import root

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = ("table-faulty.txt", "columns-faulty.txt", "spaced-faulty.txt")
#: The rules that look over many files, which are tried in test_crossqueries.
CROSS = "XG36,XG37,XG38,WZ29,SD30,SD31"


def run(*args: str) -> Any:
    result = CliRunner().invoke(root, list(args), prog_name="jxlint")
    assert "Traceback" not in result.output
    return result


def check(*more: str) -> str:
    return str(run("check", "表", "--store", "库", "--output", "x.json", "--ignore", CROSS, *more).output)


def ask(sql: str) -> list[tuple[Any, ...]]:
    return questions.ask(Path("库"), sql).rows
