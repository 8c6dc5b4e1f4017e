"""The strict loader: one rule file → one rule. Every fault is an error with file, line and column."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from linter.ground.errors import JxlintError
from linter.ground.nearest import fault
from linter.ground.shape import Where
from linter.ground.strictyaml import load_documents
from linter.language.expression import own_screen, screen
from linter.language.reach import reach_of
from linter.language.types import GIVEN
from linter.language.wordlists import Words
from linter.model import LEVEL2, Confidence, Severity
from linter.rulebook.arguments import compile_check
from linter.rulebook.clauses import Clauses
from linter.rulebook.kind import get_kind, kind_names
from linter.rulebook.repair import compile_repairs
from linter.rulebook.rule import FAMILIES, Rule

#: Keys of a rule with the note that the schema shows; those without ``?`` are required.
RULE_KEYS = {
    "id": "编号，如 KX01；自定规则用自己的字头，如 MY01",
    "name": "英文短名，说的是毛病，如 year-mismatch",
    "title": "一行标题",
    "severity": "error 错误、warning 警告、info 提示",
    "confidence": "把握：high、medium、low",
    "status": "preview 试行、stable 正式、deprecated 停用",
    "given": "检查什么对象",
    "when?": "条件表达式：为真才检查",
    "let?": "给表达式起的名字：{名字: 表达式}，下面各处都能用",
    "except?": "例外：[{when: 条件, because: 一句话说为什么不算}]",
    "soften?": "从轻：[{when: 条件, to: 级别, confidence: 把握, because: 一句话说为什么}]",
    "check": "检查：恰好一种",
    "message": "说哪里错，可写 {字段}",
    "suggest?": "直接给出应当写成什么，可写 {字段}；有一处算不出来就不给",
    "advice": "怎么改，可写 {字段}",
    "library?": "怎么改后面附几条同类项目的指标：写二级指标名，或它们的列表；level2 指被检查的那一行的二级指标",
    "why": "为什么算错，一两句",
    "basis": "依据代码，见 rules/basis.yaml",
    "covers?": "同一处同时报告时，由本规则代为说明的规则",
    "fix?": "none 不能自动改、safe 放心改、unsafe 改后要看一眼",
    "repair?": "怎么改：一步，或几步的列表；fix 不是 none 时必写",
}
CHOICES: dict[str, tuple[str, ...]] = {
    "severity": get_args(Severity),
    "confidence": get_args(Confidence),
    "status": ("preview", "stable", "deprecated"),
    "given": GIVEN,
    "fix": ("none", "safe", "unsafe"),
}
#: What ``library`` may name: a level, or that of the judged row.
LIBRARY_LEVELS = (*LEVEL2, "level2")
ID = r"[A-Z]{2,4}[0-9]{2,3}"
NAME = r"[a-z][a-z0-9]*(-[a-z0-9]+)*"
CASE_GROUPS = ("bad", "good", "known-noise", "known-miss")
_TEXTS = ("title", "message", "advice", "why")


def load_rule(path: Path, text: str, *, words: Words | None, basis: Mapping[str, Any], shipped: bool) -> Rule:
    """The rule of one file. ``words`` are the word lists (None: those of the pack), ``basis`` the known
    bases; ``shipped`` asks for a family of ours and for cases. Raises JxlintError."""
    file = str(path)
    documents = load_documents(text, file)
    if not documents or documents[0].data is None:
        raise JxlintError("规则文件是空的", path=file, advice="jxlint new-rule 可以写出模板")
    if len(documents) > 2:
        raise JxlintError("规则文件最多两个 YAML 文档：规则，和它的用例（tests）", path=file)
    where = Where(documents[0], text.split("\n"), file)
    required = [key for key in RULE_KEYS if not key.endswith("?")]
    data = where.check_keys("规则", [key.rstrip("?") for key in RULE_KEYS], required)
    _check_words(where, data, shipped)
    _check_codes(where, data, basis)
    given = data["given"]
    compiler = Clauses(where, given, words, data["id"])
    compiler.let()
    when = compiler.condition("when") if data.get("when") is not None else None
    excepting, softening = compiler.exceptions(), compiler.softenings(data["severity"], data["confidence"])
    check = where.below("check")
    if not isinstance(check.data, dict) or "kind" not in check.data:
        raise where.error(
            "check 应写成 {kind: 种类, …}", "check", advice=f"种类有：{'、'.join(kind_names())}"
        )
    if check.data["kind"] not in kind_names():
        wrong = str(check.data["kind"])
        raise check.error(f"没有“{wrong}”这种检查", "kind", wrong=wrong, known=kind_names())
    kind = get_kind(check.data["kind"])
    plan = compile_check(kind, check, given, words, compiler.parts)
    decisive = kind.screen(plan.plain) if kind.screen is not None else None
    message, advice = compiler.template("message", plan.facts), compiler.template("advice", plan.facts)
    suggest = compiler.template("suggest", plan.facts) if data.get("suggest") is not None else None
    used = compiler.fields | plan.fields
    parts, conditions = compiler.parts.to_plain(), [one.to_plain() for one in (when, *excepting, *softening) if one]
    repair = _repair(where, data, given, words)
    if shipped:
        _check_cases(documents, file)
    return Rule(
        {
            **{
                name: data.get(name)
                for key in RULE_KEYS
                if (name := key.rstrip("?")) not in ("except", "soften")
            },
            "covers": data.get("covers") or [],
            "library": _levels(where, data),
            "fix": data.get("fix") or "none",
            "repair": repair,
            "when": str(data["when"]) if data.get("when") is not None else None,
            "let": data.get("let") or {},
            "exceptions": [_without_when(entry) for entry in data.get("except") or ()],
            "softenings": [_without_when(entry) for entry in data.get("soften") or ()],
            "path": file,
            "shipped": shipped,
            "all_rows": when is not None and "row_kind" in when.fields,
            "reach": reach_of(given, [parts, conditions, plan.plain]),
            "fields": sorted(used),
            "asks": sorted(when.asks) if when else [],
            "looking": {
                "let": parts,
                "when": when.to_plain() if when else None,
                "screen": screen(given, when, decisive, compiler.parts),
            },
            "own": own_screen(given, when, decisive, compiler.parts),
            "compiled": {
                "except": [condition.to_plain() for condition in excepting],
                "soften": [condition.to_plain() for condition in softening],
                "check": plan.plain,
                "message": message.plain,
                "suggest": suggest.plain if suggest else None,
                "advice": advice.plain,
            },
        },
        words,
    )


def _levels(where: Where, data: Mapping[str, Any]) -> list[str]:
    """The levels whose indicators of the library are named, ``level2`` for that of the judged row."""
    listed = data.get("library")
    levels = listed if isinstance(listed, list) else [] if listed is None else [listed]
    for level in levels:
        if level not in LIBRARY_LEVELS:
            raise where.error(
                f"library 里没有“{level}”这个二级指标", "library", wrong=str(level), known=LIBRARY_LEVELS
            )
    return levels


def _without_when(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key != "when" and value is not None}


def _repair(where: Where, data: Mapping[str, Any], given: str, words: Words | None) -> list[dict[str, Any]]:
    """The steps of the fix: there are some exactly when ``fix`` promises one."""
    fix = data.get("fix") or "none"
    if (fix != "none") != (data.get("repair") is not None):
        missing = fix != "none"
        raise where.error(
            f"fix 写的是 {fix}，{'却没有 repair' if missing else '不该有 repair'}",
            "fix" if missing else "repair",
            advice="fix 为 safe 或 unsafe 时用 repair 写明怎么改，为 none 时不写",
        )
    return compile_repairs(where, given, fix, words) if fix != "none" else []


def _check_words(where: Where, data: Mapping[str, Any], shipped: bool) -> None:
    for key in (*_TEXTS, "id", "name"):
        if not isinstance(data[key], str) or not data[key].strip():
            raise where.error(f"{key} 应是一段文字", key)
    if not re.fullmatch(ID, data["id"]):
        raise where.error(
            f"编号“{data['id']}”写法不对", "id", advice="应是大写字头加两三位数字，如 KX01、MY01"
        )
    if shipped and data["id"].rstrip("0123456789") not in FAMILIES:
        known = [f"{prefix} {title}" for prefix, (title, _) in FAMILIES.items()]
        raise where.error(f"编号“{data['id']}”的字头不在五类之中", "id", advice="、".join(known))
    if not re.fullmatch(NAME, data["name"]):
        raise where.error(
            f"短名“{data['name']}”写法不对", "name", advice="应是小写英文单词，用连字符相连，如 year-mismatch"
        )
    if "\n" in data["title"].strip():
        raise where.error("title 只能是一行", "title")
    for key, allowed in CHOICES.items():
        if data.get(key) is not None and data[key] not in allowed:
            raise where.error(f"{key} 不能是“{data[key]}”", key, wrong=str(data[key]), known=allowed)


def _check_codes(where: Where, data: Mapping[str, Any], basis: Mapping[str, Any]) -> None:
    for key in ("basis", "covers"):
        listed = data.get(key)
        if listed is None:
            continue
        if not isinstance(listed, list):
            raise where.error(f"{key} 应是列表，如 [{'88-13-2, 101-V' if key == 'basis' else 'KX14'}]", key)
        for position, code in enumerate(listed):
            if not isinstance(code, str):
                raise where.error(f'{key} 里的“{code}”要加引号，写成 "{code}"', key, position)
            if listed.index(code) < position:
                raise where.error(f"{key} 里“{code}”重复", key, position)
            if key == "basis" and code not in basis:
                known = sorted(basis)
                raise where.error(f"没有依据“{code}”", key, position, wrong=code, known=known)
            if key == "covers" and not re.fullmatch(ID, code):
                raise where.error(f"covers 里的“{code}”不是规则编号", key, position)
    if not data["basis"]:
        raise where.error("basis 至少写一个依据代码", "basis", advice="见 rules/basis.yaml")


def _check_cases(documents: list[Any], file: str) -> None:
    tests = (
        documents[1].data.get("tests")
        if len(documents) == 2 and isinstance(documents[1].data, dict)
        else None
    )
    for group in ("bad", "good"):
        if not (isinstance(tests, dict) and tests.get(group)):
            raise JxlintError(
                f"规则缺少用例：tests 的 {group} 至少要有一个",
                path=file,
                advice="用例写在第二个 YAML 文档里（--- 之后）",
            )


def check_together(rules: list[Rule]) -> None:
    """Faults that only show when all rules are there: ids and names used twice, ``covers`` of no rule.

    Raises JxlintError at the first.
    """
    ids: dict[str, Rule] = {}
    names: dict[str, Rule] = {}
    for rule in rules:
        for value, seen, what in ((rule.id, ids, "编号"), (rule.name, names, "短名")):
            if value in seen:
                raise fault(
                    f"{what}“{value}”已被 {seen[value].path} 用了",
                    rule.path,
                    1,
                    1,
                    advice="编号和短名不能重复，停用的也不再用",
                )
            seen[value] = rule


def check_covers(rules: list[Rule]) -> None:
    """``covers`` names rules that are there, not the rule itself, and never leads back to where it began.

    Raises JxlintError at the first fault.
    """
    by_id = {rule.id: rule for rule in rules}
    for rule in rules:
        for code in rule.covers:
            if code == rule.id:
                raise fault("covers 里不能写规则自己", rule.path, None, None)
            if code not in by_id:
                raise fault(
                    f"covers 里的“{code}”不是已有的规则",
                    rule.path,
                    None,
                    None,
                    wrong=code,
                    known=sorted(by_id),
                )
    for rule in rules:
        below, reached = list(rule.covers), set[str]()
        while below:
            code = below.pop()
            if code == rule.id:
                raise fault(f"covers 绕成了一圈：从 {rule.id} 出发又回到它", rule.path, None, None)
            if code not in reached:
                reached.add(code)
                below += by_id[code].covers
