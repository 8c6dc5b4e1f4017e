"""The keys of a check: from YAML to checked plain data, once; ``plainargs`` makes functions of it in each run."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from linter.ground.backtracking import ENDLESS_ADVICE
from linter.ground.errors import JxlintError
from linter.ground.patterns import compiled
from linter.ground.shape import Where
from linter.ground.textbounds import bounded
from linter.language.expression import compile_expression
from linter.language.named import Parts
from linter.language.types import Type, object_types
from linter.language.wordlists import Words, load_words
from linter.rulebook.kind import Key, Kind

_PATH = compiled(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*\Z")
_PERCENT = compiled(r"\d+(\.\d+)?%\Z")
_RESERVED = ("true", "false", "null")


def compile_check(
    kind: Kind, where: Where, given: str, words: Words | None, parts: Parts | None = None
) -> CheckPlan:
    """Check the keys of a ``check``; ``parts`` are the named parts of the rule. Raises JxlintError with the place of
    the first fault."""
    allowed = ["kind", *(key.name for key in kind.all_keys())]
    required = [key.name for key in kind.keys if key.required]
    raw = where.check_keys(f"{kind.sort}“{kind.name}”", allowed, required)
    _check_groups(kind, where)
    plain: dict[str, Any] = {}
    types: dict[str, Type] = {}
    element = item = ""
    facts = dict(kind.facts)
    fields: set[str] = set()
    # `among` first: it says what the element keys are about.
    for name in sorted((name for name in raw if name != "kind"), key=lambda name: name != "among"):
        key = kind.key(name)
        assert key is not None
        if raw[name] is None:
            raise where.error(f"{kind.sort}“{kind.name}”的“{name}”没有内容", name)
        inside = key.shape.startswith("element")
        compiler = _Compiler(where, key, element if inside else given, words, None if inside else parts)
        plain[name] = compiler.compile(raw[name])
        if not key.shape.startswith("element"):
            fields |= compiler.fields
        types[name] = compiler.type or Type("null")
        if name in ("among", "of") and (of := types[name].of) is not None:
            item = of.name
            element = "text" if item == "text_piece" else item
        if key.shape == "regex":
            facts.update(dict.fromkeys(compiled(plain[name]).groupindex, "text"))
    for key in kind.keys:
        if key.default is not None and key.name not in plain:
            plain[key.name] = key.default
    complaint = kind.verify(dict(raw), types) if kind.verify else None
    if complaint:
        raise where.error(
            f"{kind.sort}“{kind.name}”：{complaint[1]}", *([complaint[0]] if complaint[0] in raw else [])
        )
    if "once" in raw:
        facts["times"] = "number"
    facts = {name: item if type_ == "element" else type_ for name, type_ in facts.items()}
    return CheckPlan(plain, facts, fields)


def _check_groups(kind: Kind, where: Where) -> None:
    for groups, single in ((kind.exactly_one, True), (kind.at_least_one, False)):
        for group in groups:
            present = [name for name in group if where.data.get(name) is not None]
            choice = "、".join(group)
            if not present:
                raise where.error(f"{kind.sort}“{kind.name}”缺少 {choice} 之一")
            if single and len(present) > 1:
                raise where.error(f"{kind.sort}“{kind.name}”的 {'、'.join(present)} 只能写一个", present[1])


class CheckPlan(NamedTuple):
    """A checked ``check``: its plain form, the facts its messages may use with their types, the fields it
    reads."""

    plain: dict[str, Any]
    facts: dict[str, str]
    fields: set[str]


class _Compiler:
    """Checks one key. ``type`` is the type of the expression it held, if any, ``fields`` the fields it
    reads."""

    def __init__(self, where: Where, key: Key, given: str, words: Words | None, parts: Parts | None) -> None:
        self.where = where
        self.key = key
        self.given = given
        self.words = words
        self.parts = parts
        self.type: Type | None = None
        self.fields: set[str] = set()

    def compile(self, raw: Any) -> Any:
        shape = self.key.shape
        name = self.key.name
        if shape in ("field", "expression", "objects", "element"):
            return self.expression(raw, name)
        if shape in ("fields", "expressions", "elements"):
            if not isinstance(raw, list):
                if shape == "fields":
                    raise self.error("应是字段的列表，如 [name, value.text]", name)
                return [self.expression(raw, name)]
            if not raw:
                raise self.error("列表是空的", name)
            return [self.expression(item, name, position) for position, item in enumerate(raw)]
        return getattr(self, f"_{shape}")(raw, name)

    def error(self, message: str, *keys: str | int, **more: Any) -> JxlintError:
        return self.where.error(f"“{self.key.name}”{message}", *keys, **more)

    def expression(self, raw: Any, *keys: str | int) -> dict[str, Any]:
        """A field or an expression: its source path if it is a plain field, and its code."""
        source = str(raw).lower() if isinstance(raw, bool) else raw
        if isinstance(source, int | float):
            source = str(source)
        if not isinstance(source, str):
            raise self.error("应是一个字段或表达式", *keys)
        line, column = self.where.text_mark(*keys)
        is_path = bool(_PATH.match(source)) and source not in _RESERVED
        if self.key.shape in ("field", "fields") and not is_path:
            raise self.error("应是一个字段，如 value.text", *keys)
        try:
            compiled = compile_expression(
                source,
                self.given,
                path=self.where.path,
                line=line,
                column=column,
                words=self.words,
                parts=self.parts,
            )
        except JxlintError as error:
            raise self.where.unfolded(error, *keys) from None
        type_ = compiled.type
        self.type = type_
        self.fields |= compiled.fields
        self._check_type(type_, source, *keys)
        field = (self.parts.alias(source) if self.parts else source) if is_path else ""
        if not field and self.key.shape in ("field", "fields"):
            raise self.error("应是一个字段，let 里这一项是算出来的", *keys)
        return {"path": field or None, "code": compiled.to_plain()}

    def _check_type(self, type_: Type, source: str, *keys: str | int) -> None:
        if self.key.shape == "objects" and not (
            type_.name == "list" and type_.of and type_.of.name in object_types()
        ):
            raise self.error(f"应是对象的列表（如 targets），现在是{type_.chinese()}", *keys)
        wanted = self.key.types
        if not wanted or type_.name == "null" or type_.name in wanted or str(type_) in wanted:
            return
        advice = f"可写 {source}.text" if type_.name in ("value", "text_piece") and "text" in wanted else ""
        names = "或".join(Type(name).chinese() if name != "list" else "列表" for name in wanted)
        raise self.error(f"要的是{names}，“{source}”是{type_.chinese()}", *keys, advice=advice)

    def _text(self, raw: Any, name: str) -> str:
        if not isinstance(raw, str) or not raw:
            raise self.error("应是文字（数字请加引号）", name)
        return raw

    def _texts(self, raw: Any, name: str) -> list[str]:
        items = raw if isinstance(raw, list) else [raw]
        for position, item in enumerate(items):
            if not isinstance(item, str) or not item:
                raise self.error("应是文字的列表（数字请加引号）", name, position)
        if not items:
            raise self.error("列表是空的", name)
        return items

    def _regex(self, raw: Any, name: str) -> str:
        source = self._text(raw, name)
        if "pattern(" in source:
            from linter.language.namedpatterns import resolved

            source = resolved(source, self.words, lambda **near: self.error("：没有这个名字", name, **near))
        try:
            pattern = compiled(source)
            source, why = bounded(source)
        except re.error as error:
            line, column = self.where.text_mark(name)
            raise JxlintError(
                f"正则表达式有误（第 {(error.pos or 0) + 1} 个字符处：{error.msg}）",
                path=self.where.path, line=line, column=column + (error.pos or 0),
            ) from None  # fmt: skip
        except (OverflowError, RecursionError):
            raise self.error("正则表达式太复杂", name) from None
        if why:
            raise self.error(f"可能没完没了：{why}", name, advice=ENDLESS_ADVICE)
        if pattern.search(""):
            raise self.error("会匹配空文字", name)
        return source

    def _words(self, raw: Any, name: str) -> list[str]:
        names = raw if isinstance(raw, list) else [raw]
        lists = self.words if self.words is not None else load_words()
        for wanted in names:
            if not isinstance(wanted, str) or wanted not in lists:
                raise self.error(f"：没有词表“{wanted}”", name, wrong=str(wanted), known=sorted(lists))
        return names

    def _number(self, raw: Any, name: str) -> int | float:
        if isinstance(raw, bool) or not isinstance(raw, int | float):
            raise self.error("应是一个数", name)
        return raw

    def _tolerance(self, raw: Any, name: str) -> str:
        if isinstance(raw, str) and _PERCENT.match(raw):
            return raw
        if isinstance(raw, bool) or not isinstance(raw, int | float) or raw < 0:
            raise self.error("应是一个数（允许的差额）或百分比（如 5%）", name)
        return str(raw)

    def _flag(self, raw: Any, name: str) -> bool:
        if not isinstance(raw, bool):
            raise self.error("应是 true 或 false", name)
        return raw

    def _choice(self, raw: Any, name: str) -> str:
        if raw not in self.key.choices:
            raise self.error(f"不能是“{raw}”", name, wrong=str(raw), known=self.key.choices)
        return str(raw)
