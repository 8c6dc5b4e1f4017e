"""The document that a report is written into: our own in the official style, or a template of the user.

Our own is the file paper.docx beside this module: the official style (GB/T 9704), title 小标宋 二号 centred, first
headings 黑体 三号, second 楷体 三号, text 仿宋 三号 with a fixed line of 28 points and two characters indented, page
number between dashes. Where a font is missing, Word and WPS take the ones named beside it in its font table.
"""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any

import msgspec

from linter.ground.disklist import spooled_file
from linter.ground.errors import JxlintError
from linter.office.archive import Archive
from linter.office.limits import DEFAULT, exceeded
from linter.reports.docx.runs import W

_NS = f'xmlns:w="{W}"'
_OWN = Path(__file__).with_name("paper.docx")
#: Width of the text on a page that does not say how wide it is.
_USUAL = 8800
#: The type of annexes, 8 points in the units of the library.
_ANNEX = 8 * 12_700
#: Stands where the text comes, which lies on disk above so many bytes until it is packed.
_MARK = "jxlint"
_PLACEHOLDER = "{{正文}}"
#: Styles by role, the first that is there; the first name is that of our own, English names are those the format
#: keeps inside.
_WANTED = {
    "title": ("报告标题", "Title", "标题"),
    "heading": ("报告一级标题", "heading 1", "标题 1"),
    "body": ("报告正文", "Body Text", "正文文本", "Normal"),
    "caption": ("报告表题", "caption", "题注", "Normal"),
    "cell": ("报告表格",),
    "head": ("报告表头", "报告表格"),
    "small": ("报告附表", "报告表格"),
    "small_head": ("报告附表表头", "报告表头", "报告表格"),
}


class Paper(msgspec.Struct):
    """A document to write into: ``styles`` gives style ids by role; ``room`` and ``wide_room`` the width of
    a page in twentieths of a point, upright and for annexes; ``own`` is set where we made the pages."""

    document: Any
    styles: dict[str, str]
    room: int
    wide_room: int
    own: bool
    _slot: Any = None
    _body: IO[bytes] | None = None

    def fill(self, body: Iterable[str]) -> None:
        """Put the text of the report, as XML, into the document. It goes there when the document is packed: as nodes
        it would take many times its size."""
        from lxml import etree

        self._body = spooled_file()
        for piece in body:
            self._body.write(piece.encode())
        mark = etree.Comment(_MARK)
        target = self.document.element.body
        if self._slot is not None:
            target.replace(self._slot, mark)
        else:
            last = len(target) - (len(target) > 0 and target[-1].tag == f"{{{W}}}sectPr")
            target.insert(last, mark)

    def packed(self) -> bytes:
        """The document as a file, with its text."""
        made = io.BytesIO()
        self.document.save(made)
        package = Archive(made.getvalue(), DEFAULT)
        name = self.document.part.partname.lstrip("/")
        before, sign, after = package.read(name).partition(f"<!--{_MARK}-->".encode())
        assert sign
        assert self._body is not None
        with spooled_file() as whole:
            whole.write(before)
            self._body.seek(0)
            shutil.copyfileobj(self._body, whole)
            whole.write(after)
            return package.copy({name: whole})


def own_paper() -> Paper:
    """An empty document in the official style."""
    document = _open(_OWN.read_bytes())
    for name in ("报告附表", "报告附表表头"):
        document.styles[name].font.size = _ANNEX
    # Two pages hold what they can: paragraphs are broken where a page ends.
    document.styles[_WANTED["body"][0]].paragraph_format.widow_control = False
    return Paper(document, _styles(document), 11906 - 1588 - 1474, 16838 - 2 * 1020, True)


def template_paper(path: Path) -> Paper:
    """A template of the user: its styles, pages, headers and footers. The report takes the place of the
    paragraph ``{{正文}}``; without one, of everything in it. Raises JxlintError."""
    document = _opened(path)
    styles = _styles(document)
    _lend_cells(document, styles)
    slot = next((item._p for item in document.paragraphs if item.text.strip() == _PLACEHOLDER), None)
    body = document.element.body
    if slot is None:
        for element in list(body):
            if element.tag != f"{{{W}}}sectPr":
                body.remove(element)
    page = document.sections[-1]
    width, left, right = page.page_width, page.left_margin, page.right_margin
    # A twentieth of a point is 635 of the units that the library counts in.
    room = _USUAL if width is None or left is None or right is None else (width - left - right) // 635
    return Paper(document, styles, room, room, False, slot)


def _opened(path: Path) -> Any:
    """The document of a template, after every part of it has gone through the archive that refuses what grows,
    fetches or is damaged. Raises JxlintError."""
    from docx.opc.exceptions import PackageNotFoundError
    from lxml import etree

    try:
        if path.stat().st_size > DEFAULT.size:
            raise exceeded("模板文件太大", "size", "请换一个模板")
        data = path.read_bytes()
        if not zipfile.is_zipfile(io.BytesIO(data)):
            raise ValueError(path)
        archive = Archive(data, DEFAULT)
        for name in archive.names():
            archive.read(name)
        document = _open(data)
        document.styles, document.sections[-1], document.element.body
    except JxlintError as error:
        raise JxlintError(f"模板不能用：{error.message}", path=str(path), advice=error.advice) from error
    except (
        PackageNotFoundError, etree.XMLSyntaxError, ValueError, KeyError, IndexError, AttributeError, OSError,
    ) as error:  # fmt: skip
        raise JxlintError(
            "模板打不开，它不是 .docx 文档", path=str(path), advice="请用 Word 或 WPS 另存为 .docx 再试"
        ) from error
    return document


def _open(data: bytes) -> Any:
    from docx import Document

    return Document(io.BytesIO(data))


def _styles(document: Any) -> dict[str, str]:
    """Ids of the styles of a document by role; "" where it has none for a role."""
    found: dict[str, str] = {}
    for style in document.styles:
        name = style.element.find(f"{{{W}}}name")
        if name is not None:
            found[name.get(f"{{{W}}}val", "").lower()] = style.style_id
    return {
        role: next((found[name.lower()] for name in wanted if name.lower() in found), "")
        for role, wanted in _WANTED.items()
    }


def _lend_cells(document: Any, styles: dict[str, str]) -> None:
    """Styles for the tables of a template that has none: its own type, small and close, as running text with
    indents and spaces cannot stand in cells."""
    from docx.oxml import parse_xml

    missing = [role for role in _WANTED if not styles[role]]
    if not missing:
        return
    usual = next(
        (item for item in document.styles if item.element.get(f"{{{W}}}default") in ("1", "true")), None
    )
    based = f'<w:basedOn w:val="{usual.style_id}"/>' if usual is not None else ""
    own = _open(_OWN.read_bytes()).styles
    for role in missing:
        name = _WANTED[role][0]
        size = own[name].element.find(f"{{{W}}}rPr/{{{W}}}sz").get(f"{{{W}}}val")
        bold = "<w:b/>" if role.endswith("head") else ""
        document.styles.element.append(
            parse_xml(
                f'<w:style {_NS} w:type="paragraph" w:customStyle="1" w:styleId="jx-{role}"><w:name w:val="{name}"/>'
                f'{based}<w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
                f'<w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="left"/></w:pPr><w:rPr>{bold}'
                f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
            )
        )
        styles[role] = f"jx-{role}"


def footer_reference(document: Any) -> str:
    """The reference by which a section shows the numbered footer."""
    found = next((i for i, rel in document.part.rels.items() if rel.reltype.endswith("/footer")), "")
    return f'<w:footerReference w:type="default" r:id="{found}"/>' if found else ""
