"""The habits that hold for a form: the numbers and words of its profile, which rules ask for as ``form.habits``."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from linter.ground.resources import load_data
from linter.surroundings import Profile

#: The profile that says everything the others leave out, and the folder of all of them.
DEFAULT = "default"
FOLDER = "profiles"


def habits_of(profile: Profile | None) -> dict[str, Any]:
    """The habits that hold for a form: those of its profile, else the general ones."""
    return profile.habits if profile is not None else _general_habits()


def exact_habits(data: Mapping[str, Any]) -> dict[str, Any]:
    """Habits as YAML gives them, with numbers as expressions want them."""
    return {name: _exact(value) for name, value in data.items()}


def _exact(value: Any) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(str(value))
    if isinstance(value, list):
        return [_exact(item) for item in value]
    return {key: _exact(item) for key, item in value.items()} if isinstance(value, dict) else value


@cache
def _general_habits() -> dict[str, Any]:
    return exact_habits(load_data(f"{FOLDER}/{DEFAULT}.yaml")["habits"])
