"""Syntax tree → typed plain tree: every name, type, literal and argument is checked when a rule is loaded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from linter.ground.errors import JxlintError
from linter.ground.machine import Token
from linter.language.calls import call_type
from linter.language.comparing import Typed, check_arithmetic, check_compare, check_membership
from linter.language.functions.basics import EACH, FUNCTIONS
from linter.language.generated import FindWords
from linter.language.literals import LITERALS, check_reference, listed
from linter.language.named import Parts
from linter.language.namedpatterns import find_pattern
from linter.language.parsing import Origin, Syntax, parse
from linter.language.plaintree import Plain
from linter.language.types import (
    BOOL,
    NULL,
    NUMBER,
    REGEX,
    Type,
    conversion,
    fields,
    given_type,
    no_field,
)

MAX_DEPTH = 32


class Checker:
    """Checks one expression. ``fields`` collects the field paths it uses, ``asks`` those of them of which it asks
    what is written."""

    def __init__(self, given: str, origin: Origin, words: FindWords, parts: Parts | None = None) -> None:
        self.given = given
        self.origin = origin
        self.words = words
        self.parts: Parts | dict[str, Any] = parts if parts is not None else {}
        self.fields: set[str] = set()
        self.asks: set[str] = set()
        # Variables in reach: slot, type of the item, and the field path of the list if it is one.
        self._names: dict[str, tuple[int, Type, str | None]] = {}
        self._open = 1
        self._depth = 0
        # What the part at hand has to be for the whole to hold: true, false, or either (None).
        self._needed: bool | None = True

    def check(self, source: str) -> Typed:
        """Read and check. Raises JxlintError."""
        return self._visit(parse(source, self.origin).children[0])

    def _visit(self, node: Any) -> Typed:
        if node.data in LITERALS:
            return LITERALS[node.data](node)
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self.origin.error("表达式嵌套过深", node, "请拆成几条规则")
        try:
            handler: Callable[[Syntax], Typed] = getattr(self, f"_on_{node.data}")
            return handler(node)
        finally:
            self._depth -= 1

    # Lists and names

    def _on_list(self, node: Syntax) -> Typed:
        return listed([self._visit(child) for child in node.children], node, self.origin)

    def _on_name(self, node: Syntax) -> Typed:
        return self._access(node, node, [])

    def _on_field(self, node: Syntax) -> Typed:
        names: list[Token] = []
        base: Any = node
        while base.data == "field":
            names.insert(0, base.children[2])
            base = base.children[0]
        return self._access(node, base, names)

    def _access(self, node: Syntax, base: Any, names: list[Token]) -> Typed:
        if base.data != "name":
            return self._below(self._visit(base), names, node)
        first: Token = base.children[0]
        own = given_type(self.given)
        if first in self.parts and first not in self._names:
            return self._part(first, names, node)
        slot = 0
        kind: Type = own
        path: str | None = ""
        if first in self._names:
            slot, kind, path = self._names[first]
        elif first in fields(own.name):
            names = [first, *names]
        elif first not in ("this", self.given):
            raise self._unknown_name(first, own)
        kind, path = self._follow(kind, names, path)
        if path:
            self.fields.add(path)
        return Typed(["path", slot, list(map(str, names))], kind, node, path)

    def _below(self, inner: Typed, names: list[Token], node: Any) -> Typed:
        """Fields of something that is worked out."""
        kind, path = self._follow(inner.type, names, inner.path)
        if not names:
            return Typed(inner.tree, kind, node, path)
        return Typed(["get", inner.tree, list(map(str, names))], kind, node, path)

    def _part(self, first: Token, names: list[Token], node: Any) -> Typed:
        """A named part of the rule: the field path it stands for, or what it works out."""
        part = self.parts[first]
        self.fields |= part.fields
        self.asks |= part.asks if self._needed else set()
        tree = part.tree
        if tree[0] != "path" or tree[1] != 0:
            return self._below(Typed(["let", str(first)], part.type, node), names, node)
        kind, path = self._follow(part.type, names, ".".join(tree[2]))
        if path:
            self.fields.add(path)
        return Typed(["path", 0, [*tree[2], *map(str, names)]], kind, node, path)

    def _follow(self, kind: Type, names: list[Token], path: str | None) -> tuple[Type, str | None]:
        """The type of a field of a field, and its path; what derived fields rest on is noted."""
        for name in names:
            known = fields(kind.name)
            if name not in known:
                file, line, column = self.origin.at(name)
                raise no_field(kind, name, file=file, line=line, column=column)
            field = known[name]
            kind = field.type
            if path is not None:
                above = f"{path}." if path else ""
                self.fields |= {f"{above}{used}" for used in field.uses}
                if self._needed:
                    self.asks |= {f"{above}{asked}" for asked in field.asks}
                path = f"{above}{name}"
        return kind, path

    def _unknown_name(self, name: Token, own: Type) -> JxlintError:
        if name in FUNCTIONS or name in EACH:
            return self.origin.error(f"“{name}”是函数，要带括号", name, f"请写 {name}(…)")
        known = [*self._names, *self.parts, *fields(own.name)]
        return self.origin.unknown(f"{own.chinese()}没有字段“{name}”", name, name, known)

    # Conditions and numbers

    def _on_or_expr(self, node: Syntax) -> Typed:
        with self._needing(None if self._needed else self._needed):
            return Typed(["or", [self._condition(child) for child in node.children]], BOOL, node)

    def _on_and_expr(self, node: Syntax) -> Typed:
        with self._needing(self._needed or None):
            return Typed(["and", [self._condition(child) for child in node.children]], BOOL, node)

    def _on_negation(self, node: Syntax) -> Typed:
        with self._needing(None if self._needed is None else not self._needed):
            return Typed(["not", self._condition(node.children[1])], BOOL, node)

    @contextmanager
    def _needing(self, needed: bool | None) -> Iterator[None]:
        before, self._needed = self._needed, needed
        yield
        self._needed = before

    def _condition(self, node: Any) -> Plain:
        typed = self._visit(node)
        if not typed.type.fits(BOOL):
            say = f"这里要写条件，不是{typed.type.chinese()}"
            raise self.origin.error(say, node, conversion(typed.type, BOOL))
        return typed.tree

    def _on_compare(self, node: Any) -> Typed:
        left, sign, right = node.children
        sides = self._visit(left), self._visit(right)
        if any(side.tree[0] == "text" for side in sides):
            self._asks(sign == "!=", *sides)
        return check_compare(sides[0], sign, sides[1], node, self.origin)

    def _asks(self, unsaid: bool, *parts: Typed) -> None:
        """Note fields of which is asked what is written there, where nothing written (``unsaid`` is then the answer)
        keeps the whole from holding."""
        if self._needed is not None and self._needed is not unsaid:
            self.asks |= {part.path for part in parts if part.path}

    def _on_within(self, node: Any) -> Typed:
        item, _, where = node.children
        return self._membership(item, where, True, node)

    def _on_not_within(self, node: Any) -> Typed:
        item, _, _, where = node.children
        return self._membership(item, where, False, node)

    def _membership(self, item: Any, where: Any, wanted: bool, node: Any) -> Typed:
        typed = self._visit(item)
        self._asks(not wanted, typed)
        return check_membership(typed, self._visit(where), wanted, node, self.origin)

    def _on_total(self, node: Any) -> Typed:
        result = self._visit(node.children[0])
        for sign, term in zip(node.children[1::2], node.children[2::2], strict=True):
            result = check_arithmetic(result, sign, self._visit(term), node, self.origin)
        return result

    _on_term = _on_total

    def _on_minus(self, node: Any) -> Typed:
        inner = self._visit(node.children[1])
        if inner.type.name != "number":
            say = f"负号后面要写数，不是{inner.type.chinese()}"
            raise self.origin.error(say, inner.spot, conversion(inner.type, NUMBER))
        return Typed(["minus", inner.tree], NUMBER, node)

    # Calls

    def _on_call(self, node: Any) -> Typed:
        name, *arguments = node.children
        if name in EACH:
            return self._each(node, name, arguments)
        if name not in FUNCTIONS:
            raise self.origin.unknown(f"没有函数“{name}”", name, name, [*FUNCTIONS, *EACH])
        checked = [self._visit(child) for child in arguments]
        if name == "pattern":
            return self._pattern(checked, name, node)
        if (unsaid := FUNCTIONS[name].unsaid) is not None:
            self._asks(unsaid, *checked)
        trees, kind = call_type(name, checked, name, self.origin)
        for tree, child in zip(trees, arguments, strict=True):
            check_reference(tree, child, self.words, self.origin)
        return Typed(["call", str(name), trees], kind, node)

    def _pattern(self, arguments: list[Typed], name: Token, node: Any) -> Typed:
        """``pattern("name")``: the regular expression of that name stands in the tree itself."""
        if len(arguments) != 1 or arguments[0].tree[0] != "text":
            raise self.origin.error("pattern 里只写一个加引号的名字", name, '如 pattern("annual-account")')
        wanted = arguments[0].tree[1]
        known = find_pattern(self.words())
        if wanted not in known:
            say = f"rules/words/patterns.yaml 里没有“{wanted}”"
            raise self.origin.unknown(say, arguments[0].spot, wanted, sorted(known))
        return Typed(["regex", known[wanted]], REGEX, node)

    def _each(self, node: Any, name: Token, arguments: list[Any]) -> Typed:
        if len(arguments) != 2 or arguments[1].data != "each" or arguments[0].data == "each":
            usage = EACH[name][0].split(" ->")[0]
            example = f"{name}(targets, i: {'i.name' if name == 'map' else 'not empty(i.name)'})"
            raise self.origin.error(
                f"{name} 要写一个列表，再写“名字: {'值' if name == 'map' else '条件'}”",
                name,
                f"写法：{usage}，如 {example}",
            )
        list_ = self._visit(arguments[0])
        if list_.type.name != "list":
            raise self.origin.error(f"{name} 的第 1 项应为列表，这里是{list_.type.chinese()}", list_.spot)
        body = self._body(arguments[1], list_)
        if name != "map" and not body.type.fits(BOOL):
            say = f"这里要写条件，不是{body.type.chinese()}"
            raise self.origin.error(say, body.spot, conversion(body.type, BOOL))
        kind = {"filter": list_.type, "map": Type("list", body.type)}.get(name, BOOL)
        path = list_.path if name == "filter" else None
        return Typed(["each", str(name), list_.tree, self._open, body.tree], kind, node, path)

    def _body(self, node: Any, list_: Typed) -> Typed:
        """The part behind the colon, with the variable standing for an item of the list."""
        variable, body = node.children
        before = self._names.get(variable)
        self._names[variable] = (self._open, list_.type.of or NULL, list_.path)
        self._open += 1
        try:
            return self._visit(body)
        finally:
            self._open -= 1
            del self._names[variable]
            if before:
                self._names[variable] = before

    def _on_each(self, node: Syntax) -> Typed:
        raise self.origin.error("只有 exists、all、filter、map 能写“名字: 条件”", node, "请删去名字和冒号")
