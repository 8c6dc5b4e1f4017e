"""Objects, their fields and their places."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
import pytest
from tables import rows, table

from linter import model
from linter.language import types
from linter.language.moneyfields import money_of
from linter.language.scope import Node, Scope, missing, objects, show, wrap
from linter.language.types import WAYS
from linter.model import Document, Form, Indicator, Place
from linter.values import parse_value

KINDS: dict[str, type | tuple[type, ...]] = {
    "text": str,
    "date": str,
    "number": Decimal,
    "bool": bool,
    "list": list,
}


@pytest.mark.parametrize("case", rows("scope_cases.yaml"))
def test_place_and_text(case: dict[str, Any], root: Node) -> None:
    scope = list(objects(case["given"], root))[case.get("object", 0)]
    place = msgspec.to_builtins(scope.place(case.get("path", "")))
    assert {key: value for key, value in place.items() if value is not None} == case["place"]
    assert scope.text(case.get("path", "")) == case["text"]


def nodes_of(root: Node) -> list[Node]:
    """Every node that can be reached downwards."""
    found, waiting, seen = [], [root], set()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        found.append(node)
        for name in types.fields(node._type):
            below = getattr(node, name)
            waiting += [
                item for item in (below if isinstance(below, list) else [below]) if isinstance(item, Node)
            ]
    return found


def test_every_declared_field_answers_with_its_type(root: Node) -> None:
    reached = set()
    for node in nodes_of(root):
        reached.add(node._type)
        for name, field in types.fields(node._type).items():
            answer = getattr(node, name)
            if answer is None and field.take is not None:
                continue  # what is worked out of a text that is missing is missing too
            items = answer if isinstance(answer, list) else [answer]
            kind = field.type.of if isinstance(answer, list) else field.type
            assert isinstance(answer, list) == (field.type.name == "list"), (node, name)
            assert kind is not None
            for item in items:
                if isinstance(item, Node):
                    assert item._type == kind.name, (node, name)
                elif item is not None:
                    assert isinstance(item, KINDS[kind.name]), (node, name, item)
                    assert item != ""
                    assert not kind.values or item in kind.values, (node, name, item)
    # What is seen over many files is in no document.
    assert reached == set(types.object_types()) - {"collection"}


def test_undeclared_fields_do_not_answer(root: Node) -> None:
    with pytest.raises(AttributeError):
        root.forms[0].place  # noqa: B018


def test_rows_visited() -> None:
    indicators = [
        Indicator(name="a"),
        Indicator(name="b", row_kind="empty"),
        Indicator(name="c", row_kind="template"),
        Indicator(name="d", term="medium"),
    ]
    document = Document("p", "text", forms=[Form(indicators=indicators)])
    assert [scope.text("name") for scope in objects("indicator", document)] == ["a"]
    assert [scope.text("name") for scope in objects("indicator", document, all_rows=True)] == ["a", "b", "c"]


def test_order_is_that_of_reading(root: Node) -> None:
    assert [scope.text("text") for scope in objects("text", root)] == [
        "人民调解经费(县级）",
        "调解成功率",
        "2024年部门预算项目",
    ]
    assert [scope.text("form.number") for scope in objects("indicator", root)] == ["1", "1", "1", "1", "2"]


def test_another_given_is_refused(root: Node) -> None:
    with pytest.raises(ValueError, match="sheet"):
        list(objects("sheet", root))


def test_model_objects_behind_a_scope(sample: Document, root: Node) -> None:
    form = sample.forms[0]
    row = next(objects("indicator", root))
    assert (row.document, row.form, row.indicator) == (sample, form, form.indicators[0])
    assert row.get("this") is row.node
    assert row.get("indicator.form.budget.fiscal") is None
    piece = list(objects("text", root))[1]
    assert (piece.form, piece.indicator) == (form, form.indicators[1])
    outside = list(objects("text", root))[2]
    assert (outside.document, outside.form, outside.indicator) == (sample, None, None)
    value = Scope(row.get("value"))
    assert (value.indicator, value.place("unit")) == (form.indicators[0], Place(line=10, column=6))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "是"),
        (Decimal("26.50"), "26.5"),
        (Decimal("2E+3"), "2000"),
        (Decimal("0.00"), "0"),
        (Decimal("-0.10"), "-0.1"),
        (["a", Decimal(1)], "a、1"),
        ("x", "x"),
    ],
)
def test_show(value: Any, text: str) -> None:
    assert show(value) == text


def test_a_field_is_worked_out_once_for_each_object(monkeypatch: pytest.MonkeyPatch, root: Node) -> None:
    asked = []
    monkeypatch.setitem(WAYS, "budget", {"unit": lambda node: asked.append(node) or "亿元"})
    first, second = (Node("budget", None, root) for _ in range(2))
    assert [first.unit, first.unit, second.unit] == ["亿元"] * 3
    assert asked == [first, second]


def test_an_object_has_no_field_of_another_type(root: Node) -> None:
    assert "weight" not in types.fields("form")
    with pytest.raises(AttributeError):
        root.forms[0].weight  # noqa: B018
    with pytest.raises(AttributeError):
        root.forms[0].of_nobody  # noqa: B018


def test_missing(root: Node) -> None:
    empty_row = root.forms[0].indicators[4]
    assert [missing(value) for value in (None, "", [], empty_row.value)] == [True] * 4
    assert [missing(value) for value in ("x", [1], Decimal(0), False, empty_row)] == [False] * 5


def test_wrapping_does_not_change_the_document(sample: Document) -> None:
    before = msgspec.json.encode(sample)
    nodes_of(wrap(sample))
    assert msgspec.json.encode(sample) == before


def test_closed_sets_are_those_of_the_model() -> None:
    assert types.fields("indicator")["level2"].type.values == model.LEVEL2
    assert "between" in types.fields("value")["cmp"].type.values


def test_sample_uses_every_part_of_a_form() -> None:
    assert {"budget", "fields", "footer", "plan", "headings", "repairs", "texts"} <= set(
        table("document.yaml")["forms"][0]
    )


@pytest.mark.parametrize(
    ("text", "unit", "yuan"),
    [("5,200", "万元", 52_000_000), ("5200", "元", 5200), ("5200元", "万元", 5200), ("0.5万元", "元", 5000)],
)
def test_an_amount_of_a_file_has_the_unit_of_the_table(text: str, unit: str, yuan: int) -> None:
    # A reader reads the cell before it knows the unit; a unit in the cell itself wins.
    amount = model.Amount("年度金额", text, value=parse_value(text))
    form = Form(budget=model.Budget(unit=unit, amounts=[amount]))
    (read,) = wrap(Document("a.docx", "docx", forms=[form])).forms[0].budget.amounts
    assert money_of(read.value._raw) == yuan
