"""The auditor's report on the faults of a batch of forms, as a Word document in the official style: two pages of
conclusion, and what they rest on in annexes."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from linter.auditing.rankings import Standing, standings, years_of
from linter.grading import Grade, grade_names, grades
from linter.ground.ours import REPORT_MARK
from linter.model import Finding, Report
from linter.reports.docx import annex
from linter.reports.docx.paper import own_paper, template_paper
from linter.reports.docx.runs import Shaded
from linter.reports.docx.writer import TITLE, Writer, sureness
from linter.reports.view import tally
from linter.reports.view.choices import Options
from linter.reports.view.outline import title_of
from linter.reports.view.plaindata import file_path
from linter.reports.view.wording import SEVERITY, indicator_text, marked, place_text, shorten

if TYPE_CHECKING:
    from linter.rulebook import Rulebook

#: Units in the ranking and on the heat map, cases, rules that are named: what two pages have room for.
_UNITS, _CASES, _NAMED = 5, 3, 3
#: Shades of the heat map by faults a form.
_SHADES = ((4.0, "F8696B"), (2.0, "FBAA77"), (1.0, "FFDD82"), (0.25, "FFF2CC"))


def write(report: Report, rulebook: Rulebook, options: Options) -> bytes:
    paper = template_paper(options.template) if options.template is not None else own_paper()
    graded = grades(report, rulebook) if options.grade else []
    units = standings(report, rulebook, graded)
    writer = Writer(paper, _short_names(report))
    _scope(writer, report, units)
    _conclusion(writer, report, rulebook, units, graded)
    _ranking(writer, units)
    _heat(writer, report, rulebook, units)
    _cases(writer, report, rulebook)
    _sign(writer)
    writer.turn()
    annex.rules(writer, report, rulebook)
    annex.forms(writer, report, rulebook, graded)
    annex.details(writer, report, rulebook)
    annex.answers(writer, report, rulebook)
    annex.years(writer, report)
    annex.runs(writer, report)
    annex.scope(writer, report)
    writer.finish()
    out = io.BytesIO()
    core = paper.document.core_properties
    if paper.own:
        core.title, core.author, core.comments = TITLE, "", ""
    core.category = REPORT_MARK
    paper.document.save(out)
    return out.getvalue()


def _short_names(report: Report) -> dict[str, str]:
    """The bare name of each file where no other has the same."""
    paths = [document.path for document in report.documents]
    count = Counter(Path(path).name for path in paths)
    return {path: file_path(path) if count[Path(path).name] > 1 else Path(path).name for path in paths}


def _scope(writer: Writer, report: Report, units: Sequence[Standing]) -> None:
    checked = report.checked
    writer.chapter("检查范围")
    years = years_of(form.year for document in report.documents for form in document.forms)
    amounts = [unit.amount for unit in units if unit.amount is not None]
    money = f"，涉及金额 {sum(amounts, Decimal(0)).normalize():,f} 万元" if amounts else ""
    writer.say(
        f"本次检查{f' {years} 年度' if years else ''} {len(units)} 个单位的文件 {checked.files} 个、"
        f"绩效目标表 {checked.forms} 张、指标 {checked.indicators} 个{money}。"
        f"用规则 {checked.rules} 条逐条检查，只判断从表上能看出的问题，不代替审核。"
    )
    if report.problems:
        writer.say(f"另有 {len(report.problems)} 处没有检查成，见附件末尾。")


def _conclusion(
    writer: Writer, report: Report, rulebook: Rulebook, units: Sequence[Standing], graded: Sequence[Grade]
) -> None:
    """Five sentences: how much, how good, what most, who most, what can be done at once."""
    writer.chapter("总体结论")
    findings = tally.judged(report)
    if not findings:
        writer.say("没有发现问题。")
        return
    sentences = [
        _how_much(report, findings),
        _how_good(graded),
        _what_most(findings, rulebook),
        _who_most(units),
        _at_once(findings),
    ]
    for at, sentence in enumerate(filter(None, sentences), 1):
        writer.say(f"{at}．{sentence}")


def _how_much(report: Report, findings: Sequence[Finding]) -> str:
    counts: Counter[str] = Counter(finding.severity for finding in findings)
    forms = sum(len(document.forms) for document in report.documents)
    wrong = len(
        {(one.file, one.form) for one in findings if one.severity == "error" and one.form is not None}
    )
    parts = "、".join(f"{SEVERITY[one]} {counts[one]} 处" for one in SEVERITY if counts[one])
    return (
        f"共发现问题 {len(findings)} 处（{parts}），有错误的表 {wrong} 张，占 {tally.share(wrong, forms)}。"
    )


def _how_good(graded: Sequence[Grade]) -> str:
    if not graded:
        return ""
    counts = Counter(one.name for one in graded)
    average = sum(one.score for one in graded) / len(graded)
    parts = "、".join(
        f"{name} {counts[name]} 张（{tally.share(counts[name], len(graded))}）"
        for name in grade_names()
        if counts[name]
    )
    return f"参加评分的表 {len(graded)} 张，平均 {average:.1f} 分：{parts}；评分供排序参考。"


def _what_most(findings: Sequence[Finding], rulebook: Rulebook) -> str:
    severity = next(one for one in SEVERITY if any(finding.severity == one for finding in findings))
    counts = Counter(finding.rule for finding in findings if finding.severity == severity)
    named = "、".join(
        f"{title_of(rule, rulebook)}（{count} 处）" for rule, count in counts.most_common(_NAMED)
    )
    return f"{SEVERITY[severity]}里最多的是{named}。"


def _who_most(units: Sequence[Standing]) -> str:
    most = [unit for unit in units if unit.severities["error"]][:_NAMED]
    if len(units) < 2 or not most:
        return ""
    named = "、".join(f"{shorten(unit.name, 40)}（{unit.per_form('error'):.1f} 处）" for unit in most)
    good = sum(not unit.severities["error"] for unit in units)
    return f"平均每张表的错误最多的单位是{named}；没有错误的单位 {good} 个，共 {len(units)} 个。"


def _at_once(findings: Sequence[Finding]) -> str:
    asked = [finding for finding in findings if finding.severity != "info"]
    ready = sum(finding.suggestion is not None for finding in asked)
    return (
        f"要改的 {len(asked)} 处里，{ready} 处已给出可以照写的写法；"
        "请各单位先改错误、再改警告，改后复查，确有理由的书面说明。"
        if asked
        else ""
    )


def _ranking(writer: Writer, units: Sequence[Standing]) -> None:
    if len(units) < 2:
        return
    writer.chapter("单位名次")
    more = f"（共 {len(units)} 个，列前 {_UNITS} 个）" if len(units) > _UNITS else ""
    writer.caption(f"按每张表的错误数、警告数排列{more}")
    writer.table(
        ["名次", "单位", "年度", "金额/万元", "表", "错误/表", "警告/表", "平均分"],
        [7, 34, 12, 14, 7, 10, 10, 10],
        [
            [
                at, shorten(unit.name, 40), unit.years,
                f"{unit.amount.normalize():,f}" if unit.amount is not None else "", unit.forms,
                f"{unit.per_form('error'):.1f}", f"{unit.per_form('warning'):.1f}",
                f"{unit.score:.1f}" if unit.score is not None else "",
            ]
            for at, unit in enumerate(units[:_UNITS], 1)
        ],
    )  # fmt: skip


def _heat(writer: Writer, report: Report, rulebook: Rulebook, units: Sequence[Standing]) -> None:
    """Errors and warnings a form by unit and family, darker where there are more."""
    shown = [unit for unit in units if unit.families][:_UNITS]
    families = [group.name for group in tally.by_family(report, rulebook)]
    if len(units) < 2 or not shown:
        return
    writer.caption("每张表的错误和警告，按单位和类别（颜色越深越多）")
    writer.table(
        ["单位", "年度", *families, "合计"],
        [34, 11, *(11 for _ in families), 10],
        [
            [
                shorten(unit.name, 40), unit.years,
                *(_shaded(unit.families[family] / unit.forms) for family in families),
                f"{sum(unit.families.values()) / unit.forms:.1f}",
            ]
            for unit in shown
        ],
    )  # fmt: skip


def _shaded(number: float) -> Shaded:
    fill = next((colour for least, colour in _SHADES if number >= least), "")
    return Shaded(f"{number:.1f}" if number else "", fill)


def _cases(writer: Writer, report: Report, rulebook: Rulebook) -> None:
    """A case of each of the most frequent grave faults, surest first."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in tally.judged(report):
        groups.setdefault((finding.severity, finding.rule), []).append(finding)
    order = list(SEVERITY)
    ranked = sorted(groups.items(), key=lambda item: (order.index(item[0][0]), -len(item[1]), item[0][1]))
    if not ranked:
        return
    writer.chapter("典型案例")
    rows = []
    for (_, rule), findings in ranked[:_CASES]:
        best = min(
            findings, key=lambda one: (one.confidence != "high", one.suggestion is None, len(one.message))
        )
        rows.append(
            [f"{title_of(rule, rulebook)}（{len(findings)} 处）", *_case(best, writer.file(best.file))]
        )
    writer.table(["问题", "项目和位置", "怎样写的、错在哪里", "应当怎样写"], [20, 28, 32, 20], rows)


def _case(finding: Finding, file: str) -> list[str]:
    """Where a case stands, what is written there and wrong with it, and what to write."""
    where = "，".join(part for part in (shorten(file, 24), place_text(finding.place)) if part)
    subject = indicator_text(finding)
    told = finding.text.strip() not in ("", finding.indicator.strip()) and finding.text not in finding.message
    written = f"“{marked(finding.text, finding.mark, 60)}”：" if told else ""
    head = "，".join(part for part in (shorten(finding.project, 40), subject) if part)
    message = shorten(finding.message, 120) + sureness(finding)
    return [f"{head}（{where}）", f"{written}{message}", finding.suggestion or shorten(finding.advice, 40)]


def _sign(writer: Writer) -> None:
    writer.say("检查人：　　　　　复核人：　　　　　日期：")
