"""One rule, explained: its facts and the cases that stand beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from linter.authoring.rulelist import describe
from linter.reports.view.columns import wrap
from linter.reports.view.wording import clean, shorten

if TYPE_CHECKING:
    from linter.authoring.cases import Case
    from linter.rulebook import Rule, Rulebook

_GROUPS = (("bad", "坏例"), ("good", "好例"), ("known_noise", "已知会误报"), ("known_miss", "已知会漏报"))
#: How keys of a case read to people; other keys are shown as they are.
_LABELS = {
    "form": "表",
    "budget": "资金",
    "goal": "目标",
    "indicator": "指标",
    "indicators": "指标",
    "texts": "文字",
    "document": "文件",
    "forms": "表",
    "year": "年度",
    "project": "项目",
    "title": "标题",
    "level2": "二级指标",
    "name": "名称",
    "value": "指标值",
    "comparator": "符号",
    "unit": "单位",
    "description": "解释",
    "total": "总额",
    "text": "文字",
    "role": "位置",
    "duration": "期限",
    "columns": "列",
    "footer": "表尾",
    "basis": "依据",
    "weight": "分值",
    "headings": "标题行",
    "number": "编号",
    "label": "栏目",
    "content": "内容",
    "rank": "层级",
    "layout": "版式",
    "truncated": "中断",
    "row_kind": "行的种类",
    "repairs": "修补",
    "kind": "种类",
    "amounts": "金额",
    "plan": "支出计划",
    "fiscal": "财政拨款",
    "other": "其他资金",
    "carried_over": "上年结转",
    "name_printed": "印出的名称",
    "actual": "完成值",
    "score": "得分",
    "reason": "偏差原因",
    "scoring": "评分标准",
    "scope": "范围",
    "department": "主管部门",
    "purpose": "用途",
    "input": "原文",
}
#: Values of a case that are words of the rule language.
_WORDS = {
    "True": "是",
    "False": "否",
    "freetext": "一格一项",
    "table": "表格",
    "empty": "空行",
    "template": "模板行",
    "department": "部门整体",
}
_ABOUT_CASE = {"name", "source", "says", "count", "proves", "severity"}
_INPUT_LINES = 12


def write(rule: Rule, rulebook: Rulebook, width: int = 100) -> str:
    """Facts and cases of a rule. Raises JxlintError when its file is gone or its cases cannot be read."""
    lines = [f"{rule.id} {rule.title}（{rule.name}）", ""]
    for label, text in describe(rule, rulebook):
        first, *rest = wrap(f"{label}：{clean(text)}", max(width, 40))
        lines += [first, *(f"  {line}" for line in rest)]
    for _, cases in cases_of(rule):
        for case in cases:
            lines += ["", *case]
    return "\n".join(lines) + "\n"


def cases_of(rule: Rule) -> list[tuple[str, list[list[str]]]]:
    """The cases of a rule by group, as (heading, cases); a case is its lines of plain text."""
    from linter.authoring.cases import load_cases

    cases = load_cases(rule.path)
    groups = ((label, [_case(case, label) for case in getattr(cases, group)]) for group, label in _GROUPS)
    return [(label, shown) for label, shown in groups if shown]


def _case(case: Case, label: str) -> list[str]:
    name = case.data.get("name")
    head = f"{label} {case.number}{f'　{clean(name)}' if name else ''}"
    real = "（取自真实表格）" if case.data.get("source") == "real" else ""
    lines = [f"{head}{real}："]
    for key, value in case.data.items():
        if key == "input":
            shown = str(value).splitlines()
            lines += [f"    {shorten(clean(line), 100)}" for line in shown[:_INPUT_LINES]]
            lines += ["    …"] if len(shown) > _INPUT_LINES else []
        elif key not in _ABOUT_CASE:
            lines += [f"    {line}" for line in _lines(_LABELS.get(key, key), value)]
    if proves := case.data.get("proves"):
        lines.append(f"    因：{clean(str(proves))}")
    if says := case.data.get("says"):
        lines.append(f"    → {clean(str(says))}")
    return lines


def _lines(label: str, value: Any) -> list[str]:
    if isinstance(value, list) and value and all(isinstance(item, Mapping) for item in value):
        return [line for item in value for line in _lines(label, item)]
    if isinstance(value, Mapping):
        nested = {key: item for key, item in value.items() if isinstance(item, Mapping | list)}
        plain = {key: item for key, item in value.items() if key not in nested}
        lines = [f"{label}：{_pairs(plain)}"] if plain else []
        return lines + [line for key, item in nested.items() for line in _lines(_LABELS.get(key, key), item)]
    return [f"{label}：{_plain(value)}"]


def _pairs(value: Mapping[str, Any]) -> str:
    return "，".join(f"{_LABELS.get(key, key)} {_plain(item)}" for key, item in value.items())


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(_plain(item) for item in value)
    if isinstance(value, Mapping):
        return _pairs(value)
    if value is None:
        return "（空）"
    return _WORDS.get(str(value)) or shorten(clean(str(value)), 160) or "（空）"
