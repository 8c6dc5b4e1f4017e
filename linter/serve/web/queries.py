"""The settings that a request may carry in its query, by the names they have everywhere (config/keys.py)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from linter.config.keys import KEYS, Key
from linter.ground.errors import JxlintError
from linter.ground.nearest import nearest
from linter.serve.jobs import FORMATS

#: Settings that name files of the server's machine, or that mean nothing to a request, are for its configuration.
ASKED = tuple(
    key for key in KEYS if key.sort not in ("folders", "file", "limits") and key.name != "force-exclude"
)
_NAMED = {key.name: key for key in ASKED}
_FLAGS = {"true": True, "1": True, "false": False, "0": False}
_LONGEST = 2000


def wishes_of(query: Iterable[tuple[str, str]]) -> tuple[dict[str, Any], str]:
    """The settings and the format of the report that a query asks for. Raises JxlintError for anything else."""
    wishes: dict[str, Any] = {}
    wanted = "json"
    for name, text in query:
        if len(text) > _LONGEST:
            raise JxlintError(f"{name[:40]} 太长", advice=f"最多 {_LONGEST} 字")
        if name == "format":
            wanted = _format(text)
        elif name in _NAMED:
            value = _value(_NAMED[name], text)
            before = wishes.get(name)
            if isinstance(value, list):
                value = [*(before or []), *value]
            elif isinstance(value, dict):
                value = {**(before or {}), **value}
            wishes[name] = value
        else:
            known = ["format", *_NAMED]
            near = nearest(name, known)
            guess = f"是不是想写 {near}？" if near else ""
            raise JxlintError(f"没有“{name[:40]}”这个参数", advice=f"{guess}可用：{'、'.join(known)}")
    return {name: value for name, value in wishes.items() if value not in (None, [], {}, "", False)}, wanted


def _format(text: str) -> str:
    if text not in FORMATS:
        raise JxlintError(f"format 不能是“{text[:40]}”", advice=f"可用：{'、'.join(FORMATS)}")
    return text


def _value(key: Key, text: str) -> Any:
    refused = JxlintError(f"{key.name} 不能是“{text[:40]}”", advice=key.example or f"{key.name}：{key.help}")
    if key.sort == "words":
        return [word for word in re.split(r"[,，、\s]+", text) if word]
    if key.sort == "levels":
        levels = dict(pair.split("=", 1) for pair in re.split(r"[,，、\s]+", text) if pair.count("=") == 1)
        if not levels or not set(levels.values()) <= set(key.choices):
            raise refused
        return levels
    if key.sort == "flag":
        if text not in _FLAGS:
            raise refused
        return _FLAGS[text]
    if key.sort == "number":
        if not re.fullmatch(r"[0-9]{1,9}", text) or int(text) not in key.choices:
            raise refused
        return int(text)
    if key.sort == "choice" and text not in key.choices:
        raise refused
    return text.strip()
