"""one_of: the whole text of a field is one of the allowed ones, to the letter."""

from __future__ import annotations

from collections.abc import Iterator

from linter.language.scope import Scope
from linter.rulebook.kind import TEXTUAL, Args, Key, Kind
from linter.rulebook.spots import Fault


def find(args: Args, scope: Scope) -> Iterator[Fault]:
    text = args.text("field", scope)
    if not text:
        return
    allowed = args["values"] or [word for words in args.word_lists("words") for word in words.words]
    if text not in allowed:
        yield Fault(args.spot(scope, "field", (0, len(text))), {"match": text, "allowed": allowed})


KIND = Kind(
    name="one_of",
    note="字段的全部文字必须是所列之一（一字不差）",
    keys=(
        Key("field", "field", "被检查的文本字段", required=True, types=TEXTUAL),
        Key("values", "texts", "允许的文字"),
        Key("words", "words", "允许的文字所在的词表"),
    ),
    find=find,
    facts={"match": "text", "allowed": "list"},
    exactly_one=(("values", "words"),),
)
