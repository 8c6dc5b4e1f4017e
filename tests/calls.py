"""What a piece of work costs, counted: how many functions it calls. The same on every machine and however busy it is,
unlike its time, which benchmarks/ measures."""

from __future__ import annotations

from collections.abc import Callable
from cProfile import Profile
from typing import Any


def calls(work: Callable[..., Any], *given: Any) -> int:
    """How many functions are called while ``work`` runs, itself among them."""
    profile = Profile()
    profile.runcall(work, *given)
    return sum(entry.callcount for entry in profile.getstats())
