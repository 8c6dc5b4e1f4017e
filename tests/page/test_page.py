"""The page in a real browser: the same findings as the command line, and nothing asked for over the network."""

from __future__ import annotations

import functools
import http.server
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from chromium import Drive

pytestmark = pytest.mark.slow


def command_line(path: Path) -> Any:
    done = subprocess.run(
        [sys.executable, "-m", "linter", "check", path.name, "--no-config", "--no-reasons", "--format", "json"],
        cwd=path.parent, capture_output=True, check=False,
    )  # fmt: skip
    return json.loads(done.stdout)


@pytest.fixture(scope="session")
def served(built: Path) -> Iterator[str]:
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(built / "site"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def test_the_same_findings_as_the_command_line(built: Path, drive: Drive, examples: Path) -> None:
    paths = sorted(examples.glob("*.txt"))
    steps: list[dict[str, Any]] = [{"do": "ready"}]
    for path in paths:
        steps += [{"do": "files", "paths": [str(path)]}, {"do": "run", "code": "window.jxlint.json"}]
    seen = drive((built / "jxlint.html").as_uri(), *steps)
    assert seen["errors"] == []
    answers = [json.loads(one["value"]) for one in seen["seen"] if one["do"] == "run"]
    for path, answer in zip(paths, answers, strict=True):
        assert answer == command_line(path), path.name


def test_nothing_is_asked_for_from_a_file(built: Path, drive: Drive, examples: Path) -> None:
    address = (built / "jxlint.html").as_uri()
    seen = drive(address, {"do": "ready"}, {"do": "files", "paths": [str(examples / "table-faulty.txt")]})
    assert seen["status"][0] == "checked"
    assert [one for one in seen["requests"] if one != address and not one.startswith("blob:null/")] == []


def test_a_server_is_asked_for_the_page_and_its_parts(
    built: Path, served: str, drive: Drive, examples: Path
) -> None:
    table = examples / "table-faulty.txt"
    steps = [
        {"do": "ready"},
        {"do": "files", "paths": [str(table)]},
        {"do": "run", "code": "window.jxlint.json"},
    ]
    seen = drive(served, *steps)
    assert json.loads(seen["seen"][-1]["value"]) == command_line(table)
    parts = {served, *(served + path.name for path in (built / "site").glob("*.bin"))}
    assert {one for one in seen["requests"] if not one.startswith("blob:")} <= parts


def test_one_file_is_small_enough(built: Path) -> None:
    assert (built / "jxlint.html").stat().st_size <= 14_000_000
