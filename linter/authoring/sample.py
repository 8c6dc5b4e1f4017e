"""From the few fields of a case to a whole Document, as if it had been read from a file.

What a case leaves out is derived as reading would: the first level from the second, the reading of a value
from its three cells, the columns from the cells given, the printed texts from all fields. Every cell gets a
place: a line of its own for each field and row, counted from 1."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from linter.authoring.samplekeys import (
    AMOUNT,
    BUDGET,
    BUDGET_LABELS,
    CELLS,
    DOCUMENT,
    FORM,
    HEAD,
    HEAD_ROLES,
    HEADING,
    PIECES,
    REPAIR,
    ROW,
    TYPES,
)
from linter.ground.errors import JxlintError
from linter.ground.nearest import fault
from linter.ground.resources import load_data
from linter.model import Amount, Budget, Document, Form, Heading, Indicator, Place, Repair, Text
from linter.rulebook.lastyear import match
from linter.rulebook.pricelist import PRICE_KEYS, price_from
from linter.rulebook.profiles import shipped_profiles
from linter.surroundings import Outlook


class _Builder:
    """Builds one document; ``line`` is the next free line of the imagined file."""

    def __init__(self, path: str, line: int) -> None:
        self.path = path
        self.at = line
        self.line = 0

    def next(self, column: int | None = None) -> Place:
        self.line += 1
        return Place(line=self.line, column=column)

    def fields(self, data: Any, known: Mapping[str, str], what: str) -> dict[str, Any]:
        """The mapping after checking its keys and the types of its values; empty for none."""
        if data is None:
            return {}
        if not isinstance(data, Mapping):
            raise fault(f"用例里的 {what} 应写成 {{键: 值}}", self.path, self.at, None)
        for key, value in data.items():
            if key not in known:
                raise fault(
                    f"用例的 {what} 里没有“{key}”这个键", self.path, self.at, None, wrong=key, known=known
                )
            type_ = TYPES.get(known[key])
            if (
                value is not None
                and type_
                and (not isinstance(value, type_) or (type_ is int and value is True))
            ):
                raise fault(f"用例里 {what} 的 {key} 应是{known[key]}", self.path, self.at, None)
        return dict(data)

    def items(self, data: Any, known: Mapping[str, str], what: str) -> list[dict[str, Any]]:
        return [self.fields(item, known, what) for item in data or ()]

    def document(self, case: Mapping[str, Any]) -> Document:
        given = self.fields(case.get("document"), DOCUMENT, "document")
        document = Document(path=given.get("path") or "用例.txt", type=given.get("type") or "text")
        document.texts = [self.text(piece) for piece in self.items(given.get("texts"), PIECES, "texts")]
        for data in given.get("forms") or ():
            document.forms.append(self.form(data, len(document.forms) + 1))
        own = {
            key: case[key] for key in ("budget", "goal", "indicator", "indicators", "texts") if key in case
        }
        if "form" in case or own:
            data = {**self.fields(case.get("form"), FORM, "form"), **own}
            document.forms.append(self.form(data, len(document.forms) + 1))
        if given.get("total") is not None:
            document.total = Amount("合计", given["total"], self.next())
        if case.get("previous") is not None:
            # Where a case names no project, last year's form is that of the form at hand.
            for form in document.forms[:1]:
                form.project = form.project or "项目"
            given = {"project": "项目", **self.fields(case.get("form"), FORM, "form")}
            given = {"project": given["project"], **self.fields(case["previous"], FORM, "previous")}
            document.earlier = [self.form(given, 1)]
        return document

    def outlook(self, case: Mapping[str, Any], document: Document) -> Outlook:
        """What the document of the case is judged by: its prices, its profiles, last year's form."""
        prices = self.items(case.get("prices"), dict.fromkeys(PRICE_KEYS, ""), "prices")
        given = self.fields(case.get("document"), DOCUMENT, "document").get("forms") or []
        given = [*given, *([case["form"]] if case.get("form") else [])]
        wishes = {number: data.get("profile") for number, data in enumerate(given, 1)}
        matches = match([document], {})
        return Outlook(
            prices=tuple(map(price_from, prices)),
            profiles={
                number: shipped_profiles().find(wish, origin=self.path)
                for number, wish in wishes.items()
                if wish
            },
            forms={
                form.number: matches.forms[id(form)] for form in document.forms if id(form) in matches.forms
            },
            rows=matches.rows,
        )

    def form(self, data: Any, number: int) -> Form:
        given = self.fields(data, FORM, "form")
        listed = {
            key: given.pop(key, None)
            for key in (
                "budget",
                "indicator",
                "indicators",
                "headings",
                "plan",
                "footer",
                "fields",
                "texts",
                "repairs",
                "columns",
            )
        }
        given.pop("profile", None)
        form = Form(**{"number": number, **given})
        form.place = self.next()
        form.places = {key: self.next() for key in HEAD if getattr(form, key) is not None}
        form.places["year"] = form.place
        self.budget(form, listed["budget"])
        rows = ([listed["indicator"]] if listed["indicator"] is not None else []) + (
            listed["indicators"] or []
        )
        form.indicators = [self.row(row) for row in rows]
        form.columns = listed["columns"] or self.columns(rows)
        form.headings = [self.heading(item) for item in self.items(listed["headings"], HEADING, "headings")]
        form.plan = [self.amount(item) for item in self.items(listed["plan"], AMOUNT, "plan")]
        form.footer = [self.amount(item) for item in self.items(listed["footer"], AMOUNT, "footer")]
        form.repairs = [
            Repair(item.get("kind") or "", item.get("text") or "", form.place)
            for item in self.items(listed["repairs"], REPAIR, "repairs")
        ]
        form.fields = dict(listed["fields"] or {})
        if listed["texts"] is not None:
            form.texts = [self.text(piece, form) for piece in self.items(listed["texts"], PIECES, "texts")]
        else:
            form.texts = _texts(form)
        return form

    def budget(self, form: Form, data: Any) -> None:
        given = self.fields(data, BUDGET, "budget")
        amounts = given.pop("amounts", None)
        if given and "unit" not in given:
            given["unit"] = form.amount_unit or "万元"
        form.budget = Budget(**given)
        form.amount_unit = form.amount_unit or form.budget.unit
        form.budget.places = {key: self.next() for key in BUDGET_LABELS if given.get(key) is not None}
        if amounts is not None:
            form.budget.amounts = [self.amount(item) for item in self.items(amounts, AMOUNT, "amounts")]
        else:
            form.budget.amounts = [
                Amount(BUDGET_LABELS[key], given[key], place) for key, place in form.budget.places.items()
            ]

    def row(self, data: Any) -> Indicator:
        from linter.values import join_cells, parse_value

        given = self.fields(data, ROW, "indicator")
        row = Indicator(**{key: value for key, value in given.items() if value is not None})
        if row.level1 is None and row.level2 is not None and "level1" not in given:
            row.level1 = load_data("words/levels.yaml")["above"].get(row.level2)
        row.level2_printed = row.level2_printed or row.level2 or ""
        row.name_printed = row.name_printed or row.name
        row.parsed = parse_value(join_cells(row.comparator, row.value, row.unit))
        if not row.name and not row.value and "row_kind" not in given:
            row.row_kind = "empty"
        row.place = self.next()
        row.places = {key: Place(line=self.line, column=n) for n, key in enumerate(("level2", *CELLS), 2)}
        return row

    def columns(self, rows: list[Any]) -> list[str]:
        given = {"name", "value"} | {key for row in rows for key in row}
        return [cell for cell in CELLS if cell in given] if rows else []

    def heading(self, given: dict[str, Any]) -> Heading:
        label = given.get("label") or ""
        rank = given.get("rank") or (2 if label in load_data("words/levels.yaml")["above"] else 1)
        return Heading(given.get("number") or "", label, rank, given.get("content") or "", self.next())

    def amount(self, given: dict[str, Any]) -> Amount:
        return Amount(given.get("label") or "", given.get("text") or "", self.next())

    def text(self, given: dict[str, Any], form: Form | None = None) -> Text:
        row = given.get("indicator")
        if row is None and form is not None and len(form.indicators) == 1 and given.get("role") in CELLS:
            row = 0
        return Text(
            given.get("text") or "", given.get("role") or "other", self.next(), row, given.get("label") or ""
        )


