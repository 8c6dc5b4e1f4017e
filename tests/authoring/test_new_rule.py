"""A new rule is one file written by hand: everything else is made by .ci/renew, as CONTRIBUTING.md lists it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PARTS = ("linter", "rules", "grammar", "docs", "examples", "tests", "benchmarks", ".ci")
RULE = """\
id: {id}
name: long-winded
title: 指标名称拖得太长
severity: info
confidence: low
status: preview
given: indicator
when: level2 == "质量指标" and form.layout == "table"
check: {{kind: range, field: len(name), max: 40}}
message: 质量指标的名称有{{number}}个字
advice: 名称只写考核的事项
why: 名称写成一段话，看不出考核哪一件事。
basis: [101-N]
---
tests:
  bad:
    - indicator: {{level2: 质量指标, name: {long}, value: ≥95%}}
    - indicator: {{level2: 质量指标, name: {long}率, value: ≥90%}}
  good:
    - indicator: {{level2: 质量指标, name: 验收合格率, value: ≥95%}}
    - indicator: {{level2: 数量指标, name: {long}, value: ≥3次}}
"""
LONG = "对全县各乡镇中心学校教学楼和学生宿舍的消防设施按照规定的标准逐一检查维护并登记造册归档备查的合格情况"


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHON": sys.executable, "PYTHONUTF8": "1"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8")


def files(folder: Path) -> dict[str, bytes]:
    made = {"__pycache__", ".pytest_cache", ".hypothesis"}
    kept = (path for path in folder.rglob("*") if path.is_file() and not made & set(path.parts))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in kept}


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="the renewing script is for a POSIX shell")
def test_what_a_new_rule_touches_is_what_the_guide_lists(tmp_path: Path) -> None:
    for part in PARTS:
        ignored = shutil.ignore_patterns("__pycache__", "_data")
        shutil.copytree(ROOT / part, tmp_path / part, ignore=ignored)
    for name in ("pyproject.toml", "README.md", "README.en.md"):
        shutil.copy(ROOT / name, tmp_path)
    before = files(tmp_path)
    made = run(tmp_path, sys.executable, "-m", "linter", "new-rule", "form", "long-winded")
    assert made.returncode == 0, made.stderr
    (path,) = [tmp_path / name for name in files(tmp_path) if name not in before]
    path.write_text(RULE.format(id=path.stem, long=LONG), encoding="utf-8")
    renewed = run(tmp_path, "bash", ".ci/renew")
    assert renewed.returncode == 0, renewed.stdout + renewed.stderr
    after = files(tmp_path)
    touched = {name for name in after if after[name] != before.get(name)}
    assert {name.replace(path.stem, "GF33") for name in touched} - listed() == set()
    tests = run(
        tmp_path, sys.executable, "-m", "pytest", "-q", "tests/test_handbook.py", "tests/test_examples.py"
    )
    assert tests.returncode == 0, tests.stdout


def listed() -> set[str]:
    """The files that CONTRIBUTING.md names for a rule."""
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    block = re.search(r"```text\n(.*?)```", guide, re.DOTALL)
    assert block is not None
    return {line.split()[0] for line in block[1].splitlines()}
