"""Combinations of changes: drawn at random, made possible, shrunk to the smallest that still fails."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from linter.ground.strictyaml import load

HERE = Path(__file__).parent


def _loaded(name: str) -> Any:
    return load((HERE / name).read_text(encoding="utf-8"), name).data


_DATA = _loaded("axes.yaml")
AXES: dict[str, list[str]] = _DATA["axes"]
WORDS: dict[str, Any] = _DATA["words"]
TRUTHS: list[dict[str, Any]] = _loaded("truths.yaml")["forms"]
PLAIN = {axis: options[0] for axis, options in AXES.items()}

#: Axes that shape the table of one form, its rows and its head.
_TABLE = (
    "name head",
    "value head",
    "unit head",
    "comparator head",
    "comparator",
    "unit",
    "order",
    "weight",
    "description",
    "basis",
    "scoring",
    "note",
    "serial",
    "names",
    "sign",
    "value cells",
    "blank column",
    "level head letters",
)
_ROWS = (
    "values",
    "side label",
    "items",
    "template rows",
    "sum row",
    "running title",
    "page break",
    "several",
    "offset",
)
_HEAD = ("label style", "head", "project label", "department label", "unit label", "goal label", "money")
#: Layouts of paragraphs, or of tables between them.
_PARAGRAPHS = ("prose", "a cell a line", "a block an indicator", "a table a level", "sections")


class Plan(NamedTuple):
    """The truths to print and how; ``seed`` settles what is left open within the changes."""

    truths: tuple[int, ...]
    choice: Mapping[str, str]

    @property
    def changes(self) -> dict[str, str]:
        return {axis: option for axis, option in self.choice.items() if option != PLAIN[axis]}


def draw(chance: random.Random) -> Plan:
    choice = {axis: chance.choice(options) for axis, options in AXES.items()}
    # A part of the axes stays plain, so that combinations stay near to what people really hand in.
    for axis in AXES:
        if axis not in ("format", "layout", "unit", "comparator") and chance.random() < 0.4:
            choice[axis] = PLAIN[axis]
    if choice["values"] == "achieved" and chance.random() < 0.4:
        choice["money"] = "budgets"
    if choice["names"] == "counted":
        choice["template rows"] = chance.choice(AXES["template rows"])
        if choice["template rows"] != PLAIN["template rows"]:
            choice |= {"values": PLAIN["values"], "comparator": PLAIN["comparator"]}
    truths = tuple(chance.sample(range(len(TRUTHS)), 3))
    return Plan(truths, settled(choice))


def settled(choice: Mapping[str, str]) -> dict[str, str]:
    """The choice with everything plain that its other changes leave no room for."""
    made = dict(choice)

    def plain(*axes: str) -> None:
        made.update({axis: PLAIN[axis] for axis in axes})

    _settle_layout(made, plain)
    _settle_values(made, plain)
    _settle_columns(made, plain)
    _settle_rows(made, plain)
    return made


Plain = Callable[..., None]


def _settle_layout(made: dict[str, str], plain: Plain) -> None:
    layout = made["layout"]
    if layout.startswith("listing"):
        plain(*_ROWS, *_HEAD)
        if made["levels"] in ("upright", "path", "first only", "none"):
            plain("levels")
        if layout == "listing repeated":
            made["levels"] = "repeated"
        if made["year"] == "cell":
            plain("year")
        if made["format"] == "pdf":
            # The paper has no room for so many columns.
            plain("description", "basis", "scoring", "note", "serial")
    elif layout != "form":
        plain(*_TABLE, *_ROWS, "levels", "level heads")
        if layout in ("kind columns", "kinds with values", "one cell a project", "sections"):
            plain(*_HEAD)
            if made["year"] == "cell":
                plain("year")
        elif made["money"] != "cell":
            plain("money")
        if layout in ("level lines", "a table a level") and made["head"] == "fours":
            plain("head")
        if layout in ("prose", "a cell a line", "a block an indicator"):
            plain("head", "label style")
        if layout in _PARAGRAPHS:
            made["title place"] = "paragraph"
            if made["format"] in ("xlsx", "csv"):
                made["format"] = "docx"
            if made["format"] == "md" and layout not in ("a table a level", "sections"):
                made["format"] = "txt"
    if made["money"] == "line" and made["money unit"] == "元":
        plain("money unit")


_WIDE = ("two blocks", "graded", "two terms", "half and full", "areas", "areas under head", "three years")


def _settle_values(made: dict[str, str], plain: Plain) -> None:
    values = made["values"]
    if values in _WIDE:
        if made["comparator"] not in ("value", "words in value", "column"):
            plain("comparator")
        if values in ("two blocks", "graded"):
            plain("comparator", "order", "weight", "description", "basis", "scoring", "serial")
            if made["unit"] == "column":
                plain("unit")
        if values == "graded":
            plain("unit")
        if values == "two blocks" and made["levels"] in ("path", "first only", "none"):
            plain("levels")
        if values != "two blocks":
            plain("value head")
    if made["items"] != "rows":
        plain(
            "values",
            "comparator",
            "unit",
            "order",
            "weight",
            "description",
            "basis",
            "scoring",
            "note",
            "serial",
            "names",
            "template rows",
            "page break",
            "running title",
            "sum row",
        )
        if made["items"] == "lines in a cell" and made["format"] == "txt":
            plain("items")
    narrow = made["levels"] in ("path", "first only", "none")
    if made["money"] == "budgets" and (made["values"] != "achieved" or narrow):
        plain("money")
    if made["money"] == "sources" and narrow:
        plain("money")
    if values not in ("one", "last year", "achieved") or made["page break"] == "in a row":
        plain("value cells")


def _settle_columns(made: dict[str, str], plain: Plain) -> None:
    comparator = made["comparator"]
    if comparator not in ("column", "words in column", "beside direction"):
        plain("comparator head")
    if comparator == "beside direction" and made["comparator head"] == "指标方向":
        plain("comparator head")
    if made["unit"] != "column":
        plain("unit head")
    if made["order"] == "unit first" and made["unit"] != "column":
        plain("order")
    if made["order"] == "comparator last" and comparator not in ("column", "words in column"):
        plain("order")
    if made["levels"] in ("path", "first only", "none"):
        plain("level head letters")
    if made["levels"] in ("first only", "none"):
        plain("items", "template rows", "level heads")
    if made["levels"] == "none":
        plain("side label")
        made["name head"] = "绩效指标"
    if made["levels"] == "path":
        made["name head"] = "指标名称"
    if made["side label"] != "none":
        plain("serial")


def _settle_rows(made: dict[str, str], plain: Plain) -> None:
    if made["format"] not in ("txt", "csv"):
        plain("encoding")
    if made["format"] not in ("xlsx", "csv"):
        plain("offset")
    if made["head"] == "in one cell":
        plain("label style")
        if made["money"] in ("group", "budgets", "sources") or made["values"] == "achieved":
            plain("head")
    if made["weight"] == "none":
        plain("sum row")
    if made["page break"] == "in a row" and made["format"] != "pdf":
        plain("page break")
    if made["running title"] != "none" and made["format"] in ("xlsx", "csv"):
        plain("running title")
    if made["page break"] == "in a row":
        plain("template rows")
    if made["page break"] != "none" and made["running title"] != "none":
        plain("running title")
    if made["page break"] != "none" or made["running title"] != "none":
        plain("side label")
    if made["values"] != "one" or made["comparator"] != "value":
        plain("template rows")
    if made["names"] != "counted":
        plain("template rows")
    if made["money"] == "cell" and made["grouping"] == "thousands" and made["money unit"] == "元":
        plain("grouping")


def shrunk(plan: Plan, fails: Callable[[Plan], bool], limit: int = 200) -> Plan:
    """The plan with as few changes as still fail; ``limit`` bounds how many plans are tried."""
    tried = 0
    again = True
    while again and tried < limit:
        again = False
        for axis in list(plan.changes):
            smaller = Plan(plan.truths, settled({**plan.choice, axis: PLAIN[axis]}))
            tried += 1
            if len(smaller.changes) < len(plan.changes) and fails(smaller):
                plan, again = smaller, True
    return plan
