"""What tests of the page say of their driver."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

#: Address, steps, and what else the job says → what was seen.
Drive = Callable[..., dict[str, Any]]
