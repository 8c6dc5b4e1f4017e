"""Where the elements of well-formed XML stand in its bytes: found by looking for tags, at the pace of ``bytes.find``.

Between tags no < stands but in comments, marked sections and instructions. These are blanked in a twin of the bytes
(``visible``) that is used for looking only, so that every place found is one in the bytes as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from xml.parsers import expat

#: A start tag with its name: a > may stand inside quotes.
_HEAD = re.compile(rb"""<([^\s/>]+)[^"'>]*(?:"[^"]*"[^"'>]*|'[^']*'[^"'>]*)*>""")
_HIDDEN = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)
_ATTRIBUTE = re.compile(r"""([^\s=<]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_FIRST = re.compile(rb"""<[^\s/>]+\s+([^\s=]+)="([^"&\s]*)\"""")
_BLANKS = str.maketrans("\t\r\n", "   ")
_SLASH = ord("/")
#: So many bytes, all values taken together, are searched for elements with certain attributes rather than looked
#: through element by element: the cost of searching grows with both.
SEARCHED = 16_384

#: An element: its name as written, where its start tag begins, where its content begins and ends, and its end. Of an
#: empty tag the content begins and ends at the end.
Span = tuple[bytes, int, int, int, int]


def visible(data: bytes) -> bytes:
    """The bytes with blanks in place of what only looks like tags."""
    if b"<!" not in data and data.find(b"<?", data.find(b"?>")) < 0:
        if not data.lstrip(b"\xef\xbb\xbf").startswith(b"<?"):
            return data
        end = data.index(b"?>") + 2
        return b" " * end + data[end:]
    return _HIDDEN.sub(lambda found: b" " * len(found[0]), data)


def elements(seen: bytes, start: int, end: int) -> list[Span]:
    """The elements that stand in a stretch of visible bytes, those inside them left out."""
    found: list[Span] = []
    find, match = seen.find, _HEAD.match
    last = opening = closing = b""
    at = find(b"<", start, end)
    while at >= 0 and (head := match(seen, at)) is not None:
        name, inside = head[1], head.end()
        if seen[inside - 2] == _SLASH:
            outside = after = inside
        else:
            if name != last:
                last, opening, closing = name, b"<" + name, b"</" + name + b">"
            outside = find(closing, inside, end)
            after = outside + len(closing)
            if outside < 0 or find(opening, inside, outside) >= 0:  # perhaps there are some of its name inside it
                outside, after = _close(seen, name, inside)
        found.append((name, at, inside, outside, after))
        at = find(b"<", after, end)
    return found


def _element(seen: bytes, at: int, end: int) -> Span | None:
    """The element whose start tag begins at a place, before ``end``."""
    head = _HEAD.match(seen, at, end)
    if head is None:
        return None
    name, inside = head[1], head.end()
    if seen[inside - 2] == _SLASH:
        return name, at, inside, inside, inside
    outside = seen.find(b"</" + name + b">", inside, end)
    if outside < 0 or seen.find(b"<" + name, inside, outside) >= 0:
        return name, at, inside, *_close(seen, name, inside)
    return name, at, inside, outside, outside + len(name) + 3


def _side_by_side(seen: bytes, start: int, end: int) -> bool:
    """Whether all that begins between two places ends there too, told by counting; False where it cannot be told so,
    as a > stands in a text."""
    count = seen.count
    begun = count(b"<", start, end)
    return begun == count(b">", start, end) and begun == 2 * count(b"</", start, end) + count(b"/>", start, end)


def searched(seen: bytes, parent: Span, before: bytes, values: Iterable[str]) -> list[Span]:
    """The children of an element whose tags begin with ``before`` (``<c r=``) and one of these values, letters and
    digits, that stand in one place of it only. Empty where one cannot be told so."""
    _, _, inside, outside, _ = parent
    found: list[Span] = []
    if seen.find(b"'", inside, outside) >= 0:
        return found
    for value in values:
        key = f'"{value}"'.encode()
        at = seen.find(key, inside, outside)
        start = at - len(before)
        if (
            start < inside
            or not seen.startswith(before, start)
            or seen.find(key, at + len(key), outside) >= 0
            or not _side_by_side(seen, inside, start)
            or (span := _element(seen, start, outside)) is None
        ):
            return []
        found.append(span)
    return found


@lru_cache(maxsize=512)
def _tags(name: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"<(?:(/)|)" + re.escape(name) + rb"(?=[\s/>])")


def _close(seen: bytes, name: bytes, inside: int) -> tuple[int, int]:
    """Where the end tag of an element begins and ends: elements of its name may stand inside it."""
    tags = _tags(name)
    deep = 1
    while True:
        found = tags.search(seen, inside)
        if found is None:
            raise ValueError(f"no end of {name!r}")
        if found[1]:
            deep -= 1
            inside = seen.index(b">", found.end()) + 1
            if not deep:
                return found.start(), inside
        else:
            head = _HEAD.match(seen, found.start())
            inside = head.end() if head is not None else found.end()
            deep += seen[inside - 2] != _SLASH


def attributes(data: bytes, start: int, inside: int) -> dict[str, str]:
    """The attributes of a start tag by their names as written."""
    head = data[start:inside].decode()
    found = {name: double or single for name, double, single in _ATTRIBUTE.findall(head)}
    if "&" in head or not head.isprintable():
        return {name: meant(value) for name, value in found.items()}
    return found


def first_attribute(data: bytes, start: int, name: str) -> str | None:
    """The value of an attribute that is the first of its tag and plain, as numbers of rows and cells mostly are: None
    where the tag has to be read. Thousands of tags are asked for nothing else."""
    found = _FIRST.match(data, start)
    return found[2].decode() if found is not None and found[1] == name.encode() else None


def firsts(seen: bytes, spans: list[Span], name: str) -> dict[bytes, Span]:
    """The elements by the value of an attribute that is the first of every tag and plain; empty where one of the tags
    has to be read, and where two have the same value."""
    match = _first(name).match
    heads = [match(seen, span[1]) for span in spans]
    found = {head[1]: span for head, span in zip(heads, spans, strict=True) if head is not None}
    return found if len(found) == len(spans) else {}


@lru_cache(maxsize=64)
def _first(name: str) -> re.Pattern[bytes]:
    return re.compile(rb"<[^\s/>]+\s+" + re.escape(name.encode()) + rb"""="([^"&\s]*)\"""")


def meant(value: str) -> str:
    """An attribute value as expat reads it: entities replaced, ends of lines and tabs as blanks."""
    if "&" not in value:
        return value.replace("\r\n", " ").translate(_BLANKS)
    heard: list[str] = []
    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = lambda _, found: heard.extend(found.values())
    quote = "'" if '"' in value else '"'
    parser.Parse(f"<t a={quote}{value}{quote}/>".encode(), True)
    return heard[0]


def text_of(raw: bytes) -> str:
    """The text that bytes between tags mean: entities, marked sections, comments."""
    if b"&" not in raw and b"<" not in raw and b"\r" not in raw:
        return raw.decode()
    heard: list[str] = []
    parser = expat.ParserCreate("utf-8")
    parser.CharacterDataHandler = heard.append
    parser.Parse(b"<t>" + raw + b"</t>", True)
    return "".join(heard)
