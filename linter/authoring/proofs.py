"""Every exception and every softening of a rule is proven by a case that names it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from linter.rulebook.inspection import Tally
from linter.rulebook.rule import Rule
from linter.rulebook.spots import Fault

#: Groups of cases that report nothing: only they prove exceptions.
_SILENT = ("good", "known-miss")


class Proofs:
    """What the cases of a rule have proven so far."""

    def __init__(self, rule: Rule) -> None:
        self._rule = rule
        self._exceptions = [entry["because"] for entry in rule.exceptions]
        self._softenings = [entry["because"] for entry in rule.softenings]
        self._proven: set[str] = set()

    def problem(self, data: Mapping[str, Any], group: str, faults: Sequence[Fault], tally: Tally) -> str:
        """What is wrong with what a case proves; empty when nothing is. ``data`` is the case as written."""
        proves, wanted = data.get("proves"), data.get("severity")
        if wanted is not None:
            got = [fault.severity or self._rule.severity for fault in faults]
            if wanted not in got:
                return f"应当报告为 {wanted}，却是 {'、'.join(got) or '没有报告'}"
        held = self._held(group, faults, tally)
        if proves is None:
            if held and group in _SILENT:
                return f"靠例外“{held[0]}”才不报告，请写 proves: {held[0]}"
            return ""
        known = self._exceptions if group in _SILENT else self._softenings
        if proves not in known:
            sort = "except" if group in _SILENT else "soften"
            return f"proves 写的“{proves}”不是 {sort} 里的理由；可用：{'、'.join(known) or '（没有）'}"
        if proves not in held:
            return f"没有用到“{proves}”，proves 写得不对"
        if group not in _SILENT and wanted is None and self._lowers(proves):
            return "证明 soften 的用例要写 severity（应当报告的级别）"
        self._proven.add(proves)
        return ""

    def _held(self, group: str, faults: Sequence[Fault], tally: Tally) -> list[str]:
        if group in _SILENT:
            return list(tally.excepted)
        return [fault.softened for fault in faults if fault.softened]

    def _lowers(self, because: str) -> bool:
        return any(entry["because"] == because and entry.get("to") for entry in self._rule.softenings)

    def unproven(self) -> Iterator[str]:
        """The exceptions and softenings that no case has proven."""
        for sort, reasons, group in (("例外", self._exceptions, "good"), ("从轻", self._softenings, "bad")):
            for because in reasons:
                if because not in self._proven:
                    yield f"{sort}“{because}”没有用例证明：请在 {group} 里加一个用例，写 proves: {because}"
