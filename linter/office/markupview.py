"""XML that is looked at where it stands: the children of an element are found when somebody asks for them.

Of a large sheet a few rows are wanted, and of a row one cell. Where the children stand is found for all of them at
once, but a node is made only of one that is asked for; the others stay bytes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Generic, Self, TypeVar

from linter.office import tags
from linter.office.archive import damaged
from linter.office.namespaces import Names
from linter.office.starttags import as_text
from linter.office.tags import SEARCHED, Span

V = TypeVar("V")

#: No part of an office file is as deep.
DEEPEST = 256


class Some(Generic[V]):
    """The children of an element of which some have been asked for: where all of them stand (None while nobody needs
    to know), the nodes made of them by their place, and nodes added behind the last. ``plain``: no namespace is
    declared in them."""

    __slots__ = ("key", "known", "made", "more", "plain", "spans")

    def __init__(self, *, plain: bool) -> None:
        self.spans: list[Span] | None = None
        self.plain = plain
        self.made: dict[int, V] = {}
        self.more: list[V] = []
        #: Where each stands by its attribute ``key``, where that has been asked for.
        self.key = ""
        self.known: dict[bytes, Span] = {}

    def kept(self) -> list[V]:
        """The nodes made, in the order in which they stand."""
        return [self.made[at] for at in sorted(self.made)]


class View:
    """An element. ``tag`` is its full name; children are elements only, and what stands between them goes with the
    one before it."""

    __slots__ = (
        "_attributes", "_changed", "_children", "_lead", "_names", "_seen", "_set", "_some", "_source", "_tail",
        "depth", "foreign", "parent", "span", "tag",
    )  # fmt: skip

    def __init__(self, tag: str, attributes: Mapping[str, str] | None, text: str, names: Names) -> None:
        self.tag = tag
        self.parent: Self | None = None
        self.depth = 0
        #: Whether the bytes stood nowhere in the part: then they mean what they say only among the same prefixes.
        self.foreign = False
        self._attributes: dict[str, str] | None = dict(attributes or {})
        self._names = names
        self._source: bytes | None = None
        self._seen = b""
        #: Where it stands in the bytes it was read from.
        self.span: Span = (b"", 0, 0, 0, 0)
        #: All children; None while nobody has asked for them. Some of them may have been asked for.
        self._children: list[Self] | None = []
        self._some: Some[Self] | None = None
        self._lead: bytes | None = as_text(text)
        self._tail = b""
        self._set: dict[str, str] | None = None
        self._changed = True

    @classmethod
    def at(
        cls, source: bytes, seen: bytes, span: Span, names: Names, parent: Self | None = None, *, plain: bool = False
    ) -> Self:
        """The node at a place in some bytes; ``seen`` is their visible twin, ``names`` are in force around it.
        ``plain``: its tag declares no namespace."""
        node = cls.__new__(cls)
        node._attributes = None
        if not plain and seen.find(b"xmlns", span[1], span[2]) > 0:
            node._attributes = tags.attributes(source, span[1], span[2])
            names = names.within(node._attributes)
        node.tag = names.full(span[0])
        node.parent = parent
        node.depth = parent.depth + 1 if parent is not None else 0
        node.foreign = node._changed = False
        node.span = span
        node._names = names
        node._source = source
        node._seen = seen
        node._children = node._some = node._lead = node._set = None
        node._tail = b""
        return node

    # Children.

    def _laid(self) -> Some[Self]:
        """The children, while not all of them have been asked for."""
        some = self._some
        if some is None:
            if self.depth > DEEPEST:
                raise damaged()
            # Hardly any part declares a namespace behind its root.
            plain = self._seen.find(b"xmlns", self.span[2], self.span[3]) < 0
            some = self._some = Some(plain=plain)
        return some

    def _spans(self) -> list[Span]:
        """Where the children stand, while not all of them have been asked for."""
        some = self._laid()
        if some.spans is None:
            some.spans = tags.elements(self._seen, self.span[2], self.span[3])
        return some.spans

    @property
    def source(self) -> bytes:
        """The bytes it was read from, of the whole part."""
        assert self._source is not None
        return self._source

    @property
    def seen(self) -> bytes:
        """Their visible twin."""
        return self._seen

    @property
    def names(self) -> Names:
        """The namespaces in force in it."""
        return self._names

    def child(self, span: Span) -> Self:
        """The child at a place, as a node that its parent does not know."""
        return self.at(self.source, self._seen, span, self._names)

    def standing(self, span: Span) -> Self:
        """The child at a place. Raises StopIteration where none stands there."""
        if self._children is None:
            return self._one(span)
        return next(child for child in self._children if child.span[1] == span[1])

    def holds_only(self, tag: str) -> bool:
        """Whether all children are of a full name: told without looking at them."""
        return self._children is None and sum(1 for _ in self._numbers(tag)) == len(self)

    def _one(self, span: Span) -> Self:
        """The child at a place, while not all of them have been asked for."""
        some = self._laid()
        node = some.made.get(span[1])
        if node is None:
            source = self._source
            assert source is not None
            node = some.made[span[1]] = self.at(source, self._seen, span, self._names, self, plain=some.plain)
        return node

    def _kids(self) -> list[Self]:
        children = self._children
        if children is None:
            some, spans, source, seen, names = self._laid(), self._spans(), self._source, self._seen, self._names
            assert source is not None
            make, made, plain = self.at, some.made, some.plain
            children = [
                made.get(span[1]) or make(source, seen, span, names, self, plain=plain) for span in spans
            ]
            self._children, self._some = children, None
            if some.more:
                self._open()
                children.extend(some.more)
        return children

    def _open(self) -> None:
        """Lay the content out in pieces that can be moved: what leads it, the children, what follows each."""
        if self._lead is not None:
            return
        children = self._kids()
        if self._lead is None:
            source = self._source
            assert source is not None
            self._lead = self._leading()
            ends = [*[child.span[1] for child in children[1:]], self.span[3]]
            for child, end in zip(children, ends, strict=False):
                child._tail = source[child.span[4] : end]

    def _leading(self) -> bytes:
        if self._lead is not None:
            return self._lead
        source, (_, _, inside, outside, _) = self._source, self.span
        assert source is not None
        first = self._seen.find(b"<", inside, outside)
        return source[inside : outside if first < 0 else first]

    def __iter__(self) -> Iterator[Self]:
        return iter(self._kids())

    def __len__(self) -> int:
        if self._children is not None:
            return len(self._children)
        return len(self._spans()) + len(self._laid().more)

    def __bool__(self) -> bool:
        return True

    def is_empty(self) -> bool:
        """Whether it has no children: told without reading them."""
        if self._children is not None:
            return not self._children
        if self._some is not None:
            return not len(self)
        return self._seen.find(b"<", self.span[2], self.span[3]) < 0

    def __getitem__(self, at: int) -> Self:
        if self._children is not None or at < 0:
            return self._kids()[at]
        spans = self._spans()
        return self._one(spans[at]) if at < len(spans) else self._laid().more[at - len(spans)]

    def iter(self) -> Iterator[Self]:
        """This node and all below it, in the order of the document."""
        yield self
        for child in self._kids():
            yield from child.iter()

    def _numbers(self, tag: str) -> Iterator[int]:
        """The numbers of the children of a full name."""
        if self._children is not None or not self._laid().plain:
            yield from (number for number, child in enumerate(self._kids()) if child.tag == tag)
            return
        spans, more, full = self._spans(), self._laid().more, self._names.full
        yield from (number for number, span in enumerate(spans) if full(span[0]) == tag)
        yield from (number for number, child in enumerate(more, len(spans)) if child.tag == tag)

    def find(self, tag: str) -> Self | None:
        """The first child of a full name."""
        number = next(self._numbers(tag), None)
        return None if number is None else self[number]

    def part(self, tag: str) -> Self:
        """The first child of a full name. Raises KeyError where there is none."""
        found = self.find(tag)
        if found is None:
            raise KeyError(tag)
        return found

    def findall(self, tag: str) -> list[Self]:
        return [self[number] for number in list(self._numbers(tag))]

    def chosen(self, tag: str, name: str, values: Collection[str]) -> list[Self] | None:
        """The children of a full name with these values of an attribute, letters and digits; the others are not looked
        at. None where one is missing, and where all have to be looked at to tell which is which."""
        if self._children is not None or (some := self._laid()).more or not some.plain:
            return None
        written = self._names.prefixed(tag)
        if written and len(values) * (self.span[3] - self.span[2]) < SEARCHED:
            found = tags.searched(self._seen, self.span, f"<{written} {name}=".encode(), values)
        else:
            if some.key != name:
                some.key, some.known = name, tags.firsts(self._seen, self._spans(), name)
            found = [some.known[key] for value in values if (key := value.encode()) in some.known]
        return [self._one(span) for span in found] if len(found) == len(values) else None

    # Attributes and texts.

    def _own(self) -> dict[str, str]:
        """The attributes by their names as written."""
        if self._attributes is None:
            assert self._source is not None
            self._attributes = tags.attributes(self._source, self.span[1], self.span[2])
        return self._attributes

    def get(self, name: str, default: Any = None) -> Any:
        """The value of an attribute by its full name."""
        if self._attributes is None and self._source is not None:
            found = tags.first_attribute(self._source, self.span[1], name)
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

    @property
    def text(self) -> str:
        """The text before the first child."""
        return tags.text_of(self._leading())

    def itertext(self) -> Iterator[str]:
        """All text in it, piece by piece."""
        self._open()
        yield self.text
        for child in self._kids():
            yield from child.itertext()
            yield tags.text_of(child._tail)
