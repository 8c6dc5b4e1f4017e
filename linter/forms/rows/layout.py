"""The columns of an indicator table: the printed head, and the layout that its roles give.

``Head`` is what is printed, ``roles`` say what each column is for, and ``Layout.of`` derives everything else
from the two. Nothing changes a layout: what is learned later goes into the head, and the layout is made anew.
"""

from __future__ import annotations

from functools import cache
from typing import Literal

import msgspec

from linter.forms.labelkeys import shape, words
from linter.forms.row import Row
from linter.forms.rows.cellsorts import is_unit
from linter.forms.vocabulary import column_role, field_role
from linter.ground.patterns import compiled

Term = Literal["year", "medium"]

#: Roles of columns that hold targets.
TARGETS = frozenset({"value", "value_medium", "grade_best"})
#: Columns that a table with several blocks may have once.
_SHARED = frozenset({"note", "basis", "scoring", "weight"})
_MARKS = " *＊★☆"
_UNIT = compiled(r"[（(](?:单位[:：])?([^（）()]{1,6})[）)]\s*\Z")
_LETTER = compiled(r"[A-ZＡ-Ｚ]\Z")


class Target(msgspec.Struct):
    """One value column: its place in the row, the term it is for, and the area it is for."""

    column: int
    term: Term = "year"
    area: str | None = None


class Block(msgspec.Struct):
    """The columns of one indicator: by role, and its value columns."""

    columns: dict[str, int] = msgspec.field(default_factory=dict)
    targets: list[Target] = msgspec.field(default_factory=list)


class Head(msgspec.Struct):
    """The head of an indicator table as printed: ``texts`` by column, over ``depth`` lines, ``above`` the row before
    it and, of several lines, the first one. ``fixed`` are roles told by the form of the head (one column an area,
    years below the values), ``areas`` the columns that are for an area; ``term`` is what the caption of the table
    says, ``year`` the year of the form."""

    texts: dict[int, str]
    depth: int = 1
    above: list[Row] = msgspec.field(default_factory=list)
    fixed: dict[int, str] = msgspec.field(default_factory=dict)
    areas: set[int] = msgspec.field(default_factory=set)
    term: Term | None = None
    year: int | None = None
    #: Set where every row of the table stands under its heads as printed.
    settled: bool = False


class Layout(msgspec.Struct):
    """The columns of an indicator table. ``roles`` gives the role of every column with a head; the blocks, the
    column of the first level (shared by the blocks), the first and the last column and the heads follow from it."""

    head: Head
    roles: dict[int, str]
    blocks: list[Block]
    level1: int | None = None
    first: int = 0
    last: int = 0

    @classmethod
    def of(cls, head: Head, roles: dict[int, str]) -> Layout:
        """The layout of a head whose columns have these roles."""
        layout = cls(head, roles, [Block()], None, min(roles, default=0), max(roles, default=0))
        for column in sorted(roles):
            layout._take(column, roles[column])
        for block in layout.blocks:
            _one_value(block, head.texts)
            _own_weight(block, roles)
            for printed, meant in (("points", "weight"), ("grade", "scoring")):
                if printed in block.columns:
                    block.columns.setdefault(meant, block.columns.pop(printed))
        _share(layout.blocks)
        _terms(layout)
        return layout

    def _take(self, column: int, role: str) -> None:
        block = self.blocks[-1]
        if role == "level1":
            if self.level1 is None:
                self.level1 = column
            elif block.targets:
                self.blocks.append(Block())
            return
        if role in ("level2", "name") and role in block.columns and block.targets:
            block = Block()
            self.blocks.append(block)
        if role in TARGETS:
            area = self.head.texts[column].strip(_MARKS) if column in self.head.areas else None
            block.targets.append(Target(column, "medium" if role == "value_medium" else "year", area))
        block.columns.setdefault(role, column)

    @property
    def heads(self) -> dict[int, str]:
        return self.head.texts

    @property
    def unit(self) -> str:
        """The unit that the head of the values prints in brackets, for figures without one: 指标值（%）.

        A capital there is the letter of the column, by which other heads compute: 年初目标值（A）, 完成率（B/A）."""
        if len(self.blocks) > 1 or "unit" in self.blocks[0].columns or not self.blocks[0].targets:
            return ""
        found = _UNIT.search(self.heads.get(self.blocks[0].targets[0].column, ""))
        return found[1] if found and is_unit(found[1]) and not _LETTER.match(found[1]) else ""

    @property
    def coarser(self) -> int | None:
        """The column of third levels where the names are fourth ones; a row may leave the fourth blank."""
        name = self.blocks[0].columns.get("name")
        if len(self.blocks) > 1 or name is None:
            return None
        spare = [at for at, role in self.roles.items() if role == "other" and at < name]
        return next((at for at in spare if column_role(self.heads.get(at, "")) == "name"), None)

    @property
    def depth(self) -> int:
        return self.head.depth


