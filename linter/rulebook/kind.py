"""The frame of a check kind: its keys, the facts it gives to messages, and the function that finds faults.

One declaration serves the strict loader, the JSON Schema, the cache and the documentation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

import msgspec

from linter.ground.patterns import compiled
from linter.ground.sources import modules
from linter.language.scope import Node, Scope, show
from linter.language.types import Type
from linter.language.wordlists import WordList, Words, load_words
from linter.model import LEVEL2
from linter.rulebook.spots import Fault, Spot, spot_at

#: field: a field path of the judged object. expression: any expression. objects: an expression that gives a
#: list of objects. element, elements: expressions on one of these objects. words: a word list of rules/words.
Shape = Literal[
    "field", "fields", "expression", "expressions", "objects", "element", "elements",
    "text", "texts", "regex", "words", "number", "tolerance", "flag", "choice",
]  # fmt: skip


#: Types that are read as a text: a value by what is printed.
TEXTUAL = ("text", "value")


class Key(msgspec.Struct, frozen=True):
    """A key of a check. ``types`` are the expression types accepted (empty: any), ``note`` explains it in
    Chinese."""

    name: str
    shape: Shape
    note: str
    required: bool = False
    types: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    default: Any = None


class Args:
    """The keys of one check, ready to use: expressions compiled, patterns compiled, words loaded.

    ``paths`` keeps the source of each key that names a field, so that a fault can point at its cell.
    """

    def __init__(self, values: dict[str, Any], paths: dict[str, Any], words: Words | None) -> None:
        self.values = values
        self.paths = paths
        self._words = words

    def __getitem__(self, key: str) -> Any:
        return self.values.get(key)

    def spot(self, scope: Scope, key: str | None = None, mark: tuple[int, int] | None = None) -> Spot:
        """Where a fault stands: ``at`` when given, else the field of ``key``, else the object itself."""
        at = self.paths.get("at")
        if at is None and "at" in self.values:
            found = self.values["at"](scope)
            return spot_at(Scope(found) if isinstance(found, Node) else scope, "")
        own = self.paths.get(key) if key else None
        if isinstance(own, list):
            own = next((path for path in own if path), None)
        # A mark counts characters of the checked field: it means nothing in another one.
        return spot_at(scope, at or own or "", mark if at is None or at == own else None)

    def related(self, scope: Scope) -> list[Spot]:
        """The spots of the objects that the key ``related`` gives."""
        listed = self.values["related"](scope) if "related" in self.values else None
        return [spot_at(Scope(item), "") for item in listed or () if isinstance(item, Node)]

    def text(self, key: str, scope: Scope) -> str:
        """The text of a field; of a value, what is printed; ``""`` when there is none."""
        found = self.values[key](scope)
        return found if isinstance(found, str) else show(found)

    def word_lists(self, key: str, own: str = "") -> list[WordList]:
        """The word lists that ``key`` names, and the words written in the rule itself under ``own``."""
        names = self.values.get(key)
        if names and self._words is None:
            self._words = load_words()
        lists = [self._words[name] for name in names] if names and self._words else []
        if own and self.values.get(own):
            lists.append(WordList(own, "", tuple(self.values[own])))
        return lists


Find = Callable[[Args, Scope], Iterable[Fault]]


class Kind(msgspec.Struct, frozen=True):
    """A check kind. ``facts`` maps the names a message may use to their type; the type ``element`` is that
    of the objects in ``among``. ``exactly_one`` and ``at_least_one`` name groups of keys."""

    name: str
    note: str
    keys: tuple[Key, ...]
    find: Find
    facts: Mapping[str, str] = {}
    exactly_one: tuple[tuple[str, ...], ...] = ()
    at_least_one: tuple[tuple[str, ...], ...] = ()
    #: Gives for the plain keys of a check the tree of what holds wherever it finds a fault; None where nothing tells.
    screen: Callable[[dict[str, Any]], list[Any] | None] | None = None
    #: More checks at load on the raw keys and the expressions; gives a complaint (key, sentence) or None.
    verify: Callable[[dict[str, Any], dict[str, Type]], tuple[str, str] | None] | None = None
    #: The keys that all kinds of its sort take (None: those of checks), and what its sort is called.
    common: tuple[Key, ...] | None = None
    sort: str = "检查"

    def key(self, name: str) -> Key | None:
        return next((key for key in self.all_keys() if key.name == name), None)

    def all_keys(self) -> tuple[Key, ...]:
        return (*self.keys, *(COMMON if self.common is None else self.common))


#: Keys that every kind takes.
COMMON = (
    Key("at", "expression", "指向哪里：字段，或给出对象的表达式；默认是被检查的字段"),
    Key("related", "objects", "一并列出的相关行"),
    Key(
        "once",
        "choice",
        "只报第一处，其余列为相关：form 一张表、document 一个文件里的，alike 一张表里标出的文字相同的，和一格里的几处；"
        "不止一处的，消息后自动写明“，共几处”，消息里自己写了 {times} 的不写",
        choices=("form", "document", "alike"),
    ),
    Key("level2", "choice", "说的是哪个二级指标；缺的正是这一级时写", choices=LEVEL2),
)

_FOLDER = Path(__file__).parent / "kinds"
_NAME = compiled(r"[a-z]\w*\Z")


def kind_names() -> list[str]:
    """The names of all kinds: one module each in kinds/."""
    stems = (path.stem for path in modules(_FOLDER))
    return sorted(stem for stem in stems if _NAME.match(stem))


@cache
def get_kind(name: str) -> Kind:
    """The kind of this name, imported on first use. Raises ModuleNotFoundError."""
    kind: Kind = import_module(f"linter.rulebook.kinds.{name}").KIND
    return kind
