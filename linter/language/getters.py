"""How each field of an object of expressions is taken from the model."""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from linter import model
from linter.ground.repetition import LONG, without_runs
from linter.language import moneyfields, pointshares
from linter.language.functions.numbering import goal_items, ordinal
from linter.language.functions.prices import price_of
from linter.language.habits import habits_of
from linter.language.meanings import clauses_of, measured, project_type
from linter.language.nodes import Node, outlook_of, value_node
from linter.language.saidbefore import recognise
from linter.language.types import Type, printed_fields

_JUDGED = ("budget", "goal", "indicator", "text_piece")
_BUDGET_ROWS = ("total", "fiscal", "carried_over", "other")
_FORM_ROWS = ("project", "code", "department", "implementing_unit", "duration", "purpose", "goal")


def getters_of(type_: str) -> dict[str, Callable[[Node], Any]]:
    """How each printed field of an object is taken: as ``_TABLE`` says, else the model's own field."""
    if type_ in ("habits", "shares"):
        known = printed_fields(type_).items()
        return {name: _TABLE.get((type_, name)) or _habit(name, field.type) for name, field in known}
    own = {name: field for name, field in printed_fields(type_).items() if (type_, name) not in _TABLE}
    texts = tuple(name for name, field in own.items() if field.type.name == "text")
    return {
        name: _TABLE.get((type_, name)) or (_text(name, texts) if name in texts else _own(name))
        for name in printed_fields(type_)
    }


def _own(name: str) -> Callable[[Node], Any]:
    take = operator.attrgetter(name)
    return lambda node: _plain(take(node._raw))


def _text(name: str, together: tuple[str, ...]) -> Callable[[Node], str | None]:
    """A printed text. Whoever asks for one asks for others: all are taken at once."""
    take = operator.attrgetter(*together) if len(together) > 1 else None

    def get(node: Node) -> str | None:
        if take is None:
            return getattr(node._raw, name) or None
        known = node.__dict__
        for one, text in zip(together, take(node._raw), strict=True):
            known[one] = (text if len(text) <= LONG else without_runs(text)) if text else None
        return known[name]  # type: ignore[no-any-return]

    return get


def _plain(raw: Any) -> Any:
    if raw is None or raw == "":
        return None
    if isinstance(raw, int) and not isinstance(raw, bool):
        return Decimal(raw)
    return list(raw) if isinstance(raw, (list, tuple)) else raw


def _children(type_: str, attribute: str) -> Callable[[Node], list[Node]]:
    def get(node: Node) -> list[Node]:
        return [Node(type_, raw, node, n) for n, raw in enumerate(getattr(node._raw, attribute), 1)]

    return get


def _indicators(form: Node) -> list[Node]:
    rows = _children("indicator", "indicators")(form)
    around = {"form": form, "document": form.document}
    for row in rows:
        row.__dict__.update(around)
        recognise(row)
    return rows


def _text_pieces(node: Node) -> list[Node]:
    """The printed texts. What nearly every rule asks of them is there at once."""
    pieces = []
    form = node if node._type == "form" else None
    around = {"form": form, "document": node if form is None else form.document}
    for number, raw in enumerate(node._raw.texts, 1):
        piece = Node("text_piece", raw, node, number)
        known = piece.__dict__
        known.update(around)
        recognise(piece)
        if "text" not in known:
            text = raw.text if len(raw.text) <= LONG else without_runs(raw.text)
            known.update(text=text or None, role=raw.role or None, label=raw.label or None)
        pieces.append(piece)
    return pieces


def _above(type_: str) -> Callable[[Node], Node | None]:
    def get(node: Node) -> Node | None:
        current = node._owner
        while current is not None and current._type != type_:
            current = current._owner
        return current

    return get


def _printed(rows: tuple[str, ...]) -> Callable[[Node], list[str]]:
    return lambda node: [row for row in rows if getattr(node._raw, row) is not None]


def _position(node: Node) -> Decimal:
    return Decimal(node._position)


def _previous_form(node: Node) -> Node | None:
    earlier = outlook_of(node).forms.get(node._raw.number)
    return Node("form", earlier, None, earlier.number) if earlier is not None else None


def _previous_row(node: Node) -> Node | None:
    earlier = outlook_of(node).rows.get(id(node._raw))
    if earlier is None or node.form is None or node.form.previous is None:
        return None
    return next((row for row in node.form.previous.indicators if row._raw is earlier), None)


def _form_year(node: Node) -> Any:
    return _plain(node._raw.year if node._raw.year is not None else outlook_of(node).year)


def _form_habits(node: Node) -> Node:
    return Node("habits", habits_of(outlook_of(node).profiles.get(node._raw.number)), node)


def _goals(form: Node) -> list[Node]:
    items = goal_items(form._raw.goal) if form.goal else ()
    return [Node("goal", item, form, n) for n, item in enumerate(items, 1)]


def _row_of(piece: Node) -> Node | None:
    owner, position = piece._owner, piece._raw.indicator
    rows: list[Node] = owner.indicators if owner is not None and owner._type == "form" else []
    return rows[position] if position is not None and 0 <= position < len(rows) else None


