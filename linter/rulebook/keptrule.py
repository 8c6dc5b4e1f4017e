"""A rule from a kept file: what every run asks of every rule at once, the rest decoded when it is asked for."""

from __future__ import annotations

from typing import Any

import msgspec

from linter.language.plainform import packed, whole
from linter.language.wordlists import Words
from linter.rulebook.rule import Rule

#: What is asked of every rule of a run, whether it finds anything to judge or not.
_HEAD = (
    "id",
    "name",
    "severity",
    "confidence",
    "status",
    "given",
    "covers",
    "path",
    "shipped",
    "all_rows",
    "reach",
    "beside",
)
#: What is asked by itself, and only of some: of those that have something to look at, of those that may remember it, of
#: those that looked at nothing.
_APART = ("looking", "own", "fields", "asks")


def kept_form(rule: Rule) -> list[Any]:
    """A rule as plain data: what is asked of every rule; what is asked by itself of some, and the rest, each still to
    be decoded."""
    plain = rule.to_plain()
    head = {key: plain.pop(key) for key in _HEAD}
    apart = {key: msgspec.msgpack.encode(packed(plain.pop(key))) for key in _APART}
    return [head, apart, msgspec.msgpack.encode(packed(plain))]


class KeptRule(Rule):
    """A rule from a kept file, decoded further when something is asked that its head does not say."""

    def __init__(self, kept: list[Any], words: Words | None) -> None:
        self.words = words
        self._inspection = None
        self._kept: list[Any] | None = kept
        vars(self).update(kept[0])

    def __getattr__(self, name: str) -> Any:
        kept: list[Any] | None = vars(self).get("_kept")
        if kept is None:
            raise AttributeError(name)
        head, apart, rest = kept
        if name in apart:
            answer = vars(self)[name] = msgspec.msgpack.decode(apart[name])
            return answer
        plain = {**head, **{key: getattr(self, key) for key in apart}, **msgspec.msgpack.decode(rest)}
        self._kept = None
        inspection = self._inspection
        super().__init__(plain, self.words)
        self._inspection = inspection
        return getattr(self, name)

    def to_plain(self) -> dict[str, Any]:
        self.compiled  # noqa: B018 - decodes the whole rule
        plain: dict[str, Any] = whole(super().to_plain())
        return plain
