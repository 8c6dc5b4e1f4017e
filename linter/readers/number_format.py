"""What a spreadsheet shows for a stored number: the number format codes of .xlsx and .xls.

``shown(0.95, '"≥"0%')`` is ``≥95%``. No library renders this text, and a target
read as 0.95 or without its ≥ is another target. Source of the notation: ECMA-376 part 1, 18.8.30 and
18.8.31, and what Excel shows.
"""

from __future__ import annotations

import operator
import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

import msgspec

from linter.ground.patterns import compiled
from linter.readers.number_dates import date_text
from linter.readers.number_digits import chinese_digits, digits_text, fraction_text

#: Formats that are named by number only. 14 and 22 follow the user's system; these are their Chinese forms.
BUILTIN = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"¥"#,##0;"¥"\\-#,##0',
    6: '"¥"#,##0;[Red]"¥"\\-#,##0',
    7: '"¥"#,##0.00;"¥"\\-#,##0.00',
    8: '"¥"#,##0.00;[Red]"¥"\\-#,##0.00',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"',
    29: 'm"月"d"日"',
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    34: '上午/下午h"时"mm"分"',
    35: '上午/下午h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"',
    37: "#,##0;\\-#,##0",
    38: "#,##0;[Red]\\-#,##0",
    39: "#,##0.00;\\-#,##0.00",
    40: "#,##0.00;[Red]\\-#,##0.00",
    41: "#,##0;\\-#,##0;\\-",
    42: '"¥"#,##0;"¥"\\-#,##0;"¥"\\-',
    43: "#,##0.00;\\-#,##0.00;\\-",
    44: '"¥"#,##0.00;"¥"\\-#,##0.00;"¥"\\-',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
    50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"',
    52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"',
    54: 'm"月"d"日"',
    55: '上午/下午h"时"mm"分"',
    56: '上午/下午h"时"mm"分"ss"秒"',
    57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}

