"""PDF files written by hand: characters with their meaning (ToUnicode), rulings, and nothing else."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

HEIGHT = 842.0


class PdfPage:
    """Places are in points from the upper left corner, as a reader sees them."""

    def __init__(self, style: str = "line") -> None:
        self.style = style
        self.operators: list[str] = []
        self.characters: set[str] = set()
        self.image = False

    def text(self, x: float, top: float, text: str, size: float = 10.0) -> None:
        self.characters |= set(text)
        codes = "".join(f"{ord(char):04X}" for char in text)
        self.operators.append(f"BT /F1 {size} Tf 1 0 0 1 {x} {HEIGHT - top - size * 0.88} Tm <{codes}> Tj ET")

    def rule(self, x0: float, top: float, x1: float, bottom: float) -> None:
        """A ruling in the style of the page: ``line``, ``box`` (a thin fill), ``dashed``, ``double``, or
        ``open`` (none at the sides of the table, at 50 and 545)."""
        if self.style == "box":
            width, height = max(x1 - x0, 0.5), max(bottom - top, 0.5)
            self.operators.append(f"{x0 - 0.25} {HEIGHT - bottom - 0.25} {width} {height} re f")
        elif self.style == "dashed":
            count = int(max(x1 - x0, bottom - top) / 4)
            across, down = (x1 - x0) / count, (bottom - top) / count
            for at in range(count):
                self._line(
                    x0 + across * at, top + down * at, x0 + across * (at + 0.5), top + down * (at + 0.5)
                )
        elif self.style == "double":
            self._line(x0 - 1, top - 1, x1 - 1, bottom - 1)
            self._line(x0 + 1, top + 1, x1 + 1, bottom + 1)
        elif self.style != "open" or x0 != x1 or x0 not in (50.0, 545.0):
            self._line(x0, top, x1, bottom)

    def fill(self, x0: float, top: float, x1: float, bottom: float) -> None:
        """A grey background without an outline."""
        self.operators.append(f"0.9 g {x0} {HEIGHT - bottom} {x1 - x0} {bottom - top} re f 0 g")

    def _line(self, x0: float, top: float, x1: float, bottom: float) -> None:
        self.operators.append(f"0.5 w {x0} {HEIGHT - top} m {x1} {HEIGHT - bottom} l S")

    def table(
        self,
        x: float,
        top: float,
        widths: list[float],
        heights: list[float],
        cells: Iterable[tuple[int, int, str, int, int]],
    ) -> None:
        """Cells as (row, column, text, row span, column span), each with its four rulings. A line break
        in the text begins a line."""
        xs = [x + sum(widths[:at]) for at in range(len(widths) + 1)]
        ys = [top + sum(heights[:at]) for at in range(len(heights) + 1)]
        for row, column, text, down, right in cells:
            x0, x1, y0, y1 = xs[column], xs[column + right], ys[row], ys[row + down]
            self.rule(x0, y0, x1, y0)
            self.rule(x0, y1, x1, y1)
            self.rule(x0, y0, x0, y1)
            self.rule(x1, y0, x1, y1)
            for at, line in enumerate(wrap(text, x1 - x0 - 8)):
                self.text(x0 + 4, y0 + 4 + 12 * at, line)


def width(text: str, size: float = 10.0) -> float:
    return sum(size if ord(char) > 0x7E else size / 2 for char in text)


def wrap(text: str, room: float) -> list[str]:
    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for char in paragraph:
            if line and width(line + char) > room:
                lines.append(line)
                line = ""
            line += char
        lines.append(line)
    return lines


def pdf_of(pages: list[PdfPage], *, locked: bool = False, mapped: bool = True) -> bytes:
    """The file. ``locked`` asks for a password that nobody knows; without ``mapped`` the characters have no
    meaning, as in files whose fonts are cut down badly."""
    characters = sorted(set().union(*(page.characters for page in pages)))
    objects: list[bytes] = []

    def add(body: str | bytes) -> int:
        objects.append(body.encode("latin-1") if isinstance(body, str) else body)
        return len(objects)

    def stream(data: bytes, extra: str = "") -> bytes:
        packed = zlib.compress(data)
        head = f"<< /Length {len(packed)} /Filter /FlateDecode {extra}>>\nstream\n".encode()
        return head + packed + b"\nendstream"

    catalog, tree = add(""), add("")
    blocks = [characters[at : at + 100] for at in range(0, len(characters), 100)]
    table = "".join(
        f"{len(block)} beginbfchar\n"
        + "".join(f"<{ord(char):04X}> <{ord(char):04X}>\n" for char in block)
        + "endbfchar\n"
        for block in blocks
    )
    meaning = add(
        stream(
            (
                "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
                f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{table}endcmap end end"
            ).encode()
        )
    )
    descriptor = add(
        "<< /Type /FontDescriptor /FontName /Song /Flags 4 /FontBBox [0 -120 1000 880] /ItalicAngle 0 "
        "/Ascent 880 /Descent -120 /CapHeight 880 /StemV 80 >>"
    )
    descendant = add(
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /DW 1000 /W [32 126 500] "
        "/CIDToGIDMap /Identity /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
        f"/FontDescriptor {descriptor} 0 R >>"
    )
    font = add(
        "<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H "
        f"/DescendantFonts [{descendant} 0 R] " + (f"/ToUnicode {meaning} 0 R " if mapped else "") + ">>"
    )
    image = add(
        stream(
            b"\xff" * 4,
            "/Type /XObject /Subtype /Image /Width 2 /Height 2 /BitsPerComponent 8 /ColorSpace /DeviceGray ",
        )
    )
    kids = []
    for page in pages:
        operators = list(page.operators)
        if page.image:
            operators.append("q 500 0 0 700 40 70 cm /Im1 Do Q")
        content = add(stream("\n".join(operators).encode("latin-1")))
        kids.append(
            add(
                f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 595 842] /Contents {content} 0 R "
                f"/Resources << /Font << /F1 {font} 0 R >> /XObject << /Im1 {image} 0 R >> >> >>"
            )
        )
    objects[catalog - 1] = f"<< /Type /Catalog /Pages {tree} 0 R >>".encode()
    listed = " ".join(f"{kid} 0 R" for kid in kids)
    objects[tree - 1] = f"<< /Type /Pages /Kids [{listed}] /Count {len(kids)} >>".encode()
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets)
    lock = ""
    if locked:
        secret = "AB" * 32
        lock = (
            f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{secret}> /U <{secret}> >> /ID [<00> <00>] "
        )
    out += f"trailer << /Size {len(objects) + 1} /Root {catalog} 0 R {lock}>>\n".encode()
    out += f"startxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
