"""Zip packages of Office files with some parts replaced; every other part keeps its bytes and its place."""

from __future__ import annotations

from collections.abc import Mapping

from linter.ground.errors import JxlintError
from linter.office.archive import Archive


def replace_parts(archive: Archive, parts: Mapping[str, bytes]) -> bytes:
    """The package with the parts of these names (whatever their case) replaced. Raises JxlintError for a
    package with a signature, which any change would break."""
    if any(name.startswith("_xmlsignatures/") for name in archive.names()):
        raise JxlintError("文件带有数字签名，一改签名就失效", advice="请按提示在原文件里手工修改")
    return archive.copy({archive.spelling(name): content for name, content in parts.items()})
