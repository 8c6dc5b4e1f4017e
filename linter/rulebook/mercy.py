"""What a rule does not report, or reports more softly: its ``except`` and ``soften``, asked once a fault is found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from linter.language.scope import Node, Scope
from linter.rulebook.spots import Fault

Condition = Callable[[Node], Any]


class Mercy:
    """The exceptions and softenings of a rule with their conditions. A condition that cannot be told does not hold."""

    def __init__(
        self,
        exceptions: list[dict[str, Any]],
        softenings: list[dict[str, Any]],
        excepting: list[Condition],
        softening: list[Condition],
    ) -> None:
        self._exceptions = list(zip(exceptions, excepting, strict=True))
        self._softenings = list(zip(softenings, softening, strict=True))

    def shown(self, scope: Scope, fault: Fault, excepted: dict[str, int]) -> bool:
        """Whether the fault is reported, softened where the rule says so. ``excepted`` counts what is silenced, by
        the reason."""
        for exception, holds in self._exceptions:
            if holds(scope.node) is True:
                because = exception["because"]
                excepted[because] = excepted.get(because, 0) + 1
                return False
        for softening, holds in self._softenings:
            if holds(scope.node) is True:
                fault.severity, fault.confidence = softening.get("to"), softening.get("confidence")
                fault.softened = softening["because"]
                break
        return True
