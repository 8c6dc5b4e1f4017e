"""Which files a run looks at: what scenarios cannot show."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from linter.pipeline import gather


def test_a_folder_that_may_not_be_opened_is_told_and_the_others_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("开/a.txt", "关/b.txt"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("x", encoding="utf-8")
    true_scandir = os.scandir

    def scandir(path: Any) -> Any:
        if str(path).endswith("关"):
            raise PermissionError(13, "Permission denied", str(path))
        return true_scandir(path)

    monkeypatch.setattr(os, "scandir", scandir)
    monkeypatch.chdir(tmp_path)
    inputs, problems = gather(["."])
    assert [item.path for item in inputs] == [str(Path("开/a.txt"))]
    assert [path for path, _ in problems] == ["./关"] and "没有权限" in problems[0][1]


def test_an_impossible_name_is_left_to_the_reader() -> None:
    inputs, problems = gather(["a\0b", "x" * 5000])
    assert len(inputs) == 2 and problems == []


def test_linked_folders_are_not_walked_in_circles(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.txt").write_text("x", encoding="utf-8")
    try:
        (tmp_path / "a" / "again").symlink_to(tmp_path, target_is_directory=True)
    except OSError:
        pytest.skip("links cannot be made here")
    assert len(gather([str(tmp_path)])[0]) == 1
