"""Which configuration file holds for which file."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from linter.config.settings import Layer, Settings, merge
from linter.ground.errors import JxlintError

if TYPE_CHECKING:
    from linter.config.file import ConfigFile

YAML_NAME = "jxlint.yaml"
TOML_NAME = "pyproject.toml"
_MISNAMED = ("jxlint.yml", ".jxlint.yaml", ".jxlint.yml")


class Configuration:
    """The settings of every file of a run.

    ``explicit`` names a configuration file that then holds for all files; ``isolated`` leaves every
    configuration file aside. ``strongest`` holds the wishes of the command line. Raises JxlintError for a
    faulty file.
    """

    def __init__(
        self, *, explicit: str | Path | None = None, isolated: bool = False, strongest: Layer | None = None
    ) -> None:
        self._strongest = [strongest] if strongest else []
        self._explicit = _named(Path(explicit)) if explicit is not None else None
        self._search = explicit is None and not isolated
        self._found: dict[Path, ConfigFile | None] = {}

    def settings(self, file: str | Path) -> Settings:
        """What holds for ``file``, which need not exist."""
        config = self.config_for(file)
        return merge([*(config.layers_for(_absolute(file)) if config else []), *self._strongest])

    def settings_for_all(self, file: str | Path) -> Settings:
        """What would hold for ``file`` if no entry of ``overrides`` did."""
        config = self.config_for(file)
        return merge([*([config.base] if config else []), *self._strongest])

    def excludes(self, file: str | Path) -> bool:
        config = self.config_for(file)
        return config is not None and config.excludes(_absolute(file))

    def excludes_named(self, file: str | Path) -> bool:
        """Whether a file is left out although it was named: with ``force-exclude``."""
        return self.excludes(file) and self.settings(file).force_exclude

    def config_for(self, file: str | Path) -> ConfigFile | None:
        """The configuration in the folder of ``file``, or else in the nearest folder above it."""
        if not self._search:
            return self._explicit
        passed: list[Path] = []
        config = None
        for folder in _absolute(file).parents:
            if folder in self._found:
                config = self._found[folder]
                break
            passed.append(folder)
            config = _config_in(folder)
            if config is not None:
                break
        self._found.update(dict.fromkeys(passed, config))
        return config


def names_of(files: Iterable[str | Path]) -> list[Path]:
    """The configuration files that would hold for these files, unread: for runs that leave them aside."""
    found: dict[Path, None] = {}
    seen: set[Path] = set()
    for file in files:
        for folder in _absolute(file).parents:
            if folder in seen:
                break
            seen.add(folder)
            names = [name for name in (YAML_NAME, *_MISNAMED, TOML_NAME) if _is_file(folder / name)]
            ours = [name for name in names if name != TOML_NAME or _speaks_of_us(folder / name)]
            if ours:
                found[folder / ours[0]] = None
                break
    return list(found)


def _speaks_of_us(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return b"jxlint" in file.read(4_000_000)
    except OSError:
        return False


def _absolute(file: str | Path) -> Path:
    return Path(os.path.normpath(Path(file).absolute()))


def _named(path: Path) -> ConfigFile:
    from linter.config.file import read_config

    return read_config(path)


def _config_in(folder: Path) -> ConfigFile | None:
    present = [name for name in (*_MISNAMED, YAML_NAME, TOML_NAME) if _is_file(folder / name)]
    if not present:
        return None
    from linter.config.file import read_toml, read_yaml, shown

    if present[0] in _MISNAMED:
        path = shown(folder / present[0])
        raise JxlintError(f"配置文件的名字应是 {YAML_NAME}", path=path, advice="请改名")
    return read_yaml(folder / YAML_NAME) if YAML_NAME in present else read_toml(folder / TOML_NAME)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
