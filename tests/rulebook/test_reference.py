"""The reference of the rule language is the one the tables give, and the language is wholly tested."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tables import table

from linter.authoring.reference import renew
from linter.ground.resources import grammar_text
from linter.language.calls import signature
from linter.language.functions import comparables, misprints, namesakes, serials, spellings, twins
from linter.language.functions.basics import EACH, FUNCTIONS
from linter.language.parsing import TERMINALS

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "rule-language.md"


def test_the_document_is_fresh() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert renew(text) == text, "renew it: python -m linter.authoring.reference docs/rule-language.md"


def test_every_terminal_has_a_name() -> None:
    grammar = grammar_text("expression.lark")
    declared = set(re.findall(r"^([A-Z_]+)(?:\.\d+)?:", grammar, re.MULTILINE))
    assert set(TERMINALS) - {"$END"} == declared
    rules = re.sub(r"^[A-Z_]+:.*$|//.*$", "", grammar, flags=re.MULTILINE)
    assert '"' not in rules, "a terminal without a name"
    assert len(grammar.splitlines()) <= 80


@pytest.mark.parametrize("name", FUNCTIONS)
def test_signatures_can_be_read(name: str) -> None:
    read = signature(name)
    assert read.text.startswith(f"{name}(")
    assert 1 <= read.least <= read.most


#: Functions of one rule only, tested with the module that does their work.
ELSEWHERE = {
    "borrowed_from",
    "borrowed",
    "apart",
    "topics",
    "topics_beyond",
    "overall",
    "repeated",
    "namesakes",
    "same_amount",
}


def test_every_function_is_tried() -> None:
    sources = [case["expression"] for cases in table("expression_cases.yaml").values() for case in cases]
    called = {name for source in sources for name in re.findall(r"([a-z_]+)\(", source)}
    parts = (twins, spellings, namesakes, comparables, misprints, serials)
    of_their_own = {name for part in parts for name in part.TABLE}
    assert set(FUNCTIONS) | set(EACH) <= called | ELSEWHERE | of_their_own
