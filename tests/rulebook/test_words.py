"""Word lists: what is read, what is refused, what a list can tell of a text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tables import table
from yamldata import yaml_data

from linter.ground.errors import JxlintError
from linter.ground.resources import rules_dir
from linter.language.functions.topics import topics, topics_beyond
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


def test_a_list_takes_over_the_words_of_others(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("verbs:\n  note: n\n  words: [提升, 改善]\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text(
        "vague:\n  note: n\n  words: [明显, 提升]\n  include: [verbs]\nall:\n  note: n\n  include: [vague]\n",
        encoding="utf-8",
    )
    assert load_words(tmp_path)["all"].words == ("明显", "提升", "改善")


@pytest.mark.parametrize(
    ("include", "says"), [("verb", "是否想写“verbs”"), ("vague", "绕了一圈又用到自己"), ("round", "绕了一圈")]
)
def test_what_cannot_be_included_is_refused(include: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(
        "verbs:\n  note: n\n  words: [提升]\n"
        "round:\n  note: n\n  words: [改善]\n  include: [vague]\n"
        f"vague:\n  note: n\n  words: [明显]\n  include: [{include}]\n",
        encoding="utf-8",
    )
    with pytest.raises(JxlintError) as caught:
        load_words(tmp_path)
    assert says in str(caught.value)


def test_no_list_holds_another_for_nine_tenths() -> None:
    entries: dict[str, Any] = {}
    for path in (rules_dir() / "words").glob("*.yaml"):
        data = yaml_data(path)
        entries |= {name: entry for name, entry in data.items() if isinstance(entry, dict)}
    #: The words that stand in the list itself.
    written = {name: set(entries[name].get("words", ())) for name in load_words() if name in entries}
    assert len(written) > 50
    assert [
        (name, other)
        for name, words in written.items()
        for other, more in written.items()
        if name != other and len(words) >= 5 and len(words & more) >= 0.9 * len(words)
    ] == [], "include the one in the other"


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


def test_files_are_named_for_what_is_in_them() -> None:
    assert [path.name for path in (rules_dir() / "words").glob("*.yaml") if path.stem[-1].isdigit()] == []


_TEXTS = st.text("甲乙丙丁", max_size=12)
_GROUPS = st.lists(
    st.lists(st.text("甲乙丙丁", min_size=1, max_size=4), min_size=1, max_size=3).map("|".join),
    min_size=1,
    max_size=6,
    unique_by=lambda group: group.split("|")[0],
)


@settings(deadline=None)
@given(text=_TEXTS, said=_TEXTS, groups=_GROUPS)
def test_topics_are_those_of_which_a_word_stands_in_the_text(text: str, said: str, groups: list[str]) -> None:
    listed = WordList("topics", "", tuple(groups))
    firsts = [group.split("|")[0] for group in groups if any(word in text for word in group.split("|"))]
    assert topics(text, listed) == firsts
    known = topics(said, listed)
    beyond = topics_beyond(text, said, listed)
    assert len(beyond) == len([first for first in firsts if first not in known])
    assert all(word in text for word in beyond)
