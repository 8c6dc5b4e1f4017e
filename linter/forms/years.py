"""The budget year: what the title says, else what the project's name, the targets and the goal agree on."""

from __future__ import annotations

from collections import Counter

from linter.forms.titles import DOCUMENT_NUMBER
from linter.model import Document, Form, Text
from linter.patterns import compiled

#: A heading of the page that names the budget year: 某某局2025年部门预算.
_HEADING = compiled(r"(?<!\d)(20[0-4]\d)\s?年度?[^，。；：:]{0,40}(?:预算|绩效|项目)[^，。；：:]{0,20}\Z")
_LONGEST = 60
_YEAR = compiled(r"(?<!\d)(20[0-4]\d)\s?年")


def _years(text: str | None) -> list[int]:
    if not text or "20" not in text:
        return []
    return [int(year) for year in _YEAR.findall(DOCUMENT_NUMBER.sub("", text))]


def year_of(form: Form) -> int | None:
    """The year of a form without one in its title. The day of filling in never counts."""
    for year in _years(form.project):
        return year
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


def _heading_year(text: Text) -> int | None:
    """The year that a heading outside the forms gives."""
    if text.role != "narrative" or len(text.text) > _LONGEST:
        return None
    found = _HEADING.search(DOCUMENT_NUMBER.sub("", text.text.strip()))
    return int(found[1]) if found else None


def settle_years(document: Document) -> None:
    """Gives each form its year; one without any takes that of the others when they all agree."""
    for form in document.forms:
        if form.year is None:
            form.year = year_of(form)
    if all(form.year is None for form in document.forms):
        told = {year for text in document.texts if (year := _heading_year(text))}
        if len(told) == 1:
            for form in document.forms:
                form.year = next(iter(told))
    known = {form.year for form in document.forms if form.year is not None}
    if len(known) == 1:
        year = known.pop()
        for form in document.forms:
            form.year = form.year or year
