"""Which records of a table that ran together are certain: what may be cut elsewhere as well is no row."""

from __future__ import annotations

from itertools import pairwise

import msgspec

from linter.forms.labelkeys import shape
from linter.forms.layouts.joinedcells import TARGETS, WORDED, Piece, is_measure, is_state
from linter.forms.layouts.joinedmarks import SIGN, WORD
from linter.forms.layouts.joinedpoints import ITEM, cuts_figures, is_told_twice
from linter.forms.layouts.joinedtext import CELL, Span
from linter.forms.levelwords import level_words
from linter.forms.rows.names import is_numbered, without_hints
from linter.ground.patterns import compiled
from linter.values.find import find, labels

_Stretches = list[list[list[Piece]]]
_GAPS = f" \n{CELL}"
#: Roles that a table fills in every row, if it does in most.
_HABITUAL = ("actual", "comparator", "type", "unit")
_YEAR = compiled(r"20\d\d年度?")
_TWICE = compiled(r"(.{2,20})\1")
_FIGURES = compiled(r"\d{3}|[)）]\d")
_CHINESE = compiled(r"[\u4e00-\u9fff]")


def stand_apart(text: str, stretches: _Stretches, wanted: set[str]) -> bool:
    """Whether the pieces of a table are its cells as they stand: most records then have a name and a target."""
    found = [{piece.role: piece.span for piece in record} for records in stretches for record in records]
    good = 0
    for cells in found:
        name, target = cells.get("name"), next((cells[role] for role in TARGETS if role in cells), None)
        told = text[name.start : name.end] if name else ""
        good += bool(told and (target or not wanted & TARGETS) and not SIGN.search(without_hints(told)))
    return good * 10 >= len(found) * 7


