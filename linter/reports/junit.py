"""JUnit XML, for build servers: a suite a file, a case a form; errors and warnings fail a case."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from linter.model import Finding, Part, Report
from linter.reports.view.basislines import marked_title
from linter.reports.view.choices import Options
from linter.reports.view.plaindata import file_path
from linter.reports.view.wording import SEVERITY, UNREADABLE, clean, form_heading, place_text

if TYPE_CHECKING:
    from linter.rulebook import Rulebook


def write(report: Report, rulebook: Rulebook, options: Options) -> str:
    return "".join(pieces(report, rulebook, options))


def pieces(report: Report, rulebook: Rulebook, options: Options) -> Iterator[str]:
    """The report file by file, for a run of more files than memory holds."""
    broken = dict(report.problems)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="jxlint">\n'
    for part in report.parts():
        yield _suite(part, broken.pop(part.path, None), rulebook)
    for path, message in broken.items():
        yield _suite(Part(path, None), message, rulebook)
    yield "</testsuites>\n"


def _suite(part: Part, broken: str | None, rulebook: Rulebook) -> str:
    forms = part.document.forms if part.document else []
    titles = {form.number: (form.title, form.project or "") for form in forms}
    # A finding is never lost, not even one about a form that nobody has seen.
    by_form: dict[int | None, list[Finding]] = {number: [] for number in titles}
    for finding in part.findings:
        if broken is not None and finding.rule == UNREADABLE.id:
            continue  # told by the case of its own
        by_form.setdefault(finding.form, []).append(finding)
    whole = by_form.pop(None, None)
    groups = [*([(None, whole)] if whole else []), *by_form.items()]
    cases = [
        _case(part.path, form_heading(number, *titles.get(number or 0, ("", ""))), mine, rulebook)
        for number, mine in groups
    ]
    if broken is not None:
        cases.append(
            f"    <testcase classname={_attribute(file_path(part.path))} name={_attribute('读取文件')}>"
            f"<error message={_attribute(broken)}/></testcase>\n"
        )
    failures = sum("<failure" in case for case in cases)
    return (
        f'  <testsuite name={_attribute(file_path(part.path))} tests="{len(cases)}" failures="{failures}" '
        f'errors="{int(broken is not None)}">\n{"".join(cases)}  </testsuite>\n'
    )


def _case(file: str, name: str, findings: list[Finding], rulebook: Rulebook) -> str:
    head = f"    <testcase classname={_attribute(file_path(file))} name={_attribute(name)}"
    inside = ""
    serious = [finding for finding in findings if finding.severity != "info"]
    if serious:
        worst = "error" if any(finding.severity == "error" for finding in serious) else "warning"
        text = "\n".join(_line(finding, rulebook) for finding in serious)
        summary = f"{len(serious)} 处问题，首个：{serious[0].message}"
        inside += f'\n      <failure type="{worst}" message={_attribute(summary)}>{_text(text)}</failure>'
    remarks = [finding for finding in findings if finding.severity == "info"]
    if remarks:
        text = "\n".join(_line(finding, rulebook) for finding in remarks)
        inside += f"\n      <system-out>{_text(text)}</system-out>"
    return f"{head}>{inside}\n    </testcase>\n" if inside else f"{head}/>\n"


def _line(finding: Finding, rulebook: Rulebook) -> str:
    where = place_text(finding.place)
    head = (
        f"{where} {SEVERITY[finding.severity]} {finding.rule} {marked_title(finding.rule, rulebook)}".strip()
    )
    better = f"。改为：{finding.suggestion}" if finding.suggestion else ""
    return f"{head}：{finding.message}{better}" + (f"。怎么改：{finding.advice}" if finding.advice else "")


def _text(text: str) -> str:
    # Line by line, because clean() spells out everything XML 1.0 cannot hold, breaks included.
    return escape("\n".join(clean(line) for line in text.split("\n")))


def _attribute(text: str) -> str:
    return quoteattr(clean(text))
