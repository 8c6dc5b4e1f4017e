"""Where the parts of a workbook are. Readers and writers ask here, so that both see the same sheets and styles."""

from __future__ import annotations

from typing import Any, NamedTuple

from linter.office.archive import Archive, named


class Tab(NamedTuple):
    """A sheet on its tab: its name, whether it is hidden, and its part."""

    name: str
    hidden: bool
    part: str


class Workbook(NamedTuple):
    """The parts of a workbook by their names: the main part (``root`` is its element), the worksheets in the order
    of their tabs, the shared strings, the styles. A part that a file lacks has its usual name."""

    main: str
    root: Any
    tabs: list[Tab]
    strings: str
    styles: str


def main_part(archive: Archive) -> str:
    return archive.main_part("workbook", "xl/workbook.xml")


def workbook_of(archive: Archive) -> Workbook | None:
    """The parts of the workbook in a package; None when it has no main part. Raises JxlintError for damage."""
    main = main_part(archive)
    root = archive.xml(main)
    if root is None:
        return None
    relations = archive.relations(main)
    folder = main.rpartition("/")[0]
    tabs: list[Tab] = []
    taken: set[str] = set()
    for item in named(root, "sheet"):
        part = relations.get(relation_id(item), "")
        # A chart sheet holds no cells; and no part is two sheets.
        if part in archive and "worksheet" in part.lower() and part.lower() not in taken:
            taken.add(part.lower())
            tabs.append(Tab(item.get("name", ""), item.get("state") in ("hidden", "veryHidden"), part))

    def part_like(ending: str) -> str:
        own = (
            part for part in relations.values() if part.lower().endswith(ending.lower()) and part in archive
        )
        return next(own, f"{folder}/{ending}".lstrip("/"))

    return Workbook(main, root, tabs, part_like("sharedStrings.xml"), part_like("styles.xml"))


def relation_id(element: Any) -> str:
    """The ``r:id`` of an element, whatever the prefix."""
    return next((value for key, value in element.attrib.items() if key.endswith("}id")), "")
