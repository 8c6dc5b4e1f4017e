"""The objects that expressions speak of: every field with its type and what it means.

``rules/fields.yaml`` is the only description of the printed fields, ``rules/terms.yaml`` of those that are worked
out from them (``linter.language.terms``): the checker of expressions, the "did you mean" of errors, the paths of
message templates and the reference for rule authors all read both here. ``linter.language.nodes`` says how each
printed field is taken from the model.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from functools import cache
from typing import Any

import msgspec

from linter.ground.nearest import fault
from linter.ground.resources import load_data


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
        return _BASIC.get(self.name) or str(_data()["objects"][self.name]["label"])

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


TEXT, NUMBER, BOOL, NULL, REGEX = map(Type, ("text", "number", "bool", "null", "regex"))


class Field:
    """A declared field: its type and one Chinese phrase for rule authors.

    ``take`` gives the field of an object where it is worked out from other fields; ``uses`` are the paths of
    these fields and ``asks`` those of them whose being missing settles the answer.
    """

    take: Callable[[Any], Any] | None = None
    uses: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()

    def __init__(self, type_: Type, note: str) -> None:
        self._type = type_
        self.note = note

    @property
    def type(self) -> Type:
        return self._type


#: Objects a rule can be about, in the order in which the reference lists them.
GIVEN = ("document", "form", "budget", "goal", "indicator", "text", "collection")

_BASIC = {
    "text": "文本",
    "number": "数",
    "bool": "是非",
    "date": "日期",
    "null": "空值",
    "any": "任意值",
    "list": "列表",
    "regex": "正则表达式",
}


@cache
def _data() -> Any:
    return load_data("fields.yaml")


def closed_sets() -> dict[str, tuple[str, ...]]:
    """The sets of texts that some fields are limited to, by name."""
    return {name: tuple(values) for name, values in _data()["sets"].items()}


def parse_type(text: str) -> Type:
    """``list[text:level1]`` → Type. The notation of the tables of fields and functions."""
    if text.startswith("list["):
        return Type("list", parse_type(text[5:-1]))
    name, _, closed = text.partition(":")
    return Type(name, values=tuple(_data()["sets"][closed]) if closed else ())


@cache
def printed_fields(owner: str) -> dict[str, Field]:
    """The fields of an object that are taken from what was read; empty for a type that has none."""
    known = _data()["objects"].get(owner, {"fields": {}})["fields"]
    return {name: Field(parse_type(entry["type"]), entry["note"]) for name, entry in known.items()}


def printed_names() -> set[str]:
    """The names of the printed fields of all objects."""
    return {name for known in _data()["objects"].values() for name in known["fields"]}


#: The derived fields in use, by object; None before they are first asked for.
_derived: Mapping[str, Mapping[str, Field]] | None = None
_merged: dict[str, dict[str, Field]] = {}
#: How the fields of an object are taken, by its type, as long as the derived fields in use are the same.
WAYS: dict[str, dict[str, Callable[[Any], Any]]] = {}
#: What is known of rows and texts by what they say (language/saidbefore.py).
SAID: dict[Hashable, Any] = {}
#: What a field is called in a sentence, by object and path (rulebook/rule.py).
NOTES: dict[tuple[str, str], tuple[str, bool]] = {}
#: The fields of an object, by its type, that ask nothing but the object itself.
OWN: dict[str, frozenset[str]] = {}


def use_derived(table: Mapping[str, Mapping[str, Field]]) -> None:
    """Take these derived fields (object → name → field) from now on, in place of those in use."""
    global _derived
    if table is not _derived:
        from linter.language.nodes import declare  # it builds on this module

        declare(name for known in table.values() for name in known)
        _derived = table
        _merged.clear()
        WAYS.clear()
        SAID.clear()
        OWN.clear()
        NOTES.clear()


def derived_fields() -> Mapping[str, Mapping[str, Field]]:
    """The derived fields in use: those of the pack unless a rulebook brought others."""
    if _derived is None:
        from linter.language.terms import pack_terms

        use_derived(pack_terms())
    assert _derived is not None
    return _derived


def fields(owner: str) -> dict[str, Field]:
    """The declared fields of an object by name, derived ones last; empty for a type that has none."""
    if _derived is None:
        derived_fields()
    if owner not in _merged:
        assert _derived is not None
        _merged[owner] = {**printed_fields(owner), **_derived.get(owner, {})}
    return _merged[owner]


def object_types() -> tuple[str, ...]:
    return tuple(_data()["objects"])


def given_type(given: str) -> Type:
    """The type of the objects a rule with this ``given`` visits (``text`` visits pieces of text)."""
    return Type("text_piece" if given == "text" else given)


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
