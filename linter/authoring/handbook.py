"""Writing the handbook of rules to a folder."""

from __future__ import annotations

from pathlib import Path

from linter.authoring.rulepages import pages
from linter.ground.errors import JxlintError
from linter.ground.filesystem import save
from linter.rulebook import Rulebook


def write_handbook(rulebook: Rulebook, folder: Path) -> int:
    """Write all pages into ``folder`` (made when missing) and remove pages of rules that are gone.

    Returns the number of pages. Only files that this function wrote before are ever removed.
    """
    made = pages(rulebook)
    marker = next(iter(made.values())).split("\n", 1)[0]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.md"):
            if old.name not in made and old.read_text(encoding="utf-8", errors="replace").startswith(marker):
                old.unlink()
        for name, text in made.items():
            save(folder / name, text.encode(), lasting=False)
    except OSError as error:
        raise JxlintError("写不了规则手册", path=str(folder), advice="请检查文件夹的权限") from error
    return len(made)
