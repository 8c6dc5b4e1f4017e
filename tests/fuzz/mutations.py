"""Changes of documents: bytes, XML inside packages, cells, lines, letters, records. Each is a function of (draw, data)
that gives other bytes; none of them looks at what the program does."""

from __future__ import annotations

import io
import json
import random
import re
import warnings
import zipfile
from collections.abc import Callable
from functools import cache
from typing import Any

from linter.office.archive import UNPACKING_ERRORS

from .values import texts

Mutation = Callable[[random.Random, bytes], bytes]

#: No input grows beyond this, so that a campaign is many inputs and not few large ones.
LARGEST = 200_000
#: What stands for a number where one is expected, and is none, or one too many.
NUMBERS = [
    "", "0", "-1", "1", "2", "16384", "16385", "1048576", "1048577", "2147483648", "9" * 30, "9" * 5000, "1e308",
    "1e9999",
    "-0", "NaN", "Infinity", "²", "٣", "１２", "①", "0x10", "1.5", "1,000", " 7 ", "+5", "00012", "1/0", "true",
]  # fmt: skip
REFERENCES = [
    "A1", "XFD1048576", "A1:XFD1048576", "A0", "AAAA1", "1A", "B2:A1", "A1:A1", "$A$1", "A" * 300, "A99999999999",
]  # fmt: skip
WORDS = [
    "", " ", "　", "\u200b", "产出指标", "数量指标", "满意度指标", "一级指标", "三级指标", "指标值", "≥95%",
    "100%",
    "2025年12月底前", "项目名称", "年度目标", "/", "无", "……", "指标1：", "&amp;", "&#0;", "&#x10FFFF;", "_xD800_",
    "_x0000_", "]]>", "<br>", "{{7*7}}", "=1+1", "'=cmd", "\t", "\n", "|", '"', '""', ",", "单位：万元", "合计",
    "不低于", "（", "）", "一、", "1.", "①", "$\\geq$", "\\frac{1}{0}", "1:0", "0/0", "2022 1123", "110-20人",
]  # fmt: skip
LETTERS = (
    "\0\x01\x0b\x1b\x7f\x85\xa0\xad\u0300\u0301\u200b\u200d\u200e\u202e\u2028\u2029\u2066\u3000\ufeff\ufffd\ufffe\ue000"
    "²³½①⑩㈠㊀㍻㎡℃％‰≥≤＞＜～—－〇零壹萬億𠮷😀👨\U000e0001\U0010ffffﬁｱ٣०"
)
_TEXT = re.compile(rb">([^<>]{1,400})<")
_ATTRIBUTE = re.compile(rb'\s(?!xmlns|version|encoding)[\w:.-]{1,40}="([^"<>]{0,400})"')
_ELEMENT = re.compile(rb"<(\w[\w:.-]*)(?:\s[^<>]*)?/>|<(\w[\w:.-]*)(?:\s[^<>]*)?>[^<>]{0,200}</\2>")
_ESCAPED = re.compile(rb"[<>&\"\x00-\x1f]")
_TAG = re.compile(rb"</?\w[^<>]{0,300}>")


@cache
def _values() -> list[str]:
    return list(texts(2000, seed=11))


def word(draw: random.Random) -> str:
    """What a cell, an attribute or a text is filled with."""
    return draw.choice(draw.choice((NUMBERS, WORDS, _values(), _values(), REFERENCES)))


def _span(draw: random.Random, length: int, most: int) -> tuple[int, int]:
    at = draw.randint(0, length)
    return at, min(length, at + draw.randint(1, most))


def raw(draw: random.Random, data: bytes) -> bytes:
    """Bits flipped, stretches lost, doubled, moved or filled."""
    out = bytearray(data)
    for _ in range(draw.choice((1, 1, 2, 5, 20))):
        start, end = _span(draw, len(out), draw.choice((1, 4, 64, 1024)))
        kind = draw.randrange(7)
        if kind <= 1 and out:
            out[min(start, len(out) - 1)] ^= 1 << draw.randrange(8)
        elif kind == 2:
            del out[start:end]
        elif kind == 3:
            out[start:start] = out[start:end]
        elif kind == 4:
            out[start:end] = bytes([draw.choice((0, 0x20, 0x7F, 0x80, 0xFF))]) * (end - start)
        elif kind == 5:
            at = draw.randint(0, len(out))
            out[at:at] = out[start:end]
        else:
            out[start:start] = draw.randbytes(draw.randint(1, 8))
    if draw.random() < 0.1:
        del out[draw.randint(0, len(out)) :]
    return bytes(out)


