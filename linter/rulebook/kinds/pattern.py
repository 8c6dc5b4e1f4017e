"""pattern: a regular expression that a text must, or must not, contain; or brackets that must pair up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from linter.ground.textbounds import bound_of, cutter
from linter.language.functions.likeness import bracket_fault
from linter.language.scope import Scope
from linter.rulebook.kind import TEXTUAL, Args, Key, Kind
from linter.rulebook.kinds._screens import call, text_of
from linter.rulebook.spots import Fault


def find(args: Args, scope: Scope) -> Iterable[Fault]:
    text = args.text("field", scope)
    if not text:
        return ()
    regex = args["regex"]
    if regex is None:
        return _brackets(args, scope, text)
    if (cut := cutter(regex.pattern)) is not None:
        text = cut(text)
    first = regex.search(text)
    if args["must"] == "match":
        return (
            ()
            if first
            else (Fault(args.spot(scope, "field"), {"match": text, **dict.fromkeys(regex.groupindex)}),)
        )
    return _matches(args, scope, text) if first else ()


def _brackets(args: Args, scope: Scope, text: str) -> Iterable[Fault]:
    span = bracket_fault(text)
    return (Fault(args.spot(scope, "field", span), {"match": text[slice(*span)]}),) if span else ()


def _matches(args: Args, scope: Scope, text: str) -> Iterator[Fault]:
    kept = _protected(args, text)
    for found in args["regex"].finditer(text):
        start, end = found.span()
        if start == end or any(a <= start and end <= b for a, b in kept):
            continue
        yield Fault(args.spot(scope, "field", (start, end)), {"match": found[0], **found.groupdict()})
        if not args["each"]:
            return


def _protected(args: Args, text: str) -> list[tuple[int, int]]:
    """Where words of the list ``unless`` stand: a match inside one of them is no fault."""
    spans = []
    for words in args.word_lists("unless"):
        for word in words.words:
            at = text.find(word)
            while at >= 0:
                spans.append((at, at + len(word)))
                at = text.find(word, at + 1)
    return spans


def _screen(plain: dict[str, Any]) -> list[Any] | None:
    if "regex" not in plain:
        return ["missing", call("bracket_fault", text_of(plain["field"])), False]
    # A bounded expression counts the texts that it cut, each time it looks at them.
    if plain.get("must") != "not_match" or bound_of(plain["regex"]) is not None:
        return None
    return call("matches", text_of(plain["field"]), ["regex", plain["regex"]])


KIND = Kind(
    name="pattern",
    note="文字必须（或不得）含有正则表达式所写的样子；brackets 查括号配对",
    keys=(
        Key("field", "field", "被检查的文本字段", required=True, types=TEXTUAL),
        Key("regex", "regex", "正则表达式，在文字里任何位置查找；命名组 (?P<year>…) 可在消息里用 {year}"),
        Key("must", "choice", "match 必须含有，not_match 不得含有", choices=("match", "not_match")),
        Key("brackets", "choice", "paired：括号必须成对，全角半角一致", choices=("paired",)),
        Key("each", "flag", "true：每一处都报告；默认只报第一处", default=False),
        Key("unless", "words", "词表：落在这些词里面的匹配不算"),
    ),
    find=find,
    screen=_screen,
    facts={"match": "text"},
    exactly_one=(("regex", "brackets"),),
    verify=lambda raw, types: (
        ("regex", "请写 must: match（必须含有）或 must: not_match（不得含有）")
        if "regex" in raw and "must" not in raw
        else ("must", "must、each、unless 要和 regex 一起用")
        if "brackets" in raw and raw.keys() & {"must", "each", "unless"}
        else None
    ),
)
