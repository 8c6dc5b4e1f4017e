"""Every kind on small documents: kinds/*.yaml hold checks with the cases that must and must not be
reported."""

from pathlib import Path
from typing import Any

import logic
import pytest
from ruletext import make_rule

from linter.authoring.cases import Case, Cases, run
from linter.ground.strictyaml import load
from linter.rulebook.kind import get_kind, kind_names
from linter.rulebook.rule import Rule

FOLDER = Path(__file__).parent / "kinds"


def entries() -> list[Any]:
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        for number, entry in enumerate(load(path.read_text(encoding="utf-8"), str(path)).data, 1):
            found.append(pytest.param(entry, path, id=f"{path.stem}-{number}-{entry['check']['kind']}"))
    return found


@pytest.mark.parametrize(("entry", "path"), entries())
def test_kind(entry: dict[str, Any], path: Path) -> None:
    rule = make_rule(entry)
    cases = Cases(
        *(
            [Case(group, number, data, str(path), 0) for number, data in enumerate(entry[group] or [], 1)]
            for group in ("bad", "good")
        )
    )
    assert [str(failure) for failure in run(rule, cases)] == []
    again = Rule(rule.to_plain())
    assert [str(failure) for failure in run(again, cases)] == []


def test_every_kind_has_cases() -> None:
    assert {entry.values[0]["check"]["kind"] for entry in entries()} == set(kind_names())


def test_kinds_are_named_as_their_files() -> None:
    assert [get_kind(name).name for name in kind_names()] == kind_names()


def test_a_kind_lives_while_a_shipped_rule_uses_it() -> None:
    assert set(kind_names()) == set(logic.kinds())
