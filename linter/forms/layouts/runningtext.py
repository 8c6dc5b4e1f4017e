"""Documents without any table that set out indicators in running text: 数量指标：名称≥300人；…

Only asked when no table of the file is a form, so that reports which mention indicators make no noise.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable
from itertools import pairwise

from linter.forms.clean import clean
from linter.forms.head.budget import amounts_in, is_money_unit, printed_number, unit_in
from linter.forms.head.labels import inline
from linter.forms.head.titles import is_title, is_whole, is_year_line, year_in
from linter.forms.labelkeys import patterns, said, shape
from linter.forms.layouts.freetext import Found, FreeTextReader, blanked, headings_of
from linter.forms.layouts.plannedvalues import reports
from linter.forms.levelwords import level
from linter.forms.vocabulary import field_role, is_office
from linter.ground.patterns import compiled
from linter.model import HEADER, Amount, Document, Form, Place, Repair, Sheet, Text
from linter.values import parse_value

#: The line that begins the text of a project.
_NAMED = compiled(
    r"(?m)^[^\n:：]{0,8}?(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十\d]{1,3}[、.．])?\s?(?P<label>[^\n:：]{2,12})[^\S\n]*[:：]"
)
_YEAR = compiled(r"(20[0-4]\d)\s?年?度?\Z")
#: The parts of a total, and the labels whose values are amounts.
_PARTS = ("fiscal", "carried_over", "other")
_AMOUNTS = frozenset({*_PARTS, "total", "total_group"})
_MONEY = compiled(r"\d[\d,.]*\s?[万亿千]?元?")
_SAID = {"project": "项目名称", "goal": "绩效目标", "implementing_unit": "实施单位"}
_GOALS = ("goal_year", "goal", "goal_total")
_GOALS_SAID, _FIRSTS = frozenset(_GOALS), frozenset({"产出指标", "效益指标", "满意度指标"})
_TEXT_ROLE = {"implementing_unit": "department"}
#: Fewer different second levels than this are a mention of indicators, not a form; one less where the first levels
#: are all there.
_FEWEST = 3
_LONGEST_HEADING = 40


class _Prose:
    """The paragraphs of a file as one text; knows the place of each offset."""

    def __init__(self, sheets: list[Sheet]) -> None:
        self.starts: list[int] = []
        self.places: list[Place] = []
        parts: list[str] = []
        at = 0
        for sheet in sheets:
            for cells in sheet.rows:
                filled = [cell for cell in cells if cell.text.strip()]
                if len(filled) != 1:
                    continue
                self.starts.append(at)
                self.places.append(filled[0].place)
                parts.append(filled[0].text)
                at += len(filled[0].text) + 1
        self.text = "\n".join(parts)

    def place(self, offset: int) -> Place:
        return self.places[max(0, bisect.bisect_right(self.starts, offset) - 1)]


def read_prose(document: Document, sheets: list[Sheet], *, in_cells: bool = False) -> None:
    """Adds the forms that the paragraphs of a file set out, if they do: one, or one for each 项目名称：. ``in_cells``:
    the headings had cells of their own, so that they are no mention of indicators, be they ever so few."""
    prose = _Prose(sheets)
    if not prose.text:
        return
    text = blanked(prose.text)
    sure = in_cells or _below_a_goal(text)
    stretches = _stretches(text, sure=sure)
    found = headings_of(text[stretches[-1] :])
    if not (_sets_out(found, sure=sure) or (found and reports(text[found[0].start :]))):
        return
    tail = text[_end(text, stretches[-1] + found[-1].end) :]
    title = ""
    for start, stop in zip(stretches, [*stretches[1:], len(text)], strict=True):
        title = _form(document, prose, text[:stop], start, title, tail) or title
    own = {one.place for form in document.forms for one in form.texts}
    document.texts = [one for one in document.texts if one.place not in own]


def _sets_out(found: list[Found], *, sure: bool = False) -> bool:
    """Whether headings set out a form. They do in any number where it is sure that they are headings."""
    if sure:
        return bool(found)
    # 成本指标 and 满意度指标 on their own are kinds as 数量指标 is, whichever level they stand for.
    seconds = {one.second or (meaning and meaning.second) for one in found for meaning in (level(one.printed),)}
    firsts = {one.first for one in found if one.rank == 1}
    seconds.discard(None)
    return len(seconds) >= _FEWEST or (len(seconds) == _FEWEST - 1 and len(firsts) >= _FEWEST)


def _below_a_goal(text: str) -> bool:
    """Whether all first levels have lines of their own below a line that labels the goal: 产出指标：培训300人；…"""
    found = headings_of(text)
    if not found or _GOALS_SAID.isdisjoint(_labelled(text[: found[0].start])):
        return False
    led = {one.first for one in found if "\n" in text[max(0, one.start - 1) : one.end].rstrip()}
    return led >= _FIRSTS


def _stretches(text: str, *, sure: bool) -> list[int]:
    """Where the text of each form begins: at the lines that name a project and set out its indicators."""
    marks = [found.start() for found in _NAMED.finditer(text) if field_role(found["label"]) == "project"]
    parts = pairwise([*marks, len(text)])
    told = [mark for mark, end in parts if _sets_out(headings_of(text[mark:end]), sure=sure)]
    return [0, *told[1:]]


def _form(document: Document, prose: _Prose, text: str, start: int, title: str, tail: str) -> str:
    """Adds the form that stands from ``start`` to the end of the text; gives its title."""
    found = headings_of(text[start:])
    begin, end = start + found[0].start, _end(text, start + found[-1].end)
    form = Form(number=len(document.forms) + 1, place=prose.place(begin), title=title)
    head = text[start:begin]
    for line in head.split("\n"):
        if not form.title and is_title(line.strip()):
            form.title = line.strip()
            form.texts.append(Text(line, "title", prose.place(start + head.index(line))))
    reader = FreeTextReader(form, statements=True)
    reader.read(prose.text[start:end], prose.place(start), lambda at: prose.place(start + at))
    if form.indicators:
        _fields(form, head, tail, lambda at: prose.place(start + at))
        document.forms.append(form)
    return form.title


def _end(text: str, start: int) -> int:
    """Where the last heading's text ends: before attachments, the office and the day."""
    ends = patterns("prose", "ends")
    at = start
    for number, line in enumerate(text[start:].split("\n")):
        stripped = line.strip()
        if number and (not stripped or (ends and ends.search(stripped)) or _is_office(stripped)):
            return at
        at += len(line) + 1
    return len(text)


