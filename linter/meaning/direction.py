"""Which way is better: more of it, less of it, exactly as much, or not to be told.

A direction that the form prints settles it. Else the end of the name may fix it, and where it does not, the words along
the name do: the more of a fault the worse, the more mending of it the better.
"""

from __future__ import annotations

from typing import Literal, cast

from linter.meaning.lexicon import Hit
from linter.meaning.measurewords import SIGNS, Head, benefits, caseload, extents, signs

Better = Literal["more", "less", "exact", "unknown"]

COSTS = frozenset({"成本指标", "经济成本指标"})
BENEFITS = frozenset({"经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"})
_TIMES = "时效指标"
_DIRECTIONS: dict[str, Better] = {"正": "more", "反": "less", "负": "less", "逆": "less", "中": "exact"}
_MENDING = frozenset({"remedy", "care", "fall"})
#: Characters that are a word.
_A_WORD = 2


def printed_direction(printed: str) -> Better | None:
    """What 正向指标, 反向, 负向, 逆向 … say; None for any other text (定量, 效果指标)."""
    text = printed.strip()
    return _DIRECTIONS.get(text[0]) if text[1:2] == "向" else None


def direction(core: str, kind: str, head: Head | None, wanted: str, level2: str | None) -> Better:
    """Which way is better for a name whose last part is ``core``: ``kind`` is what it measures, ``head`` what its end
    says, ``wanted`` the dimension that its unit must have where it is not the usual one."""
    fixed = cast(Better | None, head.better if head else None)
    if kind in {"none", "deadline"}:
        return "unknown" if kind == "none" else "less"
    if fixed is None and (kind == "people" or wanted == "household") and _is_caseload(core):
        return "unknown"
    if kind == "price":
        return "exact" if fixed != "less" and benefits().scan(core) else fixed or "less"
    if fixed == "less" and _falls(core):  # 减少碳排放, 减轻照护时间
        return "more"
    if kind == "duration":  # The longer the better, but for what nobody wishes: 逾期天数, 重污染天数
        return fixed or ("unknown" if _is_open(core, head, level2) else _by_signs(core))
    if kind == "money":
        return _better_money(core, fixed, level2)
    return fixed or _by_signs(core)


def _is_open(core: str, head: Head | None, level2: str | None) -> bool:
    """Whether nothing says if long or short is better: how long works take (封闭施工时长) is asked among the times."""
    return head is None or head.measures == "state" or (level2 == _TIMES and not signs().scan(core))


def _falls(core: str) -> bool:
    """Whether a fall is what is measured."""
    return any(hit.role == "fall" for hit in signs().scan(core))


def _is_caseload(core: str) -> bool:
    """Whether so many people there simply are (社区矫正人数): nothing says what is done for them."""
    return bool(caseload().scan(core)) and not {hit.role for hit in signs().scan(core)} & _MENDING


def _better_money(core: str, fixed: Better | None, level2: str | None) -> Better:
    """A cost is the better the lower; what the project brings the higher; a sum merely handed on is neither."""
    if level2 in COSTS and fixed != "more":
        return "less"
    if fixed:
        return fixed
    if "harm" in {hit.role for hit in signs().scan(core)}:
        return _by_signs(core)
    return "more" if level2 in BENEFITS else "unknown"


def _by_signs(core: str) -> Better:
    """Which way is better by the words along the name: the more of a fault the worse, the more mending the better.

    Behind a fault may stand what is done about it, in words that no list knows (火灾溯源率): it is not told then."""
    hits = [hit for hit in signs().scan(core) if hit.role in SIGNS]
    order = [hit.role for hit in hits]
    if "failure" in order:
        return "more" if _MENDING & set(_behind(order, "failure")) else _fault_unless_dealt_with(core, hits)
    if "harm" in order:
        mended = {"remedy", "fall"} & set(order) or "care" in _behind(order, "harm")
        return "more" if mended else _fault_unless_dealt_with(core, hits)
    return "more"


def _fault_unless_dealt_with(core: str, hits: list[Hit[str]]) -> Better:
    """``less`` where nothing but a measure of the fault stands behind it (事故发生次数, 投诉率)."""
    rest = core[max(hit.end for hit in hits if hit.role in {"harm", "failure"}) :]
    told = sum(hit.end - hit.start for hit in extents().scan(rest))
    return "unknown" if len(rest) - told >= _A_WORD else "less"


def _behind(order: list[str], role: str) -> list[str]:
    """What stands behind the last of these."""
    return order[len(order) - order[::-1].index(role) :]
