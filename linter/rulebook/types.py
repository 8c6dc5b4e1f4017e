"""The objects that expressions speak of: every field with its type and what it means.

This table is the only description of the fields: the checker of expressions, the "did you mean" of errors,
the paths of message templates and the reference for rule authors all read it. ``linter.rulebook.nodes``
says how each field is taken from the model.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple, get_args

import msgspec

from linter import model
from linter.rulebook.suggest import fault


class Type(msgspec.Struct, frozen=True):
    """The type of an expression: ``name`` is text, number, bool, date, null, list or the name of an object.

    ``of`` is the type of the items of a list. ``values`` lists the only texts the field can hold, if they
    are a closed set. Anything may be missing (None), whatever its type.
    """

    name: str
    of: Type | None = None
    values: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"list[{self.of}]" if self.name == "list" else self.name

    def chinese(self) -> str:
        """How messages name the type: ``文本``, ``“绩效指标”列表``."""
        if self.name == "list":
            inner = "" if self.of is None or self.of.name == "null" else self.of.chinese()
            return f"{inner}列表"
        return NAMES[self.name]

    def open(self) -> Type:
        """The type without its closed set of values."""
        return Type(self.name, self.of)

    def fits(self, wanted: Type) -> bool:
        """Whether a value of this type may stand where ``wanted`` is asked for."""
        if self.name == "null" or wanted.name == "any":
            return True
        if self.name != wanted.name:
            return False
        return self.of is None or wanted.of is None or self.of.fits(wanted.of)


TEXT, NUMBER, BOOL, DATE, NULL = map(Type, ("text", "number", "bool", "date", "null"))


class Field(NamedTuple):
    """A declared field: its type and one Chinese phrase for rule authors."""

    type: Type
    note: str


#: Objects a rule can be about, in the order in which the reference lists them.
GIVEN = ("document", "form", "budget", "goal", "indicator", "text")

NAMES = {
    "text": "文本",
    "number": "数",
    "bool": "是非",
    "date": "日期",
    "null": "空值",
    "any": "任意值",
    "list": "列表",
    "document": "文件",
    "form": "绩效目标表",
    "budget": "预算",
    "amount": "金额",
    "entry": "登记项",
    "goal": "目标条目",
    "indicator": "指标",
    "value": "指标值",
    "text_piece": "文字",
    "heading": "标题",
    "repair": "修复",
}

_CLOSED = {
    "level1": model.LEVEL1,
    "level2": model.LEVEL2,
    "kind": get_args(model.ValueKind),
    "cmp": get_args(model.Comparator),
    "row_kind": get_args(model.RowKind),
    "scope": get_args(model.Scope),
    "layout": ("table", "freetext"),
    "term": ("year", "medium"),
    "form_row": ("project", "code", "department", "implementing_unit", "duration", "purpose", "goal"),
    "budget_row": ("total", "fiscal", "carried_over", "other"),
}

# Type in front, then what the field is. `text:level1` is a text out of the closed set of that name.
_TABLE: dict[str, dict[str, str]] = {
    "document": {
        "path": "text 文件路径",
        "type": "text 文件类型，如 xlsx、text",
        "forms": "list[form] 全部绩效目标表，按先后次序",
        "targets": "list[indicator] 各表的 targets 连在一起",
        "texts": "list[text_piece] 表外的文字",
        "all_texts": "list[text_piece] 表外和各表的全部文字",
        "total": "amount 各项目金额的合计行",
    },
    "form": {
        "number": "number 在文件中的序号，从 1 起",
        "title": "text 标题",
        "scope": "text:scope project 项目支出，department 部门（单位）整体",
        "layout": "text:layout table 表格，freetext 一格之内的文字",
        "year": "number 预算年度",
        "amount_unit": "text 金额单位",
        "project": "text 项目名称",
        "code": "text 项目编码",
        "department": "text 主管部门",
        "implementing_unit": "text 实施单位",
        "duration": "text 项目期限",
        "purpose": "text 用途、立项依据等说明",
        "goal": "text 年度绩效目标全文",
        "goals": "list[goal] 年度绩效目标按编号分开的条目，含只有编号的条目",
        "goal_items": "list[text] 各目标条目的正文，不含空条目",
        "budget": "budget 资金",
        "indicators": "list[indicator] 全部指标行，含空行、模板行和中期指标",
        "targets": "list[indicator] 年度指标：row_kind 为 indicator，term 为 year",
        "columns": "list[text] 表中有哪些列：name、value、unit、weight、basis、scoring 等",
        "headings": "list[heading] 文字式目标表的各级标题",
        "plan": "list[amount] 支出计划",
        "footer": "list[amount] 表尾的审核、填报等栏",
        "fields": "list[entry] 其他登记项",
        "printed": "list[text:form_row] 表上印有的表头项（内容可以为空）",
        "texts": "list[text_piece] 表内全部文字，按原样",
        "repairs": "list[repair] 读表时修复过什么",
        "truncated": "bool 表格中途断开",
        "previous": "form 上年同一项目的表（用 --previous 给出时才有）",
        "document": "document 所在文件",
    },
    "budget": {
        "total": "text 年度资金总额，按表上所写",
        "fiscal": "text 财政拨款",
        "carried_over": "text 上年结转",
        "other": "text 其他资金",
        "unit": "text 金额单位，万元或元",
        "total_yuan": "number 年度资金总额，元",
        "fiscal_yuan": "number 财政拨款，元",
        "carried_over_yuan": "number 上年结转，元",
        "other_yuan": "number 其他资金，元",
        "printed": "list[text:budget_row] 表上印有的资金行（金额可以为空）",
        "amounts": "list[amount] 印出的每一个金额",
        "form": "form 所在的表",
        "document": "document 所在文件",
    },
    "amount": {
        "label": "text 栏目名称",
        "text": "text 所填内容",
        "value": "value 所填内容读作金额（未写单位的，用表上的金额单位）",
    },
    "entry": {"label": "text 栏目名称", "text": "text 所填内容"},
    "goal": {
        "number": "number 第几条，从 1 起",
        "label": "text 编号，如 目标一",
        "text": "text 正文，只有编号的条目没有正文",
        "form": "form 所在的表",
        "document": "document 所在文件",
    },
    "indicator": {
        "position": "number 在表中是第几个指标行，从 1 起",
        "level1": "text:level1 一级指标",
        "level2": "text:level2 二级指标，规范名称",
        "level2_printed": "text 二级指标，按表上所写",
        "name": "text 三级指标名称",
        "name_printed": "text 三级指标名称，带编号、标记和模板提示",
        "description": "text 指标解释、描述",
        "comparator": "text 比较符号一栏",
        "value": "value 指标值：比较符号、值、单位三栏合读",
        "value_printed": "text 指标值一栏，按表上所写",
        "unit": "text 计量单位一栏",
        "weight": "text 分值、权重一栏",
        "actual": "text 实际完成值一栏",
        "basis": "text 指标值确定依据一栏",
        "scoring": "text 评分标准一栏",
        "note": "text 备注一栏",
        "row_kind": "text:row_kind indicator 指标，empty 空行，template 模板行",
        "term": "text:term year 年度，medium 中期",
        "area": "text 所属地区（一列一地区的表）",
        "repaired": "bool 这一行读取时修复过",
        "previous": "indicator 上年的同一指标（用 --previous 给出时才有）",
        "form": "form 所在的表",
        "document": "document 所在文件",
    },
    "value": {
        "text": "text 所写的文字",
        "kind": "text:kind quantity 数量，range 区间，rate 单价、频次，period 期间，date 日期，"
        "qualitative 定性，compound 多个值，text 文字，empty 空",
        "cmp": "text:cmp 比较关系",
        "lower": "number 下限，以 unit 计",
        "upper": "number 上限，以 unit 计",
        "number": "number 唯一的数：下限或上限；真正的区间没有",
        "unit": "text 计量单位，规范写法",
        "unit_printed": "text 计量单位，按所写",
        "dimension": "text 量纲，如 money、person、ratio",
        "unknown_unit": "bool 计量单位不认识",
        "start": "date 起日",
        "end": "date 止日",
        "parts": "list[value] 多个值中的每一个",
        "has_number": "bool 所写文字里有数量",
        "note": "text 读取说明",
    },
    "text_piece": {
        "text": "text 文字，按原样",
        "role": "text 这段文字是什么：title、project、goal、name、value、scoring、footer、narrative 等",
        "label": "text 栏目名称",
        "indicator": "indicator 所在的指标行",
        "form": "form 所在的表",
        "document": "document 所在文件",
    },
    "heading": {
        "number": "text 编号，按所写，如 (二)",
        "ordinal": "number 编号的数值，如 2",
        "label": "text 规范的级别名称，如 数量指标",
        "rank": "number 1 一级，2 二级",
        "content": "text 标题后的内容",
    },
    "repair": {"kind": "text 修复了什么：latex、html、shifted、split 等", "text": "text 说明"},
}


def parse_type(text: str) -> Type:
    """``list[text:level1]`` → Type. The notation of the tables of fields and functions."""
    if text.startswith("list["):
        return Type("list", parse_type(text[5:-1]))
    name, _, closed = text.partition(":")
    return Type(name, values=_CLOSED[closed] if closed else ())


@cache
def fields(owner: str) -> dict[str, Field]:
    """The declared fields of an object by name; empty for a type that has none."""
    table = {}
    for name, entry in _TABLE.get(owner, {}).items():
        notation, note = entry.split(" ", 1)
        table[name] = Field(parse_type(notation), note)
    return table


def object_types() -> tuple[str, ...]:
    return tuple(_TABLE)


def given_type(given: str) -> Type:
    """The type of the objects a rule with this ``given`` visits (``text`` visits pieces of text)."""
    return Type("text_piece" if given == "text" else given)


def field_type(given: str, path: str, *, file: str = "", line: int = 1, column: int = 1) -> Type:
    """The type of a field path such as ``value.unit`` as seen from a ``given`` object.

    Raises JxlintError with a suggestion when a field is not declared.
    """
    current = given_type(given)
    at = column
    for position, name in enumerate(path.split(".")):
        known = fields(current.name)
        if name in known:
            current = known[name].type
        elif not (position == 0 and name in ("this", given)):
            raise no_field(current, name, file=file, line=line, column=at)
        at += len(name) + 1
    return current


def no_field(owner: Type, name: str, *, file: str, line: int, column: int) -> Exception:
    """The error for a field that ``owner`` does not have."""
    known = fields(owner.name)
    if not known:
        hint = "列表要用 first、filter、map 等函数取用" if owner.name == "list" else "请删去后面的字段"
        return fault(f"{owner.chinese()}没有字段“{name}”", file, line, column, advice=hint)
    return fault(f"{owner.chinese()}没有字段“{name}”", file, line, column, wrong=name, known=known)


def conversion(got: Type, wanted: Type) -> str:
    """What to write to get ``wanted`` out of ``got``; empty if there is no such thing."""
    if got.name in ("value", "amount", "goal", "text_piece") and wanted.name == "text":
        return "比较文字请用它的 .text"
    if got.name == "value" and wanted.name == "number":
        return "比较数请用它的 .number、.lower 或 .upper"
    if got.name == "value" and wanted.name == "date":
        return "比较日期请用它的 .start 或 .end"
    if got.name == "text" and wanted.name == "number":
        return "把文字读作数请写 reading(…).number"
    if wanted.name == "bool":
        return "有没有内容请写 not empty(…)"
    return ""
