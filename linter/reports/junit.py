"""JUnit XML, for build servers: a suite a file, a case a form; errors and warnings fail a case."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from linter.model import Finding, Report
from linter.reports.view.choices import Options
from linter.reports.view.outline import title_of
from linter.reports.view.plaindata import file_path
from linter.reports.view.wording import SEVERITY, clean, form_heading, place_text

if TYPE_CHECKING:
    from linter.rulebook import Rulebook


def write(report: Report, rulebook: Rulebook, options: Options) -> str:
    by_file: dict[str, list[Finding]] = {document.path: [] for document in report.documents}
    for finding in report.findings:
        by_file.setdefault(finding.file, []).append(finding)
    forms = {document.path: document.forms for document in report.documents}
    broken = dict(report.problems)
    suites = []
    for file in [*by_file, *(path for path in broken if path not in by_file)]:
        findings = by_file.get(file, [])
        cases = []
        # A finding is never lost, not even one about a form that nobody has seen.
        numbers: list[int | None] = [
            *dict.fromkeys(
                [form.number for form in forms.get(file, [])]
                + [finding.form for finding in findings if finding.form is not None]
            )
        ]
        titles = {form.number: (form.title, form.project or "") for form in forms.get(file, [])}
        if any(finding.form is None for finding in findings):
            numbers.insert(0, None)
        for number in numbers:
            title, project = titles.get(number, ("", "")) if number is not None else ("", "")
            mine = [finding for finding in findings if finding.form == number]
            cases.append(_case(file, form_heading(number, title, project), mine, rulebook))
        errors = 0
        if file in broken:
            errors = 1
            cases.append(
                f"    <testcase classname={_attribute(file_path(file))} name={_attribute('读取文件')}>"
                f"<error message={_attribute(broken[file])}/></testcase>\n"
            )
        failures = sum("<failure" in case for case in cases)
        suites.append(
            f'  <testsuite name={_attribute(file_path(file))} tests="{len(cases)}" failures="{failures}" '
            f'errors="{errors}">\n{"".join(cases)}  </testsuite>\n'
        )
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="jxlint">\n'
    return f"{head}{''.join(suites)}</testsuites>\n"


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
    head = f"{where} {SEVERITY[finding.severity]} {finding.rule} {title_of(finding.rule, rulebook)}".strip()
    better = f"。改为：{finding.suggestion}" if finding.suggestion else ""
    return f"{head}：{finding.message}{better}" + (f"。怎么改：{finding.advice}" if finding.advice else "")


def _text(text: str) -> str:
    # Line by line, because clean() spells out everything XML 1.0 cannot hold, breaks included.
    return escape("\n".join(clean(line) for line in text.split("\n")))


def _attribute(text: str) -> str:
    return quoteattr(clean(text))
