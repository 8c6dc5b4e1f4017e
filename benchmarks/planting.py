"""A careful form with a defect in it, judged: whether a rule says so at that row, and what is said there instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

import formtexts
import prints
from defects import Defect, Spoilt, careful_forms, spoil
from formtexts import Form

from linter.engine import judge
from linter.forms import find_forms
from linter.model import Finding
from linter.readers import read
from linter.rulebook import Rule, Rulebook, load_rulebook

RANK = {"info": 0, "warning": 1, "error": 2}


class Outcome(NamedTuple):
    """One planting: what was planted where, whether a rule said so, and what was said at that row instead."""

    defect: Defect
    form: Form
    layout: str
    spoilt: Spoilt
    found: bool
    instead: list[str]

    def line(self) -> str:
        said = f"（只报 {' '.join(self.instead)}）" if self.instead else ""
        return (
            f"{self.defect['id']} [{'/'.join(self.defect['wants'])} ≥{self.defect['floor']}] "
            f"{self.form['id']}@{self.layout}: {self.spoilt.says}{said}"
        )


@cache
def _book() -> tuple[Rulebook, list[Rule]]:
    book = load_rulebook()
    return book, list(book.select())


def judged(form: Form, layout: str) -> tuple[list[Finding], list[set[int]]]:
    """The findings on a form in a layout, and the lines of its rows."""
    text, spots = prints.LAYOUTS[layout](form)
    name = f"{form['id']}.{prints.SUFFIX.get(layout, 'txt')}"
    document = find_forms(read(name, data=text.encode("utf-8")))
    book, rules = _book()
    return judge([document], book, rules=rules).findings, spots


class Field:
    """The careful forms and what is said of them unspoilt, by form and layout."""

    def __init__(self) -> None:
        self.forms = careful_forms()
        self._clean: dict[tuple[str, str], Counter[tuple[str, str]]] = {}

    def clean(self, form: Form, layout: str) -> Counter[tuple[str, str]]:
        key = form["id"], layout
        if key not in self._clean:
            self._clean[key] = _counted(judged(form, layout)[0])
        return self._clean[key]

    def plant(
        self, form: Form, layout: str, spoilt: Spoilt, *planted: tuple[Defect, int | None]
    ) -> list[bool]:
        """For each defect in a spoilt form: whether it is said."""
        findings, spots = judged(spoilt.form, layout)
        fresh = _fresh(findings, self.clean(form, layout))
        return [
            any(_says(one, defect, layout) and _at(one, spoilt.form, row, spots, layout) for one in fresh)
            for defect, row in planted
        ]

    def outcome(self, defect: Defect, form: Form, row: int | None, layout: str) -> Outcome:
        spoilt = spoil(form, row, defect)
        findings, spots = judged(spoilt.form, layout)
        near = [
            one
            for one in _fresh(findings, self.clean(form, layout))
            if _at(one, spoilt.form, spoilt.row, spots, layout)
        ]
        found = any(_says(one, defect, layout) for one in near)
        instead = sorted({f"{one.rule}:{one.severity}" for one in near})
        return Outcome(defect, form, layout, spoilt, found, [] if found else instead)


def _counted(findings: Iterable[Finding]) -> Counter[tuple[str, str]]:
    return Counter((one.rule, one.indicator) for one in findings)


def _fresh(findings: list[Finding], clean: Counter[tuple[str, str]]) -> list[Finding]:
    """The findings that the careful form lacks: as many of a rule at a row as there are more of them now."""
    left = Counter(clean)
    fresh = []
    for one in findings:
        key = one.rule, one.indicator
        if left[key]:
            left[key] -= 1
        else:
            fresh.append(one)
    return fresh


def _says(finding: Finding, defect: Defect, layout: str) -> bool:
    wanted = set(defect["wants"])
    if layout == "prose" and defect.get("set", {}).get("cmp") == "":
        # Name and value run together there: words that are no target are a missing one, too.
        wanted.add("WZ10")
    said = {finding.rule, *finding.covers}
    return bool(said & wanted) and RANK[finding.severity] >= RANK[defect["floor"]]


def _at(finding: Finding, form: Form, row: int | None, spots: list[set[int]], layout: str) -> bool:
    """Whether a finding speaks of the row that was spoilt (any row where the form as a whole was)."""
    if row is None:
        return True
    places = [finding.place, *(other.place for other in finding.related)]
    if layout not in ("prose", "page") and any(place.line in spots[row] for place in places):
        return True
    printed = form["rows"][row]
    # A page shows one blank where several are written.
    name = " ".join(printed["name"].split())
    texts = [
        " ".join(text.split()) for text in (finding.indicator, *(other.text for other in finding.related))
    ]
    if (name and any(name in text for text in texts)) or (finding.indicator and finding.indicator in name):
        return True
    # In running text a heading is the row; a page gives its rows numbers of their own.
    level = formtexts.levels(printed)[1]
    return layout in ("prose", "page") and finding.level2 == level and (not name or not finding.indicator)
