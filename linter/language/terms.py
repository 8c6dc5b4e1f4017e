"""Derived fields (rules/terms.yaml, and the file of that name in a user's rule folder): expressions with a name that
every rule may use like a printed field of the object.

    indicator:
      is_timing:
        is: level2 == "时效指标"
        note: 是时效指标
        cases: [{indicator: {level2: 时效指标}, gives: true}]

A term may use others wherever they stand, as long as none comes back to itself. It is worked out once for each object,
for all rules. A rulebook keeps the compiled terms, so that a warm run reads no YAML.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from linter.ground.errors import JxlintError
from linter.ground.resources import rules_dir
from linter.ground.shape import Where, read
from linter.language.plainform import packed
from linter.language.types import GIVEN, Field, Type, given_type, printed_fields, use_derived

if TYPE_CHECKING:
    from collections.abc import Callable

    from linter.language.expression import Compiled
    from linter.language.wordlists import Words

FILE = "terms.yaml"
#: What may have terms: whatever a rule can be about, and values.
OBJECTS = (*dict.fromkeys(given_type(word).name for word in GIVEN), "value")
_KEYS = ("is", "note", "cases")
_NAME = r"[a-z][a-z0-9_]*"


class Term(Field):
    """A derived field. It is compiled when first asked for, at load for its type and while judging to run."""

    def __init__(self, owner: str, name: str, note: str, path: str, line: int) -> None:
        super().__init__(Type("null"), note)
        self.owner = owner
        self.name = name
        self.path = path
        self.line = line
        self.source = ""
        self.where: Where | None = None
        self.words: Words | None = None
        self.cases: list[Any] = []
        self._compiled: Compiled | None = None
        self._at_work = False

    @property
    def type(self) -> Type:
        self.compiled  # noqa: B018 - sets the type
        return self._type

    @property
    def compiled(self) -> Compiled:
        if self._compiled is None:
            self._compiled = self._compile()
            self._type = self._compiled.type
        return self._compiled

    @property
    def uses(self) -> tuple[str, ...]:  # type: ignore[override]
        return tuple(self.compiled.fields)

    @property
    def asks(self) -> tuple[str, ...]:  # type: ignore[override]
        return tuple(self.compiled.asks)

    @property
    def take(self) -> Callable[[Any], Any]:  # type: ignore[override]
        """Gives the value of the term for an object."""
        return self.compiled.runner()

    def _compile(self) -> Compiled:
        from linter.language.expression import compile_expression

        where = self.where
        assert where is not None
        if self._at_work:
            raise where.error(f"“{self.name}”绕了一圈又用到自己", "is")
        self._at_work = True
        line, column = where.text_mark("is")
        given = "text" if self.owner == "text_piece" else self.owner
        try:
            compiled = compile_expression(
                self.source, given, path=self.path, line=line, column=column, words=self.words
            )
        except JxlintError as error:
            raise where.unfolded(error, "is") from None
        finally:
            self._at_work = False
        if compiled.type.name in ("null", "regex"):
            raise where.error(f"“{self.name}”没有给出什么", "is")
        return compiled

    def to_plain(self) -> list[Any]:
        return [
            self.owner, self.name, self.note, self.source,
            msgspec.to_builtins(self.type), packed(self.compiled.to_plain()),
        ]  # fmt: skip

    @classmethod
    def from_plain(cls, plain: list[Any], words: Words | None) -> Term:
        from linter.language.expression import Compiled

        term = cls(plain[0], plain[1], plain[2], "", 0)
        term.source = plain[3]
        term._type = msgspec.convert(plain[4], Type)
        term._compiled = Compiled.from_plain(plain[5], words=words)
        return term


#: object → name → term
Terms = dict[str, dict[str, Term]]


def read_terms(folders: Sequence[Path] = (), words: Words | None = None, pack: Terms | None = None) -> Terms:
    """The terms of the pack and of the users' rule folders, all compiled, and in use from now on. ``pack`` spares
    reading those of the pack again.

    Raises JxlintError for a term that is not written as it should be, or that has the name of a field.
    """
    terms = extended(pack or {}, {})
    if pack is None:
        _read(rules_dir() / FILE, terms, None)
    for path in (folder / FILE for folder in folders):
        if path.is_file():
            _read(path, terms, words)
    use_derived(terms)
    try:
        for term in every(terms):
            term.compiled  # noqa: B018 - compiles it
    except JxlintError:
        use_derived({} if pack is None else pack)
        raise
    return terms


def extended(terms: Terms, more: Terms) -> Terms:
    """Both together."""
    return {owner: {**terms.get(owner, {}), **more.get(owner, {})} for owner in (*terms, *more)}


def own_part(terms: Terms, pack: Terms) -> Terms:
    """The terms that are not of the pack."""
    return {
        owner: {name: term for name, term in named.items() if name not in pack.get(owner, {})}
        for owner, named in terms.items()
    }


@cache
def pack_terms() -> Terms:
    """The terms of the pack alone."""
    return read_terms()


def every(terms: Mapping[str, Mapping[str, Term]]) -> list[Term]:
    return [term for named in terms.values() for term in named.values()]


def to_plain(terms: Terms) -> list[list[Any]]:
    """What the cache keeps."""
    return [term.to_plain() for term in every(terms)]


def from_plain(plain: list[list[Any]], words: Words | None = None) -> Terms:
    """The terms of the cache."""
    terms: Terms = {}
    for entry in plain:
        term = Term.from_plain(entry, words)
        terms.setdefault(term.owner, {})[term.name] = term
    return terms


def _read(path: Path, terms: Terms, words: Words | None) -> None:
    where = read(path, "派生字段文件")
    where.check_keys("terms.yaml", OBJECTS)
    for owner, entries in where.data.items():
        if not isinstance(entries, dict):
            raise where.error(f"{owner} 下面应写成“名字: {{is: …, note: …, cases: [...]}}”", owner)
        for name in entries:
            term = _term(where, owner, name, terms)
            term.words = words
            terms.setdefault(owner, {})[name] = term


def _term(where: Where, owner: str, name: str, terms: Terms) -> Term:
    entry = where.below(owner, name)
    data = entry.check_keys(f"“{name}”", _KEYS, _KEYS)
    if not re.fullmatch(_NAME, str(name)):
        raise where.error(f"名字“{name}”应是小写英文，用下划线相连", owner, name, at_key=True)
    if problem := taken(name, owner) or (name in terms.get(owner, {}) and "已有这个派生字段"):
        raise where.error(f"“{name}”不能作名字：{problem}", owner, name, at_key=True, advice="请换一个名字")
    for key in ("is", "note"):
        if not isinstance(data[key], str) or not data[key].strip():
            raise entry.error(f"{key} 应是一段文字", key)
    if not isinstance(data["cases"], list) or not data["cases"]:
        raise entry.error("cases 应是用例的列表，至少一个", "cases")
    term = Term(owner, name, data["note"], where.path, where.below(owner).mark(name)[0])
    term.source = data["is"]
    term.where = entry
    term.cases = data["cases"]
    return term


def taken(name: str, owner: str) -> str:
    """Why a name is not free for a term or a named part; empty when it is."""
    from linter.language.functions.basics import EACH, FUNCTIONS

    if name in printed_fields(owner):
        return f"{Type(owner).chinese()}已有这个字段"
    if name in FUNCTIONS or name in EACH:
        return "已有这个函数"
    if name in ("this", "and", "or", "not", "in", "true", "false", "null", *GIVEN):
        return "这是规则语言的词"
    return ""
