"""The annexes of a report: every kind of fault, every form, the faults one by one, and what was looked at.

They are kept short enough to be read on paper: a fault of one kind in many rows of a form is said once, and where
faults are too many to be listed one by one the gravest are, with the number of the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from heapq import nsmallest
from typing import TYPE_CHECKING

from linter.auditing.agencies import Owners, amount_in_wan, unit_of
from linter.auditing.rankings import Roll
from linter.grading import grades_of
from linter.model import Finding, Form, Part, Report
from linter.reports.docx.writer import Writer, sureness
from linter.reports.view import runlines, tally, yearlines
from linter.reports.view.basislines import PRACTICE, is_practice, title_of
from linter.reports.view.outline import closing
from linter.reports.view.wording import (
    BUILT_IN,
    SEVERITY,
    indicator_text,
    money_text,
    place_text,
    shorten,
    unfilled,
)
from linter.reports.xlsx.sheet import number_of

if TYPE_CHECKING:
    from linter.rulebook import Rulebook

#: Faults that are listed one by one, targets beside last year's, and kinds of faults and places named for a form.
_DETAILS, _YEARS, _KINDS, _PLACES = 200, 200, 6, 2
#: Forms that are listed: all where they are about as many, else those with the most errors.
_FORMS = 240
_ELSEWHERE = "其余 {} {}见工作簿（--output 结果.xlsx）。"


def rules(writer: Writer, roll: Roll, rulebook: Rulebook) -> None:
    """Every rule that was broken: how often, why it matters, what to do, on what basis; what only informs in short."""
    counts = tally.by_rule(roll, rulebook)
    if not counts:
        return
    writer.annex("发现的各类问题")
    rows: list[list[str | int]] = []
    for line in counts:
        rule = rulebook.rules.get(line.rule)
        if line.severity == "info" or rule is None:
            continue
        rows.append(
            [
                SEVERITY[line.severity],
                f"{line.title}（{line.rule}，{line.family}）",
                line.count,
                f"{line.forms}（{line.share}）",
                shorten(rule.why, 76),
                shorten(unfilled(rule.advice), 76),
                _short_basis(rule.basis, rulebook),
            ]
        )
    header = ["级别", "问题", "处数", "涉及的表", "为什么", "怎么改", "依据"]
    if rows:
        writer.table(header, [5, 20, 5, 10, 26, 26, 14], rows, small=True)
    infos = [f"{line.title}（{line.rule}）{line.count} 处" for line in counts if line.severity == "info"]
    if infos:
        writer.note(f"只作提示的：{'；'.join(infos)}。")


def _short_basis(codes: Sequence[str], rulebook: Rulebook) -> str:
    """The first basis by its number, as officials call it, where it has one."""
    known = [rulebook.basis[code] for code in codes if code in rulebook.basis]
    if not known:
        return ""
    if is_practice(codes, rulebook):
        return PRACTICE
    first = known[0]
    named = first.number or shorten(first.title, 24)
    return f"{named}{shorten(first.article, 16)}{f' 等 {len(codes)} 项' if len(codes) > 1 else ''}"


def forms(writer: Writer, report: Report, rulebook: Rulebook, *, grade: bool) -> None:
    """Every form with its unit, year and money, its grade, and all its faults in short, gravest first."""
    writer.annex("各表情况")
    shown = _most_faulty(report)
    rows: list[list[str | int]] = []
    for part in report.parts():
        rows += _form_rows(writer, part, rulebook, shown, grade)
    header = ["文件", "单位、年度", "金额（万元）", "项目", "指标", "评分", "问题"]
    writer.table(header, [14, 13, 8, 17, 5, 7, 50], rows, small=True)
    if shown is not None:
        writer.note(
            f"只列错误、警告最多的 {len(shown)} 张。{_ELSEWHERE.format(report.checked.forms - len(shown), '张')}"
        )


def _form_rows(
    writer: Writer, part: Part, rulebook: Rulebook, shown: set[tuple[str, int]] | None, grade: bool
) -> Iterator[list[str | int]]:
    if part.document is None:
        return
    wanted = [form for form in part.document.forms if shown is None or (part.path, form.number) in shown]
    found: dict[int | None, list[Finding]] = {}
    for finding in part.findings if wanted or shown is None else ():
        if finding.rule not in BUILT_IN:
            found.setdefault(finding.form, []).append(finding)
    if shown is None and (whole := found.get(None)):
        owner = Owners(part.document).of(whole[0])
        about = _of(owner) if owner is not None else ("", "")
        yield [writer.file(part.path), *about, "（整个文件）", "", "", _faults(whole, rulebook)]
    scores = {one.form: one for one in grades_of(part, rulebook)} if grade and wanted else {}
    for form in wanted:
        mark = scores.get(form.number)
        yield [
            f"{writer.file(part.path)} 第{form.number}张表",
            *_of(form),
            shorten(form.project or form.title, 60),
            sum(row.row_kind == "indicator" for row in form.indicators),
            f"{mark.name} {number_of(mark.score)}" if mark else "",
            _faults(found.get(form.number, []), rulebook) or "没有发现问题",
        ]


def _most_faulty(report: Report) -> set[tuple[str, int]] | None:
    """The forms to list where they are too many for paper; None where all can be."""
    if report.checked.forms <= _FORMS:
        return None

    def gravities() -> Iterator[tuple[int, int, int, tuple[str, int]]]:
        at = 0
        for part in report.parts():
            counts: dict[int | None, Counter[str]] = {}
            for finding in part.findings:
                counts.setdefault(finding.form, Counter())[finding.severity] += 1
            for form in part.document.forms if part.document is not None else ():
                mine = counts.get(form.number, Counter[str]())
                at += 1
                yield -mine["error"], -mine["warning"], at, (part.path, form.number)

    return {key for *_, key in nsmallest(_FORMS, gravities())}


def _of(form: Form) -> tuple[str, str]:
    unit = "，".join(filter(None, (shorten(unit_of(form), 40), str(form.year or ""))))
    return unit, money_text(amount_in_wan(form))


def _faults(findings: Sequence[Finding], rulebook: Rulebook) -> str:
    """The faults of a form in short: kinds with their places; what only informs is counted."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        if finding.severity != "info":
            groups.setdefault((finding.severity, finding.rule), []).append(finding)
    order = list(SEVERITY)
    ranked = sorted(groups.items(), key=lambda item: (order.index(item[0][0]), -len(item[1])))
    said = [
        f"【{SEVERITY[severity]}】{title_of(rule, rulebook)}（{_places(group)}）"
        for (severity, rule), group in ranked[:_KINDS]
    ]
    if len(ranked) > _KINDS:
        rest = sum(len(group) for _, group in ranked[_KINDS:])
        said.append(f"另 {len(ranked) - _KINDS} 种 {rest} 处")
    infos = sum(finding.severity == "info" for finding in findings)
    return "；".join([*said, *([f"提示 {infos} 处"] if infos else [])])


