"""The labels of header fields in a row: 项目名称 | 甲, or 项目名称：甲 in one cell."""

from __future__ import annotations

import re

import msgspec

from linter.forms.head.budget import MONEY_ROLES, is_money_unit
from linter.forms.labelkeys import key
from linter.forms.row import WIDEST, Row, by_texts
from linter.forms.vocabulary import field_role, is_listed_field
from linter.ground.patterns import compiled
from linter.model import Place

_INLINE = compiled(r"\A([^:：]{2,24})[:：]\s*(\S.*)\Z", re.DOTALL)
#: 预算数 30.00: a label and its amount with nothing but blanks between.
_AMOUNT = compiled(r"\A([\u4e00-\u9fff（）()]{2,20}) +([-+]?\d[\d,，]*(?:\.\d+)?\s?(?:[百千万亿]*元)?)\Z")
_PAIR = compiled(r"([\u4e00-\u9fff（）()/]{2,20})\s?[:：]")
#: A label of one or two signs (其他, 单位) is taken for a value where a label waits for one.
_SHORT = 2
#: Labels whose value is a text, and those that head a group of others.
_TEXTUAL = frozenset({"project", "code", "department", "implementing_unit", "duration", "known"})
_GROUPS = frozenset({"total_group", "plan", "known", "spent"})
#: Blanks that set a pair off from the one before it.
_APART = 2
#: Longer texts are running text; pairs are not looked for in them.
_LONGEST_PAIRS = 200


class Label(msgspec.Struct):
    """A label: its role, its text, the columns it spans. ``own`` is the value that stands in the same cell,
    ``empty`` the place of an empty cell beside it; ``filled`` is set once a value is found."""

    role: str
    text: str
    column: int
    end: int
    place: Place
    own: str | None = None
    empty: Place | None = None
    filled: bool = False


def labels_of(row: Row) -> list[Label]:
    """The labels of a row in order."""
    found: list[Label] = []
    for column in row.filled[:WIDEST]:
        text = row.texts[column]
        role = field_role(text)
        if role is not None:
            if not (found and _is_value(row, found[-1], column, text, role)):
                found.append(Label(role, text, column, column + max(1, row.width(column)), row.place(column)))
        elif pairs := inline(text):
            span = column, column + max(1, row.width(column)), row.place(column)
            found += [Label(role, label, *span, own=own) for role, label, own in pairs]
    return found


@by_texts
def may_name_project(row: Row) -> bool:
    """Whether one of the labels of a row may be that of a project: a look at its cells, which is all most rows need."""
    for column in row.filled[:WIDEST]:
        text = row.texts[column]
        if "：" in text or ":" in text or field_role(text) == "project":
            return True
    return False


def inline(text: str) -> list[tuple[str, str, str]]:
    """(role, label, value) of the pairs in one text."""
    if len(text) <= 3 or ("：" not in text and ":" not in text):
        found = _AMOUNT.match(text) if " " in text else None
        role = field_role(found[1]) if found else None
        return [(role, found[1], found[2])] if found and role in MONEY_ROLES else []
    whole = _INLINE.match(text)
    role = field_role(whole[1]) if whole else None
    if whole is None or role is None:
        return []
    marks = _marks(text) if len(text) <= _LONGEST_PAIRS else []
    if len(marks) < 2 or marks[0].start():
        own = whole[2].strip()
        return [("amount_unit" if is_money_unit(own) else role, whole[1], own)]
    pairs = []
    for at, mark in enumerate(marks):
        end = marks[at + 1].start() if at + 1 < len(marks) else len(text)
        own = text[mark.end() : end].strip()
        role = field_role(mark[1]) or "known"
        pairs.append(("amount_unit" if is_money_unit(own) else role, mark[1], own))
    return pairs


def _marks(text: str) -> list[re.Match[str]]:
    """The labels of the pairs in a text: those that are known, and others that blanks set off from a name or another
    text before them (项目：甲    责任科室：乙). Behind an amount stand its parts (其中：…), read elsewhere."""
    marks: list[re.Match[str]] = []
    textual = False
    for mark in _PAIR.finditer(text):
        role, before = field_role(mark[1]), text[: mark.start()]
        if role is not None or (textual and len(before) - len(before.rstrip()) >= _APART):
            marks.append(mark)
            textual = role is None or role in _TEXTUAL
    return marks


def _is_value(row: Row, label: Label, column: int, text: str, role: str) -> bool:
    """Whether a text that reads like a label is the value of the label left of it."""
    if label.role in MONEY_ROLES and role in MONEY_ROLES:
        # The value of an amount is a figure: 财政拨款 | 总额 are two heads.
        return False
    if label.own is not None or row.filled[row.filled.index(column) - 1] != label.column:
        return False
    at = row.filled.index(column)
    after = row.texts[row.filled[at + 1]] if at + 1 < len(row.filled) else ""
    ends = not after or field_role(after) is not None
    if label.role in _TEXTUAL and column == label.end:
        # A project may be called 财政专项资金; what is no listed label is none beside one.
        if not is_listed_field(text):
            return True
        if label.role == "project" and role in MONEY_ROLES:
            return not after or field_role(after) not in MONEY_ROLES
    return len(key(text)) <= _SHORT and label.role not in _GROUPS and ends
