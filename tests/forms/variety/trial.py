"""A combination written as a file, read, and held against its truth."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from typing import Any

from linter.forms import find_forms
from linter.readers import read

from ..answers import Score, compare
from ..grids import sheet_of
from ..writers import NEW_PAGE, WRITERS
from . import listing, page, sections
from .plan import Plan, draw

_LAYOUTS = {
    "form": page.form_page,
    "listing merged": listing.listing,
    "listing repeated": listing.listing,
    "kind columns": listing.kind_columns,
    "one cell a project": listing.one_cell,
    "prose": listing.prose,
    "a cell a line": listing.cell_lines,
    "kinds with values": listing.kinds_with_values,
    "level lines": sections.level_lines,
    "a table a level": sections.level_tables,
    "a block an indicator": sections.blocks,
    "sections": sections.sections,
}


def printed(plan: Plan) -> tuple[str, list[dict[str, Any]]]:
    """The combination as the text of a grid (see ``grids``), and the answers."""
    lines, told = _LAYOUTS[plan.choice["layout"]](plan)
    if plan.choice["format"] not in ("pdf", "docx", "html", "md", "txt"):
        lines = [line for line in lines if line != [f"¶{NEW_PAGE}"]]
    return "\n".join(" | ".join(line) for line in lines), told


def file_of(plan: Plan) -> bytes:
    made = WRITERS[plan.choice["format"]](sheet_of(printed(plan)[0]))
    encoding = plan.choice["encoding"]
    return made if encoding == "utf-8" else made.decode("utf-8-sig").encode(encoding)


def tried(plan: Plan) -> Score:
    """What was read of the combination. A reader that raises has read nothing."""
    kind = plan.choice["format"]
    told = printed(plan)[1]
    return compare(find_forms(read(f"表.{kind}", data=file_of(plan))), told)


def plans(count: int, seed: int) -> Iterable[Plan]:
    chance = random.Random(seed)
    return (draw(chance) for _ in range(count))


def shares(counts: Counter[str]) -> tuple[float, float]:
    """Share of rows read exactly (of those wanted or read too much) and of head fields read right."""
    rows = 2 * counts["exact"] / ((counts["wanted"] + counts["read"]) or 1)
    return rows, counts["right"] / (counts["fields"] or 1)
