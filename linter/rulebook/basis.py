"""The official documents that rules rest on: rules/basis.yaml.

A wording that nobody has checked against the original (``verified: false``) is never printed as a quotation.
"""

from __future__ import annotations

import msgspec

from linter.ground.shape import Where

_KEYS: dict[str, type] = {
    "title": str,
    "number": str,
    "article": str,
    "wording": str,
    "verified": bool,
    "note": str,
}


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


def read_basis(where: Where) -> dict[str, Basis]:
    """The mapping code → Basis of a basis file. Raises JxlintError at the first fault."""
    if not isinstance(where.data, dict):
        raise where.error("依据文件应是“代码: {title: …}”的对应表")
    return {code: _basis(code, where.below(code)) for code in where.data}


def _basis(code: str, where: Where) -> Basis:
    what = f"依据“{code}”"
    if not isinstance(where.data, dict):
        raise where.error(f"{what}应写成 {{title: …, verified: …}}")
    data = where.check_keys(what, _KEYS)
    for key, value in data.items():
        if value is not None and not isinstance(value, _KEYS[key]):
            wanted = "true 或 false" if _KEYS[key] is bool else "文字（数字请加引号）"
            raise where.error(f"{what}的 {key} 应是{wanted}", key)
    fields = {key: value for key, value in data.items() if value is not None}
    for key in ("title", "verified"):
        if key not in fields:
            raise where.error(f"{what}缺少 {key}")
    return Basis(code=code, **fields)
