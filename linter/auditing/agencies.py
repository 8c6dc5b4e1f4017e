"""Whose form a form is: its unit, and its money."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from functools import cache

import msgspec

from linter.ground.patterns import compiled
from linter.ground.resources import load_data
from linter.language.functions.likeness import normal
from linter.model import Form

NO_UNIT = "（表上没写单位）"
#: So many 万元 is one of the unit.
_WAN = {"元": Decimal("0.0001"), "千元": Decimal("0.1"), "万元": Decimal(1), "亿元": Decimal(10_000)}


def unit_of(form: Form) -> str:
    """The office a form belongs to: the implementing unit, else the department, without the code before it."""
    printed = form.implementing_unit or form.department or ""
    return _code().sub("", printed) or printed or NO_UNIT


@cache
def _code() -> re.Pattern[str]:
    return compiled(load_data("auditing.yaml")["unit-code"])


def amount_of(form: Form) -> str:
    """The money of a form as printed, with its unit: ``26万元``; empty where none is written."""
    total = (form.budget.total or "").strip()
    unit = form.budget.unit or form.amount_unit or ""
    return f"{total.removesuffix(unit).rstrip()}{unit}" if total else ""


def amount_in_wan(form: Form) -> Decimal | None:
    """The money of a form in 万元; None where no number is written or nobody can say in what unit."""
    unit = _WAN.get((form.budget.unit or form.amount_unit or "").strip())
    try:
        return Decimal((form.budget.total or "").strip()) * unit if unit is not None else None
    except InvalidOperation:
        return None


@cache
def _self() -> re.Pattern[str]:
    return compiled(load_data("auditing.yaml")["unit-self"])


class Agency(msgspec.Struct, frozen=True):
    """The unit of a form: its name as printed, and the key that its forms share however they print it. Forms that name
    no unit belong together by file, which is then in ``file``."""

    name: str
    key: str
    file: str = ""


def agency_of(path: str, form: Form) -> Agency:
    """The unit of a form of the file ``path``."""
    name = unit_of(form)
    file = path if name == NO_UNIT else ""
    return Agency(name, f"{normal(_self().sub('', name) or name)}\n{file}", file)
