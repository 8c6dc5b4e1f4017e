"""Syntax tree → typed plain tree: every name, type, literal and argument is checked here, when a rule is loaded."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from lark import Token, Tree

from linter.errors import JxlintError
from linter.rulebook.building import Plain
from linter.rulebook.calls import Argument, call_type, lambda_names
from linter.rulebook.functions import EACH, FUNCTIONS
from linter.rulebook.parsing import Origin, Syntax, parse
from linter.rulebook.suggest import fault
from linter.rulebook.types import Type, fields, given_type, no_field
from linter.rulebook.words import Words

MAX_DEPTH = 32

TEXT, NUMBER, BOOL, DATE, NULL = (Type(name) for name in ("text", "number", "bool", "date", "null"))


class Typed(NamedTuple):
    """A checked part: its plain tree, its type, and its field path if it is one."""

    tree: Plain
    type: Type
    path: str | None = None


class Checker:
    """Checks one expression. ``fields`` collects the field paths it uses, ``slots`` how many slots it needs."""

    def __init__(self, given: str, origin: Origin, words: Callable[[], Words]) -> None:
        self.given = given
        self.origin = origin
        self.words = words
        self.fields: set[str] = set()
        self.slots = 1
        self._names: dict[str, tuple[int, Type, str | None]] = {}
        self._depth = 0
        self._open = 1

    def check(self, source: str) -> Typed:
        return self._visit(parse(source, self.origin).children[0])

    def _visit(self, node: Any) -> Typed:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._error("表达式嵌套过深", node, "请拆成几条规则")
        try:
            handler: Callable[[Syntax], Typed] = getattr(self, f"_on_{node.data}")
            return handler(node)
        finally:
            self._depth -= 1

    def _error(self, message: str, spot: Any, advice: str = "") -> JxlintError:
        return self.origin.error(message, getattr(spot, "meta", spot), advice)

    def _fault(self, message: str, spot: Any, wrong: str, known: Any) -> JxlintError:
        return fault(message, *self.origin.at(getattr(spot, "meta", spot)), wrong=wrong, known=known)

    # Literals and names

    def _on_number(self, node: Syntax) -> Typed:
        return Typed(["number", str(node.children[0])], NUMBER)

    def _on_text(self, node: Syntax) -> Typed:
        return Typed(["text", str(node.children[0])[1:-1]], TEXT)

    def _on_true(self, node: Syntax) -> Typed:
        return Typed(["bool", True], BOOL)

    def _on_false(self, node: Syntax) -> Typed:
        return Typed(["bool", False], BOOL)

    def _on_null(self, node: Syntax) -> Typed:
        return Typed(["null"], NULL)

    def _on_list(self, node: Syntax) -> Typed:
        items = [self._visit(child) for child in node.children]
        kind = items[0].type if items else NULL
        for item, child in zip(items, node.children, strict=True):
            if item.type.name == "null":
                raise self._error("列表里不能有 null", child, "缺失请用 empty(…) 判断")
            if not item.type.fits(kind):
                raise self._error(f"列表各项的类型要相同：这里是{item.type.chinese()}，前面是{kind.chinese()}", child)
        return Typed(["list", [item.tree for item in items]], Type("list", Type(kind.name, kind.of)))

    def _on_name(self, node: Syntax) -> Typed:
        return self._access(node, [])

    def _on_field(self, node: Syntax) -> Typed:
        names: list[Token] = []
        base: Any = node
        while base.data == "field":
            names.insert(0, base.children[2])
            base = base.children[0]
            if len(names) > MAX_DEPTH:
                raise self._error("表达式嵌套过深", node, "请拆成几条规则")
        return self._access(base, names)

    def _access(self, base: Any, names: list[Token]) -> Typed:
        if base.data != "name":
            inner = self._visit(base)
            kind = self._follow(inner.type, names)
            return Typed(["get", inner.tree, [str(name) for name in names]], kind)
        first: Token = base.children[0]
        own = given_type(self.given)
        if first in self._names:
            slot, kind, path = self._names[first]
        elif first in fields(own.name):
            slot, kind, path, names = 0, own, "", [first, *names]
        elif first in ("this", self.given):
            slot, kind, path = 0, own, ""
        else:
            raise self._unknown_name(first, own)
        kind = self._follow(kind, names)
        if path is not None:
            path = ".".join([part for part in (path, *names) if part])
            if path:
                self.fields.add(path)
        return Typed(["path", slot, [str(name) for name in names]], kind, path)

    def _follow(self, kind: Type, names: list[Token]) -> Type:
        for name in names:
            known = fields(kind.name)
            if name not in known:
                file, line, column = self.origin.at(name)
                raise no_field(kind, name, file=file, line=line, column=column)
            kind = known[name].type
        return kind

    def _unknown_name(self, name: Token, own: Type) -> JxlintError:
        if name in FUNCTIONS or name in EACH:
            return self._error(f"“{name}”是函数，要带括号", name, f"请写 {name}(…)")
        return self._fault(f"{own.chinese()}没有字段“{name}”", name, name, [*self._names, *fields(own.name)])

    # Conditions

    def _on_or_expr(self, node: Syntax) -> Typed:
        return Typed(["or", [self._condition(child) for child in node.children]], BOOL)

    def _on_and_expr(self, node: Syntax) -> Typed:
        return Typed(["and", [self._condition(child) for child in node.children]], BOOL)

    def _on_negation(self, node: Syntax) -> Typed:
        return Typed(["not", self._condition(node.children[1])], BOOL)

    def _condition(self, node: Any) -> Plain:
        typed = self._visit(node)
        if not typed.type.fits(BOOL):
            raise self._error(f"这里要写条件，不是{typed.type.chinese()}", node, conversion(typed.type, BOOL))
        return typed.tree

    def _on_compare(self, node: Syntax) -> Typed:
        left_node, operator, right_node = node.children
        left, right = self._visit(left_node), self._visit(right_node)
        sign = str(operator)
        if "null" in (left.type.name, right.type.name):
            return self._compare_null(left, right, sign, operator)
        for side, other, spot in ((left, right, left_node), (right, left, right_node)):
            self._check_literal(side, other.type, spot)
        if "date" in (left.type.name, right.type.name):
            return Typed(["dates", sign, self._date(left, left_node), self._date(right, right_node)], BOOL)
        if not left.type.fits(right.type):
            raise self._error(
                f"不能拿{left.type.chinese()}和{right.type.chinese()}比较", operator,
                conversion(left.type, right.type) or conversion(right.type, left.type),
            )
        kind = left.type
        if kind.name in ("value", "list", "amount"):
            advice = conversion(kind, TEXT) or "请用 count、contains 或 in"
            raise self._error(f"不能直接比较{kind.chinese()}", operator, advice)
        if sign not in ("==", "!=") and kind.name != "number":
            raise self._error(f"{kind.chinese()}不分大小", operator, "数和日期才能用 < > 比较" + _also(kind))
        return Typed(["compare", sign, left.tree, right.tree], BOOL)

    def _compare_null(self, left: Typed, right: Typed, sign: str, operator: Any) -> Typed:
        if sign not in ("==", "!=") or left.type.name == right.type.name:
            raise self._error("null 只能用 == 或 != 与字段比较", operator, "如 form.year != null")
        asked = right if left.type.name == "null" else left
        return Typed(["missing", asked.tree, sign == "=="], BOOL)

    def _check_literal(self, literal: Typed, other: Type, spot: Any) -> None:
        """A text written out must be one the other side can hold."""
        if literal.tree[0] != "text":
            return
        text = literal.tree[1]
        if text == "" and other.name == "text":
            raise self._error("没有内容就是缺失，不会等于空文字", spot, "请写 empty(…) 或 == null")
        if other.values and text not in other.values:
            raise self._fault(f"没有这个取值“{text}”", spot, text, other.values)

    def _date(self, side: Typed, spot: Any) -> Plain:
        if side.type.name == "date":
            return side.tree
        if side.tree[0] != "text":
            raise self._error(f"不能拿日期和{side.type.chinese()}比较", spot, "年份请用 year_of(…)")
        try:
            date.fromisoformat(side.tree[1])
        except ValueError:
            raise self._error(f"“{side.tree[1]}”不是日期", spot, "日期写成 2024-12-31") from None
        return side.tree

    def _on_within(self, node: Syntax) -> Typed:
        return self._membership(node.children[0], node.children[1], node.children[2], True)

    def _on_not_within(self, node: Syntax) -> Typed:
        return self._membership(node.children[0], node.children[2], node.children[3], False)

    def _membership(self, item_node: Any, sign: Any, list_node: Any, wanted: bool) -> Typed:
        item, where = self._visit(item_node), self._visit(list_node)
        if where.type.name != "list":
            advice = "文本里有没有某段文字请用 contains(文本, 文字)" if where.type.name == "text" else "列表写成 [..]"
            raise self._error(f"in 后面要写列表，不是{where.type.chinese()}", list_node, advice)
        inner = where.type.of or NULL
        if item.type.name in ("value", "list", "date", "null") or not item.type.fits(inner) and inner.name != "null":
            raise self._error(
                f"不能在{where.type.chinese()}里找{item.type.chinese()}", sign, conversion(item.type, inner)
            )
        self._check_literal(item, inner, item_node)
        if where.tree[0] == "list":
            for literal, spot in zip(where.tree[1], list_node.children, strict=True):
                self._check_literal(Typed(literal, TEXT), item.type, spot)
        return Typed(["in", item.tree, where.tree, wanted], BOOL)

    # Numbers

    def _on_total(self, node: Syntax) -> Typed:
        return self._chain(node)

    def _on_term(self, node: Syntax) -> Typed:
        return self._chain(node)

    def _chain(self, node: Syntax) -> Typed:
        result = self._visit(node.children[0])
        spots: list[Any] = list(node.children)
        for position in range(1, len(spots), 2):
            sign, right = str(spots[position]), self._visit(spots[position + 1])
            texts = sign == "+" and result.type.name == right.type.name == "text"
            for side, spot in ((result, spots[0] if position == 1 else spots[position]), (right, spots[position + 1])):
                if not texts and side.type.name != "number":
                    raise self._error(f"不能拿{side.type.chinese()}作加减乘除", spot, conversion(side.type, NUMBER))
            result = Typed(["arithmetic", sign, result.tree, right.tree], TEXT if texts else NUMBER)
        return result

    def _on_minus(self, node: Syntax) -> Typed:
        inner = self._visit(node.children[1])
        if inner.type.name != "number":
            raise self._error(f"负号后面要写数，不是{inner.type.chinese()}", node.children[1])
        return Typed(["minus", inner.tree], NUMBER)

    # Calls

    def _on_call(self, node: Syntax) -> Typed:
        name: Any = node.children[0]
        arguments: list[Any] = list(node.children[1:])
        if name in EACH:
            return self._each(name, arguments)
        if name not in FUNCTIONS:
            raise self._fault(f"没有函数“{name}”", name, name, [*FUNCTIONS, *EACH])
        checked = [Argument(*self._visit(child)[:2], child) for child in arguments]
        trees, kind = call_type(name, checked, self._error)
        for tree, child in zip(trees, arguments, strict=True):
            self._check_reference(tree, child)
        return Typed(["call", str(name), trees], kind)

    def _check_reference(self, tree: Plain, spot: Any) -> None:
        if tree[0] == "regex":
            try:
                re.compile(tree[1])
            except (re.error, OverflowError, RecursionError) as error:
                raise self._error(f"正则表达式“{tree[1]}”有误（{error}）", spot, "请检查括号和反斜杠") from None
        elif tree[0] == "words" and tree[1] not in self.words():
            raise self._fault(f"没有词表“{tree[1]}”", spot, tree[1], self.words())

    def _each(self, name: Token, arguments: list[Any]) -> Typed:
        if len(arguments) != 2 or arguments[1].data != "each" or arguments[0].data == "each":
            signature = EACH[name][0].split(" ->")[0]
            raise self._error(
                f"{name} 要写一个列表和一个带名字的条件", name, f"写法：{signature}，如 {name}(targets, i: {lambda_names(name)})"
            )
        list_ = self._visit(arguments[0])
        if list_.type.name != "list":
            raise self._error(f"{name} 的第 1 项要写列表，不是{list_.type.chinese()}", arguments[0])
        variable, body_node = arguments[1].children
        slot, before = self._open, self._names.get(variable)
        self._names[variable] = (slot, list_.type.of or NULL, list_.path)
        self._open += 1
        self.slots = max(self.slots, self._open)
        try:
            body = self._visit(body_node)
        finally:
            self._open -= 1
            del self._names[variable]
            if before:
                self._names[variable] = before
        if name != "map" and not body.type.fits(BOOL):
            raise self._error(f"这里要写条件，不是{body.type.chinese()}", body_node, conversion(body.type, BOOL))
        kind = {"filter": list_.type, "map": Type("list", body.type)}.get(str(name), BOOL)
        return Typed(["each", str(name), list_.tree, slot, body.tree], kind, list_.path if name == "filter" else None)

    def _on_each(self, node: Syntax) -> Typed:
        raise self._error("只有 exists、all、filter、map 能写“名字: 条件”", node)


def conversion(got: Type, wanted: Type) -> str:
    """What to write to get ``wanted`` out of ``got``; empty if there is no such thing."""
    if got.name in ("value", "amount", "goal", "text_piece") and wanted.name == "text":
        return "比较文字请用它的 .text"
    if got.name == "value" and wanted.name == "number":
        return "比较数请用它的 .number、.lower 或 .upper"
    if got.name == "value" and wanted.name == "date":
        return "比较日期请用它的 .start 或 .end"
    if got.name == "text" and wanted.name == "number":
        return "把文字读作数请写 reading(…).number"
    if wanted.name == "bool":
        return "有没有内容请写 not empty(…)"
    return ""


def _also(kind: Type) -> str:
    return f"；{hint}" if (hint := conversion(kind, NUMBER)) else ""


__all__ = ["Checker", "Tree", "Typed"]
