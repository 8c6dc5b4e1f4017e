"""Rules for tests: a whole rule from the few keys that a test is about."""

import json
from pathlib import Path
from typing import Any

from linter.language.wordlists import load_words
from linter.rulebook.loader import load_rule
from linter.rulebook.rule import Rule

FRAME = {
    "id": "MY01",
    "name": "some-fault",
    "title": "标题",
    "severity": "warning",
    "confidence": "high",
    "status": "stable",
    "given": "indicator",
    "check": {"kind": "require", "field": "name"},
    "message": "错了",
    "advice": "改",
    "why": "因为",
    "basis": ["X"],
}


def rule_text(**keys: Any) -> str:
    """The text of a rule file: the frame with these keys; None leaves a key out. JSON values are YAML too."""
    merged = {**FRAME, **keys}
    return "".join(
        f"{key}: {json.dumps(value, ensure_ascii=False)}\n"
        for key, value in merged.items()
        if value is not None
    )


def make_rule(entry: dict[str, Any]) -> Rule:
    """The rule of an entry: its keys that a rule has, the others (cases) left aside."""
    keys = {key: value for key, value in entry.items() if key not in ("bad", "good")}
    return load_rule(
        Path("MY01.yaml"), rule_text(**keys), words=load_words(), basis={"X": None}, shipped=False
    )
