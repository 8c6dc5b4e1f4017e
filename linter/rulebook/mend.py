"""Where a rule has a fix: the new texts of the cells that a fault speaks of, if no number changes its meaning.

A change is dropped unless the cell reads the same before and after: comparator, bounds, unit, dates, and every
number in running text. The cells of a target are read together, since a comparator, a number and a unit in cells
of their own make one value.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from linter.ground.patterns import compiled
from linter.language.scope import Scope
from linter.model import Form, Indicator, Place, Text, Value, place_data
from linter.rulebook.repair import Step
from linter.rulebook.rule import Rule
from linter.rulebook.spots import Fault, Spot

_DIGITS = compiled(r"\d+(?:\.\d+)?")
_TARGET = ("comparator", "value", "unit")
#: Cells that hold one number or one value; the others hold running text.
_NUMERIC = ("value", "budget", "weight", "plan", "actual")
#: Fields of an indicator whose cell has another name.
_CELL_OF = {"name_printed": "name", "value_printed": "value"}


class Cell(NamedTuple):
    """A cell that may be changed; ``row`` is the indicator row it belongs to."""

    text: str
    place: Place
    role: str
    row: Indicator | None = None


def fix_of(rule: Rule, fault: Fault) -> dict[str, Any] | None:
    """The fix of a fault as plain data: ``safety``, ``text`` (the new text of the cell), and ``cells``, each
    with place, text before and text after. None when there is none. A safe one is preferred."""
    return _attempt(rule, fault, safe=True) or _attempt(rule, fault, safe=False)


def _attempt(rule: Rule, fault: Fault, *, safe: bool) -> dict[str, Any] | None:
    changes: dict[tuple[Place, str], tuple[Cell, str]] = {}
    for cell, after in _changes(rule, fault, safe=safe):
        changes.setdefault((cell.place, cell.text), (cell, after))
    if not changes:
        return None
    own = fault.spot.place
    first = next((after for cell, after in changes.values() if cell.place == own), None)
    return {
        "safety": "safe" if safe else "unsafe",
        "text": first if first is not None else next(iter(changes.values()))[1],
        "cells": [
            {"place": place_data(cell.place), "before": cell.text, "text": after}
            for cell, after in changes.values()
        ],
    }


def _changes(rule: Rule, fault: Fault, *, safe: bool) -> Iterator[tuple[Cell, str]]:
    """The changes of the spots, row by row, and then those of steps that go through all texts."""
    steps = [step for step in rule.steps if step.safe or not safe]
    local = [step for step in steps if step.everywhere is None]
    for spot in (fault.spot, *fault.related) if local else ():
        yield from _kept_row_changes(spot, local, (rule, safe))
    for step in steps:
        if step.everywhere is not None:
            yield from _everywhere(fault.spot.scope, step)


def _everywhere(scope: Scope, step: Step) -> list[tuple[Cell, str]]:
    """The changes of a step that goes through all texts: worked out once for a form or document, and kept with
    its node, since every fault of the rule asks for the same."""
    node = scope.node
    owner = node if node._type == step.everywhere else getattr(node, step.everywhere or "form", None)
    kept: dict[int, tuple[Step, list[tuple[Cell, str]]]] = (
        {} if owner is None else vars(owner).setdefault("_mended", {})
    )
    if id(step) not in kept:
        kept[id(step)] = (
            step,
            [
                (cell, after)
                for cell in _all_cells(scope, step)
                if (after := step.change(cell.text)) != cell.text and _same(cell, after, changes_unit=False)
            ],
        )
    return kept[id(step)][1]


def _kept_row_changes(spot: Spot, steps: list[Step], key: tuple[Rule, bool]) -> list[tuple[Cell, str]]:
    """``_row_changes``, worked out once for a cell and kept with its node: a long cell may have a hundred faults
    of one rule, and each asks for the same. ``key``: the rule and which of its steps."""
    kept: dict[Any, list[tuple[Cell, str]]] = vars(spot.scope.node).setdefault("_mended_rows", {})
    rule, safe = key
    name = (rule.id, safe, spot.field, spot.place)
    if name not in kept:
        kept[name] = _row_changes(spot, steps)
    return kept[name]


def _row_changes(spot: Spot, steps: list[Step]) -> list[tuple[Cell, str]]:
    """The changes of one spot: of its own cell, and of other cells of its row that a step names."""
    scope = spot.scope
    texts: dict[str, str] = {}
    cells: dict[str, Cell] = {}
    changes_unit = False
    for step in steps:
        key = step.field or ""
        if key not in cells:
            cell = _row_cell(scope, key) if key else _own_cell(spot)
            if cell is None:
                continue
            # A cell reached by its own name and as the place of the fault is one cell.
            twin = next((name for name, one in cells.items() if one.place == cell.place), key)
            cells[key], texts[key] = cell, texts.get(twin, cell.text)
        if not step.applies(scope):
            continue
        after = step.change(texts[key])
        if after != texts[key]:
            changes_unit = changes_unit or step.changes_unit
            for name, cell in cells.items():
                if cell.place == cells[key].place:
                    texts[name] = after
    changed = {
        cell.place: (cell, texts[name])
        for name, cell in cells.items()
        if texts[name] != cell.text and texts[name].strip()
    }
    together = {cell.role: after for cell, after in changed.values()}
    return [
        (cell, after)
        for cell, after in changed.values()
        if _same(cell, after, changes_unit=changes_unit, together=together)
    ]


def _own_cell(spot: Spot) -> Cell | None:
    """The cell that a spot speaks of, with its text as printed."""
    scope = spot.scope
    node = scope.node
    if node._type == "text_piece":
        raw: Text = node._raw
        return Cell(raw.text, raw.place, raw.role, scope.indicator)
    if scope.indicator is not None:
        name = spot.field.split(".")[0]
        return _row_cell(scope, _CELL_OF.get(name, name))
    texts = scope.form.texts if scope.form else []
    found = [text for text in texts if text.place == spot.place]
    return Cell(found[0].text, spot.place, found[0].role) if len(found) == 1 else None


def _row_cell(scope: Scope, role: str) -> Cell | None:
    """A cell of the judged row by its role. In running text, where a row is part of a line, only what was read
    as that part."""
    form, row = scope.form, scope.indicator
    if form is None or row is None or role not in row.places:
        return None
    place = row.places[role]
    text = _texts_of(form).get((id(row), role, place))
    if text is not None and form.layout != "freetext":
        return Cell(text, place, role, row)
    read = getattr(row, "name_printed" if role == "name" else role, "")
    return Cell(read, place, role, row) if read else None


#: The form that was last asked for, with its texts by row, role and place: rows of one form ask one after the other.
_last: tuple[Form, dict[tuple[int, str, Place], str]] | None = None


def _texts_of(form: Form) -> dict[tuple[int, str, Place], str]:
    global _last
    last = _last
    if last is None or last[0] is not form:
        known: dict[tuple[int, str, Place], str] = {}
        for text in form.texts:
            if text.indicator is not None:
                known.setdefault((id(form.indicators[text.indicator]), text.role, text.place), text.text)
        _last = last = (form, known)
    return last[1]


def _all_cells(scope: Scope, step: Step) -> Iterator[Cell]:
    """The printed texts of the form or of the document that a step may change."""
    document, form = scope.document, scope.form
    if step.everywhere == "form" and form is not None:
        yield from _cells_of(form, step)
    elif document is not None:
        for one in document.forms:
            yield from _cells_of(one, step)
        yield from _wanted(document.texts, step, None)


def _cells_of(form: Form, step: Step) -> Iterator[Cell]:
    for heading in form.headings:
        yield Cell(heading.content, heading.place, "other")
    yield from _wanted(form.texts, step, form)


def _wanted(texts: Iterable[Text], step: Step, form: Form | None) -> Iterator[Cell]:
    for text in texts:
        if step.roles is None or text.role in step.roles:
            row = form.indicators[text.indicator] if form and text.indicator is not None else None
            yield Cell(text.text, text.place, text.role, row)


# The guard -----------------------------------------------------------------------------------------


def _same(cell: Cell, after: str, *, changes_unit: bool, together: dict[str, str] | None = None) -> bool:
    """Whether everything that counts reads the same after the change."""
    from linter.values import find_values, join_cells, parse_value

    row = cell.row
    joined = row is not None and cell.role in _TARGET and cell.role in row.places
    if joined:
        assert row is not None
        before = {role: getattr(row, role) for role in _TARGET}
        new = {**before, cell.role: after, **{k: v for k, v in (together or {}).items() if k in _TARGET}}
        first = reading(parse_value(join_cells(**before)), unit=not changes_unit)
        if first != reading(parse_value(join_cells(**new)), unit=not changes_unit):
            return False
    if cell.role in ("comparator", "unit"):
        return joined
    if cell.role in _NUMERIC:
        first = reading(parse_value(cell.text), unit=not changes_unit)
        second = reading(parse_value(after), unit=not changes_unit)
        return first == second and digits(cell.text) == digits(after)
    found = [{reading(value, unit=True) for value in find_values(text)} for text in (cell.text, after)]
    return found[0] == found[1]


def reading(value: Value, *, unit: bool) -> tuple[Any, ...]:
    """What a value means, for comparing two spellings of it."""
    parts = tuple(reading(part, unit=unit) for part in value.parts)
    return (
        value.kind,
        value.cmp,
        value.lower,
        value.upper,
        value.unit if unit else "",
        value.start,
        value.end,
        parts,
    )


def digits(text: str) -> list[str]:
    """The numbers printed in a text, whatever their width and whatever a conversion put between their digits."""
    from linter.values.latex import without_latex

    return _DIGITS.findall(unicodedata.normalize("NFKC", without_latex(text)))


__all__ = ["Cell", "digits", "fix_of", "reading"]
