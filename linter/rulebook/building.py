"""From the plain tree of a checked expression to closures.

A plain tree is nested lists of texts, so that it can be kept as JSON; its forms are the keys of ``_BUILDERS``.
A closure takes the environment, a list with the judged node first and one slot for each enclosing quantifier
after it, and gives a value or None for missing. All decisions that depend on the tree alone are taken here,
once, and not while judging.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from linter.rulebook.functions import FUNCTIONS, compiled
from linter.rulebook.scope import missing
from linter.rulebook.words import Words

Env = list[Any]
Run = Callable[[Env], Any]
Plain = list[Any]

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv,
}  # fmt: skip


def build(tree: Plain, words: Callable[[], Words]) -> Run:
    """The closure of a plain tree. ``words`` gives the word lists; it is called on first use only."""
    return _BUILDERS[tree[0]](tree, words)


def constant(tree: Plain) -> Any:
    """The value of a constant tree, or of a list of constants."""
    match tree[0]:
        case "number":
            return Decimal(tree[1])
        case "list":
            return [constant(item) for item in tree[1]]
        case "null":
            return None
    return tree[1]


def is_constant(tree: Plain) -> bool:
    return tree[0] in ("number", "text", "bool", "null") or (tree[0] == "list" and all(map(is_constant, tree[1])))


def _constant(tree: Plain, words: Callable[[], Words]) -> Run:
    value = constant(tree)
    return lambda env: value


def _list(tree: Plain, words: Callable[[], Words]) -> Run:
    if is_constant(tree):
        return _constant(tree, words)
    items = [build(item, words) for item in tree[1]]
    return lambda env: [value for item in items if (value := item(env)) is not None]


def _path(tree: Plain, words: Callable[[], Words]) -> Run:
    """["path", slot, names]: fields from the judged node (slot 0) or the item of a quantifier."""
    slot, names = tree[1], tree[2]
    if not names:
        return operator.itemgetter(slot)
    return _steps(operator.itemgetter(slot), names)


def _get(tree: Plain, words: Callable[[], Words]) -> Run:
    """["get", inner, names]: fields of a computed object."""
    return _steps(build(tree[1], words), tree[2])


def _steps(inner: Run, names: list[str]) -> Run:
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


def _and(tree: Plain, words: Callable[[], Words]) -> Run:
    return _kleene([build(part, words) for part in tree[1]], False)


def _or(tree: Plain, words: Callable[[], Words]) -> Run:
    return _kleene([build(part, words) for part in tree[1]], True)


def _kleene(parts: list[Run], decides: bool) -> Run:
    otherwise = not decides
    if len(parts) == 2:
        left, right = parts

        def both(env: Env) -> bool | None:
            a = left(env)
            if a is decides:
                return decides
            b = right(env)
            if b is decides:
                return decides
            return None if a is None or b is None else otherwise

        return both

    def run(env: Env) -> bool | None:
        result: bool | None = otherwise
        for part in parts:
            value = part(env)
            if value is decides:
                return decides
            if value is None:
                result = None
        return result

    return run


def _not(tree: Plain, words: Callable[[], Words]) -> Run:
    inner = build(tree[1], words)

    def run(env: Env) -> bool | None:
        value = inner(env)
        return None if value is None else not value

    return run


def _is_missing(tree: Plain, words: Callable[[], Words]) -> Run:
    """["missing", inner, wanted]: ``== null`` and ``!= null``, which are never missing themselves."""
    inner, wanted = build(tree[1], words), tree[2]
    return lambda env: missing(inner(env)) is wanted


def _compare(tree: Plain, words: Callable[[], Words]) -> Run:
    """["compare", operator, left, right]."""
    compare, left = _COMPARE[tree[1]], build(tree[2], words)
    if is_constant(tree[3]):
        fixed = constant(tree[3])

        def run_fixed(env: Env) -> bool | None:
            a = left(env)
            return None if a is None else compare(a, fixed)

        return run_fixed
    right = build(tree[3], words)

    def run(env: Env) -> bool | None:
        a = left(env)
        if a is None:
            return None
        b = right(env)
        return None if b is None else compare(a, b)

    return run


def _compare_dates(tree: Plain, words: Callable[[], Words]) -> Run:
    """["dates", operator, left, right]: as compare, but a date without a year cannot be compared."""
    compare, left, right = _COMPARE[tree[1]], build(tree[2], words), build(tree[3], words)

    def run(env: Env) -> bool | None:
        a, b = left(env), right(env)
        if a is None or b is None or a.startswith("--") or b.startswith("--"):
            return None
        return compare(a, b)

    return run


def _in(tree: Plain, words: Callable[[], Words]) -> Run:
    """["in", item, list, wanted]: ``in`` (wanted true) and ``not in``."""
    item, wanted, where = build(tree[1], words), tree[3], tree[2]
    if where[0] == "call" and where[1] == "words":
        name = where[2][0][1]

        def run_words(env: Env) -> bool | None:
            value = item(env)
            return None if value is None else (value in words()[name].members) is wanted

        return run_words
    if is_constant(where):
        fixed = frozenset(constant(where)) - {None}

        def run_fixed(env: Env) -> bool | None:
            value = item(env)
            return None if value is None else (value in fixed) is wanted

        return run_fixed
    list_ = build(where, words)

    def run(env: Env) -> bool | None:
        value = item(env)
        if value is None:
            return None
        items = list_(env)
        return None if items is None else (value in items) is wanted

    return run


def _arithmetic(tree: Plain, words: Callable[[], Words]) -> Run:
    """["arithmetic", operator, left, right]; what cannot be computed (a zero divisor) is missing."""
    compute, left, right = _ARITHMETIC[tree[1]], build(tree[2], words), build(tree[3], words)

    def run(env: Env) -> Any:
        a = left(env)
        if a is None:
            return None
        b = right(env)
        if b is None:
            return None
        try:
            return compute(a, b)
        except ArithmeticError:
            return None

    return run


def _minus(tree: Plain, words: Callable[[], Words]) -> Run:
    inner = build(tree[1], words)

    def run(env: Env) -> Any:
        value = inner(env)
        return None if value is None else -value

    return run


def _call(tree: Plain, words: Callable[[], Words]) -> Run:
    """["call", function, arguments]."""
    function = FUNCTIONS[tree[1]]
    call = function.run
    arguments = [build(argument, words) for argument in tree[2]]
    if len(arguments) == 1:
        only = arguments[0]
        if function.sees_missing:
            return lambda env: call(only(env))

        def one(env: Env) -> Any:
            value = only(env)
            if value is None:
                return None
            try:
                return call(value)
            except ArithmeticError:
                return None

        return one
    if function.sees_missing:
        return lambda env: call(*[argument(env) for argument in arguments])

    def many(env: Env) -> Any:
        values = []
        for argument in arguments:
            value = argument(env)
            if value is None:
                return None
            values.append(value)
        try:
            return call(*values)
        except ArithmeticError:
            return None

    return many


def _word_list(tree: Plain, words: Callable[[], Words]) -> Run:
    """["words", name]: a list handed to a function."""
    name = tree[1]
    return lambda env: words()[name]


def _each(tree: Plain, words: Callable[[], Words]) -> Run:
    """["each", function, list, slot, body]: the item stands in the slot while the body runs."""
    how, list_, slot, body = tree[1], build(tree[2], words), tree[3], build(tree[4], words)
    if how in ("exists", "all"):
        return _quantifier(list_, slot, body, how == "exists")

    def run(env: Env) -> list[Any] | None:
        items = list_(env)
        if items is None:
            return None
        kept = []
        for item in items:
            env[slot] = item
            value = body(env)
            if how == "map":
                if value is not None:
                    kept.append(value)
            elif value is True:
                kept.append(item)
        return kept

    return run


def _quantifier(list_: Run, slot: int, body: Run, decides: bool) -> Run:
    otherwise = not decides

    def run(env: Env) -> bool | None:
        items = list_(env)
        if items is None:
            return None
        result: bool | None = otherwise
        for item in items:
            env[slot] = item
            value = body(env)
            if value is decides:
                return decides
            if value is None:
                result = None
        return result

    return run


_BUILDERS: dict[str, Callable[[Plain, Callable[[], Words]], Run]] = {
    "number": _constant, "text": _constant, "bool": _constant, "null": _constant, "regex": _constant,
    "list": _list, "path": _path, "get": _get, "and": _and, "or": _or, "not": _not, "missing": _is_missing,
    "compare": _compare, "dates": _compare_dates, "in": _in, "arithmetic": _arithmetic, "minus": _minus,
    "call": _call, "words": _word_list, "each": _each,
}  # fmt: skip

__all__ = ["Env", "Plain", "Run", "build", "compiled", "constant", "is_constant"]
