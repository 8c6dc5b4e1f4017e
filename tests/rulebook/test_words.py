"""Word lists: what is read, what is refused, what a list can tell of a text."""

from __future__ import annotations

from pathlib import Path

import pytest
from tables import table

from linter.ground.errors import JxlintError
from linter.language.wordlists import WordList, Words, load_words


def test_lists_of_all_files_and_nothing_else(lists: Words) -> None:
    assert set(lists) == {"vague", "harmony", "fillers"}
    assert lists["vague"].words == ("明显提升", "提升", "良好")


@pytest.mark.parametrize("case", table("words_errors.yaml"), ids=lambda case: case["says"])
def test_malformed_lists_are_refused(case: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(case["file"], encoding="utf-8")
    with pytest.raises(JxlintError) as caught:
        load_words(tmp_path)
    assert case["says"] in caught.value.message
    assert (caught.value.path, caught.value.line) == (str(path), case["line"])


def test_a_name_given_twice_is_refused(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text("same:\n  note: n\n  words: [甲]\n", encoding="utf-8")
    with pytest.raises(JxlintError, match=r"重名：a\.yaml 中已有"):
        load_words(tmp_path)


def test_lists_that_come_with_jxlint_load() -> None:
    assert all(isinstance(entry, WordList) and entry.note for entry in load_words().values())


@pytest.mark.parametrize(
    ("text", "span"),
    [("工作明显提升", (2, 6)), ("提升，明显提升", (0, 2)), ("良好提升", (0, 2)), ("差", None), ("", None)],
)
def test_find_takes_the_first_and_there_the_longest(
    lists: Words, text: str, span: tuple[int, int] | None
) -> None:
    assert lists["vague"].find(text) == span


@pytest.mark.parametrize(
    ("text", "covered"),
    [("明显提升", True), ("提升明显提升良好", True), ("提升明显", False), ("明显提升。", False), ("", False)],
)
def test_covers(lists: Words, text: str, covered: bool) -> None:
    assert lists["vague"].covers(text) is covered
