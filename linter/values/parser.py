"""The parser of grammar/value.lark: LALR with a contextual lexer, its parse table kept."""

from __future__ import annotations

from functools import cache

from linter.ground.machine import Machine, Unexpected
from linter.ground.parsetable import table_of
from linter.ground.patterns import compiled
from linter.ground.resources import grammar_text
from linter.values.reading import GRADE, NoReading, Reading
from linter.values.terminals import declarations, words
from linter.values.timing import Readings

_DIGIT = compiled("[0-9]")


def _families(accepted: list[frozenset[str]]) -> list[frozenset[str]]:
    """Parser states that expect much the same share one lexer, whose pattern is the cost of a cold start."""
    expecting_value = frozenset[str]().union(*filter(_before_value, accepted))
    expecting_unit = frozenset[str]().union(*filter(_behind_number, accepted))
    return [
        expecting_value
        if "DAY" not in names and "DAY_OF_YEAR" in names
        else expecting_unit
        if _behind_number(names)
        else names
        for names in accepted
    ]


def _before_value(accepts: frozenset[str]) -> bool:
    """Behind 每户 stands 增收 as a verb, elsewhere it is a change."""
    return "RATIO" in accepts and "VERB" not in accepts


def _behind_number(accepts: frozenset[str]) -> bool:
    return "UNIT" in accepts and "NEGATIVE" not in accepts and "AVERAGE" not in accepts


@cache
def parser() -> Machine:
    """The parser. Its table is kept, keyed by grammar and words."""
    grammar = f"{grammar_text('value.lark')}\n{declarations()}\n"
    return Machine(table_of(grammar, "value"), Readings(), families=_families)


def parse(text: str) -> Reading | None:
    """The reading of a whole plain text, None when the grammar refuses it."""
    try:
        reading: Reading = parser().parse(text)
    except Unexpected:
        return None
    except NoReading as none:
        if none.note == GRADE:  # 二级以上; but 一类10元 holds an amount
            return None if _DIGIT.search(text) else {"kind": none.kind, "note": ""}
        return {"kind": none.kind, "note": none.note} if none.kind else None
    return reading


@cache
def terminal_names() -> dict[str, str]:
    """Terminal → its Chinese name."""
    return dict(pair.split(" ", 1) for pair in words("value-terminals"))


def expected(text: str) -> tuple[int, list[str]] | None:
    """Where reading a plain text stops and what could have stood there, in Chinese; None when it is read."""
    try:
        parser().parse(text)
    except NoReading:
        return 0, []
    except Unexpected as error:
        known = terminal_names()
        return error.at, sorted({known.get(name, name) for name in error.expected})
    return None
