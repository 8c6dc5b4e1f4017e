"""Small pages that become huge: they are refused before they are."""

from __future__ import annotations

import zlib

import pytest

from linter.ground.errors import JxlintError
from linter.readers import read


def plain_pdf(content: bytes, more: list[bytes], resources: bytes = b"") -> bytes:
    """A page with this content, and further objects, which have the numbers from 5 on."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << "
        b"/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> " + resources + b" >> >>",
        stream(content),
        *more,
    ]
    out = bytearray(b"%PDF-1.4\n")
    for number, body in enumerate(objects, 1):
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    return bytes(out + f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\n%%EOF\n".encode())


def stream(content: bytes, head: bytes = b"") -> bytes:
    packed = zlib.compress(content)
    start = b"<< /Length %d /Filter /FlateDecode " % len(packed)
    return start + head + b">>\nstream\n" + packed + b"\nendstream"


def drawings(levels: int) -> bytes:
    """Each drawing uses the next one twice."""
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> >> "
    made = [stream(b"/X Do /X Do", form % (6 + at)) for at in range(levels)]
    last = stream(b"0 0 m 9 9 l S", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] ")
    text = b"BT /F1 9 Tf 9 9 Td (abc) Tj ET /X Do"
    return plain_pdf(text, [*made, last], b"/XObject << /X 5 0 R >>")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (drawings(40), "层层套用"),
        (plain_pdf(b"0 0 m 9 9 l S " * 900_000, []), "--max-unpacked"),
        (plain_pdf(b"BT /F1 9 Tf 9 9 Td " + b"(abcdefgh) Tj " * 13_000 + b"ET", []), "个字"),
    ],
)
def test_small_pages_that_become_huge(data: bytes, words: str) -> None:
    with pytest.raises(JxlintError) as caught:
        read("a.pdf", data=data)
    assert words in str(caught.value)


def test_drawings_in_drawings_are_read() -> None:
    assert [[cell.text for cell in row] for row in read("a.pdf", data=drawings(6)).sheets[0].rows] == [
        ["abc"]
    ]
