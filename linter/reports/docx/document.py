"""The auditor's report on the faults of a batch of forms, as a Word document in the official style."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from linter.grading import Grade, grade_names, grades
from linter.ground.ours import REPORT_MARK
from linter.model import Finding, Report
from linter.reports.docx.annex import Problems, annex_cases, annex_files, annex_grades, annex_years
from linter.reports.docx.paper import own_paper, template_paper
from linter.reports.docx.writer import TITLE, Writer, sureness
from linter.reports.view import tally, yearlines
from linter.reports.view.choices import Options
from linter.reports.view.outline import cited, closing, summary, title_of
from linter.reports.view.plaindata import file_path
from linter.reports.view.wording import SEVERITY, indicator_text, marked, place_text, shorten, unfilled

if TYPE_CHECKING:
    from linter.rulebook import Rulebook

_CASES = 3


def write(report: Report, rulebook: Rulebook, options: Options) -> bytes:
    paper = template_paper(options.template) if options.template is not None else own_paper()
    graded = grades(report, rulebook) if options.grade else []
    writer = Writer(paper, _short_names(report))
    _scope(writer, report, rulebook)
    _counts(writer, report, rulebook)
    if graded:
        _grades(writer, graded)
    problems = _problems(writer, report, rulebook)
    _answers(writer, report, rulebook)
    _unread(writer, report)
    _sign(writer)
    writer.turn()
    annex_cases(writer, problems, rulebook)
    if graded:
        annex_grades(writer, graded)
    annex_files(writer, report)
    annex_years(writer, report)
    writer.finish()
    out = io.BytesIO()
    core = paper.document.core_properties
    if paper.own:
        core.title, core.author, core.comments = TITLE, "", ""
    core.category = REPORT_MARK
    paper.document.save(out)
    return out.getvalue()


def _scope(writer: Writer, report: Report, rulebook: Rulebook) -> None:
    writer.chapter("检查范围和内容")
    for line in [*closing(report.checked), *yearlines.sentences(report)]:
        writer.say(line)
    families = "、".join(f"{group.name} {group.rules} 条" for group in tally.by_family(report, rulebook))
    writer.say(f"现有规则按类别分：{families}。")
    writer.say(
        "检查由程序逐条规则完成，只判断从表上能看出的问题，不代替审核；标明“把握中”“把握低”的问题，应由人核对后再认定。"
    )


def _counts(writer: Writer, report: Report, rulebook: Rulebook) -> None:
    writer.chapter("总体情况")
    writer.say(summary(report))
    names = list(SEVERITY.values())
    forms = sum(len(document.forms) for document in report.documents)
    units = tally.by_unit(report)
    if units:
        writer.caption("表1　按单位统计")
        writer.table(
            ["单位", "表", "指标", *names, "合计", "每表平均", "有问题的表", "占比"],
            [29, 7, 9, 9, 9, 9, 9, 9, 10, 15],
            [
                [
                    shorten(group.name, 60), group.forms, group.indicators,
                    *(group.severities[severity] for severity in SEVERITY), group.count,
                    f"{group.count / group.forms:.1f}" if group.forms else "—",
                    group.touched, tally.share(group.touched, group.forms),
                ]
                for group in units
            ],
        )  # fmt: skip
    writer.caption("表2　按类别统计")
    writer.table(
        ["类别", "规则（条）", *names, "合计", f"涉及的表（共 {forms} 张）", "占比"],
        [17, 14, 11, 11, 11, 11, 16, 12],
        [
            [
                group.name, group.rules, *(group.severities[severity] for severity in SEVERITY), group.count,
                group.touched, tally.share(group.touched, forms),
            ]
            for group in tally.by_family(report, rulebook)
        ],
    )  # fmt: skip
    rules = tally.by_rule(report, rulebook)
    if rules:
        writer.caption("表3　按规则统计")
        writer.table(
            ["级别", "规则", "名称", "类别", "处数", f"涉及的表（共 {forms} 张）", "占比"],
            [9, 11, 36, 13, 9, 15, 11],
            [
                [
                    SEVERITY[line.severity], line.rule, line.title, line.family, line.count,
                    line.forms, line.share,
                ]
                for line in rules
            ],
        )  # fmt: skip


def _grades(writer: Writer, graded: list[Grade]) -> None:
    writer.chapter("评分情况")
    counts = Counter(one.name for one in graded)
    average = sum(one.score for one in graded) / len(graded)
    writer.say(
        f"参加评分的绩效目标表 {len(graded)} 张，平均 {average:.1f} 分。各表得分见附件2。"
        "评分按扣分计算，只反映表上能判断的内容，供排序参考。"
    )
    writer.caption("表4　评分等级分布")
    writer.table(
        ["等级", "表（张）", "占比"],
        [1, 1, 1],
        [[name, counts[name], tally.share(counts[name], len(graded))] for name in grade_names()],
    )


def _short_names(report: Report) -> dict[str, str]:
    """The bare name of each file where no other has the same."""
    paths = [document.path for document in report.documents]
    count = Counter(Path(path).name for path in paths)
    return {path: file_path(path) if count[Path(path).name] > 1 else Path(path).name for path in paths}


def _problems(writer: Writer, report: Report, rulebook: Rulebook) -> Problems:
    """The chapter of problems, each with its first cases; all findings by rule, in the order printed."""
    grouped: Problems = {}
    order = list(SEVERITY)
    for finding in tally.judged(report):
        grouped.setdefault(finding.rule, []).append(finding)
    ranked = sorted(
        grouped.items(),
        key=lambda item: (min(order.index(one.severity) for one in item[1]), -len(item[1]), item[0]),
    )
    writer.chapter("发现的主要问题")
    if not ranked:
        writer.say("没有发现问题。")
    for rule, findings in ranked:
        _problem(writer, rule, findings, rulebook)
    return dict(ranked)


def _problem(writer: Writer, code: str, findings: list[Finding], rulebook: Rulebook) -> None:
    counts: Counter[str] = Counter(finding.severity for finding in findings)
    severities = "、".join(f"{SEVERITY[one]} {counts[one]} 处" for one in SEVERITY if counts[one])
    forms = len({(finding.file, finding.form) for finding in findings if finding.form is not None})
    writer.part(f"{title_of(code, rulebook)}（{code}）")
    writer.say(f"{severities}，涉及绩效目标表 {forms} 张。")
    rule = rulebook.rules.get(code)
    if rule is not None and rule.why:
        writer.label("原因：", rule.why)
    if rule is not None and rule.basis:
        writer.label("依据：", cited(rule.basis, rulebook) + "。")
    if rule is not None and rule.advice:
        writer.label("整改建议：", unfilled(rule.advice).rstrip("。") + "。")
    for number, finding in enumerate(findings[:_CASES], 1):
        writer.label(f"例{number}：", _case(finding, writer.file(finding.file)))
    if len(findings) > _CASES:
        writer.say(f"其余 {len(findings) - _CASES} 处见附件1。")


def _case(finding: Finding, file: str) -> str:
    where = "，".join(part for part in (file, place_text(finding.place)) if part)
    project = f"项目“{shorten(finding.project, 60)}”" if finding.project else ""
    subject = indicator_text(finding)
    told = finding.text.strip() not in ("", finding.indicator.strip())
    written = f"原文“{marked(finding.text, finding.mark, 80)}”，" if told else ""
    better = f"，改为“{finding.suggestion}”" if finding.suggestion else ""
    head = "，".join(part for part in (project, f"指标“{subject}”" if subject else "") if part)
    return f"{head}{'，' if head else ''}{written}{finding.message}{better}{sureness(finding)}（{where}）。"


def _answers(writer: Writer, report: Report, rulebook: Rulebook) -> None:
    """Findings that the office has answered: they are not counted above, but nobody may lose sight of them."""
    if not report.answers and not report.notes:
        return
    writer.chapter("单位已作说明的问题")
    owed = sum(not answer.given for answer in report.answers)
    writer.say(
        f"以下 {len(report.answers)} 处已列入说明，不计入上面的数{f'，其中 {owed} 处说明待补' if owed else ''}。"
    )
    if report.answers:
        writer.table(
            ["规则", "位置", "指标", "问题", "说明", "说明人", "有效期至"],
            [12, 16, 16, 24, 20, 9, 11],
            [
                [
                    f"{answer.finding.rule} {title_of(answer.finding.rule, rulebook)}",
                    f"{writer.file(answer.finding.file)} {place_text(answer.finding.place)}",
                    indicator_text(answer.finding), answer.finding.message,
                    answer.reason if answer.given else "待说明", answer.who,
                    answer.until.isoformat() if answer.until else "",
                ]
                for answer in report.answers
            ],
        )  # fmt: skip
    for place, message in report.notes:
        writer.say(f"{place}：{message}")


def _unread(writer: Writer, report: Report) -> None:
    if report.problems:
        writer.chapter("没有检查成的文件")
        for path, message in report.problems:
            writer.say(f"{writer.file(path)}：{message}")


def _sign(writer: Writer) -> None:
    writer.say("")
    writer.say("检查人：　　　　　　　　复核人：　　　　　　　　日期：　　　年　　月　　日")
