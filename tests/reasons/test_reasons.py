"""Reasons: what an entry covers, when it lapses, and that nothing is settled in silence."""

import datetime
from pathlib import Path
from typing import Any

import pytest
from yamldata import yaml_data

from linter.ground.errors import JxlintError
from linter.model import Finding
from linter.reasons import Entry, add_baseline, follow, read_reasons, renamed, settle

CASES = yaml_data(Path(__file__).with_name("cases.yaml"))
TODAY = datetime.date(2025, 6, 1)
BASE: dict[str, Any] = {
    "rule": "KX08", "severity": "warning", "confidence": "high", "message": "空泛", "advice": "写数字",
    "file": "目录/甲.xlsx", "form": 1, "form_title": "绩效目标表", "project": "培训经费", "level2": "社会效益指标",
    "indicator": "教学水平", "field": "value", "text": "有效提升",
}  # fmt: skip


def finding(**changes: Any) -> Finding:
    return Finding(**{**BASE, **changes})


def entry(**changes: Any) -> Entry:
    return Entry(**{"rule": "KX08", "value": "有效提升", "reason": "已核对", **changes})


@pytest.mark.parametrize("case", CASES["covers"], ids=lambda case: case["name"])
def test_covers(case: dict[str, Any]) -> None:
    assert entry(**case.get("entry", {})).covers(finding(**case.get("finding", {}))) is case["covers"]


@pytest.mark.parametrize("case", CASES["faults"], ids=lambda case: case["name"])
def test_faults_are_named_with_their_place(case: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "reasons.yaml"
    path.write_text(case["text"], encoding="utf-8")
    with pytest.raises(JxlintError) as caught:
        read_reasons(path)
    assert case["says"] in str(caught.value)
    assert caught.value.line == case["line"]


def run(findings: list[Finding], entries: list[Entry], rules: tuple[str, ...] = ("KX08",)) -> Any:
    return settle(findings, {"目录/甲.xlsx": entries}, today=TODAY, files=["目录/甲.xlsx"], rules=rules)


def test_one_entry_covers_many_rows() -> None:
    settled = run([finding(), finding(form=2, project="另一个项目")], [entry()])
    assert settled.open == [] and len(settled.answers) == 2


def test_an_expired_entry_settles_nothing_and_is_told() -> None:
    settled = run([finding()], [entry(until=datetime.date(2025, 5, 31))])
    assert len(settled.open) == 1 and len(settled.expired) == 1 and not settled.unused


def test_an_entry_holds_through_its_last_day() -> None:
    assert run([finding()], [entry(until=TODAY)]).open == []


def test_an_unused_entry_is_told_only_when_its_file_and_rule_were_run() -> None:
    mine = entry(value="原来的值", file="甲.xlsx")
    assert run([finding()], [mine]).unused == [mine]
    assert run([finding()], [mine], rules=("GF01",)).unused == []
    assert run([finding()], [entry(value="原来的值", file="乙.xlsx")]).unused == []


def test_a_real_reason_is_stronger_than_a_debt() -> None:
    settled = run([finding()], [entry(reason="待说明"), entry(reason="已核对", who="某某")])
    assert (settled.answers[0].given, settled.answers[0].who) == (True, "某某")


HOSTILE = ['a: "b"', "换\n行", "\x1b[31m红", "'单'", "\u202e反", "\\", "- x", "😀", ""]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_baseline_covers_what_it_was_made_of(text: str, tmp_path: Path) -> None:
    path = tmp_path / "reasons.yaml"
    found = [finding(text=text, indicator=text, project=text or "项目"), finding()]
    assert add_baseline(path, found) == 2
    entries = read_reasons(path)
    assert all(any(one.covers(item) for one in entries) for item in found)
    before = path.read_bytes()
    assert add_baseline(path, found) == 0 and path.read_bytes() == before


def test_a_baseline_keeps_what_was_written_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "reasons.yaml"
    old = "# 我们的说明\nreasons:\n    - rule: GF15\n      value: 90%以上\n      reason: 统一写法另行规定 # 保留\n"
    path.write_text(old, encoding="utf-8")
    assert add_baseline(path, [finding()]) == 1
    assert path.read_text(encoding="utf-8").startswith(old)
    assert [one.rule for one in read_reasons(path)] == ["GF15", "KX08"]


NAMED = [entry(file="甲.xlsx"), entry(file="甲.xlsx", rule="WZ01", value="")]
BOTH = [finding(file="目录/乙.xlsx"), finding(file="目录/乙.xlsx", rule="WZ01", text="")]


@pytest.mark.parametrize(
    ("entries", "present", "found", "rules", "names"),
    [
        (NAMED, ["乙.xlsx"], {"乙.xlsx": BOTH}, ("KX08", "WZ01"), {"甲.xlsx": "乙.xlsx"}),
        (
            NAMED,
            ["乙.xlsx", "甲.XLSX"],
            {"乙.xlsx": BOTH},
            ("KX08", "WZ01"),
            {},
        ),  # the old one is still there
        (NAMED, ["乙.xlsx"], {"乙.xlsx": BOTH[:1]}, ("KX08", "WZ01"), {}),  # something else changed
        (
            NAMED,
            ["乙.xlsx"],
            {"乙.xlsx": BOTH[:1]},
            ("KX08",),
            {"甲.xlsx": "乙.xlsx"},
        ),  # a rule that did not run
        (NAMED, ["乙.xlsx"], {"乙.xlsx": BOTH}, (), {}),
        (
            NAMED,
            ["乙.xlsx", "丙.xlsx"],
            {"乙.xlsx": BOTH, "丙.xlsx": BOTH},
            ("KX08", "WZ01"),
            {},
        ),  # which of them?
        ([*NAMED, entry(file="乙.xlsx")], ["乙.xlsx"], {"乙.xlsx": BOTH}, ("KX08", "WZ01"), {}),
        ([entry(file="甲*.xlsx")], ["乙.xlsx"], {"乙.xlsx": BOTH}, ("KX08",), {}),
        ([entry()], ["乙.xlsx"], {"乙.xlsx": BOTH}, ("KX08",), {}),
    ],
)
def test_a_file_that_was_only_renamed(
    entries: list[Entry],
    present: list[str],
    found: dict[str, list[Finding]],
    rules: tuple[str, ...],
    names: dict[str, str],
) -> None:
    assert renamed(entries, present, found, rules) == names
    assert {one.file for one in follow(entries, names)} == {names.get(one.file, one.file) for one in entries}


def test_a_baseline_outlives_the_renaming_of_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from click.testing import CliRunner

    from linter.cli.root import root

    monkeypatch.chdir(tmp_path)
    examples = Path(__file__).resolve().parent.parent.parent / "examples"
    Path("表.txt").write_bytes((examples / "columns-faulty.txt").read_bytes())

    def jxlint(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(root, list(arguments), prog_name="jxlint")
        return result.exit_code, result.output

    assert jxlint("check", "表.txt")[0] == 1
    jxlint("baseline", ".")
    assert jxlint("check", "表.txt")[0] == 0
    written = Path("reasons.yaml").read_bytes()
    Path("表.txt").rename("2026年的表.txt")
    status, said = jxlint("check", ".")
    assert status == 0 and "“表.txt”不在了，“2026年的表.txt”和它一样" in said
    assert "没有新问题要记" in jxlint("baseline", ".")[1] and Path("reasons.yaml").read_bytes() == written
    Path("别的.txt").write_bytes((examples / "table-faulty.txt").read_bytes())
    assert jxlint("check", "别的.txt")[0] == 1
