"""What was read, as one flat table: a row an indicator, ready to be filtered and counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from linter.model import Document, Form, Indicator
from linter.reports.csv import BOM, separated
from linter.reports.view.plaindata import file_path
from linter.reports.view.wording import ROW_KIND, VALUE_KIND, place_text

if TYPE_CHECKING:
    from linter.model import Value

Row = tuple[str, ...]
_SCOPE = {"project": "项目", "department": "部门整体"}
_TERM = {"year": "年度", "medium": "中期"}

_FORM: dict[str, Callable[[Document, Form], object]] = {
    "文件": lambda document, form: file_path(document.path),
    "表号": lambda document, form: form.number,
    "表名": lambda document, form: form.title,
    "范围": lambda document, form: _SCOPE[form.scope],
    "年度": lambda document, form: form.year,
    "项目": lambda document, form: form.project,
    "项目编码": lambda document, form: form.code,
    "主管部门": lambda document, form: form.department,
    "实施单位": lambda document, form: form.implementing_unit,
    "资金总额": lambda document, form: form.budget.total,
    "财政拨款": lambda document, form: form.budget.fiscal,
    "金额单位": lambda document, form: form.budget.unit or form.amount_unit,
    "年度目标": lambda document, form: form.goal,
}
_INDICATOR: dict[str, Callable[[Indicator], object]] = {
    "一级指标": lambda row: row.level1,
    "二级指标": lambda row: row.level2,
    "二级指标原文": lambda row: row.level2_printed,
    "三级指标": lambda row: row.name,
    "指标解释": lambda row: row.description,
    "符号": lambda row: row.comparator,
    "指标值": lambda row: row.value,
    "单位": lambda row: row.unit,
    "分值": lambda row: row.weight,
    "完成值": lambda row: row.actual,
    "确定依据": lambda row: row.basis,
    "地区": lambda row: row.area,
    "期间": lambda row: _TERM[row.term],
    "行的种类": lambda row: ROW_KIND[row.row_kind],
    "位置": lambda row: place_text(row.place),
    "经过修补": lambda row: "是" if row.repaired else "",
}
_READING = ("读作", "比较", "下限", "上限", "读出单位", "起", "止")
#: Columns that hold numbers where the text is one, so that a spreadsheet can add them up.
NUMBERS = frozenset({"表号", "年度", "资金总额", "财政拨款", "分值", "下限", "上限"})
HEADER: Row = (*_FORM, *_INDICATOR, *_READING)


def rows(documents: Iterable[Document]) -> list[Row]:
    """The header, then a row for each indicator; a form without indicators has a row of its own."""
    result = [HEADER]
    for document in documents:
        for form in document.forms:
            head = [_shown(column(document, form)) for column in _FORM.values()]
            for row in form.indicators or [Indicator()]:
                cells = [_shown(column(row)) for column in _INDICATOR.values()]
                result.append((*head, *cells, *_reading(row.parsed)))
    return result


def _reading(value: Value) -> list[str]:
    from linter.values import value_to_json

    plain = value_to_json(value)
    keys = ("cmp", "lower", "upper", "unit", "start", "end")
    return [VALUE_KIND[value.kind], *(_shown(plain[key]) for key in keys)]


def _shown(value: object) -> str:
    return "" if value is None else str(value)


def write_csv(documents: Iterable[Document]) -> bytes:
    """Comma-separated, with a byte-order mark for Excel, no cell a formula."""
    return (BOM + separated(rows(documents))).encode("utf-8", "backslashreplace")


def write_xlsx(documents: Iterable[Document]) -> bytes:
    """A workbook of one sheet 指标, with a frozen header and a filter."""
    from linter.reports.xlsx.sheet import sheet_of

    return sheet_of("指标", rows(documents), NUMBERS)
