"""XML that is changed and written back: what nobody touched keeps its bytes, what was changed is as lxml would say."""

from __future__ import annotations

import random
from xml.etree.ElementTree import canonicalize

import pytest
from lxml import etree

from linter.ground.errors import JxlintError
from linter.office.archive import named
from linter.office.markup import Node
from linter.office.markupsource import fragment, read, write
from linter.office.references import column_name
from linter.office.sheetgrid import grid_of
from linter.office.tags import SEARCHED

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = f"""<?xml version='1.0' encoding="UTF-8" standalone="yes"?>\r
<!-- kept --><x:worksheet xmlns:x='{MAIN}' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 mc:Ignorable="x14ac" xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" ><x:sheetData >
 <x:row r="1" x14ac:dyDescent='0.2'>
  <x:c r="A1" t='inlineStr' note="a&gt;b>c"><x:is><x:t>甲&amp;<![CDATA[乙<]]>丙</x:t></x:is></x:c
 ><x:c r="B1"/><x:c r="C1" ></x:c></x:row><?mso here?>
 <x:row r="2"/></x:sheetData><x:pageMargins left="0.7"/></x:worksheet>
<!-- end -->""".encode()


def cell(root: Node, reference: str) -> Node:
    return next(item for item in named(root, "c") if item.get("r") == reference)


def test_what_is_only_looked_at_keeps_every_byte() -> None:
    root = read(SHEET)
    assert [node.tag.rpartition("}")[2] for node in root.iter()] == [
        "worksheet", "sheetData", "row", "c", "is", "t", "c", "c", "row", "pageMargins",
    ]  # fmt: skip
    assert "".join(cell(root, "A1").itertext()) == "甲&乙<丙"
    assert write(root) == SHEET


@pytest.mark.parametrize(
    ("reference", "old", "new"),
    [
        ("A1", b"note=\"a&gt;b>c\"><x:is>", b"note=\"a&gt;b>c\" s=\"3\"><x:is>"),
        ("B1", b'<x:c r="B1"/>', b'<x:c r="B1" s="3"/>'),
        ("C1", b'<x:c r="C1" ></x:c>', b'<x:c r="C1" s="3"></x:c>'),
    ],
)  # fmt: skip
def test_a_new_attribute_changes_one_tag(reference: str, old: bytes, new: bytes) -> None:
    root = read(SHEET)
    cell(root, reference).set("s", "3")
    assert write(root) == SHEET.replace(old, new)


def test_an_attribute_is_replaced_where_it_stands() -> None:
    root = read(SHEET)
    cell(root, "A1").set("t", 's"&')
    assert write(root) == SHEET.replace(b"t='inlineStr'", b't="s&quot;&amp;"')


def test_a_text_is_replaced_and_nothing_else() -> None:
    root = read(SHEET)
    text = next(named(root, "t"))
    text.text = " <新> "
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    old = "<x:t>甲&amp;<![CDATA[乙<]]>丙</x:t>".encode()
    assert write(root) == SHEET.replace(old, '<x:t xml:space="preserve"> &lt;新&gt; </x:t>'.encode())


def test_new_nodes_take_the_prefixes_of_their_place() -> None:
    root = read(SHEET)
    rows = list(named(root, "row"))
    rows[1].add(f"{{{MAIN}}}c", {"r": "A2"}, "2<3")
    rows[0].insert(1, fragment('<c r="AA1"><v xml:space="preserve">1</v></c>', MAIN))
    made = write(root)
    assert made == SHEET.replace(b'<x:row r="2"/>', b'<x:row r="2"><x:c r="A2">2&lt;3</x:c></x:row>').replace(
        b'<x:c r="B1"/>', b'<x:c r="AA1"><x:v xml:space="preserve">1</x:v></x:c><x:c r="B1"/>'
    )


def test_a_namespace_that_has_no_prefix_is_declared() -> None:
    root = read(b'<a xmlns="urn:a"><b/></a>')
    root[0].set("{urn:r}id", "1")
    root.add("{urn:c}c", {"{urn:r}id": "2"})
    assert write(root) == (
        b'<a xmlns="urn:a"><b xmlns:ns0="urn:r" ns0:id="1"/><c xmlns="urn:c" xmlns:ns0="urn:r" ns0:id="2"/></a>'
    )


def test_a_copy_is_put_behind_and_changed_by_itself() -> None:
    data = b"<s><si><t>a</t></si> <si><t>b</t></si></s>"
    root = read(data)
    twin = root[0].copy()
    root[-1].follow(twin)
    twin[0].text = "c"
    assert write(root) == b"<s><si><t>a</t></si> <si><t>b</t></si><si><t>c</t></si></s>"


