"""The functions of expressions that a wheel brings along: all that the shipped rules need, and the same."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from linter.authoring.expressionmodule import expression_module

_COUNT = """
import sys
from linter.language import codestore
codestore.MODULE = sys.argv[1]
compiled = []
compile_ = codestore._compiled
codestore._compiled = lambda source: compiled.append(source) or compile_(source)
import linter
for path in sys.argv[2:]:
    linter.check(path)
print(len(compiled))
"""


def _compiled(module: str, examples: list[str], tmp_path: Path) -> int:
    """How many functions a run over the examples has to compile."""
    import os

    root = Path(__file__).resolve().parents[2]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(root), str(tmp_path)]),
        "JXLINT_CACHE_DIR": "off",
        "PYTHONUTF8": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", _COUNT, module, *examples],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        timeout=120,
    )
    return int(done.stdout)


@pytest.mark.slow
def test_a_run_with_the_module_compiles_nothing(examples: Path, tmp_path: Path) -> None:
    (tmp_path / "expressions.py").write_text(expression_module(), encoding="utf-8")
    files = [str(examples / "table-faulty.txt"), str(examples / "table-good.txt")]
    assert _compiled("expressions", files, tmp_path) == 0
    assert _compiled("no_such_module", files, tmp_path) > 100
