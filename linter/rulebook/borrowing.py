"""Text that belongs to another project: a long run of a name or explanation that stands in another form's head.

The head of a form is its project name, purpose and goal: what the project is for. A run of characters that
stands in the head of another form and hardly touches the own head was carried over from there.
"""

from __future__ import annotations

from linter.rulebook.nodes import Node
from linter.rulebook.wording import normal

#: Characters in a row that cannot be shared by chance; and that already show a tie to the own head.
LONG, SHORT = 12, 4


def borrowed_from(text: str, form: Node) -> Node | None:
    """The project form whose head holds a long run of ``text``, if the own head holds not even a short one of
    that run. None also for a form of a whole department, which speaks of every project."""
    found = _search(text, form)
    return found[0] if found else None


def borrowed(text: str, form: Node) -> str | None:
    """The run itself, without punctuation."""
    found = _search(text, form)
    return found[1] if found else None


def _search(text: str, form: Node) -> tuple[Node, str] | None:
    bare = normal(text)
    if len(bare) < LONG or form.scope != "project":
        return None
    own = _head(form)
    if not own:
        return None
    for other in form.document.forms:
        if other is form or other.scope != "project":
            continue
        head = _head(other)
        for start in range(len(bare) - LONG + 1):
            if bare[start : start + LONG] not in head:
                continue
            end = start + LONG
            while end < len(bare) and bare[start : end + 1] in head:
                end += 1
            run = bare[start:end]
            if not any(run[i : i + SHORT] in own for i in range(len(run) - SHORT + 1)):
                return other, run
            break
    return None


def _head(form: Node) -> str:
    return "\n".join(normal(part) for part in (form.project, form.purpose, form.goal) if part)
