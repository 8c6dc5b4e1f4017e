"""The words all reports share: names of severities and kinds, places as users see them, marked cell texts.

Everything that comes out of a file passes through ``clean`` before it is shown, so that no cell can steer a
terminal or hide what it says.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from decimal import Decimal

    # Help pages need these words too, and the model is the dearest import of all.
    from linter.model import Finding, Hidden, Place

SEVERITY = {"error": "错误", "warning": "警告", "info": "提示"}
CONFIDENCE = {"high": "高", "medium": "中", "low": "低"}
VALUE_KIND = {
    "quantity": "数量",
    "range": "区间",
    "rate": "定额",
    "period": "期间",
    "date": "日期",
    "qualitative": "定性",
    "compound": "组合",
    "text": "文字",
    "empty": "空",
}
ROW_KIND = {"indicator": "", "empty": "空行", "template": "模板行"}

EMPTY = "（空）"
_CUT = "…"
#: So many hidden parts are named one by one.
_LISTED = 5


#: Why a file is left out that the user did not want to be looked at.
EXCLUDED = "配置里写了 exclude"
NO_RULES = "配置的 overrides 里没有给它留下规则"
NOT_A_FORM = "没有绩效目标表"
_AS_WISHED = (EXCLUDED, NO_RULES, NOT_A_FORM)


class BuiltIn(NamedTuple):
    """What jxlint itself reports about a file, beside the rules: it has an id and a title, but no rule
    file."""

    id: str
    name: str
    title: str
    family: str = "检查"


UNREADABLE = BuiltIn("JX01", "unreadable-file", "文件无法读取")
NO_FORM = BuiltIn("JX02", "no-form", "没有找到绩效目标表")
NO_INDICATORS = BuiltIn("JX03", "no-indicators", "表里没有读到指标")
BUILT_IN = {item.id: item for item in (UNREADABLE, NO_FORM, NO_INDICATORS)}


def clean(text: str) -> str:
    """``text`` on one line and harmless: breaks and tabs become a blank; control, direction and invisible
    characters are spelt out (``\\x1b``, ``\\u202e``)."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _spelt(char) for char in text.replace("\r\n", "\n"))


def _spelt(char: str) -> str:
    if char == "\u3000":
        return char
    if char in "\n\r\t" or unicodedata.category(char) in {"Zs", "Zl", "Zp"}:
        return " "
    return char.encode("unicode_escape").decode("ascii")


class Marked(NamedTuple):
    """A cell's text in three pieces, cleaned and cut to size; the faulty one is ``fault``."""

    before: str
    fault: str
    after: str

    def __str__(self) -> str:
        return f"{self.before}【{self.fault}】{self.after}"


def marked(text: str, mark: tuple[int, int] | None, limit: int = 120) -> Marked:
    """The text around its faulty part; without a mark the whole text is meant. About ``limit`` characters."""
    if not text.strip():
        return Marked("", EMPTY, "")
    start, end = mark if mark is not None else (0, len(text))
    start = max(0, min(start, len(text)))
    end = max(start, min(end, len(text)))
    fault = shorten(text[start:end], limit)
    room = max(20, (limit - len(fault)) // 2)
    before, after = text[:start], text[end:]
    return Marked(
        clean(before if len(before) <= room else _CUT + before[-room:]),
        clean(fault),
        clean(after if len(after) <= room else after[:room] + _CUT),
    )


def shorten(text: str, limit: int = 120) -> str:
    """At most about ``limit`` characters of a text, its end kept."""
    if len(text) <= limit:
        return text
    return f"{text[: limit - limit // 4]}{_CUT}{text[-(limit // 4) :]}"


def place_text(place: Place) -> str:
    """A place in the user's terms: ``项目1!D12``, ``第3页表2第8行``, ``第25行``, ``记录3.项目名称``;
    empty when there is none."""
    if place.record:
        return clean(place.record)
    if place.cell:
        return f"{clean(place.sheet)}!{place.cell}" if place.sheet else place.cell
    parts = [f"工作表“{clean(place.sheet)}”"] if place.sheet else []
    if place.page is not None:
        parts.append(f"第{place.page}页")
    if place.table is not None:
        parts.append(f"表{place.table}")
    row = place.row if place.row is not None else place.line
    if row is not None:
        parts.append(f"第{row}行")
    return "".join(parts)


def hidden_parts(hidden: Sequence[Hidden]) -> list[str]:
    """What was left out of workbooks because nobody sees it, in one sentence; nothing where there is none."""
    if not hidden:
        return []
    parts = []
    for one in hidden[:_LISTED]:
        counts = [f"{one.rows}行"] if one.rows else []
        counts += [f"{one.columns}列"] if one.columns else []
        parts.append(f"{clean(one.file)} 工作表“{clean(one.sheet)}”{'、'.join(counts)}")
    more = f"等 {len(hidden)} 处" if len(hidden) > _LISTED else ""
    return [f"隐藏的内容没有检查：{'；'.join(parts)}{more}。要检查请加 --hidden。"]


def how_to_check(what: str) -> str:
    """What to do so that a file is checked that was passed by for this reason; nothing for one left out on purpose."""
    return "" if what in _AS_WISHED else "要检查请直接写出文件名"


def passed_files(passed: Sequence[tuple[str, str]]) -> list[str]:
    """Which files of folders were not looked at, in one sentence; nothing where there are none."""
    if not passed:
        return []
    parts = [f"{clean(path)}（{what}）" for path, what in passed[:_LISTED]]
    more = f"等 {len(passed)} 个" if len(passed) > _LISTED else ""
    advice = {how_to_check(what): None for _, what in passed}
    return [f"没有检查的文件：{'、'.join(parts)}{more}。{''.join(f'{each}。' for each in advice if each)}"]


def form_heading(number: int | None, title: str, project: str) -> str:
    """The line above the findings of a form; findings without a form belong to the whole file."""
    if number is None:
        return "整个文件"
    heading = f"第{number}张表"
    if title:
        heading += f" {shorten(clean(title), 60)}"
    if project:
        heading += f"（项目：{shorten(clean(project), 60)}）"
    return heading


def indicator_text(finding: Finding) -> str:
    """Second level and name of the indicator a finding is about; empty when it is about something else."""
    return " / ".join(
        shorten(clean(part), 80) for part in (finding.level2, finding.indicator) if part.strip()
    )


def unfilled(template: str) -> str:
    """A message or advice where no form is at hand: what it would fill in stands as dots."""
    # Imported here, as `jxlint --version` needs some of these words and no patterns.
    from linter.ground.patterns import compiled

    braces = compiled(r"\{\{|\}\}|\{[^{}]*\}")
    return braces.sub(lambda found: {"{{": "{", "}}": "}"}.get(found[0], "……"), template)


def plain_number(number: Decimal) -> str:
    """A decimal as people write it: ``84.2``, ``80``."""
    return f"{number.normalize():f}"


def money_text(amount: Decimal | None) -> str:
    """An amount with separators, empty where there is none: ``1,234.5``."""
    return f"{amount.normalize():,f}" if amount is not None else ""
