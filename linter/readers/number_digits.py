"""Digits of a number format: ``#,##0.00``, per cent, thousands, exponents, fractions, Chinese figures."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

Token = tuple[str, str]
#: Room for the longest number in the longest format.
WIDE = Context(prec=600)

_FIGURES = {"1": "〇一二三四五六七八九", "2": "零壹贰叁肆伍陆柒捌玖", "3": "０１２３４５６７８９"}
_STEPS = {"1": ("", "十", "百", "千"), "2": ("", "拾", "佰", "仟")}
_GROUPS = ("", "万", "亿", "万亿")


def digits_text(number: Decimal, tokens: list[Token]) -> str:
    """A number in the digit places of ``tokens``; literals between the places stay where they are."""
    point = next((at for at, (kind, _) in enumerate(tokens) if kind == "."), len(tokens))
    power = next((at for at, (kind, _) in enumerate(tokens) if kind == "exponent"), len(tokens))
    places = [at for at, (kind, _) in enumerate(tokens) if kind == "digit" and at < power]
    whole = [at for at in places if at < point]
    parts = [at for at in places if at > point]
    number = number.scaleb(2 * sum(kind == "%" for kind, _ in tokens))
    tail = whole[-1] if whole else -1
    commas = [at for at, (kind, _) in enumerate(tokens) if kind == "," and at < power]
    ends = sum(tail < at < point or at > places[-1] for at in commas) if places else 0
    number = number.scaleb(-3 * ends)
    grouped = any(whole[0] < at < tail for at in commas) if whole else False
    exponent = 0
    if power < len(tokens) and number:
        exponent = number.adjusted() // max(len(whole), 1) * max(len(whole), 1)
        number = number.scaleb(-exponent)
    number = number.quantize(Decimal(1).scaleb(-len(parts)), ROUND_HALF_UP, WIDE)
    digits, _, decimals = format(number.copy_abs(), "f").partition(".")
    filled = _whole(digits, [tokens[at][1] for at in whole], grouped=grouped)
    text: dict[int, str] = dict(zip(whole, filled, strict=True))
    text |= dict(zip(parts, _decimals(decimals, [tokens[at][1] for at in parts]), strict=True))
    if power < len(tokens):
        rest = [at for at, (kind, _) in enumerate(tokens) if kind == "digit" and at > power]
        sign = "-" if exponent < 0 else "+" if tokens[power][1].endswith("+") else ""
        text[power] = f"E{sign}{str(abs(exponent)).zfill(len(rest))}"
    out = [
        text.get(at, "") if kind in ("digit", "exponent") else "" if kind == "," else shown
        for at, (kind, shown) in enumerate(tokens)
    ]
    if not whole and point < len(tokens) and digits != "0":
        out[point] = digits + "."
    return ("-" if number < 0 else "") + "".join(out)


def _whole(digits: str, places: list[str], *, grouped: bool) -> list[str]:
    """The digits before the point, one string a place; the first place takes all that is left over."""
    if digits == "0" and "0" not in places:
        digits = ""
    pad = len(places) - places.index("0") if "0" in places else 0
    digits = digits.zfill(pad) if pad else digits
    blanks = [" " if place == "?" else "" for place in places]
    shown = [
        digit + ("," if grouped and left and left % 3 == 0 else "")
        for left, digit in zip(range(len(digits) - 1, -1, -1), digits, strict=True)
    ]
    if len(shown) <= len(places):
        return blanks[: len(places) - len(shown)] + shown
    extra = len(shown) - len(places) + 1
    return ["".join(shown[:extra]), *shown[extra:]] if places else []


def _decimals(digits: str, places: list[str]) -> list[str]:
    kept = len(places)
    while kept and places[kept - 1] != "0" and digits[kept - 1 : kept] == "0":
        kept -= 1
    return list(digits[:kept]) + [" " if place == "?" else "" for place in places[kept:]]


def fraction_text(number: Decimal, tokens: list[Token]) -> str:
    """``# ?/?``: a whole part and a fraction, or the fraction alone when the code has no whole part."""
    code = "".join(text for kind, text in tokens if kind in ("digit", "/", "literal"))
    match = re.fullmatch(r"(?P<whole>[0#?]+\s+)?(?P<top>[0#?]+)\s*/\s*(?P<bottom>[0#?]+|\d+)", code.strip())
    if match is None:
        return format(number.normalize(), "f")
    bottom = match["bottom"]
    value = Fraction(abs(number))
    if bottom.strip("0#?"):
        top, below = round(value * int(bottom)), int(bottom)
    else:
        close = value.limit_denominator(10 ** min(len(bottom), 6) - 1)
        top, below = close.numerator, close.denominator
    sign = "-" if number < 0 else ""
    if not match["whole"]:
        return f"{sign}{top}/{below}"
    units, top = divmod(top, below)
    if not top:
        return f"{sign}{units}"
    return f"{sign}{units} {top}/{below}" if units else f"{sign}{top}/{below}"


def chinese_digits(text: str, style: str, *, single: bool = False) -> str:
    """The numbers in ``text`` in Chinese figures: style 1 一百二十, 2 壹佰贰拾, 3 full width.
    ``single`` spells digit by digit, as years are written."""
    figures = _FIGURES[style]

    def spell(match: re.Match[str]) -> str:
        whole, _, decimals = match.group().partition(".")
        plain = "".join(figures[int(digit)] for digit in whole)
        head = plain if single or style == "3" or len(whole) > 16 else _counted(whole, figures, _STEPS[style])
        return head + ("." + "".join(figures[int(digit)] for digit in decimals) if decimals else "")

    return re.sub(r"[0-9]+(?:\.[0-9]+)?", spell, text)


def _counted(digits: str, figures: str, steps: tuple[str, ...]) -> str:
    number = digits.lstrip("0")
    if not number:
        return figures[0]
    out, gap = "", False
    for at, digit in enumerate(number):
        left = len(number) - 1 - at
        if digit == "0":
            gap = True
        else:
            out += (figures[0] if gap else "") + figures[int(digit)] + steps[left % 4]
            gap = False
        if left % 4 == 0 and int(number[max(0, at - 3) : at + 1]):
            out += _GROUPS[left // 4]
    return out.removeprefix("一") if out.startswith("一十") else out
