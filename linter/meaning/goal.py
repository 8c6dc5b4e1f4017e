"""The text of a goal → its clauses: what is done, to what, and how much of it.

A clause ends where a numbering or a full stop or semicolon stands, and at a comma behind which a verb or a
new figure with its noun begins. What neither does nor measures anything belongs to the clause it stands beside.
"""

from __future__ import annotations

from functools import lru_cache

import msgspec

from linter.ground.patterns import compiled
from linter.meaning.lexicon import Hit
from linter.meaning.measurewords import heads, introductions, light, openers, tasks, towards, verb_at, verbs
from linter.model import Value

_NUMERAL = "[0-9一二三四五六七八九十]{1,3}"
_NUMBERING = compiled(
    rf"(?:年度|总体|绩效)?目标{_NUMERAL}[:：、]?|(?:年度|总体|中期|长期|绩效|总)目标[:：]|[（(]{_NUMERAL}[）)]|[①-⑳]|(?:^|(?<=[。；;，,：:\s])){_NUMERAL}[、是]"
    rf"|(?:^|(?<=[。；;，,：:\s]))[0-9]{{1,2}}[.．](?![0-9])|(?<![0-9.A-Za-z])[0-9]{{1,2}}[.．](?=[一-鿿])|(?:^|(?<=[。；;，,\s]))[0-9]{{1,2}}[:：]|(?:^|(?<=[。；;\s]))第{_NUMERAL}[，,、]"
)
_STOP = compiled(r"[。；;！!\n\r]+")
_OPEN, _CLOSE = "“（(《「", "”）)》」"
_LONGEST = 60
_WORD = compiled(r"[一-鿿A-Za-z]")
_YEAR = compiled(r"(?:20)?[0-9]{2}年度?")
_EDGE = " 　，,、：:。；;"
_BEFORE_FIGURE = _EDGE + "的在到共计约达"
_BEHIND_FIGURE = _EDGE + "的"


class Clause(msgspec.Struct, frozen=True):
    """``text`` as written; ``task`` its verb, ``""`` for none; ``object`` what the verb is about, or what is
    measured; ``values`` its figures and dates, read."""

    text: str
    task: str = ""
    object: str = ""
    values: tuple[Value, ...] = ()


@lru_cache(maxsize=512)
def clauses(goal: str) -> tuple[Clause, ...]:
    """The clauses of a goal, in order; none for an empty text."""
    found: list[Clause] = []
    for sentence in _sentences(goal):
        for piece in _pieces(sentence):
            found.append(_clause(piece))
    return tuple(clause for clause in found if clause.task or clause.values or _WORD.search(clause.object))


def _sentences(goal: str) -> list[str]:
    marked = _NUMBERING.sub("\n", goal)
    return [text for part in _STOP.split(marked) if (text := part.strip(_EDGE))]


def _pieces(sentence: str) -> list[str]:
    """The sentence cut at the commas where something new begins."""
    pieces: list[str] = []
    lead = ""
    for part in _parts(sentence):
        start = _verb_start(part)
        if start is None and (verb := _towards(part)) is not None:
            start = verb.start
        if start is None and _introduces(part):
            lead = f"{lead}{part}，"
        elif start is not None or not pieces or lead or _measures(part):
            pieces.append(part)
            lead = ""
        else:
            pieces[-1] = f"{pieces[-1]}，{part}"
    if lead and not pieces:
        pieces.append(lead.rstrip("，"))
    return pieces


def _parts(sentence: str) -> list[str]:
    """The sentence cut at its commas, those within brackets and quotes aside."""
    parts, depth, start = [], 0, 0
    for at, character in enumerate(sentence):
        depth += (character in _OPEN) - (character in _CLOSE)
        if character in "，," and depth <= 0:
            parts.append(sentence[start:at])
            start = at + 1
    return [*parts, sentence[start:]]


