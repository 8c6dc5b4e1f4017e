"""Runs the parse tables of ``parsetable``: text → tokens → whatever the functions of the rules make of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from linter.ground.parsetable import Table
from linter.ground.patterns import compiled

END = "$END"
#: A text and where in it a token begins → the match.
Matcher = Callable[[str, int], re.Match[str] | None]
#: The accepted terminals of each state → those that its lexer tries.
Families = Callable[[list[frozenset[str]]], list[frozenset[str]]]


class Token(str):
    """A piece of the text: ``type`` is its terminal, ``start_pos`` and ``end_pos`` count from 0, ``line`` and
    ``column`` from 1 (where the machine keeps places)."""

    __slots__ = ("column", "end_pos", "line", "start_pos", "type")
    type: str
    start_pos: int
    end_pos: int
    line: int
    column: int

    def __new__(cls, type: str, text: str, start: int = 0, line: int = 1, column: int = 1) -> Token:
        token = super().__new__(cls, text)
        token.type = type
        token.start_pos = start
        token.end_pos = start + len(text)
        token.line = line
        token.column = column
        return token


_new_text = str.__new__


class Tree:
    """A node of a syntax tree: ``data`` is the name of its rule; ``line`` and ``column`` those of its first token
    (None for one without)."""

    __slots__ = ("children", "column", "data", "line")

    def __init__(self, data: str, children: list[Any]) -> None:
        self.data = data
        self.children = children
        self.line: int | None = None
        self.column: int | None = None


class Unexpected(Exception):
    """The text cannot be read on. ``at`` counts from 0; ``token`` is what cannot stand there, None where not even a
    token begins; ``expected`` are the terminals that could. Most are caught and forgotten, so that what an error
    message needs is worked out when it is asked for."""

    def __init__(
        self, text: str, at: int, token: Token | None, expecting: Callable[[], Iterable[str]]
    ) -> None:
        super().__init__(at)
        self.at = at
        self.token = token
        self._text = text
        self._expecting = expecting

    @property
    def expected(self) -> frozenset[str]:
        return frozenset(self._expecting())

    @property
    def line(self) -> int:
        return _place(self._text, self.at)[0]

    @property
    def column(self) -> int:
        return _place(self._text, self.at)[1]

    @property
    def character(self) -> str:
        return self._text[self.at : self.at + 1]


def _place(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


class Machine:
    """A grammar ready to read. ``functions`` has a method a rule, given the list of its parts; rules without one
    make a Tree. ``families`` may let states share a lexer; ``places``: tokens and trees know line and column."""

    def __init__(
        self,
        table: Table,
        functions: object = None,
        *,
        families: Families | None = None,
        places: bool = False,
    ) -> None:
        self.states: list[dict[str, int]] = table["states"]
        self.start: int = table["start"]
        self.end: int = table["end"]
        self.terminals: dict[str, str] = dict(table["terminals"])
        self.ignored = frozenset(table["ignored"])
        self.places = places
        self.literals: Mapping[str, Mapping[str, str]] = table["literals"]
        rules = [_Rule(rule, functions, places) for rule in table["rules"]]
        #: For each rule: what makes it (None where its one part stands for it), of how many parts, its name.
        self.rules = [(None if rule.is_its_part else rule.make, rule.size, rule.name) for rule in rules]
        accepted = [frozenset(state) & self.terminals.keys() for state in self.states]
        self._accepted = families(accepted) if families else accepted
        self.matchers: list[Matcher | None] = [None] * len(self.states)

    def parse(self, text: str) -> Any:
        """What the functions make of the whole text. Raises Unexpected, and whatever they raise."""
        return Run(self, text).drive(whole=True)

    def matcher(self, state: int) -> Matcher:
        """The lexer of a state."""
        found = self.matchers[state]
        if found is None:
            wanted = self.tried(state) | self.ignored
            inside = {name for one in wanted & self.literals.keys() for name in self.literals[one].values()}
            found = self.matchers[state] = compiled(
                "|".join(
                    f"(?P<{name}>{pattern})"
                    for name, pattern in self.terminals.items()
                    if name in wanted and name not in inside
                )
            ).match
        return found

    def tried(self, state: int) -> frozenset[str]:
        """The terminals that the lexer of a state tries."""
        return self._accepted[state]

    def type_of(self, name: str, text: str, state: int) -> str:
        """The terminal of a text that was found as ``name``: a word of the language is no name."""
        words = self.literals.get(name)
        word = words.get(text) if words else None
        return word if word is not None and word in self._accepted[state] else name


class Run:
    """A text that is being read. ``copy`` keeps a point to come back to."""

    __slots__ = ("_machine", "_size", "_text", "_values", "at", "stack")

    def __init__(self, machine: Machine, text: str) -> None:
        self._machine = machine
        self._text = text
        self._size = len(text)
        self._values: list[Any] = []
        self.at = 0
        self.stack = [machine.start]

    def copy(self) -> Run:
        other = Run(self._machine, self._text)
        other._values = self._values.copy()
        other.at = self.at
        other.stack = self.stack.copy()
        return other

    @property
    def choices(self) -> Mapping[str, int]:
        """What may come next."""
        return self._machine.states[self.stack[-1]]

    def step(self) -> Token | None:
        """Read the next token and go on with it; None at the end of the text. Raises Unexpected, and what the
        functions raise."""
        token: Token | None = self.drive(whole=False)
        return token

    def finish(self) -> Any:
        """What the functions make of all that was read, as if the text ended here. Raises Unexpected where it is
        not complete."""
        self._size = self.at
        return self.drive(whole=True)

    def drive(self, *, whole: bool) -> Any:
        """Read on: one token, which is returned (None at the end), or the ``whole`` text, and what was made of it.

        One long loop, since this is where the time goes."""
        machine, text, size, stack, values = self._machine, self._text, self._size, self.stack, self._values
        states, rules, matchers, ignored = machine.states, machine.rules, machine.matchers, machine.ignored
        token: Token | None
        while True:
            state, start = stack[-1], self.at
            match = matchers[state] or machine.matcher(state)
            while start < size:
                found = match(text, start)
                if found is None:
                    raise Unexpected(text, start, None, lambda: machine.tried(state) - ignored)  # noqa: B023
                name: str = found.lastgroup  # type: ignore[assignment]
                end = found.end()
                if name in ignored:
                    start = end
                    continue
                if machine.literals:
                    name = machine.type_of(name, found[0], state)
                if machine.places:
                    token = Token(name, found[0], start, *_place(text, start))
                else:
                    token = _new_text(Token, found[0])
                    token.type, token.start_pos, token.end_pos = name, start, end
                self.at = end
                break
            else:
                if not whole:
                    return None
                name, token = END, None
            while True:
                code = states[stack[-1]].get(name)
                if code is None:
                    raise self._unexpected(token)
                if not code & 1:
                    stack.append(code >> 1)
                    values.append(token)
                    break
                make, count, rule = rules[code >> 1]
                if make is None:
                    stack[-1] = states[stack[-2]][rule] >> 1
                else:
                    parts = values[-count:] if count else []
                    if count:
                        del stack[-count:], values[-count:]
                    values.append(make(parts))
                    stack.append(states[stack[-1]][rule] >> 1)
                if token is None and stack[-1] == machine.end:
                    return values[-1]
            if not whole:
                return token

    def _unexpected(self, token: Token | None) -> Unexpected:
        choices, terminals = self.choices, self._machine.terminals
        at = len(self._text) if token is None else token.start_pos
        return Unexpected(self._text, at, token, lambda: (n for n in choices if n in terminals or n == END))


class _Rule:
    """A rule of a table: ``make`` turns its parts into what the parts of the next rule are."""

    __slots__ = ("_alone", "_function", "_kept", "_places", "make", "name", "size")

    def __init__(self, plain: list[Any], functions: object, places: bool) -> None:
        self.name, self.size, function, self._alone, self._kept = plain
        self._places = places
        self._function: Callable[[list[Any]], Any]
        if self.name.startswith("_"):
            self._function = list  # spread in the rule above
        else:
            self._function = getattr(functions, function, None) or (lambda parts: Tree(function, parts))
        plainly = not self._alone and self._kept is None and not places
        self.make: Callable[[list[Any]], Any] = self._function if plainly else self._make

    @property
    def is_its_part(self) -> bool:
        """Whether its only part stands for it."""
        return self.size == 1 and self._alone and self._kept is None

    def _make(self, parts: list[Any]) -> Any:
        chosen = parts if self._kept is None else self._chosen(parts)
        made = chosen[0] if self._alone and len(chosen) == 1 else self._function(chosen)
        if self._places and isinstance(made, Tree) and made.line is None:
            first = next((part for part in parts if getattr(part, "line", None) is not None), None)
            if first is not None:
                made.line, made.column = first.line, first.column
        return made

    def _chosen(self, parts: list[Any]) -> list[Any]:
        chosen: list[Any] = []
        for at, spread in self._kept:
            if spread:
                chosen += parts[at]
            else:
                chosen.append(parts[at])
        return chosen