def _places(findings: Sequence[Finding]) -> str:
    named = "、".join(filter(None, (place_text(one.place) for one in findings[:_PLACES])))
    return f"{named} 等 {len(findings)} 处" if len(findings) > _PLACES else named or f"{len(findings)} 处"


def details(writer: Writer, report: Report) -> None:
    """Errors and warnings one by one, errors first, as many as can be read."""
    order = list(SEVERITY)
    asked = 0

    def lines() -> Iterator[tuple[int, int, Finding, Form | None]]:
        nonlocal asked
        for part in report.parts():
            owners = Owners(part.document)
            for finding in part.findings:
                if finding.rule not in BUILT_IN and finding.severity != "info":
                    asked += 1
                    yield order.index(finding.severity), asked, finding, owners.of(finding)

    listed = nsmallest(_DETAILS, lines())
    if not listed:
        return
    writer.annex("问题明细")
    rows: list[list[str | int]] = []
    for number, (_, _, finding, form) in enumerate(listed, 1):
        unit, amount = _of(form) if form is not None else ("", "")
        rows.append(
            [
                number,
                unit,
                amount,
                f"{shorten(finding.project, 40)}（{writer.file(finding.file)}，{place_text(finding.place)}）",
                indicator_text(finding),
                shorten(finding.text, 60),
                f"【{SEVERITY[finding.severity]}】{finding.rule} {shorten(finding.message, 80)}{sureness(finding)}",
                finding.suggestion or shorten(finding.advice, 60),
            ]
        )
    header = ["序号", "单位、年度", "金额（万元）", "项目和位置", "指标", "原文", "问题", "应当怎样写"]
    writer.table(header, [4, 12, 7, 19, 14, 14, 26, 18], rows, small=True)
    if asked > len(listed):
        writer.note(_ELSEWHERE.format(asked - len(listed), "处"))


def answers(writer: Writer, report: Report, rulebook: Rulebook) -> None:
    """Findings that the office has answered: they are not counted above, but nobody may lose sight of them."""
    if not report.answers and not report.notes:
        return
    writer.annex("单位已作说明的问题")
    owed = sum(not answer.given for answer in report.answers)
    writer.note(
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
                for answer in report.answers[:_DETAILS]
            ],
            small=True,
        )  # fmt: skip
    if len(report.answers) > _DETAILS:
        writer.note(_ELSEWHERE.format(len(report.answers) - _DETAILS, "处"))
    _lines(writer, report.notes)


def _lines(writer: Writer, told: Sequence[tuple[str, str]]) -> None:
    """What is said of files, as much of it as can be read."""
    for path, message in told[:_DETAILS]:
        writer.note(f"{path}：{message}")
    if len(told) > _DETAILS:
        writer.note(f"其余 {len(told) - _DETAILS} 处从略。")


def years(writer: Writer, report: Report) -> None:
    """Targets beside those of last year, where last year's tables were given: those that changed first."""
    if report.beside is None:
        return
    writer.annex(yearlines.TITLE)
    for line in yearlines.sentences(report):
        writer.note(line)
    ranked = nsmallest(_YEARS, report.beside.rows, key=lambda row: row.change == "没有变")
    rows: list[list[str | int]] = [[shorten(text, 80) for text in yearlines.cells(row)] for row in ranked]
    if rows:
        writer.table(list(yearlines.HEADER), [12, 6, 16, 11, 16, 11, 10, 11, 14], rows, small=True)
    if len(report.beside.rows) > len(rows):
        writer.note(_ELSEWHERE.format(len(report.beside.rows) - len(rows), "个指标"))


def scope(writer: Writer, report: Report) -> None:
    """What was looked at and what was not: rules, files, files that could not be read."""
    writer.annex("检查范围的说明")
    for line in closing(report.checked):
        writer.note(line)
    kinds = Counter(document.type for document in report.documents)
    if kinds:
        writer.note(f"文件：{'、'.join(f'{kind} {count} 个' for kind, count in kinds.most_common())}。")
    _lines(writer, report.problems)


def runs(writer: Writer, report: Report) -> None:
    """What became of the findings of an earlier run, by unit."""
    if report.since is None:
        return
    writer.annex(runlines.TITLE)
    rows = [runlines.cells(unit) for unit in [*report.since.units[:_YEARS], runlines.total_of(report.since)]]
    writer.table(list(runlines.HEADER), [40, 10, 10, 10, 12, 10, 10], rows, small=True)
