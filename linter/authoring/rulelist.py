"""The list of rules, as a table, as JSON, or as Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from linter.reports.view.basislines import PRACTICE, basis_title, is_practice
from linter.reports.view.columns import table
from linter.reports.view.plaindata import encode
from linter.reports.view.wording import CONFIDENCE, SEVERITY, unfilled

if TYPE_CHECKING:
    from linter.rulebook import Rule, Rulebook

STATUS = {"stable": "", "preview": "试行", "deprecated": "停用"}
_HEADER = ("编号", "级别", "类别", "说明", "规则名", "状态")


def write(kind: str, rules: Sequence[Rule], rulebook: Rulebook) -> str:
    """``kind`` is table, json or markdown."""
    return {"table": _table, "json": _json, "markdown": _markdown}[kind](rules, rulebook)


def _row(rule: Rule) -> list[str]:
    return [rule.id, SEVERITY[rule.severity], rule.family, rule.title, rule.name, STATUS[rule.status]]


def _table(rules: Sequence[Rule], rulebook: Rulebook) -> str:
    lines = table([_HEADER, *map(_row, rules)])
    return (
        "\n".join([*lines, "", f"共 {len(rules)} 条。jxlint explain 编号 可看一条规则的道理和例子。"]) + "\n"
    )


def _markdown(rules: Sequence[Rule], rulebook: Rulebook) -> str:
    rows = [list(_HEADER), ["---"] * len(_HEADER), *map(_row, rules)]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |\n" for row in rows)


def _json(rules: Sequence[Rule], rulebook: Rulebook) -> str:
    return encode(
        {
            "schema": "jxlint/rules/1",
            "rules": [
                {
                    "id": rule.id,
                    "name": rule.name,
                    "title": rule.title,
                    "family": rule.family,
                    "severity": rule.severity,
                    "confidence": rule.confidence,
                    "status": rule.status,
                    "given": rule.given,
                    "kind": rule.check["kind"],
                    "why": rule.why,
                    "advice": unfilled(rule.advice),
                    "except": [entry["because"] for entry in rule.exceptions],
                    "soften": rule.softenings,
                    "basis": [{"code": code, "title": basis_title(code, rulebook)} for code in rule.basis],
                    "covers": rule.covers,
                    "fix": rule.fix,
                }
                for rule in rules
            ],
        }
    )


def _softening(entry: Mapping[str, str]) -> str:
    lowered = []
    if "to" in entry:
        lowered.append(f"降为{SEVERITY[entry['to']]}")
    if "confidence" in entry:
        lowered.append(f"把握降为{CONFIDENCE[entry['confidence']]}")
    return f"{entry['because']}（{'，'.join(lowered)}）"


def describe(rule: Rule, rulebook: Rulebook) -> list[tuple[str, str]]:
    """The labelled facts of one rule, as ``explain`` shows them."""
    from linter.reports.view.basislines import basis_text

    facts = [
        ("级别", f"{SEVERITY[rule.severity]}（把握{CONFIDENCE[rule.confidence]}）"),
        ("类别", rule.family),
        ("状态", STATUS[rule.status]),
        ("为什么", rule.why),
        ("不算错的", "；".join(entry["because"] for entry in rule.exceptions)),
        ("从轻的", "；".join(map(_softening, rule.softenings))),
        ("怎么改", unfilled(rule.advice)),
        *([("依据", PRACTICE)] if is_practice(rule.basis, rulebook) else []),
        *(("依据", basis_text(code, rulebook)) for code in rule.basis),
        (
            "包含",
            "、".join(
                f"{code} {rulebook.rules[code].title}" for code in rule.covers if code in rulebook.rules
            ),
        ),
    ]
    return [(label, text) for label, text in facts if text]
