"""The level that a table without columns for it writes before each name: 数量指标：培训人数, 【质量指标】验收合格率."""

from __future__ import annotations

import re

from linter.forms.levelwords import above, below, level
from linter.ground.patterns import compiled
from linter.model import Indicator

_BEFORE = compiled(
    r"\s*(?:[【\[](?P<marked>[^】\]\n]{2,20})[】\]]|(?P<said>[^:：\n]{2,20})[:：])\s*(?P<name>\S.*)", re.DOTALL
)


def take_level(row: Indicator) -> None:
    """Give a row without levels the one that its name begins with; the name is what follows."""
    if row.level1 or row.level2 or not (said := _BEFORE.fullmatch(row.name)):
        return
    printed = said["marked"] or said["said"]
    found = level(printed.strip())
    if found is None or not found.sure:
        return
    row.level2 = found.second or below().get(found.first or "")
    row.level1 = found.first or above().get(row.level2 or "")
    row.level2_printed = printed
    row.name = said["name"]
    if "name" in row.places:
        row.places["level2"] = row.places["name"]
