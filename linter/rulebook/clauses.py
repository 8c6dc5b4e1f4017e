"""The clauses of a rule that hold expressions: ``let``, ``when``, ``except``, ``soften`` and the texts with braces.

Each is checked here when a rule is loaded; the errors name file, line and column.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, get_args

from linter.ground.errors import JxlintError
from linter.ground.shape import Where
from linter.language.expression import Compiled, compile_expression
from linter.language.named import Parts
from linter.language.templates import Template, compile_template
from linter.language.terms import taken
from linter.language.types import fields, given_type
from linter.language.wordlists import Words
from linter.model import Confidence, Severity

PART = r"[a-z][a-z0-9_]*"
SEVERITIES = get_args(Severity)
CONFIDENCES = get_args(Confidence)
#: What a softening may lower to.
SOFTER = tuple(SEVERITIES[1:])
LESS_SURE = tuple(CONFIDENCES[1:])


class Clauses:
    """Checks the clauses of one rule. ``parts`` are its named parts, ``fields`` the field paths all of them use."""

    def __init__(self, where: Where, given: str, words: Words | None, owner: str) -> None:
        self._where = where
        self._given = given
        self._words = words
        self.parts = Parts(owner)
        self.fields: set[str] = set()

    def let(self) -> None:
        """Add the named parts, in their order: each may use those above it."""
        where, listed = self._where, self._where.data.get("let")
        if listed is None:
            return
        if not isinstance(listed, dict) or not listed:
            raise where.error("let 应写成“名字: 表达式”", "let")
        own = given_type(self._given)
        for name in listed:
            if not re.fullmatch(PART, name):
                raise where.error(f"名字“{name}”应是小写英文，用下划线相连", "let", name, at_key=True)
            reason = taken(name, own.name) or (name in fields(own.name) and "已有这个派生字段")
            if reason:
                raise where.error(
                    f"“{name}”不能作名字：{reason}", "let", name, at_key=True, advice="请换一个名字"
                )
            self.parts.add(name, self._expression(None, "let", name))

    def condition(self, *keys: str | int) -> Compiled:
        """The condition that stands under a key."""
        if not isinstance(self._value(*keys), str | bool):
            raise self._where.error("when 应是一个条件", *keys)
        return self._expression("bool", *keys)

    def exceptions(self) -> list[Compiled]:
        """The conditions of ``except``."""
        conditions = []
        reasons: list[str] = []
        for number, entry in enumerate(self._entries("except", ("when", "because"), ("when", "because"))):
            if entry["because"] in reasons:
                raise self._where.error(
                    f"“{entry['because']}”写了两次",
                    "except",
                    number,
                    "because",
                    advice="各条例外的理由要不同",
                )
            reasons.append(entry["because"])
            conditions.append(self.condition("except", number, "when"))
        return conditions

    def softenings(self, severity: str, confidence: str) -> list[Compiled]:
        """The conditions of ``soften``, which lowers this severity or confidence."""
        conditions = []
        known = ("when", "to", "confidence", "because")
        for number, entry in enumerate(self._entries("soften", known, ("when", "because"))):
            if entry.get("to") is None and entry.get("confidence") is None:
                raise self._where.error(
                    "soften 的一项缺少 to 或 confidence", "soften", number, advice="请写明降到哪一级"
                )
            for key, allowed, now in (
                ("to", SEVERITIES, severity),
                ("confidence", CONFIDENCES, confidence),
            ):
                self._lower(number, key, entry.get(key), allowed, now)
            conditions.append(self.condition("soften", number, "when"))
        return conditions

    def _lower(self, number: int, key: str, to: Any, allowed: tuple[str, ...], now: str) -> None:
        lower = allowed[allowed.index(now) + 1 :]
        if to is not None and to not in lower:
            listed = f"可用：{'、'.join(lower)}" if lower else f"{now} 已是最轻"
            raise self._where.error(
                f"{key} 不能是“{to}”：要比规则的 {now} 轻", "soften", number, key, advice=listed
            )

    def template(self, key: str, facts: Mapping[str, str]) -> Template:
        """The text under ``key`` with its braces; ``facts`` are the names that the check provides."""
        where, what = self._where, {"message": "消息", "advice": "advice ", "suggest": "suggest "}[key]
        if not isinstance(where.data[key], str) or not where.data[key].strip():
            raise where.error(f"{key} 应是一段文字", key)
        line, column = where.text_mark(key)
        try:
            return compile_template(
                where.data[key], self._given, facts, path=where.path, line=line, column=column,
                words=self._words, parts=self.parts, what=what,
            )  # fmt: skip
        except JxlintError as error:
            raise where.unfolded(error, key) from None

    def _value(self, *keys: str | int) -> Any:
        value = self._where.data
        for key in keys:
            value = value[key]
        return value

    def _expression(self, expect: str | None, *keys: str | int) -> Compiled:
        raw = self._value(*keys)
        source = (
            str(raw).lower() if isinstance(raw, bool) else str(raw) if isinstance(raw, int | float) else raw
        )
        if not isinstance(source, str):
            raise self._where.error("应是一个表达式", *keys)
        line, column = self._where.text_mark(*keys)
        try:
            compiled = compile_expression(
                source, self._given, expect=expect, path=self._where.path, line=line, column=column,
                words=self._words, parts=self.parts,
            )  # fmt: skip
        except JxlintError as error:
            raise self._where.unfolded(error, *keys) from None
        self.fields |= compiled.fields
        return compiled

    def _entries(
        self, key: str, known: tuple[str, ...], required: tuple[str, ...]
    ) -> list[Mapping[str, Any]]:
        """The entries of a list of mappings, each with a ``because``."""
        listed = self._where.data.get(key)
        if listed is None:
            return []
        if not isinstance(listed, list) or not listed:
            raise self._where.error(f"{key} 应是列表，如 - {{when: 条件, because: 为什么}}", key)
        for number, _ in enumerate(listed):
            entry = self._where.below(key, number).check_keys(f"{key} 的一项", known, required)
            if not isinstance(entry["because"], str) or not entry["because"].strip():
                raise self._where.error("because 应是一句话", key, number, "because")
        return listed
