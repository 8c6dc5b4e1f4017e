"""Web pages as a tree, by rules instead of a library: the same in every door, and nothing is ever fetched.

Pages of offices are saved by Word, by WPS, by budget systems: tags that nobody closed, tags closed twice, quotes that
never end. What an open element ends, and what an end tag may close, follows the tables of libxml2, which has read such
pages for twenty years.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from linter.ground.errors import JxlintError
from linter.ground.patterns import compiled

_TAG = compiled(r"""<(/?)([a-zA-Z][^\s/>\x00]*+)((?:[^"'>]|"[^"]*"|'[^']*')*+)>""")
_NAME = compiled(r"</?([a-zA-Z][^\s/>\x00]*)")
_ATTRIBUTE = compiled(r"""([^\s=/>"']+)(?:\s{0,99}=\s{0,99}("[^"]*"|'[^']*'|[^\s>"']+))?""")
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
_ROWS = {"tr"}
_GROUPS = {"thead", "tbody", "tfoot"}
_CELLS = {"td", "th"}
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
_DEEPEST = 2000


class Element:
    """An element: its name in lower case, attributes, the text before its first child and behind itself, and the line
    on which its tag ends."""

    __slots__ = ("_attributes", "children", "line", "tag", "tail", "text")

    def __init__(self, tag: str, attributes: str | dict[str, str], line: int) -> None:
        self.tag = tag
        self._attributes = attributes
        self.children: list[Element] = []
        self.text = ""
        self.tail = ""
        self.line = line

    def __iter__(self) -> Iterator[Element]:
        return iter(self.children)

    def get(self, name: str) -> str | None:
        """The value of an attribute; of several of one name the first."""
        if isinstance(self._attributes, str):
            if name not in self._attributes.lower():
                return None  # most cells have attributes that nobody asks for
            found: dict[str, str] = {}
            for key, value in _ATTRIBUTE.findall(self._attributes):
                bare = value[1:-1] if value[:1] in ("'", '"') else value
                found.setdefault(key.lower(), unescape(bare) if "&" in bare else bare)
            self._attributes = found
        return self._attributes.get(name)

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


def parse(text: str) -> Element:
    """The page as an element ``html``. Raises JxlintError for tags in tags without end."""
    builder = _Builder()
    at, length = 0, len(text)
    counted, line = 0, 1
    quotes_end = True
    while at < length:
        sign = text.find("<", at)
        if sign < 0:
            builder.say(text[at:])
            break
        if sign > at:
            builder.say(text[at:sign])
        if text.startswith("<!--", sign):
            at = _behind(text, "-->", sign + 4)
            continue
        if text.startswith(("<!", "<?"), sign):
            at = _behind(text, ">", sign + 2)
            continue
        found = _TAG.match(text, sign) if quotes_end else None
        if found is None:
            name = _NAME.match(text, sign)
            if name is None:
                builder.say("<")
                at = sign + 1
                continue
            quotes_end = False  # a quote that never ends: from here on a tag ends at the next >
            end = text.find(">", name.end())
            if end < 0:
                break
            closing, tag, rest, at = text[sign + 1] == "/", name[1].lower(), text[name.end() : end], end + 1
        else:
            closing, tag, rest, at = bool(found[1]), found[2].lower(), found[3], found.end()
        line += text.count("\n", counted, at)
        counted = at
        if closing:
            builder.end(tag)
            continue
        builder.start(tag, rest, line)
        if tag in _RAW:
            at = _raw(text, at, tag, builder)
    return builder.root


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

    def __init__(self) -> None:
        self.root = Element("html", "", 1)
        self._open = [self.root]
        self._last: Element | None = None  # the one whose tail comes next, None: the text of the innermost

    def say(self, text: str) -> None:
        if "&" in text:
            text = unescape(text)
        if self._last is not None:
            self._last.tail += text
        else:
            self._open[-1].text += text

    def start(self, tag: str, rest: str, line: int) -> None:
        if tag in ("html", "body") and any(one.tag == tag for one in self._open):
            return
        if tag == "html":
            return
        ends = _ENDS.get(tag)
        while len(self._open) > 1 and (
            (ends is not None and self._open[-1].tag in ends)
            or (self._open[-1].tag == "head" and tag not in _HEAD)
        ):
            self._close()
        element = Element(tag, rest, line)
        self._open[-1].children.append(element)
        if tag in _VOID or rest.endswith("/"):
            self._last = element
            return
        self._open.append(element)
        self._last = None
        if len(self._open) > _DEEPEST:
            raise JxlintError(
                "网页的标签嵌套太深，读不完整", advice="请在浏览器里打开，把表格复制到 Excel，保存后再检查"
            )

    def end(self, tag: str) -> None:
        if tag in ("html", "body"):
            return  # what follows belongs to the page as well
        weight = _WEIGHT.get(tag, _USUAL)
        for at in range(len(self._open) - 1, 0, -1):
            if self._open[at].tag == tag:
                while len(self._open) > at:
                    self._close()
                return
            if _WEIGHT.get(self._open[at].tag, _USUAL) > weight:
                return

    def _close(self) -> None:
        self._last = self._open.pop()
