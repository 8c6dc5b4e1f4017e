"""One file: read, find its forms, judge them. The unit of work of a run, the same in every process.

``check_file`` is a function of the file and of its surroundings alone: no result depends on what was checked before
it, or by which process. Whatever a file does, its result says so; nothing is raised for a file.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable
from pathlib import Path

from linter.config import Configuration, Settings
from linter.fileresult import FileResult, slim
from linter.ground.cache import content_key
from linter.ground.collector import no_collection
from linter.ground.errors import JxlintError, NoTable, unforeseen
from linter.model import Document, Finding, Part, Place
from linter.pipeline.bystanders import REPORT, is_report, switched_off
from linter.pipeline.paths import Input
from linter.pipeline.runaround import RunSurroundings
from linter.reports.view.wording import (
    EXCLUDED,
    NO_FORM,
    NO_INDICATORS,
    NO_RULES,
    NOT_A_FORM,
    UNREADABLE,
    BuiltIn,
    hidden_parts,
    how_to_check,
)

DIED = "检查它的进程两次意外结束，没有检查。多半是内存不够，或者文件有损坏；请单独再试一次"
OUT_OF_MEMORY = "内存不够，没有检查。请把文件拆小，或者少用几个进程（--jobs）再试"


def check_file(path: str | Path | Input, surroundings: RunSurroundings) -> FileResult:
    """What is to be said of one file. ``path`` is as a user writes it, or an Input of ``gather``, which also says
    whether the file was named. Raises JxlintError only for faulty settings: a configuration, a rule, a price list."""
    item = path if isinstance(path, Input) else Input(str(path))
    settings = surroundings.configuration.settings(item.place)
    result = FileResult(item.path, fail_on=settings.fail_on, judged_by=surroundings.key(settings))
    if item.data is None:
        result.state = state_of(item.place)
    result.passed_by = _aside(item, surroundings)
    if result.passed_by:
        return result
    document = _read_into(result, item, settings)
    if document is None:
        return result
    result.troubles += missing(document)
    rules = surroundings.books.select(settings)
    try:
        judged = surroundings.books.judge_one(document, rules, settings)
    except JxlintError:
        raise
    except MemoryError:
        judged = OUT_OF_MEMORY
    except Exception as error:
        if os.environ.get("JXLINT_DEBUG"):
            raise
        judged = unforeseen("检查", error)
    if isinstance(judged, str):
        result.troubles.append(trouble(UNREADABLE, item.path, judged))
        return result
    result.findings, result.coverage, result.evidence = judged.findings, judged.coverage, judged.evidence
    result.document = document if surroundings.whole else slim(document)
    if surroundings.telling is not None:
        result.told = _told(result, surroundings, settings)
    return result


def _told(result: FileResult, surroundings: RunSurroundings, settings: Settings) -> tuple[bytes, bytes]:
    """What the JSON report says of a file, made here because this may be one of several processes."""
    from linter.reports import json

    part = Part(result.path, result.document, result.findings, coverage=result.coverage)
    book = surroundings.books.load(settings)
    findings = zlib.compress(json.findings_of(part, book).encode("utf-8"), 1)
    forms = surroundings.telling is not None and surroundings.telling.forms
    return findings, zlib.compress(json.forms_of(part, book).encode("utf-8"), 1) if forms else b""


def given_up(item: Input, surroundings: RunSurroundings, message: str) -> FileResult:
    """The result of a file that was not checked to its end; a later run tries it again."""
    fail_on = surroundings.configuration.settings(item.place).fail_on
    return FileResult(item.path, fail_on=fail_on, troubles=[trouble(UNREADABLE, item.path, message)])


def too_long(seconds: float) -> str:
    """The sentence for a file that was given up for its time."""
    return f"{seconds:g} 秒没有查完，放弃了。要等得更久请加 --timeout 秒数"


def too_much(memory: int) -> str:
    """The sentence for a file that was given up for its memory, in bytes."""
    return f"占用内存超过 {memory >> 20} MB，放弃了。要多给内存请加 --memory，或者少用几个进程（--jobs）"


def _aside(item: Input, around: RunSurroundings) -> str:
    """Why a file is not to be looked at, in Chinese; empty where it is."""
    if item.aside:
        return item.aside
    if switched_off(item, around.configuration, around.books):
        return NO_RULES
    return REPORT if item.found and item.data is None and is_report(Path(item.place)) else ""


def state_of(path: str) -> tuple[int, int]:
    """Size and time of the last change of a file; zeros for what is none."""
    try:
        status = os.stat(path)  # noqa: PTH116 - a path may hold what Path refuses
    except (OSError, ValueError):
        return 0, 0
    return status.st_size, status.st_mtime_ns


def _read_into(result: FileResult, item: Input, settings: Settings) -> Document | None:
    """The document of a file; where there is none the reason is noted in its result."""
    try:
        with no_collection():
            data = load(item, settings)
            result.content = content_key(data)
            document = read_file(item, settings, data)
        if not is_nothing(document, settings):
            return document
        result.passed_by = NOT_A_FORM
    except JxlintError as error:
        result.passed_by = no_table(error, item, settings)
        if not result.passed_by:
            result.troubles.append(trouble(UNREADABLE, item.path, without_path(error, item)))
    except MemoryError:
        result.troubles.append(trouble(UNREADABLE, item.path, OUT_OF_MEMORY))
    except Exception as error:  # one broken file must not stop hundreds of others
        if os.environ.get("JXLINT_DEBUG"):
            raise
        result.troubles.append(trouble(UNREADABLE, item.path, unforeseen("读取", error)))
    return None


def load(item: Input, settings: Settings) -> bytes:
    """The bytes of an input. Raises JxlintError."""
    from linter.readers import Limits
    from linter.readers import load as load_bytes

    return (
        item.data if item.data is not None else load_bytes(Path(item.place), Limits(**dict(settings.limits)))
    )


def read_file(item: Input, settings: Settings, data: bytes) -> Document:
    """The document of an input. Raises JxlintError."""
    from linter.forms import find_forms
    from linter.readers import Limits, names_of, read

    limits, names = Limits(**dict(settings.limits)), names_of(settings.map)
    source = read(item.place, data=data, name=item.path, limits=limits, names=names, hidden=settings.hidden)
    return find_forms(source)


def no_table(error: JxlintError, item: Input, settings: Settings) -> str:
    """What a file is that could not be read as it is no table, where that is none of our business; empty where it must
    be said."""
    from linter.readers import NoRecords

    if settings.lenient and isinstance(error, NoTable):
        return NOT_A_FORM
    # A folder holds data of all kinds; what is no record there is none of our business.
    return error.message if item.found and isinstance(error, NoRecords) else ""


def is_nothing(document: Document, settings: Settings) -> bool:
    """Whether a document without a form is to be passed by."""
    return settings.lenient and not (document.forms or document.problems or document.hidden)


def nothing_checked(passed_by: Iterable[tuple[str, str]], configuration: Configuration) -> list[Finding]:
    """What is to be said where a run only passed files by."""
    return [
        trouble(UNREADABLE, path, f"{what}，没有检查。{how_to_check(what)}")
        for path, what in passed_by
        if what != EXCLUDED and not configuration.settings(path).lenient
    ]


def missing(document: Document) -> list[Finding]:
    """What has to be said of a document without a form, or with a form without indicators."""
    if not document.forms:
        what = "没有找到预算绩效目标表。请确认选对了文件：表里要有“绩效目标”“一级指标”“指标值”一类的表头"
        notes = "".join(f"；{problem}" for problem in [*document.problems, *hidden_parts(document.hidden)])
        return [trouble(NO_FORM, document.path, what + notes)]
    return [
        trouble(
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


def trouble(
    kind: BuiltIn,
    path: str,
    message: str,
    form: int | None = None,
    title: str = "",
    project: str = "",
    place: Place | None = None,
) -> Finding:
    """What jxlint itself says of a file, as a finding."""
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


def without_path(error: JxlintError, item: Input) -> str:
    """The sentence of an error without the path, which is told beside it."""
    said = str(error)
    for path in (item.path, item.place):
        said = said.removeprefix(f"{path}：").removeprefix(f"{path}:")
    return said
