"""Lines above a form: which one is its title, which one only names the year."""

from __future__ import annotations

from linter.forms.vocabulary import is_side, key, patterns, simplified
from linter.ground.patterns import compiled

#: The number of a document ([2021]63号) names no budget year.
DOCUMENT_NUMBER = compiled(r"[\[〔【（(]\s?(?:19|20)\d\d\s?[\]〕】）)]\s?[\d-]+\s?号|\[\s?20\d\d\s?\]")
_YEARLY = compiled(r"(?<!\d)(20[0-4]\d)\s?[)）]?\s?(?:年度?|[)）])")
_YEAR_LINE = compiled(r"[（(]?\s*(20[0-4]\d)\s*[)）]?\s*年?\s*度?\s*[)）]?\Z")
_SENTENCE = compiled(r"[。；，;]$|[:：].{12,}")
_BLANK = compiled(r"\s+")
_LONGEST = 60
_LONGEST_YEAR_LINE = 16


def is_title(text: str) -> bool:
    """Whether a line is the title of a target form."""
    if not 4 <= len(text) <= _LONGEST or is_side(text):
        return False
    bare = _BLANK.sub("", simplified(text))
    yes, never = patterns("titles", "yes"), patterns("titles", "never")
    if not (yes and yes.search(bare)):
        return False
    if not (never and never.search(bare)):
        return True
    # …预算表 is a spending table, …绩效目标完成情况表 is not.
    return "绩效" in bare[-12:] and not _SENTENCE.search(bare)


def is_term_caption(text: str) -> bool:
    """Whether a line names a table by the term it is for and nothing else: 年度绩效目标表, 长期绩效目标表."""
    pattern = patterns("titles", "terms")
    return len(text) <= _LONGEST_YEAR_LINE and bool(pattern and pattern.fullmatch(key(text)))


def is_year_line(text: str) -> bool:
    """Whether a line holds nothing but the year of the form: （2024年度）."""
    return len(text) <= _LONGEST_YEAR_LINE and _YEAR_LINE.match(text.strip()) is not None


def is_whole(title: str) -> bool:
    """Whether a title speaks of a department as a whole."""
    whole = patterns("titles", "whole")
    return bool(whole and whole.search(_BLANK.sub("", simplified(title))))


def year_in(text: str) -> int | None:
    """The first year of a title or a year line."""
    if "20" not in text or len(text) > 2 * _LONGEST:
        return None
    found = _YEARLY.search(DOCUMENT_NUMBER.sub("", text))
    if found is None and len(text) <= _LONGEST_YEAR_LINE:
        found = _YEAR_LINE.match(text.strip())
    return int(found[1]) if found else None
