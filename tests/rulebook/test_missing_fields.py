"""A missing field never silences a rule by accident.

Every rule is run over its own bad cases with each field it reads taken away in turn. Where it then reports nothing at
all, silenced.yaml says so, field by field, and why that is right. JXLINT_RENEW_GOLDEN=1 renews the lists of rules; the
reasons are written by hand, and a field without one fails. A quick run takes every third rule.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from draws import THOROUGH
from yamldata import yaml_data

from linter.authoring.cases import judge_case, load_cases
from linter.language import getters as ways
from linter.language import nodes
from linter.language.types import WAYS, fields, given_type
from linter.rulebook.rule import Rule, Rulebook

PATH = Path(__file__).with_name("silenced.yaml")


def printed(rule: Rule) -> Iterator[tuple[str, str, Any]]:
    """(object, field, what stands for nothing) of each printed text, number or date that the rule reads."""
    seen = set()
    for path in rule.fields:
        owner = given_type(rule.given)
        for name in path.split("."):
            field = fields(owner.name).get(name)
            if field is None or field.take is not None:
                break
            key, kind = (owner.name, name), field.type
            of = kind.of.name if kind.of is not None else ""
            if key not in seen and (kind.name in ("text", "number", "date") or of == "text"):
                seen.add(key)
                yield (*key, [] if kind.name == "list" else None)
            owner = kind.of if kind.of is not None else kind


@contextmanager
def without(owner: str, name: str, nothing: Any) -> Iterator[None]:
    """No object of this type has the field."""
    getters = nodes._getters(owner)
    kept = dict(getters)
    # Each text by itself: the usual getters take all texts of an object at once, this one among them.
    texts = [one for one, field in fields(owner).items() if field.type.name == "text" and field.take is None]
    getters.update({one: ways._own(one) for one in texts if (owner, one) not in ways._TABLE})
    getters[name] = lambda node: nothing
    WAYS.clear()
    try:
        yield
    finally:
        getters.update(kept)
        WAYS.clear()


def silenced(rules: list[Rule]) -> dict[str, list[str]]:
    """For each field those of the rules that report nothing in any of their bad cases without it."""
    found: dict[str, list[str]] = {}
    for rule in rules:
        cases = load_cases(rule.path).bad
        for owner, name, nothing in printed(rule):
            with without(owner, name, nothing):
                rule._inspection = None  # what it remembers of forms had the field
                if not any(judge_case(rule, case) for case in cases):
                    found.setdefault(f"{owner}.{name}", []).append(rule.id)
        rule._inspection = None
    return dict(sorted(found.items()))


def test_what_silences_rules_is_known(book: Rulebook) -> None:
    data: dict[str, Any] = yaml_data(PATH)
    renewing = bool(os.environ.get("JXLINT_RENEW_GOLDEN"))
    rules = list(book.rules.values())[:: 1 if THOROUGH or renewing else 3]
    now = silenced(rules)
    if renewing:
        head = PATH.read_text(encoding="utf-8").split("\n\n", 1)[0]
        data = {
            field: {"why": data.get(field, {}).get("why"), "rules": rules} for field, rules in now.items()
        }
        text = "".join(
            f"{field}:\n  why: {entry['why'] or ''}\n  rules: [{', '.join(entry['rules'])}]\n"
            for field, entry in data.items()
        )
        PATH.write_text(f"{head}\n\n{text}", encoding="utf-8", newline="\n")
    looked_at = {rule.id for rule in rules}
    known = {field: [rule for rule in entry["rules"] if rule in looked_at] for field, entry in data.items()}
    assert {field: left for field, left in known.items() if left or len(rules) == len(book.rules)} == now, (
        "renew with .ci/renew, and read it"
    )
    assert [field for field, entry in data.items() if not entry["why"]] == [], "say why that is right"
