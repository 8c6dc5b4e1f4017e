"""``jxlint check --show-config``: each setting in force and where it came from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from linter.config import Configuration, Settings, Wish
from linter.config.file import shown
from linter.config.keys import KEYS
from linter.config.settings import DEFAULT_ORIGIN
from linter.pipeline.paths import gather
from linter.reports.view.columns import table
from linter.reports.view.wording import clean


def show(paths: Sequence[str], configuration: Configuration) -> str:
    """Files with the same settings together; without paths, what would hold in the current folder."""
    named = [path for path in paths if path]
    inputs, _ = gather(named, excluded=configuration.excludes)
    files = [item.path for item in inputs] or [str(Path(path) / "表格") for path in named] or ["表格"]
    groups: dict[str, list[str]] = {}
    for file in files:
        config = configuration.config_for(file)
        head = f"配置文件：{clean(config.path) if config else '没有'}"
        rows = _rows(configuration.settings(file))
        if config is not None and config.exclude:
            rows.append(["exclude", "、".join(config.exclude), config.path])
        body = "\n".join([head, *table([["设置", "值", "来处"], *rows], indent="  ", widest=70)])
        groups.setdefault(body, []).append(file)
    if not inputs:
        return "\n\n".join(groups) + "\n"
    return "\n".join(f"{_list(group)}\n{body}\n" for body, group in groups.items())


def _list(files: list[str]) -> str:
    head = "、".join(clean(file) for file in files[:3])
    return head if len(files) <= 3 else f"{head} 等 {len(files)} 个文件"


def _rows(settings: Settings) -> list[list[str]]:
    rows = []
    for key in KEYS:
        wishes = settings.wishes.get(key.name, ())
        rows += [[key.name, _value(wish), clean(wish.origin)] for wish in wishes]
        if not wishes:
            rows.append([key.name, key.unset, DEFAULT_ORIGIN])
    return rows


def _value(wish: Wish) -> str:
    value: Any = wish.value
    if isinstance(value, dict):
        return "、".join(f"{name}: {limit}" for name, limit in value.items())
    if isinstance(value, tuple):
        return "、".join(clean(shown(item) if isinstance(item, Path) else item) for item in value)
    if isinstance(value, Path):
        return clean(shown(value))
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)
