"""The types of function calls: which signature fits the arguments, and what the call then gives."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from linter.errors import JxlintError
from linter.rulebook.functions import FUNCTIONS
from linter.rulebook.types import NAMES, Type, parse_type


class Argument(NamedTuple):
    """A checked argument and where it stands."""

    tree: list[Any]
    type: Type
    spot: Any


class Signature(NamedTuple):
    """The notation of the table, taken apart. ``repeats``: the last parameter may come again."""

    text: str
    parameters: tuple[str, ...]
    result: str
    repeats: bool


class _Misfit(Exception):
    def __init__(self, position: int, wanted: str, advice: str = "") -> None:
        super().__init__(wanted)
        self.position = position
        self.wanted = wanted
        self.advice = advice


@cache
def signatures(name: str) -> tuple[Signature, ...]:
    return tuple(map(_signature, FUNCTIONS[name].signatures))


def _signature(text: str) -> Signature:
    head, result = text.split(" -> ")
    parameters = head[head.index("(") + 1 : -1].split(", ")
    repeats = parameters[-1].endswith("…")
    return Signature(text, tuple(part.rstrip("…") for part in parameters), result, repeats)


def lambda_names(name: str) -> str:
    """An example body for a function that looks at each item."""
    return "i.name" if name == "map" else "not empty(i.name)"


def call_type(
    name: str, arguments: list[Argument], error: Callable[[str, Any, str], JxlintError]
) -> tuple[list[list[Any]], Type]:
    """The plain trees of the arguments and the type of the call. Raises what ``error`` makes of a misfit."""
    known = signatures(name)
    usage = "写法：" + " 或 ".join(signature.text for signature in known)
    fitting = [signature for signature in known if _count_fits(signature, len(arguments))]
    if not fitting:
        raise error(f"{name} 的项数不对：这里有 {len(arguments)} 项", arguments[-1].spot if arguments else None, usage)
    misfit: _Misfit | None = None
    for signature in fitting:
        try:
            return _match(signature, arguments)
        except _Misfit as caught:
            if misfit is None or caught.position >= misfit.position:
                misfit = caught
    assert misfit is not None
    argument = arguments[misfit.position]
    from linter.rulebook.checking import conversion

    advice = misfit.advice or conversion(argument.type, Type(misfit.wanted))
    raise error(
        f"{name} 的第 {misfit.position + 1} 项应为{_say(misfit.wanted)}，这里是{argument.type.chinese()}",
        argument.spot,
        f"{advice}；{usage}" if advice else usage,
    )


def _count_fits(signature: Signature, count: int) -> bool:
    wanted = len(signature.parameters)
    return count >= wanted if signature.repeats else count == wanted


def _match(signature: Signature, arguments: list[Argument]) -> tuple[list[list[Any]], Type]:
    trees = []
    bound: dict[str, Type] = {}
    for position, argument in enumerate(arguments):
        wanted = signature.parameters[min(position, len(signature.parameters) - 1)]
        if wanted in ("regex", "words"):
            if argument.tree[0] != "text":
                raise _Misfit(position, wanted)
            trees.append([wanted, argument.tree[1]])
            continue
        if not _bind(wanted, argument.type, bound):
            raise _Misfit(position, str(bound.get("T", wanted)) if wanted == "T" else wanted)
        trees.append(argument.tree)
    return trees, _result(signature.result, bound)


def _bind(wanted: str, got: Type, bound: dict[str, Type]) -> bool:
    if wanted == "T":
        before = bound.get("T")
        if before is None or before.name == "null":
            bound["T"] = got
            return True
        if not got.fits(before):
            return False
        if got.values != before.values and got.name != "null":
            bound["T"] = Type(before.name, before.of)
        return True
    if wanted == "list[T]":
        return got.name == "list" and _bind("T", got.of or Type("null"), bound)
    return got.name == "null" or got.fits(parse_type(wanted))


def _result(result: str, bound: dict[str, Type]) -> Type:
    if result == "T":
        return bound["T"]
    return Type("list", bound["T"]) if result == "list[T]" else parse_type(result)


def _say(wanted: str) -> str:
    if wanted == "regex":
        return "加引号的正则表达式"
    if wanted == "words":
        return "加引号的词表名"
    if wanted == "list[T]":
        return NAMES["list"]
    return parse_type(wanted).chinese()
