"""A folder of reports: a marked copy of every workbook and Word document, and a summary that leads to them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING
from urllib.parse import quote

import msgspec

from linter.ground.errors import JxlintError
from linter.ground.ours import MARKED
from linter.model import Document, Finding, Report
from linter.pipeline.bystanders import is_report
from linter.pipeline.conclusion import Outcome
from linter.reports import render
from linter.reports.view.choices import Options

if TYPE_CHECKING:
    from linter.pipeline.outputs import Saved
    from linter.rulebook import Rulebook

SUMMARY = "检查结果.xlsx"
#: Kinds of files that can be marked, with the suffix of a copy where that of the original says something else.
_MARKED_AS = {"xlsx": ".xlsx", "docx": ".docx"}
_KEPT = (".xlsx", ".xlsm", ".docx")


def save_folder(folder: Path, outcome: Outcome, options: Options, saved: Saved) -> None:
    """Write copies and summary; what was written, and what was not, goes into ``saved``. A copy that cannot be made
    does not take the others with it; its faults stand in the summary."""
    from linter.pipeline.outputs import save

    places = copy_places(folder, outcome.report.documents)
    findings: dict[str, list[Finding]] = {}
    for finding in outcome.report.findings:
        findings.setdefault(finding.file, []).append(finding)
    copies: dict[str, str] = {}
    for document in outcome.report.documents:
        place = places.get(document.path)
        if place is None:
            continue
        try:
            _refuse(place)
            place.parent.mkdir(parents=True, exist_ok=True)
            data, said = _copy(document, findings.get(document.path, []), outcome, options, place)
            save(place, data)
        except JxlintError as error:
            saved.notes.append(f"{document.path}：没有标注副本（{error.message}），问题在 {SUMMARY} 里")
        except OSError as error:
            raise JxlintError("报告写不进去", path=str(place), advice="请检查权限和磁盘空间") from error
        else:
            copies[document.path] = quote(place.relative_to(folder).as_posix())
            saved.notes += [f"{place}：{note}" for note in said]
    others = [document.path for document in outcome.report.documents if document.path not in places]
    if others:
        shown = "、".join(others[:3]) + (f" 等 {len(others)} 个" if len(others) > 3 else "")
        saved.notes.append(f"只有 .xlsx 和 .docx 能写标注副本，其他文件的问题只在 {SUMMARY} 里：{shown}")
    summary = folder / SUMMARY
    _refuse(summary)
    folder.mkdir(parents=True, exist_ok=True)
    told = msgspec.structs.replace(options, output=summary, copies=copies)
    save(summary, _summary(outcome, told))
    saved.written.append(f"{summary}（另有标注副本 {len(copies)} 个）")


def copy_places(folder: Path, documents: Sequence[Document]) -> dict[str, Path]:
    """Where the copy of each document goes: below the folder as the originals stand to each other, no two at one
    place."""
    paths = {
        document.path: Path(os.path.normpath(Path(document.path).absolute()))
        for document in documents
        if document.type in _MARKED_AS
    }
    if not paths:
        return {}
    parents = [str(path.parent) for path in paths.values()]
    base = _common(parents)
    taken: set[str] = set()
    places: dict[str, Path] = {}
    for document in documents:
        if document.path not in paths:
            continue
        path = paths[document.path]
        below = path.parent.relative_to(base) if base else PurePath(path.parent.name)
        suffix = path.suffix.lower() if path.suffix.lower() in _KEPT else _MARKED_AS[document.type]
        number = 1
        while (place := folder / below / f"{path.stem}{MARKED}{number if number > 1 else ''}{suffix}") and (
            os.path.normcase(place) in taken
        ):
            number += 1
        taken.add(os.path.normcase(place))
        places[document.path] = place
    return places


def _common(parents: Sequence[str]) -> str:
    try:
        return os.path.commonpath(parents)
    except ValueError:  # on several drives
        return ""


def _refuse(place: Path) -> None:
    """What stands at the place already may be written over only when it is a report of ours."""
    if place.exists() and not is_report(place):
        raise JxlintError("那里已经有别的文件", path=str(place), advice="请换一个文件夹")


def _copy(
    document: Document, findings: list[Finding], outcome: Outcome, options: Options, place: Path
) -> tuple[bytes, list[str]]:
    """The marked copy of one document, and what has to be said about it."""
    if document.type == "docx":
        from linter.reports.docx.marking import marked_copy
        from linter.reports.xlsx.workbook import said_of

        data = options.data.get(document.path) or Path(document.path).read_bytes()
        made, lost = marked_copy(data, findings, lambda finding: said_of(finding, outcome.rulebook))
        return made, [f"有 {lost} 处问题在文档里没有地方可标，见 {SUMMARY}"] if lost else []
    told = msgspec.structs.replace(options, output=place, notes=[])
    alone = _alone(outcome.report, document, findings)
    return render("xlsx", alone, outcome.rulebook, told), told.notes


def _alone(report: Report, document: Document, findings: list[Finding]) -> Report:
    checked = msgspec.structs.replace(
        report.checked,
        files=1,
        forms=len(document.forms),
        indicators=sum(row.row_kind == "indicator" for form in document.forms for row in form.indicators),
    )
    coverage = {key: value for key, value in report.coverage.items() if key[0] == document.path}
    return Report(documents=[document], findings=findings, checked=checked, coverage=coverage)


def _summary(outcome: Outcome, options: Options) -> bytes:
    from linter.reports.xlsx.workbook import summary_book

    rulebook: Rulebook = outcome.rulebook
    return summary_book(outcome.report, rulebook, options)
