"""Text files as bytes: which encoding a file is in, and replacements that leave all other bytes as they are."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from linter.fixing.change import Step
from linter.ground.errors import JxlintError
from linter.readers.encoding import MARKS, decode

_NAMES = ("utf-8", "utf-16-le", "utf-16-be", "gb18030", "gbk", "big5hkscs")


class Encoded(msgspec.Struct, frozen=True):
    """A text with the encoding and the byte order mark of its file."""

    text: str
    encoding: str
    mark: bytes

    def splice(self, replacements: Iterable[Step]) -> bytes:
        """The file with stretches of the text (start, end, new text) replaced. Raises JxlintError when the
        encoding has no such character."""
        out, at = [self.mark], 0
        try:
            for start, end, fresh in sorted(replacements):
                out += [self.text[at:start].encode(self.encoding), fresh.encode(self.encoding)]
                at = end
            out.append(self.text[at:].encode(self.encoding))
        except UnicodeEncodeError as error:
            raise JxlintError(
                f"文件的编码（{self.encoding}）里没有“{error.object[error.start]}”这个字",
                advice="请先另存为 UTF-8 再修正",
            ) from error
        return b"".join(out)


def read_encoded(data: bytes) -> Encoded:
    """The text as the readers see it, with the way back to its bytes. Raises JxlintError when there is none:
    some bytes could not be read, and writing would lose them."""
    text, _ = decode(data)
    mark, names = next(((mark, (name,)) for mark, name in MARKS if data.startswith(mark)), (b"", _NAMES))
    for name in names:
        try:
            if data[len(mark) :].decode(name) == text and text.encode(name) == data[len(mark) :]:
                return Encoded(text, name, mark)
        except UnicodeError:
            continue
    raise JxlintError("文件里有读不出的字节，改写会丢失它们", advice="请用记事本或 WPS 另存为 UTF-8 再修正")
