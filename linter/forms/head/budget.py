"""The money of a form: which printed amount is the total of the year, which one its parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache, lru_cache
from typing import Literal

from linter.forms.clean import narrow
from linter.forms.head.titles import year_in
from linter.forms.labelkeys import key, placeholders, shape, without_brackets, words
from linter.ground.patterns import compiled
from linter.model import Amount, Form, Place
from linter.values import parse_value

MONEY_ROLES = frozenset({"total", "total_group", "total_period", "fiscal", "carried_over", "other", "source", "spent"})
_TERM = Literal["year", "period", "spent"]
_TERM_OF: dict[str, _TERM] = {"total": "year", "total_period": "period", "spent": "spent"}
_PLAIN = compiled(r"[-+]?\d[\d,，]*(?:\.\d+)?\s*(?:[百千万亿]*元?(?:整|人民币)?)\Z")
_NUMBER = compiled(r"\d[\d,，]*(?:\.\d+)?")
#: An amount at the beginning of a cell that goes on to say what it is made of: 854万（道路400万元，…）.
_LEADING = compiled(
    r"(?:(?:年度|资金|预算|项目)*总额|合计|总计|共计?)?\s*[:：]?\s*"
    r"(?P<amount>\d[\d,，]*(?:\.\d+)?\s*(?:[百千万亿]+元?|元)?)(?=\s*(?:[（(，,；;：:]|其中|[一1][、.．]))"
)
_UNIT = compiled(r"[（(](?:单位[:：])?\s*(?:人民币)?([百千万亿]*元)[）)]")
_YUAN = compiled(r"(?:人民币)?[百千万亿]*元")
_THOUSANDS = compiled(r"(?<=\d)[,，](?=\d{3})")
_UNIT_LINE = compiled(r"单位\s*[:：]?\s*[（(]?\s*(?:人民币)?([百千万亿]*元)")
#: An amount that is printed with its unit, and a negative one in brackets as accountants write it.
_WITH_UNIT = compiled(r"(?P<number>[-+]?\d[\d.]*)\s*(?P<unit>[百千万亿]*元)(?:整|人民币)?\Z")
_SUMMAND = compiled(r"(?P<number>[-+]?\d+(?:\.\d+)?)\s*(?P<unit>[百千万亿]*元)?\Z")
_BRACKETED = compiled(r"[（(](?P<number>\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+\.\d\d)[）)]\Z")
#: No amount has more digits in one run; codes have.
_CODE = compiled(r"\d{12,}\Z")
_FIGURE = compiled(r"[\d一二三四五六七八九十百千万零〇]")
_LONGEST_HEAD = 16
_PART = compiled(r"([\u4e00-\u9fff]{2,14})\s?[:：]?\s?(\d[\d,，]*(?:\.\d+)?\s?[百千万亿]*元)")
_LONGEST_CELL = 200


def unit_in(text: str) -> str | None:
    """The unit of amounts that a head or a line states: （万元）, 单位：万元."""
    found = _UNIT.search(text) or _UNIT_LINE.search(text)
    return found[1] if found else None


def is_money_unit(text: str) -> bool:
    return _YUAN.fullmatch(text) is not None


def is_amount(text: str) -> bool:
    """Whether a cell holds an amount: a figure, with or without a unit."""
    return parse_value(text).kind not in ("text", "qualitative", "empty")


def is_money(text: str) -> bool:
    """Whether a cell may hold money: a figure without a unit or in one of money. A percent, points, a code, a count
    or a date is none."""
    bare = text.strip()
    if bracketed := _BRACKETED.match(bare):
        bare = bracketed["number"]
    value = parse_value(bare)
    if value.kind not in ("quantity", "range") or _CODE.match(bare):
        return False
    return not value.unit or is_money_unit(value.unit) or is_money_unit(f"{value.unit}元")


def printed_number(text: str) -> str:
    """An amount as printed, without separators and with narrow digits; brackets of accountants as a sign."""
    bracketed = _BRACKETED.match(text.strip())
    plain = narrow(f"-{bracketed['number']}" if bracketed else text).rstrip("。；; ")
    return _THOUSANDS.sub("", plain)


def amounts_in(text: str) -> list[tuple[str, str]]:
    """(label, amount) of the parts that a cell names behind its total: 总额：100万元；其中：财政拨款80万元."""
    return [(found[1], found[2]) for found in _PART.finditer(text)] if len(text) <= _LONGEST_CELL else []


@cache
def _column_kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    kinds: dict[str, str] = words("money_columns")
    return tuple((kind, compiled(pattern)) for kind, pattern in kinds.items())


def money_column(head: str) -> str | None:
    """What a column of a table of money holds by its head: the year's budget (``year``), that of the year's
    beginning (``start``), what was spent, a rate, points; None for other heads."""
    label = without_brackets(key(head))
    return _kind_of_column(label) if 0 < len(label) <= _LONGEST_HEAD else None


@lru_cache(maxsize=4096)
def _kind_of_column(label: str) -> str | None:
    return next((kind for kind, pattern in _column_kinds() if pattern.search(label)), None)


def _is_other(text: str) -> bool:
    """Whether a cell plainly holds something else than money: a rate, points, a count, a code."""
    value = parse_value(text)
    return value.kind in ("quantity", "rate", "range") and len(text) <= _LONGEST_HEAD and not is_money(text)


class BudgetReader:
    """Collects printed amounts; ``finish`` picks the total when the form prints several.

    A part (财政拨款) belongs to the total that stands above it in the same column: forms print the medium
    term beside the year, and what was spent beside what was planned.
    """

    def __init__(self, form: Form) -> None:
        self.form = form
        self.terms: dict[int, _TERM] = {}
        #: Role, amount, place, and whether the label says that it is the year's.
        self.totals: list[tuple[str, str, Place, bool]] = []
        #: The year's amounts that are called other ones: 自有资金, 社会资金, 其他.
        self.others: list[str] = []

    def add(self, role: str, label: str, text: str, place: Place, column: int) -> None:
        """Takes in one amount; ``column`` is that of its label."""
        form, budget = self.form, self.form.budget
        if text and text not in placeholders() and not _FIGURE.search(text):
            # 资金性质 | 一般公共预算: the label is a value itself, and what follows is no amount.
            return
        if text and _is_other(text):
            return
        unit = unit_in(label)
        if unit and role != "spent":
            form.amount_unit = form.amount_unit or unit
        if role in _TERM_OF:
            self.terms[column] = _TERM_OF[role]
        if role == "spent":
            return
        number = printed_number(text)
        budget.amounts.append(Amount(label, text, place, parse_value(text)))
        if role == "source":
            # 省级配套, 专项债券: an amount among the others, and none of the three kinds that forms have a field for.
            return
        if role == "total" and number:
            # 2025年预算安排: the label tells the year where no title does.
            form.year = form.year or year_in(label)
        if role in ("total", "total_group", "total_period"):
            self.totals.append((role, number, place, shape("yearly").search(label) is not None))
            return
        term = "year" if shape("yearly").search(key(label)) else self.terms.get(column, "year")
        if term == "year" and role == "other":
            self.others.append(number)
        if term == "year" and getattr(budget, role) is None:
            setattr(budget, role, number)
            budget.places[role] = place

    def spend(self, kind: str, text: str, place: Place) -> None:
        """Takes in what was spent of the total (``spent``), its rate or the points for it; the first total's count."""
        budget = self.form.budget
        if kind not in budget.places:
            setattr(budget, kind, narrow(text) if kind == "spent_rate" else printed_number(text))
            budget.places[kind] = place

    def finish(self) -> None:
        """Chooses the total: a plain number before one with a code in it, the year before the period."""
        budget = self.form.budget
        budget.unit = self.form.amount_unit
        roles = ("total", "total_group", "total_period")
        ordered = sorted(self.totals, key=lambda one: (roles.index(one[0]), not one[3]))
        plain = next((one for one in ordered if _PLAIN.match(one[1])), None)
        chosen = plain or next((one for one in ordered if one[1]), ordered[0] if ordered else None)
        if chosen is None:
            return
        budget.places["total"] = chosen[2]
        budget.total = chosen[1]
        if plain is None and chosen[1] and (numbers := _NUMBER.findall(chosen[1])):
            leading = _LEADING.match(chosen[1])
            budget.total = leading["amount"] if leading else numbers[-1]
        if budget.total and (printed := _WITH_UNIT.match(budget.total)):
            budget.total, budget.unit = printed["number"], printed["unit"]
            self.form.amount_unit = self.form.amount_unit or budget.unit
        for part in ("fiscal", "carried_over", "other"):
            said = _WITH_UNIT.match(getattr(budget, part) or "")
            if said and budget.unit == said["unit"]:
                setattr(budget, part, said["number"])
        self._add_up_others()

    def _add_up_others(self) -> None:
        """Takes the sum of several other sources for the other ones where only it adds up to the total: some forms
        print them beside each other, some as parts of the first."""
        budget = self.form.budget
        told = [budget.fiscal, budget.carried_over]
        total, others = self._sum([budget.total]), self._sum(self.others)
        first, all_ = self._sum([*told, *self.others[:1]]), self._sum([*told, *self.others])
        if others is not None and first != total and all_ == total:
            budget.other = format(others, "f")

    def _sum(self, numbers: Sequence[str | None]) -> Decimal | None:
        """The sum of amounts in the form's unit, blank ones aside; None when one is no such amount."""
        found = [_SUMMAND.match(number) for number in numbers if number]
        if not all(one and one["unit"] in (None, self.form.budget.unit) for one in found):
            return None
        return sum((Decimal(one["number"]) for one in found if one), Decimal(0))
