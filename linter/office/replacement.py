"""Zip packages of Office files with some parts replaced; every other part keeps its bytes and its place."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from linter.ground.errors import JxlintError
from linter.office.archive import part_name
from linter.office.packing import Packer


def replace_parts(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The package with the parts of these names (whatever their case) replaced. Raises JxlintError for a
    package with a signature, which any change would break."""
    wanted = {name.lower(): content for name, content in parts.items()}
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        if any(part_name(info).startswith("_xmlsignatures/") for info in old.infolist()):
            raise JxlintError("文件带有数字签名，一改签名就失效", advice="请按提示在原文件里手工修改")
        packer = Packer(old.comment)
        for info in old.infolist():
            # Of two parts of one name the first one is read.
            content = wanted.pop(part_name(info), None)
            if content is None:
                packer.keep(data, info)
            else:
                packer.put(info.filename, content, info)
    return packer.done()


def parse(data: bytes) -> Any:
    """The root of a part with comments and processing instructions kept: it is written back."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(data, parser)


def serialise(root: Any) -> bytes:
    """A part as Office writes it: UTF-8, declared, standalone."""
    from lxml import etree

    tree = root.getroottree()
    return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True))
