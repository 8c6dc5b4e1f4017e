"""The entries of a reasons file, read as strictly as a rule."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from fnmatch import fnmatchcase
from pathlib import Path, PurePath
from typing import Any

import msgspec

from linter.ground.errors import JxlintError
from linter.ground.nearest import fault
from linter.ground.strictyaml import Loaded, load
from linter.language.functions.likeness import normal
from linter.model import Finding

FILE_NAME = "reasons.yaml"
#: What ``jxlint baseline`` writes where the office still has to say something.
OPEN = "待说明"
_KEYS = ("rule", "file", "form", "level2", "indicator", "field", "value", "reason", "who", "until")
_NEEDED = ("rule", "value", "reason")
_MAX_BYTES = 4_000_000


class Entry(msgspec.Struct, frozen=True):
    """One answer. Empty fields hold for everything: an entry without ``form`` covers all forms of the folder
    (``file`` is a pattern on the file's name). ``value`` is the cell's text for which it was written;
    ``until`` is the last day on which it holds. ``line`` is where it stands."""

    rule: str
    value: str
    reason: str
    file: str = ""
    form: str = ""
    level2: str = ""
    indicator: str = ""
    field: str = ""
    who: str = ""
    until: datetime.date | None = None
    path: str = ""
    line: int = 1

    @property
    def answered(self) -> bool:
        return self.reason != OPEN

    def meets(self, file: str) -> bool:
        """Whether the entry speaks of a file of this name."""
        return not self.file or fnmatchcase(PurePath(file).name.casefold(), self.file.casefold())

    def covers(self, finding: Finding) -> bool:
        """Whether it answers this finding: same rule, same value, and whatever else it names."""
        wanted = (
            (self.form, finding.project or finding.form_title),
            (self.level2, finding.level2),
            (self.indicator, finding.indicator),
        )
        return (
            self.rule == finding.rule
            and (not self.field or self.field == finding.field)
            and normal(self.value) == normal(finding.text)
            and all(not mine or normal(mine) == normal(theirs) for mine, theirs in wanted)
            and self.meets(finding.file)
        )


def read_reasons(path: Path) -> list[Entry]:
    """The entries of a reasons file. Raises JxlintError with line and column of the first fault."""
    shown = str(path)
    try:
        raw = path.read_bytes()
        if len(raw) > _MAX_BYTES:
            raise JxlintError("说明文件过大", path=shown, advice="请拆分到各个文件夹")
        text = raw.decode("utf-8-sig")
    except OSError as error:
        raise JxlintError("说明文件读不了", path=shown, advice="请检查权限") from error
    except UnicodeDecodeError as error:
        raise JxlintError("说明文件不是 UTF-8 编码", path=shown, advice="请另存为 UTF-8") from error
    loaded = load(text, shown)
    data = loaded.data or {}
    if not isinstance(data, dict) or not isinstance(data.get("reasons") or [], list):
        raise JxlintError("说明文件应写成 reasons: 下面一条一条的说明", path=shown)
    for key in data:
        if key != "reasons":
            line, column = loaded.mark((key,))
            raise fault(f"说明文件里没有“{key}”这个键", shown, line, column, wrong=key, known=("reasons",))
    return [_entry(item, at, loaded, shown) for at, item in enumerate(data.get("reasons") or [])]


def _entry(item: Any, at: int, loaded: Loaded, path: str) -> Entry:
    line, column = loaded.mark(("reasons", at))
    if not isinstance(item, Mapping):
        raise JxlintError("每条说明应写成 rule、value、reason 等几项", path=path, line=line, column=column)
    for key in item:
        if key not in _KEYS:
            where = loaded.mark(("reasons", at, key))
            raise fault(f"说明里没有“{key}”这个键", path, *where, wrong=key, known=_KEYS)
    for key in _NEEDED:
        if key not in item:
            raise JxlintError(f"这条说明缺少 {key}", path=path, line=line, column=column)
    texts = {key: _text(item[key], ("reasons", at, key), loaded, path) for key in item if key != "until"}
    if not texts["reason"].strip():
        where = loaded.mark(("reasons", at, "reason"))
        raise JxlintError(
            "reason 不能空着", path=path, line=where[0], column=where[1], advice=f"还没想好请写“{OPEN}”"
        )
    until = _day(item["until"], ("reasons", at, "until"), loaded, path) if item.get("until") else None
    return Entry(**texts, until=until, path=path, line=line)


def _text(value: Any, key: tuple[str | int, ...], loaded: Loaded, path: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return str(value)
    line, column = loaded.mark(key)
    raise JxlintError(f"{key[-1]} 应是文字", path=path, line=line, column=column)


def _day(value: Any, key: tuple[str | int, ...], loaded: Loaded, path: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(str(value))
    except ValueError:
        line, column = loaded.mark(key)
        raise JxlintError(
            f"“{value}”不是日期", path=path, line=line, column=column, advice="请写成 2025-12-31"
        ) from None
