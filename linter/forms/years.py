"""Title lines and the budget year: what the title says, else what name, goal and targets agree on."""

from __future__ import annotations

import re
from collections import Counter

from linter.forms.vocabulary import patterns
from linter.model import Document, Form

#: The number of a document ([2021]63号) names no budget year, nor does the day of filling in.
_DOCUMENT_NUMBER = re.compile(r"[\[〔【（(]\s*(?:19|20)\d\d\s*[\]〕】）)]\s*[\d-]+\s*号|\[\s*20\d\d\s*\]")
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)\s*年")
_BARE = re.compile(r"(?<!\d)(20[0-4]\d)\s*[)）]?\s*(?:年度?|[)）])")
_YEAR_LINE = re.compile(r"[（(]?\s*(20[0-4]\d)\s*[)）]?\s*年?\s*度?\s*[)）]?\Z")
_LONGEST_TITLE = 60


def is_title(text: str) -> bool:
    """Whether a line is the title of a target form."""
    if not 4 <= len(text) <= _LONGEST_TITLE:
        return False
    bare = re.sub(r"\s+", "", text)
    yes, never = patterns("titles", "yes"), patterns("titles", "never")
    if not (yes and yes.search(bare)):
        return False
    return not (never and never.search(bare)) or (
        "绩效" in bare[-12:] and not re.search(r"[。；，;]$|[:：].{12,}", bare)
    )


def is_year_line(text: str) -> bool:
    """Whether a line holds nothing but the year of the form: （2024年度）."""
    return len(text) <= 16 and _YEAR_LINE.match(text.strip()) is not None


def is_whole(title: str) -> bool:
    """Whether a title speaks of a department as a whole."""
    whole = patterns("titles", "whole")
    return bool(whole and whole.search(re.sub(r"\s+", "", title)))


def year_in(text: str) -> int | None:
    """The first year of a title or a year line."""
    found = _BARE.search(_DOCUMENT_NUMBER.sub("", text)) or _YEAR_LINE.match(text.strip())
    return int(found[1]) if found else None


def _years(text: str | None) -> list[int]:
    return (
        [int(year) for year in _YEAR.findall(_DOCUMENT_NUMBER.sub("", text))] if text and "20" in text else []
    )


def year_of(form: Form) -> int | None:
    """The year a form without one in its title is for: the project's name, else the commonest of the targets."""
    for year in _years(form.project):
        return year
    votes: Counter[int] = Counter()
    for indicator in form.indicators:
        if indicator.term != "year":
            continue
        start, end = indicator.parsed.start, indicator.parsed.end
        dates = {text[:4] for text in (start, end) if text and text[:2] == "20"}
        votes.update({int(date) for date in dates} or set(_years(indicator.value)) or set())
    if not votes:
        votes.update(_years(form.goal))
    if not votes:
        votes.update(year for one in form.indicators for year in set(_years(one.name)))
    if not votes:
        votes.update(_years(form.duration))
    if not votes:
        return None
    best = max(votes.values())
    return min(year for year, count in votes.items() if count == best)


def settle_years(document: Document) -> None:
    """Gives each form its year; one without any takes that of the others when they all agree."""
    for form in document.forms:
        if form.year is None:
            form.year = year_of(form)
    known = {form.year for form in document.forms if form.year is not None}
    if len(known) == 1:
        year = known.pop()
        for form in document.forms:
            form.year = form.year or year