@pytest.mark.parametrize("seed", range(40))
def test_nodes_asked_for_one_by_one_give_what_lxml_gives(seed: int) -> None:
    """The same changes where no list of all children is ever made: found by number and by name, added behind."""
    dice = random.Random(seed)
    data = etree.tostring(_grown(dice, 0))
    ours, theirs = read(data), etree.fromstring(data)
    for turn in range(12):
        node, twin = ours, theirs
        while len(twin) and dice.random() < 0.7:
            assert len(node) == len(twin)
            at = dice.randrange(len(twin))
            tag = twin[at].tag
            if dice.random() < 0.3:
                node, twin = node.part(tag), twin.find(tag)
            else:
                node, twin = node[at], twin[at]
        assert node.tag == twin.tag
        assert node.is_empty() == (not len(twin))
        value = dice.choice(["", "a<b", "表"])
        match dice.randrange(3):
            case 0:
                node.set("s", value)
                twin.set("s", value)
            case 1:
                tag = dice.choice(["{urn:a}new", "{urn:b}new"])
                node.add(tag, {"r": str(turn)}, value)
                etree.SubElement(twin, tag, {"r": str(turn)}).text = value
            case 2 if len(twin):
                node.append(node[0].copy())
                twin.append(etree.fromstring(etree.tostring(twin[0])))
    assert _canonical(write(ours)) == _canonical(etree.tostring(theirs))


ROW = b'<row r="5">%s</row>'


@pytest.mark.parametrize(
    ("inside", "told"),
    [
        (b'<c r="A5"/><c r="B5" s="1"><v>1</v></c> <c r="C5"/>', True),
        (b'<c r="C5"/><c r="B5"/><c r="A5"/>', True),
        (b'<c r="A5"><f>1/2</f></c><c r="B5"><v>a&gt;b</v></c><c r="C5"/>', True),
        (b'<c r="A5"/><c r="C5"/>', False),
        (b'<c r="A5"/><c r="B5"/><c r="B5"/><c r="C5"/>', False),
        (b'<c r="A5"/><c s="1" r="B5"/><c r="C5"/>', False),
        (b"<c r=\"A5\"/><c r='B5'/><c r=\"C5\"/>", False),
        (b'<x><c r="A5"/><c r="B5"/></x><c r="C5"/>', False),
        (b'<x><c r="A5"/><v>1/></v></x><c r="B5"/><c r="C5"/>', False),
        (b'<c r="A5"><x><c r="B5"/></x></c><c r="C5"/>', False),
        (b'<c r="A5"><f>"B5"</f></c><c r="B5"/><c r="C5"/>', False),
    ],
)
def test_cells_are_told_by_their_references_or_not_at_all(inside: bytes, told: bool) -> None:
    sheet = b'<worksheet xmlns="urn:a"><sheetData>' + ROW % inside + b"</sheetData></worksheet>"
    root = read(sheet)
    row = root[0][0]
    found = row.chosen("{urn:a}c", "r", ["B5", "C5"])
    assert (found is not None) == told
    if found is not None:
        assert [cell.get("r") for cell in found] == ["B5", "C5"]
        assert all(cell in list(row) for cell in found)
    grid = grid_of(read(sheet))
    assert grid is not None
    assert grid.has([5])
    assert not grid.has([6])
    assert bool(grid.cells(5, ["B5", "C5"])) == told


def test_cells_of_a_row_that_is_too_wide_to_be_searched() -> None:
    names = [f"{column_name(column)}7" for column in range(1, 3001)]
    inside = "".join(f'<c r="{name}"/>' for name in names)
    sheet = f'<worksheet xmlns="urn:a"><sheetData><row r="7">{inside}</row></sheetData></worksheet>'.encode()
    row, grid = read(sheet)[0][0], grid_of(read(sheet))
    assert grid is not None
    assert len(inside) > SEARCHED
    for wanted in ([names[-1]], names[5:1000:7]):
        found = row.chosen("{urn:a}c", "r", wanted)
        assert found is not None
        assert [cell.get("r") for cell in found] == wanted
        assert [cell.span for cell in found] == grid.cells(7, wanted)
    assert row.chosen("{urn:a}c", "r", ["A7", "A8"]) is None
    assert grid.cells(7, ["A7", "A8"]) == []


