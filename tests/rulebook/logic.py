"""How much logic a rule holds: the expressions of its clauses and its check, and what stands in braces of its texts.

A derived field or a named pattern that one rule alone uses counts to it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from yamldata import FAST, yaml_data

from linter.ground.resources import rules_dir
from linter.rulebook.store import shipped_files

MOST, EXPRESSION, REGEX, RUN, CONDITION = 1200, 200, 60, 40, 30
_BRACES = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")
_QUOTED = re.compile(r'"[^"\n]*"|\'[^\'\n]*\'')
#: A text that is written out where a function takes a regular expression.
_REGEX = re.compile(
    r"""\b(?:matches|found|lacks|split)\((?:[^"'()]|\([^()]*\))*,\s*("[^"\n]*"|'[^'\n]*')\)"""
)


class Logic(NamedTuple):
    """The pieces of one rule: ``pieces`` its own expressions, ``regexes`` those written out in it."""

    id: str
    kind: str
    pieces: list[str]
    regexes: list[str]

    @property
    def text(self) -> str:
        return "\n".join(self.pieces)


@cache
def rules() -> dict[str, Logic]:
    """The logic of every shipped rule."""
    found = {}
    for path in shipped_files():
        data = next(iter(yaml.load_all(path.read_text(encoding="utf-8"), FAST)))
        pieces = list(_pieces(data))
        check = data["check"]
        regexes = [found[1][1:-1] for piece in pieces for found in _REGEX.finditer(piece)]
        if isinstance(check.get("regex"), str) and not check["regex"].startswith("pattern("):
            regexes.append(check["regex"])
        found[data["id"]] = Logic(data["id"], check["kind"], pieces, regexes)
    return found


def _pieces(data: dict[str, Any]) -> Iterator[str]:
    if data.get("when") is not None:
        yield _one_line(data["when"])
    yield from map(_one_line, (data.get("let") or {}).values())
    for key in ("except", "soften"):
        yield from (_one_line(entry["when"]) for entry in data.get(key) or ())
    for key, value in data["check"].items():
        if key != "kind":
            yield from map(_one_line, value if isinstance(value, list) else [value])
    for key in ("message", "suggest", "advice"):
        yield from (_one_line(found[1]) for found in _BRACES.finditer(data.get(key) or "") if found[1])


def _one_line(value: Any) -> str:
    return " ".join(str(value).split())


@cache
def shared() -> dict[str, str]:
    """The expressions of the derived fields and the named patterns, by name (a pattern as ``pattern("name")``)."""
    terms = yaml_data(rules_dir() / "terms.yaml")
    patterns = yaml_data(rules_dir() / "words" / "patterns.yaml")
    found = {name: _one_line(term["is"]) for named in terms.values() for name, term in named.items()}
    return {**found, **{f'pattern("{name}")': entry["pattern"] for name, entry in patterns.items()}}


def _mentions(text: str, name: str) -> bool:
    if name.startswith("pattern("):
        return name in text.replace("'", '"') or f"{{{name[9:-2]}}}" in text
    return re.search(rf"(?<![\w\"']){name}(?![\w(])", _QUOTED.sub("", text)) is not None


@cache
def users() -> dict[str, set[str]]:
    """The rules that use each derived field and named pattern, by themselves or through another one."""
    found = {name: {rule.id for rule in rules().values() if _mentions(rule.text, name)} for name in shared()}
    grown = True
    while grown:
        grown = False
        for name in shared():
            for other, text in shared().items():
                if other != name and _mentions(text, name) and not found[other] <= found[name]:
                    found[name] |= found[other]
                    grown = True
    return found


def size(rule: str) -> int:
    """The characters of logic of a rule, with what it alone uses."""
    alone = sum(len(shared()[name]) for name, ids in users().items() if ids == {rule})
    return sum(map(len, rules()[rule].pieces)) + alone


def faults(rule: str) -> list[str]:
    """The limits that a rule does not keep, in words."""
    logic = rules()[rule]
    found = []
    if size(rule) > MOST:
        found.append(f"logic of {size(rule)} characters, {MOST} at most")
    longest = max(map(len, logic.pieces), default=0)
    if longest > EXPRESSION:
        found.append(f"an expression of {longest} characters, {EXPRESSION} at most")
    if any(len(regex) > REGEX for regex in logic.regexes):
        found.append(f"a regular expression of more than {REGEX} characters: name it in words/patterns.yaml")
    if twice := _twice(logic.pieces):
        found.append(f"twice: {twice}")
    return found


def _twice(pieces: list[str]) -> str:
    """A run of characters that stands twice in the pieces; empty when none is so long."""
    seen: dict[str, tuple[int, int]] = {}
    for number, piece in enumerate(pieces):
        for at in range(len(piece) - RUN + 1):
            run = piece[at : at + RUN]
            before = seen.setdefault(run, (number, at))
            if before[0] != number or at - before[1] >= RUN:
                return run
    return ""


def repeated_conditions() -> dict[str, set[str]]:
    """Conditions of some length that stand in several rules, with these rules."""
    found: dict[str, set[str]] = {}
    for rule in rules().values():
        for piece in rule.pieces:
            for part in re.split(r"\s+(?:and|or)\s+", piece):
                plain = re.sub(r"^(?:not\s+)?\(*(?:not\s+)?", "", part).rstrip(") ")
                if len(plain) >= CONDITION:
                    found.setdefault(plain, set()).add(rule.id)
    return {part: ids for part, ids in found.items() if len(ids) >= 3}


def kinds() -> Counter[str]:
    return Counter(rule.kind for rule in rules().values())


def folder() -> Path:
    return Path(__file__).parent
