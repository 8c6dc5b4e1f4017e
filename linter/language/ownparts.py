"""What a row or a text alone decides of a condition that also asks its form.

Most conditions are false of most objects for what the object itself says, whatever its form says. The own part of a
condition asks nothing but the object: where it does not hold, the condition does not hold either; where it is false,
the condition is false. So the answer can be remembered for all objects that say the same (rulebook/knownobjects.py).

It is made by putting true for whatever looks further, and false for that below a ``not``: truth can only grow.

Of a fault that the object alone shows or something beyond it, the latter is all that is left to ask where what it says
was found to be in order (``parted``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from linter.language.plaintree import Plain
from linter.language.reach import reach_of

TRUE: Plain = ["bool", True]
FALSE: Plain = ["bool", False]
#: Functions of a list that give nothing where the list is empty.
_PASSING = frozenset({"distinct", "first", "last"})


def own_part(tree: Plain, given: str, named: Mapping[str, Plain]) -> Plain:
    """The own part of a condition about ``given`` objects, ``TRUE`` where these alone decide nothing. ``named`` are
    the trees of the parts (``let``) that it may use."""
    return _OwnParts(given, named).bound(tree, frozenset(), upper=True)


def parted(tree: Plain, given: str, named: Mapping[str, Plain]) -> tuple[Plain, Plain]:
    """A condition as what the object alone decides and the rest, one of which holds wherever the condition does:
    ``FALSE`` for what is none of it."""
    own, rest = _OwnParts(given, named).parted(tree)
    return _joined("or", own), _joined("or", rest)


class _OwnParts:
    """``items`` are the slots of the quantifiers around a tree: of their items an object alone knows nothing."""

    def __init__(self, given: str, named: Mapping[str, Plain]) -> None:
        self._given = given
        self._named = named

    def bound(self, tree: Plain, items: frozenset[int], *, upper: bool) -> Plain:
        """What is true wherever the tree is, and perhaps elsewhere; or (not ``upper``) false wherever the tree is."""
        if self._alone(tree, items):
            return tree
        match tree:
            case ["and" | "or" as word, parts]:
                return _joined(word, [self.bound(part, items, upper=upper) for part in parts])
            case ["not", inner]:
                return _negated(self.bound(inner, items, upper=not upper))
            case ["let", name]:
                return self.bound(self._named[name], items, upper=upper)
            case ["missing", inner, missing] if missing is not upper:
                return self._something(inner, items) if upper else _negated(self._something(inner, items))
            case ["call", "empty", [inner]] if not upper:
                return _negated(self._something(inner, items))
            case ["each", "exists", listed, slot, body] if upper:
                return self._held_by_one(listed, slot, body, items)
            case ["compare", sign, ["call", "count", [listed]], ["number", number]] if (
                upper and _asks_for_one(sign, number)
            ):
                # The count of a list that is missing is missing, and not too small.
                return _joined("or", [self._something(listed, items), ["null"]])
        return ["bool", upper]

    def parted(self, tree: Plain) -> tuple[list[Plain], list[Plain]]:
        """Conditions that an object alone decides, and others: wherever the tree holds, one of them does."""
        if self._alone(tree, frozenset()):
            return [tree], []
        match tree:
            case ["or", parts]:
                return _together(map(self.parted, parts))
            case ["and", parts]:
                others = [part for part in parts if not self._alone(part, frozenset())]
                if len(others) == 1:
                    beside = [part for part in parts if part is not others[0]]
                    own, rest = self.parted(others[0])
                    return [["and", [*beside, one]] for one in own], [["and", [*beside, one]] for one in rest]
            case ["let", name]:
                own, rest = self.parted(self._named[name])
                return (own, rest) if own else ([], [tree])
            case ["not", ["call", "empty", [["call", "default", choices]]]]:
                return _together(self.parted(["not", ["call", "empty", [choice]]]) for choice in choices)
            case ["not", ["call", "empty", [["let", name]]]]:
                own, rest = self.parted(["not", ["call", "empty", [self._named[name]]]])
                return (own, rest) if own else ([], [tree])
        return [], [tree]

    def _held_by_one(self, listed: Plain, slot: int, body: Plain, items: frozenset[int]) -> Plain:
        """What is true wherever the body holds of an item of the list."""
        held = self.bound(body, items | {slot}, upper=True)
        return _joined("and", [self._something(listed, items), held])

    def _something(self, tree: Plain, items: frozenset[int]) -> Plain:
        """What is true wherever the tree gives something that is not missing or empty."""
        if tree in (["list", []], ["null"]):
            return FALSE
        if self._alone(tree, items):
            return ["not", ["call", "empty", [tree]]]
        match tree:
            case ["let", name]:
                return self._something(self._named[name], items)
            case ["each", "filter", listed, slot, body]:
                return self._held_by_one(listed, slot, body, items)
            case ["each", "map", listed, _, _]:
                return self._something(listed, items)
            case ["call", "default", choices]:
                return _joined("or", [self._something(choice, items) for choice in choices])
            case ["call", "choose", [condition, first, second]]:
                ways = [
                    [self.bound(condition, items, upper=True), self._something(first, items)],
                    [_unless(self.bound(condition, items, upper=False)), self._something(second, items)],
                ]
                return _joined("or", [_joined("and", way) for way in ways])
            case ["call", name, [listed, *_]] if name in _PASSING:
                return self._something(listed, items)
        return TRUE

    def _alone(self, tree: Plain, items: frozenset[int]) -> bool:
        whole = self._unfolded(tree)
        return not _uses(whole, items) and reach_of(self._given, whole) == "object"

    def _unfolded(self, tree: Any) -> Any:
        """The tree with the parts that it uses written out."""
        if not isinstance(tree, list):
            return tree
        if len(tree) == 2 and tree[0] == "let":
            return self._unfolded(self._named[tree[1]])
        return [self._unfolded(part) for part in tree]


def _together(pairs: Iterable[tuple[list[Plain], list[Plain]]]) -> tuple[list[Plain], list[Plain]]:
    own: list[Plain] = []
    rest: list[Plain] = []
    for mine, other in pairs:
        own += mine
        rest += other
    return own, rest


def _uses(tree: Any, items: frozenset[int]) -> bool:
    if not isinstance(tree, list) or not items:
        return False
    if len(tree) == 3 and tree[0] == "path" and tree[1] in items:
        return True
    return any(_uses(part, items) for part in tree)


def _asks_for_one(sign: str, number: str) -> bool:
    """Whether a count compared like this is at least one."""
    return (sign == ">" and Decimal(number) >= 0) or (sign == ">=" and Decimal(number) > 0)


def _negated(tree: Plain) -> Plain:
    match tree:
        case ["bool", truth]:
            return ["bool", not truth]
        case ["not", inner]:
            return list(inner)
    return ["not", tree]


def _unless(tree: Plain) -> Plain:
    """True wherever the tree does not hold, missing or not: there ``choose`` takes its last part."""
    return _negated(tree) if tree[0] == "bool" else ["call", "default", [_negated(tree), TRUE]]


def _joined(word: str, parts: list[Plain]) -> Plain:
    """The parts joined by ``and`` or ``or``, without those that change nothing."""
    decides, idle = (FALSE, TRUE) if word == "and" else (TRUE, FALSE)
    if decides in parts:
        return decides
    left = [part for part in parts if part != idle]
    if len(left) < 2:
        return left[0] if left else idle
    return [word, left]
