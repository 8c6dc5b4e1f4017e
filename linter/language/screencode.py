"""Writes what a rule asks of every object as one function: does it have to look closer?

Most objects give a rule nothing to say, and most of a run is finding that out. So ``when``, the condition of a fault
and the named parts that both use become one function, in which a part that is used once stands where it is used, and
one that is used more often is worked out once at most.

A screen is ``["screen", when or None, fault or None, [[name of a part, its tree], …]]``. Its function gives False
where ``when`` does not hold, None where that cannot be told, True where it holds and there is no fault, ``CLOSER``
where the rule has to look closer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from linter.language.codewriter import Writer
from linter.language.generated import CLOSER
from linter.language.plaintree import Plain

#: What many judged objects have in common, the nearer first.
_OWNERS = ("form", "document")


def screen_lines(tree: Plain) -> list[str]:
    """The lines of ``make`` for a screen."""
    _, when, fault, named = tree
    shared = _Shared(dict(named), _uses([when, fault], dict(named)))
    writer = _ScreenWriter(shared)
    writer.screen(when, fault)
    memo = [f"   m = [U] * {len(shared.numbers)}"] if shared.numbers else []
    head = [f"  {name} = {text}" for text, name in shared.bound.items()]
    return [
        "def make(W, P):",
        *head,
        *shared.functions,
        "  def run(s0):",
        *memo,
        *writer.lines,
        "  return run",
    ]


def _uses(trees: list[Any], named: dict[str, Plain]) -> Counter[str]:
    """How often each part is used by these trees and by the parts that they use."""
    uses: Counter[str] = Counter()
    waiting = list(_parts_in(trees))
    while waiting:
        name = waiting.pop()
        if not uses[name]:
            waiting += _parts_in(named[name])
        uses[name] += 1
    return uses


def _parts_in(tree: Any) -> Iterator[str]:
    if not isinstance(tree, list):
        return
    if len(tree) == 2 and tree[0] == "let":
        yield tree[1]
    else:
        for part in tree:
            yield from _parts_in(part)


def owner_of(name: str, named: Mapping[str, Plain]) -> str:
    """``form`` or ``document`` for a part that asks nothing else of the judged object, and is the same for all of its
    rows; else empty. ``named`` are the trees of the parts."""
    asked = set(_asked(named[name], named))
    return "" if not asked or asked - {*_OWNERS} else next(one for one in _OWNERS if one in asked)


def _asked(tree: Any, named: Mapping[str, Plain]) -> Iterator[str]:
    """The first names of the paths of a tree and of the parts that it uses; empty for the judged object itself."""
    if not isinstance(tree, list):
        return
    if tree and tree[0] == "path" and tree[1] == 0:
        yield tree[2][0] if tree[2] else ""
    elif len(tree) == 2 and tree[0] == "let":
        yield from _asked(named[tree[1]], named)
    else:
        for part in tree:
            yield from _asked(part, named)


class _Shared:
    """What all functions of one screen have together: the parts, what is bound once, the functions of parts."""

    def __init__(self, named: dict[str, Plain], uses: Counter[str]) -> None:
        self.named = named
        self.uses = uses
        self.bound: dict[str, str] = {}
        self.numbers: dict[str, int] = {}
        self.functions: list[str] = []

    def number(self, name: str) -> int:
        """The number of a part that has a function, written when the part is first met."""
        if name not in self.numbers:
            number = self.numbers[name] = len(self.numbers)
            writer = _ScreenWriter(self)
            result = writer.value(self.named[name])
            self.functions += [f"  def l{number}(s0, m):", *writer.lines, f"   return {result}"]
        return self.numbers[name]


class _ScreenWriter(Writer):
    def __init__(self, shared: _Shared) -> None:
        super().__init__()
        self._shared = shared
        self.bound = shared.bound
        self._loops = 0

    def screen(self, when: Plain | None, fault: Plain | None) -> None:
        if when is not None:
            held = self._let_be(self.value(when))
            self._line(f"if {held} is not True: return {held}")
        found = "True" if fault is None else self.holds(fault)
        self._line(f"return {CLOSER} if {found} else True")

    def holds(self, tree: Plain) -> str:
        return super().holds(self._in_place(tree) or tree)

    def fails(self, tree: Plain) -> str:
        return super().fails(self._in_place(tree) or tree)

    def _in_place(self, tree: Plain) -> Plain | None:
        """The tree of a part that can stand where it is used; in a loop it would be worked out again and again."""
        if tree[0] != "let" or self._loops or self._shared.uses[tree[1]] > 1:
            return None
        if owner_of(tree[1], self._shared.named):
            return None
        return self._shared.named[tree[1]]

    def _on_let(self, tree: Plain) -> str:
        inner = self._in_place(tree)
        if inner is not None:
            return self._let_be(self.value(inner))
        if owner_of(tree[1], self._shared.named):  # kept by the form, for all of its rows
            return super()._on_let(tree)
        number = self._shared.number(tree[1])
        result = self._let_be(f"m[{number}]")
        self._line(f"if {result} is U: {result} = m[{number}] = l{number}(s0, m)")
        return result

    def _on_each(self, tree: Plain) -> str:
        self._loops += 1
        result = super()._on_each(tree)
        self._loops -= 1
        return result
