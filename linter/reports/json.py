"""The report for programs: schema ``jxlint/check/1``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from linter import __version__
from linter.grading import Grade, grades_of
from linter.model import Answer, Checked, Finding, Part, Report, YearBeside
from linter.reports.view.basislines import basis_title, practice
from linter.reports.view.choices import Options
from linter.reports.view.excerpts import Excerpts
from linter.reports.view.plaindata import Items, file_path, items, place_json
from linter.reports.view.plaindata import pieces as written
from linter.reports.view.wording import BUILT_IN

if TYPE_CHECKING:
    from linter.rulebook import Rulebook


def write(report: Report, rulebook: Rulebook, options: Options) -> str:
    return "".join(pieces(report, rulebook, options))


def pieces(report: Report, rulebook: Rulebook, options: Options) -> Iterator[str]:
    """The report piece by piece, for a run of more files than memory holds."""
    members: list[tuple[str, Any]] = [
        ("schema", "jxlint/check/1"),
        ("tool", {"name": "jxlint", "version": __version__}),
        ("checked", _checked(report.checked)),
        ("findings", _findings(report, rulebook)),
    ]
    if report.answers:
        members.append(("answers", (_answer(answer) for answer in report.answers)))
    if report.notes:
        members.append(("notes", (_note(*note) for note in report.notes)))
    if report.beside is not None:
        members.append(("previous", _beside(report.beside)))
    if report.since is not None:
        members.append(("since", msgspec.to_builtins(report.since)))
    if options.grade:
        members.append(("forms", _forms(report, rulebook)))
    return written(members)


def findings_of(part: Part, rulebook: Rulebook) -> str:
    """The findings of a file as a stretch of the report: ``pieces`` gives the same of a report with this text."""
    excerpts = Excerpts()
    return items(_finding(finding, rulebook, excerpts) for finding in part.findings)


def forms_of(part: Part, rulebook: Rulebook) -> str:
    """The forms of a file as a stretch of the report."""
    return items(_forms_of(part, rulebook))


def _checked(checked: Checked) -> dict[str, Any]:
    return {
        "files": checked.files,
        "forms": checked.forms,
        "indicators": checked.indicators,
        "rules": checked.rules,
        "not_run": [{"rule": item.rule, "reason": item.reason} for item in checked.not_run],
        "not_understood": checked.not_understood,
        "doubts": checked.doubts,
        **({"reused": checked.reused} if checked.reused else {}),
        "excepted": excepted(checked),
        "exceptions": [
            {"rule": rule, "because": because, "count": count}
            for (rule, because), count in sorted(checked.exceptions.items())
        ],
        "hidden": [
            {
                "file": file_path(one.file),
                "sheet": one.sheet,
                "rows": one.rows,
                "columns": one.columns,
            }
            for one in checked.hidden
        ],
        **({"shortened": dict(sorted(checked.shortened.items()))} if checked.shortened else {}),
        "passed_by": [file_path(path) for path, _ in checked.passed_by],
    }


def excepted(checked: Checked) -> dict[str, int]:
    """How many faults of each rule its exceptions silenced."""
    counts: dict[str, int] = {}
    for (rule, _), count in sorted(checked.exceptions.items()):
        counts[rule] = counts.get(rule, 0) + count
    return counts


def _answer(answer: Answer) -> dict[str, Any]:
    return {
        "rule": answer.finding.rule,
        "file": file_path(answer.finding.file),
        "form": answer.finding.form,
        "fingerprint": answer.finding.fingerprint,
        "reason": answer.reason,
        "who": answer.who,
        "given": answer.given,
        "until": answer.until.isoformat() if answer.until else None,
    }


def _note(file: str, message: str) -> dict[str, str]:
    return {"file": file_path(file), "message": message}


def _beside(beside: YearBeside) -> dict[str, Any]:
    """What was found in last year's tables: counts, what was not found, and every target beside that of last year."""
    told = msgspec.to_builtins(msgspec.structs.replace(beside, rows=[]))
    told["rows"] = [msgspec.to_builtins(row) for row in beside.rows]
    told["same_file"] = [file_path(path) for path in beside.same_file]
    for row in told["rows"]:
        row["file"] = file_path(row["file"])
    return dict(told)


def _forms(report: Report, rulebook: Rulebook) -> Iterator[dict[str, Any] | Items]:
    """Every form that has indicators, with its grade or null."""
    for part in report.told_forms():
        if isinstance(part, str):
            yield Items(part)
        else:
            yield from _forms_of(part, rulebook)


def _forms_of(part: Part, rulebook: Rulebook) -> Iterator[dict[str, Any]]:
    graded = {grade.form: grade for grade in grades_of(part, rulebook)}
    for form in part.document.forms if part.document else ():
        if form.indicators:
            yield {
                "file": file_path(part.path),
                "form": form.number,
                "form_title": form.title,
                "project": form.project or "",
                "grade": _graded(graded.get(form.number)),
            }


def _findings(report: Report, rulebook: Rulebook) -> Iterator[dict[str, Any] | Items]:
    excerpts = Excerpts()
    for finding in report.told_findings():
        yield Items(finding) if isinstance(finding, str) else _finding(finding, rulebook, excerpts)


def _graded(grade: Grade | None) -> dict[str, Any] | None:
    if grade is None:
        return None
    return {
        "letter": grade.name,
        "points": f"{grade.score:.1f}",
        "settled_points": None if grade.settled_score is None else f"{grade.settled_score:.1f}",
        "coverage": {"run": grade.coverage.run, "of": grade.coverage.of},
        "caps": list(grade.caps),
        "heads": [
            {
                "name": head.name,
                "points": float(head.points),
                "kept": float(head.kept),
                "findings": head.findings,
            }
            for head in grade.heads
        ],
    }


def _finding(finding: Finding, rulebook: Rulebook, excerpts: Excerpts) -> dict[str, Any]:
    rule = rulebook.rules.get(finding.rule)
    known = rule or BUILT_IN[finding.rule]
    return {
        "rule": finding.rule,
        "name": known.name,
        "family": known.family,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "message": finding.message,
        "advice": finding.advice,
        "suggestion": finding.suggestion,
        "basis": [_basis(code, rulebook) for code in (rule.basis if rule else [])],
        "basis_note": practice(finding.rule, rulebook) or None,
        "file": file_path(finding.file),
        "place": place_json(finding.place),
        "form": finding.form,
        "form_title": finding.form_title,
        "project": finding.project,
        "level2": finding.level2,
        "indicator": finding.indicator,
        "text": excerpts.of(finding),
        "related": [
            {"place": place_json(item.place), "text": excerpts.text(finding.file, item.place, item.text)}
            for item in finding.related
        ],
        "covers": finding.covers,
        "fix": excerpts.fix(finding),
        "fingerprint": finding.fingerprint,
    }


def _basis(code: str, rulebook: Rulebook) -> dict[str, str | None]:
    basis = rulebook.basis.get(code)
    return {"code": code, "title": basis_title(code, rulebook), "quote": basis.quote if basis else None}
