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
#: What parts the pairs of one line (项目：甲；单位：乙，资金 86 万元), outside of brackets.
_PARTED = compiled(r"[；;，,。|｜]")
_OPEN, _CLOSED = "（(《“【[", "）)》”】]"
#: A pair that begins behind such a mark: a label and a colon; a label and an amount; a label and a year.
_LEADING_LABEL = compiled(r"\s*([\u4e00-\u9fff\d（）()/]{2,24}?)\s?[:：]")
_LEADING_AMOUNT = compiled(
    r"\s*([\u4e00-\u9fff（）()]{2,20}?)(?:\s*[为共计]?\s*)(?=[-+]?\d[\d,，]*(?:\.\d+)?\s?[百千万亿]*元\s*(?:[（(；;，,。|｜]|\Z))"
)
_LEADING_YEAR = compiled(r"\s*([\u4e00-\u9fff]{2,10}?)\s*[为自从]?\s*(?=20\d\d)")
_TRAILING = " \u3000；;，,。|｜、/／"
_BOLD = compiled(r"\*\*([^*：:]{2,24}[：:]?)\*\*")
#: The number of a pair, before the first one or between two: 一、项目名称：甲；二、单位：乙.
_NUMBER = compiled(r"(?:\A|[；;，,。|｜\s]+)\s*[（(]?[一二三四五六七八九十\d]{1,2}[)）、.．]\s*\Z")
#: No unknown label is longer (建设地点); what runs on before a colon is a sentence.
_LONGEST_UNKNOWN = 8
#: Labels whose value is running text: in it only a listed label with a colon begins another pair.
_RUNNING = frozenset({"goal", "goal_year", "goal_total", "goal_actual", "purpose", "plan"})


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
    if "**" in text:
        text = _BOLD.sub(r"\1", text)
    if len(text) <= 3 or ("：" not in text and ":" not in text):
        found = _AMOUNT.match(text) if " " in text else None
        role = field_role(found[1]) if found else None
        return [(role, found[1], found[2])] if found and role in MONEY_ROLES else []
    whole = _INLINE.match(text)
    role = field_role(whole[1]) if whole else None
    if whole is None or (role is None and not _PARTED.search(whole[1])):
        return []
    marks = _marks(text[:_LONGEST_PAIRS])
    if len(text) > _LONGEST_PAIRS and not (marks and marks[-1].role in _RUNNING):
        marks = []
    if len(marks) < 2 or (marks[0].start and not _NUMBER.match(text[: marks[0].start])):
        if role is None:
            return []
        own = whole[2].strip()
        return [("amount_unit" if is_money_unit(own) else role, whole[1], own)]
    pairs = []
    for mark, after in zip(marks, [*marks[1:], None], strict=True):
        own = text[mark.end : after.start if after is not None else None].strip()
        if after is not None or mark.role not in _RUNNING:
            own = _NUMBER.sub("", own).rstrip(_TRAILING)
        pairs.append(("amount_unit" if is_money_unit(own) else mark.role, mark.label, own))
    return pairs


class _Mark(msgspec.Struct):
    """Where a pair begins in a text: from its label to where its value starts."""

    start: int
    end: int
    label: str
    role: str


def _marks(text: str) -> list[_Mark]:
    """The labels of the pairs in a text: those that are known, and others that blanks or a mark set off from a name or
    another text before them (项目：甲    责任科室：乙). Behind an amount stand its parts (其中：…), read elsewhere."""
    marks: list[_Mark] = []
    textual = False
    begins = _beginnings(text) if _PARTED.search(text) else [0]
    for mark in _PAIR.finditer(text):
        label = mark[1].lstrip("）)")
        role, before = field_role(label), text[: mark.start()]
        if role == "known" and _in_brackets(before):
            # 县委党校（联系人：李某）: a remark on the value.
            continue
        if role is not None or (textual and len(before) - len(before.rstrip()) >= _APART):
            marks.append(_Mark(mark.end(1) - len(label), mark.end(), label, role or "known"))
            textual = role is None or role in _TEXTUAL
    return _with_parted(text, marks, begins) if len(begins) > 1 else marks


def _in_brackets(before: str) -> bool:
    return max(before.rfind("（"), before.rfind("(")) > max(before.rfind("）"), before.rfind(")"))


def _beginnings(text: str) -> list[int]:
    """Where a piece of a text begins: at its start and behind each mark that parts pairs, outside of brackets."""
    begins, depth = [0], 0
    for at, sign in enumerate(text):
        if sign in _OPEN:
            depth += 1
        elif sign in _CLOSED:
            depth = max(0, depth - 1)
        elif not depth and _PARTED.match(sign) and not (sign in ",，" and text[at + 1 : at + 4].isdigit()):
            begins.append(at + 1)
    return begins


def _with_parted(text: str, marks: list[_Mark], begins: list[int]) -> list[_Mark]:
    """The labels of a text, with those that begin behind a mark and that a colon alone does not tell."""
    known = {mark.end: mark for mark in marks}
    found: list[_Mark] = []
    for at in sorted({*begins, *(mark.start for mark in marks)}):
        own = next((mark for mark in marks if mark.start == at), None)
        mark = own or _begun(text, at, found[-1] if found else None)
        if mark is not None and (own or mark.end not in known):
            found.append(mark)
    return found


def _begun(text: str, at: int, before: _Mark | None) -> _Mark | None:
    """The pair that begins at a place of a text, behind the one before it."""
    running = before is not None and before.role in _RUNNING
    if said := _LEADING_LABEL.match(text, at):
        role = field_role(said[1])
        if (
            role is None
            and before is not None
            and before.role in _TEXTUAL
            and len(said[1]) <= _LONGEST_UNKNOWN
        ):
            role = "known"
        return _Mark(said.start(1), said.end(), said[1], role) if role is not None and not running else None
    if running:
        return None
    if (said := _LEADING_AMOUNT.match(text, at)) and (role := field_role(said[1])) in MONEY_ROLES:
        return _Mark(said.start(1), said.end(), said[1], role)
    if (said := _LEADING_YEAR.match(text, at)) and (role := field_role(said[1])) in ("duration", "year"):
        return _Mark(said.start(1), said.end(), said[1], role)
    return None


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
