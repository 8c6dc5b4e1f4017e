"""Profiles: recognised only when sure, refused when faulty, and what they change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from yamldata import yaml_data

from linter.authoring.sample import build_document
from linter.engine import judge
from linter.ground.errors import JxlintError
from linter.language.types import fields
from linter.model import Form, Report, Text
from linter.rulebook import Rulebook, load_rulebook
from linter.rulebook.profiles import Profiles, read_profiles
from linter.surroundings import Surroundings

TABLE = yaml_data(Path(__file__).with_name("profiles.yaml"))


@pytest.fixture(scope="module")
def shipped() -> Profiles:
    return load_rulebook().profiles


@pytest.mark.parametrize("case", TABLE["recognised"], ids=str)
def test_a_form_is_recognised_only_when_sure(case: dict[str, Any], shipped: Profiles) -> None:
    form = Form(
        title=case.get("title", ""),
        department=case.get("department"),
        implementing_unit=case.get("unit"),
        texts=[Text(head, "header") for head in case["heads"]],
    )
    profile = shipped.recognise(form)
    assert (profile.title if profile else None) == case["profile"]


def test_every_profile_is_whole(shipped: Profiles) -> None:
    profiles = list(shipped)
    assert {"default", "ningxia", "hunan", "hebei", "qinghai", "shanghai", "sichuan"} <= {
        profile.name for profile in profiles
    }
    for profile in profiles:
        assert profile.habits.keys() == fields("habits").keys()
    assert len({profile.title for profile in profiles}) == len(profiles)


def own(folder: Path, text: str, name: str = "jiadi") -> Rulebook:
    (folder / "profiles").mkdir(exist_ok=True)
    (folder / "profiles" / f"{name}.yaml").write_text(text, encoding="utf-8")
    book = load_rulebook()
    return Rulebook(book.rules.values(), book.basis, read_profiles([folder], book.rules))


@pytest.mark.parametrize("case", TABLE["refused"], ids=lambda case: case["says"][0])
def test_a_faulty_profile_is_refused(case: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(JxlintError) as caught:
        own(tmp_path, case["text"])
    for piece in case["says"]:
        assert piece in str(caught.value)


def test_the_profiles_of_a_rule_folder_are_at_hand_and_kept(tmp_path: Path) -> None:
    own(tmp_path, "title: 甲地\nnote: 试\nhabits: {satisfaction_floor: 80}")
    for _ in range(2):  # read, and then from the cache
        assert load_rulebook([tmp_path]).profiles.find("甲地").habits["satisfaction_floor"] == 80


def test_a_name_that_is_taken_is_refused(tmp_path: Path) -> None:
    with pytest.raises(JxlintError, match="已有"):
        own(tmp_path, "title: 甲\nnote: 乙", "ningxia")


def run(book: Rulebook, case: dict[str, Any], profile: str, **options: Any) -> Report:
    data = {key: case[key] for key in ("indicator", "indicators") if key in case}
    rules = [book.rules[rule] for rule in case["rules"]]
    chosen = book.profiles.find(profile) if profile else None
    around = Surroundings(profile=chosen, **options)
    return judge([build_document(data, "甲.yaml", 1)], book, around, rules=rules)


def found(report: Report) -> list[list[str]]:
    return [[finding.rule, finding.severity] for finding in report.findings]


@pytest.mark.parametrize("case", TABLE["changes"], ids=lambda case: case["name"])
def test_what_a_profile_changes(case: dict[str, Any], tmp_path: Path) -> None:
    book = own(
        tmp_path, yaml.safe_dump({"title": "甲地", "note": "试", **case["profile"]}, allow_unicode=True)
    )
    assert found(run(book, case, "")) == case["without"]
    report = run(book, case, "甲地")
    assert found(report) == case["with"]
    assert report.checked.profiles == {("甲地", False): 1}
    if "not_run" in case:
        (rule,) = case["rules"]
        assert [item.reason for item in report.checked.not_run if item.rule == rule] == [case["not_run"]]
        # Who asks for the rule by name gets it all the same.
        assert found(run(book, case, "jiadi", named=frozenset({rule}))) == case["without"]


def test_a_profile_that_is_none_gets_a_suggestion(shipped: Profiles) -> None:
    with pytest.raises(JxlintError) as caught:
        shipped.find("ningxai", origin="命令行 --profile")
    assert "没有“ningxai”这种口径（命令行 --profile）" in str(caught.value)
    assert "是不是想写“ningxia”" in str(caught.value)
    assert shipped.find("宁夏") is shipped.find("ningxia")


def test_only_forms_that_ignore_a_rule_are_left_out(shipped: Profiles) -> None:
    rows = [
        {"level2": "数量指标", "name": name, "value": value}
        for name, value in (("甲事人数", "20人"), ("乙事件数", "30件"), ("丙事件数", "≥40件"))
    ]
    there = {"department": "平罗县司法局", "indicators": rows}
    here = {"department": "六安市司法局", "indicators": rows}
    book = load_rulebook()

    def numbers(*forms: dict[str, Any]) -> list[int | None]:
        document = build_document({"document": {"forms": list(forms)}}, "甲.yaml", 1)
        return [finding.form for finding in judge([document], book, rules=[book.rules["WZ12"]]).findings]

    assert numbers(here) == [1]
    assert numbers(there) == []
    assert numbers(there, here) == [2]
