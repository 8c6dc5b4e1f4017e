"""Every setting, said once: its name, what it holds, and what users read about it.

From this list come the keys of jxlint.yaml, the options of the command line, the rows of ``--show-config`` and the
arguments of ``linter.check``. A new setting is a line here and a field of ``Settings``.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

#: words: a tuple of texts. folders, file: paths, from the folder of the configuration. choice: one of ``choices``.
#: number: a whole number within ``choices`` (a range). word: a text. flag: true or false. limits: limits of reading.
#: levels: a severity for each selector of rules.
Sort = Literal["words", "folders", "file", "choice", "number", "word", "flag", "limits", "levels"]


class Key(msgspec.Struct, frozen=True):
    """``default`` is what holds when nobody asks, ``unset`` how ``--show-config`` calls that. ``adds``: wishes
    of all layers together, not the strongest alone. ``example`` is shown where a value is refused."""

    name: str
    sort: Sort
    default: Any
    unset: str
    help: str
    metavar: str = ""
    adds: bool = False
    choices: tuple[str, ...] | range = ()
    example: str = ""

    @property
    def field(self) -> str:
        """The name in Python: the field of ``Settings``, the argument of ``linter.check``."""
        return self.name.replace("-", "_")


KEYS = (
    Key(
        "select", "words", (), "全部规则",
        "只用这些规则：编号、类别前缀或规则名，逗号隔开；配置文件里的选择不再算", "规则",
    ),
    Key("ignore", "words", (), "无", "不用这些规则（在配置文件之外再加）", "规则", adds=True),
    Key(
        "severity", "levels", (), "按规则自己的", "改规则的级别，如 GF15=info，逗号隔开", "规则=级别", adds=True,
        choices=("error", "warning", "info"),
        example="如 severity: {GF15: info, KX: warning}；不用的规则写在 ignore 里",
    ),
    Key(
        "fail-on", "choice", "error", "error", "到哪一级退出码为 1：error（默认）、warning、info，或者 never", "级别",
        choices=("error", "warning", "info", "never"),
    ),
    Key(
        "year", "number", None, "以表上写的为准", "表上没写预算年度时按这一年检查", "年份",
        choices=range(2000, 2101), example="请写四位年份，如 year: 2025",
    ),
    Key(
        "profile", "word", "", "按表样认", "按哪里的口径检查，如 宁夏、湖南；不写就按表样认", "口径",
        example="如 profile: ningxia",
    ),
    Key("preview", "flag", False, "否", "试行的规则也用"),
    Key("prices", "file", None, "没有", "价格表（YAML），用来核对任务量和金额", "文件"),
    Key("library", "file", None, "只用自带的", "本单位的指标库（jxlint library import 写出的），建议里优先用", "文件"),
    Key("map", "file", None, "没有", "字段对照（YAML），数据里的字段名不是通用的才用", "文件"),
    Key("rules", "folders", (), "只用自带的", "再加上这个文件夹里的规则", "文件夹", adds=True),
    Key("lenient", "flag", False, "否", "没有绩效目标表的文件说一声就跳过，不算没检查成（钩子用）"),
    Key("force-exclude", "flag", False, "否", "exclude 也管直接写出的文件（钩子用）"),
    Key("hidden", "flag", False, "不读", "隐藏的工作表、行和列也读"),
    Key("limits", "limits", (), "默认的上限", "读取上限", "数", adds=True),
)  # fmt: skip
#: The same by name.
NAMED = {key.name: key for key in KEYS}
