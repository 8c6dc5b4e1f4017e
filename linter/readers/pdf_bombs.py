"""PDF files that are small and become huge: streams that unpack without end, drawings that use each other.

The library unpacks and follows everything before it answers, so this is measured on the bytes first.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter as Tally
from collections.abc import Iterator

import msgspec

from linter.ground.errors import JxlintError
from linter.office.limits import MEGABYTE, Limits, exceeded, size_text

#: No packed stream grows by more than this.
_GROWTH = 1032
#: What one page is drawn with; pictures, fonts and tables of characters do not count.
_PAGE = 8 * MEGABYTE
#: So many bytes of a drawing are looked through for others that it uses.
_LOOKED = 4 * MEGABYTE
#: What a drawing costs beside its bytes.
_DRAWING = 200
_DEEPEST = 60

_OBJECT = re.compile(rb"(?<![0-9])([0-9]{1,7})\s{1,3}[0-9]{1,5}\s{1,3}obj\b")
_STREAM = re.compile(rb"\bstream\r?\n")
_FORM = re.compile(rb"/Subtype\s{0,9}/Form\b")
_PACKED = re.compile(rb"/Type\s{0,9}/ObjStm\b")
_FIRST = re.compile(rb"/First\s{1,9}([0-9]{1,8})\b")
_CONTENTS = re.compile(rb"/Contents\s{0,9}(\[[^\]]{0,100000}\]|[0-9]{1,7}\s{1,9}[0-9]{1,5}\s{1,9}R\b)")
_REFERENCE = re.compile(rb"([0-9]{1,7})\s{1,9}[0-9]{1,5}\s{1,9}R\b")
_RESOURCES = re.compile(rb"/(?:Resources|XObject)\s{1,9}([0-9]{1,7})\s{1,9}[0-9]{1,5}\s{1,9}R\b")
_NAMED = re.compile(rb"/([^\s/<>\[\]()%]{1,100})\s{1,9}([0-9]{1,7})\s{1,9}[0-9]{1,5}\s{1,9}R\b")
_DRAWN = re.compile(rb"/([^\s/<>\[\]()%]{1,100})\s{1,9}Do\b")


class _Object(msgspec.Struct):
    """An object of the file: what it says of itself, and where its stream begins and ends."""

    head: bytes
    start: int = 0
    end: int = 0


def refuse_bombs(data: bytes, limits: Limits) -> None:
    """Raises JxlintError for a file that would grow beyond the limits."""
    objects = _objects(data)
    pages = [_contents(item.head) for item in objects.values()]
    drawn = {number for page in pages for number in page}
    sizes: dict[int, int] = {}
    rest = 0
    for number, item in objects.items():
        if not item.start:
            continue
        packed = data[item.start : item.end]
        if number in drawn or _FORM.search(item.head):
            sizes[number] = len(_content(packed, _PAGE + 1))
        elif rest + len(packed) * _GROWTH > limits.streamed:
            rest += _length(packed, limits.streamed - rest)
            if rest > limits.streamed:
                raise _too_large(limits.streamed)
    if sum(sizes.values()) > limits.unpacked:
        raise _too_large(limits.unpacked)
    if max((sum(sizes.get(number, 0) for number in page) for page in pages), default=0) > _PAGE:
        raise _too_large(_PAGE)
    _refuse_drawings(data, objects, sizes)


def _contents(head: bytes) -> set[int]:
    """The streams that an object names as the content of a page."""
    found = _CONTENTS.search(head)
    return {int(number) for number in _REFERENCE.findall(found[1])} if found is not None else set()


def _too_large(most: int) -> JxlintError:
    return exceeded(f"内容展开后超过上限 {size_text(most)}", "unpacked", "请核对文件来源")


def _objects(data: bytes) -> dict[int, _Object]:
    found: dict[int, _Object] = {}
    marks = list(_OBJECT.finditer(data))
    for mark, after in zip(marks, [*marks[1:], None], strict=False):
        end = after.start() if after is not None else len(data)
        stream = _STREAM.search(data, mark.end(), min(end, mark.end() + MEGABYTE))
        if stream is None:
            found[int(mark[1])] = _Object(data[mark.end() : min(end, mark.end() + MEGABYTE)])
            continue
        close = data.find(b"endstream", stream.end())
        head = data[mark.end() : stream.start()]
        item = found[int(mark[1])] = _Object(head, stream.end(), close if close > 0 else len(data))
        if _PACKED.search(head):
            for number, text in _inner(item, data):
                found.setdefault(number, _Object(text))
    return found


def _inner(item: _Object, data: bytes) -> Iterator[tuple[int, bytes]]:
    """The objects that are packed together in a stream: their numbers and places stand at its beginning."""
    text = _content(data[item.start : item.end], _LOOKED)
    first = _FIRST.search(item.head)
    body = min(int(first[1]), len(text)) if first is not None else 0
    figures = [int(word) for word in text[:body].split() if word.isdigit() and len(word) < 9]
    places = list(zip(figures[::2], figures[1::2], strict=False))
    for (number, at), (_, after) in zip(places, [*places[1:], (0, len(text))], strict=False):
        yield number, text[body + at : body + after]


def _length(packed: bytes, most: int) -> int:
    """The size of a stream when unpacked, followed a little beyond ``most``; nothing of it is kept."""
    total = 0
    unpacker = zlib.decompressobj()
    try:
        while packed and not unpacker.eof and total <= most:
            total += len(unpacker.decompress(packed, 1 << 20))
            packed = unpacker.unconsumed_tail
    except zlib.error:
        return 0
    return total


def _content(packed: bytes, most: int) -> bytes:
    """A stream, unpacked where it is packed in the usual way, up to about ``most`` bytes."""
    if len(packed) < 2 or packed[0] & 0x0F != 8 or (packed[0] << 8 | packed[1]) % 31:
        return packed[:most]
    try:
        return zlib.decompressobj().decompress(packed, max(most, 1))
    except zlib.error:
        return b""


def _refuse_drawings(data: bytes, objects: dict[int, _Object], sizes: dict[int, int]) -> None:
    """A drawing that uses another twice, which uses another twice … is drawn for ever."""
    forms = {number: item for number, item in objects.items() if item.start and _FORM.search(item.head)}
    if len(forms) < 2:
        return
    uses: dict[int, Tally[int]] = {}
    for number, item in forms.items():
        named = {name: int(at) for name, at in _NAMED.findall(_resources(item, objects))}
        drawn = Tally(_DRAWN.findall(_content(data[item.start : item.end], _LOOKED)))
        inner: Tally[int] = Tally()
        for name, often in drawn.items():
            if named.get(name) in forms:
                inner[named[name]] += often
        uses[number] = inner
    costs: dict[int, int] = {}
    if any(_cost(number, uses, sizes, costs, 0) > _PAGE for number in forms):
        raise JxlintError(
            "文件里的图形层层套用，展开后多得读不完", advice="请核对文件来源，或者打印成新的 PDF 再检查"
        )


def _resources(item: _Object, objects: dict[int, _Object]) -> bytes:
    """What names the things a drawing uses: in its own head, or in objects that this one refers to."""
    text = item.head
    for _ in range(2):
        referred = {int(number) for number in _RESOURCES.findall(text)}
        more = b"".join(objects[number].head for number in referred if number in objects)
        if not more:
            break
        text += more
    return text


def _cost(
    number: int, uses: dict[int, Tally[int]], sizes: dict[int, int], costs: dict[int, int], depth: int
) -> int:
    """How many bytes one drawing comes to; a ring is broken where it closes, as the library does."""
    if number not in costs:
        own = costs[number] = _DRAWING + sizes.get(number, 0)
        if depth < _DEEPEST:
            inner = uses[number].items()
            costs[number] = own + sum(
                often * _cost(other, uses, sizes, costs, depth + 1) for other, often in inner
            )
    return costs[number]
