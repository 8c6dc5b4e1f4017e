"""LaTeX that a conversion left behind: ``$\\geq 9 5 \\%$`` is ``≥95%``.

Whoever turns a scanned page into text gets its numbers back as formulas, often with a blank between any two
signs. In a formula blanks mean nothing; that digits are joined across them is nevertheless done only where
the formula has each digit by itself, so that ``$95 96$`` stays two numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from linter.ground.patterns import compiled
from linter.ground.resources import load_data

#: A stretch of a text and what stands there instead: one character or none.
Change = tuple[int, int, str]

_FORMULA = compiled(r"\$\$?(?P<dollars>[^$\n]{1,400})\$\$?|\\\((?P<round>[^\n]{1,400}?)\\\)")
_TOKEN = compiled(
    r"(?P<circled>\\textcircled\s*\{\s*(?P<digit>[0-9]{1,2})\s*\})"
    r"|(?P<degree>\^\s*\{?\s*\\circ\s*\}?)"
    r"|(?P<exponent>(?:(?<=0)|(?<=0\s))\^(?!\s*\{?\s*\\circ))"
    r"|(?P<power>\^\s*\{?\s*[23]\s*\}?)"
    r"|(?P<command>\\[A-Za-z]+)"
    r"|(?P<space>\\[,;:! ]|(?<![0-9])~|~(?![0-9]))"
    r"|(?P<escape>\\{1,2})(?=[%$_&#{}~*.+()\[\]<>|=-])"
    r"|(?P<between>\}\s*\{)"
    r"|(?P<bracket>[{}])"
    r"|(?P<mark>[_^])"
    r"|(?P<blank>\s+)"
)
_TEXT_GROUP = compiled(r"\\(?:text|mathrm|mbox|textbf|textrm|mathbf)\s*\{[^{}]*\}")
_CHINESE = compiled(r"[^\W0-9A-Za-z_]")
_COMMAND = compiled(r"\\[A-Za-z]")
_SEVERAL_DIGITS = compiled(r"[0-9]{2}")
_CIRCLED = "⓪①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


@cache
def _commands() -> dict[str, str]:
    """Command → the character it stands for, empty where it only styles."""
    lines = load_data("words/characters.yaml")["latex"]["words"]
    return {name: sign for name, _, sign in (line.partition(" ") for line in lines)}


def changes(text: str) -> list[Change]:
    """What to replace, in order and not overlapping, so that no LaTeX is left. Linear in the text."""
    if "\\" not in text and "$" not in text:
        return []
    found: list[Change] = []
    at = 0
    for formula in _FORMULA.finditer(text):
        inside = formula.lastgroup or ""
        if not _is_formula(formula[inside]):
            continue
        start, end = formula.span(inside)
        found += _outside(text, at, formula.start())
        found.append((formula.start(), start, ""))
        found += _inside(text, start, end)
        found.append((end, formula.end(), ""))
        at = formula.end()
    return [*found, *_outside(text, at, len(text))]


def without_latex(text: str) -> str:
    """The text as its reader would see it."""
    pieces: list[str] = []
    at = 0
    for start, end, new in changes(text):
        pieces += (text[at:start], new)
        at = end
    return "".join((*pieces, text[at:]))


def _is_formula(inner: str) -> bool:
    """Dollars around Chinese are money, unless a command stands between them."""
    if not inner.strip():
        return False
    return bool(_COMMAND.search(inner)) or not _CHINESE.search(_TEXT_GROUP.sub("", inner))


def _inside(text: str, start: int, end: int) -> Iterator[Change]:
    join = not _SEVERAL_DIGITS.search(text, start, end)
    fractions = 0
    for token in _TOKEN.finditer(text, start, end):
        kind, span = _kind(token), token.span()
        if kind == "command":
            fractions += token[0].endswith("frac")
            if (sign := _commands().get(token[0])) is not None:
                yield (*span, sign)
        elif kind == "between" and fractions:
            fractions -= 1
            yield (*span, "/")
        elif kind == "blank":
            apart = text[span[0] - 1].isdigit() and text[span[1] : span[1] + 1].isdigit()
            yield (*span, " " if apart and not join else "")
        else:
            yield (*span, _sign(token, kind))


def _outside(text: str, start: int, end: int) -> Iterator[Change]:
    """Commands that stand in running text; blanks and dollars stay."""
    if text.find("\\", start, end) < 0:
        return
    styled = False
    for token in _TOKEN.finditer(text, start, end):
        kind, span = _kind(token), token.span()
        if kind == "command":
            if (sign := _commands().get(token[0])) is not None:
                styled = styled or not sign
                yield (*span, sign)
        elif kind in ("circled", "degree", "escape") or (styled and kind in ("power", "bracket", "between")):
            yield (*span, _sign(token, kind))


def _kind(token: re.Match[str]) -> str:
    return "circled" if token["circled"] else token.lastgroup or ""


def _sign(token: re.Match[str], kind: str) -> str:
    if kind == "circled":
        number = int(token["digit"])
        return _CIRCLED[number] if number < len(_CIRCLED) else ""
    if kind == "power":
        return "²" if "2" in token[0] else "³"
    return {"degree": "°", "exponent": "^"}.get(kind, "")
