"""This year beside last year: what was found again and what was not, and how each target has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from linter.auditing.agencies import unit_of
from linter.language.functions.likeness import normal
from linter.model import Document, Form, Indicator, Value, YearBeside, YearRow
from linter.rulebook.lastyear import Matches, keys_of, match, repeated_keys
from linter.values.units import convert

NEW, DROPPED = "今年新设", "今年没有"


Listed = Callable[[Callable[[], Iterable[YearRow]], int], list[YearRow]]


def year_beside(
    documents: Iterable[Document],
    earlier: Iterable[Document],
    last_year: Mapping[str, Form],
    listed: Listed = lambda rows, _: list(rows()),
) -> YearBeside:
    """The documents beside those of last year; ``last_year`` are the latter's forms as they are looked up. The
    documents are gone through more than once, one at a time; ``listed`` makes a list of what gives the rows and of
    their number."""
    twice = repeated_keys(documents)
    made = YearBeside()
    #: Keys of last year's forms that were found again, each of which only one of them has.
    found: set[str] = set()
    rows = 0
    for document in documents:
        matches = match([document], last_year, twice)
        for form in document.forms:
            if (before := matches.forms.get(id(form))) is not None:
                found |= {key for key in keys_of(before) if key in last_year}
            _form(made, document.path, form, matches)
            rows += sum(1 for _ in _form_rows(document.path, form, matches))
        made.same_year += _same_year(document, matches)

    def again() -> Iterator[YearRow]:
        for document in documents:
            matches = match([document], last_year, twice)
            for form in document.forms:
                yield from _form_rows(document.path, form, matches)

    made.rows = listed(again, rows)
    for document in earlier:
        made.forms_before += len(document.forms)
        made.nameless_before += sum(not keys_of(form) for form in document.forms)
        made.gone += [
            _called(form, document.path) for form in document.forms if found.isdisjoint(keys_of(form))
        ]
    return made


def _form(made: YearBeside, path: str, form: Form, matches: Matches) -> None:
    rows = _rows(form)
    made.forms += 1
    made.indicators += len(rows)
    before = matches.forms.get(id(form))
    if before is None:
        made.nameless += not keys_of(form)
        made.fresh.append(_called(form, path))
        return
    made.forms_matched += 1
    made.indicators_before += len(_rows(before))
    made.indicators_matched += sum(id(row) in matches.rows for row in rows)


def _form_rows(path: str, form: Form, matches: Matches) -> Iterator[YearRow]:
    before = matches.forms.get(id(form))
    if before is None:
        return
    used = set()
    for row in _rows(form):
        old = matches.rows.get(id(row))
        used.add(id(old))
        yield _row(path, form, old, row)
    for old in _rows(before):
        if id(old) not in used:
            yield _row(path, form, old, None)


def _rows(form: Form) -> list[Indicator]:
    return [row for row in form.indicators if row.row_kind == "indicator" and row.term == "year"]


def _row(path: str, form: Form, old: Indicator | None, now: Indicator | None) -> YearRow:
    shown = now or old
    assert shown is not None
    return YearRow(
        file=path,
        form=form.number,
        unit=unit_of(form),
        year=form.year,
        project=form.project or form.title,
        level2=shown.level2 or shown.level2_printed,
        indicator=shown.name,
        target_before=_target(old),
        achieved_before=old.actual.strip() if old is not None else "",
        target=_target(now),
        change=NEW if old is None else DROPPED if now is None else change(old.parsed, now.parsed),
        place=now.place if now is not None else form.place,
    )


def _target(row: Indicator | None) -> str:
    """The target as one reads it: the sign and the unit where they stand in cells of their own."""
    if row is None:
        return ""
    value, unit = row.value.strip(), row.unit.strip()
    signed = value if row.comparator in value else row.comparator + value
    return signed if not unit or unit in value else signed + unit


def change(before: Value, now: Value) -> str:
    """How a target has changed, in words: by how much where both are numbers of one kind."""
    if normal(before.text) == normal(now.text):
        return "没有变"
    if before.kind == now.kind == "date" and before.end and now.end:
        if before.end == now.end:
            return "写法不同，日期没有变"
        return f"由 {before.end} 改为 {now.end}"
    old, new = _number(before), _number(now)
    if old is None or new is None:
        return "写法不同"
    told = convert(old, before.unit, now.unit) if before.unit != now.unit else old
    if told is None:
        return "单位不同"
    if new == told:
        return (
            "数没有变" if before.cmp == now.cmp else f"由 {before.cmp or ''} 改为 {now.cmp or ''}，数没有变"
        )
    rate = f"（{_signed((new - told) / abs(told) * 100, 1)}%）" if told and now.unit not in ("%", "‰") else ""
    unit = "个百分点" if now.unit == "%" else now.unit
    return f"{'增加' if new > told else '减少'} {_plain(abs(new - told))}{unit}{rate}"


def _number(value: Value) -> Decimal | None:
    if value.kind not in ("quantity", "rate"):
        return None
    return value.lower if value.lower is not None else value.upper


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _signed(number: Decimal, places: int) -> str:
    return f"{number:+.{places}f}"


def _called(form: Form, path: str) -> str:
    if form.project:
        return form.project
    place = f"{Path(path).name} 第{form.number}张表"
    return f"{form.title}（{place}）" if form.title else place


def _same_year(document: Document, matches: Matches) -> list[str]:
    """Projects whose form of last year states the budget year of this year's."""
    return [
        _called(form, document.path)
        for form in document.forms
        if (before := matches.forms.get(id(form))) is not None
        and form.year is not None
        and before.year == form.year
    ]