def _verb_start(part: str) -> int | None:
    """Where the verb stands that this part begins with, behind what may stand before it."""
    at = _behind_date(part, len(part) - len(part.lstrip()))
    doing = None  # a verb that may also lead to another one: 通过评审, 通过开展评审
    while True:
        verb, opener = verb_at(verbs(), part, at), openers().at(part, at)
        if verb is not None and (opener is None or verb.end > opener.end or verb.word not in openers()):
            return at
        doing = at if verb is not None and doing is None else doing
        year = _YEAR.match(part, at)
        end = opener.end if opener else year.end() if year else at
        if end == at:
            return doing
        at = end


def _towards(part: str) -> Hit[str] | None:
    """The verb of a part that begins with whom or what something is done to: 对桥梁开展检测, 为农户提供贷款."""
    at = len(part) - len(part.lstrip())
    while (opener := openers().at(part, at)) is not None and opener.word not in towards():
        at = opener.end
    if not part.startswith(towards(), at) or verb_at(verbs(), part, at + 1) is not None:
        return None
    return next((hit for hit in verbs().scan(part[:_LONGEST]) if hit.start > at + 1), None)


def _behind_date(part: str, at: int) -> int:
    """Behind a date that the part begins with (2025年12月底前完成)."""
    if not part[at : at + 1].isdigit():
        return at
    first = next(iter(_finds(part)), None)
    return first[2] if first and first[1] == at and first[0].kind in {"date", "period"} else at


def _introduces(part: str) -> bool:
    return _towards(part) is None and introductions().at(part.strip()) is not None and not _finds(part)


def _measures(part: str) -> bool:
    """Whether a part without a verb is a figure with its noun: 验收合格率100%."""
    finds = _finds(part)
    return bool(finds) and finds[0][1] > 1


@lru_cache(maxsize=2048)
def _finds(text: str) -> tuple[tuple[Value, int, int], ...]:
    """The values of a text with their places in it."""
    from linter.values import find_values

    return tuple((value, *value.span) for value in find_values(text))


def _clause(piece: str) -> Clause:
    piece = piece.strip(_EDGE)
    finds = _finds(piece)
    start = _verb_start(piece)
    task, behind = "", 0
    if start is None and (verb := _towards(piece)) is not None:
        if verb.word in light():
            done_to = piece[: verb.start].lstrip("".join(towards()))
            return Clause(
                piece, _first_part(piece[verb.end :]), done_to, tuple(value for value, _, _ in finds)
            )
        start = verb.start
    if start is not None:
        verb = verb_at(verbs(), piece, start)
        if verb is not None:
            task, behind = verb.word, verb.end
    if task in tasks() and finds and _tells(piece[: finds[0][1]], task):
        task, behind = "", start or 0  # 抽检合格率≥98%: the share is told, not what is done
    values = tuple(value for value, _, _ in finds if not _YEAR.fullmatch(value.text))
    return Clause(piece, task, _object(piece, behind, finds), values)


def _tells(noun: str, task: str) -> bool:
    """Whether the words before a figure name a share or, right behind the verb, what is gauged (供养标准)."""
    plain = noun.strip(_BEFORE_FIGURE)
    head = heads().ending(plain)
    if head is None:
        return False
    kind = head.role.measures
    return kind == "ratio" or (kind in {"state", "price"} and plain.removeprefix(task) in heads())


def _object(piece: str, start: int, finds: tuple[tuple[Value, int, int], ...]) -> str:
    """What stands before the first figure, else between it and the next pause."""
    stops = [begin for _, begin, _ in finds if begin >= start]
    noun = piece[start : stops[0] if stops else len(piece)].lstrip(_EDGE)
    noun = noun.rstrip(_BEFORE_FIGURE if stops else _EDGE)
    adverb = openers().ending(noun) if stops else None
    noun = noun[: adverb.start] if adverb and adverb.start else noun
    if noun or not stops:
        return _first_part(noun)
    after = next(end for _, begin, end in finds if begin == stops[0])
    following = next((begin for _, begin, _ in finds if begin >= after), len(piece))
    return _first_part(piece[after:following].lstrip(_BEHIND_FIGURE).rstrip(_EDGE))


def _first_part(noun: str) -> str:
    return _parts(noun)[0].strip(_EDGE)
