"""What printed labels mean: the look-ups over rules/words/headers.yaml and rules/words/levels.yaml.

Labels are compared by ``key``: half-width, without blanks, marks, numbering and closing colon. Every look-up
is remembered, since a file prints the same few hundred labels over and over.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any, Literal, NamedTuple

from linter.forms.clean import narrow
from linter.ground.patterns import compiled
from linter.ground.resources import load_data

#: No label is longer; longer texts are not looked up at all.
LONGEST_LABEL = 40

_WIDE_BRACKETS = str.maketrans("（）：／％【】［］〔〕", "():/%[][][]")
_BLANK = compiled(r"[\s★☆*＊#√●■◆]+")
_NUMBERING = compiled(
    r"(?:[一二三四五六七八九十]{1,3}[、.．]|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[、.．](?!\d))"
)
_OF_WHICH = compiled(r"(?:其中|其他|含)[:：]?(?=.{2})")
_BRACKETED = compiled(r"\([^()]*\)|\[[^\[\]]*\]")
_OPEN_BRACKET = compiled(r"[(\[][^()\[\]]*$")
_TONES = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
_READING = compiled(rf"[（(](?=[a-zü]{{0,5}}[{_TONES}])[a-z{_TONES}ü]{{1,6}}[）)]")
_CODE = compiled(
    r"\d{1,4}\s*[-—–_]\s*|\d{1,2}(?:\.\d{1,2})?[.、．]?(?=[\u4e00-\u9fff])|[A-Za-z]\d?[-.、]|[①-⑳]"
)


#: What parts the levels of a path: 产出指标-数量指标, 产出/时效.
_STEP = compiled(r"\s*[-—–_/\\>→:：]+\s*")

_LONGEST_AREA = 12
#: No name of an office is longer.
_LONGEST_OFFICE = 30
#: What only contains a word of a head is one when it is short and no sentence.
_LONGEST_LIKE = 24
_SENTENCE = compiled(r"[，。；、：:≥≤]|\d{2}")


class Level(NamedTuple):
    """A level word: canonical names as ``first`` and as ``second`` level (None where it is none). ``sure``:
    the word is written so that it can hardly be anything else."""

    first: str | None
    second: str | None
    sure: bool


@cache
def _traditional() -> dict[int, str]:
    pairs = words("traditional")
    return {ord(pairs[at]): pairs[at + 1] for at in range(0, len(pairs), 2)}


def simplified(text: str) -> str:
    """A label in simplified characters, without the readings that copying left behind: 指標(biāo) → 指标."""
    return _READING.sub("", text.translate(_traditional()))


@lru_cache(maxsize=4096)
def key(text: str) -> str:
    """The comparable form of a label."""
    plain = _BLANK.sub("", simplified(narrow(text)).translate(_WIDE_BRACKETS)).rstrip(":：;；。")
    return _NUMBERING.sub("", plain, count=1) if _NUMBERING.match(plain) else plain


def without_brackets(label: str) -> str:
    """A key without its bracketed remarks: 项目资金(万元) → 项目资金."""
    # Few labels have any: a look spares two searches.
    if "(" not in label and "[" not in label:
        return label.rstrip(":：")
    return _OPEN_BRACKET.sub("", _BRACKETED.sub("", label)).rstrip(":：")


def words(name: str) -> Any:
    """A list or mapping of headers.yaml as it stands there."""
    return load_data("words/headers.yaml")[name]


@cache
def patterns(name: str, part: str | None = None) -> re.Pattern[str] | None:
    """The patterns of a section of headers.yaml as one expression."""
    data = words(name)
    listed = data.get(part, []) if isinstance(data, dict) and part is not None else data
    return compiled("|".join(f"(?:{pattern})" for pattern in listed)) if listed else None


@cache
def shape(name: str) -> re.Pattern[str]:
    """A shape of headers.yaml by its name."""
    return compiled(words("shapes")[name])


def said(field: str, text: str) -> re.Match[str] | None:
    """What running text says of a field of its project; the patterns of headers.yaml in their order."""
    for pattern in words("prose")[field]:
        if found := compiled(pattern).search(text):
            return found
    return None


#: How a label is told: by a listed word, by a pattern, by a part of it.
Sort = Literal["word", "pattern", "part", "none"]


class _Table:
    """Roles by label for one section: exact words first, then words without brackets, then patterns."""

    def __init__(self, name: str) -> None:
        section: dict[str, Any] = words(name)
        self.roles: dict[str, str] = {}
        self.patterns: list[tuple[str, re.Pattern[str]]] = []
        for role, entry in section.items():
            for word in entry.get("words", []):
                self.roles.setdefault(key(word), role)
            if listed := entry.get("patterns"):
                self.patterns.append((role, compiled("|".join(f"(?:{pattern})" for pattern in listed))))
        self.like = [(entry["role"], compiled(entry["pattern"])) for entry in words(f"{name}_like")]

    def role(self, label: str) -> tuple[str | None, Sort]:
        """The role of a label, and what told it."""
        for candidate in (label, without_brackets(label)):
            if candidate in self.roles:
                return self.roles[candidate], "word"
        bare = without_brackets(label)
        for role, pattern in self.patterns:
            if pattern.fullmatch(label) or pattern.fullmatch(bare):
                return role, "pattern"
        if not 2 <= len(bare) <= _LONGEST_LIKE or _SENTENCE.search(bare):
            return None, "none"
        found = next((role for role, pattern in self.like if pattern.fullmatch(bare)), None)
        return found, "part" if found else "none"


@cache
def _columns() -> _Table:
    return _Table("columns")


@cache
def _fields() -> _Table:
    return _Table("fields")


@lru_cache(maxsize=4096)
def _column_role(text: str) -> tuple[str | None, Sort]:
    return _columns().role(key(text))


@lru_cache(maxsize=4096)
def _field_role(text: str) -> str | None:
    label = key(text)
    role, _ = _fields().role(label)
    if role is None and (found := _OF_WHICH.match(label)):
        role, _ = _fields().role(label[found.end() :])
    return role


def column_role(text: str) -> str | None:
    """The role of a column head: level1, level2, name, value, comparator, unit, … or None."""
    return column_claim(text)[0]


def column_claim(text: str) -> tuple[str | None, Sort]:
    """The role of a column head, and whether a listed word, a pattern or a part of it tells it."""
    return _column_role(text) if 0 < len(text) <= LONGEST_LABEL else (None, "none")


def head_role(text: str) -> str | None:
    """The role that a head has among other heads: one that alone is a label of the form (绩效目标) may be a column."""
    return _head_role(text) if 0 < len(text) <= LONGEST_LABEL else None


@lru_cache(maxsize=4096)
def _head_role(text: str) -> str | None:
    return column_role(text) or next(iter(may_head(text)), None)


def is_head(text: str) -> bool:
    """Whether a text is a listed head of a column of indicators (绩效指标, 年初目标值), and so no content."""
    role, sort = column_claim(text)
    return (sort in ("word", "pattern") and role != "grade") or (
        sort == "part" and role in ("level1", "level2")
    )


def may_head(text: str) -> dict[str, float]:
    """The roles that a head of several meanings may have, with points; empty for others."""
    return _may_head(text) if 0 < len(text) <= LONGEST_LABEL else {}


@lru_cache(maxsize=4096)
def _may_head(text: str) -> dict[str, float]:
    listed: dict[str, dict[str, float]] = load_data("words/roles.yaml")["words"]
    return listed.get(without_brackets(key(text)), {})


def field_role(text: str) -> str | None:
    """The role of a header-field label: project, department, total, goal_year, … or None."""
    return _field_role(text) if 0 < len(text) <= LONGEST_LABEL else None


@lru_cache(maxsize=4096)
def _is_listed(text: str) -> bool:
    label = key(text)
    return label in _fields().roles or without_brackets(label) in _fields().roles


def is_listed_field(text: str) -> bool:
    """Whether a label is a listed one, not one that only contains the words of a label."""
    return 0 < len(text) <= LONGEST_LABEL and _is_listed(text)


@cache
def _footer() -> tuple[frozenset[str], re.Pattern[str] | None]:
    return frozenset(key(word) for word in words("footer")["labels"]), patterns("footer", "patterns")


def is_footer(text: str) -> bool:
    """Whether a text is the label of something below the table: 填表人, 联系电话, …审核意见."""
    return 0 < len(text) <= LONGEST_LABEL and _is_footer(text)


@lru_cache(maxsize=4096)
def _is_footer(text: str) -> bool:
    labels, pattern = _footer()
    label = key(text)
    bare = without_brackets(label)
    return label in labels or bare in labels or bool(pattern and pattern.fullmatch(bare))


@cache
def _totals() -> frozenset[str]:
    return frozenset(words("totals"))


def is_total(text: str) -> bool:
    return len(text) <= LONGEST_LABEL and _is_total(text)


@lru_cache(maxsize=4096)
def _is_total(text: str) -> bool:
    return without_brackets(key(text)) in _totals()


@cache
def placeholders() -> frozenset[str]:
    return frozenset(words("placeholders"))


# ---- levels


@cache
def _level_words() -> tuple[dict[str, str], dict[str, str], frozenset[str], tuple[str, ...], frozenset[str]]:
    data = load_data("words/levels.yaml")
    first = {word: name for name, listed in data["first"].items() for word in listed}
    second = {word: name for name, listed in data["second"].items() for word in listed}
    endings = tuple(sorted(data["endings"], key=len, reverse=True))
    return first, second, frozenset(data["unplaced"]), endings, frozenset(data["side"])


def level_words() -> tuple[dict[str, str], dict[str, str], tuple[str, ...]]:
    """First-level words, second-level words (word → canonical name) and the endings they may take."""
    first, second, _, endings, _ = _level_words()
    return first, second, endings


@cache
def _words_of_cells() -> dict[str, str]:
    listed = load_data("words/levels.yaml")["second_in_cells"]
    return {word: name for name, found in listed.items() for word in found}


@cache
def above() -> dict[str, str]:
    """The first level of each second level."""
    return dict(load_data("words/levels.yaml")["above"])


@cache
def below() -> dict[str, str]:
    """The second level told from a first one."""
    return dict(load_data("words/levels.yaml")["below"])


@lru_cache(maxsize=4096)
def _level(text: str) -> Level | None:
    label = key(text)
    coded = _CODE.match(label)
    if coded:
        label = label[coded.end() :]
    # 服务对象满意度指标等
    label = label[:-1] if label.endswith("指标等") else label
    bare = without_brackets(label)
    first, second, unplaced, endings, side = _level_words()
    second = second | _words_of_cells()
    if bare in side and not coded:
        return None
    for candidate in dict.fromkeys((label, bare)):
        stems = [candidate, *(candidate.removesuffix(end) for end in endings if candidate.endswith(end))]
        for stem in dict.fromkeys(stems):
            if stem in unplaced:
                return Level(None, "", True)
            if stem in first or stem in second:
                # 群众满意度 is as often the name of an indicator.
                named = len(stem) >= 4 and "满意" not in stem
                sure = stem != candidate or coded is not None or named
                return Level(first.get(stem), second.get(stem), sure)
    return _path(bare)


def _path(label: str) -> Level | None:
    """Both levels where a label gives one behind the other: 产出指标-数量指标."""
    steps = _STEP.split(label)
    if len(steps) != 2 or not all(steps):
        return None
    upper, lower = _level(steps[0]), _level(steps[1])
    if upper is None or lower is None or not upper.first or not lower.second:
        return None
    first, second = upper.first, lower.second
    return Level(first, second, True) if first in (second, above().get(second)) else None


def lower_of(text: str) -> str:
    """What a path of levels says of the second one (产出指标-数量指标 → 数量指标); empty for any other text."""
    parts = _STEP.split(text)
    return parts[-1].strip() if len(parts) > 1 and len(text) <= LONGEST_LABEL and _path(key(text)) else ""


def level(text: str) -> Level | None:
    """What level word a cell holds, or None. A second level of ``""`` is one without a canonical name."""
    return _level(text) if 0 < len(text) <= LONGEST_LABEL else None


def is_level(text: str) -> bool:
    """Whether a text is surely a level word, and nothing else."""
    found = level(text)
    return found is not None and found.sure


def is_area(text: str) -> bool:
    """Whether a head is the name of an area: 红湾镇, 县本级."""
    area, other = compiled(words("areas")), compiled(words("not_areas"))
    bare = without_brackets(key(text)) if 0 < len(text) <= _LONGEST_AREA else ""
    return bool(area.fullmatch(bare)) and not other.fullmatch(bare)


def is_office(text: str) -> bool:
    """Whether a text is the name of an office, with or without its code (303001-某县信访局)."""
    pattern = patterns("organisation")
    return 0 < len(text) <= _LONGEST_OFFICE and pattern is not None and pattern.search(text) is not None


@cache
def _groups() -> frozenset[str]:
    return frozenset(load_data("words/levels.yaml")["groups"])


def is_group(text: str) -> bool:
    """Whether a text may be a word above the first levels (实施效果指标 above 产出指标)."""
    return 0 < len(text) <= LONGEST_LABEL and without_brackets(key(text)).removesuffix("指标") in _groups()


def is_side(text: str) -> bool:
    """Whether a text is the label beside the whole indicator table (绩效指标)."""
    return 0 < len(text) <= LONGEST_LABEL and _is_side(text)


@lru_cache(maxsize=4096)
def _is_side(text: str) -> bool:
    return without_brackets(key(text)) in _level_words()[4]
