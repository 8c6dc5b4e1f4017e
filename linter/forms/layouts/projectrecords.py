"""Records of systems → forms: what every text means is known already, only its content has to be read."""

from __future__ import annotations

from collections.abc import Mapping

from linter.forms.clean import REPAIRS, clean, narrow
from linter.forms.head.budget import BudgetReader, unit_in
from linter.forms.head.titles import is_whole
from linter.forms.levelwords import above, below, level, lower_of
from linter.forms.rows.names import clean_name, is_template
from linter.ground.patterns import compiled
from linter.model import NOWHERE, Cell, Document, Form, Indicator, Place, Record, Repair, Text
from linter.values import join_cells, parse_value

_HEAD = ("code", "department", "implementing_unit", "duration", "purpose")
_MONEY = ("total", "fiscal", "carried_over", "other")
_TEXTS = ("description", "comparator", "value", "unit", "weight", "actual", "basis", "scoring", "note")
_NARROWED = frozenset({"comparator", "value", "unit", "weight", "actual"})
#: A code before a name (代码-名称): of a project, and of an indicator.
_PROJECT_CODE = compiled(r"\A\s*([0-9A-Za-z]{6,40})\s*[-—–_]\s*(?=[^\d\s-])")
_NAME_CODE = compiled(r"\A\s*\d{3,}\s*[-—–_]\s*(?=[\u4e00-\u9fff])")
_CODE_ALONE = compiled(r"\A[\d\s.-]+\Z")
_AMOUNT = compiled(r"\A([-+]?\d[\d,，]*(?:\.\d+)?)\s*([百千万亿]*元)\Z")
_YEAR = compiled(r"(?<!\d)(20\d\d)(?!\d)")
_ROLES = {"code": "other", "purpose": "purpose", "duration": "other"}


def read_records(document: Document, records: list[Record]) -> None:
    """Adds a form for each record to the document, and to its earlier ones what a record says of last year."""
    for record in records:
        form = _Reader(record).form
        form.number = len(document.forms) + 1
        document.forms.append(form)
        if record.last or "goal_last" in record.fields:
            document.earlier.append(_last_year(record, form))


def _last_year(record: Record, form: Form) -> Form:
    fields = {name: cell for name, cell in record.fields.items() if name in ("project", "code")}
    if "goal_last" in record.fields:
        fields["goal"] = record.fields["goal_last"]
    earlier = _Reader(Record(fields=fields, indicators=record.last, place=record.place)).form
    earlier.number, earlier.scope = form.number, form.scope
    earlier.year = form.year - 1 if form.year else None
    return earlier


