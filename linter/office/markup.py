"""XML that is changed and written back: every byte that nobody touched stays as it was.

A node remembers where it stands in the bytes it was read from. What is not changed is copied from there, prefixes,
quotes, comments and all; of a changed start tag only the attribute is replaced. No part is ever written anew, because
what other namespaces mean by their prefixes (mc:Ignorable) would be lost. What is inside a node is looked for when
somebody asks: of a large sheet that is the rows with something to change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from linter.office.archive import damaged
from linter.office.namespaces import START, Names
from linter.office.starttags import as_text, fresh_head, kept_head
from linter.office.tags import Span, attributes, elements, first_attribute, text_of

#: No part of an office file is as deep.
DEEPEST = 256


class Node:
    """An element. ``tag`` is its full name; children are elements only, and what stands between them goes with the
    one before it."""

    __slots__ = (
        "_attributes", "_changed", "_children", "_lead", "_names", "_seen", "_set", "_source", "_tail",
        "depth", "foreign", "parent", "span", "tag",
    )  # fmt: skip

    def __init__(self, tag: str, attributes: Mapping[str, str] | None = None, text: str = "") -> None:
        self.tag = tag
        self.parent: Node | None = None
        self.depth = 0
        #: Whether the bytes stood nowhere in the part: then they mean what they say only among the same prefixes.
        self.foreign = False
        self._attributes: dict[str, str] | None = dict(attributes or {})
        self._names = START
        self._source: bytes | None = None
        self._seen = b""
        #: Where it stands in the bytes it was read from.
        self.span: Span = (b"", 0, 0, 0, 0)
        self._children: list[Node] | None = []
        self._lead: bytes | None = as_text(text)
        self._tail = b""
        self._set: dict[str, str] | None = None
        self._changed = True

    # Looking.

    def _kids(self) -> list[Node]:
        children = self._children
        if children is None:
            if self.depth > DEEPEST:
                raise damaged()
            source, seen, names, (_, _, inside, outside, _) = self._source, self._seen, self._names, self.span
            assert source is not None
            # Hardly any part declares a namespace behind its root.
            plain = seen.find(b"xmlns", inside, outside) < 0
            children = [
                node_at(source, seen, found, names, self, plain=plain)
                for found in elements(seen, inside, outside)
            ]
            self._children = children
        return children

    def _own(self) -> dict[str, str]:
        """The attributes by their names as written."""
        if self._attributes is None:
            assert self._source is not None
            self._attributes = attributes(self._source, self.span[1], self.span[2])
        return self._attributes

    def __iter__(self) -> Iterator[Node]:
        return iter(self._kids())

    def __len__(self) -> int:
        return len(self._kids())

    def __bool__(self) -> bool:
        return True

    def is_empty(self) -> bool:
        """Whether it has no children: told without reading them."""
        if self._children is not None:
            return not self._children
        return self._seen.find(b"<", self.span[2], self.span[3]) < 0

    def __getitem__(self, at: int) -> Node:
        return self._kids()[at]

    def get(self, name: str, default: Any = None) -> Any:
        """The value of an attribute by its full name."""
        if self._attributes is None and self._source is not None:
            found = first_attribute(self._source, self.span[1], name)
            if found is not None:
                return found
        if name.startswith("{") and self._source is not None:
            return self.attrib.get(name, default)
        return self._own().get(name, default)

    @property
    def attrib(self) -> dict[str, str]:
        """The attributes by their full names; a copy."""
        if self._source is None:
            return dict(self._own())
        return {self._names.full_attribute(name): value for name, value in self._own().items()}

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
        return text_of(self._leading())

    @text.setter
    def text(self, text: str) -> None:
        self._children = []
        self._lead = as_text(text)
        self._touch()

    def itertext(self) -> Iterator[str]:
        """All text in it, piece by piece."""
        self._open()
        yield self.text
        for child in self._kids():
            yield from child.itertext()
            yield text_of(child._tail)

    # Changing.

    def set(self, name: str, value: str) -> None:
        """Set an attribute by its full name."""
        if self._source is None:
            self._own()[name] = value
        else:
            written = name
            if name.startswith("{"):
                full = {self._names.full_attribute(one): one for one in self._own()}
                written = full.get(name) or self._names.prefixed(name, attribute=True) or self._declared(name)
            self._attributes = {**self._own(), written: value}
            self._set = {**(self._set or {}), written: value}
        self._touch()

    def _declared(self, name: str) -> str:
        """An attribute name in a namespace that has no prefix here: it gets one, declared in this very tag."""
        space, _, local = name[1:].partition("}")
        prefix = self._names.free_prefix()
        self._names = Names({**self._names.by_prefix, prefix: space})
        self._attributes = {**self._own(), f"xmlns:{prefix}": space}
        self._set = {**(self._set or {}), f"xmlns:{prefix}": space}
        return f"{prefix}:{local}"

    def append(self, node: Node) -> Node:
        """Add a node behind the last child; the node."""
        return self.insert(len(self._kids()), node)

    def extend(self, nodes: Iterable[Node]) -> None:
        """Add nodes that stand nowhere yet behind the last child."""
        self._open()
        children = self._kids()
        for node in nodes:
            node.parent = self
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
        siblings = self.parent._kids()
        at = len(siblings) if siblings[-1] is self else siblings.index(self) + 1
        return self.parent.insert(at, node)

    def copy(self) -> Node:
        """A twin that stands nowhere yet; it may be put among the siblings of this node only."""
        twin = Node.__new__(Node)
        for slot in Node.__slots__:
            setattr(twin, slot, getattr(self, slot))
        twin.parent, twin._tail = None, b""
        twin._attributes = None if self._attributes is None else dict(self._attributes)
        if self._changed and self._children is not None:
            twin._children = [child.copy() for child in self._children]
            for child, old in zip(twin._children, self._children, strict=True):
                child.parent, child._tail = twin, old._tail
        else:
            twin._children = twin._lead = None  # looked for again when somebody asks
        return twin

    def freed(self) -> Node:
        """The same without its bytes: it is written with the prefixes of the place where it is put."""
        self._open()
        kept = {name: value for name, value in self.attrib.items() if not name.startswith("xmlns")}
        made = Node(self.tag, kept)
        made._lead = self._lead
        for child in self._kids():
            made.append(child.freed())._tail = child._tail
        return made

    def _touch(self) -> None:
        """Whoever holds a changed node has changed."""
        node: Node | None = self
        while node is not None and not node._changed:
            node._changed = True
            node = node.parent

    def _leading(self) -> bytes:
        if self._lead is not None:
            return self._lead
        source, (_, _, inside, outside, _) = self._source, self.span
        assert source is not None
        first = self._seen.find(b"<", inside, outside)
        return source[inside : outside if first < 0 else first]

    def _open(self) -> None:
        """Lay the content out in pieces that can be moved: what leads it, the children, what follows each."""
        if self._lead is not None:
            return
        children = self._kids()
        source = self._source
        assert source is not None
        self._lead = self._leading()
        ends = [*[child.span[1] for child in children[1:]], self.span[3]]
        for child, end in zip(children, ends, strict=False):
            child._tail = source[child.span[4] : end]

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
        lead, children = self._lead, self._kids()
        if lead is None:  # the children stand where they stood
            assert source is not None
            out.append(head)
            for child in children:
                if child._changed:
                    out.append(source[at : child.span[1]])
                    child.write(out, names)
                    at = child.span[4]
            out.append(source[at:end])
            return
        if not children and not lead and head.endswith(b"/>"):
            out.append(head)
            return
        out.append(head[:-2].rstrip() + b">" if head.endswith(b"/>") else head)
        out.append(lead)
        for child in children:
            child.write(out, names)
            out.append(child._tail)
        out.append(source[outside:end] if source is not None and outside < end else b"</" + name + b">")


def node_at(
    source: bytes, seen: bytes, span: Span, names: Names, parent: Node | None = None, *, plain: bool = False
) -> Node:
    """The node at a place in some bytes; ``seen`` is their visible twin, ``names`` are in force around it. ``plain``:
    its tag declares no namespace."""
    node = Node.__new__(Node)
    node._attributes = None
    if not plain and seen.find(b"xmlns", span[1], span[2]) > 0:
        node._attributes = attributes(source, span[1], span[2])
        names = names.within(node._attributes)
    node.tag = names.full(span[0])
    node.parent = parent
    node.depth = parent.depth + 1 if parent is not None else 0
    node.foreign = node._changed = False
    node.span = span
    node._names = names
    node._source = source
    node._seen = seen
    node._children = node._lead = node._set = None
    node._tail = b""
    return node
