"""What the forms of a file say: fields of the head, amounts, indicators, and how the table was read."""

from __future__ import annotations

from typing import Literal

import msgspec

from linter.model.source import NOWHERE, Hidden, Place
from linter.model.value import EMPTY_VALUE, Value

RowKind = Literal["indicator", "empty", "template"]
Scope = Literal["project", "department"]

#: Canonical second levels, in the order in which a form lists them.
LEVEL2 = (
    "数量指标",
    "质量指标",
    "时效指标",
    "成本指标",
    "经济成本指标",
    "社会成本指标",
    "生态环境成本指标",
    "经济效益指标",
    "社会效益指标",
    "生态效益指标",
    "可持续影响指标",
    "服务对象满意度指标",
)
#: Canonical first levels.
LEVEL1 = ("产出指标", "效益指标", "满意度指标", "成本指标")
#: The header fields of a form that hold text, with their labels.
HEADER = {
    "project": "项目名称",
    "code": "项目编码",
    "department": "主管部门",
    "implementing_unit": "实施单位",
    "duration": "项目期限",
    "purpose": "资金用途",
}
#: The roles that columns of an indicator table may have, with their labels.
COLUMNS = {
    "level1": "一级指标",
    "level2": "二级指标",
    "name": "三级指标",
    "description": "指标解释",
    "comparator": "比较符",
    "type": "指标性质",
    "direction": "指标方向",
    "value": "指标值",
    "value_medium": "中期指标值",
    "unit": "计量单位",
    "weight": "分值",
    "points": "指标分值",
    "actual": "完成值",
    "previous": "以前年度的值",
    "score": "得分",
    "scoring": "评分标准",
    "basis": "依据",
    "note": "备注",
    "reason": "偏差原因",
    "grade_best": "“优”一档",
    "grade": "其他档次",
    "other": "其他",
}


# gc=False: what holds only texts, numbers and its own kind can be in no ring, and the collector need not look at it.
class Text(msgspec.Struct, gc=False):
    """A printed piece of a form, raw as in the file, with its role, for rules that look at writing.

    ``role``: title, project, department, budget, goal, purpose, plan, level, name, description,
    comparator, value, unit, weight, basis, scoring, note, header, footer, narrative, other; list for a project
    that a list names outside its form.
    ``indicator`` is the position (from 0) in ``Form.indicators`` of the row that holds it.
    """

    text: str
    role: str
    place: Place = NOWHERE
    indicator: int | None = None
    label: str = ""


class Amount(msgspec.Struct, gc=False):
    """One printed amount of the budget block: ``label`` as printed, ``text`` as printed."""

    label: str
    text: str
    place: Place = NOWHERE
    value: Value = EMPTY_VALUE


class Budget(msgspec.Struct):
    """The money of a form. ``total``, ``fiscal``, ``carried_over``, ``other`` are printed numbers without
    separators, None where the form has no such row and ``""`` where the row is there but empty. ``unit`` is
    the unit of the amounts (万元 or 元). ``amounts`` keeps every printed amount in order. ``spent``, ``spent_rate`` and
    ``spent_score`` are what a self-evaluation prints behind the total: what was spent, the rate, points for it."""

    total: str | None = None
    fiscal: str | None = None
    carried_over: str | None = None
    other: str | None = None
    spent: str | None = None
    spent_rate: str | None = None
    spent_score: str | None = None
    unit: str | None = None
    amounts: list[Amount] = msgspec.field(default_factory=list)
    places: dict[str, Place] = msgspec.field(default_factory=dict)


class Indicator(msgspec.Struct):
    """One indicator row.

    ``value``, ``comparator`` and ``unit`` are the cells as printed (repaired: no LaTeX, no HTML);
    ``parsed`` is the reading of the three joined. ``level2`` is canonical, None where it cannot be told.
    ``name`` is the name itself, ``name_printed`` keeps marks and template hints. ``repaired`` is set when
    cells of this row were moved or joined before reading, so that a finding in it is less sure.
    ``direction`` is what a column of its own prints of the better way (正向, 反向指标), empty without one.
    """

    level1: str | None = None
    level2: str | None = None
    level2_printed: str = ""
    name: str = ""
    name_printed: str = ""
    description: str = ""
    comparator: str = ""
    value: str = ""
    unit: str = ""
    weight: str = ""
    actual: str = ""
    score: str = ""
    reason: str = ""
    basis: str = ""
    scoring: str = ""
    note: str = ""
    direction: str = ""
    row_kind: RowKind = "indicator"
    term: Literal["year", "medium"] = "year"
    area: str | None = None
    parsed: Value = EMPTY_VALUE
    place: Place = NOWHERE
    places: dict[str, Place] = msgspec.field(default_factory=dict)
    repaired: bool = False


