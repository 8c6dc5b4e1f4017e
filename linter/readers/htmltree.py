"""Web pages as a tree, by rules instead of a library: the same in every door, and nothing is ever fetched.

Pages of offices are saved by Word, by WPS, by budget systems: tags that nobody closed, tags closed twice, quotes that
never end. What an open element ends, and what an end tag may close, follows the tables of libxml2, which has read such
pages for twenty years.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from html import unescape

from linter.ground.errors import JxlintError
from linter.ground.patterns import compiled

#: Text and the tag behind it.
_TOKEN = compiled(r"""([^<]*+)<(/?)([a-zA-Z][^\s/>\x00]*+)((?:[^"'>]++|"[^"]*+"|'[^']*+')*+)>""")
_NEWLINE = compiled("\n")
_NAME = compiled(r"</?([a-zA-Z][^\s/>\x00]*)")
_ATTRIBUTE = compiled(r"""([^\s=/>"']+)(?:\s{0,99}=\s{0,99}("[^"]*"|'[^']*'|[^\s>"']+))?""")
#: Tags as long as this are read once and remembered: the cells of a table are written alike.
_REMEMBERED = 400
_VOID = {
    "area", "base", "basefont", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param",
    "source", "track", "wbr",
}  # fmt: skip
#: Elements whose content is no markup, up to their own end tag; of the last two it is text that is shown.
_RAW = {"script", "style", "xmp", "textarea", "title"}
_HEAD = {
    "base",
    "basefont",
    "isindex",
    "link",
    "meta",
    "noscript",
    "object",
    "script",
    "style",
    "template",
    "title",
}
_BLOCKS = {
    "address", "article", "aside", "blockquote", "center", "dd", "dir", "div", "dl", "dt", "fieldset", "footer",
    "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "menu", "nav", "ol", "p", "pre",
    "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
_GROUPS = {"thead", "tbody", "tfoot"}
#: What an open element ends when it begins: these, from the innermost outwards, as long as they follow each other.
_ENDS: dict[str, set[str]] = {
    **{name: {"p"} for name in _BLOCKS},
    "li": {"p", "li", "h1", "h2", "h3", "h4", "h5", "h6"},
    "dd": {"p", "dt", "dd"},
    "dt": {"p", "dt", "dd"},
    "option": {"option"},
    "optgroup": {"option", "optgroup"},
    "td": {"p", "td", "th", "span", "a", "b", "i", "u", "font", "caption", "col", "colgroup"},
    "th": {"p", "td", "th", "span", "a", "b", "i", "u", "font", "caption", "col", "colgroup"},
    "tr": {"p", "td", "th", "tr", "span", "a", "b", "i", "u", "font", "caption", "col", "colgroup"},
    **{name: {"p", "td", "th", "tr", "caption", "col", "colgroup", *_GROUPS} for name in _GROUPS},
    "a": {"a"},
}
#: An end tag closes its element only where nothing weightier stands between.
_WEIGHT = {
    "p": 10, "div": 150, "td": 160, "th": 160, "tr": 180, "thead": 200, "tbody": 200, "tfoot": 200, "table": 220,
    "head": 200, "body": 200, "html": 220,
}  # fmt: skip
_USUAL = 100
_WHOLE = {"html", "body"}
_DEEPEST = 2000


class Element:
    """An element: its name in lower case, attributes, the text before its first child and behind itself."""

    __slots__ = ("_at", "_attributes", "_lines", "children", "tag", "tail", "text")

    def __init__(self, tag: str, attributes: str | dict[str, str], at: int, lines: list[int]) -> None:
        self.tag = tag
        self._attributes = attributes
        self.children: list[Element] = []
        self.text = ""
        self.tail = ""
        self._at = at
        self._lines = lines

    @property
    def line(self) -> int:
        """The line on which its tag ends, from 1."""
        return bisect_right(self._lines, self._at) + 1

    @property
    def is_bare(self) -> bool:
        """Whether it has no attributes."""
        return not self._attributes

    def __iter__(self) -> Iterator[Element]:
        return iter(self.children)

    def get(self, name: str) -> str | None:
        """The value of an attribute; of several of one name the first."""
        said = self._attributes
        if isinstance(said, str):
            if len(said) <= _REMEMBERED:
                said = self._attributes = _remembered(said)
            elif name not in said.lower():
                return None  # most tags have attributes that nobody asks for
            else:
                said = self._attributes = _attributes(said)
        return said.get(name)

    def iter(self, tag: str) -> Iterator[Element]:
        """The elements of a name in it and below, in the order of the page."""
        stack = [self]
        while stack:
            element = stack.pop()
            if element.tag == tag:
                yield element
            stack += reversed(element.children)

    def itertext(self) -> Iterator[str]:
        stack: list[Element | str] = [self]
        while stack:
            item = stack.pop()
            if isinstance(item, str):
                yield item
                continue
            yield item.text
            for child in reversed(item.children):
                stack += [child.tail, child]


def _attributes(said: str) -> dict[str, str]:
    """What a tag says behind its name; of several of one name the first counts."""
    found: dict[str, str] = {}
    for key, value in _ATTRIBUTE.findall(said):
        bare = value[1:-1] if value[:1] in ("'", '"') else value
        found.setdefault(key.lower(), unescape(bare) if "&" in bare else bare)
    return found


_remembered = lru_cache(maxsize=1024)(_attributes)


def parse(text: str) -> Element:
    """The page as an element ``html``. Raises JxlintError for tags in tags without end."""
    lines = [found.end() for found in _NEWLINE.finditer(text)]
    builder = _Builder(lines)
    start, end, say, token = builder.start, builder.end, builder.say, _TOKEN.match
    at, length = 0, len(text)
    quotes_end = True
    while at < length:
        found = token(text, at) if quotes_end else None
        if found is None:
            at, quotes_end = _odd(text, at, builder, quotes_end)
            continue
        said, closing, tag, rest = found.groups()
        at = found.end()
        if said:
            say(said)
        if not tag.islower():
            tag = tag.lower()
        if closing:
            end(tag)
        else:
            start(tag, rest, at)
            if tag in _RAW:
                at = _raw(text, at, tag, builder)
    return builder.root


def _odd(text: str, at: int, builder: _Builder, quotes_end: bool) -> tuple[int, bool]:
    """What is no text and tag as they should be: the end, comments, a sign by itself, and a tag with a quote that never
    ends. Where to go on, and whether quotes can still be trusted."""
    sign = text.find("<", at)
    if sign < 0:
        builder.say(text[at:])
        return len(text), quotes_end
    if sign > at:
        builder.say(text[at:sign])
    if text.startswith("<!--", sign):
        return _behind(text, "-->", sign + 4), quotes_end
    if text.startswith(("<!", "<?"), sign):
        return _behind(text, ">", sign + 2), quotes_end
    name = _NAME.match(text, sign)
    if name is None:
        builder.say("<")
        return sign + 1, quotes_end
    end = text.find(">", name.end())  # from here on a tag ends at the next >
    if end < 0:
        return len(text), False
    tag = name[1].lower()
    if text[sign + 1] == "/":
        builder.end(tag)
        return end + 1, False
    builder.start(tag, text[name.end() : end], end + 1)
    return (_raw(text, end + 1, tag, builder) if tag in _RAW else end + 1), False


def _behind(text: str, sign: str, at: int) -> int:
    end = text.find(sign, at)
    return len(text) if end < 0 else end + len(sign)


def _raw(text: str, at: int, tag: str, builder: _Builder) -> int:
    """Take the content of an element without markup; where its end tag begins."""
    found = re.compile(rf"</{tag}(?![a-z])", re.IGNORECASE).search(text, at)
    end = found.start() if found else len(text)
    if tag in ("textarea", "title"):
        builder.say(text[at:end])
    return end


class _Builder:
    """The tree as far as it has been read: the elements that are still open, outermost first."""

    def __init__(self, lines: list[int]) -> None:
        self._lines = lines
        self.root = Element("html", "", 0, lines)
        self._open = [self.root]
        self._last: Element | None = None  # the one whose tail comes next, None: the text of the innermost

    def say(self, text: str) -> None:
        if "&" in text:
            text = unescape(text)
        if self._last is not None:
            self._last.tail += text
        else:
            self._open[-1].text += text

    def start(self, tag: str, rest: str, at: int) -> None:
        """``rest`` is what stands behind the name, ``at`` where the tag ends."""
        if tag == "html" or (tag == "body" and any(one.tag == tag for one in self._open)):
            return
        stack = self._open
        inner = stack[-1]
        if (ends := _ENDS.get(tag)) is not None or inner.tag == "head":
            while len(stack) > 1 and (
                (ends is not None and inner.tag in ends) or (inner.tag == "head" and tag not in _HEAD)
            ):
                stack.pop()
                inner = stack[-1]
        element = Element(tag, rest, at, self._lines)
        inner.children.append(element)
        if tag in _VOID or rest[-1:] == "/":
            self._last = element
            return
        stack.append(element)
        self._last = None
        if len(stack) > _DEEPEST:
            raise JxlintError(
                "网页的标签嵌套太深，读不完整", advice="请在浏览器里打开，把表格复制到 Excel，保存后再检查"
            )

    def end(self, tag: str) -> None:
        stack = self._open
        if tag in _WHOLE:
            return  # what follows belongs to the page as well
        if stack[-1].tag == tag:
            self._last = stack.pop()  # nearly every end tag; the root is html
            return
        weight = _WEIGHT.get(tag, _USUAL)
        for at in range(len(stack) - 1, 0, -1):
            if stack[at].tag == tag:
                self._last = stack[at]
                del stack[at:]
                return
            if _WEIGHT.get(stack[at].tag, _USUAL) > weight:
                return
