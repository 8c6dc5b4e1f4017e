"""A rule from a kept file: what every run asks of every rule at once, the rest decoded when it is asked for."""

from __future__ import annotations

from typing import Any

import msgspec

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
    "fields",
    "asks",
)


def packed(rule: Rule) -> list[Any]:
    """A rule as plain data: what is asked of every rule, and the rest still to be decoded."""
    plain = rule.to_plain()
    head = {key: plain.pop(key) for key in _HEAD}
    return [head, msgspec.msgpack.encode(plain)]


class KeptRule(Rule):
    """A rule from a kept file, decoded as a whole when something is asked that its head does not say."""

    def __init__(self, head: dict[str, Any], body: bytes, words: Words | None) -> None:
        self.words = words
        self._head = head
        self._body = body
        vars(self).update(head)

    def __getattr__(self, name: str) -> Any:
        body: bytes | None = vars(self).pop("_body", None)
        if body is None:
            raise AttributeError(name)
        super().__init__({**self._head, **msgspec.msgpack.decode(body)}, self.words)
        return getattr(self, name)

    def to_plain(self) -> dict[str, Any]:
        self.compiled  # noqa: B018 - decodes the whole rule
        return super().to_plain()


def kept_rule(kept: list[Any], words: Words | None) -> KeptRule:
    """The rule of what ``packed`` gave."""
    head, body = kept
    return KeptRule(head, body, words)
