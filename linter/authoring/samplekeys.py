"""The keys of a case: what each part of an imagined document may say, and of which type."""

from __future__ import annotations

#: Keys of a case, with the note for the schema.
CASE_KEYS = {
    "name": "一句话：这个用例说的是什么",
    "source": "real 取自真实表格，made 自拟（默认）",
    "document": "文件：{total: 合计, forms: [...], texts: [...]}",
    "form": "目标表的字段：year、project、goal、columns、footer 等",
    "budget": "资金：total、fiscal、carried_over、other、unit",
    "goal": "年度绩效目标",
    "indicator": "一行指标",
    "indicators": "多行指标",
    "texts": "原样文字：{role, text, label}",
    "previous": "上年的表：{project, goal, indicators 等}，按项目和指标名称对应",
    "prices": "价格表：[{item: 台式计算机, unit: 台, low: 3000, high: 6000}]",
    "collection": "跨文件查得的一行：{units: 3, forms: 3, unit: 东局, share: 100 …}，given 写 collection 的规则用",
    "input": "一段完整的原文，按真实文件读取",
    "says": "应当报告的消息（一字不差）",
    "proves": "good：证明哪一条例外（写它的 because）；bad：证明哪一条从轻",
    "severity": "从轻以后的级别",
    "count": "应当报告几次",
}
TEXT, NUMBER, FLAG, LIST = "文字（数字请加引号）", "整数", "true 或 false", "列表"
TYPES: dict[str, type | tuple[type, ...]] = {TEXT: str, NUMBER: int, FLAG: bool, LIST: list}
FORM = {
    **dict.fromkeys(
        (
            "title",
            "scope",
            "layout",
            "amount_unit",
            "project",
            "code",
            "department",
            "implementing_unit",
            "duration",
            "purpose",
            "goal",
            "profile",
        ),
        TEXT,
    ),
    "number": NUMBER,
    "year": NUMBER,
    "truncated": FLAG,
    **dict.fromkeys(("columns", "headings", "plan", "footer", "repairs", "texts", "indicators"), LIST),
    "budget": "",
    "fields": "",
    "indicator": "",
}
#: Cells of a row that are columns of the table; the last ones are only there when the case gives them.
CELLS = (
    "name",
    "description",
    "comparator",
    "value",
    "unit",
    "weight",
    "actual",
    "score",
    "reason",
    "basis",
    "scoring",
    "note",
)
ROW = {
    **dict.fromkeys(
        (
            "level1",
            "level2",
            "level2_printed",
            "name",
            "name_printed",
            *CELLS[1:],
            "row_kind",
            "term",
            "area",
        ),
        TEXT,
    ),
    "repaired": FLAG,
}
BUDGET = {**dict.fromkeys(("total", "fiscal", "carried_over", "other", "unit"), TEXT), "amounts": LIST}
AMOUNT = {"label": TEXT, "text": TEXT}
BUDGET_LABELS = {
    "total": "年度资金总额",
    "fiscal": "财政拨款",
    "carried_over": "上年结转",
    "other": "其他资金",
}
PIECES = {"role": TEXT, "text": TEXT, "label": TEXT, "indicator": NUMBER}
HEADING = {"number": TEXT, "label": TEXT, "content": TEXT, "rank": NUMBER}
REPAIR = {"kind": TEXT, "text": TEXT}
DOCUMENT = {"path": TEXT, "type": TEXT, "total": TEXT, "forms": LIST, "texts": LIST}
HEAD = {
    "title": "",
    "project": "项目名称",
    "code": "项目编码",
    "department": "主管部门",
    "implementing_unit": "实施单位",
    "duration": "项目期限",
    "purpose": "用途",
    "goal": "年度绩效目标",
}
HEAD_ROLES = {"title", "project", "department", "goal", "purpose"}
