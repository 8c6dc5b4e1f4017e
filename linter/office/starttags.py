"""Start tags and texts as they are written: changed in place, or made anew with the prefixes in force."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from xml.sax.saxutils import escape

from linter.office.namespaces import Names
from linter.office.tags import Span

_ESCAPED = {'"': "&quot;", "\n": "&#10;", "\t": "&#9;", "\r": "&#13;"}


def attribute_in(data: bytes, span: Span, name: str) -> re.Match[bytes] | None:
    """An attribute of the start tag at a place, by its name as written: its value with the quotes is group 1."""
    return _attribute(name).match(data, span[1], span[2])


def kept_head(head: bytes, changed: Mapping[str, str]) -> bytes:
    """A start tag as it was read, with changed attributes (by their names as written) replaced and new ones added
    behind."""
    for attribute, value in changed.items():
        fresh = b'"' + _value(value).encode() + b'"'
        old = _attribute(attribute).search(head)
        if old is not None:
            head = head[: old.start(1)] + fresh + head[old.end(1) :]
        else:
            end = len(head) - (2 if head.endswith(b"/>") else 1)
            head = head[:end].rstrip() + b" " + attribute.encode() + b"=" + fresh + head[end:]
    return head


def fresh_head(tag: str, attributes: Mapping[str, str], names: Names) -> tuple[bytes, bytes, Names]:
    """An empty tag for an element by its full names, the name as it is written, and the namespaces in force in it."""
    pairs = ""
    name = names.prefixed(tag)
    if name is None:
        space, _, name = tag[1:].rpartition("}") if tag.startswith("{") else ("", "", tag)
        pairs = f' xmlns="{_value(space)}"'
        names = Names({**names.by_prefix, "": space})
    written = ""
    for key, value in attributes.items():
        short = names.prefixed(key, attribute=True)
        if short is None:
            space, _, local = key[1:].rpartition("}")
            prefix = names.free_prefix()
            pairs += f' xmlns:{prefix}="{_value(space)}"'
            names = Names({**names.by_prefix, prefix: space})
            short = f"{prefix}:{local}"
        written += f' {short}="{_value(value)}"'
    return f"<{name}{pairs}{written}/>".encode(), name.encode(), names


@lru_cache(maxsize=256)
def _attribute(name: str) -> re.Pattern[bytes]:
    """The value of an attribute with its quotes. What stands in the quotes of another is skipped."""
    own = re.escape(name.encode())
    others = rb"""(?:\s+(?!""" + own + rb"""\s*=)[^\s=]+\s*=\s*(?:"[^"]*"|'[^']*'))*"""
    return re.compile(rb"""<[^\s"']+""" + others + rb"""\s+""" + own + rb"""\s*=\s*("[^"]*"|'[^']*')""")


def as_text(text: str) -> bytes:
    """A text as it stands between tags."""
    return escape(text, {"\r": "&#13;"}).encode() if text else b""


def _value(text: str) -> str:
    return escape(text, _ESCAPED)
