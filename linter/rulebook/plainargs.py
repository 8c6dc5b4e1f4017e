"""The keys of a check as functions, patterns and words, from the plain data that ``arguments`` made of them."""

from __future__ import annotations

from typing import Any

from linter.ground.patterns import compiled
from linter.language.expression import Compiled
from linter.language.named import Parts
from linter.language.wordlists import Words
from linter.rulebook.kind import Args, Kind


def args_from_plain(
    kind: Kind, plain: dict[str, Any], words: Words | None = None, parts: Parts | None = None
) -> Args:
    """Functions, patterns and word lists from what ``compile_check`` gave."""
    values: dict[str, Any] = {}
    paths: dict[str, Any] = {}
    for name, item in plain.items():
        key = kind.key(name)
        assert key is not None
        if key.shape in ("field", "expression", "objects", "element"):
            values[name] = Compiled.from_plain(item["code"], words=words, parts=parts)
            if item["path"] is not None:
                paths[name] = item["path"]
        elif key.shape in ("fields", "expressions", "elements"):
            values[name] = [Compiled.from_plain(one["code"], words=words, parts=parts) for one in item]
            paths[name] = [one["path"] for one in item]
        elif key.shape == "regex":
            values[name] = compiled(item)
        else:
            values[name] = item
    return Args(values, paths, words)
