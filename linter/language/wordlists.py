"""The word lists of rules/words/*.yaml: each file maps list names to ``{note: why, words: [...]}``.

Files of another shape may stand in the same folder: what the readers of forms and values know (``_OTHER``),
and any file none of whose entries has ``words``. A file with a list in it must hold well-formed lists only.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from linter.ground.nearest import fault
from linter.ground.resources import load_data, rules_dir
from linter.ground.shape import read

_OTHER = {"headers.yaml", "levels.yaml", "values.yaml"}


class WordList:
    """A named list. ``words`` keeps the order of the file, ``members`` is for whole-text look-ups."""

    __slots__ = ("longest", "members", "name", "note", "words")

    def __init__(self, name: str, note: str, words: tuple[str, ...]) -> None:
        self.name = name
        self.note = note
        self.words = words
        self.members = frozenset(words)
        self.longest = max(map(len, words))

    def find(self, text: str) -> tuple[int, int] | None:
        """Where the first word of the list stands in ``text``, the longest one at that spot; or None."""
        best: tuple[int, int] | None = None
        for word in self.words:
            at = text.find(word)
            if at >= 0 and (best is None or (at, -len(word)) < (best[0], best[0] - best[1])):
                best = (at, at + len(word))
        return best

    def covers(self, text: str) -> bool:
        """Whether ``text`` is made of words of the list and nothing else."""
        reached = [True] + [False] * len(text)
        for start in range(len(text)):
            if reached[start]:
                for end in range(start + 1, min(start + self.longest, len(text)) + 1):
                    if text[start:end] in self.members:
                        reached[end] = True
        return bool(text) and reached[-1]


Words = Mapping[str, WordList]


@cache
def load_words(*folders: Path) -> Words:
    """All word lists of the given folders by name; without a folder, those that come with jxlint.

    Raises JxlintError for a malformed list and for a name that is given twice.
    """
    lists: dict[str, WordList] = {}
    homes: dict[str, Path] = {}
    for folder in folders or (rules_dir() / "words",):
        for path in sorted(folder.glob("*.yaml")):
            for word_list in _lists_of(path) if path.name not in _OTHER else ():
                if word_list.name in lists:
                    raise fault(
                        f"词表“{word_list.name}”重名：{homes[word_list.name].name} 中已有",
                        str(path),
                        _line_of(path, word_list.name),
                        None,
                        advice="请换一个名字",
                    )
                lists[word_list.name] = word_list
                homes[word_list.name] = path
    return lists


def _lists_of(path: Path) -> list[WordList]:
    data = _data_of(path)
    entries = data if isinstance(data, dict) else {}
    if not any(isinstance(entry, dict) and "words" in entry for entry in entries.values()):
        return []
    return [_word_list(path, name, entry) for name, entry in entries.items()]


def _data_of(path: Path) -> Any:
    if path.is_relative_to(rules_dir()):
        return load_data(path.relative_to(rules_dir()).as_posix())
    return read(path, "词表文件").data


def _word_list(path: Path, name: str, entry: Any) -> WordList:
    problem = ""
    words = entry.get("words") if isinstance(entry, dict) else None
    if not isinstance(entry, dict) or entry.keys() - {"note", "words"}:
        problem = "每个词表只写 note（为什么有这张表）和 words（词）"
    elif not isinstance(entry.get("note"), str) or not entry["note"]:
        problem = "缺少 note：请用一句话说明这张表的用途"
    elif not isinstance(words, list) or not words:
        problem = "words 要写成不为空的列表"
    elif bad := [word for word in words if not isinstance(word, str) or not word]:
        problem = f"“{bad[0]}”不是文字，请加引号"
    elif len(set(words)) < len(words):
        problem = f"“{next(word for word in words if words.count(word) > 1)}”重复"
    if problem:
        raise fault(f"词表“{name}”：{problem}", str(path), _line_of(path, name), None)
    assert isinstance(words, list)
    return WordList(name, entry["note"], tuple(words))


def _line_of(path: Path, name: str) -> int:
    # Only on the way to an error, so the file is read again for its marks.
    return read(path, "词表文件").mark(name)[0]
