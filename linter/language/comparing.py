"""What may be compared, looked up and reckoned with what, and what to write where it may not."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from linter.language.parsing import Origin
from linter.language.plaintree import Plain
from linter.language.types import BOOL, NULL, NUMBER, TEXT, Type, conversion


class Typed(NamedTuple):
    """A checked part: its plain tree, its type, where it stands, and its field path if it is one."""

    tree: Plain
    type: Type
    spot: Any
    path: str | None = None


def check_compare(left: Typed, sign: Any, right: Typed, spot: Any, origin: Origin) -> Typed:
    """``left == right`` and its kin. ``sign`` is the token of the comparison."""
    names = (left.type.name, right.type.name)
    if "null" in names:
        if sign not in ("==", "!=") or names == ("null", "null"):
            raise origin.error("null 只能用 == 或 != 与字段比较", sign, "如 form.year != null")
        asked = right if names[0] == "null" else left
        return Typed(["missing", asked.tree, sign == "=="], BOOL, spot)
    _check_literal(left, right.type, origin)
    _check_literal(right, left.type, origin)
    if "date" in names:
        return Typed(["dates", str(sign), _date(left, origin), _date(right, origin)], BOOL, spot)
    if not left.type.fits(right.type) or names[0] in ("value", "amount", "list"):
        advice = conversion(left.type, right.type) or conversion(right.type, left.type)
        if names[0] == "list" == names[1]:
            advice = "请比较 count(…)，或用 exists、all、in"
        elif not advice and names[0] == names[1]:
            advice = conversion(left.type, TEXT)
        raise origin.error(f"不能拿{left.type.chinese()}和{right.type.chinese()}比较", sign, advice)
    if sign not in ("==", "!=") and names[0] != "number":
        hint = conversion(left.type, NUMBER)
        raise origin.error(
            f"{left.type.chinese()}不分大小",
            sign,
            "只有数和日期能用 < > 比较" + (f"；{hint}" if hint else ""),
        )
    return Typed(["compare", str(sign), left.tree, right.tree], BOOL, spot)


def check_membership(item: Typed, where: Typed, wanted: bool, spot: Any, origin: Origin) -> Typed:
    """``item in where``, or ``not in``."""
    if where.type.name != "list":
        contains = where.type.name == "text"
        advice = "有没有某段文字请写 contains(文本, 文字)" if contains else "列表写成 [..]"
        raise origin.error(f"in 后面要写列表，不是{where.type.chinese()}", where.spot, advice)
    inner = where.type.of or NULL
    unsuited = item.type.name in ("value", "amount", "list", "date", "null")
    if unsuited or not (item.type.fits(inner) or inner.name == "null"):
        advice = conversion(item.type, inner)
        raise origin.error(f"不能在{where.type.chinese()}里找{item.type.chinese()}", item.spot, advice)
    _check_literal(item, inner, origin)
    if where.tree[0] == "list":
        for literal, child in zip(where.tree[1], where.spot.children, strict=True):
            _check_literal(Typed(literal, inner, child), item.type, origin)
    return Typed(["in", item.tree, where.tree, wanted], BOOL, spot)


def check_arithmetic(left: Typed, sign: Any, right: Typed, spot: Any, origin: Origin) -> Typed:
    """``left + right`` and its kin; ``+`` also joins texts."""
    if sign == "+" and left.type.name == right.type.name == "text":
        return Typed(["arithmetic", "+", left.tree, right.tree], TEXT, spot)
    for side in (left, right):
        if side.type.name != "number":
            say = f"不能拿{side.type.chinese()}作加减乘除"
            raise origin.error(say, side.spot, conversion(side.type, NUMBER))
    return Typed(["arithmetic", str(sign), left.tree, right.tree], NUMBER, spot)


def _check_literal(literal: Typed, other: Type, origin: Origin) -> None:
    """A text that is written out must be one that the other side can hold."""
    if literal.tree[0] != "text":
        return
    text = literal.tree[1]
    if text == "" and other.name == "text":
        raise origin.error("没有内容就是缺失，不会等于空文字", literal.spot, "请写 empty(…)")
    if other.values and text not in other.values:
        raise origin.unknown(f"没有“{text}”这个取值", literal.spot, text, other.values)


def _date(side: Typed, origin: Origin) -> Plain:
    if side.type.name == "date":
        return side.tree
    if side.tree[0] != "text":
        say = f"不能拿日期和{side.type.chinese()}比较"
        raise origin.error(say, side.spot, "年份请用 year_of(日期)")
    text = side.tree[1]
    try:
        # Python reads 20241231 and 2024-W01-1 as well, which would then be compared as texts.
        if date.fromisoformat(text).isoformat() == text:
            return side.tree
    except ValueError:
        pass
    raise origin.error(f"“{text}”不是日期", side.spot, "日期写成 2024-12-31")
