"""The cases of derived fields: a small form, and what the term gives for the first object of its kind in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from linter.authoring.sample import build_document
from linter.authoring.samplekeys import CASE_KEYS
from linter.ground.errors import JxlintError
from linter.ground.nearest import fault
from linter.language.scope import Node, objects, show, wrap
from linter.language.terms import Term, Terms, every

_KEYS = [key for key in CASE_KEYS if key not in ("says", "count", "source", "proves", "severity")]


def term_failures(terms: Terms) -> Iterator[tuple[Term, str]]:
    """Each case that does not give what is written, with what it gives. Raises JxlintError for a case that is not
    written as it should be."""
    for term in every(terms):
        for number, case in enumerate(term.cases, 1):
            if not isinstance(case, Mapping) or "gives" not in case:
                raise _error(term, number, "每个用例写一张小表和 gives（派生字段的值）")
            data = {key: value for key, value in case.items() if key != "gives"}
            for key in data:
                if key not in _KEYS:
                    raise fault(
                        f"“{term.name}”的第 {number} 个用例里没有“{key}”这个键", term.path, term.line, None,
                        wrong=key, known=[*_KEYS, "gives"],
                    )  # fmt: skip
            got, wanted = _value(term, data), case["gives"]
            if _shown(got) != _shown(wanted):
                yield term, f"第 {number} 个用例应当是“{_shown(wanted)}”，却是“{_shown(got)}”"


def _value(term: Term, data: Mapping[str, Any]) -> Any:
    root = wrap(build_document(data, term.path, term.line))
    node = _first(term.owner, root)
    if node is None:
        raise _error(term, 1, "用例里没有这样的对象")
    return getattr(node, term.name)


def _first(owner: str, root: Node) -> Node | None:
    given = {"text_piece": "text", "value": "indicator"}.get(owner, owner)
    found = next(iter(objects(given, root, all_rows=True)), None)
    if found is None:
        return None
    value: Node = found.node.value if owner == "value" else found.node
    return value


def _shown(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    return show(value) if not isinstance(value, int | float) else str(value)


def _error(term: Term, number: int, message: str) -> JxlintError:
    return fault(f"“{term.name}”的第 {number} 个用例：{message}", term.path, term.line, None)
