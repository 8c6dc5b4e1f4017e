"""How well a reading of a file fits: several readings of the same lines are tried, and the best one counts."""

from __future__ import annotations

from linter.forms.labelkeys import shape
from linter.forms.levelwords import is_level, level
from linter.ground.patterns import compiled
from linter.model import Document, Form, Indicator

_SIGN = compiled(r"[≥≤]")
#: What an indicator that lacks a part takes off, one with a strange part, and a doubt.
_LACKING, _STRANGE, _DOUBT = 1.0, 0.5, 0.5


def plausibility(document: Document) -> float:
    """A point for every indicator with a name and a target, less for those that lack one or stand crooked."""
    return sum(_form(form) for form in document.forms)


def _form(form: Form) -> float:
    return sum(_indicator(one) for one in form.indicators) - _DOUBT * len(form.doubts)


def _indicator(one: Indicator) -> float:
    if one.row_kind != "indicator":
        return 0.0
    points = 1.0 if one.name and (one.value or one.comparator) else -_LACKING
    if one.level1 and level(one.level1) is None:
        points -= _STRANGE
    # A name that holds a bound, begins with a level word, ends in its target, or is a state, is made of other cells.
    if (
        _SIGN.search(one.name)
        or one.name == one.value
        or (one.value and one.name.endswith(f" {one.value}"))
        or shape("joined-state").fullmatch(one.name)
        or any(map(is_level, (one.name, *one.name.split(" ")[:1])))
    ):
        points -= _LACKING + _STRANGE
    return points
