"""Every kind on small documents: kinds/*.yaml hold checks with the cases that must and must not be reported."""

from pathlib import Path
from typing import Any

import pytest

from linter.rulebook.cases import Case, Cases, run
from linter.rulebook.kind import get_kind, kind_names
from linter.rulebook.loader import load_rule
from linter.rulebook.rule import Rule
from linter.rulebook.words import load_words
from linter.strictyaml import load

FOLDER = Path(__file__).parent / "kinds"
FRAME = """id: MY01
name: some-fault
title: 标题
severity: warning
confidence: high
status: stable
given: {given}
{when}check: {check}
message: {message}
advice: 改
why: 因为
basis: [X]
"""


def entries() -> list[Any]:
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        for number, entry in enumerate(load(path.read_text(encoding="utf-8"), str(path)).data, 1):
            found.append(pytest.param(entry, path, id=f"{path.stem}-{number}-{entry['check']['kind']}"))
    return found


def make_rule(entry: dict[str, Any]) -> Rule:
    import json

    when = f"when: {json.dumps(entry['when'], ensure_ascii=False)}\n" if "when" in entry else ""
    text = FRAME.format(
        given=entry["given"],
        when=when,
        check=json.dumps(entry["check"], ensure_ascii=False),
        message=json.dumps(entry["message"], ensure_ascii=False),
    )
    return load_rule(Path("MY01.yaml"), text, words=load_words(), basis={"X": None}, shipped=False)


@pytest.mark.parametrize(("entry", "path"), entries())
def test_kind(entry: dict[str, Any], path: Path) -> None:
    rule = make_rule(entry)
    cases = Cases(*([Case(group, n, data, str(path), 0) for n, data in enumerate(entry[group] or [], 1)] for group in ("bad", "good")))
    assert [str(failure) for failure in run(rule, cases)] == []
    again = Rule(rule.to_plain())
    assert [str(failure) for failure in run(again, cases)] == []


def test_every_kind_has_cases() -> None:
    assert {entry.values[0]["check"]["kind"] for entry in entries()} == set(kind_names())


def test_kinds_are_named_as_their_files() -> None:
    assert [get_kind(name).name for name in kind_names()] == kind_names()
