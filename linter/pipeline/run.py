"""One run: inputs → documents → report, with the settings that hold for each file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import msgspec

from linter.config import Configuration, Settings
from linter.ground.cache import content_key
from linter.ground.errors import JxlintError, NoTable, unforeseen
from linter.ground.resources import no_collection
from linter.model import Document, Finding, Form, Place, Report, YearBeside
from linter.pipeline.answers import apply_reasons
from linter.pipeline.books import Books
from linter.pipeline.bystanders import sort_out, without_rules
from linter.pipeline.paths import Input, Passed, twice_given
from linter.reports.view.wording import (
    EXCLUDED,
    NO_FORM,
    NO_INDICATORS,
    NOT_A_FORM,
    UNREADABLE,
    BuiltIn,
    hidden_parts,
    how_to_check,
)

if TYPE_CHECKING:
    from linter.rulebook import Rulebook

#: Severities from harmless to grave.
_RANKS = {"info": 0, "warning": 1, "error": 2}


class Outcome(msgspec.Struct):
    """A finished run. ``rulebook`` holds every rule that was at hand. ``status`` is the exit code: 0 clean, 1
    findings that count, 2 something could not be checked (``report.problems`` says what and why)."""

    report: Report
    rulebook: Rulebook
    status: int


class Reading(msgspec.Struct):
    """The documents that could be read, and a finding for each trouble: a path that means no file, a file
    that could not be read, a file without a form, a form without indicators. ``passed_by`` are files that are no
    tables or that the user wants left out, with what they are."""

    documents: list[Document]
    troubles: list[Finding]
    passed_by: list[Passed] = msgspec.field(default_factory=list)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """(file, sentence) for each trouble."""
        return [
            (item.file, f"{item.message}。{item.advice}" if item.advice else item.message)
            for item in self.troubles
        ]

    def with_unread(self) -> list[Document]:
        """The documents, and an empty one with its reason in ``problems`` for each file that gave none."""
        read = {document.path for document in self.documents}
        return self.documents + [
            Document(path=path, type="", problems=[reason])
            for path, reason in self.problems
            if path not in read
        ]


def read_documents(
    inputs: Iterable[Input],
    configuration: Configuration,
    *,
    problems: Iterable[tuple[str, str]] = (),
    progress: Callable[[str], None] | None = None,
) -> Reading:
    """Read all inputs. ``problems`` are paths that gave no input, with the reason; ``progress`` is told
    each path before it is read. Raises JxlintError for a faulty configuration, never for a file."""
    from linter.readers import NoRecords

    reading = Reading([], [_trouble(UNREADABLE, path, reason) for path, reason in problems])
    inputs, reading.passed_by = sort_out(inputs)
    for item in inputs:
        if progress is not None:
            progress(item.path)
        settings = configuration.settings(item.path)
        try:
            with no_collection():
                document = _read(item, settings)
        except JxlintError as error:
            if settings.lenient and isinstance(error, NoTable):
                reading.passed_by.append((item.path, NOT_A_FORM))
                continue
            # A folder holds data of all kinds; what is no record there is none of our business.
            if item.found and isinstance(error, NoRecords):
                reading.passed_by.append((item.path, error.message))
                continue
            reading.troubles.append(_trouble(UNREADABLE, item.path, _without_path(error, item.path)))
        except Exception as error:  # one broken file must not stop hundreds of others
            if os.environ.get("JXLINT_DEBUG"):
                raise
            reading.troubles.append(_trouble(UNREADABLE, item.path, unforeseen("读取", error)))
        else:
            if settings.lenient and not (document.forms or document.problems or document.hidden):
                reading.passed_by.append((item.path, NOT_A_FORM))
                continue
            reading.documents.append(document)
            reading.troubles += _missing(document)
    if not reading.documents and not reading.troubles:
        reading.troubles += [
            _trouble(UNREADABLE, path, f"{what}，没有检查。{how_to_check(what)}")
            for path, what in reading.passed_by
            if what != EXCLUDED and not configuration.settings(path).lenient
        ]
    return reading


def _read(item: Input, settings: Settings) -> Document:
    from linter.forms import find_forms
    from linter.readers import Limits, names_of, read

    limits, names = Limits(**dict(settings.limits)), names_of(settings.map)
    return find_forms(read(item.path, data=item.data, limits=limits, names=names, hidden=settings.hidden))


def _missing(document: Document) -> list[Finding]:
    if not document.forms:
        what = "没有找到预算绩效目标表。请确认选对了文件：表里要有“绩效目标”“一级指标”“指标值”一类的表头"
        notes = "".join(f"；{problem}" for problem in [*document.problems, *hidden_parts(document.hidden)])
        return [_trouble(NO_FORM, document.path, what + notes)]
    return [
        _trouble(
            NO_INDICATORS,
            document.path,
            f"第{form.number}张表“{form.title or form.project or '无标题'}”里没有读到任何指标。"
            "请确认指标行还在；可用 jxlint extract 查看读到了什么",
            form.number,
            form.title,
            form.project or "",
            form.place,
        )
        for form in document.forms
        if not form.indicators
    ]


def _trouble(
    kind: BuiltIn,
    path: str,
    message: str,
    form: int | None = None,
    title: str = "",
    project: str = "",
    place: Place | None = None,
) -> Finding:
    sentence, _, advice = message.partition("。")
    return Finding(
        rule=kind.id,
        severity="error",
        confidence="high",
        message=sentence,
        advice=advice,
        file=path,
        place=place or Place(),
        fingerprint=content_key(kind.id, path, project or title),
        form=form,
        form_title=title,
        project=project,
    )


def _without_path(error: JxlintError, path: str) -> str:
    return str(error).removeprefix(f"{path}：").removeprefix(f"{path}:")


def run(
    inputs: Sequence[Input],
    configuration: Configuration,
    *,
    problems: Iterable[tuple[str, str]] = (),
    progress: Callable[[str], None] | None = None,
    answers: bool = True,
    previous: Sequence[Input] = (),
) -> Outcome:
    """Check all inputs. ``problems`` are paths that gave no input, with the reason; ``answers`` lets reasons
    files beside the tables settle findings; ``previous`` are last year's tables to compare with. Raises
    JxlintError when the configuration, a rule or a reasons file is faulty."""
    books = Books()
    inputs = without_rules(inputs, configuration, books)
    first = [one for one in inputs if not one.aside][:1]
    for item in first:  # a faulty rule is said before minutes of reading, not after
        books.select(configuration.settings(item.path))
        books.surroundings(configuration.settings(item.path))
    reading = read_documents(inputs, configuration, problems=problems, progress=progress)
    beside = None
    if previous:
        from linter.rulebook.lastyear import forms_by_project

        earlier = read_documents(previous, configuration)
        books.last_year = forms_by_project(earlier.documents)
        beside = _beside(reading.documents, earlier.documents, books.last_year, inputs, previous)
        reading.troubles += earlier.troubles
    total = Report()
    settings = {document.path: configuration.settings(document.path) for document in reading.documents}
    groups: dict[Settings, list[Document]] = {}
    for document in reading.documents:
        groups.setdefault(settings[document.path], []).append(document)
    chosen: set[str] = set()
    for wishes, group in groups.items():
        rules = books.select(wishes)
        chosen |= {rule.id for rule in rules}
        part = books.judge(group, rules, wishes)
        reading.troubles += [_trouble(UNREADABLE, path, reason) for path, reason in part.problems]
        _add(total, part)
    total.checked.rules = len(chosen - {item.rule for item in total.checked.not_run})
    # What could not be read of a file that was checked: a scanned page, bytes of another encoding.
    total.notes += [
        (document.path, problem)
        for document in reading.documents
        if document.forms
        for problem in document.problems
    ]
    order = {item.path: at for at, item in enumerate(inputs)}
    total.findings.sort(key=lambda finding: order[finding.file])
    if answers:
        apply_reasons(total, chosen)
    counted = any(
        _RANKS[finding.severity] >= _RANKS.get(settings[finding.file].fail_on, len(_RANKS))
        for finding in total.findings
    )
    judged = {document.path for document in total.documents}
    total.documents = [document for document in reading.documents if document.path in judged]
    total.problems = reading.problems
    total.beside = beside
    total.checked.passed_by = list(reading.passed_by)
    total.findings += reading.troubles
    status = 2 if reading.troubles or not (reading.documents or reading.passed_by) else int(counted)
    return Outcome(report=total, rulebook=books.together(), status=status)


def _beside(
    documents: Sequence[Document],
    earlier: Sequence[Document],
    last_year: dict[str, Form],
    inputs: Sequence[Input],
    previous: Sequence[Input],
) -> YearBeside:
    from linter.auditing.yearbeside import year_beside

    made = year_beside(documents, earlier, last_year)
    made.same_file = twice_given(inputs, previous)
    return made


def _add(total: Report, part: Report) -> None:
    """Add the report of some documents to that of the whole run. Not run is only what ran on none of them."""
    total.findings += part.findings
    total.documents += part.documents
    total.coverage |= part.coverage
    checked, more = total.checked, part.checked
    before = {item.rule for item in checked.not_run}
    checked.not_run = [item for item in more.not_run if not checked.files or item.rule in before]
    checked.files += more.files
    checked.forms += more.forms
    checked.indicators += more.indicators
    checked.not_understood += more.not_understood
    checked.doubts += more.doubts
    checked.hidden += more.hidden
    for kind, count in more.values.items():
        checked.values[kind] = checked.values.get(kind, 0) + count
    for key, count in more.profiles.items():
        checked.profiles[key] = checked.profiles.get(key, 0) + count
    for silenced, count in more.exceptions.items():
        checked.exceptions[silenced] = checked.exceptions.get(silenced, 0) + count
