"""Known misprints of a text, and what was meant."""

import pytest

from linter.language.functions.misprints import meant, misjoined, misprint
from linter.language.wordlists import WordList

LIST = WordList(
    "misprints", "wrong|right", ("按制在|控制在", "台帐|台账", "收益面|受益面", "群体收益面|群体受益面")
)


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
def test_misprint(text: str, wrong: str | None, right: str | None) -> None:
    assert misprint(text, LIST) == wrong
    assert meant(text, LIST) == right


SLIPS = WordList("slips", "right|wrong", ("率|律帅", "成|城", "收|受", "意|义"))
KNOWN = WordList(
    "known",
    "words",
    (
        "合格率",
        "效率",
        "完成",
        "成本",
        "验收",
        "收入",
        "法律",
        "律师",
        "城市",
        "县城",
        "受到",
        "经验",
        "满意",
        "正义",
    ),
)


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("验收合格律", "合格律", "合格率"),
        ("有效律师值班", None, None),
        ("按时完城", "完城", "完成"),
        ("县城本级", None, None),
        ("改建完城市道路", None, None),
        ("经验受到好评", None, None),
        ("工程验受", "验受", "验收"),
        ("正义满意", None, None),
        ("合格率", None, None),
    ],
)
def test_a_word_with_one_character_taken_for_another(text: str, wrong: str | None, right: str | None) -> None:
    assert misprint(text, LIST, SLIPS, KNOWN) == wrong
    assert meant(text, LIST, SLIPS, KNOWN) == right


COLLOCATIONS = WordList(
    "collocations", "verb…object", ("提高…问题|解决 发现", "疑难案/复杂案", "加大…工作/建设|力")
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("提高学生就业问题，增收", "提高学生就业问题"),
        ("提高解决实际问题的能力", None),
        ("提高及时发现各类问题", None),
        ("办理疑难案12件", "疑难案"),
        ("办理疑难案件", None),
        ("加大普法工作", "加大普法工作"),
        ("加大普法工作力度", None),
        ("加大力度推进工作", None),
    ],
)
def test_misjoined(text: str, found: str | None) -> None:
    assert misjoined(text, COLLOCATIONS) == found
