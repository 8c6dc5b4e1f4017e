"""The grammar file, its terminals and the cache of its tables."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from linter.ground.cache import proven
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


def reading(cache: str | Path) -> str:
    """What a process says of a value that keeps its tables there."""
    done = subprocess.run(
        [sys.executable, "-c", "from linter.values import parse_value; print(parse_value('≥95%').lower)"],
        env={**os.environ, "JXLINT_CACHE_DIR": str(cache), "PYTHONUTF8": "1"},
        cwd=data_root(),
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip() + done.stderr


def test_reads_without_a_cache() -> None:
    assert reading("off") == "95"


def test_reads_with_a_cache_and_when_it_is_spoilt(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    assert reading(folder) == "95"
    (kept,) = folder.glob("value-*")
    whole = kept.read_bytes()
    assert proven(kept.name, whole)
    assert reading(folder) == "95"  # with what the first has kept
    assert [path.name for path in folder.glob("value-*")] == [kept.name] and kept.read_bytes() == whole
    for path in folder.iterdir():
        path.write_bytes(path.read_bytes()[:40])
    assert reading(folder) == "95"
    assert proven(kept.name, kept.read_bytes())  # made anew


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
