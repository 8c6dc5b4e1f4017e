"""Which findings are answered by which entries, and which entries answer nothing any more."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from linter.model import Answer, Finding
from linter.reasons.entries import Entry


class Settled(msgspec.Struct):
    """``open``: findings nobody answered. ``answers``: those somebody did. ``expired`` entries would answer a
    finding but their day has passed; ``unused`` ones answer nothing although their file and rule were run; ``used``
    are those that do, by ``id()``."""

    open: list[Finding]
    answers: list[Answer]
    expired: list[Entry]
    unused: list[Entry]
    used: set[int] = msgspec.field(default_factory=set)


def settle(
    findings: Sequence[Finding],
    entries: Mapping[str, Sequence[Entry]],
    *,
    today: datetime.date,
    files: Iterable[str],
    rules: Iterable[str],
) -> Settled:
    """Settle findings by the entries that stand beside their file (``entries``: file → its entries).

    ``files`` and ``rules`` are what the run covered: an entry about anything else is not called unused.
    """
    by_rule: dict[tuple[str, str], list[Entry]] = {}
    for file, mine in entries.items():
        for entry in mine:
            if entry.meets(file):
                by_rule.setdefault((file, entry.rule), []).append(entry)
    result = Settled([], [], [], [])
    used = result.used
    expired: dict[int, Entry] = {}
    for finding in findings:
        match = [entry for entry in by_rule.get((finding.file, finding.rule), ()) if entry.covers(finding)]
        used |= {id(entry) for entry in match}
        valid = [entry for entry in match if entry.until is None or entry.until >= today]
        if valid:
            best = max(valid, key=lambda entry: entry.answered)
            result.answers.append(Answer(finding, best.reason, best.who, best.answered, best.until))
        else:
            result.open.append(finding)
            expired |= {id(entry): entry for entry in match}
    result.expired = list(expired.values())
    result.unused = _unused(entries, used, set(files), set(rules))
    return result


def _unused(
    entries: Mapping[str, Sequence[Entry]], used: set[int], files: set[str], rules: set[str]
) -> list[Entry]:
    known: dict[int, Entry] = {}
    for file, mine in entries.items():
        if file in files:
            # Without a file named, an entry may speak of a table that this run did not look at.
            known |= {id(entry): entry for entry in mine if entry.file and entry.meets(file)}
    return [entry for key, entry in known.items() if key not in used and entry.rule in rules]
