"""Kept patterns: the same as compiled ones, the same in every run, and never in the way."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from firstrun import first_run

from linter.ground import patterns
from linter.ground.cache import CHECKSUM, write_bytes

HERE = Path(__file__).resolve().parent.parent
PATTERNS = [
    ("", 0),
    ("≥|≤|[<>=]", 0),
    (r"(?P<whole>[0-9]+)(?:\.(?P<part>[0-9]+))?(?=[一-龥])", 0),
    (r"^\s*(项目|指标)(?P<name>.+?)\s*$", re.MULTILINE | re.DOTALL),
    (r"(?i:charset)=[^a-z]", re.IGNORECASE),
    (r"(?P<a>x)|(y)|(?P<c>z)(?P=c)", 0),
    ("[" + "".join(map(chr, range(0x4E00, 0x9FA5, 7))) + "]+", 0),
    ("[\U00020000-\U0002ffff]", re.ASCII),
]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder, and nothing remembered from before."""
    monkeypatch.setattr("linter.ground.cache.cache_dir", lambda: tmp_path)
    monkeypatch.setattr(patterns, "_new", {})
    monkeypatch.setattr(patterns.atexit, "register", lambda call: None)
    _forget()
    yield tmp_path
    _forget()


def _forget() -> None:
    patterns.compiled.cache_clear()
    patterns._kept.cache_clear()


def _next_run() -> None:
    """What the end of one run and the start of the next do."""
    patterns._keep()
    patterns._new.clear()
    _forget()


@pytest.mark.parametrize(("pattern", "flags"), PATTERNS)
def test_a_kept_pattern_equals_a_compiled_one(pattern: str, flags: int, cache: Path) -> None:
    expected = re.compile(pattern, flags)
    for _ in range(2):  # compiled here, then kept
        made = patterns.compiled(pattern, flags)
        # Patterns are equal when their text, their flags and their compiled numbers are.
        assert made == expected
        assert (made.flags, made.groups, dict(made.groupindex)) == (
            expected.flags,
            expected.groups,
            dict(expected.groupindex),
        )
        _next_run()


def test_the_second_run_compiles_nothing(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for pattern, flags in PATTERNS:
        patterns.compiled(pattern, flags)
    _next_run()
    monkeypatch.setattr(patterns, "_numbers", lambda *args: pytest.fail(f"compiled again: {args}"))
    for pattern, flags in PATTERNS:
        patterns.compiled(pattern, flags)


def test_groups_keep_their_names(cache: Path) -> None:
    for _ in range(2):
        found = patterns.compiled(r"(?P<whole>\d+)\.(?P<part>\d+)").match("54.2")
        assert found is not None
        assert (found.groupdict(), found.lastgroup) == ({"whole": "54", "part": "2"}, "part")
        _next_run()


@pytest.mark.parametrize("spoilt", [b"", b"\xff\xfe", b"\x81\xa1a\x01", b"no cache at all" * 100])
def test_a_spoilt_file_is_passed_over(spoilt: bytes, cache: Path) -> None:
    (cache / patterns.file_name()).write_bytes(spoilt)
    assert patterns.compiled("[一-龥]+") == re.compile("[一-龥]+")
    _forget()
    write_bytes(patterns.file_name(), spoilt)
    assert patterns.compiled("[一-龥]+") == re.compile("[一-龥]+")


@pytest.mark.parametrize("code", [b"", b"123", b"\xff" * 400, bytes(range(200))])
def test_numbers_that_are_no_code_are_passed_over(code: bytes, cache: Path) -> None:
    kept = {"0:[一-龥]+": patterns._Kept(32, code, 0, {})}
    write_bytes(patterns.file_name(), msgspec.msgpack.encode(kept))
    assert patterns.compiled("[一-龥]+") == re.compile("[一-龥]+")


def test_a_fault_in_a_pattern_is_the_fault_of_re(cache: Path) -> None:
    with pytest.raises(re.error, match="unterminated"):
        patterns.compiled("[一-龥")


def test_without_a_cache_and_on_another_python_all_is_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linter.ground.cache.cache_dir", lambda: None)
    monkeypatch.setattr(patterns, "_sre", None)
    _forget()
    assert patterns.compiled("[一-龥]+") == re.compile("[一-龥]+")
    _forget()


def test_the_file_does_not_grow_for_ever(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "MOST", 10)
    for run in range(5):
        for number in range(4):
            patterns.compiled(f"{run}x{number}")
        _next_run()
        assert len(patterns._read()) <= 10
    assert "0:4x3" in patterns._read()


CHECKED = [f"examples/{name}-faulty.txt" for name in ("table", "columns", "freetext")]


def test_a_run_asks_for_the_same_patterns_whatever_the_order_of_sets(tmp_path: Path) -> None:
    """A pattern joined from a set would be new in every run, and kept in every run."""
    kept_by = shutil.copytree(
        first_run().folder, tmp_path / "kept", ignore=shutil.ignore_patterns("patterns*")
    )
    sizes = []
    for seed in "03":
        subprocess.run(
            [sys.executable, "-m", "linter", "check", *CHECKED, "--format", "json"],
            cwd=HERE,
            env={**os.environ, "PYTHONHASHSEED": seed, "JXLINT_CACHE_DIR": str(kept_by)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        kept = (kept_by / patterns.file_name()).read_bytes()
        sizes.append(len(msgspec.msgpack.decode(kept[CHECKSUM:])))
    assert sizes[0] > 100
    assert sizes == sizes[:1] * 2
