"""Charts of Excel beside a table of ours: bars over a range of cells, drawn by the program that opens the workbook."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

import msgspec

from linter.office.parts import Package
from linter.office.references import column_name
from linter.reports.xlsx.sheet import link_to, shown

_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_ANCHOR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_COLOURS = {"错误": "C00000", "警告": "ED9B33", "提示": "5B9BD5"}
_USUAL = "4472C4"
#: Cells that a chart covers: high enough for a label at each bar.
_WIDE, _HIGH = 9, 22
#: The room between bars in per cent of their breadth: at least, at most as Excel knows it, and the bars for which it is
#: the least. Fewer do not grow into blocks.
_ROOM, _MOST_ROOM, _BARS = 50, 500, 8
#: The type of the labels at bars.
_TYPE = 'sz="800"'
_TEXT = (
    f"<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr {_TYPE}>{{}}</a:defRPr></a:pPr>"
    f'<a:endParaRPr lang="zh-CN" {_TYPE}/></a:p></c:txPr>'
)
_SMALL = _TEXT.format("")
#: On a dark bar.
_WHITE = _TEXT.format('<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>')


class Series(msgspec.Struct, frozen=True):
    """A row of bars: its name, the column of its values (from 1), and the values themselves."""

    name: str
    column: int
    values: Sequence[float]


class Graph(msgspec.Struct, frozen=True):
    """Bars, several series stacked, over rows ``first`` to ``last`` of a sheet, named by the column ``names``;
    ``labels`` are these names."""

    title: str
    sheet: str
    first: int
    last: int
    names: int
    labels: Sequence[str]
    series: Sequence[Series]
    lying: bool = True


def add_graphs(package: Package, part: str, graphs: Sequence[Graph], *, column: int, row: int = 1) -> None:
    """Draw graphs on a worksheet, in two rows from a cell on (column and row from 0), so that they fit on one page."""
    broad = -(-len(graphs) // 2)
    drawing = package.unused("xl/drawings/drawing*.xml")
    anchors = []
    for at, graph in enumerate(graphs):
        name = package.unused("xl/charts/chart*.xml")
        package.put(name, _chart(graph))
        package.declare(name, "application/vnd.openxmlformats-officedocument.drawingml.chart+xml")
        identity = package.relate(drawing, "chart", name)
        anchors.append(
            _anchor(
                at,
                identity,
                package.links,
                column + at % broad * (_WIDE + 1),
                row + at // broad * (_HIGH + 1),
            )
        )
    package.put(
        drawing, f'<xdr:wsDr xmlns:xdr="{_ANCHOR}" xmlns:a="{_DRAWING}">{"".join(anchors)}</xdr:wsDr>'
    )
    package.declare(drawing, "application/vnd.openxmlformats-officedocument.drawing+xml")
    identity = package.relate(part, "drawing", drawing)
    root = package.edit(part)
    root.add(f"{{{package.namespace}}}drawing", {f"{{{package.links}}}id": identity})


def _anchor(at: int, identity: str, links: str, column: int, row: int) -> str:
    return (
        f"<xdr:twoCellAnchor>{_corner('from', column, row)}{_corner('to', column + _WIDE, row + _HIGH)}"
        f'<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="{at + 2}" name="图{at + 1}"/>'
        '<xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/>'
        f'</xdr:xfrm><a:graphic><a:graphicData uri="{_CHART}"><c:chart xmlns:c="{_CHART}" xmlns:r="{links}" '
        f'r:id="{identity}"/></a:graphicData></a:graphic></xdr:graphicFrame><xdr:clientData/></xdr:twoCellAnchor>'
    )


def _corner(which: str, column: int, row: int) -> str:
    return (
        f"<xdr:{which}><xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff>"
        f"<xdr:row>{row}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:{which}>"
    )


def _room(bars: int) -> int:
    """The room between so many bars."""
    return min(_MOST_ROOM, max(_ROOM, 100 * _BARS // max(bars, 1) - 100))


def _chart(graph: Graph) -> str:
    series = "".join(_series(at, one, graph) for at, one in enumerate(graph.series))
    many = len(graph.series) > 1
    grouping, overlap = ("stacked", '<c:overlap val="100"/>') if many else ("clustered", "")
    legend = '<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend>' if many else ""
    # Lying bars are drawn from below: the first row is to stand on top.
    order = "maxMin" if graph.lying else "minMax"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<c:chartSpace xmlns:c="{_CHART}" xmlns:a="{_DRAWING}"><c:roundedCorners val="0"/><c:chart>'
        f'<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1200" b="1"/></a:pPr><a:r><a:rPr lang="zh-CN" '
        f'sz="1200" b="1"/><a:t>{escape(graph.title)}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title>'
        '<c:autoTitleDeleted val="0"/><c:plotArea><c:layout/><c:barChart>'
        f'<c:barDir val="{"bar" if graph.lying else "col"}"/><c:grouping val="{grouping}"/>'
        f'<c:varyColors val="0"/>{series}'
        f'<c:gapWidth val="{_room(graph.last - graph.first + 1)}"/>{overlap}'
        '<c:axId val="1001"/><c:axId val="1002"/></c:barChart>'
        f'<c:catAx><c:axId val="1001"/><c:scaling><c:orientation val="{order}"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{"l" if graph.lying else "b"}"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        f'<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>{_SMALL}'
        '<c:crossAx val="1002"/><c:crosses val="autoZero"/><c:auto val="1"/><c:lblAlgn val="ctr"/>'
        '<c:lblOffset val="100"/><c:tickLblSkip val="1"/></c:catAx>'
        '<c:valAx><c:axId val="1002"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{"b" if graph.lying else "l"}"/><c:majorGridlines><c:spPr><a:ln w="6350">'
        '<a:solidFill><a:srgbClr val="D9D9D9"/></a:solidFill></a:ln></c:spPr></c:majorGridlines>'
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="nextTo"/><c:crossAx val="1001"/><c:crosses val="{"max" if graph.lying else "autoZero"}"/>'
        f'</c:valAx></c:plotArea>{legend}<c:plotVisOnly val="0"/><c:dispBlanksAs val="gap"/></c:chart></c:chartSpace>'
    )


def _series(at: int, series: Series, graph: Graph) -> str:
    colour = _COLOURS.get(series.name, _USUAL)
    names = _range(graph, graph.names)
    labels = "".join(
        f'<c:pt idx="{i}"><c:v>{escape(shown(text))}</c:v></c:pt>' for i, text in enumerate(graph.labels)
    )
    # What is stacked has its numbers inside, as a program takes it for damage elsewhere.
    position, look = ("ctr", _WHITE) if len(graph.series) > 1 else ("outEnd", _SMALL)
    numbers = (
        f'<c:dLbls>{look}<c:dLblPos val="{position}"/><c:showLegendKey val="0"/><c:showVal val="1"/>'
        '<c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
    )
    values = "".join(f'<c:pt idx="{i}"><c:v>{value:g}</c:v></c:pt>' for i, value in enumerate(series.values))
    return (
        f'<c:ser><c:idx val="{at}"/><c:order val="{at}"/><c:tx><c:v>{escape(series.name)}</c:v></c:tx>'
        f'<c:spPr><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></c:spPr><c:invertIfNegative val="0"/>{numbers}'
        f'<c:cat><c:strRef><c:f>{names}</c:f><c:strCache><c:ptCount val="{len(graph.labels)}"/>{labels}</c:strCache>'
        f"</c:strRef></c:cat><c:val><c:numRef><c:f>{_range(graph, series.column)}</c:f><c:numCache>"
        f'<c:formatCode>General</c:formatCode><c:ptCount val="{len(series.values)}"/>{values}</c:numCache></c:numRef>'
        "</c:val></c:ser>"
    )


def _range(graph: Graph, column: int) -> str:
    name = column_name(column)
    return escape(link_to(graph.sheet, f"${name}${graph.first}:${name}${graph.last}"))
