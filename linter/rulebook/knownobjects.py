"""What a rule knows of rows and texts that say the same, so that it need not look at them once more.

What a row or text alone decides (language/ownparts.py) is remembered for all that say the same, one byte for each rule;
faults are found afresh, where they stand.
"""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Any

from linter.language.expression import Compiled
from linter.language.generated import CLOSER, Run
from linter.language.named import Parts
from linter.language.nodes import Node
from linter.language.saidbefore import RULES
from linter.language.types import SAID

if TYPE_CHECKING:
    from linter.rulebook.rule import Rule

#: What a rule knows of an object: nothing yet; that its ``when`` is false, or cannot be told; that ``when`` holds and
#: there is no fault; that the object alone decides nothing; that there is no fault, where ``when`` has still to be
#: asked; that by itself the object shows none, where something beyond it may.
_NEW, _OUT, _UNTOLD, _CLEAN, _OPEN, _FAULTLESS, _SOUND = range(7)
#: What the rule's screen would say (language/screencode.py), where that is known of an object.
UNSETTLED = object()
SETTLED: tuple[Any, ...] = (UNSETTLED, False, None, True, *[UNSETTLED] * 3)

_free = list(range(RULES))


def known_objects(rule: Rule, when: Compiled | None, screen: Run, parts: Parts | None) -> KnownObjects | None:
    """What a rule knows; None where an object alone decides nothing, or too many rules are alive to be told apart."""
    return KnownObjects(rule.own, rule, when, screen, parts) if rule.own and _free else None


def _give_back(slot: int) -> None:
    SAID.clear()
    _free.insert(0, slot)  # used again as late as may be: objects at hand still hold what it meant


class KnownObjects:
    """What one rule knows, in place of its screen: a byte in the ``states`` of every object."""

    def __init__(
        self, plain: list[Any], rule: Rule, when: Compiled | None, screen: Run, parts: Parts | None
    ) -> None:
        self._settled, *screens = plain
        own, *apart = (Compiled.from_plain(one, words=rule.words, parts=parts) for one in screens)
        self._own = own.runner()
        self._when = when.runner() if when is not None else None
        #: What tells of faults of the object alone, and of those beyond it; made when first asked for.
        self._apart = apart
        self._screen = screen
        self._alone = rule.reach == "object"
        #: The place of its byte.
        self.slot = _free.pop()
        weakref.finalize(self, _give_back, self.slot).atexit = False

    def told(self, node: Node) -> Any:
        """False where ``when`` does not hold, None where that cannot be told, True where there is no fault, CLOSER
        where the rule has to look closer."""
        said = node.__dict__["_said"]
        if said is None:
            return self._screen(node)
        state = said.states[self.slot] or self._decided(node, said.states)
        if state < _OPEN:
            return SETTLED[state]
        if state == _FAULTLESS:
            return True if self._when is None else self._when(node)
        if state == _SOUND:
            return self._apart[1].runner()(node)
        return CLOSER if self._alone else self._screen(node)

    def found_clean(self, node: Node) -> None:
        """Remember that a closer look found nothing, where it looked at nothing but the object."""
        said = node.__dict__["_said"]
        if self._alone and said is not None:
            said.states[self.slot] = _CLEAN

    def _decided(self, node: Node, states: bytearray) -> int:
        """What an object alone decides that says what none before has said; remembered."""
        told = self._own(node)
        if told is False:
            state = _OUT
        elif told is True:
            state = _CLEAN if self._settled else _FAULTLESS
        else:
            state = _UNTOLD if told is None and self._settled else _OPEN
            if state == _OPEN and self._apart and self._apart[0].runner()(node) != CLOSER:
                state = _SOUND
        states[self.slot] = state
        return state
