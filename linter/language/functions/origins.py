"""Text of another project: a long run of a name or explanation that stands in the head of another form.

The head of a form is its project name, purpose and goal: what the project is for. A run of characters that
stands in the head of another form and hardly touches the own head was carried over from there. Set phrases
(社会和谐稳定) are everybody's: a word list names them, and they do not count.
"""

from __future__ import annotations

import msgspec

from linter.language.functions.likeness import normal
from linter.language.nodes import Node
from linter.language.wordlists import WordList

#: Characters in a row that cannot be shared by chance; how many of them have to be no set phrase; how many
#: already show a tie to the own head.
LONG, OWN_WORDS, SHORT = 12, 10, 4


def borrowed_from(text: str, form: Node, phrases: WordList) -> Node | None:
    """The project form whose head holds a long run of ``text``, if the own head holds not even a short one of
    that run. None also for a form of a whole department, which speaks of every project."""
    found = _search(text, form, phrases)
    return found[0] if found else None


def borrowed(text: str, form: Node, phrases: WordList) -> str | None:
    """The run itself, without punctuation."""
    found = _search(text, form, phrases)
    return found[1] if found else None


def _search(text: str, form: Node, phrases: WordList) -> tuple[Node, str] | None:
    bare = normal(text)
    if len(bare) < LONG or form.scope != "project":
        return None
    heads = _heads(form.document)
    own = heads.texts.get(form, "")
    if not own:
        return None
    # Where each other form's head first shares a long run with the text.
    starts: dict[Node, int] = {}
    for start in range(len(bare) - LONG + 1):
        for other in heads.runs.get(bare[start : start + LONG], ()):
            starts.setdefault(other, start)
    for other in sorted(starts, key=lambda node: node._position):
        if other is form:
            continue
        start, head = starts[other], heads.texts[other]
        end = start + LONG
        while end < len(bare) and bare[start : end + 1] in head:
            end += 1
        run = bare[start:end]
        tied = any(run[i : i + SHORT] in own for i in range(len(run) - SHORT + 1))
        if not tied and _own_words(run, phrases) >= OWN_WORDS:
            return other, run
    return None


#: A run that more forms hold is common to the document; that many are enough to find one it comes from.
FEW = 8


class _Heads(msgspec.Struct, frozen=True):
    """The heads of the project forms of a document, in order, and the forms that hold each long run."""

    texts: dict[Node, str]
    runs: dict[str, list[Node]]


def _heads(document: Node) -> _Heads:
    """Made once for a document, and kept with its node."""
    kept: _Heads | None = vars(document).get("_heads")
    if kept is None:
        texts = {form: _head(form) for form in document.forms if form.scope == "project"}
        runs: dict[str, list[Node]] = {}
        for form, head in texts.items():
            for run in {head[start : start + LONG] for start in range(len(head) - LONG + 1)}:
                holders = runs.setdefault(run, [])
                if len(holders) < FEW:
                    holders.append(form)
        kept = vars(document)["_heads"] = _Heads(texts, runs)
    return kept


def _own_words(run: str, phrases: WordList) -> int:
    for phrase in sorted(phrases.words, key=len, reverse=True):
        run = run.replace(phrase, "")
    return len(run)


def _head(form: Node) -> str:
    return "\n".join(normal(part) for part in (form.project, form.purpose, form.goal) if part)
