"""Case tables of this folder: tab-separated, a header line, ``#`` lines are headings."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).resolve().parent


def rows(name: str, width: int) -> list[tuple[str, ...]]:
    """The cells of every row, each row exactly ``width`` wide."""
    found = []
    for line in (HERE / name).read_text(encoding="utf-8").splitlines()[1:]:
        if line.startswith("#"):
            continue
        cells = tuple(line.split("\t"))
        assert len(cells) == width, f"{name}: {line!r} has {len(cells)} cells, not {width}"
        found.append(cells)
    return found
