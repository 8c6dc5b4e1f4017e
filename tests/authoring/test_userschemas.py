"""The schemas of users' files say what the readers of these files say, and stand in docs/ as they are made."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml
from yamldata import yaml_data

from linter.authoring.starter import begin
from linter.authoring.userschemas import CONFIG, REASONS, RULE, config_schema, reasons_schema, schema_text
from linter.config import Configuration
from linter.config.file import TOP_KEYS
from linter.ground.errors import JxlintError
from linter.reasons import read_reasons

ROOT = Path(__file__).resolve().parent.parent.parent
CASES = yaml_data(Path(__file__).with_name("userschemas.yaml"))
SCHEMAS = {"config": config_schema(), "reasons": reasons_schema()}


def fits(which: str, text: str) -> bool:
    validator = import_module("jsonschema").Draft202012Validator
    data = yaml.load(text, Loader=yaml.BaseLoader) if which == "reasons" else yaml.safe_load(text)
    return bool(validator(SCHEMAS[which]).is_valid(data))


def is_read(which: str, text: str, folder: Path) -> bool:
    name = {"config": "jxlint.yaml", "reasons": "reasons.yaml"}[which]
    (folder / name).write_text(text, encoding="utf-8")
    try:
        if which == "config":
            Configuration().settings(folder / "表.txt")
        else:
            read_reasons(folder / name)
    except JxlintError:
        return False
    return True


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['file']}-{case['text']!r}"[:60])
def test_schema_and_reader_agree(case: dict[str, Any], tmp_path: Path) -> None:
    assert fits(case["file"], case["text"]) is case["right"]
    assert is_read(case["file"], case["text"], tmp_path) is case["right"]


def test_the_schemas_of_docs_are_fresh() -> None:
    for name, schema in ((CONFIG, config_schema()), (REASONS, reasons_schema())):
        assert (ROOT / "docs" / name).read_text(encoding="utf-8") == schema_text(schema), ".ci/renew"


def test_what_init_writes_holds_every_setting(tmp_path: Path) -> None:
    begin(tmp_path)
    text = (tmp_path / "jxlint.yaml").read_text(encoding="utf-8")
    assert text.startswith(f"# yaml-language-server: $schema=.jxlint/{CONFIG}\n")
    assert (tmp_path / ".jxlint" / CONFIG).is_file()
    assert Configuration().settings(tmp_path / "表.txt") == Configuration(isolated=True).settings("表.txt")
    # With the marks taken away every setting is there, and right.
    bare = "".join(
        line.removeprefix("# ") if ":" in line or line.startswith("#   ") else ""
        for line in text.splitlines(keepends=True)
        if line.isascii() or "往年" in line or "宁夏" in line or ".yaml" in line.split(":")[-1]
    )
    data = yaml.safe_load(bare.partition("\n")[2])
    assert set(data) >= set(TOP_KEYS) - {"select"}
    assert fits("config", bare.partition("\n")[2])


def test_a_new_rule_names_its_schema(tmp_path: Path) -> None:
    from linter.authoring.ruleframe import new_rule

    path = new_rule("KX", "late-payment", tmp_path / "r")
    first = path.read_text(encoding="utf-8").splitlines()[0]
    named = first.partition("$schema=")[2]
    assert (path.parent / named).is_file() and named.endswith(RULE)
