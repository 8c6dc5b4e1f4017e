"""Configuration files, read as strictly as rule files: an unknown key is an error with its place."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from linter.config.keys import NAMED, Key
from linter.config.settings import Layer, Wish
from linter.ground.errors import JxlintError
from linter.ground.patterns import compiled
from linter.ground.shape import Where, read, read_text

#: Keys that only the top of the file has.
TOP_KEYS = (*NAMED, "exclude", "overrides")
_OURS = compiled(r"""^\s*\[\s*tool\s*\]|\btool["']?\s*\.\s*["']?jxlint""", re.MULTILINE)
_LONGEST_GLOB = 1000


class Override(msgspec.Struct, frozen=True):
    """Wishes for the files that match one of ``patterns``."""

    patterns: tuple[str, ...]
    layer: Layer


class ConfigFile(msgspec.Struct, frozen=True):
    """A configuration that was read and checked; its patterns count from ``folder``."""

    path: str
    folder: Path
    base: Layer
    overrides: tuple[Override, ...] = ()
    exclude: tuple[str, ...] = ()

    def layers_for(self, file: Path) -> list[Layer]:
        """The layers that hold for an absolute path, weakest first."""
        return [self.base, *(item.layer for item in self.overrides if self._fits(file, item.patterns))]

    def excludes(self, file: Path) -> bool:
        return self._fits(file, self.exclude)

    def _fits(self, file: Path, patterns: tuple[str, ...]) -> bool:
        relative = (file.relative_to(self.folder) if file.is_relative_to(self.folder) else file).as_posix()
        if not patterns:
            return False
        from linter.ground.globs import matches

        return any(matches(relative, pattern) for pattern in patterns)


def read_config(path: Path) -> ConfigFile:
    """A configuration file named by the user. Raises JxlintError with the place of the first fault."""
    if path.suffix.lower() != ".toml":
        return read_yaml(path)
    config = read_toml(path)
    if config is None:
        raise JxlintError(
            "文件里没有 [tool.jxlint] 一节", path=shown(path), advice="请补上这一节，或者改用 jxlint.yaml"
        )
    return config


def read_yaml(path: Path) -> ConfigFile:
    where = read(path, "配置文件", shown(path))
    return (
        ConfigFile(shown(path), path.absolute().parent, Layer({}))
        if where.data is None
        else _config(where, path)
    )


def read_toml(path: Path) -> ConfigFile | None:
    """``[tool.jxlint]`` of a pyproject.toml, None when it has none."""
    text = read_text(path, "配置文件", shown(path))
    # Most of these files are not ours: the parser is worth its import only where the table can be.
    if not _OURS.search(text):
        return None
    import tomllib

    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # of numbers beyond all bounds, and of TOMLDecodeError
        what = str(error)[:200] or "嵌套过深"
        raise JxlintError(f"TOML 语法错误（{what}）", path=shown(path), advice="请改正后再试") from None
    tool = data.get("tool")
    if not isinstance(tool, dict) or "jxlint" not in tool:
        return None
    places: Any = _TomlPlaces(tool["jxlint"], text.splitlines())
    return _config(Where(places, [], shown(path)), path)


class _TomlPlaces:
    """The part of ``strictyaml.Loaded`` that Where asks for. TOML parsers keep no places: the line on which a key is
    written is near enough."""

    def __init__(self, data: Any, lines: list[str]) -> None:
        self.data = data
        self._lines = lines

    def mark(self, keys: tuple[str | int, ...]) -> tuple[int | None, None]:
        name = re.escape(next((key for key in reversed(keys) if isinstance(key, str)), "jxlint"))
        key = re.compile(rf"""^\s*["']?{name}["']?\s*=|tool\.jxlint.*\b{name}\b""")
        return next((at for at, line in enumerate(self._lines, 1) if key.search(line)), None), None

    key_mark = mark


def shown(path: Path) -> str:
    """A path as a user reads it: relative where it lies below the current folder."""
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else str(path)


def _config(where: Where, path: Path) -> ConfigFile:
    data = where.check_keys("配置文件", TOP_KEYS)
    reader = _Reader(path.absolute().parent)
    return ConfigFile(
        path=where.path,
        folder=reader.folder,
        base=reader.layer(where),
        overrides=tuple(reader.override(item, at) for at, item in enumerate(where.items("overrides"), 1)),
        exclude=reader.globs(where, "exclude") if data.get("exclude") else (),
    )


class _Reader:
    """Turns what stands in a configuration into wishes, or raises at the first fault. Paths count from ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def override(self, where: Where, number: int) -> Override:
        data = where.check_keys("overrides 的一项", ("files", *NAMED))
        if not data.get("files"):
            raise where.error(
                "overrides 的这一项没有写 files", advice='请写明对哪些文件有效，如 files: ["上年/*"]'
            )
        return Override(self.globs(where, "files"), self.layer(where, f"，overrides 第{number}项"))

    def globs(self, where: Where, name: str) -> tuple[str, ...]:
        patterns = self._words(where, name)
        if any(len(pattern) > _LONGEST_GLOB for pattern in patterns):
            raise where.error(f"{name} 里的通配符太长", name, advice=f"最多 {_LONGEST_GLOB} 字")
        return patterns

    def layer(self, where: Where, suffix: str = "") -> Layer:
        wishes = {}
        for name, key in NAMED.items():
            if where.data.get(name) is not None:
                line = where.mark(name)[0]
                origin = f"{where.path} 第{line}行" if line else where.path
                value = self._value(key, where)
                wishes[name] = Wish(value, f"{origin}{suffix}", where.path, _marks(where, name))
        return Layer(wishes)

    def _value(self, key: Key, where: Where) -> Any:
        """The value of a key, after making sure that it is of the key's sort."""
        read = {
            "words": self._words,
            "folders": self._folders,
            "file": self._file,
            "limits": self._limits,
            "levels": self._levels,
        }.get(key.sort)
        if read is not None:
            return read(where, key.name)
        value = where.data[key.name]
        refused = where.error(f"{key.name} 不能是“{str(value)[:40]}”", key.name, advice=key.example)
        if key.sort == "choice" and value not in key.choices:
            refused.advice = f"可用的有：{'、'.join(map(str, key.choices))}"
            raise refused
        if key.sort == "number" and (type(value) is not int or value not in key.choices):
            raise refused
        if key.sort == "flag" and not isinstance(value, bool):
            refused.advice = "请写 true 或 false"
            raise refused
        if key.sort == "word":
            if not isinstance(value, str) or not value.strip():
                raise where.error(f"{key.name} 应是一个名字", key.name, advice=key.example)
            return value.strip()
        return value

    def _limits(self, where: Where, name: str) -> dict[str, int]:
        from linter.office.limits import LARGEST, Limits

        limits = where.below(name)
        known = [field.name for field in msgspec.structs.fields(Limits)]
        for key, limit in limits.check_keys(name, known).items():
            if type(limit) is not int or not 1 <= limit <= LARGEST:
                raise limits.error(f"limits 的 {key} 应是正整数，不大于 {LARGEST}", key, advice="请改正")
        return dict(limits.data)

    def _levels(self, where: Where, name: str) -> dict[str, str]:
        key, levels = NAMED[name], where.below(name)
        if not isinstance(levels.data, dict):
            raise where.error(f"{name} 应写成“规则: 级别”", name, advice=key.example)
        for selector, level in levels.data.items():
            if not isinstance(selector, str) or level not in key.choices:
                raise levels.error(
                    f"{selector} 的级别不能是“{str(level)[:40]}”", selector, advice=key.example
                )
        return dict(levels.data)

    def _file(self, where: Where, name: str) -> Path:
        value = where.data[name]
        if not isinstance(value, str) or not self._exists(value, Path.is_file):
            raise where.error(f"文件“{value}”不存在", name, advice="路径从配置文件所在的文件夹算起")
        return self.folder / value

    def _folders(self, where: Where, name: str) -> tuple[Path, ...]:
        words = self._words(where, name)
        for word in words:
            if not self._exists(word, Path.exists):
                raise where.error(f"规则文件夹“{word}”不存在", name, advice="路径从配置文件所在的文件夹算起")
        return tuple(self.folder / word for word in words)

    def _exists(self, name: str, test: Callable[[Path], bool]) -> bool:
        try:
            return test(self.folder / name)
        except (OSError, ValueError):  # a name too long, or with a null in it
            return False

    def _words(self, where: Where, name: str) -> tuple[str, ...]:
        value = where.data[name]
        words = [value] if isinstance(value, str) else value
        if not isinstance(words, list) or not all(isinstance(word, str) and word.strip() for word in words):
            raise where.error(f"{name} 应是文字的列表", name, advice=f"如 {name}: [甲, 乙]")
        return tuple(word.strip() for word in words)


def _marks(where: Where, name: str) -> tuple[tuple[int | None, int | None], ...]:
    """Line and column of each item of a list or mapping, of the value itself where it is neither."""
    value = where.data[name]
    if isinstance(value, dict):
        return tuple(where.key_mark(name, key) for key in value)
    return (
        tuple(where.mark(name, at) for at in range(len(value)))
        if isinstance(value, list)
        else (where.mark(name),)
    )
