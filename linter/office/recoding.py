"""XML in the encodings that the parser of the standard library does not know (GBK, GB18030, Big5), made UTF-8."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator

_DECLARED = re.compile(
    rb"""\A\s{0,99}<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([A-Za-z0-9._-]{1,40})["']"""
)
_KNOWN = {"utf-8", "utf8", "utf-16", "us-ascii", "ascii", "iso-8859-1", "latin-1"}


def recoded(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same XML in an encoding that every parser knows. Raises UnicodeDecodeError or LookupError where the
    bytes are not what they say."""
    decoder = None
    first = True
    for chunk in chunks:
        if first:
            first = False
            found = _DECLARED.match(chunk)
            if found is not None and found[1].decode().lower() not in _KNOWN:
                decoder = codecs.getincrementaldecoder(found[1].decode())()
                chunk = chunk[: found.start(1)] + b"utf-8" + chunk[found.end(1) :]
        yield chunk if decoder is None else decoder.decode(chunk).encode()
    if decoder is not None:
        yield decoder.decode(b"", final=True).encode()
