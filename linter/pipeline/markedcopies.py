"""A folder of reports: a marked copy of every workbook and Word document, and a summary that leads to them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING
from urllib.parse import quote

import msgspec

from linter.ground.errors import JxlintError
from linter.ground.ours import MARKED
from linter.model import Document, Part, Report
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

    places = copy_places(folder, [(one.path, one.type) for one in outcome.report.documents])
    copies: dict[str, str] = {}
    others: list[str] = []
    for part in outcome.report.parts():
        place = places.get(part.path)
        if place is None:
            others += [part.path] if part.document is not None else []
            continue
        try:
            _refuse(place)
            place.parent.mkdir(parents=True, exist_ok=True)
            data, said = _copy(part, outcome, options, place)
            save(place, data)
        except JxlintError as error:
            saved.notes.append(f"{part.path}：没有标注副本（{error.message}），问题在 {SUMMARY} 里")
        except OSError as error:
            raise JxlintError("报告写不进去", path=str(place), advice="请检查权限和磁盘空间") from error
        else:
            copies[part.path] = quote(place.relative_to(folder).as_posix())
            saved.notes += [f"{place}：{note}" for note in said]
    if others:
        shown = "、".join(others[:3]) + (f" 等 {len(others)} 个" if len(others) > 3 else "")
        saved.notes.append(f"只有 .xlsx 和 .docx 能写标注副本，其他文件的问题只在 {SUMMARY} 里：{shown}")
    summary = folder / SUMMARY
    _refuse(summary)
    folder.mkdir(parents=True, exist_ok=True)
    told = msgspec.structs.replace(options, output=summary, copies=copies)
    save(summary, _summary(outcome, told))
    saved.written.append(f"{summary}（另有标注副本 {len(copies)} 个）")


def copy_places(folder: Path, documents: Sequence[tuple[str, str]]) -> dict[str, Path]:
    """Where the copy of each document (its path and type) goes: below the folder as the originals stand to each other,
    no two at one place."""
    paths = {
        path: Path(os.path.normpath(Path(path).absolute())) for path, kind in documents if kind in _MARKED_AS
    }
    if not paths:
        return {}
    parents = [str(path.parent) for path in paths.values()]
    base = _common(parents)
    taken: set[str] = set()
    places: dict[str, Path] = {}
    for given, kind in documents:
        if given not in paths:
            continue
        path = paths[given]
        below = path.parent.relative_to(base) if base else PurePath(path.parent.name)
        suffix = path.suffix.lower() if path.suffix.lower() in _KEPT else _MARKED_AS[kind]
        number = 1
        while (place := folder / below / f"{path.stem}{MARKED}{number if number > 1 else ''}{suffix}") and (
            os.path.normcase(place) in taken
        ):
            number += 1
        taken.add(os.path.normcase(place))
        places[given] = place
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


def _copy(part: Part, outcome: Outcome, options: Options, place: Path) -> tuple[bytes, list[str]]:
    """The marked copy of one file, and what has to be said about it."""
    assert part.document is not None
    if part.document.type == "docx":
        from linter.reports.docx.marking import marked_copy
        from linter.reports.xlsx.workbook import said_of

        data = options.data.get(part.path) or Path(part.path).read_bytes()
        made, lost = marked_copy(data, part.findings, lambda finding: said_of(finding, outcome.rulebook))
        return made, [f"有 {lost} 处问题在文档里没有地方可标，见 {SUMMARY}"] if lost else []
    told = msgspec.structs.replace(options, output=place, notes=[])
    return render("xlsx", _alone(outcome.report, part, part.document), outcome.rulebook, told), told.notes


def _alone(report: Report, part: Part, document: Document) -> Report:
    """The report on one file."""
    checked = msgspec.structs.replace(
        report.checked,
        files=1,
        forms=len(document.forms),
        indicators=sum(row.row_kind == "indicator" for form in document.forms for row in form.indicators),
    )
    coverage = {(part.path, number): one for number, one in part.coverage.items()}
    return Report([document], part.findings, checked, part.answers, coverage=coverage)


def _summary(outcome: Outcome, options: Options) -> Iterator[bytes]:
    from linter.reports.xlsx.workbook import summary_book

    rulebook: Rulebook = outcome.rulebook
    return summary_book(outcome.report, rulebook, options)
