"""docs/writing-rules.md and docs/rule-schema.json say what the code does."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
from ruletext import make_rule

from linter.authoring.cases import load_cases, run
from linter.authoring.kindlist import renew, schema_text
from linter.authoring.samplekeys import CASE_KEYS
from linter.authoring.schema import rule_schema
from linter.ground.resources import rules_dir
from linter.ground.strictyaml import load, load_documents
from linter.language.wordlists import load_words
from linter.rulebook.kind import kind_names
from linter.rulebook.loader import load_rule
from linter.rulebook.store import load_basis, shipped_files

DOCS = rules_dir().parent / "docs"
GUIDE = DOCS / "writing-rules.md"
BLOCKS = re.findall(r"^```yaml\n(.*?)^```", GUIDE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def test_guide_is_fresh() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    assert renew(text) == text, (
        "python -m linter.authoring.kindlist docs/writing-rules.md docs/rule-schema.json"
    )


def test_schema_is_fresh() -> None:
    assert (DOCS / "rule-schema.json").read_text(encoding="utf-8") == schema_text()


def test_example_rule_of_the_guide_passes(tmp_path: Path) -> None:
    path = tmp_path / "MY01.yaml"
    path.write_text(BLOCKS[0], encoding="utf-8")
    rule = load_rule(path, BLOCKS[0], words=load_words(), basis=load_basis(), shipped=False)
    assert [str(failure) for failure in run(rule, load_cases(path))] == []
    assert load_cases(path).bad and load_cases(path).good


SNIPPETS = [block for block in BLOCKS[2:] if "\ncheck:" in block]


@pytest.mark.parametrize("block", SNIPPETS)
def test_snippets_of_the_guide_load(block: str) -> None:
    make_rule(load(block, "guide").data)


def test_guide_shows_every_kind() -> None:
    shown = {load(block, "guide").data["check"]["kind"] for block in SNIPPETS}
    assert shown == set(kind_names())


def test_guide_speaks_of_every_key_of_a_case() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    assert [key for key in CASE_KEYS if f"{key}:" not in text and f"`{key}`" not in text] == []


def test_rules_follow_the_schema() -> None:
    validator = jsonschema.Draft202012Validator(rule_schema())
    assert len(shipped_files()) > 100
    for path in shipped_files():
        for document in load_documents(path.read_text(encoding="utf-8"), str(path)):
            assert [error.message for error in validator.iter_errors(document.data)] == [], path.stem


def test_schema_refuses_what_the_loader_refuses() -> None:
    validator = jsonschema.Draft202012Validator(rule_schema())
    rule = load_documents(BLOCKS[0], "guide")[0].data
    assert validator.is_valid(rule)
    for change in (
        {"severity": "fatal"},
        {"extra": 1},
        {"id": "x1"},
        {"check": {"kind": "range", "field": "name"}},
        {"check": {"kind": "rangee", "field": "name", "max": 3}},
        {"check": {"kind": "require", "field": "a", "any": ["b"]}},
    ):
        assert not validator.is_valid({**rule, **change}), change
    json.dumps(rule_schema())