def _is_office(line: str) -> bool:
    return is_office(line) and not re.search(r"[，。；：:]", line)


def _fields(form: Form, head: str, tail: str, where: Callable[[int], Place]) -> None:
    """The fields of a form: by the labels of its head's lines, else as its sentences say them."""
    fields = _labelled(head)
    for role, field in (*((role, role) for role in HEADER), *((role, "goal") for role in _GOALS)):
        if role in fields and getattr(form, field) is None:
            _, text, start = fields[role]
            _set(form, field, text, where(start))
    for field, label in _SAID.items():
        if getattr(form, field) is None and (found := said(field, head)):
            _set(form, field, found[1], where(found.start(1)))
            form.year = form.year or year_in(found[0])
            form.repairs.append(Repair("heading", f"{label}没有单独写明，取自标题或句子", form.places[field]))
    form.year = next((year for line in head.split("\n") if (year := _year_of(line))), form.year)
    if "total" in fields:
        _total(form, head, *fields["total"], where)
    elif found := said("total", head):
        label = found[0][: found.start(1) - found.start()]
        _total(form, head, label, found[1], found.start(1), where)
        form.repairs.append(Repair("heading", "金额没有单独写明，取自句子", form.budget.places["total"]))
    for part in (part for part in _PARTS if part in fields):
        label, text, start = fields[part]
        setattr(form.budget, part, printed_number(text))
        form.budget.places[part] = where(start)
        form.budget.amounts.append(Amount(label, text, where(start), parse_value(text)))
    for line in tail.split("\n"):
        if _is_office(line.strip()) and form.implementing_unit is None:
            form.implementing_unit = line.strip()
    if form.department is None and form.implementing_unit and "implementing_unit" in form.places:
        form.department = form.implementing_unit
        form.places["department"] = form.places["implementing_unit"]
    form.year = year_in(form.title) or form.year
    if is_whole(form.title):
        form.scope = "department"
    if form.year is None and (days := re.findall(r"(20\d\d)年\d{1,2}月\d{1,2}日", tail)):
        form.year = int(days[-1])


def _set(form: Form, field: str, text: str, place: Place) -> None:
    setattr(form, field, clean(text)[0])
    form.places[field] = place
    form.texts.append(Text(text, _TEXT_ROLE.get(field, field), place))


def _total(form: Form, head: str, label: str, text: str, start: int, where: Callable[[int], Place]) -> None:
    place = where(start)
    if (leading := _MONEY.match(text)) is not None:
        # 86万元（其中：财政拨款60万元）
        for part, amount in amounts_in(text[leading.end() :]):
            if (role := field_role(part)) in _PARTS and getattr(form.budget, role) is None:
                setattr(form.budget, role, printed_number(amount))
        text = leading[0]
    form.budget.total = printed_number(text)
    form.budget.places["total"] = place
    form.budget.amounts.append(Amount(label, text, place, parse_value(text)))
    form.texts.append(Text(text, "budget", place))
    unit = re.sub(r"[\d,，.\s]", "", text)
    form.amount_unit = unit if is_money_unit(unit) else unit_in(head)
    form.budget.unit = form.amount_unit


def _labelled(head: str) -> dict[str, tuple[str, str, int]]:
    """Role → label, text and offset of the fields that lines of the head label: 项目名称：甲."""
    fields: dict[str, tuple[str, str, int]] = {}
    at = 0
    for line in head.split("\n"):
        for role, label, own in inline(line.strip()) if not line.startswith("#") else ():
            if role in _AMOUNTS and not _MONEY.match(own):
                continue
            # 资金：86万元 says the total where it has an amount of its own.
            role = "total" if role == "total_group" else role
            fields.setdefault(role, (label, own, at + max(0, line.find(own))))
        at += len(line) + 1
    return fields


def _year_of(line: str) -> int | None:
    """The year of a line of its own, of a labelled one (预算年度：2026), or of a heading that speaks of targets."""
    bare = line.strip()
    said = next((own for role, _, own in inline(bare) if role == "year"), "")
    if found := _YEAR.match(said):
        return int(found[1])
    heading = len(bare) <= _LONGEST_HEADING and "绩效" in bare and not re.search("[，。；]", bare)
    return year_in(bare) if heading or is_year_line(bare) or shape("letter").match(bare) else None
