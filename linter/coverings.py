"""One fault, one finding: what is printed once is found once, and a finding that covers others stands for them."""

from __future__ import annotations

import msgspec

from linter.model import NOWHERE, Finding, Place, Related
from linter.rulebook.rule import Rule

#: A row of a form, or a form as a whole (no row), by position: what a finding is about.
Row = tuple[int, int | None]


class Found(msgspec.Struct):
    """A finding on its way: the rows it speaks of decide which findings cover it. ``printed`` is the name of an
    indicator that is printed once with a column for each area, and where the name stands."""

    finding: Finding
    rule: Rule
    rows: frozenset[Row]
    order: tuple[int, ...]
    printed: tuple[str, Place | None] | None = None


def without_repeats(found: list[Found]) -> list[Found]:
    """A cell that is printed once but read twice (a merged one, a header over two tables) has its fault once, and so
    has an indicator with a column for each area: the other areas are related."""
    kept: dict[object, Found] = {}
    for number, one in enumerate(found):
        place = one.finding.place
        spot = number if place == NOWHERE else (place, one.finding.field, one.finding.mark)
        # In running text all headings stand in one cell: the level tells them apart.
        said = (one.rule.id, one.finding.form, one.finding.level2, one.finding.message)
        first = kept.setdefault((*said, spot), one)
        if first is one and one.printed is not None:
            first = kept.setdefault((*said, one.finding.suggestion, one.printed), one)
            if first is not one:
                first.finding.related.append(Related(place, one.finding.text))
                first.rows |= one.rows
                kept[(*said, spot)] = first
    return list({id(one): one for one in kept.values()}.values())


def without_covered(found: list[Found]) -> list[Found]:
    """The findings that nothing covers: a covered one has all its rows in findings of rules that cover its rule."""
    # By rule and row, so that a long file costs no more for each of its findings.
    covering: dict[tuple[str, Row | None], list[Found]] = {}
    for one in found:
        for code in one.rule.covers:
            for row in _spoken_of(one) or (None,):
                covering.setdefault((code, row), []).append(one)
    dropped: dict[int, list[Found]] = {}
    for one in found:
        # What is about the whole document (no rows) only another finding about the document can stand for.
        near = [covering.get((one.rule.id, row), ()) for row in one.rows or (None,)]
        if not all(near) and one.rule.given == "form":
            near = [covering.get((one.rule.id, (one.finding.form or 0, None)), ())]
        if all(near):
            dropped[id(one)] = list({id(other): other for some in near for other in some}.values())
    for one in found:
        if id(one) in dropped:
            for top in _tops(one, dropped):
                top.finding.covers = sorted({*top.finding.covers, one.rule.id})
    return [one for one in found if id(one) not in dropped]


def _spoken_of(one: Found) -> frozenset[Row]:
    """The rows of a finding; one about a form, wherever it points, speaks of the form."""
    return one.rows | {(one.finding.form or 0, None)} if one.rule.given == "form" else one.rows


def _tops(one: Found, dropped: dict[int, list[Found]]) -> list[Found]:
    """The findings that in the end stand for a dropped one (rules never cover each other in a ring)."""
    tops = []
    for above in dropped.get(id(one), ()):
        tops += _tops(above, dropped) if id(above) in dropped else [above]
    return tops
