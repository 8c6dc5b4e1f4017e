"""A copy of a Word document in which every faulty cell and paragraph is shaded and has a comment that says what is
wrong and what to write. Everything else of the document stays."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from linter.ground.errors import JxlintError
from linter.ground.ours import REPORT_MARK
from linter.model import Finding, Place
from linter.office.archive import Archive, local
from linter.office.limits import DEFAULT
from linter.readers.docx import body_of, places_of
from linter.readers.flow import Paragraph
from linter.reports.docx.runs import W
from linter.reports.view.wording import SEVERITY, clean, shorten

AUTHOR = "jxlint"
_FILL = {"error": "FFC7CE", "warning": "FFEB9C", "info": "DDEBF7"}
_LONGEST = 6000
_AFTER_SHADE = {
    "tcPr": ("noWrap", "tcMar", "textDirection", "tcFitText", "vAlign", "hideMark", "cellIns", "cellDel", "cellMerge",
             "tcPrChange"),
    "pPr": ("tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct", "autoSpaceDE",
            "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing",
            "mirrorIndents", "suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap",
            "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange"),
}  # fmt: skip


class _Mark(msgspec.Struct):
    severity: str
    texts: list[str]


def marked_copy(data: bytes, findings: Iterable[Finding], say: Callable[[Finding], str]) -> tuple[bytes, int]:
    """The marked document, and how many findings have no place in it. ``say`` gives the text of a comment.
    Raises JxlintError for a document that is damaged or does not bear it."""
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError
    from lxml import etree

    archive = Archive(data, DEFAULT)
    for name in archive.names():
        archive.read(name)
    if any(name.startswith("_xmlsignatures/") for name in archive.names()):
        raise JxlintError("文件带有数字签名，一改签名就失效", advice="请看汇总里的问题")
    try:
        document = Document(io.BytesIO(data))
        main = archive.main_part("word/document", "word/document.xml")
        places = places_of(body_of(archive, main, document.element), DEFAULT)
        marks = _marks(findings, say)
        lost = sum(not _mark(document, places.get(place, []), mark) for place, mark in marks.items())
        document.core_properties.category = REPORT_MARK
        out = io.BytesIO()
        document.save(out)
    except (
        PackageNotFoundError,
        etree.LxmlError,
        ValueError,
        KeyError,
        IndexError,
        AttributeError,
        TypeError,
    ) as error:
        raise JxlintError("文档不能照样标注", advice="请看汇总里的问题") from error
    return out.getvalue(), lost


def _marks(findings: Iterable[Finding], say: Callable[[Finding], str]) -> dict[Place, _Mark]:
    """Marks by place; several findings at a place share one."""
    order = list(SEVERITY)
    marks: dict[Place, _Mark] = {}
    for finding in findings:
        mark = marks.setdefault(finding.place, _Mark(finding.severity, []))
        mark.severity = min(mark.severity, finding.severity, key=order.index)
        mark.texts += [clean(line) for line in say(finding).split("\n")]
    return marks


def _mark(document: Any, paragraphs: list[Paragraph], mark: _Mark) -> bool:
    """Shade and comment the first paragraph at a place; False where there is none."""
    from docx.text.paragraph import Paragraph as Written

    origin = next((one.origin for one in paragraphs if one.origin is not None), None)
    if origin is None:
        return False
    cell = next((above for above in origin.iterancestors() if local(above) == "tc"), None)
    _shade(cell if cell is not None else origin, "tcPr" if cell is not None else "pPr", _FILL[mark.severity])
    written = Written(origin, document._body)
    runs = written.runs or [written.add_run("")]
    document.add_comment(runs, text=shorten("\n".join(mark.texts), _LONGEST), author=AUTHOR, initials="jx")
    return True


def _shade(element: Any, group: str, colour: str) -> None:
    """Fill a cell or paragraph; its properties have a fixed order."""
    from docx.oxml import parse_xml

    holder = next((child for child in element if local(child) == group), None)
    if holder is None:
        holder = parse_xml(f'<w:{group} xmlns:w="{W}"/>')
        element.insert(0, holder)
    for old in [child for child in holder if local(child) == "shd"]:
        holder.remove(old)
    later = _AFTER_SHADE[group]
    at = next((at for at, child in enumerate(holder) if local(child) in later), len(holder))
    holder.insert(at, parse_xml(f'<w:shd xmlns:w="{W}" w:val="clear" w:color="auto" w:fill="{colour}"/>'))
