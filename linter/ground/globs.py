"""Patterns for files, as in .gitignore files, matched in time that grows with pattern and path only."""

from __future__ import annotations

from functools import cache

from linter.ground.patterns import compiled

_WILD = compiled(r"(\*\*/|\*\*|\*|\?)")
#: A token that is one of these, with what it passes over; all others are one character each.
_FOLDERS, _WITHIN, _ANY, _RUN, _ONE = "**/", "<folder>", "**", "*", "?"


def matches(path: str, pattern: str) -> bool:
    """Whether ``pattern`` fits ``path``, which is relative and written with ``/``.

    A pattern without ``/`` fits a name at any depth, one with ``/`` counts from the folder of the
    configuration; what fits a folder fits all in it. ``*`` stays within a name, ``**`` crosses folders.
    """
    tokens = _tokens(pattern)
    reached = _open(tokens, {0})
    for character in path:
        if character == "/" and len(tokens) in reached:  # the pattern fits a folder
            return True
        reached = _open(tokens, {at for place in reached for at in _after(tokens, place, character)})
        if not reached:
            return False
    return len(tokens) in reached


def _open(tokens: tuple[str, ...], places: set[int]) -> set[int]:
    """The places with those that lie behind wild cards which may stand for nothing."""
    waiting = list(places)
    while waiting:
        place = waiting.pop()
        if place < len(tokens) and tokens[place] in (_FOLDERS, _ANY, _RUN):
            behind = place + (2 if tokens[place] == _FOLDERS else 1)
            if behind not in places:
                places.add(behind)
                waiting.append(behind)
    return places


def _after(tokens: tuple[str, ...], place: int, character: str) -> tuple[int, ...]:
    """Where a place leads with a character."""
    token = tokens[place] if place < len(tokens) else ""
    if token == _ANY:
        return (place,)
    if token == _RUN:
        return () if character == "/" else (place,)
    if token == _FOLDERS:  # at the beginning of a folder's name
        return () if character == "/" else (place + 1,)
    if token == _WITHIN:
        return (place - 1,) if character == "/" else (place,)
    if token == _ONE:
        return () if character == "/" else (place + 1,)
    return (place + 1,) if token == character else ()


@cache
def _tokens(pattern: str) -> tuple[str, ...]:
    body = pattern.replace("\\", "/").removeprefix("./").rstrip("/")
    anywhere = "/" not in body
    tokens = [_FOLDERS, _WITHIN] if anywhere else []
    for part in _WILD.split(body.lstrip("/")):
        if part == _FOLDERS:
            tokens += [_FOLDERS, _WITHIN]
        elif part in (_ANY, _RUN, _ONE):
            if part == _ONE or tokens[-1:] != [part]:
                tokens.append(part)
        else:
            tokens += part
    return tuple(tokens)