def _texts(form: Form) -> list[Text]:
    """Every printed text of a form in reading order, as reading a file would list them."""
    texts = []
    for key, label in HEAD.items():
        if getattr(form, key):
            texts.append(
                Text(getattr(form, key), key if key in HEAD_ROLES else "other", form.places[key], None, label)
            )
    texts += [Text(amount.text, "budget", amount.place, None, amount.label) for amount in form.budget.amounts]
    texts += [Text(amount.text, "plan", amount.place, None, amount.label) for amount in form.plan]
    for position, row in enumerate(form.indicators):
        if row.level2_printed:
            texts.append(Text(row.level2_printed, "level", row.places["level2"], position))
        for cell in CELLS:
            content = row.name_printed if cell == "name" else getattr(row, cell)
            if content:
                texts.append(Text(content, cell, row.places[cell], position))
    texts += [Text(amount.text, "footer", amount.place, None, amount.label) for amount in form.footer]
    return texts


def build_document(case: Mapping[str, Any], path: str, line: int) -> Document:
    """The document of a case. Raises JxlintError for fields that are not declared or of the wrong type."""
    if case.get("input") is None:
        return _Builder(path, line).document(case)
    extra = case.keys() & {"document", "form", "budget", "goal", "indicator", "indicators", "texts"}
    if extra:
        raise JxlintError(f"用例有了 input，就不能再写 {'、'.join(sorted(extra))}", path=path, line=line)
    from linter.forms import find_forms
    from linter.readers import read

    return find_forms(read("用例.txt", data=str(case["input"]).encode("utf-8")))


def build_outlook(case: Mapping[str, Any], document: Document, path: str, line: int) -> Outlook:
    """What the document of a case is judged by. Raises JxlintError as ``build_document`` does."""
    return _Builder(path, line).outlook(case, document)