def _targets(node: Node) -> list[Node]:
    term = node._raw.judged_term  # asked once: it goes through all rows
    return [row for row in node.indicators if row._raw.row_kind == "indicator" and row._raw.term == term]


def _total(document: Node) -> Node | None:
    return Node("amount", document._raw.total, document) if document._raw.total else None


def _dimension(value: Node) -> str | None:
    from linter.values.units import dimension

    return dimension(value._raw.unit) or None if value._raw.unit else None


def _number(value: Node) -> Decimal | None:
    raw: model.Value = value._raw
    if raw.lower is None or raw.upper is None:
        return raw.upper if raw.lower is None else raw.lower
    return raw.lower if raw.lower == raw.upper else None


def _has_number(value: Node) -> bool:
    raw = value._raw
    if _bounded(raw):
        return True
    if raw.kind not in ("text", "qualitative"):
        return False
    if raw.note in ("list", "unread"):  # 95 96: numbers, whatever they mean
        return True
    from linter.values import find_values

    return any(map(_bounded, find_values(raw.text)))


def _bounded(value: model.Value) -> bool:
    return value.lower is not None or value.upper is not None or any(map(_bounded, value.parts))


def _entries(form: Node) -> list[Node]:
    pairs = form._raw.fields.items()
    return [Node("entry", model.Amount(label, text), form, n) for n, (label, text) in enumerate(pairs, 1)]


def _summed(document: Node) -> list[Node]:
    numbers = document._raw.summed
    return [
        form
        for form in document.forms
        if (form._raw.number in numbers if numbers else form._raw.scope == "project")
    ]


def _wrapped(type_: str, raw: Any, owner: Node) -> Node | None:
    return Node(type_, raw, owner) if raw is not None else None


def _habit(name: str, type_: Type) -> Callable[[Node], Any]:
    if type_.of is not None and printed_fields(type_.of.name):
        inner = type_.of.name
        return lambda node: [Node(inner, item, node, n) for n, item in enumerate(node._raw[name], 1)]
    return lambda node: node._raw[name]


_TABLE: dict[tuple[str, str], Callable[[Node], Any]] = {
    ("shares", "total"): pointshares.total,
    ("shares", "said"): pointshares.said,
    ("document", "forms"): _children("form", "forms"),
    ("document", "targets"): lambda node: [target for form in node.forms for target in form.targets],
    ("document", "texts"): _text_pieces,
    ("document", "all_texts"): lambda node: [
        *node.texts,
        *(text for form in node.forms for text in form.texts),
    ],
    ("document", "total"): _total,
    ("document", "summed"): _summed,
    ("form", "number"): lambda node: Decimal(node._raw.number),
    ("form", "goals"): _goals,
    ("form", "goal_items"): lambda node: [goal.text for goal in node.goals if goal.text],
    ("form", "budget"): lambda node: Node("budget", node._raw.budget, node),
    ("form", "indicators"): _indicators,
    ("form", "targets"): _targets,
    ("form", "headings"): _children("heading", "headings"),
    ("form", "plan"): _children("amount", "plan"),
    ("form", "footer"): _children("amount", "footer"),
    ("form", "fields"): _entries,
    ("form", "printed"): _printed(_FORM_ROWS),
    ("form", "texts"): _text_pieces,
    ("form", "repairs"): _children("repair", "repairs"),
    ("form", "previous"): _previous_form,
    ("form", "project_type"): project_type,
    ("form", "habits"): _form_habits,
    ("form", "year"): _form_year,
    ("indicator", "previous"): _previous_row,
    ("indicator", "price"): lambda row: _wrapped("price", price_of(row._raw, outlook_of(row).prices), row),
    ("budget", "printed"): _printed(_BUDGET_ROWS),
    ("budget", "amounts"): _children("amount", "amounts"),
    **{("budget", f"{row}_yuan"): moneyfields.yuan(row) for row in (*_BUDGET_ROWS, "spent")},
    ("amount", "value"): moneyfields.amount_value,
    ("goal", "number"): _position,
    ("goal", "label"): lambda node: node._raw[0] or None,
    ("goal", "text"): lambda node: node._raw[1] or None,
    ("goal", "clauses"): lambda goal: [
        Node("clause", raw, goal, n) for n, raw in enumerate(clauses_of(goal), 1)
    ],
    ("clause", "values"): _children("value", "values"),
    ("indicator", "position"): _position,
    ("indicator", "measures"): measured("measures"),
    ("indicator", "better"): measured("better"),
    ("indicator", "counted"): measured("counted"),
    ("indicator", "per"): measured("per"),
    ("indicator", "wanted_dimension"): measured("dimension"),
    ("indicator", "value"): lambda node: value_node(node._raw.parsed, node),
    ("indicator", "value_printed"): lambda node: node._raw.value or None,
    ("value", "number"): _number,
    ("value", "dimension"): _dimension,
    ("value", "parts"): _children("value", "parts"),
    ("value", "has_number"): _has_number,
    ("text_piece", "indicator"): _row_of,
    ("heading", "ordinal"): lambda node: _plain(ordinal(node._raw.number)),
    **{(owner, "form"): _above("form") for owner in _JUDGED},
    **{(owner, "document"): _above("document") for owner in ("form", *_JUDGED)},
}
