"""Whole documents as they come in: what is read from them, and what no rule says about them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from yamldata import yaml_data

import linter

HERE = Path(__file__).parent
CASES = yaml_data(HERE / "documents.yaml")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["file"])
def test_document(case: dict[str, Any]) -> None:
    report = linter.check(HERE / "documents" / case["file"])
    rows = [row for document in report.documents for form in document.forms for row in form.indicators]
    assert len(rows) == case["indicators"]
    values = {row.name: row.value for row in rows}
    assert {name: values.get(name) for name in case.get("values", {})} == case.get("values", {})
    said = {finding.rule for finding in report.findings}
    assert not said & {*case.get("silent", [])}
    assert said >= {*case.get("speaks", [])}
    assert [[one.sheet, one.rows, one.columns] for one in report.checked.hidden] == case.get("hidden", [])
