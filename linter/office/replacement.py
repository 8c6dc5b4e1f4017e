"""Zip packages of Office files with some parts replaced; every other part keeps its bytes and its place."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from linter.ground.errors import JxlintError


def replace_parts(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The package with the parts of these names (whatever their case) replaced. Raises JxlintError for a
    package with a signature, which any change would break."""
    wanted = {name.lower(): content for name, content in parts.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        if any(info.filename.lower().startswith("_xmlsignatures/") for info in old.infolist()):
            raise JxlintError("文件带有数字签名，一改签名就失效", advice="请按提示在原文件里手工修改")
        new.comment = old.comment
        for info in old.infolist():
            name = info.filename.replace("\\", "/").lstrip("/").lower()
            content = wanted.get(name)
            new.writestr(info, old.read(info) if content is None else content, info.compress_type)
    return out.getvalue()


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
