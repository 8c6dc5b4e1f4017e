"""Parse tables as plain data: Lark reads a grammar once, the tables are kept, and we run them ourselves.

A table is a mapping of plain data:

- ``start``, ``end``: numbers of states;
- ``states``: for each state what it does with a terminal, and where a finished rule leads: twice the next state,
  or twice the number of a rule to reduce and one;
- ``rules``: ``[name, size, function, alone, kept]``: what it makes, of how many parts, by which function;
  ``alone``: a single part stands for the whole; ``kept``: the parts handed on, with whether each is spread;
- ``terminals``: ``[name, pattern]`` in the order in which they are tried; ``ignored``: those that are dropped;
- ``literals``: terminal → text → terminal that the text is instead (a word of the language is no name).

Lark is imported only to make a table: its half for grammars is a good part of a cold start.
"""

from __future__ import annotations

import re
from typing import Any

from linter.ground import cache as files

Table = dict[str, Any]


def table_of(grammar: str, name: str) -> Table:
    """The table of a grammar in Lark's notation, kept under ``name``."""
    key = f"{name}-{files.content_key(grammar)}"
    kept: Table | None = files.read(key)
    if kept is None:
        kept = _made(grammar)
        files.write(key, kept)
    return kept


class _NoLexer:
    """Takes the place of Lark's lexer, whose patterns nobody needs here."""

    def __init__(self, *_: Any, **__: Any) -> None:
        pass


def _made(grammar: str) -> Table:
    from lark import Lark

    read: Any = Lark(
        grammar,
        parser="lalr",
        lexer="contextual",
        maybe_placeholders=False,
        _plugins={"ContextualLexer": _NoLexer},
    )
    table = read.parser.parser._parse_table
    numbers = {rule: at for at, rule in enumerate(read.rules)}
    states = {
        state: {
            name: 2 * target if isinstance(target, int) else 2 * numbers[target] + 1
            for name, (_, target) in actions.items()
        }
        for state, actions in table.states.items()
    }
    order = {state: at for at, state in enumerate(states)}
    shifted = [
        {str(name): code if code & 1 else 2 * order[code >> 1] for name, code in actions.items()}
        for actions in states.values()
    ]
    terminals = sorted(
        read.terminals,
        key=lambda one: (-one.priority, -one.pattern.max_width, -len(one.pattern.value), one.name),
    )
    return {
        "start": order[table.start_states["start"]],
        "end": order[table.end_states["start"]],
        "states": shifted,
        "rules": [_rule(rule) for rule in read.rules],
        "terminals": [[str(one.name), str(one.pattern.to_regexp())] for one in terminals],
        "ignored": [str(name) for name in read.ignore_tokens],
        "literals": _literals(terminals),
    }


def _rule(rule: Any) -> list[Any]:
    kept = [
        [at, not symbol.is_term and symbol.name.startswith("_")]
        for at, symbol in enumerate(rule.expansion)
        if rule.options.keep_all_tokens or not (symbol.is_term and symbol.filter_out)
    ]
    whole = len(kept) == len(rule.expansion) and not any(spread for _, spread in kept)
    name = str(rule.origin.name)
    function = str(rule.alias or rule.options.template_source or name)
    alone = bool(rule.options.expand1 and not rule.alias)
    return [name, len(rule.expansion), function, alone, None if whole else kept]


def _literals(terminals: list[Any]) -> dict[str, dict[str, str]]:
    """For each pattern the plain texts of the same priority that it would take as well."""
    texts = [one for one in terminals if one.pattern.type == "str"]
    result: dict[str, dict[str, str]] = {}
    for one in terminals:
        for text in texts if one.pattern.type == "re" else ():
            found = re.match(one.pattern.to_regexp(), text.pattern.value)
            if found and found[0] == text.pattern.value and one.priority == text.priority:
                result.setdefault(str(one.name), {})[str(text.pattern.value)] = str(text.name)
    return result
