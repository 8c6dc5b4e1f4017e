"""Bytes of a part → nodes that know where they stand, and back."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache
from xml.parsers import expat

from linter.office.archive import damaged, refuse_doctype
from linter.office.markup import Node
from linter.office.namespaces import START, Names
from linter.office.tags import elements, visible

_DECLARED = re.compile(rb"""\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")


def read(data: bytes) -> Node:
    """The root of a part that is going to be changed. Raises JxlintError for damage and for a document type."""
    data = as_utf8(data)
    try:
        refuse_damage(data)
        seen = visible(data)
        return Node.at(data, seen, elements(seen, 0, len(seen))[0], START)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise damaged(error) from error


def write(root: Node) -> bytes:
    """The part of a root that was read, with its changes."""
    source, (_, start, _, _, end) = root._source, root.span
    assert source is not None
    out: list[bytes] = [source[:start]]
    root.write(out, START)
    out.append(source[end:])
    return b"".join(out)


def fragment(text: str, space: str) -> Node:
    """A piece of XML as a node to be put in anywhere; names without a prefix are in the namespace ``space``."""
    return fragments(text, space)[0]


def fragments(text: str, space: str) -> list[Node]:
    """The same for pieces one behind the other."""
    data = f"<_>{text}</_>".encode()
    refuse_damage(data)
    seen = visible(data)
    names = _names(space)
    found = [Node.at(data, seen, span, names) for span in elements(seen, 3, len(seen) - 4)]
    for node in found:
        node.foreign = True
    return found


@lru_cache(maxsize=64)
def _names(space: str) -> Names:
    return Names({**START.by_prefix, "": space})


def refuse_damage(data: bytes) -> None:
    """Raises ExpatError for what is not well-formed or uses a prefix that means nothing, JxlintError for a type."""
    parser = expat.ParserCreate("utf-8", " ")
    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.Parse(data, True)


def as_utf8(data: bytes) -> bytes:
    """The same XML in UTF-8. Raises JxlintError where the bytes are not what they say."""
    mark = next((mark for mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) if data.startswith(mark)), None)
    found = _DECLARED.match(data)
    name = "utf-16" if mark else found[1].decode() if found else "utf-8"
    if data.startswith(b"<\0"):
        name = "utf-16-le"
    elif data.startswith(b"\0<"):
        name = "utf-16-be"
    if name.lower() in ("utf-8", "utf8"):
        return data
    try:
        data = data.decode(name).encode()
    except (UnicodeError, LookupError) as error:
        raise damaged(error) from error
    found = _DECLARED.match(data)
    return data if found is None else data[: found.start(1)] + b"UTF-8" + data[found.end(1) :]
