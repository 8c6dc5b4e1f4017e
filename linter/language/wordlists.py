"""The word lists of rules/words/*.yaml: each file maps list names to ``{note: why, words: [...], include: [...]}``.

A list takes over the words of the lists it includes, wherever they stand.

Files of another shape may stand in the same folder: what the readers of forms and values know (``_OTHER``),
and any file none of whose entries has ``words``. A file with a list in it must hold well-formed lists only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from linter.ground.errors import JxlintError
from linter.ground.nearest import fault
from linter.ground.patterns import compiled
from linter.ground.resources import load_data, rules_dir
from linter.ground.shape import read

_OTHER = {"headers.yaml", "levels.yaml", "values.yaml"}


class WordList:
    """A named list. ``words`` keeps the order of the file, ``members`` is for whole-text look-ups."""

    __slots__ = ("_search", "longest", "members", "name", "note", "words")

    def __init__(self, name: str, note: str, words: tuple[str, ...]) -> None:
        self.name = name
        self.note = note
        self.words = words
        self.members = frozenset(words)
        self.longest = max(map(len, words))
        self._search: Callable[[str], object] | None = None

    def stand_in(self, text: str) -> bool:
        """Whether a word of the list stands in ``text``."""
        if self._search is None:
            self._search = compiled("|".join(map(re.escape, self.words))).search
        return self._search(text) is not None

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
    entries: dict[str, _Entry] = {}
    for folder in folders or (rules_dir() / "words",):
        for path in sorted(folder.glob("*.yaml")):
            for entry in _lists_of(path) if path.name not in _OTHER else ():
                if entry.name in entries:
                    raise entry.fault(
                        f"词表“{entry.name}”重名：{entries[entry.name].path.name} 中已有",
                        advice="请换一个名字",
                    )
                entries[entry.name] = entry
    return {name: WordList(name, entry.note, _whole(entry, entries, ())) for name, entry in entries.items()}


class _Entry(msgspec.Struct, frozen=True):
    """A list as it is written."""

    name: str
    note: str
    words: tuple[str, ...]
    include: tuple[str, ...]
    path: Path

    def fault(self, message: str, **more: Any) -> JxlintError:
        return fault(message, str(self.path), _line_of(self.path, self.name), None, **more)


def _whole(entry: _Entry, entries: Mapping[str, _Entry], above: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a list with those of the lists that it includes."""
    words = list(entry.words)
    for name in entry.include:
        if name not in entries:
            raise entry.fault(f"词表“{entry.name}”：没有词表“{name}”", wrong=name, known=entries)
        if name in (entry.name, *above):
            raise entry.fault(f"词表“{entry.name}”绕了一圈又用到自己")
        words += _whole(entries[name], entries, (entry.name, *above))
    return tuple(dict.fromkeys(words))


def _lists_of(path: Path) -> list[_Entry]:
    data = _data_of(path)
    entries = data if isinstance(data, dict) else {}
    if not any(isinstance(entry, dict) and "words" in entry for entry in entries.values()):
        return []
    return [_entry(path, name, entry) for name, entry in entries.items()]


def _data_of(path: Path) -> Any:
    if path.is_relative_to(rules_dir()):
        return load_data(path.relative_to(rules_dir()).as_posix())
    return read(path, "词表文件").data


def _entry(path: Path, name: str, entry: Any) -> _Entry:
    problem = ""
    words = entry.get("words", []) if isinstance(entry, dict) else None
    include = entry.get("include", []) if isinstance(entry, dict) else None
    if not isinstance(entry, dict) or entry.keys() - {"note", "words", "include"}:
        problem = "每个词表只写 note（为什么有这张表）、words（词）和 include（并入哪些词表）"
    elif not isinstance(entry.get("note"), str) or not entry["note"]:
        problem = "缺少 note：请用一句话说明这张表的用途"
    elif not isinstance(words, list) or not isinstance(include, list) or not (words or include):
        problem = "words 要写成不为空的列表"
    elif bad := [word for word in [*words, *include] if not isinstance(word, str) or not word]:
        problem = f"“{bad[0]}”不是文字，请加引号"
    elif len(set(words)) < len(words):
        problem = f"“{next(word for word in words if words.count(word) > 1)}”重复"
    if problem:
        raise fault(f"词表“{name}”：{problem}", str(path), _line_of(path, name), None)
    assert isinstance(words, list) and isinstance(include, list)
    return _Entry(name, entry["note"], tuple(words), tuple(include), path)


def _line_of(path: Path, name: str) -> int:
    # Only on the way to an error, so the file is read again for its marks.
    return read(path, "词表文件").mark(name)[0]
