"""The nouns of jxlint: Place, Cell, Sheet · Form, Budget, Indicator · Value · Finding.

Everything else in the package turns one of these into another: readers make sheets, forms finds the
forms in them, values reads each target, the engine judges forms and makes findings. Nothing here
depends on anything else of the package but the ground.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from linter.ground.errors import JxlintError

if TYPE_CHECKING:
    import pandas

ValueKind = Literal["quantity", "range", "rate", "period", "date", "qualitative", "compound", "text", "empty"]
Comparator = Literal["=", "≥", ">", "≤", "<", "≈", "between"]
RowKind = Literal["indicator", "empty", "template"]
Severity = Literal["error", "warning", "info"]
Confidence = Literal["high", "medium", "low"]
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
class Place(msgspec.Struct, frozen=True, gc=False):
    """Where something stands, in the terms the user sees. Every number counts from 1.

    ``cell`` is a spreadsheet reference such as ``D12``; ``line`` counts lines of a text file and
    ``column`` counts the cells of that line (or characters where the line is one cell). ``record`` is a
    place in data of a system: ``记录3.本年度绩效指标[2]``.
    """

    sheet: str | None = None
    cell: str | None = None
    page: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    line: int | None = None
    record: str | None = None


NOWHERE = Place()


class Cell(msgspec.Struct):
    """One cell as shown to the user: ``text`` is the shown text, untouched (LaTeX and tags included).

    ``row_span``/``column_span`` count the grid cells a merged cell covers (1 = not merged); the
    covered positions hold empty cells with ``covered`` set.
    """

    text: str
    place: Place = NOWHERE
    row_span: int = 1
    column_span: int = 1
    covered: bool = False


class Sheet(msgspec.Struct):
    """A run of rows in reading order: a worksheet, the whole of a text file, a document body.

    Rows may differ in length. A paragraph outside any table is a row of one cell and its index is in
    ``paragraphs``. ``hidden`` marks a worksheet that the user does not see; ``hidden_rows`` are the numbers of
    rows, ``hidden_columns`` the ranges of columns (first and last, from 1) that are not displayed.
    """

    name: str | None = None
    rows: list[list[Cell]] = msgspec.field(default_factory=list)
    paragraphs: set[int] = msgspec.field(default_factory=set)
    hidden: bool = False
    hidden_rows: set[int] = msgspec.field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = msgspec.field(default_factory=list)


class Hidden(msgspec.Struct, frozen=True, gc=False):
    """What was left out of a worksheet because nobody sees it: rows and columns with text; of a hidden sheet all
    its rows."""

    file: str
    sheet: str
    rows: int
    columns: int


class Record(msgspec.Struct):
    """What a system says of one project: texts by what they mean (rules/words/records.yaml), the indicators of the
    year and of the medium term (whose ``term`` is ``medium``), and those of last year."""

    fields: dict[str, Cell] = msgspec.field(default_factory=dict)
    indicators: list[dict[str, Cell]] = msgspec.field(default_factory=list)
    last: list[dict[str, Cell]] = msgspec.field(default_factory=list)
    place: Place = NOWHERE


class Source(msgspec.Struct):
    """A file after reading: what kind it is, its sheets or its records, what could not be read (in Chinese), and
    what was left out as hidden."""

    path: str
    type: str
    sheets: list[Sheet] = msgspec.field(default_factory=list)
    problems: list[str] = msgspec.field(default_factory=list)
    records: list[Record] = msgspec.field(default_factory=list)
    hidden: list[Hidden] = msgspec.field(default_factory=list)


class Value(msgspec.Struct, frozen=True, gc=False):
    """The typed reading of one target.

    ``lower`` and ``upper`` are in ``unit`` (scale word kept: 54.2 万元); both are set for ``=``, one of
    them for an open bound. ``start``/``end`` are ISO days, inclusive; a missing year stays open
    (``--03-31``). ``parts`` holds the members of a compound. ``span`` is where this value stands in
    the text it was found in. ``unit`` is ``""`` when none is written. ``reversed``: the two bounds were printed in
    the wrong order (110-20人); here they stand in the right one.
    """

    text: str
    kind: ValueKind
    cmp: Comparator | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None
    unit: str = ""
    start: str | None = None
    end: str | None = None
    parts: tuple[Value, ...] = ()
    unknown_unit: bool = False
    unit_printed: str = ""
    note: str = ""
    reversed: bool = False
    span: tuple[int, int] = (0, 0)


EMPTY_VALUE = Value(text="", kind="empty")


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
    the unit of the amounts (万元 or 元). ``amounts`` keeps every printed amount in order."""

    total: str | None = None
    fiscal: str | None = None
    carried_over: str | None = None
    other: str | None = None
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
    column_roles: list[ColumnRole] = msgspec.field(default_factory=list)
    place: Place = NOWHERE
    places: dict[str, Place] = msgspec.field(default_factory=dict)

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


