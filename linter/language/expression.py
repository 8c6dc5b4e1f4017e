"""The expression language of rules: text → checked plain tree → closure.

``compile_expression`` reads and checks; what it gives can be turned into plain lists with ``to_plain`` and
back with ``Compiled.from_plain``, which needs neither the grammar nor the checker. So compiled rules can be
kept in a file and run from it.

Three truths: a field that is missing makes every comparison of numbers, dates and fields missing, every sum and
every function on it. A question about a text is false of one that is not there (``contains``, ``==`` with a text
that is written out, ``in``), so that its negation is true. ``false and missing`` is false, ``true or missing`` is
true, everything else with a missing part is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from linter.ground.nearest import fault
from linter.language.generated import Context, Run, function_of, key_of, source_of
from linter.language.named import Parts
from linter.language.plainform import unpacked
from linter.language.plaintree import Plain, only_field
from linter.language.scope import Node, Scope
from linter.language.types import Type, conversion, parse_type
from linter.language.wordlists import Words, load_words

#: Changes with the form of the plain trees, so that a kept file of another form is not read.
PLAIN_VERSION = 5


class Compiled:
    """An expression ready to run.

    ``type`` is the type of its result, ``fields`` the field paths it uses as seen from the given object
    (``form.targets.name`` for a field of the items of a list), ``asks`` those among them of which it asks what is
    written there, so that nothing written anywhere keeps it from holding.
    """

    __slots__ = ("_parts", "_plain", "_run", "_type", "_words")

    def __init__(
        self, plain: list[Any], words: Words | None, parts: Parts | None, type_: Type | None = None
    ) -> None:
        self._plain = plain
        self._words = words
        self._parts = parts
        self._type = type_
        self._run: Run | None = None

    def _said(self) -> list[Any]:
        """The source, the given object, the type, the fields, those that it asks, and the tree."""
        said = self._plain[2] = unpacked(self._plain[2])
        return said

    @property
    def source(self) -> str:
        return str(self._said()[0])

    @property
    def given(self) -> str:
        return str(self._said()[1])

    @property
    def type(self) -> Type:
        return self._type or parse_type(self._said()[2])

    @property
    def fields(self) -> frozenset[str]:
        return frozenset(self._said()[3])

    @property
    def asks(self) -> frozenset[str]:
        return frozenset(self._said()[4])

    @property
    def tree(self) -> Plain:
        tree: Plain = self._said()[5]
        return tree

    def runner(self) -> Run:
        """The expression as a plain function of a node."""
        # Made when first run: most messages of most rules are never needed.
        if self._run is None:
            self._run = self._function(lambda: self.tree, self._plain[1][0][0])
        return self._run

    def conditions(self) -> list[tuple[str, str, Callable[[], Run]]]:
        """The parts of a condition that must all hold, each as the one field of the given object that it asks for
        (empty where it asks for anything else), its key and what makes its function; the key is empty where the same
        part may mean something else in another rule."""
        (whole, field), *parts = self._plain[1]
        shared = self._words is None
        if not parts:
            return [(field, whole if shared else "", self.runner)]
        return [
            (field, key if shared else "", partial(self._function, partial(self._part, at), key))
            for at, (key, field) in enumerate(parts)
        ]

    def _part(self, at: int) -> Plain:
        part: Plain = self.tree[1][at]
        return part

    def _function(self, tree: Callable[[], Plain], key: str) -> Run:
        part = self._parts.run if self._parts is not None else None
        return function_of(tree, key, Context(_words_of(self._words), part))

    def __call__(self, scope: Scope | Node) -> Any:
        """The value for one given object; None when it is missing. Objects come as ``scope.Node``."""
        node = scope.node if isinstance(scope, Scope) else scope
        return (self._run or self.runner())(node)

    @classmethod
    def from_plain(
        cls, plain: list[Any], *, words: Words | None = None, parts: Parts | None = None
    ) -> Compiled:
        """The expression that ``to_plain`` wrote down. Raises ValueError for another version of the form."""
        if plain[0] != PLAIN_VERSION:
            raise ValueError(plain[0])
        return cls(plain, words, parts)

    def __repr__(self) -> str:
        return f"<Compiled {self.source!r}: {self.type}>"

    def to_plain(self) -> list[Any]:
        """Nested lists of texts, for keeping as JSON."""
        return self._plain


def compile_expression(
    source: str,
    given: str,
    *,
    expect: str | None = None,
    path: str = "",
    line: int = 1,
    column: int = 1,
    words: Words | None = None,
    parts: Parts | None = None,
) -> Compiled:
    """Read and check an expression about ``given`` objects.

    ``given`` is a word of ``types.GIVEN`` or the name of any other declared object. ``expect`` is the type of
    the result: a type (``bool``, ``list[text]``), ``list`` for any list, several joined by ``|``.
    ``path``, ``line`` and ``column`` say where the first character stands. ``words`` are the word lists to
    use instead of those that come with jxlint, ``parts`` the named parts of the rule that it may use.

    Raises JxlintError with the place of the fault and what would have been right.
    """
    from linter.language.checking import Checker
    from linter.language.parsing import Origin

    checker = Checker(given, Origin(path, line, column), _words_of(words), parts)
    typed = checker.check(source)
    if expect and not any(typed.type.fits(parse_type(wanted)) for wanted in expect.split("|")):
        wanted_text = "或".join(_wanted(name) for name in expect.split("|"))
        raise fault(
            f"这里要写{wanted_text}，表达式给出的是{typed.type.chinese()}",
            path,
            line,
            column,
            advice=conversion(typed.type, parse_type(expect.split("|")[0])),
        )
    plain = [
        PLAIN_VERSION,
        [
            [key_of(tree), only_field(tree)]
            for tree in (typed.tree, *(typed.tree[1] if typed.tree[0] == "and" else ()))
        ],
        [source, given, str(typed.type), sorted(checker.fields), sorted(checker.asks), typed.tree],
    ]
    return Compiled(plain, words, parts, typed.type)


def screen(given: str, when: Compiled | None, fault: list[Any] | None, parts: Parts) -> list[Any]:
    """A rule's ``when``, the tree of what holds wherever it finds a fault (None: nothing tells) and its named parts as
    one plain expression, whose function says whether the rule has to look closer at an object
    (language/screencode.py)."""
    return _screen(given, when.tree if when else None, fault, {name: parts[name].tree for name in parts})


def own_screen(given: str, when: Compiled | None, fault: list[Any] | None, parts: Parts) -> list[Any] | None:
    """Whether what a row or a text alone decides (language/ownparts.py) settles ``when``, the screen of that, and,
    where a fault may be one of the object alone or one beyond it, a screen for each; None where it decides nothing."""
    from linter.language.ownparts import FALSE, TRUE, own_part, parted

    trees = {name: parts[name].tree for name in parts}
    own_when = own_part(when.tree, given, trees) if when else None
    own_fault = own_part(fault, given, trees) if fault else TRUE
    if own_when in (None, TRUE) and own_fault == TRUE:
        return None
    holds, shown = (None if tree == TRUE else tree for tree in (own_when, own_fault))
    settled = when is None or own_when == when.tree
    screens = [_screen(given, holds, shown, trees)]
    own, rest = parted(fault, given, trees) if fault else (FALSE, FALSE)
    if FALSE not in (own, rest):
        still = None if when is None or settled else when.tree
        screens += [_screen(given, None, own, trees), _screen(given, still, rest, trees)]
    return [settled, *screens]


def _screen(given: str, when: Any, fault: Any, named: Mapping[str, Any]) -> list[Any]:
    tree = ["screen", when, fault, list(map(list, named.items()))]
    return [PLAIN_VERSION, [[key_of(tree), ""]], ["", given, "bool", [], [], tree]]


def sources(plain: Any) -> Iterator[tuple[str, str]]:
    """The key and the text of every function that expressions are turned into, of those that stand anywhere in plain
    data as ``to_plain`` wrote them."""
    if isinstance(plain, dict):
        plain = list(plain.values())
    if not isinstance(plain, (list, tuple)):
        return
    match plain:
        case [version, list(keys), list() | bytes() as said] if version == PLAIN_VERSION:
            tree = unpacked(said)[-1]
            trees = [tree, *(tree[1] if keys[1:] else ())]
            yield from ((key, source_of(one)) for (key, _), one in zip(keys, trees, strict=True))
        case _:
            for part in plain:
                yield from sources(part)


def _words_of(words: Words | None) -> Callable[[], Words]:
    if words is None:
        return load_words
    return lambda: words


def _wanted(name: str) -> str:
    return "条件" if name == "bool" else parse_type(name).chinese()
