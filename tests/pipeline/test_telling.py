"""What a file's own process writes for the JSON report is what the report would say by itself."""

import shutil
from pathlib import Path

import pytest

from linter.config import Configuration
from linter.fileresult import FileResult
from linter.pipeline import gather, run
from linter.pipeline.reportsource import Source
from linter.pipeline.run import Means
from linter.pipeline.runaround import Telling
from linter.pipeline.shards import opened, pack, unpack
from linter.reasons import add_baseline
from linter.reports import write
from linter.reports.view.choices import Options

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
OWN = """
id: ZZ01
name: any-target
title: 有指标
severity: warning
confidence: high
status: stable
given: indicator
check: {kind: fault, when: not empty(name), at: name}
message: 指标“{name}”
advice: 改一改
why: 例子
basis: [88-22-2]
fix: none
---
tests:
  bad:
    - indicator: {level2: 数量指标, name: 培训人数, value: ≥100人}
      says: 指标“培训人数”
  good: []
"""


@pytest.fixture
def tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for folder in ("甲", "乙", "丙"):
        (tmp_path / "表" / folder).mkdir(parents=True)
        for kind in ("faulty", "good"):
            shutil.copy(EXAMPLES / f"table-{kind}.txt", tmp_path / "表" / folder / f"{kind}.txt")
    (tmp_path / "表" / "丙" / "坏.xlsx").write_bytes(b"PK\x03\x04 nothing")
    (tmp_path / "表" / "丙" / "空.txt").write_text("", encoding="utf-8")
    monkeypatch.setenv("JXLINT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "表"


def reported(means: Means | None, *, grade: bool = True) -> str:
    inputs, _ = gather(["表"])
    outcome = run(inputs, Configuration(), means=means)
    text = write("json", outcome.report, outcome.rulebook, Options(grade=grade))
    outcome.close()
    return text


def means(*, forms: bool = True) -> Means:
    return Means(words=("表",), resume=True, telling=Telling(forms=forms))


def read_again(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of which the report settles the findings itself."""
    asked: list[str] = []
    true = Source.settled

    def settled(self, result):  # type: ignore[no-untyped-def]
        asked.append(result.path)
        return true(self, result)

    monkeypatch.setattr(Source, "settled", settled)
    return asked


@pytest.mark.parametrize("grade", [True, False])
def test_texts_are_put_together_as_they_are(
    tables: Path, grade: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = reported(None, grade=grade)
    asked = read_again(monkeypatch)
    assert reported(means(forms=grade), grade=grade) == whole
    assert not [path for path in asked if path.endswith(("faulty.txt", "good.txt"))]


def test_where_forms_were_not_told_they_are_read(tables: Path) -> None:
    assert reported(means(forms=False)) == reported(None)


def test_what_was_answered_is_told_anew(tables: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inputs, _ = gather(["表"])
    found = run(inputs, Configuration()).report.findings
    add_baseline(
        tables / "甲" / "reasons.yaml",
        [one for one in found if one.file == "表/甲/faulty.txt" and one.severity == "warning"],
    )
    whole = reported(None)
    assert '"answers"' in whole
    asked = read_again(monkeypatch)
    assert reported(means()) == whole
    assert "表/甲/faulty.txt" in asked


def test_where_rulebooks_differ_the_report_uses_all_of_them(tables: Path) -> None:
    (tables / "乙" / "jxlint.yaml").write_text("rules: [own.yaml]\n", encoding="utf-8")
    (tables / "乙" / "own.yaml").write_text(OWN, encoding="utf-8")
    whole = reported(None)
    assert "ZZ01" in whole
    assert reported(means()) == whole


def test_texts_travel_beside_the_result() -> None:
    packed = pack(FileResult("a.txt", told=(b"1", b"")))
    assert opened(packed).told == (b"1", b"") and unpack(packed) == FileResult("a.txt")
