"""The workbook with its faults marked, for the one who has to mend it.

For one workbook: a copy of it in which faulty cells are filled by severity and commented, and a sheet 质检结果
with every finding. For anything else: a workbook with the run at a glance, the findings, and counts by unit, by rule
and by form.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from linter.auditing.rankings import roll_of
from linter.ground.addresses import office_page
from linter.ground.errors import JxlintError
from linter.ground.ours import REPORT_MARK
from linter.model import Finding, Report
from linter.office.parts import BOOK, Package, empty_package
from linter.office.references import position
from linter.reports.view.basislines import title_of
from linter.reports.view.choices import Options
from linter.reports.view.wording import SEVERITY, clean, shorten
from linter.reports.xlsx.cellstyles import Styles
from linter.reports.xlsx.faults import fault_table
from linter.reports.xlsx.graphs import add_graphs
from linter.reports.xlsx.marks import Mark, mark_sheet
from linter.reports.xlsx.sheet import add_table
from linter.reports.xlsx.summary import (
    Rows,
    form_table,
    glance_table,
    graphs,
    rule_table,
    run_table,
    unit_table,
    year_table,
)

if TYPE_CHECKING:
    from linter.rulebook import Rulebook

#: The name of the property that says what the file is.
_NOTE = "jxlint"
#: Parts that a copy cannot keep valid: a piece of the part name, and what is to be said.
_LOST = {
    "_xmlsignatures/": "原文件有数字签名，副本改过内容，签名不再有效",
    "xl/threadedcomments/": "原文件有对话式批注，同一单元格上加的说明在新版 Excel 里可能看不到，以本表为准",
    "xl/revisions/": "原文件是共享工作簿，修订记录里没有这次的标注",
}


def write(report: Report, rulebook: Rulebook, options: Options) -> bytes:
    return b"".join(blocks(report, rulebook, options))


def blocks(report: Report, rulebook: Rulebook, options: Options) -> Iterator[bytes]:
    """The workbook as a file, piece by piece."""
    notes: list[str] = []
    copied = _marked_copy(report, rulebook, options, notes)
    if copied is not None:
        yield copied
    else:
        if options.output and options.output.suffix.lower() == ".xlsm":
            raise JxlintError(
                "没有宏的工作簿不能写成 .xlsm", path=str(options.output), advice="请把报告的后缀写成 .xlsx"
            )
        yield from summary_book(report, rulebook, options, notes)
    options.notes.extend(notes)


def summary_book(
    report: Report, rulebook: Rulebook, options: Options, notes: Sequence[str] = ()
) -> Iterator[bytes]:
    """A workbook of our own, piece by piece: the run at a glance, the findings, and counts by unit, by rule and by
    form."""
    package = empty_package()
    styles = Styles(package).own()
    roll = roll_of(report, rulebook, grade=options.grade)
    faults = fault_table(report, rulebook, notes, inside={}, copies=options.copies)
    rows = Rows(report, roll, len(faults.notes) + 2)
    glance = glance_table(report, rulebook, roll)
    by_units, by_rules = unit_table(roll, rows), rule_table(roll, rulebook, rows)
    tables = [
        glance,
        faults,
        by_units,
        by_rules,
        form_table(report, rulebook, rows, graded=bool(roll.letters)),
        year_table(report),
        run_table(report),
    ]
    if report.checked.forms <= 1:  # of a single form the faults come first
        tables[:2] = [faults, glance]
    for table in tables:
        if table is not None:
            part = add_table(package, table, styles)
            if table is glance:
                add_graphs(package, part, graphs(glance, by_units, by_rules), column=4, row=len(glance.notes))
    package.note(_NOTE, REPORT_MARK)
    return package.blocks()


def _marked_copy(report: Report, rulebook: Rulebook, options: Options, notes: list[str]) -> bytes | None:
    """The workbook of the user with its faulty cells marked; None where the run was not about just one, and where
    that one does not bear it."""
    files = {document.path for document in report.documents} | {path for path, _ in report.problems}
    if len(files) != 1 or not report.documents or report.documents[0].type != "xlsx":
        return None
    path = report.documents[0].path
    said: list[str] = []
    try:
        package = Package(options.data.get(path) or Path(path).read_bytes())
        made = _marked(package, report, rulebook, options, said)
    except (JxlintError, OSError, KeyError, ValueError, IndexError, AttributeError, TypeError) as error:
        # Whatever a strange workbook does, its findings must come out.
        notes.append(f"原工作簿没能照样标注（{error}），只列出问题")
        return None
    notes.extend(said)
    return made


def _marked(
    package: Package, report: Report, rulebook: Rulebook, options: Options, notes: list[str]
) -> bytes | None:
    """The marked workbook; None where the report has to be one with macros and this has none."""
    suffix = options.output.suffix.lower() if options.output else ".xlsx"
    if suffix == ".xlsm" and "xl/vbaproject.bin" not in package.names:
        return None
    for piece, said in _LOST.items():
        if any(name.startswith(piece) for name in package.names):
            notes.append(said)
    styles = Styles(package)
    parts = package.sheets()
    for sheet, marks in _marks(report, rulebook).items():
        if sheet in parts:
            mark_sheet(package, parts[sheet], marks, styles)
    if suffix != ".xlsm":
        _leave_macros(package, notes)
    own = styles.own()
    add_table(package, fault_table(report, rulebook, notes, inside=parts, copies={}), own)
    for table in (year_table(report), run_table(report)):
        if table is not None:
            add_table(package, table, own)
    package.note(_NOTE, REPORT_MARK)
    return package.save()


def _leave_macros(package: Package, notes: list[str]) -> None:
    """Make the copy an ordinary workbook, as its suffix says: Excel refuses macros in .xlsx."""
    if "xl/vbaproject.bin" in package.names:
        notes.append("原文件里的宏没有带到 .xlsx 副本里；要保留宏，请把报告写成 .xlsm")
        package.unrelate(package.main, "vbaProject")
        for name in ("xl/vbaProject.bin", "xl/vbaProjectSignature.bin", "xl/_rels/vbaProject.bin.rels"):
            package.drop(name)
            package.undeclare(name)
    package.declare(package.main, BOOK)


def _marks(report: Report, rulebook: Rulebook) -> dict[str, dict[str, Mark]]:
    """Marks by sheet and reference; several findings on a cell share one."""
    order = list(SEVERITY)
    marks: dict[str, dict[str, Mark]] = {}
    for finding in report.findings:
        sheet, cell = finding.place.sheet, finding.place.cell
        if sheet is None or not cell:
            continue
        position(cell)
        mark = marks.setdefault(sheet, {}).setdefault(cell, Mark(finding.severity, []))
        mark.severity = min(mark.severity, finding.severity, key=order.index)
        mark.paragraphs.append(said_of(finding, rulebook))
    return marks


def said_of(finding: Finding, rulebook: Rulebook) -> str:
    """What a comment at a faulty cell says."""
    rule = rulebook.rules.get(finding.rule)
    lines = [
        f"【{SEVERITY[finding.severity]}】{finding.rule} {title_of(finding.rule, rulebook)}",
        f"问题：{finding.message}",
        f"为什么：{rule.why}" if rule is not None and rule.why else "",
        f"改为：{finding.suggestion}" if finding.suggestion else "",
        f"怎么改：{finding.advice}" if finding.advice else "",
        f"手册：{page}" if rule is not None and rule.shipped and (page := office_page(rule.id)) else "",
    ]
    return "\n".join(clean(shorten(line, 600)) for line in lines if line)
