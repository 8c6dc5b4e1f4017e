"""How much a search for a regular expression may cost for each character of a text, told by its shape.

A search begins at every place of a text. Where an open repeat (``\\w+``) can be reached from many places of one
stretch, and what follows it can fail, each of these places goes through the rest of the stretch: the cost of a text
grows with the square of its length. Open repeats that share out one stretch among them multiply.

The walk keeps *chains*: repeats that can all take the same text, with what has to be crossed between them. A chain
counts where something behind it can fail. What is said is an upper bound, not a prediction. Sets of characters are
bits over the samples of ``backtracking``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from re import _parser  # type: ignore[attr-defined, unused-ignore]
from typing import Any, NamedTuple

from linter.ground.backtracking import LOOKS, REPEATS, Node, Shape, samples_of

#: Repeats with more rounds than this count as open.
_OPEN = 300
#: What a run of short characters counts: on average a search begins in its middle.
RUN = 100
#: Ways to cross an element, and chains, beyond which they are taken together.
_MOST_WAYS, _MOST_CHAINS = 48, 200
_MOST_ROUNDS = 10**9
_BEGINNINGS = ("AT_BEGINNING", "AT_BEGINNING_STRING")


class Cost(NamedTuple):
    """Steps for each character: ``rounds`` times the length of the stretch to the power of ``opens``."""

    opens: int
    rounds: int


#: The ways to cross an element: each is what has to stand there, one set of characters for each place.
_Ways = frozenset[frozenset[int]]


_NOTHING = Cost(0, 1)


class _Chain(NamedTuple):
    """Repeats that can share one stretch. ``held``: the characters that all of them take; ``crossed``: what stands
    between the first and the last; ``searched``: whether the places where a search begins are part of it; ``shared``:
    whether an open repeat is still to come that costs no more than the text is long (the first one, where the places
    at which a search begins are no part of the chain); ``settled``: for each part around this place that may be left
    out, the cost before it, which nothing inside it brings back."""

    held: int
    crossed: frozenset[_Ways]
    cost: Cost
    searched: bool
    shared: bool
    settled: tuple[Cost, ...]


def search_cost(pattern: str, short: Callable[[str], object] | None = None) -> Cost:
    """The cost of the dearest place of a pattern. Of the characters for which ``short`` says so there are never more
    than RUN one after the other. Raises re.error for a pattern that is none."""
    tree = _parser.parse(pattern)
    walk = _Walk(samples_of(tree), short)
    walk.through(tree, walk.beginning())
    return walk.dearest


_Chains = frozenset[_Chain]
_FREE: _Ways = frozenset({frozenset()})


class _Walk:
    def __init__(self, samples: frozenset[str], short: Callable[[str], object] | None) -> None:
        self._shape = Shape(samples)
        self._bits = {char: 1 << at for at, char in enumerate(sorted(samples))}
        self._all = (1 << len(samples)) - 1
        self._long = self._mask(char for char in samples if short is None or not short(char))
        self._word = self._mask(char for char in samples if char.isalnum() or char == "_")
        self.dearest = _NOTHING
        self._known: dict[int, Cost] = {}
        #: How many repeats, and how many parts that may be left out, stand around this place.
        self._inside, self._free = 0, 0

    def _mask(self, chars: Iterable[str]) -> int:
        mask = 0
        for char in chars:
            mask |= self._bits[char]
        return mask

    def _taken(self, nodes: Sequence[Node]) -> int:
        return self._mask(self._shape.taken(list(nodes)))

    def _fresh(self, held: int, cost: Cost, *, searched: bool = False, shared: bool = False) -> _Chain:
        return _Chain(held, frozenset(), cost, searched, shared, (_NOTHING,) * self._free)

    def beginning(self) -> _Chains:
        return frozenset({self._fresh(self._all, _NOTHING, searched=True)})

    def through(self, nodes: Iterable[Node], chains: _Chains) -> _Chains:
        """The chains that live behind a sequence."""
        for node in nodes:
            chains = _fewer(self._past(node, chains))
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
            return self.through(value[-1], chains)
        if name == "ATOMIC_GROUP":
            return self.through(value, chains)
        if name == "BRANCH":
            return self._branch(value[1], chains)
        if name == "GROUPREF":
            self._fails(chains, 0)
            return self._crossed(chains, _way(self._all))
        taken = self._taken([node])
        self._fails(chains, taken)
        return self._crossed(chains, _way(taken))

    def _branch(self, branches: Any, chains: _Chains) -> _Chains:
        alternatives = [list(branch) for branch in branches]
        if not any(map(self._varies, alternatives)):
            self._fails(chains, self._single(alternatives))
            return self._crossed(chains, self._ways([("BRANCH", (None, branches))]))
        found: _Chains = frozenset()
        for nodes in alternatives:
            found = _fewer(found | self.through(nodes, chains))
        return found

    def _repeat(self, node: Node, chains: _Chains) -> _Chains:
        low, high, body = node[1]
        behind = self._once(body, chains, low == 0)
        if high <= 1:
            return behind | chains if low == 0 else behind
        held, inner = self._taken(body), self._rounds(body)
        reached = {
            self._longer(one, held & one.held, high, inner)
            for one in chains
            if one.held & held and _open_to(one.crossed, held)
        }
        reached.add(self._longer(self._fresh(held, _NOTHING, shared=True), held, high, inner))
        left = self._crossed(chains, _way(held)) if low else chains
        return frozenset(reached) | left

    def _own(self, held: int, high: int) -> Cost:
        """What a repeat counts by itself, where it takes these characters."""
        if held & self._long == 0:
            return Cost(0, min(RUN, high))
        return Cost(1, 1) if high > _OPEN else Cost(0, high)

    def _longer(self, one: _Chain, held: int, high: int, inner: Cost) -> _Chain:
        own, shared = self._own(held, high), one.shared
        if shared and high > _OPEN:
            own, shared = _NOTHING, False
        return one._replace(held=held, shared=shared, cost=_times(one.cost, own, inner))

    def _once(self, body: Any, chains: _Chains, free: bool) -> _Chains:
        """The chains behind a first round. Where the round is ``free`` to fail, nothing before it is tried again
        for that: only what it holds itself counts."""
        if not free:
            return self.through(body, chains)
        self._free += 1
        entered = frozenset(one._replace(settled=(*one.settled, one.cost)) for one in chains)
        behind = self.through(body, entered)
        self._free -= 1
        return frozenset(one._replace(settled=one.settled[:-1]) for one in behind)

    def _rounds(self, body: Any) -> Cost:
        """What one round of a repeat costs for each of its characters. Rounds follow one another: no place is
        searched from twice, but what is looked for ahead is."""
        known = self._known.get(id(body))
        if known is None:
            before, self.dearest = self.dearest, _NOTHING
            self._inside += 1
            if self._varies(list(body)):
                self.through(body, frozenset())
            self._inside -= 1
            known, self.dearest = self.dearest, before
            self._known[id(body)] = known
        return known

    def _look(self, name: str, value: Any, chains: _Chains) -> _Chains:
        direction, body = value
        nodes = list(body)
        self._fails(chains, 0)
        if direction > 0:
            self.through(nodes, chains | self.beginning() if self._inside else chains)
            return chains
        if name == "ASSERT":
            return self._crossed(chains, self._ways(nodes))
        if len(nodes) == 1 and self._shape.one(nodes[0]):
            return self._crossed(chains, _way(self._all & ~self._taken(nodes)))
        return chains

    def _at(self, where: str, chains: _Chains) -> _Chains:
        if where in _BEGINNINGS:
            return frozenset(one for one in chains if not one.searched and one.cost == _NOTHING)
        self._fails(chains, 0)
        if where == "AT_BOUNDARY":
            return self._crossed(chains, frozenset({frozenset({self._word, self._all & ~self._word})}))
        return chains

    def _fails(self, chains: _Chains, taken: int) -> None:
        """Something that may fail: what stands before it is tried in every way, unless what is taken here is
        what the repeat before it gives back."""
        for one in chains:
            if one.held & ~taken:
                before = one.settled[-1] if one.settled else _NOTHING
                cost = Cost(one.cost.opens - before.opens, one.cost.rounds // before.rounds)
                if cost.opens or cost.rounds > 1:
                    self.dearest = max(self.dearest, cost)

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
        return _way(self._taken(nodes))

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
                if len(found) > _MOST_WAYS:
                    return self._any_way([node])
            return frozenset(found)
        if self._shape.one(node):
            return _way(self._taken([node]))
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
        return self._shape.varies(list(nodes)) or any(
            str(node[0]) in (*LOOKS, "GROUPREF", "AT") for node in nodes
        )


def _open_to(crossed: frozenset[_Ways], held: int) -> bool:
    return all(_way_open(ways, held) for ways in crossed)


def _way_open(ways: _Ways, held: int) -> bool:
    return any(all(held & taken for taken in way) for way in ways)


def _way(taken: int) -> _Ways:
    return frozenset({frozenset({taken})})


def _times(*costs: Cost) -> Cost:
    rounds = 1
    for one in costs:
        rounds = min(rounds * one.rounds, _MOST_ROUNDS)
    return Cost(sum(one.opens for one in costs), rounds)


def _fewer(chains: _Chains) -> _Chains:
    """Not more chains than can be handled, none cheaper: what they crossed is left out."""
    if len(chains) <= _MOST_CHAINS:
        return chains
    fewer: dict[tuple[Any, ...], _Chain] = {}
    for one in sorted(chains, key=lambda one: one.cost):
        fewer[one.held, one.searched, one.shared, one.settled] = one._replace(crossed=frozenset())
    return frozenset(fewer.values())
