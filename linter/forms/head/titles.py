"""Lines above a form: which one is its title, which one only names the year."""

from __future__ import annotations

from functools import lru_cache

from linter.forms.labelkeys import key, patterns, shape, simplified
from linter.forms.levelwords import is_side, level
from linter.forms.vocabulary import is_office
from linter.ground.patterns import compiled
from linter.values.numerals import year as year_of_words

#: The number of a document ([2021]63号) names no budget year.
DOCUMENT_NUMBER = compiled(r"[\[〔【（(]\s?(?:19|20)\d\d\s?[\]〕】）)]\s?[\d-]+\s?号|\[\s?20\d\d\s?\]")
_YEARLY = compiled(r"(?<!\d)(20[0-4]\d)\s?[)）]?\s?(?:年度?|[)）])")
_YEAR_LINE = compiled(r"[（(]?\s*(20[0-4]\d)\s*[)）]?\s*年?\s*度?\s*[)）]?\Z")
_WORDED_YEAR = compiled(r"二[〇零○Oo][〇零○Oo一二三四五六七八九]{2}(?=\s?年)")
_WIDE_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_SENTENCE = compiled(r"[。；，;]$|[:：].{12,}")
_BLANK = compiled(r"\s+")
_LONGEST = 60
#: What is left of a project without the words of all forms is not shorter.
_SHORTEST_PROJECT = 3
_LONGEST_YEAR_LINE = 16


def is_title(text: str) -> bool:
    """Whether a line is the title of a target form."""
    return 4 <= len(text) <= _LONGEST and _is_title(text)


@lru_cache(maxsize=4096)
def _is_title(text: str) -> bool:
    """The answer is remembered: each line is asked several times."""
    if is_side(text):
        return False
    bare = _BLANK.sub("", simplified(text))
    yes, never = patterns("titles", "yes"), patterns("titles", "never")
    if not (yes and yes.search(bare)):
        return False
    if not (never and never.search(bare)):
        return True
    # …预算表 is a spending table, …绩效目标完成情况表 is not.
    return "绩效" in bare[-12:] and not _SENTENCE.search(bare)


def is_bare_title(text: str) -> bool:
    """Whether a line is a title without 表 (部门整体绩效目标): inside a head the same words are a label."""
    pattern = patterns("titles", "bare")
    return len(text) <= _LONGEST_YEAR_LINE and bool(pattern and pattern.fullmatch(key(simplified(text))))


def is_term_caption(text: str) -> bool:
    """Whether a line names a table by the term it is for and nothing else: 年度绩效目标表, 长期绩效目标表."""
    pattern = patterns("titles", "terms")
    return len(text) <= _LONGEST_YEAR_LINE and bool(pattern and pattern.fullmatch(key(text)))


def in_figures(text: str) -> str:
    """A short text with its years in plain figures: 二〇二六年度 and ２０２６年度 are 2026年度."""
    if not ("二" in text or "２" in text) or len(text) > 2 * _LONGEST:
        return text
    return _WORDED_YEAR.sub(lambda found: str(year_of_words(found[0])), text.translate(_WIDE_DIGITS))


def is_year_line(text: str) -> bool:
    """Whether a line holds nothing but the year of the form: （2024年度）."""
    # （    2021     年度）: blanks to write in count as one.
    text = " ".join(text.split())
    return len(text) <= _LONGEST_YEAR_LINE and _YEAR_LINE.match(in_figures(text)) is not None


def heads_project(text: str) -> str | None:
    """The project that a numbered heading over its table names: 二、农资储备贴息项目; None for other headings."""
    found = shape("project-heading").match(text) if 4 <= len(text) <= _LONGEST else None
    if found is None or is_title(text) or is_side(found["name"]) or _SENTENCE.search(text):
        return None
    return str(found["name"])


def titles_project(title: str) -> str | None:
    """The project that the title of a form names: 河湖清漂项目绩效目标表; None where it only says what form it is."""
    found = shape("titled-project").match(_BLANK.sub("", in_figures(title)))
    if found is None:
        return None
    # Without the place and the words of all forms nothing, or an office, may be left.
    left = shape("of-no-project").sub("", shape("leading-place").sub("", found["name"], count=1))
    return str(found["name"]) if len(left) >= _SHORTEST_PROJECT and not is_office(left) else None


def titles_office(title: str) -> str | None:
    """The office that a title begins with: 某县民政局2022年度项目绩效自评表; None for other titles."""
    found = shape("titled-office").match(_BLANK.sub("", in_figures(title)))
    return str(found["office"]) if found is not None and is_office(found["office"]) else None


def names_section(text: str) -> str | None:
    """What a numbered heading calls its section, where it may be a project: 一、松材线虫病防治; None for chapters of
    another kind (三、绩效目标情况) and other lines."""
    found = shape("section-heading").match(text) if 4 <= len(text) <= _LONGEST else None
    if found is None or is_title(text) or is_side(found["name"]) or level(found["name"]) is not None:
        return None
    chapters = patterns("chapters")
    return None if chapters and chapters.search(found["name"]) else str(found["name"])


def is_whole(title: str) -> bool:
    """Whether a title speaks of a department as a whole."""
    whole = patterns("titles", "whole")
    return bool(whole and whole.search(_BLANK.sub("", simplified(title))))


def year_in(text: str) -> int | None:
    """The first year of a title or a year line."""
    text = in_figures(text)
    if "20" not in text or len(text) > 2 * _LONGEST:
        return None
    found = _YEARLY.search(DOCUMENT_NUMBER.sub("", text))
    text = " ".join(text.split())
    if found is None and len(text) <= _LONGEST_YEAR_LINE:
        found = _YEAR_LINE.match(text)
    return int(found[1]) if found else None
