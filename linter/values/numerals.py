"""Chinese numerals → Decimal: 三千零五十, 二十点五, 两万三, 百分之九十五's 九十五, 半."""

from __future__ import annotations

from decimal import Decimal

from linter.ground.patterns import compiled

_DIGITS = {
    char: value
    for value, chars in enumerate(
        ("零〇○", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
    )
    for char in chars
}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "廿": 20, "卅": 30}
_GROUPS = {"万": 10**4, "亿": 10**8}


#: The largest power of ten that still measures something.
_LARGEST_POWER = 30
_RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
_POWER = compiled(r" *(?:[eE]|(?:[×xX*·] *)?10(?:\^|的|(?=[⁻⁰¹²³⁴-⁹])))([-+⁻]?[0-9⁰¹²³⁴-⁹]+)(?:次方)?\Z")


def figures(text: str) -> Decimal | None:
    """A number in figures, thousands parted by commas, blanks or apostrophes, maybe with a power of ten: 1,500.5,
    1 000, 1.5E+04, 1.2×10^4, 10⁴. None when the power is beyond anything measured."""
    if text.isdecimal():
        return Decimal(text)
    power = _POWER.search(text)
    if power is None:
        return Decimal(text.replace(",", "").replace(" ", "").replace("'", ""))
    exponent = int(power[1].translate(_RAISED))
    before = text[: power.start()]
    if abs(exponent) > _LARGEST_POWER:
        return None
    number = figures(before) if before else Decimal(1)
    return None if number is None else Decimal(f"{number.scaleb(exponent):f}")


def numeral(text: str) -> tuple[Decimal, str]:
    """(number, scale word at its end): 三千万 → (3000, 万), 一百二十点五 → (120.5, "")."""
    scale = ""
    while text and text[-1] in _GROUPS:
        scale = text[-1] + scale
        text = text[:-1]
    whole, point, fraction = (text or "一").partition("点")
    value = Decimal(_whole(whole))
    if point:
        value += Decimal("0." + "".join(str(_DIGITS[char]) for char in fraction))
    if "半" in whole:
        value += Decimal("0.5")
    return value, scale


def year(text: str) -> int:
    """A year written digit by digit: 二〇二四."""
    return int(
        "".join(char if char.isdigit() and char.isascii() else str(_DIGITS.get(char, 0)) for char in text)
    )


def small(text: str) -> int:
    """A month or a day, in either script."""
    return int(text) if text.isascii() else _whole(text)


def _whole(text: str) -> int:
    total = group = digit = 0
    last_unit = 1
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
            if digit == 0:
                last_unit = 1
        elif char in _TENS:
            unit = _TENS[char]
            group += unit if char in "廿卅" else (digit or 1) * unit
            digit, last_unit = 0, unit
        elif char in _GROUPS:
            total = (
                (total + group + digit) * _GROUPS[char]
                if char == "亿"
                else total + (group + digit) * _GROUPS[char]
            )
            group, digit, last_unit = 0, 0, _GROUPS[char]
    if digit and last_unit >= 100:  # 一百七 is 170, 两万三 is 23000
        digit *= last_unit // 10
    return total + group + digit
