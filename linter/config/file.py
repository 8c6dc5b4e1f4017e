"""Configuration files, read as strictly as rule files: an unknown key is an error with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from linter.config.globs import matches
from linter.config.keys import NAMED, Key
from linter.config.settings import Layer, Wish
from linter.ground.errors import JxlintError
from linter.ground.patterns import compiled

#: Keys that only the top of the file has.
TOP_KEYS = (*NAMED, "exclude", "overrides")
#: Line and column of a key path, None where they are not known.
Mark = Callable[[tuple[str | int, ...]], tuple[int | None, int | None]]


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
    from linter.ground.strictyaml import load

    loaded = load(_text(path), shown(path))
    data = {} if loaded.data is None else loaded.data
    return _Checker(path, loaded.mark, loaded.key_mark).config(data)


def read_toml(path: Path) -> ConfigFile | None:
    """``[tool.jxlint]`` of a pyproject.toml, None when it has none."""
    text = _text(path)
    # Most of these files are not ours: the parser is worth its import only where the table can be.
    if not re.search(r"""^\s*\[\s*tool\s*\]|\btool["']?\s*\.\s*["']?jxlint""", text, re.MULTILINE):
        return None
    import tomllib

    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise JxlintError(f"TOML 语法错误（{error}）", path=shown(path), advice="请改正后再试") from None
    tool = data.get("tool")
    if not isinstance(tool, dict) or "jxlint" not in tool:
        return None
    lines = text.splitlines()

    def mark(keys: tuple[str | int, ...]) -> tuple[int | None, None]:
        # TOML parsers keep no places: the line on which the key is written is near enough.
        names = [key for key in keys if isinstance(key, str)] or ["jxlint"]
        key = compiled(
            rf"""^\s*["']?{re.escape(names[-1])}["']?\s*=|tool\.jxlint.*\b{re.escape(names[-1])}\b"""
        )
        return next((at for at, line in enumerate(lines, 1) if key.search(line)), None), None

    return _Checker(path, mark, mark).config(tool["jxlint"])


def shown(path: Path) -> str:
    """A path as a user reads it: relative where it lies below the current folder."""
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else str(path)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise JxlintError("找不到配置文件", path=shown(path), advice="请检查路径是否写对") from None
    except UnicodeDecodeError:
        raise JxlintError("配置文件不是 UTF-8 编码", path=shown(path), advice="请另存为 UTF-8") from None
    except OSError as error:
        raise JxlintError(f"配置文件打不开（{error.strerror or error}）", path=shown(path)) from None


class _Checker:
    """Turns plain data of one file into a ConfigFile, or raises at the first fault."""

    def __init__(self, path: Path, mark: Mark, key_mark: Mark) -> None:
        self.folder = path.absolute().parent
        self.path = shown(path)
        self.mark = mark
        self.key_mark = key_mark

    def config(self, data: Any) -> ConfigFile:
        self._keys(data, TOP_KEYS, (), "配置文件")
        overrides = data.get("overrides") or []
        if not isinstance(overrides, list):
            raise self._fault(
                ("overrides",), "overrides 应是列表", "每一项写成 {files: [通配符], ignore: [规则]}"
            )
        return ConfigFile(
            path=self.path,
            folder=self.folder,
            base=self._layer(data, ()),
            overrides=tuple(self._override(item, ("overrides", at)) for at, item in enumerate(overrides)),
            exclude=self._words(data.get("exclude") or [], ("exclude",)),
        )

    def _override(self, data: Any, where: tuple[str | int, ...]) -> Override:
        self._keys(data, ("files", *NAMED), where, "overrides 的一项")
        patterns = self._words(data.get("files") or [], (*where, "files"))
        if not patterns:
            raise self._fault(
                where, "overrides 的这一项没有写 files", '请写明对哪些文件有效，如 files: ["上年/*"]'
            )
        return Override(patterns, self._layer(data, where))

    def _layer(self, data: Mapping[str, Any], where: tuple[str | int, ...]) -> Layer:
        wishes = {}
        for name, key in NAMED.items():
            if data.get(name) is not None:
                line = self.mark((*where, name))[0]
                origin = f"{self.path} 第{line}行" if line else self.path
                value = self._value(key, data[name], (*where, name))
                wishes[name] = Wish(
                    value, f"{origin}，overrides 第{int(where[1]) + 1}项" if where else origin
                )
        return Layer(wishes)

    def _value(self, key: Key, value: Any, where: tuple[str | int, ...]) -> Any:
        """The value of a key, after making sure that it is of the key's sort."""
        read = {
            "words": self._words,
            "folders": self._folders,
            "file": self._file,
            "limits": self._limits,
        }.get(key.sort)
        if read is not None:
            return read(value, where)
        refused = self._fault(where, f"{key.name} 不能是“{value}”", key.example)
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
                raise self._fault(where, f"{key.name} 应是一个名字", key.example)
            return value.strip()
        return value

    def _limits(self, value: Any, where: tuple[str | int, ...]) -> dict[str, int]:
        from linter.office.limits import Limits

        known = [field.name for field in msgspec.structs.fields(Limits)]
        self._keys(value, known, where, "limits")
        for name, limit in value.items():
            if type(limit) is not int or limit < 1:
                raise self._fault((*where, name), f"limits 的 {name} 应是正整数", "请改正")
        return dict(value)

    def _file(self, value: Any, where: tuple[str | int, ...]) -> Path:
        if not isinstance(value, str) or not (self.folder / value).is_file():
            raise self._fault(where, f"文件“{value}”不存在", "路径从配置文件所在的文件夹算起")
        return self.folder / value

    def _folders(self, value: Any, where: tuple[str | int, ...]) -> tuple[Path, ...]:
        return tuple(self._folder(word, where) for word in self._words(value, where))

    def _folder(self, word: str, where: tuple[str | int, ...]) -> Path:
        folder = self.folder / word
        if not folder.exists():
            raise self._fault(where, f"规则文件夹“{word}”不存在", "路径从配置文件所在的文件夹算起")
        return folder

    def _words(self, value: Any, where: tuple[str | int, ...]) -> tuple[str, ...]:
        words = [value] if isinstance(value, str) else value
        if not isinstance(words, list) or not all(isinstance(word, str) and word.strip() for word in words):
            raise self._fault(where, f"{where[-1]} 应是文字的列表", f"如 {where[-1]}: [甲, 乙]")
        return tuple(word.strip() for word in words)

    def _keys(
        self, data: Any, known: tuple[str, ...] | list[str], where: tuple[str | int, ...], name: str
    ) -> None:
        if not isinstance(data, dict):
            raise self._fault(where, f"{name}应写成“键: 值”", f"可用的键有：{'、'.join(known)}")
        for key in data:
            if key not in known:
                from linter.ground.nearest import nearest

                near = nearest(key, known)
                advice = f"{f'是不是想写“{near}”？' if near else ''}可用的键有：{'、'.join(known)}"
                line, column = self.key_mark((*where, key))
                message = f"{name}里没有“{key}”这个键"
                raise JxlintError(message, path=self.path, line=line, column=column, advice=advice)

    def _fault(self, where: tuple[str | int, ...], message: str, advice: str) -> JxlintError:
        line, column = self.mark(where)
        return JxlintError(message, path=self.path, line=line, column=column, advice=advice)
