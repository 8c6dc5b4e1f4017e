"""How much a search for a regular expression may cost for each character of a text, told by its shape.

A search begins at every place of a text. Where an open repeat (``\\w+``) can be reached from many places of one stretch,
and what follows it can fail, each of these places goes through the rest of the stretch: the cost of a text grows with
the square of its length. Open repeats that share out one stretch among them multiply.

The walk keeps *chains*: repeats that can all take the same text, with what has to be crossed between them. A chain
counts where something behind it can fail. What is said is an upper bound, not a prediction. Sets of characters are
bits over the samples of ``backtracking``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from re import _parser  # type: ignore[attr-defined, unused-ignore]
from typing import Any, NamedTuple

from linter.ground.backtracking import LOOKS, REPEATS, Node, Shape, samples_of

#: Repeats with more rounds than this count as open.
_OPEN = 300
#: Ways to cross an element, and chains, beyond which they are taken together.
_MOST_WAYS, _MOST_CHAINS = 48, 200
_BEGINNINGS = ("AT_BEGINNING", "AT_BEGINNING_STRING")
_ENDS = ("AT_END", "AT_END_STRING")


class Cost(NamedTuple):
    """Steps for each character: ``rounds`` times the length of the stretch to the power of ``opens``."""

    opens: int
    rounds: int


#: The ways to cross an element: each is what has to stand there, one set of characters for each place.
_Ways = frozenset[frozenset[int]]


class _Chain(NamedTuple):
    """Repeats that can share one stretch. ``held``: the characters that all of them take; ``crossed``: what stands
    between the first and the last; ``searched``: whether the places where a search begins are part of it."""

    held: int
    crossed: frozenset[_Ways]
    opens: int
    rounds: int
    searched: bool


def search_cost(pattern: str, harmless: str = "") -> Cost:
    """The cost of the dearest place of a pattern. Repeats that take nothing but characters of ``harmless`` count as
    closed. Raises re.error for a pattern that is none."""
    tree = _parser.parse(pattern)
    walk = _Walk(samples_of(tree), harmless)
    walk.through(list(tree), walk.beginning())
    return walk.dearest


_Chains = frozenset[_Chain]
_FREE: _Ways = frozenset({frozenset()})


class _Walk:
    def __init__(self, samples: frozenset[str], harmless: str) -> None:
        self._shape = Shape(samples)
        self._bits = {char: 1 << at for at, char in enumerate(sorted(samples))}
        self._all = (1 << len(samples)) - 1
        self._harmless = self._mask(char for char in samples if char in harmless)
        self._word = self._mask(char for char in samples if char.isalnum() or char == "_")
        self.dearest = Cost(0, 1)
        self._inside = 0

    def _mask(self, chars: Iterable[str]) -> int:
        mask = 0
        for char in chars:
            mask |= self._bits[char]
        return mask

    def beginning(self) -> _Chains:
        return frozenset({_Chain(self._all, frozenset(), 0, 1, True)})

    def through(self, nodes: Sequence[Node], chains: _Chains) -> _Chains:
        """The chains that live behind a sequence."""
        for node in nodes:
            chains = self._past(node, chains)
            if len(chains) > _MOST_CHAINS:
                chains = _together(chains)
        return chains

    def _past(self, node: Node, chains: _Chains) -> _Chains:
        name, value = str(node[0]), node[1]
        if name in REPEATS:
            return self._repeat(node, chains)
        if name in LOOKS:
            return self._look(name, value, chains)
        if name == "AT":
            return self._at(str(value), chains)
        if name == "SUBPATTERN":
            return self.through(list(value[-1]), chains)
        if name == "ATOMIC_GROUP":
            return self.through(list(value), chains)
        if name == "BRANCH":
            return self._branch(value[1], chains)
        taken = self._mask(self._shape.taken([node])) if name != "GROUPREF" else self._all
        self._fails(chains, 0 if name == "GROUPREF" else taken)
        return self._crossed(chains, frozenset({frozenset({taken})}))

    def _branch(self, branches: Any, chains: _Chains) -> _Chains:
        alternatives = [list(branch) for branch in branches]
        if not any(map(self._varies, alternatives)):
            self._fails(chains, self._single(alternatives))
            return self._crossed(chains, self._ways([("BRANCH", (None, branches))]))
        return frozenset().union(*(self.through(nodes, chains) for nodes in alternatives))

    def _repeat(self, node: Node, chains: _Chains) -> _Chains:
        low, high, body = node[1]
        nodes = list(body)
        behind = self._once(nodes, chains, low == 0)
        if high <= 1:
            return behind | chains if low == 0 else behind
        held = self._mask(self._shape.taken(nodes))
        opens, rounds = (1, 1) if high > _OPEN else (0, high)
        if held & ~self._harmless == 0:
            opens, rounds = 0, 1
        inner = self._rounds(nodes)
        reached = {
            one._replace(
                held=one.held & held,
                opens=one.opens + opens + inner.opens,
                rounds=one.rounds * rounds * inner.rounds,
            )
            for one in chains
            if one.held & held and _open_to(one.crossed, held)
        }
        if opens or inner.opens:
            reached.add(_Chain(held, frozenset(), inner.opens, inner.rounds, False))
        left = self._crossed(chains, frozenset({frozenset({held})})) if low else chains
        return frozenset(reached) | left

    def _once(self, nodes: list[Node], chains: _Chains, free: bool) -> _Chains:
        """The chains behind a first round. Where the round is ``free`` to fail, nothing before it is tried again
        for that: only what it holds itself counts."""
        if not free:
            return self.through(nodes, chains)
        alone = frozenset(one._replace(opens=0, rounds=1) for one in chains)
        self.through(nodes, alone)
        dearest = self.dearest
        behind = self.through(nodes, chains)
        self.dearest = dearest
        return behind

    def _rounds(self, nodes: list[Node]) -> Cost:
        """What one round of a repeat costs for each of its characters. Rounds follow one another: no place is
        searched from twice, but what is looked for ahead is."""
        if not self._varies(nodes):
            return Cost(0, 1)
        before, self.dearest = self.dearest, Cost(0, 1)
        self._inside += 1
        self.through(nodes, frozenset())
        self._inside -= 1
        cost, self.dearest = self.dearest, before
        return cost

    def _look(self, name: str, value: Any, chains: _Chains) -> _Chains:
        direction, body = value
        nodes = list(body)
        self._fails(chains, 0)
        if direction > 0:
            self.through(nodes, chains | self.beginning() if self._inside else chains)
            return chains
        if name == "ASSERT":
            return self._crossed(chains, self._ways(nodes))
        if len(nodes) == 1 and not self._varies(nodes) and self._shape.one(nodes[0]):
            left = self._all & ~self._mask(self._shape.taken(nodes))
            return self._crossed(chains, frozenset({frozenset({left})}))
        return chains

    def _at(self, where: str, chains: _Chains) -> _Chains:
        if where in _BEGINNINGS:
            return frozenset(one for one in chains if not one.searched and not one.opens and one.rounds == 1)
        self._fails(chains, 0)
        if where == "AT_BOUNDARY":
            return self._crossed(chains, frozenset({frozenset({self._word, self._all & ~self._word})}))
        return chains

    def _fails(self, chains: _Chains, taken: int) -> None:
        """Something that may fail: what stands before it is tried in every way, unless what is taken here is
        what the repeat before it gives back."""
        for one in chains:
            if one.held & ~taken and (one.opens, one.rounds) > self.dearest:
                self.dearest = Cost(one.opens, one.rounds)

    def _crossed(self, chains: _Chains, ways: _Ways) -> _Chains:
        if frozenset() in ways:
            return chains
        return frozenset(
            one._replace(crossed=one.crossed | {ways}) for one in chains if _way_open(ways, one.held)
        )

    def _ways(self, nodes: Sequence[Node]) -> _Ways:
        """The ways to cross a sequence in which nothing is open."""
        ways: _Ways = _FREE
        for node in nodes:
            ways = frozenset(a | b for a in ways for b in self._ways_of(node))
            if len(ways) > _MOST_WAYS:
                ways = self._any_way(nodes)
                break
        return ways

    def _any_way(self, nodes: Sequence[Node]) -> _Ways:
        return frozenset({frozenset({self._mask(self._shape.taken(list(nodes)))})})

    def _ways_of(self, node: Node) -> _Ways:
        name, value = str(node[0]), node[1]
        if name in REPEATS:
            low, _, body = value
            return self._ways(list(body)) if low else _FREE
        if name == "SUBPATTERN":
            return self._ways(list(value[-1]))
        if name == "BRANCH":
            found: set[frozenset[int]] = set()
            for branch in value[1]:
                found |= self._ways(list(branch))
            return frozenset(found) if len(found) <= _MOST_WAYS else self._any_way([node])
        if self._shape.one(node):
            return frozenset({frozenset({self._mask(self._shape.taken([node]))})})
        return frozenset() if name == "AT" and str(value) in _BEGINNINGS else _FREE

    def _single(self, alternatives: list[list[Node]]) -> int:
        """What alternatives of one character take; of a longer one nothing is sure to be there."""
        return self._mask(
            char
            for nodes in alternatives
            if len(nodes) == 1 and self._shape.one(nodes[0])
            for char in self._shape.taken(nodes)
        )

    def _varies(self, nodes: Sequence[Node]) -> bool:
        return self._shape.varies(list(nodes)) or any(str(node[0]) in (*LOOKS, "GROUPREF", "AT") for node in nodes)


def _open_to(crossed: frozenset[_Ways], held: int) -> bool:
    return all(_way_open(ways, held) for ways in crossed)


def _way_open(ways: _Ways, held: int) -> bool:
    return any(all(held & taken for taken in way) for way in ways)


def _together(chains: _Chains) -> _Chains:
    """Fewer chains, none cheaper: what they crossed is left out."""
    fewer: dict[tuple[int, bool], _Chain] = {}
    for one in sorted(chains, key=lambda one: (one.opens, one.rounds)):
        fewer[one.held, one.searched] = one._replace(crossed=frozenset())
    return frozenset(fewer.values())
