"""Looks of cells: a filled twin of each style that a faulty cell has, and the styles of our own sheets."""

from __future__ import annotations

from collections.abc import Sequence

from linter.office.markup import Node
from linter.office.markupsource import fragment
from linter.office.parts import TYPE, Package
from linter.office.references import figure_within

#: Fill by severity, light enough for black text and told apart in grey print.
FILL = {"error": "FFFFC7CE", "warning": "FFFFEB9C", "info": "FFDDEBF7"}
#: Formats of numbers by style. Money: thousands grouped, two places and as many of four as there are.
_FORMATS = {"money": "#,##0.00##", "share": "0.0%", "mean": "0.00", "score": "0.0"}
#: Formats of numbers with smaller numbers are Excel's own.
_FIRST_FORMAT = 164
_GROUPS = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles",
    "colors", "extLst",
)  # fmt: skip
#: What a group holds before anything is added, where a workbook comes without it.
_FIRST = {
    "fonts": ["<font><sz val='11'/><name val='宋体'/></font>"],
    "fills": ["<fill><patternFill patternType='none'/></fill>", "<fill><patternFill patternType='gray125'/></fill>"],
    "borders": ["<border><left/><right/><top/><bottom/><diagonal/></border>"],
    "cellStyleXfs": ["<xf numFmtId='0' fontId='0' fillId='0' borderId='0'/>"],
    "cellXfs": ["<xf numFmtId='0' fontId='0' fillId='0' borderId='0' xfId='0'/>"],
}  # fmt: skip


def ordered(root: Node, name: str, order: Sequence[str]) -> Node:
    """The child ``name`` of an element, made at its place in ``order`` where it is missing."""
    namespace = root.tag[1:].partition("}")[0]
    found = root.find(f"{{{namespace}}}{name}")
    if found is not None:
        return found
    later = {f"{{{namespace}}}{item}" for item in order[order.index(name) + 1 :]}
    at = next((at for at, child in enumerate(root) if child.tag in later), len(root))
    return root.insert(at, Node(f"{{{namespace}}}{name}"))


class Styles:
    """The style table of a workbook."""

    def __init__(self, package: Package) -> None:
        part = package.styles
        if part is None:
            part = "xl/styles.xml"  # some readers look nowhere else
            package.put(part, f'<styleSheet xmlns="{package.namespace}"/>')
            package.relate(package.main, "styles", part)
            package.declare(part, TYPE + "styles+xml")
        elif package.related(package.main, "styles") is None:  # read by its name, so shown by its name
            package.relate(package.main, "styles", part)
        self._root = package.edit(part)
        self._namespace = package.namespace
        self._twins: dict[tuple[int, str], int] = {}
        self._fills: dict[str, int] = {}
        for name, first in _FIRST.items():
            group = ordered(self._root, name, _GROUPS)
            if group.is_empty():
                for text in first:
                    self._add(name, text)
        self._count: int | None = None

    def filled(self, base: int, severity: str) -> int:
        """The number of a style that looks like ``base`` with the fill of a severity."""
        if (base, severity) not in self._twins:
            group = self._group("cellXfs")
            if self._count is None:
                self._count = len(group)
            twin = group[base if base < self._count else 0].copy()
            twin.set("fillId", str(self._fill(FILL[severity])))
            twin.set("applyFill", "1")
            group.append(twin)
            self._twins[base, severity] = self._counted(group) - 1
        return self._twins[base, severity]

    def own(self) -> dict[str, int]:
        """Numbers of the styles of our own sheets by name."""
        bold = self._add("fonts", "<font><b/><sz val='11'/><name val='宋体'/></font>")
        plain = self._add("fonts", "<font><sz val='10'/><name val='宋体'/></font>")
        link = self._add("fonts", "<font><u/><sz val='10'/><color rgb='FF0563C1'/><name val='宋体'/></font>")
        sides = "".join(
            f"<{side} style='thin'><color rgb='FFBFBFBF'/></{side}>"
            for side in ("left", "right", "top", "bottom")
        )
        box = self._add("borders", f"<border>{sides}<diagonal/></border>")
        grey, white = self._fill("FFE7E6E6"), 0
        formats = {name: self._format(code) for name, code in _FORMATS.items()}
        looks = {
            "note": (bold, white, 0, "wrapText='0'", ""),
            "head": (bold, grey, box, "horizontal='center' vertical='center' wrapText='1'", ""),
            "text": (plain, white, box, "vertical='top' wrapText='1'", ""),
            # Excel takes a cell that begins with = for a formula when it is typed anew: not this one.
            "quoted": (plain, white, box, "vertical='top' wrapText='1'", " quotePrefix='1'"),
            "link": (link, white, box, "vertical='top' wrapText='1'", ""),
            "number": (plain, white, box, "vertical='top'", ""),
            **dict.fromkeys(formats, (plain, white, box, "vertical='top'", " applyNumberFormat='1'")),
            "blank": (plain, self._fill("FFFFFFE5"), box, "vertical='top' wrapText='1'", ""),
            **{
                severity: (plain, self._fill(colour), box, "horizontal='center' vertical='top'", "")
                for severity, colour in FILL.items()
            },
        }
        return {
            name: self._add(
                "cellXfs",
                f"<xf numFmtId='{formats.get(name, 0)}' fontId='{font}' fillId='{fill}' borderId='{border}' xfId='0' "
                f"applyFont='1' applyFill='1' applyBorder='1' applyAlignment='1'{more}><alignment {alignment}/></xf>",
            )
            for name, (font, fill, border, alignment, more) in looks.items()
        }

    def _fill(self, colour: str) -> int:
        if colour not in self._fills:
            self._fills[colour] = self._add(
                "fills",
                f"<fill><patternFill patternType='solid'><fgColor rgb='{colour}'/><bgColor indexed='64'/>"
                "</patternFill></fill>",
            )
        return self._fills[colour]

    def _format(self, code: str) -> int:
        """The number of a new format of numbers."""
        taken = [figure_within(item.get("numFmtId", "0"), 0, 65_000) for item in self._group("numFmts")]
        number = max([_FIRST_FORMAT - 1, *taken]) + 1
        self._add("numFmts", f"<numFmt numFmtId='{number}' formatCode='{code}'/>")
        return number

    def _group(self, name: str) -> Node:
        return ordered(self._root, name, _GROUPS)

    def _add(self, name: str, text: str) -> int:
        group = self._group(name)
        group.append(fragment(text, self._namespace))
        return self._counted(group) - 1

    @staticmethod
    def _counted(group: Node) -> int:
        group.set("count", str(len(group)))
        return len(group)
