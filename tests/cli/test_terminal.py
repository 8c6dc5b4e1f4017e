"""A real terminal: colours where they are wanted, and no line wider than it is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from draws import THOROUGH

from linter.reports.view.columns import width

HERE = Path(__file__).resolve().parent.parent.parent
FAULTY = "examples/table-faulty.txt"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")


def on_terminal(*arguments: str, **environment: str) -> tuple[int, str]:
    """How a command ends, and what it prints on a terminal of sixty columns."""
    import pty

    ours, theirs = pty.openpty()
    inherited = {name: text for name, text in os.environ.items() if name != "FORCE_COLOR"}
    with subprocess.Popen(
        [sys.executable, "-m", "linter", *arguments], cwd=HERE,
        stdout=theirs, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL,
        env={**inherited, "TERM": "xterm", "COLUMNS": "60", "PYTHONPATH": str(HERE), **environment},
    ) as process:  # fmt: skip
        os.close(theirs)
        shown = b""
        try:
            while piece := os.read(ours, 65536):
                shown += piece
        except OSError:  # how Linux says that the other end was closed
            pass
        status = process.wait(60)
    os.close(ours)
    return status, shown.decode("utf-8")


@pytest.mark.parametrize(
    ("more", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
)
def test_colours(more: dict[str, str], coloured: bool) -> None:
    status, shown = on_terminal("check", FAULTY, **more)
    assert status == 1
    assert ("\x1b[" in shown) == coloured
    assert "检查范围" in shown


WIDE = [
    [],
    ["-q"],
    ["--statistics"],
    pytest.param(["--output", "{folder}/a.json"], marks=pytest.mark.slow),
    ["--select", "WZ", "--output", "{folder}/a.csv"],
]


#: Forms of each shape, and by whom they are looked at in a thorough run: all examples.
FILES = ["examples"] if THOROUGH else ["examples/every-rule-fires-3.txt", "examples/freetext-faulty.txt", FAULTY]


@pytest.mark.parametrize("more", WIDE, ids=" ".join)
def test_nothing_is_wider_than_the_terminal(tmp_path: Path, more: list[str]) -> None:
    chosen = [argument.replace("{folder}", str(tmp_path)) for argument in more]
    _, shown = on_terminal("check", *([FAULTY] if more else FILES), *chosen, NO_COLOR="1")
    lines = shown.splitlines()
    # A path has no place to break at.
    assert len(lines) > 5 and not [line for line in lines if width(line) > 60 and str(tmp_path) not in line]
