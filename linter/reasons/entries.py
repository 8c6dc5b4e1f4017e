"""The entries of a reasons file, read as strictly as a rule."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path, PurePath

import msgspec

from linter.ground.shape import Where, read
from linter.language.functions.likeness import normal
from linter.model import Finding

FILE_NAME = "reasons.yaml"
#: What ``jxlint baseline`` writes where the office still has to say something.
OPEN = "待说明"
#: The keys of an entry, with what they mean.
KEYS = {
    "rule": "规则编号",
    "file": "文件名，可用 * 和 ?；不写就是本文件夹的所有表",
    "form": "项目名称或表的标题",
    "level2": "二级指标",
    "indicator": "三级指标",
    "field": "哪一栏，如 value、name",
    "value": "当时的原文；原文一改，说明就不再有效",
    "reason": f"理由；还没想好写“{OPEN}”",
    "who": "说明人",
    "until": "有效到哪一天，如 2025-12-31",
}
NEEDED = ("rule", "value", "reason")


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
        from linter.ground.globs import matches

        return not self.file or matches(PurePath(file).name.casefold(), self.file.casefold())

    def covers(self, finding: Finding) -> bool:
        """Whether it answers this finding: same rule, same value, and whatever else it names."""
        return self.answers(finding) and self.meets(finding.file)

    def answers(self, finding: Finding) -> bool:
        """The same, whatever the name of the file."""
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
        )


def read_reasons(path: Path) -> list[Entry]:
    """The entries of a reasons file. Raises JxlintError with line and column of the first fault."""
    where = read(path, "说明文件")
    if not where.data:
        return []
    where.check_keys("说明文件", ("reasons",))
    return [_entry(entry) for entry in where.items("reasons")]


def _entry(where: Where) -> Entry:
    if not isinstance(where.data, Mapping):
        raise where.error("每条说明应写成 rule、value、reason 等几项")
    where.check_keys("说明", KEYS)
    for key in NEEDED:
        if key not in where.data:
            raise where.error(f"这条说明缺少 {key}")
    texts = {key: where.text(key) for key in where.data if key != "until"}
    if not texts["reason"].strip():
        raise where.error("reason 不能空着", "reason", advice=f"还没想好请写“{OPEN}”")
    until = _day(where) if where.data.get("until") else None
    return Entry(**texts, until=until, path=where.path, line=where.mark()[0])


def _day(where: Where) -> datetime.date:
    value = where.data["until"]
    try:
        return datetime.date.fromisoformat(str(value))
    except ValueError:
        raise where.error(f"“{value}”不是日期", "until", advice="请写成 2025-12-31") from None