class _Reader:
    """Reads one record into ``form``."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.form = Form(place=record.place)
        self._head()
        self._budget()
        for row in record.indicators:
            self._indicator(row)
        present = {what for row in record.indicators for what in row if what not in ("term", "area")}
        self.form.columns = sorted({"level2" if what == "level2_printed" else what for what in present})

    def _field(self, name: str) -> tuple[str, Place]:
        cell = self.record.fields.get(name, Cell(""))
        text, kinds = clean(cell.text)
        self._mended(kinds, cell.place)
        return text, cell.place

    def _mended(self, kinds: tuple[str, ...], place: Place) -> None:
        self.form.repairs += [Repair(kind, REPAIRS[kind], place) for kind in kinds]

    def _head(self) -> None:
        form, fields = self.form, self.record.fields
        form.title = self._field("title")[0]
        if form.title:
            form.places["title"] = fields["title"].place
            form.texts.append(Text(form.title, "title", fields["title"].place))
        for name in _HEAD:
            if name in fields:
                text, place = self._field(name)
                setattr(form, name, text)
                self._said(name, _ROLES.get(name, "department"), place)
        if "project" in fields:
            self._project()
        # Of a system's two names for an office the unit is the one that is nearly always there.
        if form.department is None and form.implementing_unit:
            form.department = form.implementing_unit
            form.places["department"] = form.places["implementing_unit"]
        year = _YEAR.search(self._field("year")[0]) or _YEAR.search(form.title)
        form.year = int(year[1]) if year else None
        whole = self._field("scope")[0] == "department" or is_whole(form.title)
        form.scope = "department" if whole or "project" not in fields else "project"
        if "goal" in fields:
            form.goal, place = self._field("goal")
            self._said("goal", "goal", place)

    def _project(self) -> None:
        form = self.form
        text, place = self._field("project")
        coded = _PROJECT_CODE.match(text)
        if coded and form.code in (None, coded[1]):
            form.code, text = coded[1], text[coded.end() :]
        form.project = text
        self._said("project", "project", place)

    def _said(self, name: str, role: str, place: Place) -> None:
        self.form.places[name] = place
        self.form.texts.append(Text(self.record.fields[name].text, role, place))

    def _budget(self) -> None:
        form, reader = self.form, BudgetReader(self.form)
        form.amount_unit = self._field("amount_unit")[0] or None
        for column, name in enumerate(_MONEY):
            if name not in self.record.fields:
                continue
            text, place = self._field(name)
            printed = _AMOUNT.match(narrow(text))
            heads = [self.record.fields.get(one, Cell("")).text for one in ("total_head", "unit_line")]
            said = [printed[2] if printed else None, *map(unit_in, heads)]
            form.amount_unit = form.amount_unit or next(filter(None, said), None)
            reader.add(name, name, printed[1] if printed else text, place, column)
            form.texts.append(Text(self.record.fields[name].text, "budget", place))
        reader.finish()

    def _indicator(self, row: Mapping[str, Cell]) -> None:
        form, at = self.form, len(self.form.indicators)
        one = Indicator(place=_first_place(row))
        self._levels(one, row, at)
        for what in ("name", *_TEXTS):
            if what not in row:
                continue
            text, kinds = clean(row[what].text)
            self._mended(kinds, row[what].place)
            field = "name_printed" if what == "name" else what
            setattr(one, field, narrow(text) if what in _NARROWED else text)
            one.places[what] = row[what].place
            if text:
                form.texts.append(Text(row[what].text, what, row[what].place, at))
        one.name = clean_name(_NAME_CODE.sub("", one.name_printed))
        one.term = "medium" if "term" in row and row["term"].text == "medium" else "year"
        one.area = row["area"].text or None if "area" in row else None
        if is_template(one.name_printed, one.value):
            one.row_kind = "template"
        elif not (one.name_printed or one.value or one.comparator):
            one.row_kind = "empty"
        one.parsed = parse_value(join_cells(one.comparator, one.value, one.unit))
        form.indicators.append(one)

    def _levels(self, one: Indicator, row: Mapping[str, Cell], at: int) -> None:
        first, second = (
            _level_text(row, "level1"),
            _level_text(row, "level2_printed") or _level_text(row, "level2"),
        )
        if not second:
            second = lower_of(first)
        upper, lower = (level(first) if first else None), (level(second) if second else None)
        one.level2_printed = second
        one.level2 = (lower.second or None) if lower else None
        if lower is not None and lower.second is None and lower.first is not None:
            one.level2 = below().get(lower.first)
        one.level1 = (
            (upper.first if upper and upper.first else first) or above().get(one.level2 or "") or None
        )
        if one.level2 is None and not second and one.level1:
            one.level2 = below().get(one.level1)
        for what in ("level1", "level2_printed", "level2"):
            if what in row and row[what].text:
                self.form.texts.append(Text(row[what].text, "level", row[what].place))
                one.places[what.removesuffix("_printed")] = row[what].place


def _level_text(row: Mapping[str, Cell], what: str) -> str:
    """The level as written; a code without its name says nothing."""
    text = clean(row[what].text)[0] if what in row else ""
    return "" if _CODE_ALONE.match(text) else text


def _first_place(row: Mapping[str, Cell]) -> Place:
    filled = [row[what].place for what in ("name", "value") if what in row and row[what].text]
    return next(iter([*filled, *(cell.place for cell in row.values())]), NOWHERE)
