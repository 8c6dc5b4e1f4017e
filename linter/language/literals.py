"""What is written out in an expression: numbers, texts, true, false and null, lists, regular expressions, names of word
lists."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from linter.ground.backtracking import ENDLESS_ADVICE
from linter.ground.patterns import compiled
from linter.ground.textbounds import bounded
from linter.language.comparing import Typed
from linter.language.generated import FindWords
from linter.language.parsing import Origin, Syntax
from linter.language.plaintree import Plain
from linter.language.types import BOOL, NULL, NUMBER, TEXT, Type, conversion

#: By the name of the rule of the grammar.
LITERALS: dict[str, Callable[[Syntax], Typed]] = {
    "number": lambda node: Typed(["number", str(node.children[0])], NUMBER, node),
    "text": lambda node: Typed(["text", str(node.children[0])[1:-1]], TEXT, node),
    "true": lambda node: Typed(["bool", True], BOOL, node),
    "false": lambda node: Typed(["bool", False], BOOL, node),
    "null": lambda node: Typed(["null"], NULL, node),
}


def listed(items: Sequence[Typed], node: Syntax, origin: Origin) -> Typed:
    """A list of these items. Raises JxlintError where they are not all of one type."""
    kind = items[0].type if items else NULL
    for item in items:
        if item.type.name == "null":
            raise origin.error("列表里不能有 null", item.spot, "缺失请用 empty(…) 判断")
        if not item.type.fits(kind):
            say = f"列表各项的类型要相同：这里是{item.type.chinese()}，前面是{kind.chinese()}"
            raise origin.error(say, item.spot, conversion(item.type, kind))
    return Typed(["list", [item.tree for item in items]], Type("list", kind.open()), node)


def check_reference(tree: Plain, spot: Any, words: FindWords, origin: Origin) -> None:
    """A regular expression or a word list that is written out must be one. Raises JxlintError."""
    if tree[0] == "regex":
        try:
            compiled(tree[1])
            tree[1], why = bounded(tree[1])
        except (re.error, OverflowError, RecursionError) as error:
            raise origin.error(f"正则表达式“{tree[1]}”有误（{error}）", spot, "请检查括号和反斜杠") from None
        if why:
            raise origin.error(f"正则表达式可能没完没了：{why}", spot, ENDLESS_ADVICE)
    elif tree[0] == "words" and tree[1] not in words():
        raise origin.unknown(f"没有词表“{tree[1]}”", spot, tree[1], sorted(words()))
