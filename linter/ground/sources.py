"""Digests of our own modules, for the keys of what is made by them.

A program may be shipped as byte code alone (the page in the browser is): then the digests of the sources, noted where
the byte code was made, take their place, and the keys stay the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from linter.ground.cache import shipped_dir
from linter.ground.digests import sha256

_PACKAGE = Path(__file__).resolve().parent.parent
#: The file in the folder of shipped files that holds the digests: a path below the package → hexadecimal digits; and
#: other keys that only those can work out who have all sources.
NOTE = "sources.json"


def modules(folder: Path) -> list[Path]:
    """Our modules in a folder, as sources or as byte code, in the order of their names."""
    return sorted(path for path in folder.iterdir() if path.suffix in (".py", ".pyc"))


def digest(module: Path) -> str:
    """The digest of a module's source."""
    if module.suffix == ".py":
        return source_digest(module.read_bytes())
    return _noted()[module.relative_to(_PACKAGE).with_suffix(".py").as_posix()]


def noted(name: str) -> str | None:
    """What was noted under a name where the byte code was made; None where the sources are here."""
    return None if Path(__file__).suffix == ".py" else _noted().get(name)


def source_digest(source: bytes) -> str:
    found: str = sha256(source).hexdigest()
    return found


def digests(folder: Path) -> list[str]:
    """The names and digests of all modules in a folder and below, in a fixed order."""
    found = sorted(path for path in folder.rglob("*.py*") if "__pycache__" not in path.parts)
    return [part for path in found for part in (path.stem, digest(path))]


@cache
def _noted() -> Mapping[str, str]:
    import json

    noted: Mapping[str, str] = json.loads((shipped_dir() / NOTE).read_text(encoding="utf-8"))
    return noted
