"""Parse tables as plain data, and the machine that runs them: what Lark would make, from kept tables as from fresh."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from linter.ground import cache as files
from linter.ground.machine import END, Machine, Run, Token, Tree, Unexpected
from linter.ground.parsetable import Table, table_of

GRAMMAR = """
start: item ("," item)* _END?
item: WORD "=" value -> pair
    | WORD
?value: NUMBER | "(" value ")" | IF value -> chosen
_END: ";"
IF: "if"
WORD: /[a-z]+/
NUMBER: /[0-9]+/
BLANK: /[ \\n]+/
%ignore BLANK
"""


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Table:
    monkeypatch.setattr(files, "cache_dir", lambda: tmp_path)
    fresh = table_of(GRAMMAR, "test")
    kept = table_of(GRAMMAR, "test")
    assert fresh == kept == msgspec.msgpack.decode(msgspec.msgpack.encode(fresh))
    assert len(list(tmp_path.iterdir())) == 1
    return kept


def plain(made: Any) -> Any:
    return [made.data, *map(plain, made.children)] if isinstance(made, Tree) else f"{made.type} {made}"


TEXTS = [
    ("a", ["start", ["item", "WORD a"]]),
    ("a = 1, b;", ["start", ["pair", "WORD a", "NUMBER 1"], ["item", "WORD b"]]),
    ("a=((2))", ["start", ["pair", "WORD a", "NUMBER 2"]]),
    ("a = if 3", ["start", ["pair", "WORD a", ["chosen", "IF if", "NUMBER 3"]]]),
    ("iff", ["start", ["item", "WORD iff"]]),
]


@pytest.mark.parametrize(("text", "made"), TEXTS)
def test_trees(text: str, made: list[Any], table: Table) -> None:
    assert plain(Machine(table).parse(text)) == made


def test_it_makes_what_lark_makes(table: Table) -> None:
    from lark import Lark

    def told(made: Any) -> Any:
        return [made.data, *map(told, made.children)] if hasattr(made, "children") else f"{made.type} {made}"

    lark: Any = Lark(GRAMMAR, parser="lalr", maybe_placeholders=False)
    for text, _ in TEXTS:
        assert plain(Machine(table).parse(text)) == told(lark.parse(text))


def test_functions_take_the_place_of_trees(table: Table) -> None:
    class Functions:
        def pair(self, parts: list[Token]) -> tuple[str, int]:
            return str(parts[0]), int(parts[1])

        def start(self, parts: list[Any]) -> list[Any]:
            return parts

    assert Machine(table, Functions()).parse("a=1,b=(2)") == [("a", 1), ("b", 2)]


def test_places(table: Table) -> None:
    made = Machine(table, places=True).parse("a,\n  bc = 5")
    pair = made.children[1]
    assert (pair.line, pair.column) == (2, 3)
    assert [(one.line, one.column, one.start_pos, one.end_pos) for one in pair.children] == [
        (2, 3, 5, 7), (2, 8, 10, 11),
    ]  # fmt: skip


FAULTS = [
    ("a = ?", 4, None, {"NUMBER", "IF", "LPAR"}),
    ("a b", 2, None, {"EQUAL", "COMMA", "_END", "BLANK"}),
    ("a =", 3, None, {"NUMBER", "IF", "LPAR"}),
    ("", 0, None, {"WORD"}),
]


@pytest.mark.parametrize(("text", "at", "token", "expected"), FAULTS)
def test_where_a_text_cannot_be_read_on(
    text: str, at: int, token: None, expected: set[str], table: Table
) -> None:
    with pytest.raises(Unexpected) as caught:
        Machine(table).parse(text)
    assert (caught.value.at, caught.value.token) == (at, token)
    assert set(caught.value.expected) - {"BLANK"} == expected - {"BLANK"}


def test_a_copy_is_a_point_to_come_back_to(table: Table) -> None:
    run = Run(Machine(table), "a,b=1")
    assert run.step() == "a" and END in run.choices
    kept = run.copy()
    while run.step() is not None:
        pass
    assert len(run.finish().children) == 2
    assert plain(kept.finish()) == ["start", ["item", "WORD a"]]
