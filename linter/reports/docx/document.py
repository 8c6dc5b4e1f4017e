"""The auditor's report on the faults of a batch of forms, as a Word document in the official style: two pages of
conclusion, and what they rest on in annexes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from linter.auditing.rankings import Roll, Standing, mean, roll_of, years_of
from linter.ground.ours import REPORT_MARK
from linter.model import Finding, Report
from linter.reports.docx import annex
from linter.reports.docx.paper import own_paper, template_paper
from linter.reports.docx.runs import Shaded
from linter.reports.docx.writer import TITLE, Writer, sureness
from linter.reports.view import mainpoints, tally
from linter.reports.view.choices import Options
from linter.reports.view.columns import width
from linter.reports.view.plaindata import file_path
from linter.reports.view.wording import indicator_text, marked, money_text, place_text, shorten

if TYPE_CHECKING:
    from linter.rulebook import Rulebook

#: Units in the ranking and on the heat map, and cases: what two pages have room for, where the text before them takes
#: no more than so many lines and no name of a unit more than one of so many columns. A line of the text takes as much
#: room as two rows.
_UNITS, _CASES, _TEXT, _NAME = 5, 3, 19, 26
#: Units that are named in any case.
_FEWEST = 2
#: Shades of the heat map by faults a form.
_SHADES = ((4.0, "F8696B"), (2.0, "FBAA77"), (1.0, "FFDD82"), (0.25, "FFF2CC"))


def write(report: Report, rulebook: Rulebook, options: Options) -> bytes:
    paper = template_paper(options.template) if options.template is not None else own_paper()
    roll = roll_of(report, rulebook, grade=options.grade)
    writer = Writer(paper, _short_names(report))
    _scope(writer, report, roll)
    _conclusion(writer, rulebook, roll)
    shown = that_fit(roll.units, writer.lines)
    _ranking(writer, roll.units, shown)
    _heat(writer, rulebook, roll.units[:shown])
    _cases(writer, report, rulebook, roll)
    _sign(writer)
    writer.turn()
    annex.rules(writer, roll, rulebook)
    annex.forms(writer, report, rulebook, grade=options.grade)
    annex.details(writer, report)
    annex.answers(writer, report, rulebook)
    annex.years(writer, report)
    annex.runs(writer, report)
    annex.scope(writer, report)
    writer.finish()
    core = paper.document.core_properties
    if paper.own:
        core.title, core.author, core.comments = TITLE, "", ""
    core.category = REPORT_MARK
    return paper.packed()


def _short_names(report: Report) -> dict[str, str]:
    """What files are called where their bare name would not tell which is meant."""
    firsts: dict[str, str | None] = {}
    names: dict[str, str] = {}
    for document in report.documents:
        bare = Path(document.path).name
        if bare in firsts:
            first = firsts[bare]
            names |= {path: file_path(path) for path in (first, document.path) if path is not None}
            firsts[bare] = None
        else:
            firsts[bare] = document.path
    return names


def _scope(writer: Writer, report: Report, roll: Roll) -> None:
    checked = report.checked
    writer.chapter("检查范围")
    years = years_of(roll.years)
    money = f"，涉及金额 {money_text(roll.amount)} 万元" if roll.amount is not None else ""
    writer.say(
        f"本次检查{f' {years} 年度' if years else ''} {len(roll.units)} 个单位的文件 {checked.files} 个、"
        f"绩效目标表 {checked.forms} 张、指标 {checked.indicators} 个{money}。"
        f"用规则 {checked.rules} 条逐条检查，只判断从表上能看出的问题，不代替审核。"
    )
    if report.problems:
        writer.say(f"另有 {len(report.problems)} 处没有检查成，见附件末尾。")


def _conclusion(writer: Writer, rulebook: Rulebook, roll: Roll) -> None:
    """Five sentences: how much, how good, what most, who most, what can be done at once."""
    writer.chapter("总体结论")
    if not roll.severities:
        writer.say("没有发现问题。")
        return
    sentences = [
        mainpoints.how_much(roll),
        mainpoints.how_good(roll),
        mainpoints.what_most(roll, rulebook),
        mainpoints.who_most(roll),
        mainpoints.at_once(roll),
    ]
    for at, sentence in enumerate(filter(None, sentences), 1):
        writer.say(f"{at}．{sentence}")


def that_fit(units: Sequence[Standing], lines: int) -> int:
    """How many units the ranking and the heat map have room for, below so many lines of text."""
    room = _UNITS - max(0, lines - _TEXT)
    for at, unit in enumerate(units[:_UNITS]):
        room -= -(-width(shorten(unit.name, 40)) // _NAME)
        if room < 0 and at >= _FEWEST:
            return at
    return min(len(units), _UNITS)


def _ranking(writer: Writer, units: Sequence[Standing], shown: int) -> None:
    if len(units) < 2:
        return
    writer.chapter("单位名次")
    more = f"（共 {len(units)} 个，列前 {shown} 个）" if len(units) > shown else ""
    writer.caption(f"按每张表的错误数、警告数排列{more}")
    writer.table(
        ["名次", "单位", "年度", "金额/万元", "表", "错误/表", "警告/表", "平均分"],
        [7, 31, 14, 13, 8, 10, 10, 10],
        [
            [
                at, shorten(unit.name, 40), years_of(unit.years, short=True), money_text(unit.amount), unit.forms,
                *(f"{mean(unit.severities[severity], unit.forms)}" for severity in ("error", "warning")),
                f"{unit.score}" if unit.score is not None else "",
            ]
            for at, unit in enumerate(units[:shown], 1)
        ],
    )  # fmt: skip


def _heat(writer: Writer, rulebook: Rulebook, units: Sequence[Standing]) -> None:
    """Errors and warnings a form by unit and family, darker where there are more."""
    shown = [unit for unit in units if unit.families.total()]
    families = tally.families(rulebook)
    if len(units) < 2 or not shown:
        return
    writer.caption("每张表的错误和警告，按单位和类别（颜色越深越多）")
    writer.table(
        ["单位", "年度", *families, "合计"],
        [36, 15, *(10 for _ in families), 9],
        [
            [
                shorten(unit.name, 40), years_of(unit.years, short=True),
                *(_shaded(unit.families[family], unit.forms) for family in families),
                f"{mean(unit.families.total(), unit.forms)}",
            ]
            for unit in shown
        ],
    )  # fmt: skip


def _shaded(faults: int, forms: int) -> Shaded:
    fill = next((colour for least, colour in _SHADES if faults / forms >= least), "")
    return Shaded(f"{mean(faults, forms)}" if faults else "", fill)


def _cases(writer: Writer, report: Report, rulebook: Rulebook, roll: Roll) -> None:
    """A case of each of the most frequent grave faults, surest first."""
    ranked = tally.by_rule(roll, rulebook)[:_CASES]
    if not ranked:
        return
    best: dict[tuple[str, str], tuple[tuple[bool, bool, int], Finding]] = {}
    wanted = {(line.severity, line.rule) for line in ranked}
    for _, finding in tally.judged(report):
        key = finding.severity, finding.rule
        worth = finding.confidence != "high", finding.suggestion is None, len(finding.message)
        if key in wanted and (key not in best or worth < best[key][0]):
            best[key] = worth, finding
    writer.chapter("典型案例")
    rows = []
    for line in ranked:
        case = best[line.severity, line.rule][1]
        rows.append([f"{line.title}（{line.count} 处）", *_case(case, writer.file(case.file))])
    writer.table(["问题", "项目和位置", "怎样写的、错在哪里", "应当怎样写"], [18, 33, 27, 22], rows)


def _case(finding: Finding, file: str) -> list[str]:
    """Where a case stands, what is written there and wrong with it, and what to write."""
    where = "，".join(part for part in (shorten(file, 24), place_text(finding.place)) if part)
    subject = indicator_text(finding)
    told = finding.text.strip() not in ("", finding.indicator.strip()) and finding.text not in finding.message
    written = f"“{marked(finding.text, finding.mark, 60)}”：" if told else ""
    head = "，".join(part for part in (shorten(finding.project, 28), shorten(subject, 40)) if part)
    message = shorten(finding.message, 80) + sureness(finding)
    return [f"{head}（{where}）", f"{written}{message}", finding.suggestion or shorten(finding.advice, 30)]


def _sign(writer: Writer) -> None:
    writer.say("检查人：　　　　　复核人：　　　　　日期：")
