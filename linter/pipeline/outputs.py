"""Reports that go to files: several in one run, each format by the suffix of its file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from linter.ground.errors import JxlintError, unforeseen
from linter.ground.filesystem import save as write_whole
from linter.pipeline.conclusion import Outcome
from linter.pipeline.paths import Input
from linter.reports import FOR_FILES, SUFFIXES, kind_of, rendered
from linter.reports.view.choices import Options

#: The kind of a target that is a folder of marked copies and a summary.
FOLDER = "folder"


class Target(msgspec.Struct, frozen=True):
    """A report file to write: its format and its path."""

    kind: str
    path: Path


def read_targets(given: Iterable[str]) -> list[Target]:
    """Targets from ``报告.html`` (format by suffix) or ``sarif=结果.json`` (format named).

    Raises JxlintError for an unknown format or suffix, and when a file is named twice.
    """
    targets = [_target(text) for text in given]
    seen: set[Path] = set()
    for target in targets:
        where = target.path.absolute()
        if where in seen:
            raise JxlintError("同一个文件写了两次 --output", path=str(target.path))
        seen.add(where)
    return targets


def _target(text: str) -> Target:
    head, sign, rest = text.partition("=")
    if sign and head in FOR_FILES and rest:
        return Target(head, Path(rest))
    if text.endswith(("/", "\\")) or Path(text).is_dir():
        return Target(FOLDER, Path(text))
    kind = kind_of(Path(text))
    if kind is None:
        raise JxlintError(
            "看不出要写哪种报告",
            path=text,
            advice=f"请用这些后缀：{' '.join(SUFFIXES)}；或写明格式，如 sarif=结果.json；文件夹请以 / 结尾",
        )
    return Target(kind, Path(text))


def refuse_inputs(targets: Sequence[Target], inputs: Iterable[str]) -> None:
    """Raise JxlintError when a report would be written over a file that is being checked."""
    # Only a report that is there already can be one of the files, and of these there may be very many.
    there = {file: target for target in targets if (file := _file(target.path)) is not None}
    for path in inputs if there else ():
        target = there.get(_file(path) or (0, 0))
        if target is not None and os.path.realpath(path) == os.path.realpath(target.path):
            raise JxlintError("报告不能写在被检查的文件上", path=str(target.path), advice="请换一个文件名")


def _file(path: str | Path) -> tuple[int, int] | None:
    """What tells a file from others whatever its path; None where there is none."""
    try:
        status = os.stat(path)  # noqa: PTH116
    except (OSError, ValueError):
        return None
    return status.st_dev, status.st_ino


def refuse_template(template: str | None, targets: Sequence[Target]) -> None:
    """Raise JxlintError for a template that is missing, would be overwritten, or that no report uses."""
    if template is None:
        return
    path = Path(template)
    if not any(target.kind in ("docx", "letter") for target in targets):
        raise JxlintError("--template 只用于 Word 报告", advice="请同时写 --output 报告.docx")
    if not path.is_file():
        raise JxlintError("找不到模板文件", path=template, advice="请检查路径是否写对")
    refuse_inputs(targets, [template])


def refuse_ledger(ledger: str | None, targets: Sequence[Target]) -> None:
    """Raise JxlintError for an earlier ledger that is none or that no report carries on, and for one that would be
    written over with what the office has filled in."""
    wanted = [target for target in targets if target.kind == "ledger"]
    if ledger is None:
        for target in wanted:
            if target.path.exists():
                raise JxlintError(
                    "台账已经有了，里面可能有单位填的内容，没有改动它",
                    path=str(target.path),
                    advice=f"要接着写请加 --ledger {target.path}；要另写一份请换一个文件名",
                )
        return
    if not wanted:
        raise JxlintError("--ledger 只用于台账", advice="请同时写 --output 台账.xlsx")
    if not Path(ledger).is_file():
        raise JxlintError("找不到上次的台账", path=ledger, advice="请检查路径是否写对")
    from linter.reports.ledger import read_old

    read_old(Path(ledger))  # said before minutes of reading, not after


class Saved(msgspec.Struct):
    """What became of the report files: ``notes`` on them in Chinese, ``written`` paths, and ``failed``: (path, reason)
    of those that could not be made or written."""

    notes: list[str] = msgspec.field(default_factory=list)
    written: list[str] = msgspec.field(default_factory=list)
    failed: list[tuple[str, str]] = msgspec.field(default_factory=list)


def save_all(
    targets: Iterable[Target],
    outcome: Outcome,
    options: Options,
    inputs: Iterable[Input],
    template: str | None = None,
    ledger: str | None = None,
) -> Saved:
    """Write the report to every target. One that fails does not take the others with it."""
    data = {item.path: item.data for item in inputs if item.data is not None}
    saved = Saved()
    for target in targets:
        told = msgspec.structs.replace(
            options,
            output=target.path,
            template=Path(template) if template else None,
            ledger=Path(ledger) if ledger else None,
            data=data,
            notes=[],
        )
        try:
            if target.kind == FOLDER:
                from linter.pipeline.markedcopies import save_folder

                save_folder(target.path, outcome, told, saved)
                continue
            save(target.path, rendered(target.kind, outcome.report, outcome.rulebook, told))
        except JxlintError as error:
            saved.failed.append((str(target.path), str(error).removeprefix(f"{target.path}：")))
        except Exception as error:
            if os.environ.get("JXLINT_DEBUG"):
                raise
            saved.failed.append((str(target.path), unforeseen("写报告", error)))
        else:
            saved.written.append(str(target.path))
            saved.notes += [f"{target.path}：{note}" for note in told.notes]
    return saved


def save(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Write a file whole or not at all. Raises JxlintError when it cannot be written."""
    try:
        write_whole(path, data)
    except OSError as error:
        raise JxlintError(
            "报告写不进去", path=str(path), advice="请检查文件夹是否存在、磁盘是否已满、文件是否正被打开"
        ) from error
