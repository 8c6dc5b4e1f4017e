"""What was found in a document, carried over to one that says the same and stands elsewhere.

A finding names places, and its order among others follows from them. Where two documents say the same, and things that
stand in one cell in the first stand in one cell in the second, every finding of the first is one of the second: only
its places are others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from linter.coverings import Found
from linter.findings import fingerprint, reading_order
from linter.ground.digests import blake2b
from linter.model import NOWHERE, Document, Finding, Form, Place, Related, place_data
from linter.surroundings import Outlook

#: Of a document with more findings none are kept: it would take more than it spares.
_MOST_FINDINGS = 500


class Sites:
    """Every place of a document in a fixed order, each once. ``pattern`` is the same for documents whose things have
    places of the same sorts, share them alike, are told as surely and have the same severities."""

    def __init__(self, document: Document, outlook: Outlook) -> None:
        numbers: dict[Place, int] = {NOWHERE: 0}
        said: list[Any] = [list(map(_doubts, document.forms)), outlook.severity]
        said.append([profile.severity for profile in outlook.profiles.values()])
        for place, named in _places(document):
            said.append(numbers.setdefault(place, len(numbers)))
            if named:
                said.append([*named])
                said.append([numbers.setdefault(one, len(numbers)) for one in named.values()])
        self.numbers: Mapping[Place, int] = numbers
        self.places: Sequence[Place] = list(numbers)
        self.pattern = blake2b(msgspec.msgpack.encode(said), digest_size=16).digest()


def _places(document: Document) -> Iterator[tuple[Place, Mapping[str, Place]]]:
    """The place of each object and those of its cells."""
    alone: Mapping[str, Place] = {}
    for form in document.forms:
        yield form.place, form.places
        yield NOWHERE, form.budget.places
        for row in form.indicators:
            yield row.place, row.places
        listed: Iterable[Any] = (
            *form.budget.amounts,
            *form.headings,
            *form.plan,
            *form.footer,
            *form.repairs,
        )
        for one in (*listed, *form.texts):
            yield one.place, alone
    for text in document.texts:
        yield text.place, alone
    if document.total is not None:
        yield document.total.place, alone


def _doubts(form: Form) -> list[tuple[str, str | None]]:
    return [(one.role, one.runner_up) for one in form.doubts]


class Told(msgspec.Struct, frozen=True):
    """A finding with its places as numbers: its own, those of related ones, those of the cells of its fix; and where it
    comes among others but for its place."""

    finding: Finding
    place: int
    related: tuple[int, ...]
    cells: tuple[int, ...]
    order: tuple[int, ...]


class Conclusions(msgspec.Struct, frozen=True):
    """All findings of a document, to be carried over to others of its pattern."""

    pattern: bytes
    told: list[Told]


def conclusions(found: Sequence[Found], sites: Sites) -> Conclusions | None:
    """What was found in the document of these sites; None where something stands at none of them."""
    if len(found) > _MOST_FINDINGS:
        return None
    try:
        return Conclusions(sites.pattern, [_told(one, sites.numbers) for one in found])
    except KeyError:
        return None


def _told(one: Found, numbers: Mapping[Place, int]) -> Told:
    finding = msgspec.structs.replace(one.finding)
    cells = finding.fix["cells"] if finding.fix is not None else ()
    return Told(
        finding,
        numbers[finding.place],
        tuple(numbers[other.place] for other in finding.related),
        tuple(numbers[Place(**cell["place"])] for cell in cells),
        one.order[:2],
    )


def carried_over(told: Iterable[Told], document: Document, sites: Sites) -> list[Finding]:
    """The findings of a document of the same pattern, in its reading order."""
    places = sites.places
    found = []
    for one in told:
        finding = msgspec.structs.replace(one.finding)
        if (
            finding.form is None and finding.text == finding.file
        ):  # all that it says of the file is how it is called
            finding.text = document.path
            finding.fingerprint = fingerprint(finding.rule, None, None, finding.field, finding.text)
        finding.file = document.path
        finding.place = places[one.place]
        finding.covers = list(finding.covers)
        finding.related = [
            Related(places[number], other.text)
            for number, other in zip(one.related, one.finding.related, strict=True)
        ]
        if finding.fix is not None:
            cells = zip(one.cells, finding.fix["cells"], strict=True)
            moved = [{**cell, "place": place_data(places[number])} for number, cell in cells]
            finding.fix = {**finding.fix, "cells": moved}
        found.append(((*one.order, *reading_order(finding.place)), finding))
    found.sort(key=lambda pair: (pair[0], pair[1].rule))
    return [finding for _, finding in found]
