"""The regular expressions that have a name: rules/words/patterns.yaml, and the file of that name in a user's folder.

Each entry is ``name: {note: what it finds, pattern: the regular expression}``; ``{other-name}`` inside a pattern stands
for another one. A name that is taken is refused, as is a pattern that does not compile.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from linter.ground.backtracking import ENDLESS_ADVICE
from linter.ground.patterns import compiled
from linter.ground.resources import rules_dir
from linter.ground.shape import Where, read
from linter.ground.textbounds import bounded

FILE = "patterns.yaml"
NAME = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*"
_BLOCK = re.compile(r"\{(" + NAME + r")\}")


def find_pattern(words: object) -> Mapping[str, str]:
    """The patterns that go with these word lists: those of the pack and of the folders the lists come from."""
    return load_patterns(rules_dir() / "words", *getattr(words, "folders", ()))


def resolved(source: str, words: object, error: Callable[..., Exception]) -> str:
    """What ``pattern("name")`` names, or ``source`` itself where that is a regular expression. ``error`` makes the
    exception for an unknown name out of ``wrong`` and ``known``."""
    named = re.fullmatch(r"\s*pattern\(\s*[\"']([^\"']*)[\"']\s*\)\s*", source)
    if not named:
        return source
    known = find_pattern(words)
    if named[1] not in known:
        raise error(wrong=named[1], known=sorted(known))
    return known[named[1]]


@cache
def load_patterns(*folders: Path) -> dict[str, str]:
    """All named patterns of these folders of word lists, their building blocks filled in. Raises JxlintError."""
    known: dict[str, str] = {}
    for folder in folders:
        path = folder / FILE
        if path.is_file():
            _read(path, known)
    return known


def pattern_notes() -> dict[str, tuple[str, str]]:
    """Note and pattern of each named pattern of the pack, for the reference."""
    path = rules_dir() / "words" / FILE
    data = read(path, "正则表达式文件").data
    return {name: (entry["note"], load_patterns(path.parent)[name]) for name, entry in data.items()}


def _read(path: Path, known: dict[str, str]) -> None:
    where = read(path, "正则表达式文件")
    if not isinstance(where.data, dict):
        raise where.error("应写成“名字: {note: …, pattern: …}”")
    sources: dict[str, str] = {}
    for name in where.data:
        if not re.fullmatch(NAME, str(name)):
            raise where.error(f"名字“{name}”应是小写英文，用连字符相连", name, at_key=True)
        if name in known:
            raise where.error(f"正则表达式“{name}”重名：自带的已有", name, at_key=True, advice="请换一个名字")
        entry = where.below(name).check_keys(f"“{name}”", ("note", "pattern"), ("note", "pattern"))
        for key in ("note", "pattern"):
            if not isinstance(entry[key], str) or not entry[key]:
                raise where.error(f"{key} 应是文字", name, key)
        sources[name] = entry["pattern"]
    for name in sources:
        known[name] = _filled(name, sources, known, where, ())
        try:
            compiled(known[name])
            known[name], why = bounded(known[name])
        except (re.error, OverflowError, RecursionError) as error:
            raise where.error(f"正则表达式有误（{error}）", name, "pattern") from None
        if why:
            raise where.error(f"正则表达式可能没完没了：{why}", name, "pattern", advice=ENDLESS_ADVICE)


def _filled(
    name: str, sources: dict[str, str], known: dict[str, str], where: Where, above: tuple[str, ...]
) -> str:
    def block(found: re.Match[str]) -> str:
        inner = found[1]
        if inner in (*above, name):
            raise where.error(f"“{inner}”绕了一圈又用到自己", name, "pattern")
        if inner not in sources and inner not in known:
            raise where.error(
                f"没有叫“{inner}”的正则表达式", name, "pattern", wrong=inner, known=[*known, *sources]
            )
        whole = known[inner] if inner in known else _filled(inner, sources, known, where, (*above, name))
        return f"(?:{whole})"

    return _BLOCK.sub(block, sources[name])
