"""How often a test by drawn examples draws: .ci/run draws them all, a run on a desk an eighth."""

from __future__ import annotations

import os

#: Set by .ci/run.
THOROUGH = bool(os.environ.get("JXLINT_THOROUGH"))


def draws(thorough: int) -> int:
    """How many examples to draw where a thorough run draws so many."""
    return thorough if THOROUGH else max(thorough // 8, 10)
