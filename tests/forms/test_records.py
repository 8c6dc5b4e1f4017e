"""Data of systems: what is read, where it stands, and what is refused (records.yaml)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import linter
from linter.authoring.inputschema import input_schema, schema_text
from linter.forms import find_forms
from linter.ground.errors import JxlintError
from linter.ground.strictyaml import load
from linter.model import Document
from linter.readers import Limits, names_of, read
from linter.reports.readout.extraction import write_json

from .answers import compare

HERE = Path(__file__).parent
CASES = load((HERE / "records.yaml").read_text(encoding="utf-8"), "records.yaml").data
READ = [case for case in CASES["cases"] if "forms" in case]
REFUSED = [case for case in CASES["cases"] if "error" in case]
BY_NOTE: dict[str, Any] = {case["note"]: case for case in [*CASES["cases"], *CASES["maps"]]}


def document_of(case: dict[str, Any], folder: Path | None = None, **limits: int) -> Document:
    names = None
    if folder is not None:
        (folder / "对照.yaml").write_text(case["map"], encoding="utf-8")
        names = names_of(folder / "对照.yaml")
    data, name = case.get("data", "[]").encode(), case.get("as", "数据.json")
    return find_forms(read(name, data=data, name=name, limits=Limits(**limits), names=names))


def as_answers(documents: list[Any]) -> list[Any]:
    return [{**form, "rows": form.get("rows", [])} for form in documents]


def notes(cases: list[dict[str, Any]]) -> Any:
    return pytest.mark.parametrize("case", cases, ids=lambda case: case["note"])


@notes(READ)
def test_read(case: dict[str, Any]) -> None:
    document = document_of(case)
    assert compare(document, as_answers(case["forms"])).wrong == ()
    earlier = Document("", "", forms=document.earlier)
    assert compare(earlier, as_answers(case.get("earlier", []))).wrong == ()
    assert document.problems == case.get("problems", [])
    first = document.forms[0]
    assert [one.place.record for one in first.indicators][: len(case.get("places", []))] == case.get(
        "places", []
    )
    assert {name: first.places[name].record for name in case.get("heads", {})} == case.get("heads", {})


@notes(REFUSED)
def test_refused(case: dict[str, Any]) -> None:
    with pytest.raises(JxlintError) as caught:
        document_of(case)
    assert case["error"] in str(caught.value)


@notes(CASES["maps"])
def test_names_of_a_user(case: dict[str, Any], tmp_path: Path) -> None:
    if "error" in case:
        with pytest.raises(JxlintError) as caught:
            document_of(case, tmp_path)
        assert case["error"] in str(caught.value)
    else:
        assert compare(document_of(case, tmp_path), as_answers(case["forms"])).wrong == ()


@pytest.mark.parametrize(
    ("data", "limits", "said"),
    [
        ("[" * 100_000 + "]" * 100_000, {}, "太深了"),
        ("[" * 60 + '{"项目名称": "甲", "年度目标": "乙"}' + "]" * 60, {}, "层还多"),
        ('[{"项目名称": "甲", "年度目标": "' + "长" * 300 + '"}]', {"line": 200}, "有 300 个字"),
        ('[{"项目名称": "甲", "年度目标": "乙"}]', {"cells": 1}, "单元格超过上限"),
        ('{"项目名称": "甲", "年度目标": "乙"}', {"text": 10}, "超过上限"),
        ("[" + "9" * 100_000 + "]", {}, "没有认识的记录"),
        ('[{"项目名称": NaN, "年度目标": -Infinity, "指标": [{"三级指标": "甲", "指标值": 1e999}]}]', {}, ""),
        ('[{"\\ud800项目名称": "\\udc00", "指标": [{"三级指标": "甲", "指标值": "\\u0000"}]}]', {}, ""),
    ],
)
def test_hostile_data(data: str, limits: dict[str, int], said: str) -> None:
    case = {"data": data, "as": "数据.json"}
    if said:
        with pytest.raises(JxlintError, match=said):
            document_of(case, **limits)
    else:
        assert document_of(case, **limits).forms


def test_what_extract_prints_reads_the_same(examples: Path) -> None:
    path = examples / "table-good.txt"
    printed = write_json(linter.extract(path))
    again = find_forms(read("读数.json", data=printed.encode(), name="读数.json"))
    (before,) = linter.extract(path)
    assert len(again.forms) == len(before.forms)
    for form, other in zip(again.forms, before.forms, strict=True):
        assert (form.project, form.year, form.goal, form.scope) == (
            other.project,
            other.year,
            other.goal,
            other.scope,
        )
        assert (form.budget.total, form.budget.unit) == (other.budget.total, other.budget.unit)
        rows = [
            [
                (one.level1, one.level2, one.name, one.name_printed, one.parsed, one.term)
                for one in each.indicators
            ]
            for each in (form, other)
        ]
        assert rows[0] == rows[1]


def test_last_year_in_the_record_is_compared() -> None:
    """Last year's target and goal copied are found without any other file."""
    data = str(READ[0]["data"])
    copied = data.replace('"8"', '"5"').replace("建成口袋公园4个。", str(READ[0]["forms"][0]["form"]["goal"]))
    rules = {one.rule: one.place.record for one in linter.check(copied).findings}
    assert rules["SD29"] == "记录1.本年度绩效指标[1]"
    assert rules["XG33"] == "记录1.本年度绩效目标"
    assert not {"SD29", "XG33"} & {one.rule for one in linter.check(data).findings}


def test_a_flat_row_is_a_record_to_the_api() -> None:
    row = {
        "项目名称": "甲",
        "预算年度": 2026,
        "二级绩效指标名称": "质量指标",
        "三级绩效指标名称": "合格率",
        "指标值": "130%",
    }
    report = linter.check(json.dumps(row, ensure_ascii=False))
    assert report.documents[0].forms[0].year == 2026
    assert any(one.place.record == "记录1" and one.indicator == "合格率" for one in report.findings)


def test_schema_is_renewed() -> None:
    said = "python -m linter.authoring.inputschema docs/input-schema.json"
    path = HERE.parent.parent / "docs" / "input-schema.json"
    assert path.read_text(encoding="utf-8") == schema_text(), said


def test_schema_tells_records_from_other_data() -> None:
    from jsonschema import Draft202012Validator

    validator = Draft202012Validator(input_schema())
    Draft202012Validator.check_schema(input_schema())
    for case in READ:
        if case["as"].endswith(".json"):
            assert validator.is_valid(json.loads(case["data"])) or "problems" in case, case["note"]
    lines = [json.loads(line) for line in READ[0]["data"].splitlines() if line]
    assert all(validator.is_valid(line) for line in lines)
    for wrong in ([{"甲": 1}], [], "项目名称", [{"项目名称": {"名称": "甲"}, "指标": []}], {}):
        assert not validator.is_valid(wrong)
