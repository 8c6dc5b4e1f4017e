"""Writes a plain tree as the lines of a Python function (language/generated.py says what a plain tree is).

The forms of plain trees are the names of the ``Writer`` methods; each docstring shows the form. The function works
with plain local variables: ``s0`` is the judged node, ``s1`` and so on are the items of quantifiers, a missing value
is None.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from linter.language.functions.basics import FUNCTIONS
from linter.language.plaintree import Plain, is_constant, literal, sure


class Writer:
    """Writes the lines of one function. Each method puts down what it needs and gives a name, or a short text,
    that stands for the result."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.bound: dict[str, str] = {}
        self._depth = 3
        self._names = 0

    # What the result means to the one who asks ------------------------------------------------------

    def value(self, tree: Plain) -> str:
        """The value itself."""
        text: str = getattr(self, f"_on_{tree[0]}")(tree)
        return text

    def holds(self, tree: Plain) -> str:
        """Whether the value is true, which is neither false nor missing."""
        match tree[0]:
            case "and":
                return self._every(tree[1], self.holds)
            case "or":
                return self._some(tree[1], self.holds)
            case "not":
                return self.fails(tree[1])
        found = self.value(tree)
        return found if sure(tree) else f"({found} is True)"

    def fails(self, tree: Plain) -> str:
        """Whether the value is false, which is neither true nor missing."""
        match tree[0]:
            case "and":
                return self._some(tree[1], self.fails)
            case "or":
                return self._every(tree[1], self.fails)
            case "not":
                return self.holds(tree[1])
        found = self.value(tree)
        return f"(not {found})" if sure(tree) else f"({found} is False)"

    # Lines ------------------------------------------------------------------------------------------

    def _line(self, text: str) -> None:
        self.lines.append(" " * self._depth + text)

    @contextmanager
    def _block(self, head: str) -> Iterator[None]:
        self._line(head)
        self._depth += 1
        yield
        self._depth -= 1

    def _name(self) -> str:
        self._names += 1
        return f"t{self._names}"

    def _let_be(self, text: str) -> str:
        """A name for what the text gives."""
        name = self._name()
        self._line(f"{name} = {text}")
        return name

    def _bind(self, text: str) -> str:
        """A name for what does not change between calls."""
        return self.bound.setdefault(text, f"c{len(self.bound)}")

    def _every(self, parts: list[Plain], ask: Callable[[Plain], str]) -> str:
        result = self._let_be("False")
        depth = self._depth
        for part in parts:
            self._line(f"if {ask(part)}:")
            self._depth += 1
        self._line(f"{result} = True")
        self._depth = depth
        return result

    def _some(self, parts: list[Plain], ask: Callable[[Plain], str]) -> str:
        result = self._let_be(ask(parts[0]))
        depth = self._depth
        for part in parts[1:]:
            self._line(f"if not {result}:")
            self._depth += 1
            self._line(f"{result} = {ask(part)}")
        self._depth = depth
        return result

    # Literals and fields ----------------------------------------------------------------------------

    def _on_number(self, tree: Plain) -> str:
        """["number", "1.5"]"""
        return self._bind(f"D({tree[1]!r})")

    def _on_text(self, tree: Plain) -> str:
        """["text", …], ["regex", …], ["bool", true], ["null"]"""
        return repr(tree[1])

    _on_regex = _on_bool = _on_text

    def _on_null(self, tree: Plain) -> str:
        return "None"

    def _on_list(self, tree: Plain) -> str:
        """["list", items]: what the items give, without the missing ones"""
        if is_constant(tree):
            return self._bind(f"[{', '.join(map(literal, tree[1]))}]")
        result = self._let_be("[]")
        for item in tree[1]:
            found = self._let_be(self.value(item))
            self._line(f"if {found} is not None: {result}.append({found})")
        return result

    def _on_path(self, tree: Plain) -> str:
        """["path", slot, names]: fields of the judged node (slot 0) or of the item of a quantifier"""
        slot, names = f"s{tree[1]}", tree[2]
        return self._steps(f"{slot}.{names[0]}", names[1:]) if names else slot

    def _on_get(self, tree: Plain) -> str:
        """["get", inner, names]: fields of a computed object"""
        return self._steps(self.value(tree[1]), tree[2])

    def _steps(self, start: str, names: list[str]) -> str:
        result = self._let_be(start)
        for name in names:
            self._line(f"if {result} is not None: {result} = {result}.{name}")
        return result

    def _on_let(self, tree: Plain) -> str:
        """["let", name]: a named part of the rule"""
        return self._let_be(f"{self._bind(f'P({tree[1]!r})')}(s0)")

    def _on_words(self, tree: Plain) -> str:
        """["words", name]: a list handed to a function"""
        return f"W()[{tree[1]!r}]"

    # Conditions -------------------------------------------------------------------------------------

    def _on_and(self, tree: Plain) -> str:
        """["and", parts], ["or", parts]: a missing part counts only if no part decides"""
        decides, otherwise = ("False", "True") if tree[0] == "and" else ("True", "False")
        result = self._let_be(otherwise)
        depth = self._depth
        for part in tree[1]:
            found = self._let_be(self.value(part))
            self._line(f"if {found} is {decides}: {result} = {decides}")
            self._line("else:")
            self._depth += 1
            self._line(f"if {found} is None: {result} = None")
        self._depth = depth
        return result

    _on_or = _on_and

    def _on_not(self, tree: Plain) -> str:
        """["not", inner]"""
        found = self._let_be(self.value(tree[1]))
        return f"(None if {found} is None else not {found})"

    def _on_missing(self, tree: Plain) -> str:
        """["missing", inner, wanted]: ``== null`` and ``!= null``, which are never missing themselves"""
        return f"(missing({self.value(tree[1])}) is {tree[2]})"

    def _on_compare(self, tree: Plain) -> str:
        """["compare", sign, left, right]: a missing text is not the text that is written out"""
        _, sign, left, right = tree
        a = self._let_be(self.value(left))
        if right[0] == "text":
            return f"({a} {sign} {right[1]!r})"
        if is_constant(right):
            return f"(None if {a} is None else {a} {sign} {self.value(right)})"
        return self._both(a, right, lambda b: f"{a} {sign} {b}")

    def _on_dates(self, tree: Plain) -> str:
        """["dates", sign, left, right]: a date without a year (``--03-31``) cannot be compared"""
        a = self._let_be(self.value(tree[2]))
        return self._both(
            a, tree[3], lambda b: f"None if {a}[0] == '-' or {b}[0] == '-' else {a} {tree[1]} {b}"
        )

    def _both(self, a: str, right: Plain, made: Callable[[str], str]) -> str:
        result = self._let_be("None")
        with self._block(f"if {a} is not None:"):
            b = self._let_be(self.value(right))
            self._line(f"if {b} is not None: {result} = {made(b)}")
        return result

    def _on_in(self, tree: Plain) -> str:
        """["in", item, list, wanted]: ``in`` (wanted is true) and ``not in``; what is missing is among nothing"""
        item, where, sign = self._let_be(self.value(tree[1])), tree[2], "in" if tree[3] else "not in"
        if where[0] == "call" and where[1] == "words":
            return f"({item} {sign} W()[{where[2][0][1]!r}].members)"
        if is_constant(where):
            members = ", ".join(map(literal, where[1]))
            return f"({item} {sign} {self._bind(f'frozenset([{members}])')})"
        listed = self._let_be(self.value(where))
        return f"(({item} is not None and {item} in ({listed} or ())) is {tree[3]})"

    # Computing --------------------------------------------------------------------------------------

    def _on_arithmetic(self, tree: Plain) -> str:
        """["arithmetic", sign, left, right]: what cannot be computed, such as a division by zero, is missing"""
        return self._applied([tree[2], tree[3]], lambda names: f"{names[0]} {tree[1]} {names[1]}")

    def _on_minus(self, tree: Plain) -> str:
        """["minus", inner]"""
        found = self._let_be(self.value(tree[1]))
        return f"(None if {found} is None else -{found})"

    def _on_call(self, tree: Plain) -> str:
        """["call", function, arguments]: missing if an argument is, unless the function sees missing ones"""
        function = FUNCTIONS[tree[1]]
        called = self._bind(f"F[{tree[1]!r}]")
        if function.sees_missing:
            arguments = ", ".join([self._let_be(self.value(argument)) for argument in tree[2]])
            result = self._let_be(f"{called}({arguments})")
        else:
            result = self._applied(tree[2], lambda names: f"{called}({', '.join(names)})")
        if function.unsaid is not None:
            self._line(f"if {result} is None: {result} = {function.unsaid!r}")
        return result

    def _applied(self, arguments: list[Plain], made: Callable[[list[str]], str]) -> str:
        result = self._let_be("None")
        depth = self._depth
        names = []
        for argument in arguments:
            if is_constant(argument) or argument[0] == "words":
                names.append(self.value(argument))
                continue
            names.append(self._let_be(self.value(argument)))
            self._line(f"if {names[-1]} is not None:")
            self._depth += 1
        self._line(f"try: {result} = {made(names)}")
        self._line("except ArithmeticError: pass")
        self._depth = depth
        return result

    # Lists ------------------------------------------------------------------------------------------

    def _on_each(self, tree: Plain) -> str:
        """["each", function, list, slot, body]: the item stands in the slot while the body runs"""
        _, how, list_, slot, body = tree
        items = self._let_be(self.value(list_))
        result = self._let_be("False" if how == "exists" else "None")
        with self._block(f"if {items} is not None:"):
            if how != "exists":
                self._line(f"{result} = {'True' if how == 'all' else '[]'}")
            with self._block(f"for s{slot} in {items}:"):
                getattr(self, f"_{how}")(result, f"s{slot}", body)
        return result

    def _filter(self, result: str, item: str, body: Plain) -> None:
        self._line(f"if {self.holds(body)}: {result}.append({item})")

    def _map(self, result: str, item: str, body: Plain) -> None:
        found = self._let_be(self.value(body))
        self._line(f"if {found} is not None: {result}.append({found})")

    def _exists(self, result: str, item: str, body: Plain) -> None:
        with self._block(f"if {self.holds(body)}:"):
            self._line(f"{result} = True")
            self._line("break")

    def _all(self, result: str, item: str, body: Plain) -> None:
        """An item that cannot be told makes ``all`` missing."""
        found = self._let_be(self.value(body))
        with self._block(f"if {found} is False:"):
            self._line(f"{result} = False")
            self._line("break")
        self._line(f"if {found} is None: {result} = None")
