"""The handbook of rules: a page for each rule, an index, and which official clause is watched by which rules.

Everything is taken from the rules, their cases, rules/basis.yaml and rules/measured.yaml, so that a page
cannot say anything the rules do not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from linter.authoring.explanation import cases_of
from linter.authoring.rulelist import STATUS, describe
from linter.ground.resources import load_data
from linter.reports.view.basislines import basis_title
from linter.reports.view.wording import CONFIDENCE, SEVERITY

if TYPE_CHECKING:
    from linter.rulebook import Rule, Rulebook

INDEX = "README.md"
COVERAGE = "coverage.md"
_NOTE = "<!-- 由 jxlint rules --format markdown --output 生成，请勿手改 -->\n\n"


def pages(rulebook: Rulebook) -> dict[str, str]:
    """File name → Markdown text, for every rule of the book, the index and the coverage of clauses."""
    rules = list(rulebook.rules.values())
    measured = load_data("measured.yaml") or {}
    return {
        INDEX: _NOTE + _index(rules, measured),
        COVERAGE: _NOTE + _coverage(rules, rulebook),
        **{f"{rule.id}.md": _NOTE + _page(rule, rulebook, measured.get(rule.id)) for rule in rules},
    }


def _index(rules: list[Rule], measured: Mapping[str, Any]) -> str:
    lines = [
        "# 规则手册",
        "",
        f"共 {len(rules)} 条。哪条官方要求由哪些规则看着，见 [{COVERAGE}]({COVERAGE})。",
        "",
    ]
    families = dict.fromkeys(rule.family for rule in rules)
    for family in families:
        lines += [
            f"## {family}",
            "",
            "| 编号 | 毛病 | 级别 | 把握 | 状态 | 种错查出 | 实表属实 |",
            "| --- | --- | --- | --- | --- | --- | --- |",
        ]
        lines += [
            f"| [{rule.id}]({rule.id}.md) | {_cell(rule.title)} | {SEVERITY[rule.severity]} "
            f"| {CONFIDENCE[rule.confidence]} | {STATUS[rule.status] or '正式'} "
            f"| {_share(measured.get(rule.id), 'found', 'planted')} "
            f"| {_share(measured.get(rule.id), 'true', 'findings')} |"
            for rule in rules
            if rule.family == family
        ]
        lines.append("")
    return "\n".join(lines)


def _page(rule: Rule, rulebook: Rulebook, measured: Mapping[str, int] | None) -> str:
    lines = [f"# {rule.id} {rule.title}", "", f"`{rule.name}`", ""]
    lines += [f"- **{label}**：{_text(text)}" for label, text in describe(rule, rulebook)]
    if measured:
        lines.append(f"- **实测**：{'；'.join(_told(measured))}")
    for heading, cases in cases_of(rule):
        lines += ["", f"## {heading}", ""]
        for case in cases:
            lines += ["```text", *(line.replace("```", "`` `") for line in case), "```", ""]
    return "\n".join(lines).rstrip() + "\n"


def _coverage(rules: list[Rule], rulebook: Rulebook) -> str:
    watching: dict[str, list[str]] = {}
    for rule in rules:
        for code in rule.basis:
            watching.setdefault(code, []).append(rule.id)
    lines = [
        "# 官方要求与规则对照",
        "",
        "“已核对”指读到过原文；未核对的只写出处，不当引文。没有规则的要求，要么无法从表上判断，要么还没有写。",
        "",
        "| 要求 | 规则 | 原文 |",
        "| --- | --- | --- |",
    ]
    for code, basis in rulebook.basis.items():
        links = " ".join(f"[{rule}]({rule}.md)" for rule in watching.get(code, [])) or "（尚无规则）"
        wording = (
            f"已核对：“{_cell(basis.quote)}”" if basis.quote else ("已核对" if basis.verified else "未核对")
        )
        lines.append(f"| {_cell(basis_title(code, rulebook))} | {links} | {wording} |")
    return "\n".join(lines) + "\n"


def _told(measured: Mapping[str, int]) -> list[str]:
    """What was planted and found, and what was reported on real tables and was true: of each what was measured."""
    told = []
    if measured.get("planted"):
        told.append(f"在好表里种错 {measured['planted']} 处，查出 {measured['found']} 处")
    if measured.get("findings"):
        told.append(f"在真实表格上报告 {measured['findings']} 处，复核属实 {measured['true']} 处")
    return told


def _share(measured: Mapping[str, int] | None, part: str, whole: str) -> str:
    if not measured or not measured.get(whole):
        return "—"
    return f"{measured[part]}/{measured[whole]}"


def _cell(text: str) -> str:
    return _text(text).replace("|", "\\|")


def _text(text: str) -> str:
    return text.replace("\n", " ").replace("<", "&lt;").replace("*", "\\*").replace("$", "\\$")
