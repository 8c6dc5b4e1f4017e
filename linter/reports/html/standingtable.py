"""The units side by side: a ranking by errors a form, and in the same rows how many faults of each class there are a
form, darker where there are more. Names, classes and numbers are buttons that show what they count."""

from __future__ import annotations

from html import escape

from linter.auditing.rankings import Standing, mean, years_of
from linter.reports.html.digest import Digest
from linter.reports.view.tally import families
from linter.reports.view.wording import clean, money_text

#: Units shown at once, and units in all: a longer table is no ranking any more.
_AT_ONCE, _MOST = 12, 300
#: Shades by faults a form, from the darkest.
SHADES = (4.0, 2.0, 1.0, 0.25)
_COLUMNS = ("名次", "单位", "年度", "金额/万元", "表", "平均分", "错误/表", "警告/表")
#: Columns that a narrow screen has no room for.
_WIDE = frozenset({"名次", "年度", "金额/万元", "平均分"})


def standings(page: Digest) -> str:
    """The table; nothing where there are no units to compare."""
    units = page.roll.units
    if len(units) < 2:
        return ""
    classes = families(page.rulebook)
    rows = [_row(at, unit, classes) for at, unit in enumerate(units[:_MOST])]
    body = f"<tbody>{''.join(rows[:_AT_ONCE])}</tbody>"
    more = ""
    if rows[_AT_ONCE:]:
        body += f"<tbody class=more>{''.join(rows[_AT_ONCE:])}</tbody>"
        more = f"<button type=button class=unfold>其余 {len(rows) - _AT_ONCE} 个单位</button>"
    if len(units) > _MOST:
        more += f"<p class=left>只列前 {_MOST} 个单位，共 {len(units)} 个，其余见目录和工作簿。"
    return (
        f"<section class=standings aria-label=单位名次><h2>单位名次和问题分布（{len(units)} 个单位）</h2>"
        "<p class=c>按每张表的错误数、警告数排名次。右边是每张表上各类的错误和警告数，颜色越深越多；"
        "点单位或格子只看那些，点表头换排法。</p>"
        f'<div class="scroll folded"><table class=rank>{_head(classes)}{body}</table></div>{more}</section>'
    )


def _head(classes: list[str]) -> str:
    cells = []
    for at, name in enumerate((*_COLUMNS, *classes)):
        wide = " class=wide" if name in _WIDE else ""
        cells.append(f"<th scope=col{wide}><button type=button data-sort={at}>{escape(name)}</button>")
    return f"<thead><tr>{''.join(cells)}</thead>"


def _row(at: int, unit: Standing, classes: list[str]) -> str:
    heat = "".join(_heat(at, unit, name) for name in classes)
    amount = f"{unit.amount:f}" if unit.amount is not None else "-1"
    score = unit.score if unit.score is not None else ""
    errors, warnings = (mean(unit.severities[severity], unit.forms) for severity in ("error", "warning"))
    return (
        f"<tr><td class=wide>{at + 1}<th scope=row>"
        f"<button type=button data-filter=unit data-value={at}>{escape(clean(unit.name))}</button>"
        f"<td class=wide>{years_of(unit.years)}<td class=wide data-n={amount}>{money_text(unit.amount)}"
        f"<td>{unit.forms}<td class=wide>{score}<td>{errors}<td>{warnings}{heat}\n"
    )


def _heat(at: int, unit: Standing, family: str) -> str:
    faults = unit.families[family]
    if not faults:
        return "<td>"
    shade = next((len(SHADES) - step for step, least in enumerate(SHADES) if faults / unit.forms >= least), 0)
    return (
        f'<td class=h{shade}><button type=button data-filter=cell data-value="{at}|{escape(family)}" '
        f'title="{escape(clean(unit.name))}：{escape(family)}的错误、警告 {faults} 处">'
        f"{mean(faults, unit.forms)}</button>"
    )