class Heading(msgspec.Struct):
    """A numbered heading of a free-text form: ``number`` as printed (``(二)``), ``label`` canonical level
    name, ``rank`` 1 or 2, ``content`` the text behind it."""

    number: str
    label: str
    rank: int
    content: str
    place: Place = NOWHERE


class Repair(msgspec.Struct):
    """Something mended before judging: ``kind`` is one of latex, html, bookmark, shifted, split, wrapped,
    joined, width; ``text`` says in Chinese what was done."""

    kind: str
    text: str
    place: Place = NOWHERE


class ColumnRole(msgspec.Struct, frozen=True, gc=False):
    """How the role of a column of the indicator table was told: its number (from 1), its ``head``, its ``role``, the
    role it has in the best assignment that gives it another (``runner_up``) and by how many points that one is
    behind (``margin``). ``evidence`` counts the sorts of its cells, ``points`` are those of each role by head
    and cells. ``doubted``: another assignment was close."""

    column: int
    head: str
    role: str
    runner_up: str | None = None
    margin: float | None = None
    doubted: bool = False
    evidence: dict[str, float] = msgspec.field(default_factory=dict)
    points: dict[str, float] = msgspec.field(default_factory=dict)


class Form(msgspec.Struct):
    """One target form: header fields, money, goal, indicators, footer.

    ``number`` counts from 1 over the file. ``columns`` lists the roles of the columns the table has
    (name, description, comparator, value, unit, weight, actual, basis, scoring, note, …), so that a rule
    can tell a missing column from an empty cell. ``layout`` is ``table`` or ``freetext``. ``truncated`` is
    set when the table breaks off: the last heading has nothing behind it and later levels never come.
    ``total_score`` is the sum of all points that a self-evaluation prints below its rows, ``total_weight`` that of the
    points that can be had.
    ``places`` holds the place of each header field by field name. ``column_roles`` says of each column of the
    table how its role was told.
    """

    number: int = 1
    title: str = ""
    scope: Scope = "project"
    layout: Literal["table", "freetext"] = "table"
    year: int | None = None
    amount_unit: str | None = None
    project: str | None = None
    code: str | None = None
    department: str | None = None
    implementing_unit: str | None = None
    duration: str | None = None
    purpose: str | None = None
    goal: str | None = None
    budget: Budget = msgspec.field(default_factory=Budget)
    indicators: list[Indicator] = msgspec.field(default_factory=list)
    columns: list[str] = msgspec.field(default_factory=list)
    headings: list[Heading] = msgspec.field(default_factory=list)
    plan: list[Amount] = msgspec.field(default_factory=list)
    footer: list[Amount] = msgspec.field(default_factory=list)
    fields: dict[str, str] = msgspec.field(default_factory=dict)
    texts: list[Text] = msgspec.field(default_factory=list)
    repairs: list[Repair] = msgspec.field(default_factory=list)
    truncated: bool = False
    total_score: str | None = None
    total_weight: str | None = None
    column_roles: list[ColumnRole] = msgspec.field(default_factory=list)
    place: Place = NOWHERE
    places: dict[str, Place] = msgspec.field(default_factory=dict)

    @property
    def judged_term(self) -> str:
        """The term whose rows are judged: the year's; where only those of the whole period are filled in, these."""
        terms = {row.term for row in self.indicators if row.row_kind == "indicator"}
        return "medium" if terms == {"medium"} else "year"

    @property
    def doubts(self) -> list[ColumnRole]:
        """The columns of the indicator table whose role was told narrowly."""
        return [one for one in self.column_roles if one.doubted]


class Document(msgspec.Struct):
    """A file as understood: its forms, the text outside them, printed totals over forms, and problems.

    ``total`` is the printed sum of the project amounts of the document (合计 row), None if there is none;
    ``summed`` holds the numbers of the forms of that table, over which it is the sum.
    ``earlier`` are last year's forms, where the file itself brings them.
    """

    path: str
    type: str
    forms: list[Form] = msgspec.field(default_factory=list)
    texts: list[Text] = msgspec.field(default_factory=list)
    total: Amount | None = None
    summed: list[int] = msgspec.field(default_factory=list)
    problems: list[str] = msgspec.field(default_factory=list)
    hidden: list[Hidden] = msgspec.field(default_factory=list)
    earlier: list[Form] = msgspec.field(default_factory=list)

    @property
    def records(self) -> bool:
        """Whether it is data of a system and no printed table."""
        return self.type in ("json", "jsonl")
