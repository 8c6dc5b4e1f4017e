"""The budget year: what the title says, else what the project's name, the targets and the goal agree on."""

from __future__ import annotations

from collections import Counter

from linter.forms.head.titles import DOCUMENT_NUMBER, in_figures
from linter.forms.labelkeys import shape
from linter.ground.patterns import compiled
from linter.model import Document, Form, Text

_LONGEST = 60
_YEAR = compiled(r"(?<!\d)(20[0-4]\d)\s?年")

#: 2025—2026年采暖季, 规划（2026—2030年）: neither end is the budget year.
_SPAN = compiled(r"(?<!\d)20\d\d\s?年?(?:度|\d{1,2}月)?\s?[-—–−~～至到/]{1,2}\s?20\d\d(?!\d)\s?年?度?")


def _years(text: str | None) -> list[int]:
    text = in_figures(text or "")
    if "20" not in text:
        return []
    return [int(year) for year in _YEAR.findall(DOCUMENT_NUMBER.sub("", text))]


def _name_year(form: Form) -> int | None:
    """The year in the project's own name; a span of years and years long paid for tell nothing."""
    name = shape("earlier-year").sub("", _SPAN.sub("", form.project or ""))
    return next(iter(_years(name)), None)


def _dated_year(form: Form) -> int | None:
    """What the dates of the targets say, else the goal, the names or the duration."""
    targets = [one for one in form.indicators if one.term == "year"]
    votes: Counter[int] = Counter()
    for one in targets:
        days = {day[:4] for day in (one.parsed.start, one.parsed.end) if day and day.startswith("20")}
        votes.update({int(day) for day in days} or set(_years(one.value)))
    for texts in ([form.goal], [one.name for one in targets], [form.duration]):
        if not votes:
            votes.update(year for text in texts for year in set(_years(text)))
    if not votes:
        return None
    best = max(votes.values())
    return min(year for year, count in votes.items() if count == best)


def _head_year(form: Form) -> int | None:
    """The year that the heads of the targets name, where they name one: 2026年目标值."""
    years = {year for one in form.column_roles if one.role == "value" for year in _years(one.head)}
    return years.pop() if len(years) == 1 else None


def _heading_year(text: Text) -> int | None:
    """The year that a heading outside the forms gives."""
    if text.role != "narrative" or len(text.text) > _LONGEST:
        return None
    line = DOCUMENT_NUMBER.sub("", in_figures(text.text).strip())
    found = shape("year-heading").search(line) or shape("year-of-place").search(line)
    return int(found[1]) if found else None


def settle_years(document: Document) -> None:
    """Gives each form its year; one without any takes that of the others when they all agree.

    Dates alone may be last year's, copied: against them stand a heading and titles that agree, unless more forms
    have other dates. The name of a project alone says nothing of the others' year: dates must bear it out.
    """
    told = {year for text in document.texts if (year := _heading_year(text))}
    dated, sure, named = [], set[int](), []
    backed, names = set[int](), set[int]()
    for form in document.forms:
        form.year = form.year or _head_year(form)
        if form.year is not None:
            sure.add(form.year)
        elif (year := _name_year(form)) is not None:
            form.year = year
            names.add(year)
            if _dated_year(form) == year:
                backed.add(year)
            else:
                named.append(form)
        elif (year := _dated_year(form)) is not None:
            form.year = year
            dated.append(form)
    backed |= {form.year for form in dated if form.year is not None}
    if len(names) == 1 and names <= backed:
        sure |= names
    if len(told | sure) == 1:
        year = next(iter(told | sure))
        others = [form for form in dated if form.year != year]
        if len(others) <= sum(form.year == year for form in document.forms) + len(told):
            for form in others:
                form.year = year
    if len(told) == 1 and all(form.year is None for form in document.forms):
        for form in document.forms:
            form.year = next(iter(told))
    unsure = {id(form) for form in named}
    known = {form.year for form in document.forms if form.year is not None and id(form) not in unsure}
    if len(known) == 1:
        year = known.pop()
        for form in document.forms:
            form.year = form.year or year
