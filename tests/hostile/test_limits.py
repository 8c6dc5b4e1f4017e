"""Each limit of reading stops a file that is beyond it, in little time and memory, and names the option that widens it.

The files are those of benchmarks/extremes.py made small, under limits made smaller; they are read by a process of its
own to which the system gives no more than so many seconds and bytes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent.parent
#: Name in EXTREMES, its size here, the limits, and what must be said; nothing where the file is read.
CASES: list[tuple[str, int, dict[str, int], str]] = [
    ("txt rows", 3000, {"cells": 2000}, "--max-cells"),
    ("txt lines", 3000, {"cells": 2000}, "--max-cells"),
    ("txt lines", 3000, {"text": 2000}, "--max-text"),
    ("txt cell", 3000, {"line": 2000}, "--max-line"),
    ("csv rows", 3000, {"cells": 2000}, "--max-cells"),
    ("csv wide", 3, {"cells": 20000}, "--max-cells"),
    ("html rows", 3000, {"cells": 2000}, "--max-cells"),
    ("html cell", 9000, {"text": 2000}, "--max-text"),
    ("html nested", 3000, {}, "嵌套"),
    ("html open", 3000, {}, "嵌套"),
    ("html spans", 30, {"cells": 2000}, "--max-cells"),
    ("html attributes", 30000, {"text": 2000}, "--max-text"),
    ("json rows", 3000, {"text": 2000}, "--max-text"),
    ("json nested", 300000, {}, "太深"),
    ("xlsx rows", 3000, {"cells": 2000}, "--max-cells"),
    ("xlsx sheets", 300, {"cells": 2000}, "--max-cells"),
    ("xlsx cell", 90000, {"unpacked": 20000}, "--max-unpacked"),
    ("xlsx merged", 3000, {"cells": 2000}, "--max-cells"),
    ("xls rows", 3000, {"cells": 2000}, "--max-cells"),
    ("xls wide", 300, {"cells": 2000}, "--max-cells"),
    ("xls cells", 50, {"unpacked": 20000}, "--max-unpacked"),
    ("xls sheets", 300, {"size": 2000}, "--max-size"),
    ("ods rows", 3000, {"cells": 2000}, "--max-cells"),
    ("ods sheets", 3000, {"cells": 2000}, "--max-cells"),
    ("ods repeated", 30, {"cells": 2000}, "--max-cells"),
    ("ods nested", 3000, {}, "太深"),
    ("ods cell", 90000, {"unpacked": 20000}, "--max-unpacked"),
    ("docx rows", 3000, {"cells": 2000}, "--max-cells"),
    ("docx paragraphs", 3000, {"cells": 2000}, "--max-cells"),
    ("docx nested", 30, {}, "嵌套"),
    ("docx cell", 90000, {"unpacked": 20000}, "--max-unpacked"),
    ("pdf pages", 9, {"pages": 5}, "--max-pages"),
    ("pdf page", 40, {"unpacked": 2000}, "--max-unpacked"),
]
#: What the process may use: seconds of CPU and bytes of its address space.
SECONDS, MEMORY = 60, 700 << 20
READER = """
import json, sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[1]), int(sys.argv[1])))
    resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]), int(sys.argv[2])))
except ImportError:
    pass
from linter.ground.errors import JxlintError
from linter.readers import Limits, read
import extremes
said = []
for name, size, limits, _ in json.load(sys.stdin):
    file, _, make = extremes.EXTREMES[name]
    try:
        read(file, data=make(size), limits=Limits(**{"ratio": 100_000, **limits}))
        said.append("")
    except JxlintError as error:
        said.append(str(error))
print(json.dumps(said))
"""


@pytest.fixture(scope="module")
def said() -> list[str]:
    folders = os.pathsep.join((str(PROJECT), str(PROJECT / "benchmarks")))
    done = subprocess.run(
        [sys.executable, "-c", READER, str(SECONDS), str(MEMORY)],
        input=json.dumps(CASES), capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, "PYTHONPATH": folders, "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    answers: list[str] = json.loads(done.stdout)
    return answers


@pytest.mark.parametrize(
    ("at", "case"), list(enumerate(CASES)), ids=[f"{name} {limits}" for name, _, limits, _ in CASES]
)
def test_a_limit_stops(at: int, case: tuple[str, int, dict[str, int], str], said: list[str]) -> None:
    assert case[3] in said[at] and bool(said[at])
