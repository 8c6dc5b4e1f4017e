"""JSON and JSON Lines → plain data, strictly: no key twice, nothing nested without end, numbers as they are written.

An object keeps the keys that stand in it twice (``Object.twice``), so that whoever walks the data can say where.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from linter.ground.errors import JxlintError

if TYPE_CHECKING:
    from json import JSONDecodeError

#: What the parser says, by the beginning of it, and what it means to somebody who did not write the file.
_FAULTS = {
    "Expecting property name": "这里应有键名（用英文双引号括起来）",
    "Expecting ',' delimiter": "这里少了逗号，或者前面的括号、引号没有配对",
    "Expecting ':' delimiter": "键名后面少了冒号",
    "Expecting value": "这里应有一个值",
    "Unterminated string": "引号没有配对",
    "Invalid control character": "文字里有没有转写的换行或制表符",
    "Invalid \\escape": "反斜杠后面的字符不对",
    "Illegal trailing comma": "最后一项后面多了逗号",
    "Extra data": "数据结束以后还有别的内容",
}


class Object(dict[str, Any]):
    """A JSON object; ``twice`` are the keys that were written more than once."""

    twice: tuple[str, ...] = ()


class Number(str):
    """A number with its digits as written."""


def looks_like(text: str) -> bool:
    """Whether a text without a telling suffix begins like records in JSON."""
    head = text[:4096].lstrip()
    return head.startswith(("{", "[")) and head[1:].lstrip().startswith(("{", '"'))


def values(text: str, *, lines: bool) -> list[Any]:
    """The values of a text: one, or with ``lines`` one a line (a text of several lines that is no single value is
    read so, too). Raises JxlintError with line and column."""
    from json import JSONDecodeError

    if not lines:
        try:
            return [_value(text)]
        except JSONDecodeError as error:
            if not error.msg.startswith("Extra data"):
                _refuse(error, error.lineno)
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                found.append(_value(line))
            except JSONDecodeError as error:
                _refuse(error, number)
    return found


def _value(text: str) -> Any:
    from json import loads

    try:
        return loads(
            text,
            object_pairs_hook=_object,
            parse_int=Number,
            parse_float=Number,
            parse_constant=lambda constant: None,
        )
    except RecursionError:
        raise JxlintError("数据一层套一层，太深了", advice="请确认选对了文件") from None


def _object(pairs: list[tuple[str, Any]]) -> Object:
    made = Object(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        made.twice = tuple(dict.fromkeys(key for key in keys if keys.count(key) > 1))
    return made


def _refuse(error: JSONDecodeError, line: int) -> NoReturn:
    what = next((said for begin, said in _FAULTS.items() if error.msg.startswith(begin)), "这里读不下去")
    raise JxlintError(
        f"JSON 语法错误：{what}", line=line, column=error.colno, advice="请重新导出，或者用编辑器改好后再检查"
    ) from None
