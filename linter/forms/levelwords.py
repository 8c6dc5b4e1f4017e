"""What level words mean: the look-ups over rules/words/levels.yaml."""

from __future__ import annotations

from functools import cache, lru_cache

import msgspec

from linter.forms.labelkeys import LONGEST_LABEL, key, without_brackets
from linter.ground.patterns import compiled
from linter.ground.resources import load_data

_CODE = compiled(
    r"\d{1,4}\s*[-—–_]\s*|\d{1,2}(?:\.\d{1,2})?[.、．]?(?=[\u4e00-\u9fff])|[A-Za-z]\d?[-.、]|[①-⑳]"
)
#: What parts the levels of a path: 产出指标-数量指标, 产出/时效, 效益·社会效益.
_STEP = compiled(r"\s*[-—–_/\\>→:：·•・‧|｜»›]+\s*")


class Level(msgspec.Struct, frozen=True):
    """A level word: canonical names as ``first`` and as ``second`` level (None where it is none). ``sure``:
    the word is written so that it can hardly be anything else."""

    first: str | None
    second: str | None
    sure: bool


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
    steps = _steps(label)
    if len(steps) != 2 or not all(steps):
        return None
    upper, lower = _level(steps[0]), _level(steps[1])
    if upper is None or lower is None or not upper.first or not lower.second:
        return None
    first, second = upper.first, lower.second
    return Level(first, second, True) if first in (second, above().get(second)) else None


def _steps(label: str) -> list[str]:
    """The levels of a path; two lines of one cell leave nothing between them: 效益指标社会效益指标."""
    steps = _STEP.split(label)
    end = label.find("指标") + 2
    return [label[:end], label[end:]] if len(steps) == 1 and 2 < end < len(label) else steps


def lower_of(text: str) -> str:
    """What a path of levels says of the second one (产出指标-数量指标 → 数量指标); empty for any other text."""
    parts = _steps(text)
    return parts[-1].strip() if len(parts) > 1 and len(text) <= LONGEST_LABEL and _path(key(text)) else ""


def level(text: str) -> Level | None:
    """What level word a cell holds, or None. A second level of ``""`` is one without a canonical name."""
    return _level(text) if 0 < len(text) <= LONGEST_LABEL else None


def is_level(text: str) -> bool:
    """Whether a text is surely a level word, and nothing else."""
    found = level(text)
    return found is not None and found.sure


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
