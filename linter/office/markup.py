"""XML that is changed and written back: every byte that nobody touched stays as it was.

A node remembers where it stands in the bytes it was read from. What is not changed is copied from there, prefixes,
quotes, comments and all; of a changed start tag only the attribute is replaced. No part is ever written anew, because
what other namespaces mean by their prefixes (mc:Ignorable) would be lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape

#: A start tag: a > may stand inside its quotes.
HEAD = re.compile(rb"""<[^\s/>]+(?:[^"'>]|"[^"]*"|'[^']*')*>""")
_XML = "http://www.w3.org/XML/1998/namespace"
_ATTRIBUTE = {'"': "&quot;", "\n": "&#10;", "\t": "&#9;", "\r": "&#13;"}


class Names:
    """The namespaces in force at a place, by prefix, and the full names that have been worked out with them."""

    __slots__ = ("by_prefix", "known")

    def __init__(self, by_prefix: Mapping[str, str]) -> None:
        self.by_prefix = by_prefix
        self.known: dict[str, str] = {}

    def full(self, name: str) -> str:
        """The full name of an element. Raises ValueError for a prefix that means nothing."""
        found = self.known.get(name)
        if found is None:
            prefix, sign, local = name.rpartition(":")
            space = self.by_prefix.get(prefix, None if sign else "")
            if space is None:
                raise ValueError(f"unknown prefix {prefix}")
            found = self.known[name] = f"{{{space}}}{local}" if space else local
        return found

    def full_attribute(self, name: str) -> str:
        return self.full(name) if ":" in name and not name.startswith("xmlns") else name

    def prefixed(self, full: str, *, attribute: bool = False) -> str | None:
        """A full name as it is written here; None where no prefix stands for its namespace."""
        space, sign, local = full[1:].rpartition("}") if full.startswith("{") else ("", "", full)
        if not sign:
            return local if attribute or not self.by_prefix.get("") else None
        for prefix, meant in self.by_prefix.items():
            if meant == space and (prefix or not attribute):
                return f"{prefix}:{local}" if prefix else local
        return None


START = Names({"xml": _XML})


class Node:
    """An element. ``tag`` is its full name; children are elements only, and what stands between them goes with the
    one before it."""

    __slots__ = (
        "_attributes", "_changed", "_children", "_end", "_lead", "_names", "_set", "_source", "_start", "_tail",
        "parent", "tag",
    )  # fmt: skip

    def __init__(self, tag: str, attributes: Mapping[str, str] | None = None, text: str = "") -> None:
        self.tag = tag
        self.parent: Node | None = None
        self._attributes: dict[str, str] = dict(attributes or {})
        self._names = START
        self._source: bytes | None = None
        self._start = self._end = 0
        self._children: list[Node] | None = []
        self._lead: bytes | None = _text(text)
        self._tail = b""
        self._set: dict[str, str] | None = None
        self._changed = True

    @classmethod
    def read(cls, source: bytes, start: int, name: str, attributes: dict[str, str], names: Names) -> Node:
        """A node that stands in some bytes from ``start`` on; whoever reads it says where it ends."""
        node = cls.__new__(cls)
        node.tag = names.full(name)
        node.parent = None
        node._attributes = attributes
        node._names = names
        node._source = source
        node._start = node._end = start
        node._children = None
        node._lead = None
        node._tail = b""
        node._set = None
        node._changed = False
        return node

    def close(self, end: int, children: list[Node] | None) -> None:
        """Where the node ends. ``children`` is None where they are left to be read when somebody asks."""
        self._end = end
        self._children = children

    # Looking.

    def _kids(self) -> list[Node]:
        if self._children is None:
            from linter.office.markupsource import children_of

            assert self._source is not None
            self._children = children_of(self._source, self._start, self._end, self._names)
            for child in self._children:
                child.parent = self
        return self._children

    def __iter__(self) -> Iterator[Node]:
        return iter(self._kids())

    def __len__(self) -> int:
        return len(self._kids())

    def __bool__(self) -> bool:
        return True

    def __getitem__(self, at: int) -> Node:
        return self._kids()[at]

    def get(self, name: str, default: Any = None) -> Any:
        """The value of an attribute by its full name."""
        if name.startswith("{") and self._source is not None:
            return self.attrib.get(name, default)
        return self._attributes.get(name, default)

    @property
    def attrib(self) -> dict[str, str]:
        """The attributes by their full names; a copy."""
        if self._source is None:
            return dict(self._attributes)
        return {self._names.full_attribute(name): value for name, value in self._attributes.items()}

    def iter(self) -> Iterator[Node]:
        """This node and all below it, in the order of the document."""
        yield self
        for child in self._kids():
            yield from child.iter()

    def find(self, tag: str) -> Node | None:
        """The first child of a full name."""
        return next((child for child in self._kids() if child.tag == tag), None)

    def part(self, tag: str) -> Node:
        """The first child of a full name. Raises KeyError where there is none."""
        found = self.find(tag)
        if found is None:
            raise KeyError(tag)
        return found

    def findall(self, tag: str) -> list[Node]:
        return [child for child in self._kids() if child.tag == tag]

    @property
    def text(self) -> str:
        """The text before the first child."""
        return _plain(self._leading())

    @text.setter
    def text(self, text: str) -> None:
        self._children = []
        self._lead = _text(text)
        self._touch()

    def itertext(self) -> Iterator[str]:
        """All text in it, piece by piece."""
        self._open()
        yield self.text
        for child in self._kids():
            yield from child.itertext()
            yield _plain(child._tail)

    # Changing.

    def set(self, name: str, value: str) -> None:
        """Set an attribute by its full name."""
        if self._source is None:
            self._attributes[name] = value
        else:
            written = name
            if name.startswith("{"):
                full = {self._names.full_attribute(one): one for one in self._attributes}
                written = full.get(name) or self._names.prefixed(name, attribute=True) or self._declared(name)
            self._attributes = {**self._attributes, written: value}
            self._set = {**(self._set or {}), written: value}
        self._touch()

    def _declared(self, name: str) -> str:
        """An attribute name in a namespace that has no prefix here: it gets one, declared in this very tag."""
        space, _, local = name[1:].partition("}")
        number = next(at for at in range(1, 999) if f"ns{at}" not in self._names.by_prefix)
        self._names = Names({**self._names.by_prefix, f"ns{number}": space})
        self._attributes = {**self._attributes, f"xmlns:ns{number}": space}
        self._set = {**(self._set or {}), f"xmlns:ns{number}": space}
        return f"ns{number}:{local}"

    def append(self, node: Node) -> Node:
        """Add a node behind the last child; the node."""
        return self.insert(len(self._kids()), node)

    def add(self, tag: str, attributes: Mapping[str, str] | None = None, text: str = "") -> Node:
        """Make a node and add it behind the last child; the node."""
        return self.append(Node(tag, attributes, text))

    def insert(self, at: int, node: Node) -> Node:
        self._open()
        if node.parent is not None:
            node.parent.remove(node)
        node.parent = self
        node._tail = b""
        self._kids().insert(at, node)
        self._touch()
        return node

    def remove(self, node: Node) -> None:
        """Take a child away, with what stands between it and the next."""
        self._open()
        self._kids().remove(node)
        node.parent = None
        self._touch()

    def replace(self, old: Node, new: Node) -> None:
        self._open()
        at = self._kids().index(old)
        tail = old._tail
        self.remove(old)
        self.insert(at, new)._tail = tail

    def follow(self, node: Node) -> Node:
        """Add a node right behind this one; the node."""
        assert self.parent is not None
        return self.parent.insert(self.parent._kids().index(self) + 1, node)

    def copy(self) -> Node:
        """A twin that stands nowhere yet; it may be put among the siblings of this node only."""
        twin = Node.__new__(Node)
        for slot in Node.__slots__:
            setattr(twin, slot, getattr(self, slot))
        twin.parent, twin._tail = None, b""
        if self._children is not None:
            twin._children = [child.copy() for child in self._children]
            for child, old in zip(twin._children, self._children, strict=True):
                child.parent, child._tail = twin, old._tail
        twin._attributes = dict(self._attributes)
        return twin

    def _touch(self) -> None:
        node: Node | None = self
        while node is not None and not (node._changed and node.parent and node.parent._changed):
            node._open()
            node._changed = True
            node = node.parent

    # Writing.

    def _leading(self) -> bytes:
        if self._lead is not None:
            return self._lead
        first = self._kids()[0]._start if self._kids() else None
        start, end = self._inside()
        assert self._source is not None
        return self._source[start : end if first is None else first]

    def _inside(self) -> tuple[int, int]:
        """Where the content of a node that was read begins and ends."""
        assert self._source is not None
        found = HEAD.match(self._source, self._start)
        assert found is not None
        start = found.end()
        return (start, start) if start == self._end else (start, self._source.rindex(b"</", start, self._end))

    def _open(self) -> None:
        """Lay the content out in pieces that can be moved: what leads it, the children, what follows each."""
        if self._lead is not None or self._source is None:
            return
        children = self._kids()
        self._lead = self._leading()
        _, end = self._inside()
        for at, child in enumerate(children):
            follows = children[at + 1]._start if at + 1 < len(children) else end
            child._tail = self._source[child._end : follows]

    def write(self, out: list[bytes], names: Names) -> None:
        """Add the bytes of the node to ``out``; ``names`` are the namespaces in force around it."""
        if self._source is not None and not self._changed:
            out.append(self._source[self._start : self._end])
            return
        head, name, names = self._fresh_head(names) if self._source is None else self._kept_head()
        children = self._kids()
        lead = self._leading()
        if not children and not lead and head.endswith(b"/>"):
            out.append(head)
            return
        out.append(head[:-2].rstrip() + b">" if head.endswith(b"/>") else head)
        out.append(lead)
        for child in children:
            child.write(out, names)
            out.append(child._tail)
        out.append(self._tail_tag(name))

    def _tail_tag(self, name: bytes) -> bytes:
        if self._source is not None:
            _, end = self._inside()
            if end != self._end:
                return self._source[end : self._end]
        return b"</" + name + b">"

    def _kept_head(self) -> tuple[bytes, bytes, Names]:
        """The start tag as it was read, with changed attributes replaced and new ones added behind."""
        assert self._source is not None
        found = HEAD.match(self._source, self._start)
        assert found is not None
        head = found[0]
        name = re.split(rb"[\s/>]", head[1:], maxsplit=1)[0]
        for attribute, value in (self._set or {}).items():
            pattern = re.compile(rb"(\s" + re.escape(attribute.encode()) + rb"\s*=\s*)(\"[^\"]*\"|'[^']*')")
            fresh = b'"' + _value(value) + b'"'
            old = pattern.search(head)
            if old is not None:
                head = head[: old.start(2)] + fresh + head[old.end(2) :]
            else:
                end = len(head) - (2 if head.endswith(b"/>") else 1)
                head = head[:end].rstrip() + b" " + attribute.encode() + b"=" + fresh + head[end:]
        return head, name, self._names

    def _fresh_head(self, names: Names) -> tuple[bytes, bytes, Names]:
        """A start tag made anew with the prefixes in force, and those that it has to declare."""
        declared: dict[str, str] = {}
        name = names.prefixed(self.tag)
        if name is None:
            space, _, name = self.tag[1:].rpartition("}") if self.tag.startswith("{") else ("", "", self.tag)
            declared["xmlns"] = space
            names = Names({**names.by_prefix, "": space})
        written: dict[str, str] = {}
        for key, value in self._attributes.items():
            short = names.prefixed(key, attribute=True)
            if short is None:
                space, _, local = key[1:].rpartition("}")
                prefix = next(f"ns{at}" for at in range(1, 999) if f"ns{at}" not in names.by_prefix)
                declared[f"xmlns:{prefix}"] = space
                names = Names({**names.by_prefix, prefix: space})
                short = f"{prefix}:{local}"
            written[short] = value
        pairs = "".join(
            f' {key}="{_value(value).decode()}"' for key, value in {**declared, **written}.items()
        )
        return f"<{name}{pairs}/>".encode(), name.encode(), names


def _text(text: str) -> bytes:
    return escape(text, {"\r": "&#13;"}).encode()


def _value(text: str) -> bytes:
    return escape(text, _ATTRIBUTE).encode()


def _plain(raw: bytes) -> str:
    """The text that bytes between tags mean."""
    if b"&" not in raw and b"<" not in raw and b"\r" not in raw:
        return raw.decode()
    from linter.office.markupsource import text_of

    return text_of(raw)
