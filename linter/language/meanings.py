"""Fields that tell what names, goals and projects mean, as ``linter.meaning`` reads them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def measured(part: str) -> Callable[[Any], Any]:
    """A part of what the name of an indicator measures; a part that is empty is missing."""

    def get(row: Any) -> Any:
        from linter.meaning.measure import measure_of

        return getattr(measure_of(row._raw), part) or None

    return get


def project_type(form: Any) -> str:
    """The type of the form's project, ``none`` where nothing tells it."""
    from linter.meaning.project import type_of

    return type_of(form._raw)


def clauses_of(goal: Any) -> tuple[Any, ...]:
    """The clauses of one goal."""
    from linter.meaning.goal import clauses

    return clauses(goal.text) if goal.text else ()
