"""What copying and converting leave in a cell is taken out before anything is judged.

``clean`` gives the readable text of a cell and the kinds of repair that were needed (latex, html, bookmark,
wrapped); blanks at the ends and invisible characters go without a word.
"""

from __future__ import annotations

import re
import unicodedata

from linter.ground.patterns import compiled

_SUSPECT = compiled(r"[\\$<&\[\t\n\r\x00-\x1f\x7f\xa0\u00ad\u200b-\u200f\u2028\u2029\u3000\ufeff\ufffd]")
_INVISIBLE = compiled(r"[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b-\u200f\ufeff]")
_LINE_END = compiled(r"\s{0,9}<\s{0,3}br\b[^<>]{0,200}>\s{0,9}", re.IGNORECASE)
_BREAK_TAG = compiled(r"<\s{0,3}/?\s{0,3}(?:p|br|div|li|tr|h\d)\b[^<>]{0,200}>", re.IGNORECASE)
TAG = compiled(
    r"<\s{0,3}/?\s{0,3}(?:p|br|div|li|ul|ol|tr|td|th|h\d|span|font|b|i|u|em|strong|sup|sub|o:p|a|img|table|tbody)"
    r"\b[^<>]{0,200}>",
    re.IGNORECASE,
)
_RAISED = compiled(r"<sup>\s{0,3}([23])\s{0,3}</sup>", re.IGNORECASE)
_POWERS = {"2": "²", "3": "³"}
_ENTITY = compiled(r"&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,5});")
_BOOKMARK = compiled(r"\[bookmark:[^\[\]]{0,80}\]", re.IGNORECASE)
_NEWLINE = compiled(r"[\n\r\v\f\u2028\u2029]+")
_BLANK_RUN = compiled(r" {2,}")
_BLANKS = compiled(r"[\t\xa0\u3000]")
_WIDE = compiled(r"[！-～]")
#: Full-width punctuation of running text stays as it is.
_KEEP_WIDE = frozenset("，。；：！？（）、")
#: What a kind of repair is called.
REPAIRS = {
    "latex": "去除 LaTeX 代码",
    "html": "去除 HTML 标签",
    "bookmark": "去除书签代码",
    "wrapped": "接合折行的文字",
}


def clean(text: str) -> tuple[str, tuple[str, ...]]:
    """The readable text of a cell and the kinds of repair it needed."""
    if not _SUSPECT.search(text):
        return text.strip(), ()
    kinds: list[str] = []
    text = _INVISIBLE.sub("", text)
    if "<" in text and (ended := _LINE_END.sub("\n", text)) != text:
        # A line end of the cell, and joined like one.
        text = ended
        kinds.append("html")
    for kind, remove in REMOVERS.items():
        plain = remove(text)
        if plain != text:
            text = plain
            kinds.append(kind)
    pieces = [stripped for piece in _NEWLINE.split(text) if (stripped := piece.strip())]
    if len(pieces) > 1:
        kinds.append("wrapped")
    return _BLANKS.sub(" ", _joined(pieces)), tuple(dict.fromkeys(kinds))


def clean_row(texts: list[str]) -> tuple[list[str], dict[int, tuple[str, ...]]]:
    """The readable texts of the cells of a row, and the kinds of repair by column: one look at all tells of most rows
    that nothing is to be repaired."""
    if not _SUSPECT.search("".join(texts)):
        return [text.strip() for text in texts], {}
    cleaned = [clean(text) for text in texts]
    kinds = {column: kinds for column, (_, kinds) in enumerate(cleaned) if kinds}
    return [text for text, _ in cleaned], kinds


def _without_bookmarks(text: str) -> str:
    return _BOOKMARK.sub("", text) if "[" in text else text


def _without_html(text: str) -> str:
    if "<" in text and TAG.search(text):
        text = _RAISED.sub(lambda found: _POWERS[found[1]], text)
        text = _BLANK_RUN.sub(" ", TAG.sub("", _BREAK_TAG.sub(" ", text)))
    if "&" in text and _ENTITY.search(text):
        from html import unescape

        text = _INVISIBLE.sub("", unescape(text))
    return text


def _without_latex(text: str) -> str:
    from linter.values.latex import without_latex

    return without_latex(text)


#: What conversion leaves behind, by the name of its repair, and how it is taken out.
REMOVERS = {"bookmark": _without_bookmarks, "html": _without_html, "latex": _without_latex}


def _joined(pieces: list[str]) -> str:
    """The pieces of a wrapped cell: no blank where Chinese touches, one between two foreign words."""
    parts: list[str] = []
    for piece in pieces:
        left, right = parts[-1][-1] if parts else "", piece[0]
        foreign = left.isalnum() and left.isascii() and right.isalnum() and right.isascii()
        parts.append(f" {piece}" if foreign else piece)
    return "".join(parts)


def narrow(text: str) -> str:
    """Full-width letters, digits and signs as half-width ones; the punctuation of running text stays."""
    if not _WIDE.search(text):
        return text
    return _WIDE.sub(
        lambda found: found[0] if found[0] in _KEEP_WIDE else unicodedata.normalize("NFKC", found[0]), text
    )
