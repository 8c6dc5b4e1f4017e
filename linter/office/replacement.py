"""Zip packages of Office files with some parts replaced; every other part keeps its bytes and its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from linter.ground.errors import JxlintError
from linter.office.archive import Archive, damaged


def replace_parts(archive: Archive, parts: Mapping[str, bytes]) -> bytes:
    """The package with the parts of these names (whatever their case) replaced. Raises JxlintError for a
    package with a signature, which any change would break."""
    if any(name.startswith("_xmlsignatures/") for name in archive.names()):
        raise JxlintError("文件带有数字签名，一改签名就失效", advice="请按提示在原文件里手工修改")
    return archive.copy({archive.spelling(name): content for name, content in parts.items()})


def parse(data: bytes) -> Any:
    """The root of a part with comments and processing instructions kept: it is written back.

    Raises JxlintError for a part that lxml refuses, which is more than the parser refuses that reads it.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise damaged(error) from error


def serialise(root: Any) -> bytes:
    """A part as Office writes it: UTF-8, declared, standalone."""
    from lxml import etree

    tree = root.getroottree()
    return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True))
