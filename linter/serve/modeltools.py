"""The tools that language models are offered: check, parse, explain, suggest. Each answers with a short text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from linter.ground.errors import JxlintError
from linter.ground.nearest import nearest
from linter.serve.shortanswers import cut

if TYPE_CHECKING:
    from linter.model import Finding
    from linter.pipeline import Outcome

_TEXT = {"type": "string"}
_YEAR = {"type": "integer", "minimum": 2000, "maximum": 2100, "description": "表上没写预算年度时用"}
#: What may be checked: one of these.
_SOURCES = {
    "path": {**_TEXT, "description": "文件或文件夹的路径"},
    "text": {**_TEXT, "description": "表的文字，一行一行，格子之间用制表符或 |"},
    "records": {
        "type": "array",
        "items": {"type": "object"},
        "description": "记录：一个项目一个，或一个指标一个",
    },
}
#: Each tool: what it is for, and its arguments as JSON Schema has them.
TOOLS: dict[str, tuple[str, dict[str, Any]]] = {
    "check": (
        "检查预算绩效目标表：哪里错、改为什么。path、text、records 给一个",
        {
            **_SOURCES,
            "year": _YEAR,
            "select": {"type": "array", "items": _TEXT, "description": "只用这些规则，如 KX01、SD"},
            "severity": {"enum": ["error", "warning", "info"], "description": "列到哪一级，默认 warning"},
            "offset": {"type": "integer", "minimum": 0, "description": "从第几处之后列起，上次没列完时用"},
        },
    ),
    "parse": (
        "解释指标值：是数量、区间、日期还是文字，比较符号、上下限、单位",
        {"values": {"type": "array", "items": _TEXT, "minItems": 1, "description": '如 ["≥95%"]'}},
    ),
    "explain": (
        "讲一条规则：为什么、怎么改、什么情况不算错、依据、坏例和好例",
        {"rule": {**_TEXT, "description": "编号或规则名，如 KX01"}},
    ),
    "suggest": (
        "一个指标怎样写：指出写得不对的地方和改法，列出同类项目的写法",
        {
            "name": {**_TEXT, "description": "三级指标名称"},
            "value": {**_TEXT, "description": "指标值，还没有就不写"},
            "level2": {**_TEXT, "description": "二级指标，如 数量指标"},
            "project": {**_TEXT, "description": "项目名称"},
            "year": _YEAR,
        },
    ),
}
_NEEDED = {"parse": ["values"], "explain": ["rule"], "suggest": ["name"]}
_KINDS: dict[str, tuple[type, str]] = {
    "string": (str, "文字"),
    "integer": (int, "整数"),
    "array": (list, "列表"),
    "object": (dict, "对象"),
}
_RANK = {"error": 0, "warning": 1, "info": 2}
_MOST_VALUES = 200


def described() -> list[dict[str, Any]]:
    """The tools as the protocol lists them."""
    return [
        {
            "name": name,
            "description": what,
            "inputSchema": {
                "type": "object",
                "properties": properties,
                "additionalProperties": False,
                **({"required": _NEEDED[name]} if name in _NEEDED else {}),
            },
            "annotations": {"readOnlyHint": True, "openWorldHint": False},
        }
        for name, (what, properties) in TOOLS.items()
    ]


class Toolbox:
    """The tools, with what the server was told at its start: files below ``root`` only, where one is given."""

    def __init__(self, root: Path | None = None, config: str | None = None) -> None:
        self._root = root.resolve() if root is not None else None
        self._config = config

    def use(self, name: str, arguments: Any) -> str:
        """The answer of a tool, short enough for a message. Raises JxlintError for arguments that do not fit, and for
        all that a command would refuse."""
        _accept(name, arguments)
        made: str = getattr(self, f"_{name}")(**arguments)
        return made

    def _check(
        self,
        path: str | None = None,
        text: str | None = None,
        records: list[dict[str, Any]] | None = None,
        year: int | None = None,
        select: Iterable[str] = (),
        severity: str = "warning",
        offset: int = 0,
    ) -> str:
        given = [source for source in (path, text, records) if source is not None]
        if len(given) != 1:
            raise JxlintError("path、text、records 应给一个，而且只给一个", advice="请改正后再调用")
        outcome = self._run(
            Path(path) if path is not None else given[0],
            as_text=text is not None,
            year=year,
            select=tuple(select),
        )
        return _told(outcome, severity, offset)

    def _run(self, source: Any, *, as_text: bool = False, **wishes: Any) -> Outcome:
        from linter.pipeline.api import run_on

        if isinstance(source, Path) and self._root is not None and not _below(source, self._root):
            raise JxlintError(
                "不在可以读的文件夹里", path=str(source), advice=f"只能读 {self._root} 里的文件"
            )
        if as_text and "\n" not in source:
            source += "\n"  # a text of one line is no path
        return run_on(source, wishes, config=self._config)

    def _parse(self, values: list[str]) -> str:
        from linter.reports.readout.valuetable import jsonl_line
        from linter.values import parse_value

        if len(values) > _MOST_VALUES:
            raise JxlintError(f"一次最多 {_MOST_VALUES} 个值", advice="请分几次")
        return cut(
            (jsonl_line(text, parse_value(text)).rstrip("\n") for text in values),
            lambda count: f"（还有 {count} 个值放不下，请分几次）",
        )

    def _explain(self, rule: str) -> str:
        from linter.authoring.explanation import cases_of
        from linter.authoring.rulelist import describe
        from linter.config import Configuration
        from linter.rulebook import load_rulebook

        book = load_rulebook(Configuration(explicit=self._config).settings("表格").rules)
        found = book.find(rule)
        if len(found) > 1:
            return cut([f"{one.id} {one.title}（{one.name}）" for one in found])
        lines = []
        for one in found:
            lines += [f"{one.id} {one.title}（{one.name}）"]
            lines += [f"{label}：{text}" for label, text in describe(one, book)]
            for _, cases in cases_of(one):
                # Two of a kind, so that good ones find room beside the bad ones.
                lines += [line for case in cases[:2] for line in case]
        return cut(lines, lambda count: f"（全文请运行 jxlint explain {found[0].id}）")

    def _suggest(
        self, name: str, value: str = "", level2: str = "", project: str = "", year: int | None = None
    ) -> str:
        from linter.meaning.project import project_type
        from linter.suggesting.candidates import candidates

        row = {"二级指标": level2, "三级指标": name, "指标值": value}
        record = {"项目名称": project or "项目", "绩效指标": [row], **({"预算年度": year} if year else {})}
        lines = []
        if value:
            outcome = self._run([record])
            mine = [one for one in outcome.report.findings if one.place.record and "[1]" in one.place.record]
            lines += [_finding(one) for one in mine if one.severity != "info"]
            lines = lines or ["没有发现写法上的问题。"]
        entries = candidates(project_type(project), level2 or None, f"{name}{project}", limit=8)
        lines += ["同类项目的写法（__ 由填表人填）："]
        lines += [f"{entry.level2} {entry.name} {entry.form}" for entry in entries]
        return cut(lines)


def _told(outcome: Outcome, severity: str, offset: int) -> str:
    """A report in lines: what was checked, the grade of each form, the findings."""
    from linter.grading import grades
    from linter.reports.view.outline import summary
    from linter.reports.view.wording import BUILT_IN

    report = outcome.report
    shown = [
        one for one in report.findings if one.rule not in BUILT_IN and _RANK[one.severity] <= _RANK[severity]
    ]
    shown.sort(key=lambda one: _RANK[one.severity])  # what is cut off is what matters least
    checked = report.checked
    lines = [
        f"{summary(report)}查了 {checked.forms} 张表、{checked.indicators} 个指标、{checked.rules} 条规则。"
    ]
    lines += [f"没有检查成：{path}：{message}" for path, message in report.problems[:5]]
    lines += [f"没有检查：{path}（{what}）" for path, what in checked.passed_by[:5]]
    if offset == 0:
        lines += [
            f"第{one.form}张表 {one.project or one.title}：{one.name} {one.score}分，"
            f"查了 {one.coverage.run}/{one.coverage.of} 条"
            for one in grades(report, outcome.rulebook)[:10]
        ]
    several = len({one.file for one in shown}) > 1, len({(one.file, one.form) for one in shown}) > 1
    at = len(lines)
    lines += [_finding(one, several) for one in shown[offset:]]
    return cut(
        lines,
        lambda count: f"（还有 {count} 处没有列出，用 offset={offset + len(lines) - at - count} 接着看）",
    )


def _finding(finding: Finding, several: tuple[bool, bool] = (False, False)) -> str:
    """One line; ``several``: whether there are several files, and several forms."""
    from linter.reports.view.wording import SEVERITY, indicator_text, place_text

    where = [finding.file] if several[0] else []
    where += [f"第{finding.form}张表"] if several[1] and finding.form else []
    where += [place_text(finding.place), indicator_text(finding)]
    said = f"{SEVERITY[finding.severity]} {finding.rule} {' '.join(part for part in where if part)}：{finding.message}"
    if finding.suggestion:
        return f"{said} → 改为：{finding.suggestion}"
    return f"{said} → {finding.advice}" if finding.advice else said


def _below(path: Path, root: Path) -> bool:
    try:
        return path.resolve().is_relative_to(root)
    except (OSError, RuntimeError, ValueError):
        return False


def _accept(name: str, arguments: Any) -> None:
    """Raise JxlintError for arguments that are not as the tool's schema has them."""
    _, properties = TOOLS[name]
    if not isinstance(arguments, dict):
        raise JxlintError("arguments 应是对象", advice=f"可用：{'、'.join(properties)}")
    for key, value in arguments.items():
        if key not in properties:
            near = nearest(str(key), properties)
            guess = f"是不是想写 {near}？" if near else ""
            raise JxlintError(f"没有 {key} 这个参数", advice=f"{guess}可用：{'、'.join(properties)}")
        _fits(key, value, properties[key])
    for key in _NEEDED.get(name, ()):
        if key not in arguments:
            raise JxlintError(f"缺少 {key}", advice=f"{key}：{properties[key]['description']}")


def _fits(key: str, value: Any, schema: Mapping[str, Any]) -> None:
    if "enum" in schema:
        if value not in schema["enum"]:
            raise JxlintError(f"{key} 不能是“{value}”", advice=f"可用：{'、'.join(schema['enum'])}")
        return
    kind, said = _KINDS[schema["type"]]
    if not isinstance(value, kind) or isinstance(value, bool):
        raise JxlintError(f"{key} 应是{said}")
    if isinstance(value, list):
        if len(value) < schema.get("minItems", 0):
            raise JxlintError(f"{key} 不能空着")
        for item in value:
            _fits(f"{key} 的每一项", item, schema["items"])
    if isinstance(value, int) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        raise JxlintError(f"{key} 超出范围", advice=schema["description"])
