"""退回意见: a letter to each unit whose forms have to be changed, one page each: what has to change first, then form
by form what to write. What does not fit on the page follows on sheets that go with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from linter.auditing.opinions import Demand, FormDemands, Opinion, opinions
from linter.ground.ours import REPORT_MARK
from linter.model import Finding, Report
from linter.reports.docx.paper import Paper, footer_reference, own_paper, template_paper
from linter.reports.docx.runs import page_break, paragraph, section, table
from linter.reports.docx.writer import sureness
from linter.reports.view.basislines import practice, title_of
from linter.reports.view.choices import Options
from linter.reports.view.columns import width
from linter.reports.view.wording import SEVERITY, clean, form_heading, place_text, shorten

if TYPE_CHECKING:
    from linter.rulebook import Rulebook

TITLE = "预算绩效目标表退回意见"
_HEADER = ("级别", "指标和位置", "问题", "应当怎样写")
_WIDTHS = (8, 24, 32, 36)
#: Points that a page has between title, signature and head of the table, with some to spare for other fonts.
_PAGE = 530
#: By style: points of a line, and Chinese characters on it.
_LINES = {"body": (28, 27), "heading": (28, 27), "cell": (15, 41), "small": (12.5, 48)}
#: What the borders of a row take.
_EDGE = 4
_FIRST_MOST = 5
_NAMED = 3

Row = Sequence[str | int] | str
Told = Opinion[list[Row]]


def write(report: Report, rulebook: Rulebook, options: Options) -> bytes:
    paper = template_paper(options.template) if options.template is not None else own_paper()
    told = opinions(report, rulebook, lambda form: _rows(form, rulebook))
    paper.fill(_pages(report, told, paper, rulebook))
    core = paper.document.core_properties
    if paper.own:
        core.title, core.author, core.comments = TITLE, "", ""
    core.category = REPORT_MARK
    return paper.packed()


def _pages(report: Report, told: list[Told], paper: Paper, rulebook: Rulebook) -> Iterator[str]:
    turn = ""
    for opinion in told:
        if opinion.asks:
            yield turn + _letter(opinion, paper, rulebook)
            turn = turn or _turn(paper)
    if last := _rest(report, told, paper):
        yield turn + last


def _turn(paper: Paper) -> str:
    """The end of one letter; the next has page numbers of its own where the pages are ours."""
    if not paper.own:
        return page_break()
    end = section(landscape=False, reference=footer_reference(paper.document), anew=True)
    return f"<w:p><w:pPr>{end}</w:pPr></w:p>"


def _letter(opinion: Told, paper: Paper, rulebook: Rulebook) -> str:
    styles = paper.styles
    said = [
        (f"{_addressee(opinion)}：", "body"),
        (_opening(opinion), "body"),
        ("一、先改这些", "heading"),
        *((line, "cell") for line in _first(opinion, rulebook)),
        ("二、逐表意见", "heading"),
    ]
    fit, rest = _divided(opinion.said, _PAGE - sum(_taken(text, role) for text, role in said))
    pieces = [paragraph(TITLE, styles["title"])]
    pieces += [paragraph(text, styles[role]) for text, role in said]
    pieces.append(_table(fit, paper))
    left = sum(not isinstance(row, str) for row in rest)
    if left:
        pieces.append(paragraph(f"其余 {left} 项见附页，一并修改。", styles["cell"]))
    pieces.append(paragraph("审核人：　　　　　　　日期：　　年　　月　　日", styles["body"]))
    if rest:
        pieces += [
            page_break(),
            paragraph(f"附页　{_addressee(opinion)}", styles["caption"]),
            _table(rest, paper),
        ]
    return "".join(pieces)


def _taken(text: str, role: str, share: int = 100) -> float:
    """Points that a text takes in this style, over a share of the width of the page."""
    high, many = _LINES[role]
    # Two columns of a cell are its margins.
    room = 2 * many * share // 100 - (3 if share < 100 else 1)
    return high * max(1, -(-width(text) // max(2, room)))


def _addressee(opinion: Told) -> str:
    file = opinion.unit.file
    return f"报送“{Path(file).name}”的单位" if file else opinion.unit.name


def _opening(opinion: Told) -> str:
    errors, warnings = opinion.counts["error"], opinion.counts["warning"]
    parts = [f"必须改的 {errors} 处" if errors else "", f"建议改的 {warnings} 处" if warnings else ""]
    good = opinion.forms - opinion.faulty
    clean_ones = f"另有 {good} 张不必改。" if good else ""
    return (
        f"你单位报送的绩效目标表 {opinion.forms} 张、指标 {opinion.indicators} 个已经检查，"
        f"有{'、'.join(filter(None, parts))}，现退回修改。{clean_ones}"
        "“__”处请按实际填写；确有理由不改的，请书面说明。"
    )


def _first(opinion: Told, rulebook: Rulebook) -> list[str]:
    """The faults to begin with, most severe first: warnings only where there are no errors."""
    errors = [one for one in opinion.first if one[0] == "error"]
    lines: list[str] = []
    for severity, rule, count, forms in (errors or opinion.first)[:_FIRST_MOST]:
        where = f"{count} 处，在 {forms} 张表上" if forms > 1 else f"{count} 处"
        lines.append(f"{len(lines) + 1}. 【{SEVERITY[severity]}】{title_of(rule, rulebook)}：{where}。")
    more = len(errors or opinion.first) - len(lines)
    return [*lines, f"还有 {more} 种，见下表。"] if more > 0 else lines


def _rows(form: FormDemands, rulebook: Rulebook) -> list[Row]:
    """The form as a line over the table, and its demands below."""
    if form.form is None:
        head = f"{Path(form.document.path).name}（整个文件）"
    else:
        amount = f"，金额 {form.amount}" if form.amount else ""
        head = form_heading(
            form.form.number, "" if form.form.project else form.form.title, form.form.project or ""
        )
        head = f"{head}{amount}　{Path(form.document.path).name}"
    return [clean(head), *(_row(demand, rulebook) for demand in form.demands)]


def _row(demand: Demand, rulebook: Rulebook) -> Sequence[str | int]:
    first, count = demand.findings[0], len(demand.findings)
    message = (
        first.message
        if count == 1
        else f"{title_of(demand.rule, rulebook)}（{count} 处），如：{first.message}"
    )
    word = practice(demand.rule, rulebook)
    return [
        SEVERITY[demand.severity],
        _where(demand.findings),
        shorten(clean(message), 160) + _remark(first, word),
        shorten(_better(demand.findings), 240),
    ]


def _remark(first: Finding, word: str) -> str:
    """How sure a finding is and what it rests on, in one bracket; empty for one that is sure and rests on a wording."""
    told = [part for part in (sureness(first).strip("（）"), word) if part]
    return f"（{'，'.join(told)}）" if told else ""


def _where(findings: Sequence[Finding]) -> str:
    named = "；".join(_spot(one) for one in findings[:_NAMED])
    return f"{named} 等 {len(findings)} 处" if len(findings) > _NAMED else named


def _spot(finding: Finding) -> str:
    name = shorten(clean(finding.indicator or finding.level2), 40)
    place = place_text(finding.place)
    return f"{name}（{place}）" if name and place else name or place or "整张表"


def _better(findings: Sequence[Finding]) -> str:
    """What to write; where rows need different texts, each with its place."""
    said = Counter(clean(one.suggestion or "") for one in findings)
    advice = clean(findings[0].advice)
    if not any(said):
        return advice
    if len(said) == 1:
        return f"改为：{next(iter(said))}"
    each = [
        f"{place_text(one.place) or one.indicator} 改为：{clean(one.suggestion)}"
        for one in findings
        if one.suggestion
    ]
    return "；".join([*each, *([f"其余：{advice}"] if "" in said else [])])


def _divided(groups: list[list[Row]], room: float) -> tuple[list[Row], list[Row]]:
    """What fits into ``room`` points, at least one row, and the rest with its forms named again."""
    fit: list[Row] = []
    rest: list[Row] = []
    used = 0.0
    for head, *rows in groups:
        in_fit = in_rest = False
        for row in rows:
            need = _height(row) + (0 if in_fit else _height(head))
            if not rest and (used + need <= room or not fit):
                fit += [row] if in_fit else [head, row]
                in_fit, used = True, used + need
            else:
                rest += [row] if in_rest else [head, row]
                in_rest = True
    return fit, rest


def _height(row: Row) -> float:
    if isinstance(row, str):
        return _taken(row, "small") + _EDGE
    return _EDGE + max(_taken(str(cell), "small", share) for cell, share in zip(row, _WIDTHS, strict=True))


def _table(rows: Sequence[Row], paper: Paper) -> str:
    cell, head = paper.styles["small"], paper.styles["small_head"]
    return table(_HEADER, _WIDTHS, rows, room=paper.room, style=cell, head_style=head)


def _rest(report: Report, told: list[Told], paper: Paper) -> str:
    """For the reviewer: the units that need no letter, and the files that were not read."""
    styles = paper.styles
    good = [_addressee(opinion) for opinion in told if not opinion.asks]
    infos = sum(opinion.counts["info"] for opinion in told)
    lines: list[str] = []
    if good:
        lines.append(f"没有要退回修改的单位 {len(good)} 个：{'、'.join(map(clean, good))}。")
    elif not told:
        lines.append("没有读到绩效目标表，没有可以退回的意见。")
    if infos:
        lines.append(f"只作提示、不影响通过的 {infos} 处没有写进意见，见检查结果。")
    lines += [f"没有检查成的文件：{clean(path)}，{clean(why)}" for path, why in report.problems]
    if not lines:
        return ""
    head = paragraph("供审核人留存，不发出", styles["caption"])
    return head + "".join(paragraph(line, styles["body"]) for line in lines)
