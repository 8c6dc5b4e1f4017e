"""A spot in a rule file: turns keys into line and column, and faults into errors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from linter.ground.errors import JxlintError
from linter.ground.nearest import fault

if TYPE_CHECKING:
    # Rules from the cache need no YAML, and its import is a tenth of a cold start.
    from linter.ground.strictyaml import Loaded


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
            return line + 1, self._indent(line + 1) + 1
        return line, column

    def unfolded(self, error: JxlintError, *keys: str | int) -> JxlintError:
        """The error with its place moved to the line it was written on: a text over several lines is one
        line to whoever reads it, with a blank for each line break."""
        line, _ = self.text_mark(*keys)
        if error.line is None or error.column is None or error.path != self.path:
            return error
        if error.line == line:
            at = error.column
            while line < len(self._lines) and at > len(self._lines[line - 1].rstrip()) + 1:
                at -= len(self._lines[line - 1].rstrip()) + 1
                at += self._indent(line + 1)
                line += 1
            error.line, error.column = line, at
        elif error.line > line:
            error.column += self._indent(error.line)
        return error

    def _indent(self, line: int) -> int:
        printed = self._lines[line - 1] if line <= len(self._lines) else ""
        return len(printed) - len(printed.lstrip())

    def error(
        self,
        message: str,
        *keys: str | int,
        advice: str = "",
        wrong: str = "",
        known: Iterable[str] = (),
        at_key: bool = False,
    ) -> JxlintError:
        """An error at the value of a key (``at_key``: at the key itself). ``known`` with ``wrong`` makes
        the advice."""
        line, column = self._loaded.key_mark((*self._keys, *keys)) if at_key else self.mark(*keys)
        return fault(message, self.path, line, column, advice=advice, wrong=wrong, known=known)

    def check_keys(
        self, what: str, allowed: Iterable[str], required: Iterable[str] = ()
    ) -> Mapping[str, Any]:
        """The mapping, after making sure that it is one, holds allowed keys only and all the required
        ones."""
        names = list(allowed)
        if not isinstance(self.data, dict):
            raise self.error(f"{what}应写成“键: 值”的形式", advice=f"可用的键：{'、'.join(names)}")
        for key in self.data:
            if key not in names:
                raise self.error(f"{what}里没有“{key}”这个键", key, wrong=key, known=names, at_key=True)
        for key in required:
            if self.data.get(key) is None:
                raise self.error(f"{what}缺少“{key}”", advice=f"请补上 {key}: …")
        return self.data