def lines(draw: random.Random, data: bytes) -> bytes:
    """Lines lost, doubled, exchanged, joined, torn or repeated."""
    rows = data.split(b"\n")
    for _ in range(draw.choice((1, 1, 2, 4))):
        start, end = _span(draw, len(rows), 4)
        kind = draw.randrange(7)
        if kind == 0:
            del rows[start:end]
        elif kind == 1:
            rows[start:start] = rows[start:end]
        elif kind == 2:
            at = draw.randint(0, len(rows))
            rows[at:at] = rows[start:end]
        elif kind == 3:
            rows[start:end] = [b"".join(rows[start:end])]
        elif kind == 4 and rows:
            at = min(start, len(rows) - 1)
            cut = draw.randint(0, len(rows[at]))
            rows[at : at + 1] = [rows[at][:cut], rows[at][cut:]]
        elif kind == 5:
            draw.shuffle(rows)
        else:
            rows[start:start] = rows[start:end] * draw.choice((2, 5, 40))
    return b"\n".join(rows)


def _decoded(data: bytes) -> tuple[str, str]:
    for name in ("utf-8", "gb18030"):
        try:
            return data.decode(name), name
        except UnicodeDecodeError:
            continue
    return data.decode("utf-16", "replace"), "utf-16"


def cells(draw: random.Random, data: bytes) -> bytes:
    """Cells of a separated text filled with other texts, lost, doubled, joined or exchanged."""
    text, encoding = _decoded(data)
    rows = text.split("\n")
    separator = max("\t,|;", key=text.count)
    for _ in range(draw.choice((1, 1, 2, 6))):
        at = draw.randrange(len(rows))
        row = rows[at].split(separator)
        here = draw.randrange(len(row))
        kind = draw.randrange(7)
        if kind <= 2:
            row[here] = word(draw) if draw.random() < 0.7 else row[here] + word(draw)
        elif kind == 3:
            del row[here]
        elif kind == 4:
            row[here:here] = draw.choices(row, k=draw.choice((1, 2, 30)))
        elif kind == 5:
            there = draw.randrange(len(row))
            row[here], row[there] = row[there], row[here]
        else:
            row[here] = "".join(draw.choices(_values(), k=draw.choice((2, 5, 30))))
        rows[at] = separator.join(row)
    return "\n".join(rows).encode(encoding, "surrogatepass" if encoding == "utf-8" else "replace")


def letters(draw: random.Random, data: bytes) -> bytes:
    """Letters of any script put in or over others, and the text in another encoding."""
    text, encoding = _decoded(data)
    for _ in range(draw.choice((1, 2, 8, 40))):
        at = draw.randint(0, len(text))
        letter = draw.choice(LETTERS) if draw.random() < 0.9 else chr(draw.randrange(0x10FFFF))
        text = text[:at] + letter * draw.choice((1, 1, 1, 3, 50)) + text[at + draw.randint(0, 1) :]
    if draw.random() < 0.15:
        encoding = draw.choice(
            ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-be", "utf-32", "big5", "latin-1")
        )
    return text.encode(encoding, "surrogatepass" if encoding.startswith("utf-") else "replace")


