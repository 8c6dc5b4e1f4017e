"""The official documents that rules rest on: rules/basis.yaml.

A wording that nobody has checked against the original (``verified: false``) is never printed as a quotation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from linter.ground.errors import JxlintError
from linter.ground.nearest import fault

if TYPE_CHECKING:
    from linter.ground.strictyaml import Loaded

_KEYS = {"title": str, "number": str, "article": str, "wording": str, "verified": bool, "note": str}


class Basis(msgspec.Struct, frozen=True):
    """One basis: ``title`` of the document, its ``number`` (财预〔2015〕88号), ``article`` (第十三条),
    ``wording`` as remembered or read, and whether that wording was ``verified`` in a source."""

    code: str
    title: str
    number: str = ""
    article: str = ""
    wording: str = ""
    verified: bool = False
    note: str = ""

    @property
    def quote(self) -> str | None:
        """The wording where it may be printed as a quotation, else None."""
        return self.wording if self.verified and self.wording else None


def read_basis(loaded: Loaded, path: str) -> dict[str, Basis]:
    """The mapping code → Basis of a basis file. Raises JxlintError at the first fault."""
    data = loaded.data
    if not isinstance(data, dict):
        raise JxlintError("依据文件应是“代码: {title: …}”的对应表", path=path)
    result: dict[str, Basis] = {}
    for code, entry in data.items():
        line, column = loaded.mark((code,))
        if not isinstance(entry, dict):
            raise JxlintError(
                f"依据“{code}”应写成 {{title: …, verified: …}}", path=path, line=line, column=column
            )
        fields: dict[str, Any] = {}
        for key, value in entry.items():
            line, column = loaded.mark((code, key))
            if key not in _KEYS:
                raise fault(f"依据“{code}”里没有“{key}”这个键", path, line, column, wrong=key, known=_KEYS)
            if value is not None and not isinstance(value, _KEYS[key]):
                wanted = "true 或 false" if _KEYS[key] is bool else "文字（数字请加引号）"
                raise JxlintError(f"依据“{code}”的 {key} 应是{wanted}", path=path, line=line, column=column)
            if value is not None:
                fields[key] = value
        line, column = loaded.mark((code,))
        for key in ("title", "verified"):
            if key not in fields:
                raise JxlintError(f"依据“{code}”缺少 {key}", path=path, line=line, column=column)
        result[code] = Basis(code=code, **fields)
    return result
