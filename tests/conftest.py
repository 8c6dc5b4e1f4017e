"""Fixtures for all tests."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from draws import draws
from firstrun import FOLDER, begin

from linter.ground import patterns

if TYPE_CHECKING:
    from linter.rulebook import Rulebook

ROOT = Path(__file__).resolve().parent.parent

# Tests and benchmarks share forms, defects and texts.
sys.path.append(str(ROOT / "benchmarks"))
# What is collected stays to the end: looking in vain for what could be thrown away takes a fifth of the time.
gc.disable()


def pytest_configure(config: pytest.Config) -> None:
    """Tests neither use nor fill the cache of the user. What one process of a run has compiled, the others and the
    commands they start find in one folder, which is gone afterwards; a first run fills it while tests are collected."""
    if not hasattr(config, "workerinput"):
        folder = tempfile.mkdtemp(prefix="jxlint-tests-")
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
        os.environ[FOLDER] = folder
        os.environ.setdefault("JXLINT_CACHE_DIR", str(Path(folder, "cache")))
        if config.getoption("numprocesses", None):  # this process only hands out what others run
            config.add_cleanup(begin(_with_bytecode()).wait)
            if not config.getoption("hypothesis_show_statistics", None):
                # It has nothing to tell, and would import all of Hypothesis to find that out.
                config.pluginmanager.unregister(name="hypothesispytest")
            return
    from hypothesis import settings

    # How fast an example is depends on what else the machine does: no deadline.
    settings.register_profile("jxlint", deadline=None, max_examples=draws(100))
    settings.load_profile("jxlint")


def pytest_collection_finish() -> None:
    """The cases and the modules live as long as the run: no use in looking through them again and again. What the
    first run has compiled meanwhile need not be compiled here."""
    gc.collect()
    gc.freeze()
    gc.enable()
    patterns._kept.cache_clear()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Each worker gets a run of whole modules, so that what a module makes for all its tests is mostly made once."""
    if config.getoption("dist") != "load":
        return None
    from xdist.scheduler import WorkStealingScheduling

    return WorkStealingScheduling(config, log)


def _with_bytecode() -> dict[str, str]:
    """What commands are started with: they keep their byte code for the next ones even where none may be kept beside
    the sources. Not so the process of the tests itself: it would have to compile all libraries again."""
    kept = dict(os.environ)
    if kept.pop("PYTHONDONTWRITEBYTECODE", ""):
        kept.setdefault("PYTHONPYCACHEPREFIX", str(Path(os.environ[FOLDER], "bytecode")))
    return kept


@pytest.fixture(autouse=True, scope="session")
def _commands_have_bytecode() -> None:
    kept = _with_bytecode()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ.update(kept)


@pytest.fixture(autouse=True, scope="session")
def _own_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The folder of all temporary ones is made before a test moves the place of temporary files (the service does)."""
    tmp_path_factory.getbasetemp()


@pytest.fixture(scope="session")
def book() -> Rulebook:
    """The shipped rules."""
    from linter.rulebook import load_rulebook

    return load_rulebook()


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
