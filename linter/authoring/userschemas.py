"""The JSON Schemas of the files that users write, for editors: settings, reasons, rules.

They are made from the declarations that the readers of these files check by. An editor finds one by the first line of
a file: ``# yaml-language-server: $schema=.jxlint/config-schema.json``.

python -m linter.authoring.userschemas docs
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from linter.authoring.schema import rule_schema
from linter.config.file import TOP_KEYS
from linter.config.keys import KEYS, Key
from linter.ground.filesystem import save
from linter.office.limits import LARGEST, NOTES
from linter.reasons.entries import KEYS as REASON_KEYS
from linter.reasons.entries import NEEDED

#: The folder beside a user's file in which its schema lies; runs do not walk into it, for its name begins with a dot.
FOLDER = ".jxlint"
CONFIG, REASONS, RULE = "config-schema.json", "reasons-schema.json", "rule-schema.json"
_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_WORD = {"type": "string", "minLength": 1}
_WORDS = {"anyOf": [_WORD, {"type": "array", "items": _WORD}]}


def config_schema() -> dict[str, Any]:
    """The schema of jxlint.yaml."""
    settings = {key.name: {"description": key.help, **_setting(key)} for key in KEYS}
    override = {
        "type": "object",
        "additionalProperties": False,
        "required": ["files"],
        "properties": {"files": {"description": "对哪些文件有效，如 往年/**", **_WORDS}, **settings},
    }
    top = {
        **settings,
        "exclude": {"description": "不看的文件，写法和 .gitignore 一样", **_WORDS},
        "overrides": {"description": "只对部分文件有效的设置", "type": ["array", "null"], "items": override},
    }
    return {
        "$schema": _DRAFT,
        "title": "jxlint 的设置（jxlint.yaml）",
        "type": ["object", "null"],
        "additionalProperties": False,
        "properties": {name: top[name] for name in TOP_KEYS},
    }


def _setting(key: Key) -> dict[str, Any]:
    """What may stand behind a key; nothing at all is no wish."""
    shapes: dict[str, dict[str, Any]] = {
        "words": _WORDS,
        "folders": _WORDS,
        "file": _WORD,
        "word": _WORD,
        "flag": {"type": "boolean"},
        "choice": {"enum": list(key.choices)},
        "levels": {"type": "object", "additionalProperties": {"enum": list(key.choices)}},
        "limits": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                name: {"description": note, "type": "integer", "minimum": 1, "maximum": LARGEST}
                for name, note in NOTES.items()
            },
        },
    }
    if isinstance(key.choices, range):
        shape: dict[str, Any] = {
            "type": "integer", "minimum": key.choices.start, "maximum": key.choices.stop - 1,
        }  # fmt: skip
    else:
        shape = shapes[key.sort]
    return {"anyOf": [shape, {"type": "null"}]}


def reasons_schema() -> dict[str, Any]:
    """The schema of reasons.yaml."""
    text = {"type": ["string", "number"]}
    until = {"type": ["string", "null"], "format": "date", "pattern": r"^\d{4}-?\d{2}-?\d{2}$"}
    entry = {
        "type": "object",
        "additionalProperties": False,
        "required": list(NEEDED),
        "properties": {
            name: {"description": note, **(until if name == "until" else text)}
            for name, note in REASON_KEYS.items()
        },
    }
    return {
        "$schema": _DRAFT,
        "title": "jxlint 的说明（reasons.yaml）",
        "type": ["object", "null"],
        "additionalProperties": False,
        "properties": {"reasons": {"type": ["array", "null"], "items": entry}},
    }


def write_schema(name: str, beside: Path) -> Path:
    """Write a schema into the folder ``.jxlint`` of a folder, and return its path. Raises OSError."""
    made = {CONFIG: config_schema, REASONS: reasons_schema, RULE: rule_schema}[name]()
    path = beside / FOLDER / name
    path.parent.mkdir(parents=True, exist_ok=True)
    save(path, schema_text(made).encode())
    return path


def schema_text(schema: dict[str, Any]) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def schema_line(name: str) -> str:
    """The line by which an editor finds a schema."""
    return f"# yaml-language-server: $schema={FOLDER}/{name}\n"


if __name__ == "__main__":
    for name, made in ((CONFIG, config_schema()), (REASONS, reasons_schema())):
        Path(sys.argv[1], name).write_text(schema_text(made), encoding="utf-8")
