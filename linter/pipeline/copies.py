"""Where the fixed files go: beside the original, to a place the user names, or over the original with a backup."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection
from pathlib import Path

from linter.ground.errors import JxlintError
from linter.ground.filesystem import save
from linter.ground.ours import COPY_MARK


def copy_path(path: Path, data: bytes) -> Path:
    """The path of the fixed copy beside the original: 名-修正.xlsx. A copy of another content that is there
    already is not overwritten: it may hold work; the next number is taken."""
    for number in range(1, 1000):
        beside = path.with_name(f"{path.stem}{COPY_MARK}{number if number > 1 else ''}{path.suffix}")
        if not beside.exists() or beside.read_bytes() == data:
            return beside
    raise JxlintError("修正过的副本太多了", path=str(path), advice="请删去旧的副本，或用 --output 指定文件")


def output_paths(output: str, inputs: Collection[str]) -> dict[str, Path]:
    """For each input the path its fixed copy is to have. ``output`` is a folder when there are several inputs,
    when it is one already, or when it ends in a slash; else the file itself.

    Raises JxlintError where a copy would be written over an input or over another copy.
    """
    target = Path(output)
    folder = len(inputs) > 1 or target.is_dir() or output.endswith(("/", "\\"))
    paths: dict[str, Path] = {}
    for path in inputs:
        paths[path] = target / Path(path).name if folder else target
    originals = {_real(Path(path)) for path in inputs}
    seen: set[str] = set()
    for place in paths.values():
        if _real(place) in originals:
            raise JxlintError(
                "修正结果不能写在原文件上", path=str(place), advice="要改原文件请用 --in-place，它会留备份"
            )
        if _real(place) in seen:
            raise JxlintError("有两个同名的文件", path=str(place), advice="请分开修正")
        seen.add(_real(place))
    if folder:
        try:
            target.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise JxlintError("文件夹建不了", path=output, advice="请检查路径和权限") from error
    return paths


def _real(path: Path) -> str:
    """Where a path leads; a link that leads to itself is left as it is."""
    return os.path.realpath(path)


def write_in_place(path: Path, data: bytes, *, backup: bool = True) -> Path | None:
    """Replace a file; the original goes to 名.xlsx.bak, 名.xlsx.bak2 …, never over an older backup.

    Returns the path of the backup. Raises JxlintError when either cannot be written.
    """
    path = Path(_real(path))
    kept = None
    try:
        if backup:
            kept = _backup_path(path)
            save(kept, path.read_bytes())
            shutil.copystat(path, kept)
        save(path, data)
    except BaseException as error:
        if kept is not None and path.read_bytes() != data:
            kept.unlink(missing_ok=True)  # the original is still there itself
        if isinstance(error, OSError):
            raise JxlintError(
                "文件写不进去", path=str(path), advice="请检查权限和磁盘空间，并关闭正在打开它的程序"
            ) from error
        raise
    return kept


def _backup_path(path: Path) -> Path:
    number = 1
    while (beside := path.with_name(f"{path.name}.bak{number if number > 1 else ''}")).exists():
        number += 1
    return beside