class Related(msgspec.Struct, gc=False):
    """Another place that belongs to a finding: an addend of a sum, the twin of a copy."""

    place: Place
    text: str


class Finding(msgspec.Struct):
    """One fault. ``text`` is the cell's text and ``mark`` the faulty part of it, (start, end) or None.

    ``form`` is the form's number, None for a finding about the whole file. ``basis`` holds codes of
    rules/basis.yaml. ``covers`` lists the rules whose findings on the same cell this one stands for.
    """

    rule: str
    severity: Severity
    confidence: Confidence
    message: str
    advice: str
    file: str
    place: Place = NOWHERE
    form: int | None = None
    form_title: str = ""
    project: str = ""
    level2: str = ""
    indicator: str = ""
    field: str = ""
    text: str = ""
    mark: tuple[int, int] | None = None
    related: list[Related] = msgspec.field(default_factory=list)
    covers: list[str] = msgspec.field(default_factory=list)
    fix: dict[str, Any] | None = None
    suggestion: str | None = None
    fingerprint: str = ""


#: Why a rule did not run that the user left out.
NOT_CHOSEN = "没有选用"


class NotRun(msgspec.Struct):
    """A rule that was not run, and why (in Chinese)."""

    rule: str
    reason: str


class Checked(msgspec.Struct):
    """What a run looked at, so that silence is never taken for clean. ``values`` counts readings by kind;
    ``not_understood`` counts printed targets that could not be read as a value. ``profiles`` counts the forms
    judged by each profile, by its title and whether the form was recognised (not told by the user); ``exceptions``
    the faults that an exception of their rule silenced, by rule and reason.
    ``doubts`` counts the columns whose role was told narrowly, ``reused`` the files whose result of an earlier run
    still held (a store);
    ``hidden`` is what was left out of workbooks because nobody sees it, ``passed_by`` are files of
    folders that are no tables, with what they are."""

    files: int = 0
    forms: int = 0
    indicators: int = 0
    rules: int = 0
    values: dict[str, int] = msgspec.field(default_factory=dict)
    not_run: list[NotRun] = msgspec.field(default_factory=list)
    not_understood: int = 0
    doubts: int = 0
    reused: int = 0
    profiles: dict[tuple[str, bool], int] = msgspec.field(default_factory=dict)
    exceptions: dict[tuple[str, str], int] = msgspec.field(default_factory=dict)
    hidden: list[Hidden] = msgspec.field(default_factory=list)
    passed_by: list[tuple[str, str]] = msgspec.field(default_factory=list)


class Answer(msgspec.Struct):
    """A finding that the office has answered, and how. ``given`` is False where the answer is still owed (an
    entry of a baseline); ``until`` is the last day on which it holds."""

    finding: Finding
    reason: str
    who: str = ""
    given: bool = True
    until: datetime.date | None = None


class Coverage(msgspec.Struct, frozen=True, gc=False):
    """Of how many rules that were switched on for a form (``of``) how many found what they need there (``run``)."""

    run: int
    of: int


class Part(msgspec.Struct):
    """What a report says of one file: its document (None where there is none), its findings in the order of the report,
    the answers of the office, and the coverage of its forms by their number."""

    path: str
    document: Document | None
    findings: list[Finding] = msgspec.field(default_factory=list)
    answers: list[Answer] = msgspec.field(default_factory=list)
    coverage: dict[int, Coverage] = msgspec.field(default_factory=dict)


class YearRow(msgspec.Struct):
    """An indicator beside itself in last year's table: the targets as printed, what was achieved, and the change in
    words. ``place`` is that of this year's."""

    file: str
    form: int
    unit: str
    year: int | None
    project: str
    level2: str
    indicator: str
    target_before: str
    achieved_before: str
    target: str
    change: str
    place: Place = NOWHERE


