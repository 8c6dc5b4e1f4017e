"""What a run learns of one file: the unit of work, small enough to travel between processes and to lie in shards.

A FileResult is made of a file and of what it is judged by, of nothing else, so that it is the same in whatever
process and order files are checked. What only a whole run can tell (which rules found nothing to judge anywhere)
is told from the Evidence of all its files.
"""

from __future__ import annotations

import msgspec

from linter.model import Coverage, Document, Finding


class Evidence(msgspec.Struct):
    """What the judgement of one file says for the run as a whole. Merging is a matter of sums and unions
    (evidence.py), so that it does not matter how files were spread over processes.

    ``held`` are rules whose ``when`` held for some object, ``unknown`` those for which it could not be told of some
    object; ``seen`` what objects have, as asked by rules that did not hold (``given``, ``given*`` for all rows,
    followed by ``.field``). ``profiles`` counts forms by the title of their profile, in reading order, ``bare`` those
    without; ``excepted`` what the exceptions of a rule silenced, by its ``because``; ``shortened`` the texts of which
    the regular expressions of a rule saw only the beginning. ``values`` counts readings of targets by kind. ``year``,
    ``prices``, ``previous``: whether there was one at all.
    """

    files: int = 0
    forms: int = 0
    indicators: int = 0
    not_understood: int = 0
    doubts: int = 0
    values: dict[str, int] = msgspec.field(default_factory=dict)
    held: set[str] = msgspec.field(default_factory=set)
    unknown: set[str] = msgspec.field(default_factory=set)
    reported: set[str] = msgspec.field(default_factory=set)
    seen: set[str] = msgspec.field(default_factory=set)
    profiles: dict[str, int] = msgspec.field(default_factory=dict)
    bare: int = 0
    excepted: dict[str, dict[str, int]] = msgspec.field(default_factory=dict)
    shortened: dict[str, int] = msgspec.field(default_factory=dict)
    year: bool = False
    prices: bool = False
    previous: bool = False


class FileResult(msgspec.Struct):
    """One file of a run.

    ``path`` is the path as the user gave it. ``document`` is what was read: None where the file could not be read or
    judged. In a run that streams it is slim: forms with their head, money and indicators, without the texts for
    rules about writing, column roles, headings, plan and footer. ``findings`` are those of rules, in reading order,
    before any answer of the office; ``troubles`` what jxlint itself says of the file (could not be read, no form, a
    form without indicators). ``coverage`` tells by number of the form on how many rules its judgement rests.
    ``passed_by`` says of a file of a folder that is no table what it is, in Chinese; it then has no document.
    ``fail_on`` is the severity from which findings of this file count.

    ``judged_by`` is a key of the program, the rules and the settings that held for the file, ``content`` one of its
    bytes (empty where it could not be opened), ``state`` its size and the nanoseconds of its last change (zeros for
    what is no file): two results with equal ``judged_by`` and ``content`` are equal but for ``path``.

    ``told`` is what a JSON report says of the file, where the run was asked to make it with the result: its findings,
    and its forms or nothing, each as compressed text (reports/json.py).
    """

    path: str
    document: Document | None = None
    findings: list[Finding] = msgspec.field(default_factory=list)
    troubles: list[Finding] = msgspec.field(default_factory=list)
    coverage: dict[int, Coverage] = msgspec.field(default_factory=dict)
    evidence: Evidence = msgspec.field(default_factory=Evidence)
    passed_by: str = ""
    fail_on: str = "error"
    judged_by: str = ""
    content: str = ""
    state: tuple[int, int] = (0, 0)
    told: tuple[bytes, bytes] = (b"", b"")


class FindingsOf(msgspec.Struct):
    """A result without its document: what lists of findings need, read in a part of the time."""

    path: str
    findings: list[Finding] = msgspec.field(default_factory=list)
    troubles: list[Finding] = msgspec.field(default_factory=list)


class Outline(msgspec.Struct, array_like=True):
    """What a run adds up of a result: enough for its sums where no answer of the office has to be looked for.
    ``documents`` is 1 where there is one; ``severities`` counts findings."""

    documents: int = 0
    severities: dict[str, int] = msgspec.field(default_factory=dict)
    troubles: int = 0
    remarks: int = 0
    hidden: int = 0
    passed_by: int = 0
    fail_on: str = "error"
    evidence: Evidence = msgspec.field(default_factory=Evidence)


def outline_of(result: FileResult) -> Outline:
    """The sums of a result."""
    document = result.document
    severities: dict[str, int] = {}
    for finding in result.findings:
        severities[finding.severity] = severities.get(finding.severity, 0) + 1
    return Outline(
        int(document is not None),
        severities,
        len(result.troubles),
        len(document.problems) if document is not None and document.forms else 0,
        len(document.hidden) if document is not None else 0,
        int(bool(result.passed_by)),
        result.fail_on,
        result.evidence,
    )


def slim(document: Document) -> Document:
    """A document without what only reading and judging need."""
    forms = [
        msgspec.structs.replace(form, texts=[], column_roles=[], headings=[], plan=[], footer=[], repairs=[])
        for form in document.forms
    ]
    return msgspec.structs.replace(document, forms=forms, texts=[], earlier=[])
