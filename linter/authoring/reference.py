"""The reference of the rule language for rule authors, written from the tables of fields and functions.

``python -m linter.authoring.reference docs/rule-language.md`` renews it in that file: what stands between the
two marks is replaced, the rest of the file is written by hand.
"""

from __future__ import annotations

import sys
from pathlib import Path

from linter.language.functions.basics import EACH, FUNCTIONS
from linter.language.namedpatterns import pattern_notes
from linter.language.types import GIVEN, Field, Type, fields, given_type, object_types

BEGIN = "<!-- 以下由程序写出，请勿手改 -->"
END = "<!-- 以上由程序写出 -->"


def reference() -> str:
    """Markdown: one table for each object, with every field, and one for the functions."""
    parts = [_object(name) for name in object_types()]
    return "\n".join(["## 对象和字段\n", *parts, "## 函数\n", _functions(), _patterns()])


def renew(text: str) -> str:
    """The text of the file with a fresh reference between the marks. Raises ValueError without the marks."""
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    return f"{before}{BEGIN}\n\n{reference()}\n{END}{after}"


def _object(name: str) -> str:
    given = next((word for word in GIVEN if given_type(word).name == name), None)
    heading = f"### {Type(name).chinese()} {name}"
    use = f"`given: {given}` 逐个检查的对象。\n\n" if given else ""
    rows = [
        f"| `{field}` | {_type(entry.type)} | {table_cell(entry.note)}{_values(entry)}{_derived(entry)} |"
        for field, entry in fields(name).items()
    ]
    return f"{heading}\n\n{use}| 字段 | 类型 | 含义 |\n|---|---|---|\n" + "\n".join(rows) + "\n"


def _type(kind: Type) -> str:
    return kind.chinese() if kind.name != "list" else f"列表：{kind.of.chinese() if kind.of else ''}"


def _values(entry: Field) -> str:
    """The closed set of a field, unless the note has named its members already."""
    kind = entry.type
    values = kind.values or (kind.of.values if kind.of else ())
    if all(value in entry.note for value in values):
        return ""
    return "；可取：" + "、".join(f"`{value}`" for value in values)


def _derived(entry: Field) -> str:
    return "（派生）" if entry.take is not None else ""


def _patterns() -> str:
    """The named patterns by name with what they find."""
    rows = [f"| `{name}` | {table_cell(note)} |" for name, (note, _) in pattern_notes().items()]
    head = '## 有名字的正则表达式\n\n写 `pattern("名字")`，全文见 rules/words/patterns.yaml。'
    return f"{head}\n\n| 名字 | 找什么 |\n|---|---|\n" + "\n".join(rows) + "\n"


def _functions() -> str:
    rows = [f"| `{_code(function.signature)}` | {table_cell(function.note)} |" for function in FUNCTIONS.values()]
    rows += [f"| `{_code(signature)}` | {table_cell(note)} |" for signature, note in EACH.values()]
    return f"{_LEGEND}\n\n| 写法 | 含义 |\n|---|---|\n" + "\n".join(rows) + "\n"


_LEGEND = (
    "写法里：`text` 文本，`number` 数，`bool` 是非，`date` 日期，`list[…]` 列表，`any` 任意值，"
    "`regex` 加引号的正则表达式，`words` 加引号的词表名，`T`、`U` 代表某一种类型，"
    "`a|b` 两种都可以，`…` 可以重复，`?` 可以省去，→ 后面是结果的类型。"
)


def _code(signature: str) -> str:
    return signature.replace("->", "→").replace("|", "\\|")


def table_cell(note: str) -> str:
    """A text as a cell of a Markdown table."""
    return note.replace("|", "\\|")


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.write_text(renew(target.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
