"""SARIF 2.1.0, for code-scanning services. Cells of a table are logical locations.

Every finding has a region, without which services show none: the line of a text; the row of a sheet or of a table in a
document, which have no lines; else the first line. The place in the user's terms is a logical location (``项目1!D12``)
and in the message. Services take so many results in a run and no more: what is beyond stands in runs of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from linter import __version__
from linter.ground.addresses import rule_page, site
from linter.model import Finding, Place, Report
from linter.office.references import position
from linter.reports.view.basislines import cited
from linter.reports.view.choices import Options
from linter.reports.view.excerpts import Excerpts
from linter.reports.view.plaindata import file_path
from linter.reports.view.plaindata import pieces as written
from linter.reports.view.wording import BUILT_IN, clean, place_text, unfilled

if TYPE_CHECKING:
    from linter.rulebook import Rulebook

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
#: What relative addresses count from.
ROOT = "SRCROOT"
#: Results that services take in one run.
MOST_RESULTS = 25_000
_LEVEL = {"error": "error", "warning": "warning", "info": "note"}
_RANK = {"high": 90.0, "medium": 60.0, "low": 30.0}


def write(report: Report, rulebook: Rulebook, options: Options) -> str:
    return "".join(pieces(report, rulebook, options))


def pieces(report: Report, rulebook: Rulebook, options: Options) -> Iterator[str]:
    """The report run by run, for more files than memory holds."""
    members = [("$schema", SCHEMA), ("version", "2.1.0"), ("runs", _runs(report, rulebook))]
    return written(members)


def _runs(report: Report, rulebook: Rulebook) -> Iterator[dict[str, Any]]:
    parts = max(1, -(-len(report.findings) // MOST_RESULTS))
    findings = iter(report.findings)
    for number in range(1, parts + 1):
        yield _run(list(islice(findings, MOST_RESULTS)), number, parts, report, rulebook)


def _run(
    findings: Sequence[Finding], number: int, parts: int, report: Report, rulebook: Rulebook
) -> dict[str, Any]:
    ids = sorted({finding.rule for finding in findings} | set(rulebook.rules))
    index = {rule: at for at, rule in enumerate(ids)}
    excerpts = Excerpts()
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "jxlint",
                "version": __version__,
                "semanticVersion": __version__,
                "informationUri": site(),
                "language": "zh-CN",
                "rules": [_rule(rule, rulebook) for rule in ids],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"description": {"text": "运行 jxlint 的文件夹"}}},
        "invocations": [_invocation(report, number, parts)],
        "results": [_result(finding, index, excerpts) for finding in findings],
    }
    if parts > 1:  # a service keeps runs apart by this
        run["automationDetails"] = {"id": f"jxlint/{number}"}
    return run


def _rule(code: str, rulebook: Rulebook) -> dict[str, Any]:
    rule = rulebook.rules.get(code)
    if rule is None:
        known = BUILT_IN[code]
        return {"id": code, "name": known.name, "shortDescription": {"text": known.title}}
    basis = cited(rule.basis, rulebook)
    help_text = f"{rule.why}\n怎么改：{unfilled(rule.advice)}" + (f"\n依据：{basis}" if basis else "")
    return {
        "id": code,
        "name": rule.name,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why or rule.title},
        "help": {"text": help_text},
        **({"helpUri": rule_page(code)} if rule.shipped else {}),
        "defaultConfiguration": {"level": _LEVEL[rule.severity], "rank": _RANK[rule.confidence]},
        "properties": {"tags": [rule.family], "precision": rule.confidence.replace("high", "very-high")},
    }


def _invocation(report: Report, number: int, parts: int) -> dict[str, Any]:
    notes = [
        {
            "level": "error",
            "message": {"text": clean(message)},
            "locations": [{"physicalLocation": {"artifactLocation": _artifact(file)}}],
        }
        for file, message in report.problems
    ]
    invocation: dict[str, Any] = {"executionSuccessful": not notes}
    if parts > 1:
        told = f"共 {len(report.findings)} 处问题，一份放不下，分成 {parts} 份（run），这是第 {number} 份"
        notes.append({"level": "note", "message": {"text": told}})
    if notes:
        invocation["toolExecutionNotifications"] = notes
    return invocation


def _result(finding: Finding, index: dict[str, int], excerpts: Excerpts) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index[finding.rule],
        "level": _LEVEL[finding.severity],
        "rank": _RANK[finding.confidence],
        "message": {"text": clean(_message(finding))},
        "locations": [_location(finding.file, finding.place, finding, excerpts.of(finding))],
    }
    if finding.fingerprint:
        result["partialFingerprints"] = {"jxlint/v1": finding.fingerprint}
    if finding.related:
        result["relatedLocations"] = [
            {
                **_location(finding.file, item.place),
                "id": at,
                "message": {"text": clean(excerpts.text(finding.file, item.place, item.text))},
            }
            for at, item in enumerate(finding.related, 1)
        ]
    return result


def _message(finding: Finding) -> str:
    place = "" if finding.place.line is not None else place_text(finding.place)
    text = f"{place}：{finding.message}" if place else finding.message
    if finding.suggestion:
        text = f"{text}。改为：{finding.suggestion}"
    return f"{text}。{finding.advice}" if finding.advice else text


def _location(file: str, place: Place, finding: Finding | None = None, text: str = "") -> dict[str, Any]:
    region: dict[str, Any] = {"startLine": _line(place)}
    if text:
        region["snippet"] = {"text": clean(text)}
    location: dict[str, Any] = {"physicalLocation": {"artifactLocation": _artifact(file), "region": region}}
    logical = []
    if place.line is None and (name := place_text(place)):
        logical.append({"fullyQualifiedName": name, "kind": "object"})
    if finding is not None and finding.project:
        logical.append({"fullyQualifiedName": clean(finding.project), "kind": "module"})
    if logical:
        location["logicalLocations"] = logical
    return location


def _line(place: Place) -> int:
    """The line of a text, else the row, else the first line."""
    if place.line is None and place.row is None and place.cell:
        with suppress(ValueError):
            return position(place.cell)[0]
    return max(1, place.line or place.row or 1)


def _artifact(file: str) -> dict[str, str]:
    """Where a file lies: by a complete URI, or from the folder of the run."""
    path = quote(file_path(file).replace("\\", "/"), safe="/~!$&'()*+,;=@", errors="backslashreplace")
    # A drive letter is not a scheme, and two strokes lead to another machine: C:/表.xlsx, //server/表.xlsx.
    if path.startswith("//"):
        return {"uri": f"file:{path}"}
    if path[1:5] == "%3A/" and path[0].isalpha():
        return {"uri": f"file:///{path[0]}:{path[4:]}"}
    return {"uri": f"file://{path}"} if path.startswith("/") else {"uri": path, "uriBaseId": ROOT}
