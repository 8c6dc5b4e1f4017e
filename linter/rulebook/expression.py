"""The expression language of rules: text → checked plain tree → closure.

``compile_expression`` reads and checks; what it gives can be turned into plain lists with ``to_plain`` and
back with ``Compiled.from_plain``, which needs neither the grammar nor the checker. So compiled rules can be
kept in a file and run from it.

Three truths: a field that is missing makes every comparison, sum and function on it missing. ``false and
missing`` is false, ``true or missing`` is true, everything else with a missing part is missing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from linter.rulebook.building import Plain, build
from linter.rulebook.closures import Run
from linter.rulebook.scope import Node, Scope
from linter.rulebook.suggest import fault
from linter.rulebook.types import Type, conversion, parse_type
from linter.rulebook.words import Words, load_words

#: Changes with the form of the plain trees, so that a kept file of another form is not read.
PLAIN_VERSION = 1


class Compiled:
    """An expression ready to run.

    ``type`` is the type of its result, ``fields`` the field paths it uses as seen from the given object
    (``form.targets.name`` for a field of the items of a list).
    """

    __slots__ = ("_blank", "_run", "_slots", "_tree", "fields", "given", "source", "type")

    def __init__(
        self, source: str, given: str, type_: Type, fields: frozenset[str], slots: int, tree: Plain, run: Run
    ) -> None:
        self.source = source
        self.given = given
        self.type = type_
        self.fields = fields
        self._slots = slots
        self._tree = tree
        self._run = run
        self._blank = [None] * (slots - 1)

    def runner(self) -> Callable[[Node], Any]:
        """The expression as a plain function of a node, for loops over many."""
        run, blank = self._run, self._blank
        if not blank:
            return lambda node: run([node])
        return lambda node: run([node, *blank])

    def __call__(self, scope: Scope | Node) -> Any:
        """The value for one given object; None when it is missing. Objects come as ``scope.Node``."""
        node = scope.node if type(scope) is Scope else scope
        return self._run([node, *self._blank] if self._blank else [node])

    @classmethod
    def from_plain(cls, plain: list[Any], *, words: Words | None = None) -> Compiled:
        """The expression that ``to_plain`` wrote down. Raises ValueError for another version of the form."""
        version, source, given, type_, fields, slots, tree = plain
        if version != PLAIN_VERSION:
            raise ValueError(version)
        run = build(tree, _words_of(words))
        return cls(source, given, parse_type(type_), frozenset(fields), slots, tree, run)

    def __repr__(self) -> str:
        return f"<Compiled {self.source!r}: {self.type}>"

    def to_plain(self) -> list[Any]:
        """Nested lists of texts, for keeping as JSON."""
        return [
            PLAIN_VERSION,
            self.source,
            self.given,
            str(self.type),
            sorted(self.fields),
            self._slots,
            self._tree,
        ]


def compile_expression(
    source: str,
    given: str,
    *,
    expect: str | None = None,
    path: str = "",
    line: int = 1,
    column: int = 1,
    words: Words | None = None,
) -> Compiled:
    """Read and check an expression about ``given`` objects.

    ``given`` is a word of ``types.GIVEN`` or the name of any other declared object. ``expect`` is the type of
    the result: a type (``bool``, ``list[text]``), ``list`` for any list, several joined by ``|``.
    ``path``, ``line`` and ``column`` say where the first character stands. ``words`` are the word lists to
    use instead of those that come with jxlint.

    Raises JxlintError with the place of the fault and what would have been right.
    """
    from linter.rulebook.checking import Checker
    from linter.rulebook.parsing import Origin

    find = _words_of(words)
    checker = Checker(given, Origin(path, line, column), find)
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
    run = build(typed.tree, find)
    return Compiled(source, given, typed.type, frozenset(checker.fields), checker.slots, typed.tree, run)


def _words_of(words: Words | None) -> Callable[[], Words]:
    if words is None:
        return load_words
    return lambda: words


def _wanted(name: str) -> str:
    return "条件" if name == "bool" else parse_type(name).chinese()
