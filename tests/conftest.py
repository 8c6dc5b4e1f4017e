"""Fixtures for all tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from draws import draws
from hypothesis import settings

# How fast an example is depends on what else the machine does: no deadline.
settings.register_profile("jxlint", deadline=None, max_examples=draws(100))
settings.load_profile("jxlint")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def examples() -> Path:
    """The documents that come with jxlint."""
    return ROOT / "examples"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real documents beside the checkout, which only its developers have."""
    folder = ROOT.parent / "shared"
    if not (folder / "seeds").is_dir():
        pytest.skip("left out: the folder ../shared with real documents is not here")
    return folder


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Tests neither use nor fill the cache of the user."""
    import os

    os.environ.setdefault("JXLINT_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
