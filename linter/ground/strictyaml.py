"""YAML without surprises: every node keeps its line and column, and what YAML 1.1 guesses is refused.

PyYAML's C parser builds the node tree; we turn it into plain data ourselves. Refused with line and column:
duplicate keys, aliases and tags, booleans written ``yes``/``no``/``on``/``off``, sexagesimals such as
``12:30``, and keys that are not text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from linter.ground.errors import JxlintError

Mark = tuple[int, int]
#: Path of keys and list positions from the root of a document.
Path = tuple[str | int, ...]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INT = re.compile(r"[-+]?(0|[1-9][0-9]*)\Z")
_FLOAT = re.compile(r"[-+]?[0-9]+\.[0-9]+\Z")
_LOOSE_BOOL = re.compile(r"(yes|no|on|off)\Z", re.IGNORECASE)
_SEXAGESIMAL = re.compile(r"[0-9]+(:[0-5]?[0-9])+\Z")
#: Ends the path under which the place of a key itself is kept; no YAML key can hold this character.
_KEY = "\0"
_MAX_DEPTH = 64
_MAX_BYTES = 4_000_000
#: A text beyond this is counted before its tree is built: each node costs a thousand times a character.
_LONG = 200_000
_MAX_NODES = 500_000
_MAX_DIGITS = 18


class Loaded:
    """One YAML document: ``data`` is plain Python data, ``mark(path)`` gives (line, column) from 1."""

    def __init__(self, data: Any, marks: dict[Path, Mark]) -> None:
        self.data = data
        self._marks = marks

    def key_mark(self, path: Path) -> Mark:
        """Where the key that ends ``path`` is written; ``mark`` gives where its value begins."""
        return self._marks.get((*path, _KEY)) or self.mark(path)

    def mark(self, path: Path) -> Mark:
        while path and path not in self._marks:
            path = path[:-1]
        return self._marks.get(path, (1, 1))


def load_documents(text: str, path: str) -> list[Loaded]:
    """Every document of a YAML text. Raises JxlintError with the line and column of the first fault."""
    if len(text) > _MAX_BYTES:
        raise JxlintError("YAML 文件过大", path=path, advice="请拆分文件")
    try:
        if len(text) > _LONG:
            _count(text, path)
        nodes = list(_compose_all(text))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
        what, advice = _in_chinese(getattr(error, "problem", None) or str(error))
        raise JxlintError(
            f"YAML 语法错误：{what}", path=path, line=line, column=column, advice=advice
        ) from None
    except RecursionError:
        raise JxlintError("YAML 嵌套过深", path=path) from None
    loaded = []
    for node in nodes:
        marks: dict[Path, Mark] = {}
        try:
            loaded.append(Loaded(_plain(node, (), marks, path, set()), marks))
        except _Alias:
            line, column = _first_alias(text)
            raise JxlintError(
                "不支持 YAML 的引用（& 和 *）",
                path=path,
                line=line,
                column=column,
                advice="请把内容写全；文字以 * 或 & 开头时请加引号",
            ) from None
    return loaded


class _Alias(Exception):
    """A node stands in two places. A few aliases of aliases are a tree of any size."""


def _first_alias(text: str) -> Mark:
    for event in yaml.parse(text, _LOADER):
        if isinstance(event, yaml.AliasEvent) and event.start_mark:
            return event.start_mark.line + 1, event.start_mark.column + 1
    return 1, 1


def _count(text: str, path: str) -> None:
    for number, _ in enumerate(yaml.parse(text, _LOADER)):
        if number > _MAX_NODES:
            raise JxlintError("YAML 文件里的内容太多", path=path, advice="请拆分文件")


def load(text: str, path: str) -> Loaded:
    """The only document of a YAML text; an empty text is an empty mapping."""
    documents = load_documents(text, path)
    if len(documents) > 1:
        raise JxlintError("文件里只能有一个 YAML 文档", path=path)
    return documents[0] if documents else Loaded({}, {})


# What the parser says, by a piece of it, and what it means to somebody who writes rules.
_PROBLEMS = (
    ("mapping values are not allowed", "这里不该有冒号", "文字里有冒号的，请给整段文字加引号；也请检查缩进"),
    ("could not find expected ':'", "键后面缺冒号", "请写成“键: 值”，冒号后留一个空格"),
    (
        "did not find expected ',' or",
        "括号里缺逗号或右括号",
        "请检查 [ ] 和 { } 是否成对、各项之间是否有逗号",
    ),
    ("did not find expected key", "缩进或引号不对", "同一层的键要左对齐；文字里有引号的，请换一种引号括起来"),
    ("did not find expected '-'", "列表的缩进不对", "同一列表的短横要左对齐"),
    ("did not find expected node content", "这里还缺内容", "请检查括号是否成对"),
    ("cannot start any token", "有不能打头的字符", "缩进只用空格，不用制表符；以 @ ` % 开头的文字请加引号"),
    ("found a tab character", "缩进里有制表符", "请换成空格"),
    ("unexpected end of stream", "引号或括号没有写完", "请检查引号是否成对"),
    ("unknown escape character", "双引号里的反斜杠用错了", "正则表达式请改用单引号括起来"),
    ("undefined alias", "星号开头会被当作引用", "文字以 * 开头时请加引号"),
    ("control characters are not allowed", "有不可见的控制字符", "请删去"),
    ("special characters are not allowed", "有不可见的控制字符", "请删去"),
)


def _in_chinese(problem: str) -> tuple[str, str]:
    """The parser's complaint as (what, advice)."""
    for piece, what, advice in _PROBLEMS:
        if piece in problem:
            return what, advice
    return f"这里读不下去（{problem}）", "请检查缩进、冒号和引号"


