"""Callbacks of grammar/value.lark for comparators: the words and signs around a number, and what a bound says of
itself: 以上(含95%), (不含本数)."""

from __future__ import annotations

from linter.ground.patterns import compiled
from linter.values.measures import Measures
from linter.values.numerals import figures
from linter.values.reading import Measure, NoReading, Reading, bounds
from linter.values.terminals import limits, signs, weak_signs, words

#: What a bound says of itself, without blanks: (含95%), (不含本数), and ，不含95% at the end.
_NOTE = compiled(r"[(,，、](?P<not>不)?(?:包?含|包括)(?P<what>[^()]*)\)?")
_STRICT = {"≥": ">", "≤": "<"}
_LENIENT = {">": "≥", "<": "≤"}
_FIGURE = compiled(r"([0-9][0-9,]*(?:[.][0-9]+)?)(.*)")


class Comparators(Measures):
    """A measure and a comparator become a reading of kind quantity or rate."""

    def __init__(self) -> None:
        super().__init__()
        self._signs = signs()
        self._limits = limits()
        self._itself = frozenset(words("value-bound-itself"))
        self._weak = weak_signs()

    def sign(self, token: str) -> str:
        """The comparator of a SIGN token; a doubled one (≥≥) counts once."""
        text = token.replace(" ", "")
        return self._signs.get(text) or self._signs.get(text[: len(text) // 2]) or self._signs[text[0]]

    def limit(self, token: str, measure: Measure | None = None) -> str:
        """The comparator of a LIMIT token: 以上, 以上(含95%), (含95%)以上; with its measure also 以上(不含95%)."""
        text = token.replace(" ", "")
        sign = self._limits.get(text)
        if sign is None:
            notes = list(_NOTE.finditer(text))
            sign = self._limits[_NOTE.sub("", text)]
            if measure is not None and any(n["not"] and self._is_itself(n["what"], measure) for n in notes):
                sign = _STRICT.get(sign, sign)
        return sign

    def _is_itself(self, what: str, measure: Measure) -> bool:
        """Whether the words of a note (本数, 95%, nothing) mean the bound itself and no tax or freight."""
        if not what or what in self._itself:
            return True
        found = _FIGURE.match(what)
        if found is None or figures(found[1]) != measure[0]:
            return False
        return not found[2] or self._units.get(found[2], found[2]) == measure[1]

    def _noted(self, sign: str, note: str, measure: Measure) -> str:
        """A comparator with what stands in brackets behind its number: ≥95%(不含95%), 超过90%(含)."""
        found = _NOTE.search(note.replace(" ", ""))
        if found is None or not self._is_itself(found["what"], measure):
            raise NoReading
        return (_STRICT if found["not"] else _LENIENT).get(sign, sign)

    def amount(self, sign: str, measure: Measure, note: str = "") -> Reading:
        number, unit, unknown, printed, more = measure
        if more and sign == "=":
            sign = more
        lower, upper = bounds(sign, number)
        return {
            "kind": "rate" if "/" in unit else "quantity",
            "cmp": sign,
            "lower": lower,
            "upper": upper,
            "unit": unit,
            "unknown_unit": unknown,
            "unit_printed": printed,
            "note": note,
        }
