"""What was read from files, before anything is judged: as text for people and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from linter.model import HEADER, Document, Form, Indicator
from linter.reports.readout.columnroles import column_json, column_lines, doubt_json
from linter.reports.readout.valuetable import reading_text
from linter.reports.view.columns import table, wrap
from linter.reports.view.plaindata import encode, file_path, place_json
from linter.reports.view.wording import ROW_KIND, clean, form_heading, place_text, shorten

_FIELDS = (
    *((field, label) for field, label in HEADER.items() if field != "purpose"),
    ("year", "预算年度"),
    ("amount_unit", "金额单位"),
)
_MONEY = (("total", "总额"), ("fiscal", "财政拨款"), ("carried_over", "上年结转"), ("other", "其他资金"))
_SCOPE = {"project": "项目", "department": "部门整体"}


def write_json(documents: Iterable[Document], *, explain: bool = False) -> str:
    """Schema ``jxlint/extract/1``. A file that could not be read has no forms and its reason in
    ``problems``. ``explain`` adds how the role of each column was told."""
    files = [_file(document, explain) for document in documents]
    return encode({"schema": "jxlint/extract/1", "files": files})


def _file(document: Document, explain: bool) -> dict[str, Any]:
    return {
        "path": file_path(document.path),
        "type": document.type or None,
        "forms": [_form(form, explain) for form in document.forms],
        "problems": document.problems,
    }


def _form(form: Form, explain: bool) -> dict[str, Any]:
    from linter.meaning.project import type_of

    budget = form.budget
    return {
        "number": form.number,
        "title": form.title,
        "scope": form.scope,
        "year": form.year,
        "amount_unit": form.amount_unit,
        "project": form.project,
        "code": form.code,
        "department": form.department,
        "implementing_unit": form.implementing_unit,
        "budget": {
            "total": budget.total,
            "fiscal": budget.fiscal,
            "other": budget.other,
            "unit": budget.unit,
        },
        "goal": form.goal,
        "project_type": type_of(form),
        "indicators": [_indicator(indicator) for indicator in form.indicators],
        "repairs": [
            {"kind": item.kind, "text": item.text, "place": place_json(item.place)} for item in form.repairs
        ],
        "doubts": [doubt_json(one) for one in form.doubts],
        **({"columns": [column_json(one) for one in form.column_roles]} if explain else {}),
        "place": place_json(form.place),
    }


def _indicator(indicator: Indicator) -> dict[str, Any]:
    from linter.meaning.measure import measure_of
    from linter.values import value_to_json

    parsed = value_to_json(indicator.parsed)
    parsed.pop("unknown_unit", None)
    read = measure_of(indicator)
    return {
        "level1": indicator.level1,
        "level2": indicator.level2,
        "level2_printed": indicator.level2_printed,
        "name": indicator.name,
        "description": indicator.description,
        "comparator": indicator.comparator,
        "value": indicator.value,
        "unit": indicator.unit,
        "weight": indicator.weight,
        "actual": indicator.actual,
        "basis": indicator.basis,
        "row_kind": indicator.row_kind,
        "term": indicator.term,
        "area": indicator.area,
        "name_printed": indicator.name_printed,
        "measures": read.measures,
        "better": read.better,
        "parsed": parsed,
        "place": place_json(indicator.place),
    }


def write_text(documents: Sequence[Document], width: int = 100, *, explain: bool = False) -> str:
    """Each form with its header fields, its rows and how their values were understood, and every repair;
    with ``explain`` its columns, too, and what told their roles."""
    lines: list[str] = []
    for document in documents:
        lines += [
            f"{clean(document.path)}：绩效目标表 {len(document.forms)} 张（{document.type or '没有读成'}）"
        ]
        lines += [f"  注意：{clean(problem)}" for problem in document.problems]
        lines.append("")
        for form in document.forms:
            lines += [*_form_text(form, width, explain), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _form_text(form: Form, width: int, explain: bool) -> list[str]:
    where = place_text(form.place)
    heading = form_heading(form.number, form.title, "")
    lines = [f"{heading}　{_SCOPE[form.scope]}{f'　{where}' if where else ''}"]
    for field, label in _FIELDS:
        if getattr(form, field) is not None:
            lines += _labelled(label, str(getattr(form, field)), width)
    money = [f"{label} {getattr(form.budget, key)}" for key, label in _MONEY if getattr(form.budget, key)]
    if money:
        unit = f"（{clean(form.budget.unit)}）" if form.budget.unit else ""
        lines += _labelled(f"资金{unit}", "，".join(money), width)
    if form.goal is not None:
        lines += _labelled("年度目标", form.goal, width)
    lines.append(f"  指标 {len(form.indicators)} 行" + ("：" if form.indicators else ""))
    lines += _rows(form)
    if explain and form.column_roles:
        lines += ["  各列读作：", *column_lines(form.column_roles)]
    elif form.doubts:
        lines += ["  拿不准的列（加 --explain 看各列凭什么）：", *column_lines(form.doubts)]
    if form.truncated:
        lines.append("  注意：这张表没有写完就断了")
    if form.repairs:
        lines.append("  读取时做了修补：")
        lines += [
            f"    {place_text(item.place)} {clean(item.text)}".replace("     ", "    ")
            for item in form.repairs
        ]
    return lines


def _labelled(label: str, text: str, width: int) -> list[str]:
    first, *rest = wrap(f"{label}：{clean(text) or '（空）'}", max(40, width - 4))
    return [f"  {first}", *(f"    {line}" for line in rest)]


def _rows(form: Form) -> list[str]:
    if not form.indicators:
        return []
    shown = [_cells(indicator) for indicator in form.indicators]
    header = ["二级指标", "三级指标", "指标值", "读作", "位置", "备注"]
    kept = [at for at in range(len(header)) if at < 4 or any(row[at] for row in shown)]
    rows = [[row[at] for at in kept] for row in [header, *shown]]
    return table(rows, indent="    ", widest=44)


def _cells(indicator: Indicator) -> list[str]:
    target = " ".join(
        part for part in (indicator.comparator, indicator.value, indicator.unit) if part.strip()
    )
    remarks = [
        ROW_KIND[indicator.row_kind],
        "中期目标" if indicator.term == "medium" else "",
        indicator.area or "",
        "经过修补" if indicator.repaired else "",
    ]
    return [
        clean(indicator.level2 or indicator.level2_printed or "？"),
        clean(indicator.name),
        shorten(clean(target), 60),
        reading_text(indicator.parsed),
        place_text(indicator.place),
        "，".join(clean(remark) for remark in remarks if remark),
    ]
