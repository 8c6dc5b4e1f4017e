"""The types of function calls: whether the arguments fit, and what the call gives."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from linter.ground.errors import JxlintError
from linter.language.comparing import Typed
from linter.language.functions.basics import FUNCTIONS
from linter.language.parsing import Origin
from linter.language.types import Type, conversion, parse_type

_MANY = 99


class Signature(NamedTuple):
    """The notation of the table, taken apart. ``least`` and ``most`` say how many arguments there may be."""

    text: str
    parameters: tuple[str, ...]
    result: str
    least: int
    most: int


@cache
def signature(name: str) -> Signature:
    text = FUNCTIONS[name].signature
    head, result = text.split(" -> ")
    parameters = head[head.index("(") + 1 : -1].split(", ")
    least = sum(not part.endswith("?") for part in parameters)
    most = _MANY if parameters[-1].endswith("…") else len(parameters)
    return Signature(text, tuple(part.rstrip("…?") for part in parameters), result, least, most)


def call_type(name: str, arguments: list[Typed], spot: Any, origin: Origin) -> tuple[list[list[Any]], Type]:
    """The plain trees of the arguments and the type of the call. ``spot`` is where the name stands."""
    known = signature(name)
    usage = f"写法：{known.text}"
    if not known.least <= len(arguments) <= known.most:
        raise origin.error(f"{name} 的项数不对，这里有 {len(arguments)} 项", spot, usage)
    trees = []
    bound: dict[str, Type] = {}
    for position, argument in enumerate(arguments):
        wanted = known.parameters[min(position, len(known.parameters) - 1)]
        choices = wanted.split("|")
        literal = next((choice for choice in choices if choice in _LITERAL), None)
        if literal and argument.tree[0] in ("text", literal):
            trees.append([literal, argument.tree[1]])
        elif any(_bind(choice, argument.type, bound) for choice in choices if choice not in _LITERAL):
            trees.append(argument.tree)
        else:
            raise _misfit(name, position, _substitute(wanted, bound), argument, usage, origin)
    return trees, _result(known.result, bound)


def _misfit(
    name: str, position: int, wanted: str, argument: Typed, usage: str, origin: Origin
) -> JxlintError:
    advice = conversion(argument.type, Type(wanted.split("|")[0]))
    say = "或".join(_SAY.get(choice) or parse_type(choice).chinese() for choice in wanted.split("|"))
    return origin.error(
        f"{name} 的第 {position + 1} 项应为{say}，这里是{argument.type.chinese()}",
        argument.spot,
        f"{advice}；{usage}" if advice else usage,
    )


#: What has to be written out in the rule.
_LITERAL = ("regex", "words")
_SAY = {"regex": "加引号的正则表达式", "words": "加引号的词表名", "list[T]": "列表"}


def _substitute(wanted: str, bound: dict[str, Type]) -> str:
    return str(bound["T"]) if wanted == "T" and "T" in bound else wanted


def _bind(wanted: str, got: Type, bound: dict[str, Type]) -> bool:
    if wanted == "T":
        before = bound.get("T")
        if before is None or before.name == "null":
            bound["T"] = got
            return True
        if not got.fits(before):
            return False
        if got.values != before.values and got.name != "null":
            bound["T"] = before.open()
        return True
    if wanted == "list[T]":
        return got.name == "list" and _bind("T", got.of or Type("null"), bound)
    return got.name == "null" or got.fits(parse_type(wanted))


def _result(result: str, bound: dict[str, Type]) -> Type:
    if result == "T":
        return bound["T"]
    return Type("list", bound["T"]) if result == "list[T]" else parse_type(result)
