"""Expression text → syntax tree, and syntax errors in plain words."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from linter.ground.errors import JxlintError
from linter.ground.machine import END, Machine, Token, Tree, Unexpected
from linter.ground.nearest import fault
from linter.ground.parsetable import table_of
from linter.ground.resources import grammar_text

MAX_LENGTH = 2000

Syntax = Tree

#: Every terminal of the grammar as errors call it.
TERMINALS = {
    "_OR": "or",
    "_AND": "and",
    "NOT": "not",
    "IN": "in",
    "TRUE": "true",
    "FALSE": "false",
    "NULL": "null",
    "COMPARE": "比较符号（== != < <= > >=）",
    "PLUS": "+",
    "MINUS": "-",
    "TIMES": "*",
    "DIVIDE": "/",
    "DOT": ".",
    "_COMMA": ",",
    "_COLON": ":",
    "_OPEN": "(",
    "_CLOSE": ")",
    "_OPEN_LIST": "[",
    "_CLOSE_LIST": "]",
    "NAME": "字段或函数名",
    "NUMBER": "数",
    "TEXT": "加引号的文字",
    "BLANK": "空白",
    "$END": "表达式结束",
}

_HINTS = {
    "=": "相等请写 ==",
    "&": "“并且”请写 and",
    "|": "“或者”请写 or",
    "!": "“不等于”请写 !=，“不”请写 not",
    '"': "引号没有配对：文字写在一对半角引号之间，不能换行",
    "'": "引号没有配对：文字写在一对半角引号之间，不能换行",
    "%": "百分之几请写成不带 % 的数，如 value.number > 100",
    "“": "引号请用半角的 \" 或 '",
    "”": "引号请用半角的 \" 或 '",
    "，": "逗号请用半角的 ,",
    "（": "括号请用半角的 (",
    "）": "括号请用半角的 )",
    "：": "冒号请用半角的 :",
    "≥": "请写 >=",
    "≤": "请写 <=",
    "≠": "请写 !=",
    "\\": "正则表达式等文字要加引号",
}


class Origin:
    """Where an expression stands in its file, to turn positions inside it into positions of the file."""

    __slots__ = ("column", "line", "path")

    def __init__(self, path: str, line: int, column: int) -> None:
        self.path = path
        self.line = line
        self.column = column

    def at(self, spot: Any) -> tuple[str, int, int]:
        """(path, line, column) of a tree, a token, an error or what else has ``line`` and ``column``, or of None."""
        line: int = getattr(spot, "line", None) or 1
        column: int = getattr(spot, "column", None) or 1
        return self.path, self.line + line - 1, column + (self.column - 1 if line == 1 else 0)

    def error(self, message: str, spot: Any, advice: str = "") -> JxlintError:
        path, line, column = self.at(spot)
        return JxlintError(message, path=path or None, line=line, column=column, advice=advice)

    def unknown(self, message: str, spot: Any, wrong: str, known: Iterable[str]) -> JxlintError:
        """As ``error``, with the nearest of the known names as advice."""
        return fault(message, *self.at(spot), wrong=wrong, known=known)


@cache
def _parser() -> Machine:
    table = table_of(grammar_text("expression.lark"), "expression")
    return Machine(table, families=_all, places=True)


def _all(accepted: list[frozenset[str]]) -> list[frozenset[str]]:
    """One lexer for all states: the words of the language are reserved wherever they stand."""
    return [frozenset[str]().union(*accepted)] * len(accepted)


def parse(source: str, origin: Origin) -> Syntax:
    """The syntax tree of an expression. Raises JxlintError at the first spot that cannot be read."""
    if len(source) > MAX_LENGTH:
        raise origin.error(f"表达式超过 {MAX_LENGTH} 字", None, "请拆成几条规则")
    if not source.strip():
        raise origin.error("表达式是空的", None, "请写条件，或删去这一项")
    try:
        tree: Syntax = _parser().parse(source)
    except Unexpected as error:
        raise _unexpected(error, source, origin) from None
    return tree


def _unexpected(error: Unexpected, source: str, origin: Origin) -> JxlintError:
    if error.token is None and error.character:
        char = error.character
        advice = _HINTS.get(char, "文字要加引号" if ord(char) > 127 else "请删去或加引号")
        return origin.error(f"表达式里不认识“{char}”", error, advice)
    expected = {TERMINALS[name] for name in error.expected - {"BLANK"}}
    # In the order of the table, which puts what is likeliest to be wanted together.
    advice = "这里可以写：" + "、".join(name for name in TERMINALS.values() if name in expected)
    if error.token is None:
        lines = source.rstrip().split("\n")
        spot = Token(END, "", line=len(lines), column=len(lines[-1]) + 1)
        return origin.error("表达式没有写完", spot, advice)
    if error.token.type == "COMPARE" and expected & {"and", "or"}:
        advice = "两个比较之间请写 and，如 1 <= x and x <= 9"
    return origin.error(f"表达式里不该有“{error.token}”", error.token, advice)
