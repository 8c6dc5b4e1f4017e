"""XML that is changed and written back: every byte that nobody touched stays as it was.

A node remembers where it stands in the bytes it was read from. What is not changed is copied from there, prefixes,
quotes, comments and all; of a changed start tag only the attribute is replaced. No part is ever written anew, because
what other namespaces mean by their prefixes (mc:Ignorable) would be lost. What is inside a node is looked for when
somebody asks: of a large sheet that is the rows with something to change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from linter.office.markupview import View
from linter.office.namespaces import START, Names
from linter.office.starttags import as_text, fresh_head, kept_head
from linter.office.tags import text_of

#: Bytes from one place to another, and others in their place.
Piece = tuple[int, int, bytes]


def spliced(data: bytes, pieces: Iterable[Piece]) -> bytes:
    """Bytes with others in place of some, in the order in which they stand."""
    out: list[bytes] = []
    last = 0
    for start, end, fresh in pieces:
        out += data[last:start], fresh
        last = end
    out.append(data[last:])
    return b"".join(out)


class Node(View):
    """An element that may be changed, moved and written."""

    __slots__ = ()

    def __init__(self, tag: str, attributes: Mapping[str, str] | None = None, text: str = "") -> None:
        super().__init__(tag, attributes, text, START)

    @property
    def text(self) -> str:
        """The text before the first child."""
        return text_of(self._leading())

    @text.setter
    def text(self, text: str) -> None:
        self._children, self._some = [], None
        self._lead = as_text(text)
        self._touch()

    def set(self, name: str, value: str) -> None:
        """Set an attribute by its full name."""
        if self._source is None:
            self._own()[name] = value
        else:
            written = name
            if name.startswith("{"):
                full = {self._names.full_attribute(one): one for one in self._own()}
                written = full.get(name) or self._names.prefixed(name, attribute=True) or self._declared(name)
            self._write_attribute(written, value)
        self._touch()

    def _write_attribute(self, written: str, value: str) -> None:
        self._own()[written] = value
        if self._set is None:
            self._set = {}
        self._set[written] = value

    def _declared(self, name: str) -> str:
        """An attribute name in a namespace that has no prefix here: it gets one, declared in this very tag."""
        space, _, local = name[1:].partition("}")
        prefix = self._names.free_prefix()
        self._names = Names({**self._names.by_prefix, prefix: space})
        self._write_attribute(f"xmlns:{prefix}", space)
        return f"{prefix}:{local}"

    def append(self, node: Node) -> Node:
        """Add a node behind the last child; the node."""
        if not self._stays():
            return self.insert(len(self._kids()), node)
        if node.parent is not None:
            node.parent.remove(node)
        self.extend([node])
        return node

    def _stays(self) -> bool:
        """Whether nodes may be added behind the last child while the children stay bytes."""
        return self._children is None and self._lead is None and self.span[3] < self.span[4]

    def extend(self, nodes: Iterable[Node]) -> None:
        """Add nodes that stand nowhere yet behind the last child."""
        if self._stays():
            children = self._laid().more
        else:
            self._open()
            children = self._kids()
        for node in nodes:
            node.parent = self
            node._tail = b""
            children.append(node)
        self._touch()

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
        siblings: list[Node] = [*self.parent._kids()]
        at = len(siblings) if siblings[-1] is self else siblings.index(self) + 1
        return self.parent.insert(at, node)

    def copy(self) -> Node:
        """A twin that stands nowhere yet; it may be put among the siblings of this node only."""
        if self._some is not None and self._changed:
            self._kids()
        twin: Any = Node.__new__(Node)
        for slot in View.__slots__:
            setattr(twin, slot, getattr(self, slot))
        twin.parent, twin._tail, twin._some = None, b"", None
        twin._attributes = None if self._attributes is None else dict(self._attributes)
        twin._set = None if self._set is None else dict(self._set)
        if self._changed and self._children is not None:
            twin._children = [child.copy() for child in self._children]
            for child, old in zip(twin._children, self._children, strict=True):
                child.parent, child._tail = twin, old._tail
        else:
            twin._children = twin._lead = None  # looked for again when somebody asks
        made: Node = twin
        return made

    def freed(self) -> Node:
        """The same without its bytes: it is written with the prefixes of the place where it is put."""
        self._open()
        kept = {name: value for name, value in self.attrib.items() if not name.startswith("xmlns")}
        made = Node(self.tag, kept)
        made._lead = self._lead
        for child in self._kids():
            made.append(child.freed())._tail = child._tail
        return made

    def splice(self, pieces: Sequence[Piece]) -> None:
        """Put other bytes into the content of a root that is as it was read, in the order in which they stand; what
        was found below it is looked for again."""
        source, seen, (name, start, inside, outside, end) = self._source, self._seen, self.span
        assert source is not None and not self._changed and self.parent is None
        self._source = spliced(source, pieces)
        self._seen = spliced(seen, pieces) if seen is not source else self._source
        more = len(self._source) - len(source)
        self.span = (name, start, inside, outside + more, end + more)
        self._children = self._some = None

    def is_changed(self) -> bool:
        return self._changed

    def _touch(self) -> None:
        """Whoever holds a changed node has changed."""
        node: Node | None = self
        while node is not None and not node._changed:
            node._changed = True
            node = node.parent

    # Writing.

    def write(self, out: list[bytes], names: Names) -> None:
        """Add the bytes of the node to ``out``; ``names`` are the namespaces in force around it."""
        if self.foreign and names.by_prefix.get("") != self._names.by_prefix.get(""):
            self.freed().write(out, names)
            return
        source, (name, start, at, outside, end) = self._source, self.span
        if source is None:
            head, name, names = fresh_head(self.tag, self._own(), names)
        elif self._changed:
            head, names = kept_head(source[start:at], self._set or {}), self._names
        else:
            out.append(source[start:end])
            return
        lead, children, some = self._lead, self._children, self._some
        if lead is None:  # the children stand where they stood
            assert source is not None
            out.append(head)
            for child in children or (some.kept() if some is not None else ()):
                if child._changed:
                    out.append(source[at : child.span[1]])
                    child.write(out, names)
                    at = child.span[4]
            if some is not None and some.more:
                out.append(source[at:outside])
                at = outside
                for child in some.more:
                    child.write(out, names)
            out.append(source[at:end])
            return
        inner = self._kids()
        if not inner and not lead and head.endswith(b"/>"):
            out.append(head)
            return
        out.append(head[:-2].rstrip() + b">" if head.endswith(b"/>") else head)
        out.append(lead)
        for each in inner:
            each.write(out, names)
            out.append(each._tail)
        out.append(source[outside:end] if source is not None and outside < end else b"</" + name + b">")
