"""Code as users of the package write it: mypy --strict reads it against the installed wheel (.ci/run)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import linter
from linter import Finding, Indicator, JxlintError, Place, Report, Source, Value


def errors(report: Report) -> Iterator[tuple[str, Place, str]]:
    for finding in report.findings:
        if finding.severity == "error":
            yield finding.rule, finding.place, finding.suggestion or finding.advice


def checked(source: Source) -> Report | None:
    try:
        return linter.check(source, select=["KX"], severity={"KX01": "info"}, year=2025)
    except JxlintError as error:
        print(error.path, error.line, error)
        return None


def amounts(path: Path) -> list[Value]:
    rows: list[Indicator] = [
        row for document in linter.extract(path) for form in document.forms for row in form.indicators
    ]
    return [row.parsed for row in rows if row.parsed.unit == "万元"]


sources: list[Source] = [
    "表.xlsx",
    Path("表.xlsx"),
    ["甲.xlsx", "乙.xlsx"],
    {"项目名称": "培训"},
    [{"项目名称": "培训"}],
]
reports: list[Report | None] = [checked(source) for source in sources]
first: Finding = linter.check("项目支出绩效目标表\n").findings[0]
upper: str = str(linter.parse_value("≤54.2万元").upper)
flat: list[str] = [str(row["message"]) for row in linter.check("项目支出绩效目标表\n").to_dicts()]
