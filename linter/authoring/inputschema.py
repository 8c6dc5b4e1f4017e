"""The JSON Schema of the records that can be checked, from rules/words/records.yaml: docs/input-schema.json.

python -m linter.authoring.inputschema docs/input-schema.json
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from linter.readers.recordnames import data

_TEXT = {"type": ["string", "number", "boolean", "null"]}


def input_schema() -> dict[str, Any]:
    """The schema of a JSON file, and of each line of a JSON Lines file (its ``record``)."""
    read = data()
    rows = {"type": ["array", "null"], "items": {"$ref": "#/$defs/indicator"}}
    lists = {
        name: {**rows, "title": entry["title"]} for entry in read["lists"].values() for name in entry["names"]
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "jxlint 可以检查的数据",
        "description": "一个项目一个对象，指标在其中的列表里；或者一条指标一个对象，同一项目的合在一起。"
        "JSONL 每行一个对象。字段名不分大小写，不认识的字段不看。",
        "anyOf": [
            {"$ref": "#/$defs/record"},
            {"type": "array", "items": {"$ref": "#/$defs/record"}, "minItems": 1},
            {"$ref": "#/$defs/wrapped"},
        ],
        "$defs": {
            "record": {
                "type": "object",
                "properties": {**_properties("columns"), **_properties("fields"), **lists},
                "anyOf": [
                    *({"required": [name]} for name in lists),
                    {"allOf": [_one_of("columns", "name"), _one_of("columns", "value", "whole")]},
                    {
                        "allOf": [
                            {"anyOf": [_one_of("fields", "project"), _one_of("fields", "code")]},
                            _one_of("fields", "goal"),
                        ]
                    },
                ],
            },
            "indicator": {"type": "object", "properties": _properties("columns")},
            "wrapped": {
                "type": "object",
                "description": "外面再套一层：任何一个键下面（再套几层也行）是记录或者记录的列表，"
                "或者是 jxlint extract 的输出",
                "not": {"$ref": "#/$defs/record"},
                "minProperties": 1,
            },
        },
    }


def _properties(part: str) -> dict[str, Any]:
    return {
        name: {**_TEXT, "title": entry["title"]} for entry in data()[part].values() for name in entry["names"]
    }


def _one_of(part: str, *whats: str) -> dict[str, Any]:
    return {"anyOf": [{"required": [name]} for what in whats for name in data()[part][what]["names"]]}


def schema_text() -> str:
    return json.dumps(input_schema(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(schema_text(), encoding="utf-8")
