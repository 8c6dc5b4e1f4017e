"""Bytes to text: byte order mark, then zero bytes (UTF-16), then strict UTF-8, then GB18030.

The order matters: UTF-8 hardly ever accepts GB18030 text, while GB18030 accepts a good deal of UTF-8, and
guessing by letter frequency is wrong on short tables, where most characters are rare ones.
"""

from __future__ import annotations

import codecs
import re

from linter.ground.errors import JxlintError
from linter.ground.patterns import compiled

#: Byte order marks and the encoding each tells.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_CONTROL = compiled("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
# Private use and unassigned planes: what GB18030 makes of bytes that are some other encoding.
_STRANGE = compiled("[\ue000-\uf8ff\ufffe\uffff\U00030000-\U0010ffff]")
_BIG5 = re.compile(rb"charset=[\"' ]*big5", re.IGNORECASE)
_OTHER = "文件不是文本，或者编码无法识别"
_ADVICE = "请用记事本或 WPS 打开，另存为 UTF-8 编码的文本"


def decode(data: bytes) -> tuple[str, list[str]]:
    """The text of ``data`` and remarks (Chinese) on bytes that could not be read.

    What a web page says of its encoding is often wrong and is asked for Big5 only, which looks like GB18030.
    Raises JxlintError for binary data.
    """
    for mark, name in MARKS:
        if data.startswith(mark):
            rest = data[len(mark) :]
            return _nearly(rest, name, name.upper()) or _strict(rest, name, marked=True)
    wide = _wide(data)
    if wide:
        return _strict(data, wide)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return _plausible(text, marked=True), []
    mended = _nearly(data, "utf-8", "UTF-8")
    if mended:
        return mended
    if _BIG5.search(data[:2048]):
        return _strict(data, "big5hkscs")
    return _nearly(data, "gb18030", "GB18030") or _strict(data, "gb18030")


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: zero bytes stand on one side only (the high byte of digits and line ends)."""
    if len(data) % 2 or b"\0" not in data[:65536]:
        return None
    sample = data[:65536]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > 10 * even:
        return "utf-16-le"
    if even > 10 * odd:
        return "utf-16-be"
    return None


def _strict(data: bytes, name: str, *, marked: bool = False) -> tuple[str, list[str]]:
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        # A file cut off inside its last character is still a file.
        if error.start < len(data) - 4 or error.start == 0:
            raise JxlintError(_OTHER, advice=_ADVICE) from error
        return _plausible(data[: error.start].decode(name), marked=marked), [
            "文件末尾不完整，最后一个字符没有读出"
        ]
    return _plausible(text, marked=marked), []


def _nearly(data: bytes, name: str, shown: str) -> tuple[str, list[str]] | None:
    """Text with a few bad bytes; None when there are none or many (another encoding altogether)."""
    text = data.decode(name, errors="replace")
    bad = text.count("\ufffd")
    if not bad or bad * 20 > len(text) - len(text.encode("ascii", errors="ignore")):
        return None
    line = text[: text.index("\ufffd")].count("\n") + 1
    return _plausible(text), [f"有 {bad} 处字节不是 {shown} 编码，读作“\ufffd”，第一处在第 {line} 行"]


def _plausible(text: str, *, marked: bool = False) -> str:
    """The text itself, or an error when it is full of what no text holds.

    With ``marked`` the encoding is certain, and rare characters are no sign of a wrong one.
    """
    sample = text[:200_000]
    strange = len(_CONTROL.findall(sample)) + (0 if marked else len(_STRANGE.findall(sample)))
    if strange * 100 > max(len(sample), 100):
        raise JxlintError(_OTHER, advice=_ADVICE)
    return text.replace("\0", "") if "\0" in text else text
