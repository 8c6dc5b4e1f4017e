"""The JSON Schema of rule files, for editors: made from the declarations that the loader checks by.

It describes both documents of a file: an editor that reads ``# yaml-language-server: $schema=…`` then
completes keys and kinds. What only the loader can know (fields, types, word lists, bases) it leaves open.
"""

from __future__ import annotations

from typing import Any

from linter.authoring.samplekeys import CASE_KEYS
from linter.rulebook.clauses import LESS_SURE, PART, SOFTER
from linter.rulebook.kind import Key, Kind, get_kind, kind_names
from linter.rulebook.loader import CASE_GROUPS, CHOICES, ID, LIBRARY_LEVELS, NAME, RULE_KEYS
from linter.rulebook.repair import KINDS as REPAIRS

_PATH = r"^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$"
_CODE = {"type": ["string", "number", "boolean"]}


def rule_schema() -> dict[str, Any]:
    """The schema as plain data: a rule, or the cases behind it."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "jxlint 规则文件",
        "anyOf": [{"$ref": "#/$defs/rule"}, {"$ref": "#/$defs/cases"}],
        "$defs": {"rule": _rule(), "cases": _cases()},
    }


def _rule() -> dict[str, Any]:
    properties: dict[str, Any] = {}
    for key, note in RULE_KEYS.items():
        name = key.rstrip("?")
        properties[name] = {"description": note, **_property(name)}
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [key for key in RULE_KEYS if not key.endswith("?")],
        "properties": properties,
    }


def _property(name: str) -> dict[str, Any]:
    if name == "id":
        return {"type": "string", "pattern": f"^{ID}$"}
    if name == "name":
        return {"type": "string", "pattern": f"^{NAME}$"}
    if name in CHOICES:
        return {"enum": list(CHOICES[name])}
    if name == "basis":
        return {"type": "array", "items": {"type": "string"}, "minItems": 1, "uniqueItems": True}
    if name == "covers":
        return {"type": "array", "items": {"type": "string", "pattern": f"^{ID}$"}, "uniqueItems": True}
    if name == "library":
        level = {"enum": list(LIBRARY_LEVELS)}
        return {"anyOf": [level, {"type": "array", "items": level, "uniqueItems": True, "minItems": 1}]}
    if name == "check":
        return {"oneOf": [_kind(get_kind(kind)) for kind in kind_names()]}
    if name == "repair":
        step = {"oneOf": [_kind(kind) for kind in REPAIRS.values()]}
        return {"anyOf": [step, {"type": "array", "items": step, "minItems": 1}]}
    if name == "when":
        return {"type": ["string", "boolean"]}
    if name == "let":
        return {
            "type": "object",
            "propertyNames": {"pattern": f"^{PART}$"},
            "additionalProperties": _CODE,
            "minProperties": 1,
        }
    if name == "except":
        return _entries({}, ["when", "because"])
    if name == "soften":
        lower = {"to": {"enum": list(SOFTER)}, "confidence": {"enum": list(LESS_SURE)}}
        return _entries(lower, ["when", "because"])
    return {"type": "string", "minLength": 1}


def _entries(own: dict[str, Any], required: list[str]) -> dict[str, Any]:
    """A list of conditions, each with its reason."""
    entry = {
        "type": "object",
        "additionalProperties": False,
        "required": required,
        "properties": {
            "when": {"description": "条件", "type": ["string", "boolean"]},
            **own,
            "because": {"description": "一句话的理由，会印给人看", "type": "string", "minLength": 1},
        },
    }
    return {"type": "array", "items": entry, "minItems": 1}


def _kind(kind: Kind) -> dict[str, Any]:
    groups = [{"required": [name]} for group in kind.exactly_one for name in group]
    schema: dict[str, Any] = {
        "title": kind.name,
        "description": kind.note,
        "type": "object",
        "additionalProperties": False,
        "required": ["kind", *(key.name for key in kind.keys if key.required)],
        "properties": {
            "kind": {"const": kind.name},
            **{key.name: {"description": key.note, **_key(key)} for key in kind.all_keys()},
        },
    }
    if groups:
        schema["oneOf"] = groups
    if kind.at_least_one:
        schema["anyOf"] = [{"required": [name]} for group in kind.at_least_one for name in group]
    return schema


def _key(key: Key) -> dict[str, Any]:
    text: dict[str, Any] = {"type": "string", "minLength": 1}
    shapes: dict[str, dict[str, Any]] = {
        "field": {"type": "string", "pattern": _PATH},
        "fields": {"type": "array", "items": {"type": "string", "pattern": _PATH}, "minItems": 1},
        "expression": _CODE,
        "expressions": {"anyOf": [_CODE, {"type": "array", "items": _CODE, "minItems": 1}]},
        "objects": text,
        "element": _CODE,
        "elements": {"anyOf": [_CODE, {"type": "array", "items": _CODE, "minItems": 1}]},
        "text": text,
        "texts": {"anyOf": [text, {"type": "array", "items": text, "minItems": 1}]},
        "regex": {"type": "string", "format": "regex"},
        "words": {"anyOf": [text, {"type": "array", "items": text, "minItems": 1}]},
        "number": {"type": "number"},
        "tolerance": {
            "anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": r"^\d+(\.\d+)?%$"}]
        },
        "flag": {"type": "boolean"},
        "choice": {"enum": list(key.choices)},
    }
    schema = dict(shapes[key.shape])
    if key.default is not None:
        schema["default"] = key.default
    return schema


def _cases() -> dict[str, Any]:
    case = {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            name: {"description": note, **({"enum": ["real", "made"]} if name == "source" else {})}
            for name, note in CASE_KEYS.items()
        },
    }
    cases = {"type": ["array", "null"], "items": case}
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["tests"],
        "properties": {
            "tests": {
                "type": "object",
                "additionalProperties": False,
                "properties": dict.fromkeys(CASE_GROUPS, cases),
            }
        },
    }
