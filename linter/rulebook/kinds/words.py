"""words: words that a text must, or must not, have."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from linter.language.scope import Scope
from linter.language.wordlists import WordList
from linter.rulebook.kind import TEXTUAL, Args, Key, Kind
from linter.rulebook.kinds._screens import any_of, call, text_of
from linter.rulebook.spots import Fault, Span


def _contains(words: WordList, text: str) -> Span | None:
    return words.find(text)


def _equals(words: WordList, text: str) -> Span | None:
    return (0, len(text)) if text in words.members else None


def _starts(words: WordList, text: str) -> Span | None:
    lengths = range(min(words.longest, len(text)), 0, -1)
    return next(((0, n) for n in lengths if text[:n] in words.members), None)


def _ends(words: WordList, text: str) -> Span | None:
    lengths = range(min(words.longest, len(text)), 0, -1)
    return next(((len(text) - n, len(text)) for n in lengths if text[-n:] in words.members), None)


def _made_of(words: WordList, text: str) -> Span | None:
    return (0, len(text)) if words.covers(text) else None


_HOW: dict[str, Callable[[WordList, str], Span | None]] = {
    "contains": _contains,
    "equals": _equals,
    "starts": _starts,
    "ends": _ends,
    "made_of": _made_of,
}


def find(args: Args, scope: Scope) -> Iterable[Fault]:
    text = args.text("field", scope)
    if not text:
        return ()
    how = _HOW[args["how"]]
    spans = [span for words in args.word_lists("list", "words") if (span := how(words, text))]
    if args["must"] == "have":
        return () if spans else (Fault(args.spot(scope, "field"), {"match": text}),)
    if not spans:
        return ()
    span = min(spans, key=lambda span: (span[0], -span[1]))
    return (Fault(args.spot(scope, "field", span), {"match": text[slice(*span)]}),)


#: Functions of expressions that ask the same of a text and a word list.
_ASKS = {"contains": "has_word", "equals": "is_word", "made_of": "made_of"}


def _screen(plain: dict[str, Any]) -> list[Any] | None:
    if plain["must"] != "not_have" or "list" not in plain or plain["how"] not in _ASKS:
        return None
    text = text_of(plain["field"])
    return any_of([call(_ASKS[plain["how"]], text, ["words", name]) for name in plain["list"]])


KIND = Kind(
    name="words",
    note="文字必须（或不得）有词表里的词",
    keys=(
        Key("field", "field", "被检查的文本字段", required=True, types=TEXTUAL),
        Key("list", "words", "词表的名字（rules/words/ 里）"),
        Key("words", "texts", "直接列出的词"),
        Key(
            "how",
            "choice",
            "contains 含有，equals 全文就是，starts 开头，ends 结尾，made_of 全文由这些词拼成",
            required=True,
            choices=tuple(_HOW),
        ),
        Key("must", "choice", "have 必须有，not_have 不得有", required=True, choices=("have", "not_have")),
    ),
    find=find,
    screen=_screen,
    facts={"match": "text"},
    exactly_one=(("list", "words"),),
)
