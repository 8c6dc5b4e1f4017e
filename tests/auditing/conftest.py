"""A store over a few tables, for the tests that fill it, ask it and compare with it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from storeruns import EXAMPLES, NAMES, check


@pytest.fixture
def tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("表").mkdir()
    for name in NAMES:
        shutil.copy(EXAMPLES / name, Path("表") / name)
    return Path("表")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with tables and a store of them."""
    folder = tmp_path_factory.mktemp("filled")
    (folder / "表").mkdir()
    for name in NAMES:
        shutil.copy(EXAMPLES / name, folder / "表" / name)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        check()
    return folder


@pytest.fixture
def store(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the folder with a store, for those who only ask."""
    monkeypatch.chdir(filled)


@pytest.fixture
def stored(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tables of a copy of the folder with a store, for those who change it."""
    shutil.copytree(filled, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return Path("表")