class Proof(msgspec.Struct):
    """What is known of a table: the roles of its columns in order, those that most of its rows fill (``usual``), and
    whether every line is a row, and every piece a cell."""

    text: str
    roles: list[str]
    rowwise: bool
    apart: bool
    usual: set[str] = msgspec.field(default_factory=set)

    @property
    def wanted(self) -> set[str]:
        return set(self.roles)

    def judge(self, stretches: _Stretches) -> list[list[bool]]:
        """Which records of each stretch are certain. One that is not leaves the ones that touch it in doubt too."""
        every = [{piece.role for piece in record} for found in stretches for record in found]
        self.usual = {
            role for role in _HABITUAL if sum(role in roles for roles in every) * 2 >= len(every) > 0
        }
        return [self._stretch(found) for found in stretches]

    def _stretch(self, found: list[list[Piece]]) -> list[bool]:
        own = [self._record(record) for record in found]
        sure = [*own]
        for at, (left, right) in enumerate(pairwise(found)):
            if left[-1].span.end == right[0].span.start and not (own[at] and own[at + 1]):
                sure[at] = sure[at + 1] = False
        return sure

    def _record(self, record: list[Piece]) -> bool:
        cells = {piece.role: piece.span for piece in record}
        name = cells.get("name")
        value = next((cells[role] for role in ("value", "value_medium") if role in cells), None)
        if name is None or not WORD.search(self._told(name)):
            return False
        if value is None:
            # A target that is left out is none only where gaps say so.
            ends = self._touches(record[0].span) or self._touches(record[-1].span)
            return not self.wanted & TARGETS or (self.apart and not ends)
        if not any(piece.cut for piece in record):
            return not is_numbered(self._told(value))
        lacks = "actual" in self.wanted and "actual" not in cells
        twice = "actual" in cells and self._told(cells["actual"]) == self._told(value)
        return (
            self._name(name)
            and self._value(value, name, lacks, twice=twice)
            and self._rest(record, cells, value)
        )

    def _name(self, span: Span) -> bool:
        """Whether a name is nothing but one: no measure at its end or, where no line is a row, in it."""
        told = ITEM.sub("", without_hints(self._told(span)), count=1)
        if not told:
            return False
        names = labels(told)
        measures = [
            one
            for one in find(told)
            if not _YEAR.fullmatch(told[one.start : one.end])
            and not any(first < one.end and one.start < last for first, last in names)
        ]
        if any(one.end == len(told) or not self.rowwise for one in measures):
            return False
        if told[0].isdigit() and self._touches_left(span) and not any(first == 0 for first, _ in names):
            return False
        if not self.rowwise and _FIGURES.search(_YEAR.sub("", told)):
            return False
        return "。" not in told and not _TWICE.fullmatch(told) and not _begins_with_level(told)

    def _value(self, span: Span, name: Span, without_actual: bool, *, twice: bool) -> bool:
        told = self._told(span)
        behind = self.text[span.end : span.end + 1]
        if told[-1].isdigit() and (behind.isdigit() or (self._touches(span) and without_actual)):
            # What was achieved may have run into a bare figure.
            return False
        if shape("joined-tail").search(told):
            return False
        if behind == "。" or (name.end == span.start and not twice and not self._is_boundary(name, span)):
            return False
        return twice or is_measure(told) or is_state(told) or not self._touches(span)

    def _rest(self, record: list[Piece], cells: dict[str, Span], value: Span) -> bool:
        """Whether the other cells of a record leave no doubt of its target."""
        if cuts_figures(self.text, value) and not is_told_twice(self.text, cells):
            return False
        if self.usual - set(cells):
            # 发放时间达标率100%: where others have a target and what was achieved, one figure may be either.
            return False
        limited = shape("joined-limit").fullmatch(self._told(value)) is not None
        if self._between() - set(cells) and not limited:
            # 资金支出率达到目标值95%: a column of words before the targets is blank, or a part of the name.
            return False
        actual = cells.get("actual")
        if actual is not None and is_state(self._told(value)) and self._told(actual).isdigit():
            return False
        after = next((piece for piece in record if piece.span.start == value.end), None)
        if after is None:
            return True
        told = self._told(after.span)
        if after.role in WORDED and is_measure(told):
            return False
        # 年满18周岁后就学水平: words right behind a figure may be the rest of its name.
        words = (
            _CHINESE.match(told) is not None and not is_state(told) and after.role in ("actual", "previous")
        )
        return not words or not self._told(value)[0].isdigit()

    def _is_boundary(self, name: Span, value: Span) -> bool:
        """Whether a target may begin right behind its name: a sign or a figure does, a state where the name is none."""
        told = self._told(value)
        if told[0].isdigit() or not WORD.match(told[:2] + " "):
            last = self.text[name.end - 1]
            return not (told[0].isdigit() and last.isascii() and last.isalnum())
        statement = shape("joined-statement").match(self._told(name)) is not None
        return is_measure(told) or (is_state(told) and not statement)

    def _between(self) -> frozenset[str]:
        """The columns of words between the names and the targets."""
        at = [self.roles.index(role) for role in ("name", "value", "value_medium") if role in self.roles]
        return WORDED & set(self.roles[min(at) : max(at)])

    def _told(self, span: Span) -> str:
        return self.text[span.start : span.end]

    def _touches_left(self, span: Span) -> bool:
        return span.start > 0 and self.text[span.start - 1] not in _GAPS

    def _touches(self, span: Span) -> bool:
        """Whether a stretch begins or ends inside a piece."""
        return self._touches_left(span) or (span.end < len(self.text) and self.text[span.end] not in _GAPS)


def _begins_with_level(told: str) -> bool:
    """Whether a name begins with a word of a level and goes on: 满意度服务对象满意度…, 时效指标任务完成时间."""
    first, second, endings = level_words()
    ends = tuple(end for end in endings if len(end) > 1)
    return any(
        told.startswith(f"{stem}{end}") for stem in (*first, *second) for end in ends if told.startswith(stem)
    ) or (told.startswith("满意度") and len(told) > len("满意度"))