@cache
def _term_words() -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(words("medium_words")), tuple(words("year_words"))


def term_of(text: str) -> Term | None:
    """The term a head speaks of: 中期目标 → medium, 年度目标 → year."""
    medium, year = _term_words()
    if any(word in text for word in medium):
        return "medium"
    return "year" if any(word in text for word in year) else None


def _one_value(block: Block, heads: dict[int, str]) -> None:
    """Several value columns are kept when they are for areas or terms; of equal ones the first counts, one that
    only foresees something (2024年预计值) giving way to one that sets it (当年指标值). The best grade is a target
    only where nothing else is."""
    if any(target.area for target in block.targets):
        block.targets = [target for target in block.targets if target.area]
        return
    best = block.columns.get("grade_best")
    if len(block.targets) > 1 and best is not None:
        block.targets = [target for target in block.targets if target.column != best]
    seen: dict[Term, Target] = {}
    for target in block.targets:
        first = seen.setdefault(target.term, target)
        if shape("foreseen").search(heads.get(first.column, "")) and not shape("foreseen").search(
            heads.get(target.column, "")
        ):
            seen[target.term] = target
    block.targets = list(seen.values())
    if len(block.targets) == 1:
        block.targets[0].term = "year"


def _own_weight(block: Block, roles: dict[int, str]) -> None:
    """Where each level has points of its own, those of the indicator stand behind its name."""
    name, first = block.columns.get("name"), block.columns.get("weight")
    if name is None or first is None or first > name:
        return
    last = max(block.columns.values())
    behind = [at for at, role in sorted(roles.items()) if role == "weight" and name < at <= last]
    if behind:
        block.columns["weight"] = behind[0]


def _share(blocks: list[Block]) -> None:
    """What stands once behind the last block (备注) is said of every block of the row."""
    last = blocks[-1]
    for role in _SHARED & set(last.columns):
        behind = last.targets and last.columns[role] > max(target.column for target in last.targets)
        if behind and not any(role in block.columns for block in blocks[:-1]):
            for block in blocks[:-1]:
                block.columns[role] = last.columns[role]


def _terms(layout: Layout) -> None:
    """Which of the blocks side by side is the yearly one: told by a head, else the last. A table alone is for the
    term of its caption."""
    blocks = [block for block in layout.blocks if block.targets]
    head = layout.head
    if len(blocks) < 2:
        for target in (target for block in blocks for target in block.targets if head.term is not None):
            target.term = head.term or "year"
        return
    captions = [_term_above(head.above, min(block.columns.values())) for block in blocks]
    for position, block in enumerate(blocks):
        if {"year", "medium"} <= set(captions):
            said = captions[position]
            for target in block.targets:
                target.term = said or "year"
            continue
        told = (term_of(head.texts.get(column, "")) for column in sorted(block.columns.values()))
        said = next((term for term in told if term), None)
        said = said or captions[position]
        for target in block.targets:
            target.term = said or ("year" if position == len(blocks) - 1 else "medium")
    if not any(target.term == "year" for block in blocks for target in block.targets):
        for target in blocks[-1].targets:
            target.term = "year"


def _term_above(above: list[Row], column: int) -> Term | None:
    """The term that a row right above the head gives for a column (长期绩效指标 | 年度绩效指标)."""
    for row in reversed(above):
        terms = [(at, term_of(row.texts[at])) for at in row.filled if field_role(row.texts[at]) or at > 0]
        if len({term for _, term in terms if term}) < 2:
            continue
        left = [term for at, term in terms if at <= max(column, 1) and term]
        if left:
            return left[-1]
    return None