class YearBeside(msgspec.Struct):
    """This year's tables beside last year's. ``fresh`` are projects of this year that last year does not have, ``gone``
    the other way round; ``same_year`` those whose two tables state one year, ``same_file`` files given as both.
    ``indicators_before`` counts last year's indicators of the forms that were matched."""

    forms: int = 0
    forms_before: int = 0
    forms_matched: int = 0
    indicators: int = 0
    indicators_before: int = 0
    indicators_matched: int = 0
    rows: list[YearRow] = msgspec.field(default_factory=list)
    fresh: list[str] = msgspec.field(default_factory=list)
    gone: list[str] = msgspec.field(default_factory=list)
    same_year: list[str] = msgspec.field(default_factory=list)
    same_file: list[str] = msgspec.field(default_factory=list)


class UnitChange(msgspec.Struct):
    """What became of the findings of an earlier run at one unit, and how many are new: ``before`` were there, of which
    some are ``gone``, stand as they were (``stays``), have another value (``changed``) or were not looked for."""

    unit: str
    before: int = 0
    gone: int = 0
    stays: int = 0
    changed: int = 0
    unchecked: int = 0
    fresh: int = 0


class RunBeside(msgspec.Struct):
    """This run beside the one that a store holds, unit by unit."""

    store: str
    units: list[UnitChange] = msgspec.field(default_factory=list)


class Report(msgspec.Struct):
    """The outcome of a run: the documents read, the findings in reading order, and what was checked.

    ``answers`` are findings that no longer count because they were answered. ``notes`` are (file, message)
    pairs about parts that were not read and answers that lapsed or were not used. ``problems``
    are (file, message) pairs of what could not be read. ``coverage`` tells for each form, by file and number, on how
    many rules the judgement of it rests. ``beside`` is there where last year's tables were given, ``since``
    where an earlier run was.

    In a run over many files the lists are sequences that are read from disk each time they are gone through, and
    ``coverage`` is empty: ``parts`` gives file by file what belongs together, whatever the run."""

    documents: list[Document] = msgspec.field(default_factory=list)
    findings: list[Finding] = msgspec.field(default_factory=list)
    checked: Checked = msgspec.field(default_factory=Checked)
    answers: list[Answer] = msgspec.field(default_factory=list)
    notes: list[tuple[str, str]] = msgspec.field(default_factory=list)
    problems: list[tuple[str, str]] = msgspec.field(default_factory=list)
    coverage: dict[tuple[str, int], Coverage] = msgspec.field(default_factory=dict)
    beside: YearBeside | None = None
    since: RunBeside | None = None

    def parts(self) -> Iterator[Part]:
        """What there is of each file, documents first, each file once."""
        parts: dict[str, Part] = {}
        for document in self.documents:
            coverage = {
                form.number: self.coverage[document.path, form.number]
                for form in document.forms
                if (document.path, form.number) in self.coverage
            }
            parts[document.path] = Part(document.path, document, coverage=coverage)
        for finding in self.findings:
            parts.setdefault(finding.file, Part(finding.file, None)).findings.append(finding)
        for answer in self.answers:
            file = answer.finding.file
            parts.setdefault(file, Part(file, None)).answers.append(answer)
        return iter(parts.values())

    def to_dicts(self) -> list[dict[str, Any]]:
        """A flat dict for each finding, in reading order: its texts, and its place as sheet, cell, page, table, row,
        column, line and record."""
        return [
            {
                **{name: getattr(finding, name) for name in _FLAT},
                **msgspec.structs.asdict(finding.place),
                "fingerprint": finding.fingerprint,
            }
            for finding in self.findings
        ]

    def to_frame(self) -> pandas.DataFrame:
        """A pandas data frame with a row for each finding and the columns of ``to_dicts``. Raises JxlintError without
        pandas."""
        try:
            import pandas
        except ImportError:
            raise JxlintError(
                "没有安装 pandas", advice="请运行 pip install pandas，或者用 to_dicts()"
            ) from None
        return pandas.DataFrame(self.to_dicts(), columns=[*_FLAT, *Place.__struct_fields__, "fingerprint"])


_FLAT = (
    *("file", "rule", "severity", "confidence", "message", "advice", "suggestion"),
    *("form", "form_title", "project", "level2", "indicator", "field", "text"),
)
