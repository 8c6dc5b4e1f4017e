"""Annotations of GitHub Actions: one workflow command a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linter.ground.addresses import office_page
from linter.model import Finding, Report
from linter.reports.view.basislines import marked_title
from linter.reports.view.choices import Options
from linter.reports.view.plaindata import file_path
from linter.reports.view.wording import BUILT_IN, clean, place_text

if TYPE_CHECKING:
    from linter.rulebook import Rulebook

_COMMAND = {"error": "error", "warning": "warning", "info": "notice"}


def write(report: Report, rulebook: Rulebook, options: Options) -> str:
    lines = [_line(finding, rulebook) for finding in report.findings]
    # A run tells its troubles as findings, too.
    told = {finding.file for finding in report.findings if finding.rule in BUILT_IN}
    lines += [
        f"::error file={_property(file_path(file))}::{_data(message)}"
        for file, message in report.problems
        if file not in told
    ]
    # The same words at the same place are one annotation, however many cells they come from.
    return "".join(f"{line}\n" for line in dict.fromkeys(lines))


def _line(finding: Finding, rulebook: Rulebook) -> str:
    where = {"file": file_path(finding.file)}
    if finding.place.line is not None:
        where["line"] = str(finding.place.line)
    where["title"] = f"{finding.rule} {marked_title(finding.rule, rulebook)}"
    place = "" if finding.place.line is not None else place_text(finding.place)
    message = f"{place}：{finding.message}" if place else finding.message
    if finding.suggestion:
        message += f"\n改为：{finding.suggestion}"
    if finding.advice:
        message += f"\n怎么改：{finding.advice}"
    rule = rulebook.rules.get(finding.rule)
    if rule is not None and rule.shipped and (page := office_page(rule.id)):
        message += f"\n手册：{page}"
    properties = ",".join(f"{key}={_property(value)}" for key, value in where.items())
    return f"::{_COMMAND[finding.severity]} {properties}::{_data(message)}"


def _data(text: str) -> str:
    # A line break inside a message is the only way a cell could start a command of its own.
    harmless = "\n".join(clean(line) for line in text.split("\n"))
    return harmless.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
