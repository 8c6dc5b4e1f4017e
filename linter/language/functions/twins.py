"""Twins of a text in the same document: rows beside it, a longer one it was cut from.

Each index over a document is made once and kept on its node; a look-up costs no more than the text is long,
so thousands of forms cost thousands of steps.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from linter.ground.patterns import compiled
from linter.language.functions.likeness import normal
from linter.language.functions.order import numbering_fault
from linter.language.nodes import Node

_CLAUSE = compiled(r"[^，。；、：！？,;:!?()（）“”\"\s]+")
_ITEM = compiled(r"^\d{1,2}[.．]")
#: Parts of a form that are written by hand; headings and levels are printed.
WRITTEN = frozenset(
    {"goal", "purpose", "narrative", "name", "value", "description", "scoring", "basis", "note"}
)
#: A clause that goes on elsewhere counts as cut only from this length on.
_CUT = 10
#: How many clauses that share a half are compared with one another.
CANDIDATES = 24


def kept(document: Node, key: object, make: Callable[[], Any]) -> Any:
    """What is worked out once for a node and kept on it under a key."""
    store = vars(document).setdefault("_twins", {})
    if key not in store:
        store[key] = make()
    return store[key]


def longer_name(row: Node) -> Node | None:
    """A row of the document at the same second level whose name begins with this row's name and goes on,
    one with the same value if there is one."""
    own = normal(row.name or "")
    if not own:
        return None
    ordered, rows = kept(row.document, "names", lambda: _names(row.document))
    found: Node | None = None
    at = bisect_right(ordered, (row.level2 or "", own))
    for name in ordered[at : at + CANDIDATES]:
        if name[0] != (row.level2 or "") or not name[1].startswith(own):
            break
        for other in rows[name]:
            if other.value.text == row.value.text:
                return other  # type: ignore[no-any-return]
            found = found or other
    return found


def _names(document: Node) -> tuple[list[tuple[str, str]], dict[tuple[str, str], list[Node]]]:
    rows: dict[tuple[str, str], list[Node]] = {}
    for row in document.targets:
        if name := normal(row.name or ""):
            kept = rows.setdefault((row.level2 or "", name), [])
            if len(kept) < CANDIDATES:
                kept.append(row)
    return sorted(rows), rows


def clauses(text: str) -> list[str]:
    """The clauses of a text, without the numbers of items."""
    return [_ITEM.sub("", clause) for clause in _CLAUSE.findall(text)]


def _written(document: Node) -> Iterator[Node]:
    return (piece for piece in document.all_texts if piece.role in WRITTEN and piece.text)


def clause_counts(document: Node) -> Counter[str]:
    """How often each clause stands in what was written by hand in a document."""
    def make() -> Counter[str]:
        return Counter(clause for piece in _written(document) for clause in clauses(piece.text))

    counts: Counter[str] = kept(document, "clauses", make)
    return counts


def goes_on(piece: Node) -> str | None:
    """The longer clause of the document that the last clause of this text begins, if the text breaks off
    there: no sign behind it, nowhere else in the document a clause of its own, long enough not to be chance."""
    text = (piece.text or "").rstrip()
    found = clauses(text)
    if len(found) < 2 or len(found[-1]) < _CUT or not text.endswith(found[-1]):
        return None
    counts = clause_counts(piece.document)
    if counts[found[-1]] > 1:
        return None
    ordered: list[str] = kept(piece.document, "ordered", lambda: sorted(counts))
    at = bisect_right(ordered, found[-1])
    following = ordered[at : at + 1]
    return following[0] if following and following[0].startswith(found[-1]) else None


#: The functions of expressions found here: signature, note, what runs.
TABLE: dict[str, tuple[str, str, Callable[..., Any]]] = {
    "longer_name": (
        "longer_name(indicator) -> indicator",
        "同一文件、同一二级指标里，名称以这一条的名称开头而更长的指标，值相同的优先",
        longer_name,
    ),
    "goes_on": (
        "goes_on(text_piece) -> text",
        "这段文字的最后一句没有写完：同一文件别处有以它开头而更长的一句，给出那一句",
        goes_on,
    ),
    "numbering_fault": (
        "numbering_fault(text) -> text",
        "条目编号重复、跳号、不从一开始的地方，连同后面几个字；编号依次则缺失",
        numbering_fault,
    ),
}
