"""Many files of tables for scale.py: those under examples/, each time with other names and numbers, in every kind."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ("table-*.txt", "columns-*.txt")
_NAME = re.compile(r"(?m)^(项目名称\t+)([^\t\n]+)")
_ROW = re.compile(r"(?m)^((?:[^\t\n]*\t){2})([^\t\n]{3,})(?=\t)")
_NUMBER = re.compile(r"(?<=[≥≤])(\d{2,})(?=[人件场户个次台])")
_DIGITS = str.maketrans("0123456789", "甲乙丙丁戊己庚辛壬癸")
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def varied(text: str, copy: int) -> str:
    """A template with other names and, in two of three copies, other indicators."""
    mark = str(copy).translate(_DIGITS)
    text = _NAME.sub(lambda match: f"{match[1]}{match[2]}（{mark}区）", text)
    if copy % 3 == 0:
        return text
    text = _ROW.sub(
        lambda match: f"{match[1]}{mark}区{match[2]}" if "指标" not in match[2] else match[0], text
    )
    return _NUMBER.sub(lambda match: str(int(match[1]) + copy), text)


def write_xlsx(path: Path, text: str) -> None:
    rows = "".join(
        f'<row r="{number}">{"".join(_cell(number, at, cell) for at, cell in enumerate(line.split(chr(9))))}</row>'
        for number, line in enumerate(text.splitlines(), 1)
    )
    parts = {
        "_rels/.rels": _related("officeDocument", "xl/workbook.xml"),
        "xl/_rels/workbook.xml.rels": _related("worksheet", "worksheets/sheet1.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="目标表" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_SHEET}"><sheetData>{rows}</sheetData></worksheet>',
    }
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    _zip(
        path,
        parts,
        {"xl/workbook.xml": f"{main}sheet.main+xml", "xl/worksheets/sheet1.xml": f"{main}worksheet+xml"},
    )


def _cell(row: int, at: int, text: str) -> str:
    return f'<c r="{chr(65 + at)}{row}" t="inlineStr"><is><t>{escape(text)}</t></is></c>' if text else ""


def write_docx(path: Path, text: str) -> None:
    body, rows = [], []

    def paragraph(line: str) -> str:
        return f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'

    for line in [*text.splitlines(), ""]:
        if "\t" in line:
            cells = "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in line.split("\t"))
            rows.append(f"<w:tr>{cells}</w:tr>")
            continue
        if rows:
            body.append(f"<w:tbl>{''.join(rows)}</w:tbl>")
            rows = []
        body.append(paragraph(line))
    document = f"<w:document {_W}><w:body>{''.join(body)}</w:body></w:document>"
    parts = {"_rels/.rels": _related("officeDocument", "word/document.xml"), "word/document.xml": document}
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    _zip(path, parts, {"word/document.xml": kind})


def _related(kind: str, target: str) -> str:
    link = f'<Relationship Id="r1" Type="{_OFFICE}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{_RELATIONS}">{link}</Relationships>'


def _zip(path: Path, parts: dict[str, str], kinds: dict[str, str]) -> None:
    said = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in kinds.items())
    default = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    )
    parts = {"[Content_Types].xml": f'<Types xmlns="{_TYPES}">{default}{said}</Types>', **parts}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, xml in parts.items():
            package.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{xml}')


WRITERS = {
    "txt": lambda path, text: path.write_text(text, encoding="utf-8"),
    "xlsx": write_xlsx,
    "docx": write_docx,
}


def make(folder: Path, files: int, slices: int, kinds: Iterable[str] = tuple(WRITERS)) -> list[Path]:
    """Folders that together hold so many files of each kind."""
    paths = sorted(path for pattern in TEMPLATES for path in (ROOT / "examples").glob(pattern))
    templates = [path.read_text(encoding="utf-8") for path in paths]
    made = [folder / f"第{number}份" for number in range(1, slices + 1)]
    for place in made:
        place.mkdir()
    for copy in range(files):
        text = varied(templates[copy % len(templates)], copy // len(templates))
        for suffix in kinds:
            # Every slice holds every template.
            WRITERS[suffix](made[copy // len(templates) % slices] / f"{copy:06}.{suffix}", text)
    return made


def make_one(folder: Path) -> Path:
    """A folder with one file of each kind, for warming up."""
    place = folder / "一份"
    if not place.exists():
        place.mkdir()
        return make(place, 1, 1)[0]
    return place / "第1份"
