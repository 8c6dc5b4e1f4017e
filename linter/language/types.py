"""The objects that expressions speak of: every field with its type and what it means.

``linter.language.fieldtable`` is the only description of the fields: the checker of expressions, the "did you
mean" of errors, the paths of message templates and the reference for rule authors all read it.
``linter.language.nodes`` says how each field is taken from the model.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple, get_args

import msgspec

from linter import model
from linter.ground.nearest import fault
from linter.language.fieldtable import FIELDS
from linter.meaning.direction import Better
from linter.meaning.vocabulary import MEASURES, PROJECT_TYPES


class Type(msgspec.Struct, frozen=True):
    """The type of an expression: ``name`` is text, number, bool, date, null, list or the name of an object.

    ``of`` is the type of the items of a list. ``values`` lists the only texts the field can hold, if they
    are a closed set. Anything may be missing (None), whatever its type.
    """

    name: str
    of: Type | None = None
    values: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"list[{self.of}]" if self.name == "list" else self.name

    def chinese(self) -> str:
        """How messages name the type: ``文本``, ``“绩效指标”列表``."""
        if self.name == "list":
            inner = "" if self.of is None or self.of.name == "null" else self.of.chinese()
            return f"{inner}列表"
        return NAMES[self.name]

    def open(self) -> Type:
        """The type without its closed set of values."""
        return Type(self.name, self.of)

    def fits(self, wanted: Type) -> bool:
        """Whether a value of this type may stand where ``wanted`` is asked for."""
        if self.name == "null" or wanted.name == "any":
            return True
        if self.name != wanted.name:
            return False
        return self.of is None or wanted.of is None or self.of.fits(wanted.of)


TEXT, NUMBER, BOOL, DATE, NULL = map(Type, ("text", "number", "bool", "date", "null"))


class Field(NamedTuple):
    """A declared field: its type and one Chinese phrase for rule authors."""

    type: Type
    note: str


#: Objects a rule can be about, in the order in which the reference lists them.
GIVEN = ("document", "form", "budget", "goal", "indicator", "text")

NAMES = {
    "text": "文本",
    "number": "数",
    "bool": "是非",
    "date": "日期",
    "null": "空值",
    "any": "任意值",
    "list": "列表",
    "document": "文件",
    "form": "绩效目标表",
    "budget": "预算",
    "amount": "金额",
    "entry": "登记项",
    "goal": "目标条目",
    "clause": "目标里的一件事",
    "indicator": "指标",
    "value": "指标值",
    "text_piece": "文字",
    "heading": "标题",
    "repair": "修复",
    "price": "价格",
    "habits": "口径",
    "shares": "分值分配",
}

_CLOSED = {
    "level1": model.LEVEL1,
    "level2": model.LEVEL2,
    "kind": get_args(model.ValueKind),
    "cmp": get_args(model.Comparator),
    "row_kind": get_args(model.RowKind),
    "scope": get_args(model.Scope),
    "measures": MEASURES,
    "better": get_args(Better),
    "project_type": PROJECT_TYPES,
    "layout": ("table", "freetext"),
    "term": ("year", "medium"),
    "form_row": ("project", "code", "department", "implementing_unit", "duration", "purpose", "goal"),
    "budget_row": ("total", "fiscal", "carried_over", "other"),
}


def parse_type(text: str) -> Type:
    """``list[text:level1]`` → Type. The notation of the tables of fields and functions."""
    if text.startswith("list["):
        return Type("list", parse_type(text[5:-1]))
    name, _, closed = text.partition(":")
    return Type(name, values=_CLOSED[closed] if closed else ())


@cache
def fields(owner: str) -> dict[str, Field]:
    """The declared fields of an object by name; empty for a type that has none."""
    table = {}
    for name, entry in FIELDS.get(owner, {}).items():
        notation, note = entry.split(" ", 1)
        table[name] = Field(parse_type(notation), note)
    return table


def object_types() -> tuple[str, ...]:
    return tuple(FIELDS)


def given_type(given: str) -> Type:
    """The type of the objects a rule with this ``given`` visits (``text`` visits pieces of text)."""
    return Type("text_piece" if given == "text" else given)


def field_type(given: str, path: str, *, file: str = "", line: int = 1, column: int = 1) -> Type:
    """The type of a field path such as ``value.unit`` as seen from a ``given`` object.

    Raises JxlintError with a suggestion when a field is not declared.
    """
    current = given_type(given)
    at = column
    for position, name in enumerate(path.split(".")):
        known = fields(current.name)
        if name in known:
            current = known[name].type
        elif not (position == 0 and name in ("this", given)):
            raise no_field(current, name, file=file, line=line, column=at)
        at += len(name) + 1
    return current


def no_field(owner: Type, name: str, *, file: str, line: int, column: int) -> Exception:
    """The error for a field that ``owner`` does not have."""
    known = fields(owner.name)
    if not known:
        hint = "列表要用 first、filter、map 等函数取用" if owner.name == "list" else "请删去后面的字段"
        return fault(f"{owner.chinese()}没有字段“{name}”", file, line, column, advice=hint)
    return fault(f"{owner.chinese()}没有字段“{name}”", file, line, column, wrong=name, known=known)


def conversion(got: Type, wanted: Type) -> str:
    """What to write to get ``wanted`` out of ``got``; empty if there is no such thing."""
    if got.name in ("value", "amount", "goal", "text_piece") and wanted.name == "text":
        return "比较文字请用它的 .text"
    if got.name == "value" and wanted.name == "number":
        return "比较数请用它的 .number、.lower 或 .upper"
    if got.name == "value" and wanted.name == "date":
        return "比较日期请用它的 .start 或 .end"
    if got.name == "text" and wanted.name == "number":
        return "把文字读作数请写 reading(…).number"
    if wanted.name == "bool":
        return "有没有内容请写 not empty(…)"
    return ""
