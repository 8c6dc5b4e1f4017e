"""Entries whose file has another name now: a file that was only renamed keeps its answers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import PurePath

import msgspec

from linter.model import Finding
from linter.reasons.entries import Entry

_WILD = frozenset("*?")


def renamed(
    entries: Sequence[Entry],
    present: Collection[str],
    findings: Mapping[str, Sequence[Finding]],
    rules: Collection[str],
) -> dict[str, str]:
    """Old name → new name, for the entries of one folder. ``present`` are the names of the files that lie there,
    ``findings`` those of each file of the folder that the run looked at, by name, ``rules`` the ids that ran.

    A file is the old one under another name when the old one is gone, no entry speaks of the new one, and every entry
    for the old one still answers a finding of the new one; where two files fit, neither is taken.
    """
    lost = gone(entries, present)
    if not lost:
        return {}
    new = [name for name in findings if not any(entry.file and entry.meets(name) for entry in entries)]
    found: dict[str, str] = {}
    for old, mine in lost.items():
        asked = [entry for entry in mine if entry.rule in rules]
        fitting = [name for name in new if asked and _all_answer(asked, findings[name])]
        if len(fitting) == 1:
            found[old] = fitting[0]
    return found


def gone(entries: Iterable[Entry], present: Collection[str]) -> dict[str, list[Entry]]:
    """The entries for each file that is named and does not lie in the folder any more."""
    there = {name.casefold() for name in present}
    lost: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.file and not _WILD & set(entry.file) and entry.file.casefold() not in there:
            lost.setdefault(entry.file, []).append(entry)
    return lost


def follow(entries: Iterable[Entry], names: Mapping[str, str]) -> list[Entry]:
    """The entries with the new names of their files."""
    return [
        msgspec.structs.replace(entry, file=names[entry.file]) if entry.file in names else entry
        for entry in entries
    ]


def by_name(findings: Iterable[Finding], files: Iterable[str]) -> dict[str, list[Finding]]:
    """The findings of these files by the name of the file."""
    found: dict[str, list[Finding]] = {PurePath(file).name: [] for file in files}
    for finding in findings:
        name = PurePath(finding.file).name
        if name in found:
            found[name].append(finding)
    return found


def _all_answer(entries: Iterable[Entry], findings: Sequence[Finding]) -> bool:
    by_rule: dict[str, list[Finding]] = {}
    for finding in findings:
        by_rule.setdefault(finding.rule, []).append(finding)
    return all(any(entry.answers(one) for one in by_rule.get(entry.rule, ())) for entry in entries)
