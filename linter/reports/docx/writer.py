"""The text of a report in order: chapters, parts, tables and annexes, numbered as official documents do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from linter.model import Finding
from linter.reports.docx.paper import Paper, footer_reference
from linter.reports.docx.runs import Content, page_break, paragraph, section, table
from linter.reports.view.columns import width

TITLE = "预算绩效目标表质量检查报告"
#: Columns of a line of the text with its signs, and what the indent of a paragraph takes of them.
_LINE, _INDENT = 54, 4
_DIGITS = "〇一二三四五六七八九"


class Writer:
    """Pieces of the text in order, with headings numbered as official documents do."""

    def __init__(self, paper: Paper, names: dict[str, str]) -> None:
        self.paper = paper
        self._names = names
        self._pieces: list[str] = [
            paragraph(TITLE, paper.styles["title"]),
            paragraph("", paper.styles["body"]),
        ]
        self._chapter = 0
        self._annex = 0
        #: About how many lines what was said takes.
        self.lines = 0

    def file(self, path: str) -> str:
        """A file as it is called in the report."""
        return self._names.get(path) or Path(path).name

    def chapter(self, text: str) -> None:
        self._chapter += 1
        self._say(f"{chinese(self._chapter)}、{text}", "heading")

    def say(self, text: str) -> None:
        self.lines += -(-(width(text) + _INDENT) // _LINE)
        self._say(text, "body")

    def annex(self, text: str) -> None:
        self._annex += 1
        self._say(f"附件{self._annex}　{text}", "caption")

    def note(self, text: str) -> None:
        """A line of an annex."""
        self._say(text, "small")

    def table(
        self, header: list[str], widths: list[int], rows: Sequence[Sequence[Content]], *, small: bool = False
    ) -> None:
        styles = self.paper.styles
        room = self.paper.wide_room if small else self.paper.room
        look, head = (styles["small"], styles["small_head"]) if small else (styles["cell"], styles["head"])
        self._pieces.append(table(header, widths, rows, room=room, style=look, head_style=head))
        # Two tables without a paragraph between them would become one.
        self._say("", "small")

    def caption(self, text: str) -> None:
        self._say(text, "caption")

    def turn(self) -> None:
        """The text ends here: what follows is annexes, on pages lying down where the pages are ours."""
        if self.paper.own:
            reference = footer_reference(self.paper.document)
            self._pieces.append(f"<w:p><w:pPr>{section(landscape=False, reference=reference)}</w:pPr></w:p>")
        else:
            self._pieces.append(page_break())

    def finish(self) -> None:
        if self.paper.own:
            from docx.oxml import parse_xml

            body = self.paper.document.element.body
            last = parse_xml(
                section(landscape=True, reference=footer_reference(self.paper.document)).replace(
                    "<w:sectPr>",
                    '<w:sectPr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
                    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">',
                    1,
                )
            )
            body.replace(body[-1], last)
        self.paper.fill(self._pieces)

    def _say(self, text: str, role: str) -> None:
        self._pieces.append(paragraph(text, self.paper.styles[role]))


def chinese(number: int) -> str:
    """A number from 1 to 999 in Chinese digits, as headings are counted."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "〇"
    return text + (_DIGITS[ones] if ones else "")


def sureness(finding: Finding) -> str:
    """A remark on a finding that a reader has to judge; empty for one that is sure."""
    return {"high": "", "medium": "（把握中）", "low": "（把握低）"}[finding.confidence]
