"""The list of check kinds for rule authors, written from their declarations.

``python -m linter.authoring.kindlist docs/writing-rules.md docs/rule-schema.json`` renews it in the guide,
between the two marks, and writes the JSON Schema of rule files beside it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from linter.authoring.reference import BEGIN, END, table_cell
from linter.authoring.schema import rule_schema
from linter.rulebook.kind import COMMON, Key, Kind, get_kind, kind_names
from linter.rulebook.repair import COMMON as REPAIR_COMMON
from linter.rulebook.repair import KINDS as REPAIRS

_SHAPES = {
    "field": "字段",
    "fields": "字段的列表",
    "expression": "表达式",
    "expressions": "表达式，或其列表",
    "objects": "对象的列表",
    "element": "对象的字段或表达式",
    "elements": "对象的字段或表达式，可以几个",
    "text": "文字",
    "texts": "文字，可以几个",
    "regex": "正则表达式",
    "words": "词表名，可以几个",
    "number": "数",
    "tolerance": "数或百分比",
    "flag": "true 或 false",
}


def kinds_reference() -> str:
    """Markdown: a table of keys for each kind, with the facts it gives to messages."""
    parts = [_kind(get_kind(name)) for name in kind_names()]
    common = _table(COMMON)
    repairs = [f"### {kind.name} 的键\n\n{kind.note}。\n\n{_table(kind.keys)}" for kind in REPAIRS.values()]
    return "\n".join(
        [
            "## 各种检查的键\n",
            *parts,
            f"### 所有种类都有的键\n\n{common}",
            "## 各种修正的键\n",
            *repairs,
            f"### 每一步修正都有的键\n\n{_table(REPAIR_COMMON)}",
        ]
    )


def _kind(kind: Kind) -> str:
    text = f"### {kind.name} 的键\n\n{kind.note}。\n\n{_table(kind.keys)}"
    if kind.facts:
        text += (
            "\n消息里另外可用："
            + "、".join(f"`{{{_fact(name, type_)}}}`" for name, type_ in kind.facts.items())
            + "\n"
        )
    return text


def _fact(name: str, type_: str) -> str:
    return f"{name}.字段" if type_ == "element" else name


def _table(keys: tuple[Key, ...]) -> str:
    rows = [
        f"| `{key.name}`{'（必写）' if key.required else ''} | {_shape(key)} | {table_cell(key.note)} |"
        for key in keys
    ]
    return "| 键 | 写什么 | 含义 |\n|---|---|---|\n" + "\n".join(rows) + "\n"


def _shape(key: Key) -> str:
    if key.choices:
        return "、".join(f"`{choice}`" for choice in key.choices)
    return _SHAPES[key.shape]


def renew(text: str) -> str:
    """The text of the guide with a fresh list between the marks. Raises ValueError without the marks."""
    before, rest = text.split(BEGIN)
    return f"{before}{BEGIN}\n\n{kinds_reference()}\n{END}{rest.split(END)[1]}"


def schema_text() -> str:
    """The JSON Schema of rule files as it stands in docs/rule-schema.json."""
    return json.dumps(rule_schema(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    guide, schema = Path(sys.argv[1]), Path(sys.argv[2])
    guide.write_text(renew(guide.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    schema.write_text(schema_text(), encoding="utf-8", newline="\n")
