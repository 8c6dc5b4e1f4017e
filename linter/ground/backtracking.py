"""Regular expressions that may run without end are refused by their shape, as ``re`` knows no time limit.

Refused are: a repeat inside a repeat where the same text can be shared out between the two in many ways
(``(a+)+``, ``(a|a)*``, ``(.*,?)*``); numbers of repeats that multiply beyond a bound; more than a few open repeats
one after the other that can all take the same text (``.*.*.*.*``). What stays grows with a small power of the text's
length.

Sets of characters are compared by samples: the ends of all ranges, all literals, and one character of each category.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from re import _constants, _parser  # type: ignore[attr-defined, unused-ignore]
from typing import Any

#: Repeats with more rounds than this count as open.
_OPEN = 16
#: Open repeats one behind the other that may take the same text.
_MOST_OPEN = 2
_MOST_AHEAD = 1
_MOST_ROUNDS = 2000
_SAMPLES = "0一aZ_ \t\n,，.。-（)/%€"
ENDLESS_ADVICE = "请换一种写法：重复里不要再套重复；.* 和 .+ 写明最多几个字，如 .{0,30}"
LOOKS = ("ASSERT", "ASSERT_NOT")
REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")

Node = tuple[Any, Any]
Set = frozenset[str]


def endless(pattern: str) -> str:
    """Why a pattern may run without end, in Chinese, naming the construct; empty when it does not.

    Raises re.error for a pattern that is none.
    """
    tree = _parser.parse(pattern)
    return Shape(samples_of(tree)).fault(list(tree), 1)


def samples_of(tree: Any) -> Set:
    """The characters by which the sets of a tree are compared."""
    return frozenset(_SAMPLES) | frozenset(_characters(tree))


def _characters(node: Any) -> Iterable[str]:
    """All characters that stand in a tree."""
    if isinstance(node, _parser.SubPattern | list):
        for part in node:
            yield from _characters(part)
    elif isinstance(node, tuple) and len(node) == 2 and str(node[0]) in ("LITERAL", "NOT_LITERAL"):
        yield chr(node[1])
    elif isinstance(node, tuple) and len(node) == 2 and str(node[0]) == "RANGE":
        yield chr(node[1][0])
        yield chr(node[1][1])
    elif isinstance(node, tuple):
        for part in node:
            if isinstance(part, tuple | list | _parser.SubPattern):
                yield from _characters(part)


class Shape:
    """What a tree of ``re`` may take, over a set of sample characters."""

    def __init__(self, samples: Set) -> None:
        self._samples = samples
        self._sorted = sorted(samples)

    def fault(self, nodes: Sequence[Node], rounds: int, most: int = _MOST_OPEN) -> str:
        """The first construct of a sequence that may run without end. ``rounds``: of the repeats around it; ``most``:
        open repeats one behind the other that are allowed."""
        open_sets: list[Set] = []
        for node in nodes:
            name, value = str(node[0]), node[1]
            if name in REPEATS:
                low, high, body = value
                if high > 1 and high != _constants.MAXREPEAT and rounds * high > _MOST_ROUNDS:
                    return f"重复的次数太多（{{{low},{high}}}，层层相乘不能超过 {_MOST_ROUNDS}）"
                if high > 1 and (why := self._nested(list(body))):
                    return why
                if high > _OPEN:
                    taken = self.taken(list(body))
                    open_sets = [before & taken for before in open_sets if before & taken] + [taken]
                    if len(open_sets) > most:
                        return f"接连 {len(open_sets)} 个不限次数的重复会抢同一段文字（如 .*.*.*）"
                inside = rounds * (1 if high == _constants.MAXREPEAT else max(1, high))
                if why := self.fault(list(body), inside, most):
                    return why
                continue
            # What is looked for ahead is looked for from every place of the text.
            allowed = min(most, _MOST_AHEAD) if name in LOOKS else most
            for inner in _inside(node):
                if why := self.fault(inner, rounds, allowed):
                    return why
            if name not in LOOKS and not self.empty([node]):
                taken = self._first([node])[0]
                open_sets = [before for before in open_sets if before & taken]
        return ""

    def _nested(self, body: list[Node]) -> str:
        """Whether the rounds of a repeat over ``body`` can share out one text in many ways."""
        if self.empty(body) and self.varies(body):
            return "重复的内容可以是空的（如 (a*)*）"
        again = self._first(body)[0]
        return self._shared(body, again)

    def _shared(self, body: list[Node], after: Set) -> str:
        """Whether a repeat in ``body`` can go on with what may come behind it; ``after`` follows the whole."""
        for at, node in enumerate(body):
            first, empty = self._first(body[at + 1 :])
            follows = first | after if empty else first
            name, value = str(node[0]), node[1]
            if name in REPEATS:
                low, high, inner = value
                taken = self.taken(list(inner))
                if high > low and taken & follows:
                    return "重复里套着重复，同一段文字有许多种分法（如 (a+)+、(.*,?)*）"
                if high > 1:
                    follows |= self._first(list(inner))[0]
                if why := self._shared(list(inner), follows):
                    return why
            elif name == "BRANCH":
                if why := self._branches(value[1], follows):
                    return why
            else:
                for inner_body in _inside(node):
                    if name not in LOOKS and (why := self._shared(inner_body, follows)):
                        return why
        return ""

    def _branches(self, branches: Any, follows: Set) -> str:
        seen = [list(branch) for branch in branches]
        if len({repr(nodes) for nodes in seen}) < len(seen):
            return "重复里有两个一样的选项（如 (a|a)*）"
        for nodes in seen:
            if why := self._shared(nodes, follows):
                return why
        if any(self.empty(nodes) for nodes in seen) and self._first([("BRANCH", (None, seen))])[0] & follows:
            return "重复里有可有可无、又和后面相同的内容（如 (aa?)+）"
        words = {"".join(chr(node[1]) for node in nodes) for nodes in seen if _literal(nodes)}
        if any(_made_of(word, words) for word in words):
            return "重复里有一个选项能由别的选项拼成（如 (a|b|ab)*）"
        single: Set = frozenset()
        for nodes in seen:
            if len(nodes) == 1 and self.one(nodes[0]):
                if single & self._taken(nodes[0]):
                    return "重复里的选项会抢同一个字（如 (a|.)*）"
                single |= self._taken(nodes[0])
        return ""

    @staticmethod
    def one(node: Node) -> bool:
        return str(node[0]) in ("LITERAL", "NOT_LITERAL", "IN", "ANY")

    def varies(self, nodes: list[Node]) -> bool:
        return any(str(node[0]) in REPEATS or any(map(self.varies, _inside(node))) for node in nodes)

    def empty(self, nodes: list[Node]) -> bool:
        return self._first(nodes)[1]

    def _first(self, nodes: list[Node]) -> tuple[Set, bool]:
        """The characters with which a sequence may begin, and whether it may be empty."""
        found: Set = frozenset()
        for node in nodes:
            name, value = str(node[0]), node[1]
            if self.one(node):
                return found | self._taken(node), False
            if name == "GROUPREF":
                return found | self._samples, False
            if name in ("AT", *LOOKS):
                continue
            if name in REPEATS:
                low, _, body = value
                first, empty = self._first(list(body))
                found |= first
                if low and not empty:
                    return found, False
                continue
            parts = [self._first(inner) for inner in _inside(node)]
            found = found.union(*(first for first, _ in parts))
            if parts and not any(empty for _, empty in parts):
                return found, False
        return found, True

    def taken(self, nodes: list[Node]) -> Set:
        """All characters that a sequence may take."""
        found: Set = frozenset()
        for node in nodes:
            if self.one(node):
                found |= self._taken(node)
            elif str(node[0]) not in LOOKS:
                found = found.union(*map(self.taken, _inside(node)))
        return found

    def _taken(self, node: Node) -> Set:
        name, value = str(node[0]), node[1]
        if name == "ANY":
            return self._samples
        if name == "LITERAL":
            return frozenset(chr(value))
        if name == "NOT_LITERAL":
            return self._samples - {chr(value)}
        inside: set[str] = set()
        for item in value:
            inside.update(self._held(item))
        negated = any(str(item[0]) == "NEGATE" for item in value)
        return self._samples - inside if negated else frozenset(inside)

    def _held(self, item: Node) -> Iterable[str]:
        """The samples that an item of a class takes."""
        name, value = str(item[0]), item[1]
        if name == "LITERAL":
            return chr(value)
        if name == "RANGE":
            first, last = bisect_left(self._sorted, chr(value[0])), bisect_right(self._sorted, chr(value[1]))
            return self._sorted[first:last]
        if name == "CATEGORY":
            kind = str(value).removeprefix("CATEGORY_")
            tested = re.compile({"DIGIT": r"\d", "SPACE": r"\s", "WORD": r"\w"}[kind.removeprefix("NOT_")])
            return [char for char in self._sorted if (tested.match(char) is None) == kind.startswith("NOT_")]
        return ()


def _literal(nodes: list[Node]) -> bool:
    return bool(nodes) and all(str(node[0]) == "LITERAL" for node in nodes)


def _made_of(word: str, pieces: set[str]) -> bool:
    """Whether a word is several of the pieces one after the other."""
    reached = [True] + [False] * len(word)
    for start in range(len(word)):
        if reached[start]:
            for end in range(start + 1, len(word) + 1):
                if end - start < len(word) and word[start:end] in pieces:
                    reached[end] = True
    return reached[-1]


def _inside(node: Node) -> list[list[Node]]:
    """The sequences inside a node."""
    name, value = str(node[0]), node[1]
    if name == "SUBPATTERN":
        return [list(value[-1])]
    if name == "BRANCH":
        return [list(branch) for branch in value[1]]
    if name in (*REPEATS, *LOOKS):
        return [list(value[-1])]
    if name == "ATOMIC_GROUP":
        return [list(value)]
    return []
