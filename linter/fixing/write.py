"""Which kinds of file can be changed, and by which writer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module

from linter.fixing.change import Change
from linter.ground.errors import JxlintError
from linter.office.limits import DEFAULT, Limits

Writer = Callable[[bytes, Sequence[Change], Limits], tuple[bytes, list[Change]]]

_WRITERS = {"xlsx": "xlsx", "docx": "docx", "csv": "csv_", "tsv": "csv_", "txt": "text", "md": "text"}
#: Kinds of file that can be changed.
FIXABLE = tuple(_WRITERS)


def apply_changes(
    data: bytes, kind: str, changes: Sequence[Change], limits: Limits = DEFAULT
) -> tuple[bytes, list[Change]]:
    """The file of this kind with the changes made, and those that could not be made for certain.

    Raises JxlintError for a kind that cannot be changed, and for a file that must not be.
    """
    refuse(kind)
    writer: Writer = import_module(f"linter.fixing.{_WRITERS[kind]}").apply
    return writer(data, changes, limits)


def refuse(kind: str) -> None:
    """Raise JxlintError for a kind of file that cannot be changed."""
    if kind not in _WRITERS:
        shown = {"html": "网页", "mht": "网页"}.get(kind, f".{kind}")
        raise JxlintError(
            f"{shown} 文件不能自动修正",
            advice="请先另存为 .xlsx 或 .docx；能修正的有 .xlsx .docx .csv .tsv .txt .md",
        )
