"""The grammar file, its terminals and the cache of its tables."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from linter.ground.resources import data_root, grammar_text, load_data
from linter.values.parser import expected, parser, terminal_names
from linter.values.terminals import alternation


def test_grammar_is_short() -> None:
    assert len(grammar_text("value.lark").splitlines()) <= 80


def test_every_terminal_has_a_chinese_name() -> None:
    names = terminal_names()
    unnamed = [name for name in parser().terminals if name not in names]
    assert unnamed == []
    assert not [name for name in parser().terminals if name.startswith("__")]
    assert all(re.search("[一-鿿]", name) for name in names.values())


def test_no_name_without_a_terminal() -> None:
    assert set(terminal_names()) - set(parser().terminals) == {"$END"}


@pytest.mark.parametrize(("text", "at"), [("≥95%%", 4), ("三分之", 2), ("≥95% 和", 6)])
def test_where_reading_stops(text: str, at: int) -> None:
    stopped = expected(text)
    assert stopped is not None
    assert stopped[0] == at
    assert stopped[1] and not [name for name in stopped[1] if re.search("[A-Z_]", name)]


def test_nothing_is_expected_of_a_value() -> None:
    assert expected("≥95%") is None


def test_word_lists_do_not_repeat_a_word() -> None:
    for name, entry in load_data("words/values.yaml").items():
        assert entry["note"], name
        if name not in {"value-series-units", "value-averages"}:
            assert len(entry["words"]) == len(set(entry["words"])), name


def test_alternation_takes_the_longest_word() -> None:
    words = ["人", "人次", "人天", "平方米", "平方", "个", "件", "%", "a.b"]
    pattern = re.compile(alternation(words))
    for word in words:
        found = pattern.match(word + "以上")
        assert found and found[0] == word
    assert not pattern.match("axb")


@pytest.mark.parametrize("cache", ["off", "folder"])
def test_reads_with_and_without_a_cache(cache: str, tmp_path: Path) -> None:
    program = "from linter.values import parse_value; print(parse_value('≥95%').lower)"
    environment = {"JXLINT_CACHE_DIR": "off" if cache == "off" else str(tmp_path / "kept"), "PYTHONUTF8": "1"}
    for _ in range(2):  # the second run reads what the first has kept
        done = subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, **environment},
            cwd=data_root(),
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == "95"
    kept = list((tmp_path / "kept").glob("value-*")) if cache == "folder" else []
    assert len(kept) == (1 if cache == "folder" else 0)


def test_pint_stays_off_the_way() -> None:
    program = (
        "import sys; from linter.values import parse_value, find_values, split_item, join_cells\n"
        "parse_value('≥95%'); find_values('培训300人'); split_item('培训300人')\n"
        "join_cells('≥', '3', '元/人')\n"
        "print('pint' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=data_root(), capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


def test_a_spoilt_cache_is_made_anew(tmp_path: Path) -> None:
    program = "from linter.values import parse_value; print(parse_value('≥95%').lower)"
    environment = {**os.environ, "JXLINT_CACHE_DIR": str(tmp_path), "PYTHONUTF8": "1"}

    def run() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", program],
            env=environment,
            cwd=data_root(),
            capture_output=True,
            text=True,
            check=True,
        )

    run()
    for kept in tmp_path.iterdir():
        kept.write_bytes(kept.read_bytes()[:40])
    done = run()
    assert (done.stdout.strip(), done.stderr) == ("95", "")
