"""Message templates: plain text with ``{expression}`` or ``{fact}`` in it, checked when a rule is loaded.

A fact is something the check found (``{match}``, ``{sum}``); a fact that is an object is followed by a path
(``{other.name}``). Anything else in braces is an expression on the judged object, as a rule a field path.
``{{`` and ``}}`` stand for the braces themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from linter.ground.errors import JxlintError
from linter.ground.patterns import compiled
from linter.language.expression import Compiled, compile_expression
from linter.language.named import Parts
from linter.language.scope import Scope
from linter.language.scope import show as show_value
from linter.language.types import object_types
from linter.language.wordlists import Words

_PIECE = compiled(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_NAME = compiled(r"\s*([A-Za-z_]\w*)((?:\.\w+)*)\s*\Z")

#: A part of a template: text, or a function of the judged object and the facts that gives what to show.
Part = str | Callable[[Scope, Mapping[str, Any]], Any]


class Template:
    """A compiled message. ``plain`` is what the cache keeps."""

    def __init__(self, parts: list[Part], plain: list[Any]) -> None:
        self.parts = parts
        self.plain = plain

    def render(self, scope: Scope, facts: Mapping[str, Any]) -> str:
        return "".join(part if isinstance(part, str) else show(part(scope, facts)) for part in self.parts)

    def filled(self, scope: Scope, facts: Mapping[str, Any]) -> str | None:
        """As ``render``, but None when anything that should be filled in is missing."""
        pieces = []
        for part in self.parts:
            piece = part if isinstance(part, str) else shown(part(scope, facts))
            if piece is None:
                return None
            pieces.append(piece)
        return "".join(pieces)

    @classmethod
    def from_plain(cls, plain: list[Any], words: Words | None = None, parts: Parts | None = None) -> Template:
        return cls([_part(item, words, parts) for item in plain], plain)


def compile_template(
    text: str,
    given: str,
    facts: Mapping[str, str],
    *,
    path: str,
    line: int,
    column: int,
    words: Words | None = None,
    parts: Parts | None = None,
    what: str = "消息",
) -> Template:
    """Compile ``text``. ``facts`` maps the names the check provides to their types, ``parts`` are the named parts of
    the rule, ``what`` is what errors call the text."""
    compiler = _Compiler(given, facts, path, line, words, parts, what)
    plain: list[Any] = []
    end = 0
    for found in _PIECE.finditer(text):
        if found.start() > end:
            plain.append(text[end : found.start()])
        end = found.end()
        piece = found[0]
        if piece in ("{{", "}}"):
            plain.append(piece[0])
        elif piece in "{}":
            raise JxlintError(
                f"{what}里的“{piece}”没有配对",
                path=path,
                line=line,
                column=column,
                advice="花括号本身请写两遍：{{ 或 }}",
            )
        else:
            plain.append(compiler.compile(found[1], column + found.start(1)))
    if end < len(text):
        plain.append(text[end:])
    return Template.from_plain(plain, words, parts)


_SIMPLE = ("text", "number", "list")


class _Compiler:
    """Compiles what stands in one pair of braces."""

    def __init__(
        self,
        given: str,
        facts: Mapping[str, str],
        path: str,
        line: int,
        words: Words | None,
        parts: Parts | None,
        what: str,
    ) -> None:
        self.given = given
        self.facts = facts
        self.path = path
        self.line = line
        self.words = words
        self.parts = parts
        self.what = what

    def compile(self, source: str, column: int) -> dict[str, Any]:
        named = _NAME.match(source)
        if named and named[1] in self.facts:
            return self._fact(named[1], named[2][1:], column)
        try:
            compiled = compile_expression(
                source,
                self.given,
                path=self.path,
                line=self.line,
                column=column,
                words=self.words,
                parts=self.parts,
            )
        except JxlintError as error:
            if self.facts and named:
                error.advice += f"；检查另外提供：{'、'.join(self.facts)}"
            error.message = f"{self.what}里的“{{{source}}}”：{error.message}"
            raise
        if compiled.type.name in object_types() and compiled.type.name != "value":
            raise self._error(f"“{source}”是{compiled.type.chinese()}，请写出它的字段", column)
        return {"expression": compiled.to_plain()}

    def _fact(self, name: str, below: str, column: int) -> dict[str, Any]:
        type_name = self.facts[name]
        if below and type_name in _SIMPLE:
            raise self._error(f"“{name}”没有下级字段“{below}”", column)
        if not below and type_name not in _SIMPLE:
            raise self._error(f"“{name}”是一个对象，请写出它的字段，如 {{{name}.name}}", column)
        if not below:
            return {"fact": name, "path": None}
        given = "text" if type_name == "text_piece" else type_name
        inner = compile_expression(
            below, given, path=self.path, line=self.line, column=column + len(name) + 1
        )
        return {"fact": name, "path": inner.to_plain()}

    def _error(self, message: str, column: int) -> JxlintError:
        return JxlintError(f"{self.what}里的{message}", path=self.path, line=self.line, column=column)


def _part(item: Any, words: Words | None, parts: Parts | None) -> Part:
    if isinstance(item, str):
        return item
    if "expression" in item:
        compiled = Compiled.from_plain(item["expression"], words=words, parts=parts)
        return lambda scope, facts: compiled(scope)
    name = item["fact"]
    if item["path"] is None:
        return lambda scope, facts: facts.get(name)
    below = Compiled.from_plain(item["path"])
    return lambda scope, facts: below(facts[name]) if facts.get(name) is not None else None


def show(value: Any) -> str:
    """A value in a message; nothing as （空）."""
    text = shown(value)
    return "（空）" if text is None else text


def shown(value: Any) -> str | None:
    """A value as it is printed, None for a missing one. A text that is empty was written so in the rule: fields are
    never empty but missing."""
    text = show_value(Decimal(value) if type(value) is int else value)
    return text if text or value == "" else None
