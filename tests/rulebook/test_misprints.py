"""Misprints of a text, listed ones and words with one character taken for another, and what was meant."""

import pytest

from linter.language.functions.misprints import meant, misjoined, misprint, swapped
from linter.language.wordlists import WordList

LIST = WordList(
    "misprints", "wrong|right", ("按制在|控制在", "台帐|台账", "收益面|受益面", "群体收益面|群体受益面")
)
KNOWN = WordList(
    "common-words",
    "",
    ("合格率", "验收合格", "日常巡查", "日常巡察", "的满意度", "获得", "培训", "陪护", "护工"),
)
ALIKE = WordList("alike", "", ("率|律帅", "收|受", "查|察", "的|得", "培|陪"))
JOINED = WordList("collocations", "", ("提高…问题|解决 处理", "复杂案/疑难案"))


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("严格按制在预算内", "按制在", "控制在"),
        ("负责台帐，按制在预算内", "台帐", "台账"),
        ("群体收益面扩大", "群体收益面", "群体受益面"),
        ("按制度办理", None, None),
        ("", None, None),
    ],
    ids=["one", "the first of two", "the longest", "a correct word", "nothing"],
)
def test_a_listed_misprint(text: str, wrong: str | None, right: str | None) -> None:
    assert misprint(text, LIST) == wrong
    assert meant(text, LIST) == right


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("工程合格律", "合格律", "合格率"),
        ("工程验受合格帅", "验受合格", "验收合格"),
        ("验收合格率", None, None),
        ("日常巡察次数", None, None),
        ("居民得满意度", "得满意度", "的满意度"),
        ("获得满意度", None, None),
        ("教师陪训", "陪训", "培训"),
        ("陪护训练", None, None),
        ("台帐合格律", "台帐", "台账"),
        ("", None, None),
    ],
    ids=[
        "a long word", "the first of two", "right", "another word", "at the edge", "part of the word beside",
        "a short word", "a short word beside another", "listed ones first", "nothing",
    ],
)  # fmt: skip
def test_a_character_taken_for_another(text: str, wrong: str | None, right: str | None) -> None:
    assert misprint(text, LIST, KNOWN, ALIKE) == wrong
    assert meant(text, LIST, KNOWN, ALIKE) == right


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("提高毕业生就业问题，增加收入", "提高毕业生就业问题"),
        ("提高解决问题", None),
        ("提高疑难问题处置水平", None),
        ("办结复杂案3件", "复杂案"),
        ("复杂案件", None),
    ],
)
def test_a_verb_with_an_object_it_does_not_take(text: str, found: str | None) -> None:
    assert misjoined(text, JOINED) == found


def test_swapped() -> None:
    assert swapped("工程合格律≥95%", "合格律", "合格率") == "工程合格率≥95%"
