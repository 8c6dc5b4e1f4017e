"""Bytes → nodes that know where they stand, by expat."""

from __future__ import annotations

import codecs
import re
from typing import Any
from xml.parsers import expat

from linter.office.archive import damaged, refuse_type
from linter.office.markup import HEAD, START, Names, Node

_DECLARED = re.compile(rb"""\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
#: Elements that there are thousands of: what is in them is read when somebody asks.
_MANY = {"row", "si", "xf"}
#: Attributes of such elements: none of them declares a namespace.
_ORDINARY = {"r", "s", "t", "spans", "ht", "customHeight", "x14ac:dyDescent", "customFormat", "hidden", "v"}


def read(data: bytes) -> Node:
    """The root of a part that is going to be changed. Raises JxlintError for damage and for a document type."""
    data = as_utf8(data)
    try:
        return _Reader(data, 0, len(data), START, _MANY).nodes()[0]
    except (expat.ExpatError, ValueError, LookupError, IndexError) as error:
        raise damaged(error) from error


def write(root: Node) -> bytes:
    """The part of a root that was read, with its changes."""
    source = root._source
    assert source is not None
    out: list[bytes] = [source[: root._start]]
    root.write(out, START)
    out.append(source[root._end :])
    return b"".join(out)


def fragment(text: str, space: str) -> Node:
    """A piece of XML as a node to be put in anywhere; names without a prefix are in the namespace ``space``."""
    data = text.encode()
    names = Names({**START.by_prefix, "": space})
    return _free(_Reader(data, 0, len(data), names, set()).nodes()[0])


def _free(node: Node) -> Node:
    """The same node without its bytes: it is written with the prefixes of the place where it is put."""
    made = Node(
        node.tag, {name: value for name, value in node.attrib.items() if not name.startswith("xmlns")}
    )
    node._open()
    made._lead = node._lead
    for child in node:
        made.append(_free(child))._tail = child._tail
    return made


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


def children_of(source: bytes, start: int, end: int, names: Names) -> list[Node]:
    """The children of an element that stands in these bytes."""
    return _Reader(source, start, end, names, set()).nodes()[0]._children or []


def text_of(raw: bytes) -> str:
    """The text of bytes without elements: entities, marked sections, comments."""
    heard: list[str] = []
    parser = expat.ParserCreate("utf-8")
    parser.CharacterDataHandler = heard.append
    parser.Parse(b"<t>" + raw + b"</t>", True)
    return "".join(heard)


class _Reader:
    """Reads the element that stands in some of the bytes."""

    def __init__(self, source: bytes, start: int, end: int, names: Names, many: set[str]) -> None:
        self._source = source
        self._first = start
        self._many = many
        self._names = [names]
        self._open: list[Node] = []
        self._children: list[list[Node]] = [[]]
        self._deep = 0
        self._hollow = True
        self._parser = parser = expat.ParserCreate("utf-8")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = self._refuse
        parser.Parse(source if (start, end) == (0, len(source)) else source[start:end], True)

    def nodes(self) -> list[Node]:
        return self._children[0]

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self._deep:
            self._deep += 1
            self._hollow = False
            return
        names = self._names[-1]
        if not attributes.keys() <= _ORDINARY and "xmlns" in "".join(attributes):
            own = {
                key[6:]: value for key, value in attributes.items() if key == "xmlns" or key[:6] == "xmlns:"
            }
            if own and (own := {**names.by_prefix, **own}) != names.by_prefix:
                names = Names(own)
        self._names.append(names)
        node = Node.read(self._source, self._first + self._parser.CurrentByteIndex, name, attributes, names)
        if self._open:
            node.parent = self._open[-1]
        self._children[-1].append(node)
        self._open.append(node)
        self._children.append([])
        if name in self._many or name.rpartition(":")[2] in self._many:
            self._deep = 1
            self._hollow = True

    def _end(self, name: str) -> None:
        if self._deep > 1:
            self._deep -= 1
            return
        at = self._first + self._parser.CurrentByteIndex
        node = self._open.pop()
        children = self._children.pop()
        self._names.pop()
        hollow = self._hollow if self._deep else not children
        later = bool(self._deep) and not hollow
        self._deep = 0
        source = self._source
        if hollow and source.startswith(b"/>", at - 2):
            head = HEAD.match(source, node._start)
            if head is not None and head.end() == at:
                node.close(at, [])
                return
        node.close(source.index(b">", at) + 1, None if later else children)

    @staticmethod
    def _refuse(*_: Any) -> None:
        raise refuse_type()
