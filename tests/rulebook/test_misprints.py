"""Known misprints of a text, and what was meant."""

import pytest

from linter.language.functions.misprints import meant, misprint
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
