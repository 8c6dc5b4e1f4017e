"""Reading the YAML case tables of this folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from linter.ground.strictyaml import load

HERE = Path(__file__).resolve().parent


def table(name: str) -> Any:
    path = HERE / name
    return load(path.read_text(encoding="utf-8"), str(path)).data


def rows(name: str) -> list[Any]:
    """The cases of a table of sections, each a pytest parameter named after its section and number."""
    return [
        pytest.param(case, id=f"{section}-{number}")
        for section, cases in table(name).items()
        for number, case in enumerate(cases, 1)
    ]
