"""The document that a report is written into: our own in the official style, or a template of the user.

Official style (GB/T 9704): title 小标宋 二号 centred, first headings 黑体 三号, second 楷体 三号, text 仿宋 三号 with
a fixed line of 28 points and two characters indented, page number between dashes. Where a font is missing,
Word and WPS take the ones named beside it in the font table.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from linter.ground.errors import JxlintError
from linter.reports.docx.runs import W

_NS = f'xmlns:w="{W}"'
#: Width of the text on a page that does not say how wide it is.
_USUAL = 8800
_PLACEHOLDER = "{{正文}}"
#: Role, name of the style, Chinese font, half points, line in twentieths (0: single), and paragraph
#: properties by word: indented, centred, outline level.
_LOOKS: tuple[tuple[str, str, str, int, int, set[str]], ...] = (
    ("title", "报告标题", "方正小标宋简体", 44, 640, {"centred"}),
    ("heading", "报告一级标题", "黑体", 32, 560, {"indented", "level0"}),
    ("subheading", "报告二级标题", "楷体_GB2312", 32, 560, {"indented", "level1"}),
    ("body", "报告正文", "仿宋_GB2312", 32, 560, {"indented"}),
    ("caption", "报告表题", "黑体", 28, 480, {"centred", "kept"}),
    ("cell", "报告表格", "仿宋_GB2312", 21, 0, set()),
    ("head", "报告表头", "黑体", 21, 0, set()),
    ("small", "报告附表", "仿宋_GB2312", 18, 0, set()),
    ("small_head", "报告附表表头", "黑体", 18, 0, set()),
)
_ALTERNATIVES = {"方正小标宋简体": "宋体", "仿宋_GB2312": "仿宋", "楷体_GB2312": "楷体"}
#: Styles of a template by role, the first that is there; English names are those the format keeps inside.
_WANTED = {
    "title": ("报告标题", "Title", "标题"),
    "heading": ("报告一级标题", "heading 1", "标题 1"),
    "subheading": ("报告二级标题", "heading 2", "标题 2"),
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

    def fill(self, body: str) -> None:
        """Put the text of the report, as XML, into the document."""
        from docx.oxml import parse_xml
        from lxml import etree

        # Parsed anew as one text: moving ten thousand rows from tree to tree takes quadratic time.
        mark = etree.Comment("jxlint")
        target = self.document.element.body
        if self._slot is not None:
            target.replace(self._slot, mark)
        else:
            last = len(target) - (len(target) > 0 and target[-1].tag == f"{{{W}}}sectPr")
            target.insert(last, mark)
        before, sign, after = etree.tostring(self.document.element, encoding="unicode").partition(
            "<!--jxlint-->"
        )
        assert sign
        self.document.part._element = parse_xml(before + body + after)


def own_paper() -> Paper:
    """An empty document in the official style."""
    from docx import Document
    from docx.oxml import parse_xml

    document = Document()
    sheet = document.styles.element
    for style in list(sheet.findall(f"{{{W}}}style")):
        # The stock styles of the library are American; only the bare ones stay.
        if style.get(f"{{{W}}}default") != "1":
            sheet.remove(style)
    for defaults in sheet.findall(f"{{{W}}}docDefaults"):
        sheet.replace(
            defaults,
            parse_xml(
                f'<w:docDefaults {_NS}><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" '
                'w:hAnsi="Times New Roman" w:eastAsia="仿宋_GB2312" w:cs="Times New Roman"/>'
                '<w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN" '
                'w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
            ),
        )
    for role, name, font, size, line, words in _LOOKS:
        sheet.append(parse_xml(_style(role, name, font, size, line, words)))
    _name_fonts(document)
    _number_pages(document)
    body = document.element.body
    for element in list(body):
        body.remove(element)
    body.append(parse_xml(f"<w:sectPr {_NS}/>"))
    styles = {role: f"jx-{role}" for role, *_ in _LOOKS}
    return Paper(document, styles, 11906 - 1588 - 1474, 16838 - 2 * 1134, True)


def template_paper(path: Path) -> Paper:
    """A template of the user: its styles, pages, headers and footers. The report takes the place of the
    paragraph ``{{正文}}``; without one, of everything in it. Raises JxlintError."""
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = Document(str(path))
    except (PackageNotFoundError, ValueError, KeyError, OSError) as error:
        raise JxlintError(
            "模板打不开，它不是 .docx 文档", path=str(path), advice="请用 Word 或 WPS 另存为 .docx 再试"
        ) from error
    names = {
        style.element.find(f"{{{W}}}name").get(f"{{{W}}}val"): style.style_id for style in document.styles
    }
    lower = {name.lower(): identity for name, identity in names.items()}
    styles = {
        role: next((lower[name.lower()] for name in wanted if name.lower() in lower), "")
        for role, wanted in _WANTED.items()
    }
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


def _lend_cells(document: Any, styles: dict[str, str]) -> None:
    """Styles for the tables of a template that has none: its own type, small and close, as running text with
    indents and spaces cannot stand in cells."""
    from docx.oxml import parse_xml

    usual = next(
        (item for item in document.styles if item.element.get(f"{{{W}}}default") in ("1", "true")), None
    )
    based = f'<w:basedOn w:val="{usual.style_id}"/>' if usual is not None else ""
    for role, name, _, size, _, _ in _LOOKS:
        if styles[role]:
            continue
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


def _style(role: str, name: str, font: str, size: int, line: int, words: set[str]) -> str:
    more = "<w:keepNext/>" if words & {"level0", "level1", "kept"} else ""
    space = f'<w:spacing w:before="0" w:after="0" w:line="{line}" w:lineRule="exact"/>' if line else ""
    indent = '<w:ind w:firstLineChars="200" w:firstLine="640"/>' if "indented" in words else ""
    side = '<w:jc w:val="center"/>' if "centred" in words else ""
    level = next((word[5:] for word in words if word.startswith("level")), "")
    outline = f'<w:outlineLvl w:val="{level}"/>' if level else ""
    return (
        f'<w:style {_NS} w:type="paragraph" w:customStyle="1" w:styleId="jx-{role}"><w:name w:val="{name}"/>'
        f"<w:qFormat/><w:pPr>{more}{space}{indent}{side}{outline}</w:pPr><w:rPr>"
        f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{font}"/>'
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
    )


def _name_fonts(document: Any) -> None:
    """Tell which font to take where an official one is not installed."""
    part = next(
        (rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/fontTable")), None
    )
    if part is not None:
        fonts = "".join(
            f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
            for name, other in _ALTERNATIVES.items()
        )
        part._blob = f'<?xml version="1.0" encoding="UTF-8"?><w:fonts {_NS}>{fonts}</w:fonts>'.encode()


def _number_pages(document: Any) -> None:
    """The page number between dashes at the foot, as — 1 —."""
    from docx.oxml import parse_xml

    foot = document.sections[0].footer
    foot.is_linked_to_previous = False
    look = '<w:rPr><w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体"/><w:sz w:val="28"/></w:rPr>'
    element = foot._element
    for child in list(element):
        element.remove(child)
    element.append(
        parse_xml(
            f'<w:p {_NS}><w:pPr><w:jc w:val="center"/></w:pPr><w:r>{look}<w:t xml:space="preserve">— </w:t></w:r>'
            f'<w:fldSimple w:instr=" PAGE "><w:r>{look}<w:t>1</w:t></w:r></w:fldSimple>'
            f'<w:r>{look}<w:t xml:space="preserve"> —</w:t></w:r></w:p>'
        )
    )


def footer_reference(document: Any) -> str:
    """The reference by which a section shows the numbered footer."""
    found = next((i for i, rel in document.part.rels.items() if rel.reltype.endswith("/footer")), "")
    return f'<w:footerReference w:type="default" r:id="{found}"/>' if found else ""