def markup(draw: random.Random, data: bytes) -> bytes:
    """Elements, attributes, texts and tags of XML or HTML lost, doubled, exchanged or filled with other things."""
    for _ in range(draw.choice((1, 1, 2, 5))):
        pattern = draw.choice(
            (_TEXT, _TEXT, _TEXT, _ATTRIBUTE, _ATTRIBUTE, _ATTRIBUTE, _ELEMENT, _ELEMENT, _ELEMENT) * 3
            + (_TAG,)
        )
        # Large parts are looked at from any place on: what is near the front would be hit again and again.
        found = list(
            zip(pattern.finditer(data, draw.randint(0, len(data) * 3 // 4)), range(200), strict=False)
        )
        if not found:
            continue
        match = draw.choice(found)[0]
        if pattern in (_TEXT, _ATTRIBUTE):
            start, end = match.span(1)
            new = word(draw).encode("utf-8", "replace")
            if draw.random() < 0.9:
                new = _ESCAPED.sub(lambda found: b"&#%d;" % found[0][0] if found[0][0] >= 32 else b"", new)
        else:
            start, end = match.span()
            other = draw.choice(found)[0][0]
            new = draw.choice((b"", match[0] * 2, other, match[0] * draw.choice((3, 30))))
        data = data[:start] + new + data[end:]
    return data


def parts(draw: random.Random, data: bytes) -> bytes:
    """Parts of a package changed as XML or as bytes, lost, doubled, renamed, or damaged as packed."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = [(info.filename, archive.read(info)) for info in archive.infolist()]
    except UNPACKING_ERRORS:
        return raw(draw, data)
    if not found:
        return raw(draw, data)
    main = [
        at
        for at, (name, _) in enumerate(found)
        if re.search(r"sheet\d|document|content|sharedS|styles|workbook", name)
    ]
    for _ in range(draw.choice((1, 1, 1, 2, 3))):
        at = draw.choice(main) if main and draw.random() < 0.8 else draw.randrange(len(found))
        at = min(at, len(found) - 1)
        name, body = found[at]
        kind = draw.randrange(24)
        if kind <= 18:
            found[at] = name, markup(draw, body)
        elif kind == 19:
            found[at] = name, raw(draw, body)
        elif kind == 20:
            found[at] = name, letters(draw, body)
        elif kind == 21 and len(found) > 1:
            del found[at]
            main = [other for other in main if other < len(found)]
        elif kind == 22:
            found.append((name, draw.choice(found)[1]))
        else:
            found[at] = (
                draw.choice((name.upper(), "/" + name, name.replace("/", "\\"), name + "x", "../" + name)),
                body,
            )
    out = io.BytesIO()
    small = sum(len(body) for _, body in found) < LARGEST // 2
    packing = zipfile.ZIP_STORED if small and draw.random() < 0.5 else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(out, "w", packing) as target:
        for name, body in found:
            with warnings.catch_warnings(action="ignore"):
                target.writestr(zipfile.ZipInfo(name), body, packing)
    made = out.getvalue()
    return raw(draw, made) if draw.random() < 0.05 else made


def records(draw: random.Random, data: bytes) -> bytes:
    """Records with fields lost, doubled, of another kind, or deep."""
    text = data.decode("utf-8", "replace")
    lines_ = text.splitlines()
    try:
        items = [json.loads(text)]
        joined = False
    except RecursionError:  # one that an earlier change made deep
        return letters(draw, data)
    except ValueError:
        try:
            items = [json.loads(line) for line in lines_ if line.strip()]
            joined = True
        except (ValueError, RecursionError):
            return letters(draw, data)
    for _ in range(draw.choice((1, 1, 2, 6))):
        place = draw.randrange(len(items)) if items else 0
        if items:
            items[place] = _other(draw, items[place], 0)
    made = ("\n".join if joined else "".join)(
        json.dumps(item, ensure_ascii=draw.random() < 0.3) for item in items
    )
    return made.encode("utf-8", "surrogatepass")


def _other(draw: random.Random, item: Any, depth: int) -> Any:
    """A record with one change somewhere inside."""
    if isinstance(item, dict) and item and draw.random() < 0.9:
        key = draw.choice(list(item))
        kind = draw.randrange(8)
        if kind == 0:
            return {name: value for name, value in item.items() if name != key}
        if kind == 1:
            return {**item, draw.choice([*item, word(draw)]): draw.choice(list(item.values()))}
        if kind == 2:
            return {(word(draw) if name == key else name): value for name, value in item.items()}
        return {**item, key: _other(draw, item[key], depth + 1)}
    if isinstance(item, list) and item and draw.random() < 0.9:
        at, kind = draw.randrange(len(item)), draw.randrange(6)
        if kind == 0:
            return item[:at] + item[at + 1 :]
        if kind == 1:
            return item + item[at : at + 1] * draw.choice((1, 2, 20))
        return [*item[:at], _other(draw, item[at], depth + 1), *item[at + 1 :]]
    nested: Any = item
    for _ in range(draw.choice((1, 3, 60))):
        nested = draw.choice(([nested], {"项目名称": nested}, [nested, nested] if depth < 3 else [nested]))
        if len(repr(nested)) > 3000:
            break
    return draw.choice(
        (word(draw), word(draw), None, True, 0, -1, 1e308, float("nan"), 10**30, [], {}, [None], nested)
    )


def growth(draw: random.Random, data: bytes) -> bytes:
    """A stretch of the text again and again."""
    start, end = _span(draw, len(data), draw.choice((4, 40, 400)))
    room = draw.choice((1_000, 2_000, 4_000, 10_000, 60_000))
    return data[:start] + data[start:end] * (room // max(1, end - start)) + data[end:]
