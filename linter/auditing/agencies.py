"""Whose form a form is: its unit, and its money."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache

import msgspec

from linter.ground.patterns import compiled
from linter.ground.resources import load_data
from linter.model import Document, Finding, Form, Report

NO_UNIT = "（表上没写单位）"
#: So many 万元 is one of the unit.
_WAN = {"元": Decimal("0.0001"), "千元": Decimal("0.1"), "万元": Decimal(1), "亿元": Decimal(10_000)}


def unit_of(form: Form) -> str:
    """The office a form belongs to: the implementing unit, else the department, in one spelling wherever it is shown or
    counted: without its code, without what says that it is the office itself, and without blanks and signs that nobody
    sees."""
    return _spelt_alike(form.implementing_unit or form.department or "") or NO_UNIT


@lru_cache(maxsize=4096)
def _spelt_alike(printed: str) -> str:
    text = "".join(char for char in printed if unicodedata.category(char) != "Cf" or char == _JOINER)
    text = text.translate(_NARROW).strip()
    text = _written("unit-blank").sub("", _written("unit-code").sub("", text) or text)
    name = text if text.isascii() else text.translate(_BRACKETS)
    return _written("unit-self").sub("", name) or name


#: What holds the parts of an emoji together.
_JOINER = "\u200d"
#: Letters and figures of full width in their usual one, and brackets as Chinese has them.
_NARROW = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code - 0xFEE0).isalnum()}
_BRACKETS = str.maketrans("()", "（）")


@cache
def _written(name: str) -> re.Pattern[str]:
    """A pattern of rules/auditing.yaml."""
    return compiled(load_data("auditing.yaml")[name])


class Owners:
    """The forms of a file whose unit, year and money its findings are counted to."""

    def __init__(self, document: Document | None) -> None:
        forms = document.forms if document is not None else []
        self._first = forms[0] if forms else None
        self._forms = {form.number: form for form in forms}

    def of(self, finding: Finding) -> Form | None:
        """The form of a finding, for one about the whole file the first; None where the file has no form."""
        return self._forms.get(finding.form or 0, self._first)


def owned_findings(report: Report) -> Iterator[tuple[Finding, Form | None]]:
    """Every finding with the form it is counted to, file by file."""
    for part in report.parts():
        owners = Owners(part.document)
        for finding in part.findings:
            yield finding, owners.of(finding)


def amount_of(form: Form) -> str:
    """The money of a form as printed, with its unit: ``26万元``; empty where none is written."""
    total = (form.budget.total or "").strip()
    unit = form.budget.unit or form.amount_unit or ""
    return f"{total.removesuffix(unit).rstrip()}{unit}" if total else ""


def amount_in_wan(form: Form) -> Decimal | None:
    """The money of a form in 万元; None where no number is written or nobody can say in what unit."""
    total = (form.budget.total or "").strip()
    spoken = f"{total[-1:]}元" if total[-1:] in ("万", "亿") else ""
    unit = _WAN.get(spoken or (form.budget.unit or form.amount_unit or "").strip())
    try:
        return Decimal(total[:-1] if spoken else total) * unit if unit is not None else None
    except InvalidOperation:
        return None


class Agency(msgspec.Struct, frozen=True):
    """The unit of a form: its name, and the key that its forms share. Forms that name no unit belong together by file,
    which is then in ``file``."""

    name: str
    key: str
    file: str = ""


def agency_of(path: str, form: Form) -> Agency:
    """The unit of a form of the file ``path``."""
    name = unit_of(form)
    file = path if name == NO_UNIT else ""
    return Agency(name, f"{name}\n{file}", file)
