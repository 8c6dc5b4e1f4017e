"""Case tables in YAML, read by the parser in C where it is there: the one in Python takes a third of what it takes to
collect the tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

FAST = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def yaml_data(path: Path) -> Any:
    """What a file of one YAML document holds."""
    return yaml.load(path.read_text(encoding="utf-8"), FAST)
