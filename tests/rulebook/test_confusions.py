"""Slips of one character in words of the field, and the word that was meant."""

import pytest

from linter.language.functions.confusions import confused, unconfused
from linter.language.wordlists import WordList

WORDS = WordList("typed-words", "", ("合格率", "验收合格", "日常巡查", "日常巡察"))
ALIKE = WordList("look-alikes", "", ("率|律帅", "收|受", "查|察"))


@pytest.mark.parametrize(
    ("text", "slip", "word"),
    [
        ("工程合格律", "合格律", "合格率"),
        ("工程验受合格帅", "验受合格", "验收合格"),
        ("验收合格率", None, None),
        ("日常巡察次数", None, None),
        ("", None, None),
    ],
    ids=["one", "the first of two", "right", "another word", "nothing"],
)
def test_confused(text: str, slip: str | None, word: str | None) -> None:
    assert confused(text, WORDS, ALIKE) == slip
    assert unconfused(text, WORDS, ALIKE) == word
