"""Documents without any table that set out indicators in running text: 数量指标：名称≥300人；…

Only asked when no table of the file is a form, so that reports which mention indicators make no noise.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable
from itertools import pairwise

from linter.forms.clean import clean
from linter.forms.head.budget import is_money_unit, printed_number, unit_in
from linter.forms.head.titles import is_title, is_whole, year_in
from linter.forms.layouts.freetext import Found, FreeTextReader, blanked, headings_of
from linter.forms.vocabulary import field_role, is_office, patterns
from linter.ground.patterns import compiled
from linter.model import Amount, Document, Form, Place, Sheet, Text
from linter.values import parse_value

#: The line that begins the text of a project.
_NAMED = compiled(r"(?m)^[^\n:：]{0,8}项目名称[^\S\n]*[:：]")
_AMOUNT = compiled(r"[\u4e00-\u9fff（）()]{2,16}\s?[:：]\s?(\d[\d,.]*\s?[万亿千]?元?)")
#: Fewer different second levels than this are a mention of indicators, not a form.
_FEWEST = 3


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


def read_prose(document: Document, sheets: list[Sheet]) -> None:
    """Adds the forms that the paragraphs of a file set out, if they do: one, or one for each 项目名称：."""
    prose = _Prose(sheets)
    if not prose.text:
        return
    text = blanked(prose.text)
    stretches = _stretches(text)
    found = headings_of(text[stretches[-1] :])
    if not _sets_out(found):
        return
    tail = text[_end(text, stretches[-1] + found[-1].end) :]
    title = ""
    for start, stop in zip(stretches, [*stretches[1:], len(text)], strict=True):
        title = _form(document, prose, text[:stop], start, title, tail) or title
    own = {one.place for form in document.forms for one in form.texts}
    document.texts = [one for one in document.texts if one.place not in own]


def _sets_out(found: list[Found]) -> bool:
    return len({one.second for one in found if one.second}) >= _FEWEST


def _stretches(text: str) -> list[int]:
    """Where the text of each form begins: at the lines that name a project and set out its indicators."""
    marks = [found.start() for found in _NAMED.finditer(text)]
    parts = pairwise([*marks, len(text)])
    told = [mark for mark, end in parts if _sets_out(headings_of(text[mark:end]))]
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
    for field in ("project", "goal"):
        found = _first(field, head)
        if found:
            setattr(form, field, clean(found[1])[0])
            form.places[field] = where(found.start(1))
            form.texts.append(Text(found[1], field, form.places[field]))
            form.year = form.year or year_in(found[0])
    if found := _labelled_total(head) or _first("total", head):
        place = where(found.start(1))
        value = parse_value(found[1])
        form.budget.total = printed_number(found[1])
        form.budget.places["total"] = place
        form.budget.amounts.append(Amount(found[0][: found.start(1) - found.start()], found[1], place, value))
        form.texts.append(Text(found[1], "budget", place))
        unit = re.sub(r"[\d,，.\s]", "", found[1])
        form.amount_unit = unit if is_money_unit(unit) else unit_in(head)
        form.budget.unit = form.amount_unit
    for line in tail.split("\n"):
        if _is_office(line.strip()) and form.implementing_unit is None:
            form.implementing_unit = line.strip()
    form.year = year_in(form.title) or form.year
    if is_whole(form.title):
        form.scope = "department"
    if form.year is None and (days := re.findall(r"(20\d\d)年\d{1,2}月\d{1,2}日", tail)):
        form.year = int(days[-1])


def _labelled_total(head: str) -> re.Match[str] | None:
    """The amount behind a label such as 项目金额：."""
    amounts = ((found[0][: found.start(1) - found.start()], found) for found in _AMOUNT.finditer(head))
    return next((found for label, found in amounts if field_role(label.strip()) == "total"), None)


def _first(field: str, head: str) -> re.Match[str] | None:
    """The first finding of a field's patterns, the patterns in their order."""
    from linter.forms.vocabulary import words

    for pattern in words("prose")[field]:
        if found := re.search(pattern, head):
            return found
    return None