def test_pieces_of_a_part_change_in_place() -> None:
    sheet = (
        b'<?xml version="1.0"?><worksheet xmlns="urn:a"><!-- <c r="A1"/> --><sheetData><row r="1">'
        b'<c r="B1" t="s" s="3"><v>1</v></c><c r="A1"/></row><row r="2"><c r="A2"/></row></sheetData><p/></worksheet>'
    )
    root = read(sheet)
    grid = grid_of(root)
    assert grid is not None
    for reference in ("A1", "B1"):
        (cell,) = grid.cells(1, [reference])
        grid.set(cell, "s", grid.get(cell, "s", "0") + "7")
    row = grid.row(2)
    row.add("{urn:a}c", {"r": "B2"})
    grid.put(row)
    grid.close()
    root.part("{urn:a}p").set("a", "b")
    assert write(root) == (
        sheet.replace(b's="3"', b's="37"')
        .replace(b'<c r="A1"/></row>', b'<c r="A1" s="07"/></row>')
        .replace(b'<c r="A2"/>', b'<c r="A2"/><c r="B2"/>')
        .replace(b"<p/>", b'<p a="b"/>')
    )


@pytest.mark.parametrize(
    "rows",
    [
        b"<row/>",
        b'<row r="1"/><row r="1"/>',
        b'<row r="1"/><row/>',
        b"<row r='1'/>",
        b'<row r="1"><c xmlns:x="urn:x"/></row>',
        b"",
    ],
)
def test_rows_that_have_to_be_read_to_tell_them(rows: bytes) -> None:
    assert grid_of(read(b'<worksheet xmlns="urn:a"><sheetData>' + rows + b"</sheetData></worksheet>")) is None


@pytest.mark.parametrize("encoding", ["utf-16", "gb18030", "utf-8-sig"])
def test_other_encodings(encoding: str) -> None:
    declared = "utf-8" if encoding == "utf-8-sig" else encoding
    root = read(f'<?xml version="1.0" encoding="{declared}"?><a b="值"><c/></a>'.encode(encoding))
    root.set("b", "指标")
    made = write(root)
    assert etree.fromstring(made).get("b") == "指标"
    assert b"utf-16" not in made


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<a",
        b"<a></b>",
        b"<a>&no;</a>",
        b"<x:a/>",
        b"\xff\xfe<",
        b'<?xml version="1.0" encoding="x"?><a/>',
    ],
)
def test_damage_is_said(data: bytes) -> None:
    with pytest.raises(JxlintError):
        read(data)


def test_a_document_type_is_refused() -> None:
    with pytest.raises(JxlintError, match="实体定义"):
        read(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')


@pytest.mark.parametrize("seed", range(60))
def test_any_changes_give_what_lxml_gives(seed: int) -> None:
    """The same random changes by lxml: the same canonical XML."""
    dice = random.Random(seed)
    data = etree.tostring(_grown(dice, 0))
    ours, theirs = read(data), etree.fromstring(data)
    for _ in range(12):
        mine = list(ours.iter())
        at = dice.randrange(len(mine))
        node, twin = mine[at], list(theirs.iter())[at]
        value = dice.choice(["", "a<b", '"&\n', "表"])
        match dice.randrange(5):
            case 0:
                name = dice.choice(["r", "s", "{urn:b}k"])
                node.set(name, value)
                twin.set(name, value)
            case 1:
                place = dice.randrange(len(twin) + 1)
                tag = dice.choice(["{urn:a}new", "{urn:b}new"])
                node.insert(place, Node(tag, {"r": value}, value))
                made = etree.Element(tag, {"r": value})
                made.text = value
                twin.insert(place, made)
            case 2 if node is not ours:
                assert node.parent is not None
                tail = twin.tail
                node.parent.remove(node)
                twin.getparent().remove(twin)
                assert tail is None
            case 3 if not len(twin):
                node.text = value
                twin.text = value
            case 4 if node is not ours:
                copied = etree.fromstring(etree.tostring(twin))
                node.follow(node.copy())
                twin.addnext(copied)
    assert _canonical(write(ours)) == _canonical(etree.tostring(theirs))


def _canonical(data: bytes) -> str:
    return canonicalize(data.decode(), rewrite_prefixes=True)


def _grown(dice: random.Random, depth: int) -> etree._Element:
    space = dice.choice(["urn:a", "urn:b"])
    node = etree.Element(
        f"{{{space}}}{dice.choice(['c', 'si', 'row', 'v'])}", nsmap={dice.choice([None, "p"]): space}
    )
    node.set("r", dice.choice(["A1", "x>y", "'"]))
    for _ in range(dice.randrange(4) if depth < 4 else 0):
        node.append(_grown(dice, depth + 1))
    if not len(node):
        node.text = dice.choice([None, "甲", "a&b"])
    return node
