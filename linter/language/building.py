"""From the plain tree of a checked expression to closures.

A plain tree is nested lists of texts, numbers of slots and truth values, so that it can be kept as JSON. Its
forms are the keys of ``_BUILDERS``; each builder's docstring shows the form.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple

from linter.language import closures
from linter.language.closures import Run
from linter.language.functions.basics import FUNCTIONS
from linter.language.nodes import missing
from linter.language.wordlists import Words

Plain = list[Any]
#: Gives the word lists. They are asked for when an expression first needs one.
FindWords = Callable[[], Words]


class Context(NamedTuple):
    """What expressions refer to besides fields: the word lists, and the named parts of the rule by name."""

    words: FindWords
    part: Callable[[str], Run] | None = None


def build(tree: Plain, context: Context) -> Run:
    """The closure of a plain tree."""
    return _BUILDERS[tree[0]](tree, context)


def constant(tree: Plain) -> Any:
    """The value of a literal, or of a list of literals."""
    match tree[0]:
        case "number":
            return Decimal(tree[1])
        case "list":
            return [constant(item) for item in tree[1]]
        case "null":
            return None
    return tree[1]


def is_constant(tree: Plain) -> bool:
    if tree[0] == "list":
        return all(map(is_constant, tree[1]))
    return tree[0] in ("number", "text", "bool", "null", "regex")


def _constant(tree: Plain, context: Context) -> Run:
    """["number", "1.5"], ["text", …], ["regex", …], ["bool", true], ["null"]"""
    return closures.fixed(constant(tree))


def _list(tree: Plain, context: Context) -> Run:
    """["list", items]"""
    if is_constant(tree):
        return closures.fixed(constant(tree))
    return closures.list_of([build(item, context) for item in tree[1]])


def _path(tree: Plain, context: Context) -> Run:
    """["path", slot, names]: fields of the judged node (slot 0) or of the item of a quantifier"""
    return closures.path(tree[1], tree[2])


def _get(tree: Plain, context: Context) -> Run:
    """["get", inner, names]: fields of a computed object"""
    return closures.steps(build(tree[1], context), tree[2])


def _let(tree: Plain, context: Context) -> Run:
    """["let", name]: a named part of the rule"""
    assert context.part is not None
    return context.part(tree[1])


def _and_or(tree: Plain, context: Context) -> Run:
    """["and", parts], ["or", parts]"""
    return closures.kleene([build(part, context) for part in tree[1]], tree[0] == "or")


def _not(tree: Plain, context: Context) -> Run:
    """["not", inner]"""
    return closures.negation(build(tree[1], context))


def _missing(tree: Plain, context: Context) -> Run:
    """["missing", inner, wanted]: ``== null`` and ``!= null``, which are never missing themselves"""
    inner, wanted = build(tree[1], context), tree[2]
    return lambda env: missing(inner(env)) is wanted


def _compare(tree: Plain, context: Context) -> Run:
    """["compare", sign, left, right]"""
    _, sign, left, right = tree
    if is_constant(right):
        return closures.compare_fixed(sign, build(left, context), constant(right))
    return closures.compare(sign, build(left, context), build(right, context))


def _dates(tree: Plain, context: Context) -> Run:
    """["dates", sign, left, right]"""
    return closures.compare_dates(tree[1], build(tree[2], context), build(tree[3], context))


def _in(tree: Plain, context: Context) -> Run:
    """["in", item, list, wanted]: ``in`` (wanted is true) and ``not in``"""
    item, where, wanted = build(tree[1], context), tree[2], tree[3]
    if where[0] == "call" and where[1] == "words":
        name = where[2][0][1]
        return closures.within_fixed(item, lambda: context.words()[name].members, wanted)
    if is_constant(where):
        members = frozenset(constant(where))
        return closures.within_fixed(item, lambda: members, wanted)
    return closures.within(item, build(where, context), wanted)


def _arithmetic(tree: Plain, context: Context) -> Run:
    """["arithmetic", sign, left, right]"""
    return closures.arithmetic(tree[1], build(tree[2], context), build(tree[3], context))


def _minus(tree: Plain, context: Context) -> Run:
    """["minus", inner]"""
    return closures.minus(build(tree[1], context))


def _call(tree: Plain, context: Context) -> Run:
    """["call", function, arguments]"""
    function = FUNCTIONS[tree[1]]
    run = closures.call(
        function.run, [build(argument, context) for argument in tree[2]], function.sees_missing
    )
    return run if function.unsaid is None else closures.settled(run, function.unsaid)


def _word_list(tree: Plain, context: Context) -> Run:
    """["words", name]: a list handed to a function"""
    name = tree[1]
    words = context.words
    return lambda env: words()[name]


def _each(tree: Plain, context: Context) -> Run:
    """["each", function, list, slot, body]: the item stands in the slot while the body runs"""
    _, how, list_tree, slot, body_tree = tree
    list_, body = build(list_tree, context), build(body_tree, context)
    if how == "filter":
        return closures.selection(list_, slot, body)
    if how == "map":
        return closures.mapping(list_, slot, body)
    return closures.quantifier(list_, slot, body, how == "exists")


_BUILDERS: dict[str, Callable[[Plain, Context], Run]] = {
    "number": _constant,
    "text": _constant,
    "regex": _constant,
    "bool": _constant,
    "null": _constant,
    "list": _list,
    "path": _path,
    "get": _get,
    "let": _let,
    "and": _and_or,
    "or": _and_or,
    "not": _not,
    "missing": _missing,
    "compare": _compare,
    "dates": _dates,
    "in": _in,
    "arithmetic": _arithmetic,
    "minus": _minus,
    "call": _call,
    "words": _word_list,
    "each": _each,
}
