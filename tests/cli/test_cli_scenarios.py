"""What a user sees for what a user types: tests/cli/scenarios.yaml, run in an empty folder each."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from yamldata import yaml_data

from linter.cli.root import root

DATA = yaml_data(Path(__file__).with_name("scenarios.yaml"))
LIBRARY: dict[str, str] = DATA["library"]


def text_of(given: str) -> str:
    return LIBRARY[given[1:]] if given.startswith("@") else given


@pytest.mark.parametrize(
    "scenario", DATA["scenarios"], ids=lambda scenario: scenario["name"].replace(" ", "-")
)
def test_scenario(scenario: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, given in scenario.get("files", {}).items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text_of(given).encode("utf-8"))
    for step in (scenario, *scenario.get("then", ())):
        check(step)


def check(step: dict[str, Any]) -> None:
    result = CliRunner().invoke(
        root,
        shlex.split(step["run"]),
        input=text_of(step.get("stdin", "")).encode("utf-8"),
        prog_name="jxlint",
    )
    said = f"--- stdout\n{result.stdout}--- stderr\n{result.stderr}"
    assert result.exit_code == step["exit"], said
    for stream, shown in (("out", result.stdout), ("err", result.stderr)):
        for fragment in step.get(stream, ()):
            assert fragment in shown, f"{fragment!r} is not in {stream}\n{said}"
        for fragment in step.get(f"no_{stream}", ()):
            assert fragment not in shown, f"{fragment!r} is in {stream}\n{said}"
    assert "Traceback" not in said
    if "lines" in step:
        assert len(result.stdout.splitlines()) == step["lines"], said
    if "last" in step:
        assert result.stdout.splitlines()[-1] == step["last"], said