def _compose_all(text: str) -> Iterator[Any]:
    loader = _LOADER(text)
    try:
        while loader.check_node():
            yield loader.get_node()
    finally:
        loader.dispose()


def _plain(node: Any, path: Path, marks: dict[Path, Mark], file: str, seen: set[int]) -> Any:
    line, column = node.start_mark.line + 1, node.start_mark.column + 1
    marks[path] = (line, column)
    if id(node) in seen:
        raise _Alias
    seen.add(id(node))
    if len(path) > _MAX_DEPTH:
        raise JxlintError("YAML 嵌套过深", path=file, line=line, column=column)
    if node.tag not in _PLAIN_TAGS:
        raise JxlintError(f"不支持的 YAML 标签“{node.tag}”", path=file, line=line, column=column)
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node, file, line, column)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*path, i), marks, file, seen) for i, item in enumerate(node.value)]
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key_line, key_column = key_node.start_mark.line + 1, key_node.start_mark.column + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise JxlintError("键必须是文字", path=file, line=key_line, column=key_column)
        if id(key_node) in seen:
            raise _Alias
        seen.add(id(key_node))
        key = key_node.value
        if key in result:
            raise JxlintError(
                f"键“{key}”重复", path=file, line=key_line, column=key_column, advice="请删去一个"
            )
        marks[(*path, key, _KEY)] = (key_line, key_column)
        result[key] = _plain(value_node, (*path, key), marks, file, seen)
        marks[(*path, key)] = (key_line, key_column) if value_node.value == "" else marks[(*path, key)]
    return result


def _scalar(node: Any, file: str, line: int, column: int) -> Any:
    text: str = node.value
    if node.style:
        return text
    if text in ("", "~", "null"):
        return None
    if text in ("true", "false"):
        return text == "true"
    if _LOOSE_BOOL.match(text):
        raise JxlintError(
            f"“{text}”含义不明",
            path=file,
            line=line,
            column=column,
            advice="是非请写 true 或 false；文字请加引号",
        )
    if _SEXAGESIMAL.match(text):
        raise JxlintError(
            f"“{text}”会被当作六十进制数", path=file, line=line, column=column, advice="文字请加引号"
        )
    if _INT.match(text) or _FLOAT.match(text):
        if len(text) > _MAX_DIGITS:
            raise JxlintError(
                f"“{text[:12]}…”这个数太长",
                path=file,
                line=line,
                column=column,
                advice=f"数最多写 {_MAX_DIGITS} 位；编号请加引号",
            )
        return float(text) if "." in text else int(text)
    return text


_PLAIN_TAGS = {
    f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "timestamp", "seq", "map")
}
