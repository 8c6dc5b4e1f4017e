"""The parser of grammar/value.lark: LALR with a contextual lexer, parse tables kept in the cache folder."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from lark import Lark
from lark.exceptions import UnexpectedCharacters, UnexpectedInput
from lark.lexer import ContextualLexer

from linter.ground.patterns import compiled
from linter.ground.resources import cache_dir, content_key, grammar_text
from linter.values.reading import GRADE, NoReading, Reading
from linter.values.terminals import declarations, words
from linter.values.timing import Readings

_DIGIT = compiled("[0-9]")


class _NoSecondLook:
    """Takes the place of the lexer Lark asks, after a failure, for a better message: we print none."""

    def next_token(self, state: Any, parser_state: Any) -> Any:
        error: Any = UnexpectedCharacters
        raise error(state.text.text, state.line_ctr.char_pos, 1, 1)


def _families(states: Any) -> dict[Any, Any]:
    """Parser states that expect much the same share one lexer, whose pattern is the cost of a cold start."""
    expecting_value = {name for accepts in states.values() if _before_value(accepts) for name in accepts}
    expecting_unit = {name for accepts in states.values() if _behind_number(accepts) for name in accepts}
    families = {}
    for state, accepts in states.items():
        if "DAY" not in accepts and "DAY_OF_YEAR" in accepts:
            accepts = expecting_value
        elif _behind_number(accepts):
            accepts = expecting_unit
        families[state] = accepts
    return families


def _before_value(accepts: Any) -> bool:
    """Behind 每户 stands 增收 as a verb, elsewhere it is a change."""
    return "RATIO" in accepts and "VERB" not in accepts


def _behind_number(accepts: Any) -> bool:
    return "UNIT" in accepts and "NEGATIVE" not in accepts and "AVERAGE" not in accepts


class _Kept:
    """Stands in for the module ``re`` that Lark compiles its terminals with."""

    compile = staticmethod(compiled)
    match = staticmethod(re.match)


class _Lexer(ContextualLexer):
    """Lark's contextual lexer without the search for colliding terminals (a minute, on word lists), its
    patterns from the kept ones."""

    def __init__(self, conf: Any, states: Any, always_accept: Any = ()) -> None:
        conf.skip_validation = True
        conf.re_module = _Kept
        super().__init__(conf, _families(states), always_accept)
        no_second_look: Any = _NoSecondLook()
        self.root_lexer = no_second_look


@cache
def parser() -> Lark:
    """The parser, its tables from the cache when there is one. Tables are keyed by grammar and words."""
    grammar = f"{grammar_text('value.lark')}\n{declarations()}\n"
    folder = cache_dir()
    kept: str | bool = str(folder / f"value-{content_key(grammar)}.lark") if folder else False
    return Lark(
        grammar,
        parser="lalr",
        lexer="contextual",
        transformer=Readings(),
        cache=kept,
        maybe_placeholders=False,
        _plugins={"ContextualLexer": _Lexer},
    )


def parse(text: str) -> Reading | None:
    """The reading of a whole plain text, None when the grammar refuses it."""
    try:
        reading: Any = parser().parse(text)
    except UnexpectedInput:
        return None
    except NoReading as none:
        if none.note == GRADE:  # 二级以上; but 一类10元 holds an amount
            return None if _DIGIT.search(text) else {"kind": none.kind, "note": ""}
        return {"kind": none.kind, "note": none.note} if none.kind else None
    return reading  # type: ignore[no-any-return]


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
    except UnexpectedInput as error:
        names = getattr(error, "allowed", None) or getattr(error, "expected", None) or ()
        at = error.pos_in_stream
        known = terminal_names()
        return (len(text) if at is None or at < 0 else at), sorted({known.get(name, name) for name in names})
    return None
