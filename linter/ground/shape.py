"""The one strict reader of all files that users write: what may stand in them, and where a fault is."""

from __future__ import annotations

import stat
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from linter.ground.errors import JxlintError
from linter.ground.nearest import fault

if TYPE_CHECKING:
    # Rules from the cache need no YAML, and its import is a tenth of a cold start.
    from linter.ground.strictyaml import Loaded


#: A file of a user holds no more bytes.
MOST_BYTES = 4_000_000


def read_text(path: Path, what: str, shown: str = "") -> str:
    """The text of a file of a user; ``what`` names it in Chinese (说明文件), ``shown`` is its path in messages.

    Raises JxlintError when it is missing, no plain file, too large, or not in UTF-8.
    """
    shown = shown or str(path)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise JxlintError(f"{what}不是普通文件", path=shown, advice="请检查路径是否写对")
        if status.st_size > MOST_BYTES:
            raise JxlintError(f"{what}过大", path=shown, advice="请拆分文件")
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
        return raw.decode("utf-8-sig")
    except FileNotFoundError:
        raise JxlintError(f"找不到{what}", path=shown, advice="请检查路径是否写对") from None
    except UnicodeDecodeError:
        raise JxlintError(f"{what}不是 UTF-8 编码", path=shown, advice="请另存为 UTF-8") from None
    except (OSError, ValueError, RuntimeError) as error:
        raise JxlintError(
            f"{what}打不开（{getattr(error, 'strerror', None) or error}）", path=shown, advice="请检查权限"
        ) from None


def read(path: Path, what: str, shown: str = "") -> Where:
    """The root of a YAML file of a user: see ``read_text``."""
    from linter.ground.strictyaml import load

    shown = shown or str(path)
    text = read_text(path, what, shown)
    return Where(load(text, shown), text.split("\n"), shown)


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

    def key_mark(self, *keys: str | int) -> tuple[int, int]:
        """Line and column where a key itself begins."""
        return self._loaded.key_mark((*self._keys, *keys))

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

    def text(self, key: str, note: str = "应是文字") -> str:
        """The text under a key, ``""`` where there is none; numbers count as texts, lists and flags do not."""
        value = self.data.get(key)
        if value is None:
            return ""
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise self.error(f"{key} {note}", key)
        return str(value)

    def items(self, key: str) -> list[Where]:
        """The entries of the list under a key; none where nothing is written. Raises at what is no list."""
        listed = self.data.get(key)
        if listed is not None and not isinstance(listed, list):
            raise self.error(f"{key} 应是列表，每一项以 - 开头", key)
        return [self.below(key, at) for at in range(len(listed or ()))]

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
        line, column = self.key_mark(*keys) if at_key else self.mark(*keys)
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
