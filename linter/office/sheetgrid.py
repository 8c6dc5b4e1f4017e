"""The rows and cells of a sheet part as they stand in its bytes: of thousands a few are changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from linter.office.markup import Node, Piece
from linter.office.starttags import attribute_in, kept_head
from linter.office.tags import SEARCHED, Span, elements, firsts, meant, searched


class Grid:
    """The rows of a sheet part by their numbers as written, and the changes made so far."""

    def __init__(self, root: Node, data: Node, rows: dict[bytes, Span]) -> None:
        self._root = root
        self._data = data
        self._rows = rows
        self._pieces: list[Piece] = []

    def has(self, numbers: Iterable[int]) -> bool:
        return all(str(number).encode() in self._rows for number in numbers)

    def cells(self, row: int, references: Collection[str]) -> list[Span]:
        """Where the cells of these references stand; empty where one is missing or the row has to be read to tell."""
        span, seen = self._rows[str(row).encode()], self._root.seen
        if len(references) * (span[3] - span[2]) < SEARCHED:
            name = span[0][:-3] + b"c" if span[0].endswith(b"row") else b"c"
            return searched(seen, span, b"<" + name + b" r=", references)
        known = firsts(seen, elements(seen, span[2], span[3]), "r")
        found = [known[key] for reference in references if (key := reference.encode()) in known]
        return found if len(found) == len(references) else []

    def get(self, cell: Span, name: str, default: str) -> str:
        """The value of an attribute, by its name as written."""
        found = attribute_in(self._root.seen, cell, name)
        if found is None:
            return default
        value = found[1][1:-1].decode()
        return value if value.isalnum() else meant(value)

    def set(self, cell: Span, name: str, value: str) -> None:
        """Change an attribute to letters and digits, or add it; once a cell."""
        found = attribute_in(self._root.seen, cell, name)
        if found is not None:
            self._pieces.append((*found.span(1), f'"{value}"'.encode()))
        else:
            _, start, inside, _, _ = cell
            self._pieces.append((start, inside, kept_head(self._root.source[start:inside], {name: value})))

    def row(self, number: int) -> Node:
        """A row to be changed as a node of its own."""
        return self._data.child(self._rows[str(number).encode()])

    def find(self, number: str) -> Node | None:
        """A row among the nodes of its part, to be changed there."""
        span = self._rows.get(number.encode())
        return None if span is None else self._data.standing(span)

    def put(self, row: Node) -> None:
        """Take the changes of a row."""
        out: list[bytes] = []
        row.write(out, self._data.names)
        self._pieces.append((row.span[1], row.span[4], b"".join(out)))

    def close(self) -> None:
        """Make the changes in the part."""
        self._root.splice(sorted(self._pieces))


def grid_of(root: Node) -> Grid | None:
    """The rows of a part that nobody has changed yet. None where rows have to be read one by one to tell them: one
    has no number, two have the same, names of their own are declared inside."""
    data = root.find(root.tag[: root.tag.index("}") + 1] + "sheetData")
    if data is None or root.is_changed() or root.seen.find(b"xmlns", data.span[2], data.span[3]) >= 0:
        return None
    rows = firsts(root.seen, elements(root.seen, data.span[2], data.span[3]), "r")
    return Grid(root, data, rows) if rows else None
