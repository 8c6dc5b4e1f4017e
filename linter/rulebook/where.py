"""A spot in a rule file: turns keys into line and column, and faults into errors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from linter.errors import JxlintError
from linter.rulebook.suggest import fault
from linter.strictyaml import Loaded


class Where:
    """A mapping inside a YAML document: ``data`` is the mapping, ``path`` the file."""

    def __init__(self, loaded: Loaded, lines: list[str], path: str, keys: tuple[str | int, ...] = ()) -> None:
        self._loaded = loaded
        self._lines = lines
        self._keys = keys
        self.path = path
        data = loaded.data
        for key in keys:
            data = data[key]
        self.data: Any = data

    def below(self, *keys: str | int) -> Where:
        return Where(self._loaded, self._lines, self.path, (*self._keys, *keys))

    def mark(self, *keys: str | int) -> tuple[int, int]:
        """Line and column where the value of a key begins."""
        return self._loaded.mark((*self._keys, *keys))

    def text_mark(self, *keys: str | int) -> tuple[int, int]:
        """Line and column of the first character of a text: behind its quote, or below its ``|`` or ``>``."""
        line, column = self.mark(*keys)
        printed = self._lines[line - 1] if line <= len(self._lines) else ""
        first = printed[column - 1 : column]
        if first in ("'", '"'):
            return line, column + 1
        if first in ("|", ">"):
            following = self._lines[line] if line < len(self._lines) else ""
            return line + 1, len(following) - len(following.lstrip()) + 1
        return line, column

    def error(self, message: str, *keys: str | int, advice: str = "", wrong: str = "", known: Iterable[str] = ()) -> JxlintError:
        line, column = self.mark(*keys)
        return fault(message, self.path, line, column, advice=advice, wrong=wrong, known=known)

    def check_keys(self, what: str, allowed: Iterable[str], required: Iterable[str] = ()) -> Mapping[str, Any]:
        """The mapping, after making sure that it is one, holds allowed keys only and all the required ones."""
        names = list(allowed)
        if not isinstance(self.data, dict):
            raise self.error(f"{what}应写成“键: 值”的形式", advice=f"可用的键：{'、'.join(names)}")
        for key in self.data:
            if key not in names:
                raise self.error(f"{what}里没有“{key}”这个键", key, wrong=key, known=names)
        for key in required:
            if self.data.get(key) is None:
                raise self.error(f"{what}缺少“{key}”", advice=f"请补上 {key}: …")
        return self.data