_TOKEN = compiled(
    r"""(?P<literal>"[^"]*"?|\\.|!.)          # kept as it is
    | (?P<skip>_.|\*.)                        # room for a character, filling
    | \[\$(?P<money>[^\]-]*)(?:-(?P<locale>[^\]]*))?\]
    | \[(?P<elapsed>h+|m+|s+)\]
    | \[(?P<condition>[<>=]+-?[\d.]+)\]
    | \[DBNum(?P<chinese>[123])\]
    | \[[^\]]*\]                              # colours
    | (?P<general>General|G/通用格式)
    | (?P<half>AM/PM|A/P|上午/下午)
    | (?P<exponent>E[+-])
    | (?P<date>y+|m+|d+|h+|s+|aaaa?|e+)
    | (?P<digit>[0#?])
    | (?P<mark>[.,%@;/])
    | (?P<other>.)""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_COMPARE = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}
_SIDES = ("-", "−", "－", "–", "负", "减", "降", "≤", "≥", "<", ">", "＜", "＞")
_ACCOUNTING = str.maketrans("", "", "()（）▲△▼▽")
_LIMIT = Decimal(10) ** 40


class Section(msgspec.Struct):
    """One of the parts between semicolons: ``tokens`` are (kind, text) pairs, ``chinese`` is DBNum."""

    tokens: list[tuple[str, str]]
    condition: tuple[str, Decimal] | None = None
    chinese: str = ""
    locale: str = ""

    @property
    def signed(self) -> bool:
        """Whether the section says in its own words on which side of zero a number stands."""
        return any(sign in text for kind, text in self.tokens if kind == "literal" for sign in _SIDES)

    @property
    def bare(self) -> Section:
        """The section without what accountants put in place of a minus sign: brackets, a triangle."""
        tokens = [
            (kind, text.translate(_ACCOUNTING) if kind == "literal" else text) for kind, text in self.tokens
        ]
        return Section(tokens, self.condition, self.chinese, self.locale)

    def has(self, *kinds: str) -> bool:
        return any(kind in kinds for kind, _ in self.tokens)


def shown(value: str | float | Decimal, code: str = "General", *, from_1904: bool = False) -> str:
    """The text on screen for a stored number, or for a stored text (formats such as ``"≥"@``).

    ``value`` as text counts as text. Dates are days since 1900 (or 1904). Never raises.
    """
    if code in ("General", "", "@"):
        return value if isinstance(value, str) else general(_decimal(value))
    sections = _sections(code)
    if isinstance(value, str):
        return _text(value, sections)
    number = _decimal(value)
    if not number.is_finite() or abs(number) >= _LIMIT:
        return str(value)
    section, absolute = _choose(number, sections)
    if section is None:
        return general(number)
    if absolute and number < 0 and not section.signed:
        return _negative(_number(-number, section.bare, from_1904))
    return _number(abs(number) if absolute else number, section, from_1904)


def _negative(text: str) -> str:
    """A number shown in brackets or in red alone is read with the sign that these stand for."""
    return f"-{text.strip()}" if any(digit in text for digit in "123456789") else text.strip()


def plain(code: str) -> bool:
    """Whether a format shows a number as it is stored, so that nothing needs to be rendered."""
    return code in ("General", "", "@", "GENERAL", "G/通用格式")


def general(number: Decimal) -> str:
    """A number without a format: up to 11 characters, as in a cell that is wide enough.

    Whole numbers are given in full (Excel would turn long ones into 3.2E+14, which no reader wants).
    """
    if not number.is_finite():
        return str(number)
    if number == number.to_integral_value() and abs(number) < Decimal(10) ** 18:
        return format(number.to_integral_value(), "f") if number else "0"
    if not Decimal("1e-9") < abs(number) < Decimal("1e18"):
        return f"{number:.5E}".replace(".00000E", "E")
    whole = max(number.adjusted() + 1, 1)
    text = format(number.quantize(Decimal(1).scaleb(-max(10 - whole, 0)), ROUND_HALF_UP), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _decimal(value: float | Decimal) -> Decimal:
    """The number as spreadsheets count: 15 significant digits."""
    return value if isinstance(value, Decimal) else Decimal(f"{value:.15g}")


@lru_cache(maxsize=512)
def _sections(code: str) -> list[Section]:
    sections = [Section([])]
    for match in _TOKEN.finditer(code):
        kind, text = match.lastgroup or "", match.group()
        section = sections[-1]
        if kind == "mark" and text == ";":
            sections.append(Section([]))
        elif kind == "literal":
            section.tokens.append(("literal", text[1:].removesuffix('"') if text[0] == '"' else text[1:]))
        elif match["money"] is not None:
            section.locale = (match["locale"] or "").upper()
            section.tokens.append(("literal", match["money"]))
        elif kind == "elapsed":
            section.tokens.append(("elapsed", match["elapsed"].lower()))
        elif kind == "condition":
            sign = re.match("[<>=]+", match["condition"])
            assert sign is not None
            if sign.group() in _COMPARE:
                section.condition = (sign.group(), _number_or_zero(match["condition"][sign.end() :]))
        elif kind == "chinese":
            section.chinese = match["chinese"]
        elif kind in {"date", "half", "exponent"}:
            section.tokens.append((kind, text.lower() if kind == "date" else text))
        elif kind in {"digit", "mark", "general"}:
            section.tokens.append((text if kind == "mark" else kind, text))
        elif kind == "other":
            section.tokens.append(("literal", text))
    return sections


def _number_or_zero(text: str) -> Decimal:
    try:
        return Decimal(text)
    except ArithmeticError:
        return Decimal(0)


def _choose(number: Decimal, sections: list[Section]) -> tuple[Section | None, bool]:
    """The section for a number, and whether the sign is the section's own affair."""
    numeric = sections[:3]
    if len(sections) in (2, 3) and sections[-1].has("@") and not sections[-1].has("digit", "general"):
        numeric = sections[:-1]
    if any(section.condition for section in numeric):
        for section in numeric:
            if section.condition is None or _COMPARE[section.condition[0]](number, section.condition[1]):
                below = (
                    section.condition is not None
                    and section.condition[0] in ("<", "<=")
                    and section.condition[1] <= 0
                )
                return section, below
        return None, False
    if number < 0 and len(numeric) > 1:
        return numeric[1], True
    if number == 0 and len(numeric) > 2:
        return numeric[2], False
    return numeric[0], False


def _text(value: str, sections: list[Section]) -> str:
    """Stored text: the fourth section, or the last one when it has an @; otherwise the text itself."""
    section = sections[3] if len(sections) > 3 else sections[-1]
    if not section.has("@"):
        return (
            value
            if len(sections) < 4
            else "".join(text for kind, text in section.tokens if kind == "literal")
        )
    return "".join(
        value if kind == "@" else text for kind, text in section.tokens if kind in ("@", "literal")
    )


def _number(number: Decimal, section: Section, from_1904: bool) -> str:
    if section.locale == "F800":
        return _number(number, _sections(BUILTIN[31])[0], from_1904)
    if section.has("date", "elapsed", "half"):
        text = date_text(number, section.tokens, section.locale, section.chinese, from_1904=from_1904)
        return text if text is not None else general(number)
    sign = "-" if number < 0 else ""
    if section.has("general", "@"):
        body = "".join(
            general(abs(number)) if kind in ("general", "@") else text
            for kind, text in section.tokens
            if kind in ("general", "@", "literal", "%", "/", ".", ",")
        )
        return sign + (chinese_digits(body, section.chinese) if section.chinese else body)
    if section.has("/") and section.has("digit"):
        return fraction_text(number, section.tokens)
    text = digits_text(number, section.tokens)
    return chinese_digits(text, section.chinese) if section.chinese else text
