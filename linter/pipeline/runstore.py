"""A store of the user: results of all files, so that a later run looks only at what has changed, and tables for SQL."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

from linter.auditing import warehouse
from linter.auditing.warehouserows import identity
from linter.ground.cache import content_key
from linter.ground.errors import JxlintError
from linter.ground.filesystem import save
from linter.pipeline.runfolder import locked
from linter.pipeline.shards import Shards

_MARK = "jxlint-store.json"
_RESULTS, _LOCK = "results", "lock"


class StoreFolder:
    """The folder of a store, which no other process writes at the same time: the same to a run as a RunFolder, but it
    stays. Raises JxlintError for a folder that holds something else, and where it cannot be written."""

    #: A later run with ``--store`` goes on where this one stopped.
    kept = True

    def __init__(self, path: Path, words: Sequence[str]) -> None:
        warehouse.require()
        self.path = path
        words_key = content_key(*(identity(word) for word in words))
        self._listed = path / _RESULTS / f"{words_key}.names"
        self._lock: IO[bytes] | None = None
        _refuse_other(path)
        try:
            (path / _RESULTS).mkdir(parents=True, exist_ok=True)
            self._lock = locked(path / _LOCK)
            if self._lock is None:
                raise JxlintError("另一个检查正在写这个查库", path=str(path), advice="请等它结束")
            save(path / _MARK, json.dumps({"schema": warehouse.SCHEMA}).encode())
        except OSError as error:
            self.leave()
            raise JxlintError(
                "查库写不进去", path=str(path), advice="请检查文件夹、磁盘空间和权限"
            ) from error
        self.shards = Shards(path / _RESULTS)

    def leave(self) -> None:
        """Let go of the store."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    remove = leave

    def forget_all_but(self, names: Iterable[str]) -> None:
        """Take away the shards that the same command used the last time, but for those it uses now."""
        used = set(names)
        for name in self.before() - used:
            self.shards.remove(name)
        # Without the list a later run looks at moved files again, and that is all.
        with suppress(OSError):
            save(self._listed, "\n".join(sorted(used)).encode("ascii"))

    def before(self) -> set[str]:
        """The shards of the last run of the same command."""
        try:
            return set(self._listed.read_text(encoding="ascii").split())
        except (OSError, ValueError):
            return set()


def _refuse_other(path: Path) -> None:
    """A folder that holds something else than a store is none of ours, nor is a store of a version to come."""
    if path.exists() and not path.is_dir():
        raise JxlintError("--store 要写一个文件夹", path=str(path), advice="请换一个名字")
    if path.is_dir() and any(path.iterdir()) and not (path / _MARK).is_file():
        raise JxlintError("这个文件夹里有别的东西，不能用作查库", path=str(path), advice="请写一个新的文件夹")
    try:
        schema = json.loads((path / _MARK).read_bytes())["schema"]
    except (OSError, ValueError, KeyError, TypeError):
        return  # none yet, or torn: written anew
    if schema != warehouse.SCHEMA:
        raise JxlintError(
            f"这个查库是别的版本的 jxlint 写的（{str(schema)[:40]}），没有改动它",
            path=str(path),
            advice="请用写它的版本，或者写一个新的文件夹",
        )
