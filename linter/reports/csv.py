"""Findings as a table for Excel: comma-separated, with a byte-order mark so that Excel reads UTF-8.

A cell that begins with ``= + - @`` or a control character would be run as a formula; such cells get a
leading apostrophe, which spreadsheets do not show.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from linter.auditing.agencies import amount_in_wan, owned_findings, unit_of
from linter.model import Form, Report
from linter.reports.view.basislines import basis_titles, title_of
from linter.reports.view.choices import Options
from linter.reports.view.excerpts import Excerpts
from linter.reports.view.plaindata import file_path
from linter.reports.view.wording import CONFIDENCE, SEVERITY, clean, place_text

if TYPE_CHECKING:
    from linter.rulebook import Rulebook

BOM = "\ufeff"
HEADER = (
    "文件", "位置", "表号", "表名", "项目", "二级指标", "指标", "级别", "规则", "规则名称", "把握",
    "原文", "问题", "改为", "怎么改", "依据", "单位", "年度", "金额（万元）",
)  # fmt: skip


def write(report: Report, rulebook: Rulebook, options: Options) -> str:
    return "".join(pieces(report, rulebook, options))


def pieces(report: Report, rulebook: Rulebook, options: Options) -> Iterator[str]:
    """The table row by row, for a run of more files than memory holds."""
    excerpts = Excerpts()
    yield BOM + separated([HEADER])
    for finding, form in owned_findings(report):
        rule = rulebook.rules.get(finding.rule)
        row = (
            file_path(finding.file),
            place_text(finding.place),
            "" if finding.form is None else str(finding.form),
            finding.form_title,
            finding.project,
            finding.level2,
            finding.indicator,
            SEVERITY[finding.severity],
            finding.rule,
            title_of(finding.rule, rulebook),
            CONFIDENCE[finding.confidence],
            excerpts.of(finding),
            finding.message,
            finding.suggestion or "",
            finding.advice,
            basis_titles(rule.basis if rule else [], rulebook, None),
            *_about(form),
        )
        yield separated([row])


def _about(form: Form | None) -> tuple[str, str, str]:
    """Unit, year and money of the form that a finding is counted to."""
    if form is None:
        return "", "", ""
    amount = amount_in_wan(form)
    return unit_of(form), str(form.year or ""), f"{amount.normalize():f}" if amount is not None else ""


def separated(rows: list[tuple[str, ...]]) -> str:
    """Rows as comma-separated text with CRLF ends, every cell harmless."""
    out = io.StringIO()
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([guarded(cell) for cell in row])
    return out.getvalue()


def guarded(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    shown = clean(text)
    return f"'{shown}" if shown.lstrip()[:1] in tuple("=+-@＝＋－＠") and not _is_number(shown) else shown


def _is_number(text: str) -> bool:
    return text.lstrip("+-").replace(".", "", 1).isdecimal()
