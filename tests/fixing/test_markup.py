"""XML that is changed and written back: what nobody touched keeps its bytes, what was changed is as lxml would say."""

from __future__ import annotations

import pytest
from lxml import etree

from linter.ground.errors import JxlintError
from linter.office.archive import named
from linter.office.markup import Node
from linter.office.markupsource import fragment, read, write

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
