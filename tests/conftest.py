"""Fixtures for all tests."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from draws import draws
from hypothesis import settings

from linter.ground.cache import cache_dir

# How fast an example is depends on what else the machine does: no deadline.
settings.register_profile("jxlint", deadline=None, max_examples=draws(100))
settings.load_profile("jxlint")

ROOT = Path(__file__).resolve().parent.parent


#: Names the folder of a run to its processes; it is gone afterwards.
FOLDER = "JXLINT_TESTS_FOLDER"


def pytest_configure(config: pytest.Config) -> None:
    """Tests neither use nor fill the cache of the user. What one process of a run has compiled, the others and the
    commands they start find in one folder."""
    if hasattr(config, "workerinput"):
        return
    folder = tempfile.mkdtemp(prefix="jxlint-tests-")
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    os.environ[FOLDER] = folder
    os.environ.setdefault("JXLINT_CACHE_DIR", str(Path(folder, "cache")))


def pytest_collection_finish() -> None:
    """The cases and the modules live as long as the run: no use in looking through them again and again."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Each worker gets a run of whole modules, so that what a module makes for all its tests is mostly made once."""
    if config.getoption("dist") != "load":
        return None
    from xdist.scheduler import WorkStealingScheduling

    return WorkStealingScheduling(config, log)


@pytest.fixture(autouse=True, scope="session")
def _bytecode() -> None:
    """Commands keep their byte code for the next ones even where none may be kept beside the sources. Not so the
    process of the tests itself: it would have to compile all libraries again."""
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        os.environ.setdefault("PYTHONPYCACHEPREFIX", str(Path(os.environ[FOLDER], "bytecode")))


@pytest.fixture(autouse=True, scope="session")
def _own_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The folder of all temporary ones is made before a test moves the place of temporary files (the service does)."""
    tmp_path_factory.getbasetemp()


@pytest.fixture
def own_cache(tmp_path: Path) -> Path:
    """A cache folder for one test alone, with what this run has kept by now but for the patterns."""
    folder = tmp_path / "cache"
    folder.mkdir(mode=0o700)
    kept = cache_dir()
    for path in kept.iterdir() if kept is not None else ():
        with suppress(FileNotFoundError):  # one that another process was just writing
            if path.is_file() and not path.name.startswith(("patterns", ".")):
                shutil.copyfile(path, folder / path.name)
    return folder


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
