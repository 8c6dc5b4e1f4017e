"""The closures that expressions are made of. Each maker takes closures and fixed values and gives a closure.

A closure takes the environment, a list with the judged node first and one slot for each enclosing quantifier
after it, and gives a value, or None for missing. Whatever is known when the closure is made is decided then
and not while judging.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

Env = list[Any]
Run = Callable[[Env], Any]

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}


def fixed(value: Any) -> Run:
    return lambda env: value


def path(slot: int, names: list[str]) -> Run:
    """Fields of the node in a slot, which is never missing."""
    if len(names) != 1:
        return steps(operator.itemgetter(slot), names)
    take = operator.attrgetter(names[0])
    return lambda env: take(env[slot])


def steps(inner: Run, names: list[str]) -> Run:
    """Fields of what ``inner`` gives, one after the other."""
    if not names:
        return inner
    first, *rest = [operator.attrgetter(name) for name in names]
    if not rest:

        def one(env: Env) -> Any:
            value = inner(env)
            return None if value is None else first(value)

        return one
    if len(rest) == 1:
        second = rest[0]

        def two(env: Env) -> Any:
            value = inner(env)
            if value is None or (value := first(value)) is None:
                return None
            return second(value)

        return two

    def many(env: Env) -> Any:
        value = inner(env)
        if value is None:
            return None
        value = first(value)
        for step in rest:
            if value is None:
                return None
            value = step(value)
        return value

    return many


def list_of(items: list[Run]) -> Run:
    """What the items give, without the missing ones."""
    return lambda env: [value for item in items if (value := item(env)) is not None]


def kleene(parts: list[Run], decides: bool) -> Run:
    """``or`` if true decides, ``and`` if false does. A missing part counts only if no part decides."""
    otherwise = not decides
    if len(parts) == 2:
        left, right = parts

        def both(env: Env) -> Any:
            a = left(env)
            if a is decides:
                return decides
            b = right(env)
            if b is decides:
                return decides
            return None if a is None or b is None else otherwise

        return both

    def run(env: Env) -> Any:
        result: bool | None = otherwise
        for part in parts:
            value = part(env)
            if value is decides:
                return decides
            if value is None:
                result = None
        return result

    return run


def negation(inner: Run) -> Run:
    def run(env: Env) -> Any:
        value = inner(env)
        return None if value is None else not value

    return run


def compare_fixed(sign: str, left: Run, value: Any) -> Run:
    """With a fixed value. A missing text is not the text that is written out: false, and ``!=`` is true."""
    compare = _COMPARE[sign]
    if isinstance(value, str):
        return lambda env: compare(left(env), value)

    def run(env: Env) -> Any:
        a = left(env)
        return None if a is None else compare(a, value)

    return run


def compare(sign: str, left: Run, right: Run) -> Run:
    return _both(_COMPARE[sign], left, right)


def compare_dates(sign: str, left: Run, right: Run) -> Run:
    """A date without a year (``--03-31``) cannot be compared."""
    test = _COMPARE[sign]

    def on_dates(a: str, b: str) -> Any:
        return None if a[0] == "-" or b[0] == "-" else test(a, b)

    return _both(on_dates, left, right)


def arithmetic(sign: str, left: Run, right: Run) -> Run:
    """What cannot be computed, such as a division by zero, is missing."""
    return _two(_ARITHMETIC[sign], left, right)


def minus(inner: Run) -> Run:
    def run(env: Env) -> Any:
        value = inner(env)
        return None if value is None else -value

    return run


def within_fixed(item: Run, members: Callable[[], frozenset[Any]], wanted: bool) -> Run:
    """Whether what ``item`` gives is among ``members``, asked for on each use since word lists load late.
    What is missing is among nothing."""
    return lambda env: (item(env) in members()) is wanted


def within(item: Run, list_: Run, wanted: bool) -> Run:
    def run(env: Env) -> Any:
        value = item(env)
        return (value is not None and value in (list_(env) or ())) is wanted

    return run


def settled(inner: Run, unsaid: bool) -> Run:
    """What ``inner`` gives, ``unsaid`` where that is missing."""

    def run(env: Env) -> Any:
        value = inner(env)
        return unsaid if value is None else value

    return run


def call(function: Callable[..., Any], arguments: list[Run], sees_missing: bool) -> Run:
    """A function on its arguments; missing if one of them is, unless the function sees missing ones."""
    if sees_missing:
        return lambda env: function(*[argument(env) for argument in arguments])
    if len(arguments) == 1:
        return _one(function, arguments[0])
    if len(arguments) == 2:
        return _two(function, *arguments)

    def run(env: Env) -> Any:
        values = []
        for argument in arguments:
            value = argument(env)
            if value is None:
                return None
            values.append(value)
        try:
            return function(*values)
        except ArithmeticError:
            return None

    return run


def quantifier(list_: Run, slot: int, body: Run, decides: bool) -> Run:
    """``exists`` if true decides, ``all`` if false does. An item that cannot be told makes ``all`` missing;
    nothing that surely is there does not exist."""
    otherwise = not decides

    def run(env: Env) -> Any:
        items = list_(env)
        if items is None:
            return False if decides else None
        result: bool | None = otherwise
        for item in items:
            env[slot] = item
            value = body(env)
            if value is decides:
                return decides
            if value is None and not decides:
                result = None
        return result

    return run


def selection(list_: Run, slot: int, body: Run) -> Run:
    def run(env: Env) -> list[Any] | None:
        items = list_(env)
        if items is None:
            return None
        kept = []
        for item in items:
            env[slot] = item
            if body(env) is True:
                kept.append(item)
        return kept

    return run


def mapping(list_: Run, slot: int, body: Run) -> Run:
    def run(env: Env) -> list[Any] | None:
        items = list_(env)
        if items is None:
            return None
        results = []
        for item in items:
            env[slot] = item
            value = body(env)
            if value is not None:
                results.append(value)
        return results

    return run


def _one(function: Callable[[Any], Any], inner: Run) -> Run:
    def run(env: Env) -> Any:
        value = inner(env)
        if value is None:
            return None
        try:
            return function(value)
        except ArithmeticError:
            return None

    return run


def _two(function: Callable[[Any, Any], Any], left: Run, right: Run) -> Run:
    def run(env: Env) -> Any:
        a = left(env)
        if a is None:
            return None
        b = right(env)
        if b is None:
            return None
        try:
            return function(a, b)
        except ArithmeticError:
            return None

    return run


def _both(function: Callable[[Any, Any], Any], left: Run, right: Run) -> Run:
    def run(env: Env) -> Any:
        a = left(env)
        if a is None:
            return None
        b = right(env)
        return None if b is None else function(a, b)

    return run
