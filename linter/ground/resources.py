"""Where the shipped data lies: rules/ and grammar/.

In a checkout the data stands at the top level; in a wheel it is carried inside the package.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from linter.ground import cache as kept

_PACKAGE = Path(__file__).resolve().parent.parent


@cache
def data_root() -> Path:
    """The folder that holds ``rules`` and ``grammar``."""
    inside = _PACKAGE / "_data"
    return inside if inside.is_dir() else _PACKAGE.parent


def rules_dir() -> Path:
    return data_root() / "rules"


def grammar_text(name: str) -> str:
    """The text of grammar/NAME."""
    return (data_root() / "grammar" / name).read_text(encoding="utf-8")


@cache
def load_data(relative: str) -> Any:
    """The plain data of the YAML file rules/RELATIVE, through the cache. Raises JxlintError on a fault."""
    path = rules_dir() / relative
    state = kept.untouched(relative, path.stat())
    known = _tables().get(relative) or ["", "", None]
    if known[0] == state:
        return known[2]
    text = path.read_text(encoding="utf-8")
    key = kept.content_key(relative, text)
    if known[1] == key:
        data = known[2]
    else:
        from linter.ground.strictyaml import load

        data = load(text, str(path)).data
    _tables().put(relative, [state, key, data])
    return data


@cache
def _tables() -> kept.Notes:
    """The data of files, each behind what tells that its file was not touched, and the key of its text."""
    return kept.Notes("tables")


@cache
def program_key() -> str:
    """A key of every byte of the program and its rules: of what a judgement rests on beside file and settings.
    Worked out again when a file was touched."""
    code = [_PACKAGE, rules_dir(), data_root() / "grammar"]
    name = f"program-{kept.content_key(str(_PACKAGE))}"
    untouched = kept.stamp(code)
    known = kept.read(name)
    if isinstance(known, list) and len(known) == 2 and known[0] == untouched:
        return str(known[1])
    files = [
        path
        for folder in code
        for kind in ("*.py", "*.yaml", "*.txt", "*.lark")
        for path in folder.rglob(kind)
    ]
    parts = [part for path in sorted(set(files)) for part in (path.name, path.read_bytes())]
    key = kept.content_key(*parts)
    kept.write(name, [untouched, key])
    return key
