"""SARIF 2.1.0, for code-scanning services. Cells of a table are logical locations.

Text files also get a line region; workbooks and documents have no lines, so their findings carry the place
as a logical location (``项目1!D12``) and in the message.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from linter import __version__
from linter.model import Finding, Place, Report
from linter.reports.view.choices import Options
from linter.reports.view.outline import basis_text
from linter.reports.view.plaindata import encode, file_path
from linter.reports.view.wording import BUILT_IN, clean, place_text, unfilled

if TYPE_CHECKING:
    from linter.rulebook import Rulebook

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVEL = {"error": "error", "warning": "warning", "info": "note"}
_RANK = {"high": 90.0, "medium": 60.0, "low": 30.0}


def write(report: Report, rulebook: Rulebook, options: Options) -> str:
    ids = sorted({finding.rule for finding in report.findings} | set(rulebook.rules))
    index = {rule: at for at, rule in enumerate(ids)}
    run = {
        "tool": {
            "driver": {
                "name": "jxlint",
                "version": __version__,
                "semanticVersion": __version__,
                "language": "zh-CN",
                "rules": [_rule(rule, rulebook) for rule in ids],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report)],
        "results": [_result(finding, index) for finding in report.findings],
    }
    return encode({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(code: str, rulebook: Rulebook) -> dict[str, Any]:
    rule = rulebook.rules.get(code)
    if rule is None:
        known = BUILT_IN[code]
        return {"id": code, "name": known.name, "shortDescription": {"text": known.title}}
    basis = "；".join(basis_text(item, rulebook) for item in rule.basis)
    help_text = f"{rule.why}\n怎么改：{unfilled(rule.advice)}" + (f"\n依据：{basis}" if basis else "")
    return {
        "id": code,
        "name": rule.name,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why or rule.title},
        "help": {"text": help_text},
        "defaultConfiguration": {"level": _LEVEL[rule.severity], "rank": _RANK[rule.confidence]},
        "properties": {"tags": [rule.family], "precision": rule.confidence.replace("high", "very-high")},
    }


def _invocation(report: Report) -> dict[str, Any]:
    notes = [
        {
            "level": "error",
            "message": {"text": clean(message)},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": _uri(file)}}}],
        }
        for file, message in report.problems
    ]
    invocation: dict[str, Any] = {"executionSuccessful": not notes}
    if notes:
        invocation["toolExecutionNotifications"] = notes
    return invocation


def _result(finding: Finding, index: dict[str, int]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index[finding.rule],
        "level": _LEVEL[finding.severity],
        "rank": _RANK[finding.confidence],
        "message": {"text": clean(_message(finding))},
        "locations": [_location(finding.file, finding.place, finding)],
    }
    if finding.fingerprint:
        result["partialFingerprints"] = {"jxlint/v1": finding.fingerprint}
    if finding.related:
        result["relatedLocations"] = [
            {**_location(finding.file, item.place), "id": at, "message": {"text": clean(item.text)}}
            for at, item in enumerate(finding.related, 1)
        ]
    return result


def _message(finding: Finding) -> str:
    place = "" if finding.place.line is not None else place_text(finding.place)
    text = f"{place}：{finding.message}" if place else finding.message
    if finding.suggestion:
        text = f"{text}。改为：{finding.suggestion}"
    return f"{text}。{finding.advice}" if finding.advice else text


def _location(file: str, place: Place, finding: Finding | None = None) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(file)}}
    if place.line is not None:
        physical["region"] = {"startLine": place.line}
    location: dict[str, Any] = {"physicalLocation": physical}
    logical = []
    if place.line is None and (name := place_text(place)):
        logical.append({"fullyQualifiedName": name, "kind": "object"})
    if finding is not None and finding.project:
        logical.append({"fullyQualifiedName": clean(finding.project), "kind": "module"})
    if logical:
        location["logicalLocations"] = logical
    return location


def _uri(file: str) -> str:
    # A drive letter is not a scheme: C:/表.xlsx must not read as the scheme "c".
    path = quote(file_path(file).replace("\\", "/"), safe="/:~!$&'()*+,;=@", errors="backslashreplace")
    if len(path) > 1 and path[1] == ":" and path[0].isalpha():
        return f"file:///{path}"
    return path
