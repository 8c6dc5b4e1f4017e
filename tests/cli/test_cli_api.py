"""The calls for programs."""

from __future__ import annotations

from pathlib import Path

import pytest

import linter
from linter.ground.errors import JxlintError

FORM = (
    "项目支出绩效目标表\n项目名称\t培训\n"
    "一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t培训人数\t≥500人\n"
)


def test_a_text_a_path_and_a_name_of_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "表.txt").write_text(FORM, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for given in (FORM, Path("表.txt"), "表.txt", str(tmp_path / "表.txt"), tmp_path):
        documents = linter.extract(given)
        assert [form.project for document in documents for form in document.forms] == ["培训"]
        report = linter.check(given)
        assert (report.checked.files, report.checked.indicators, report.problems) == (1, 1, [])


def test_neither_a_path_nor_a_text() -> None:
    for call in (linter.check, linter.extract):
        with pytest.raises(JxlintError, match="既不是已有的文件"):
            call("没有这个文件.xlsx")
    report = linter.check(Path("没有这个文件.xlsx"))
    assert [path for path, _ in report.problems] == ["没有这个文件.xlsx"]
    assert linter.extract(Path("没有这个文件.xlsx"))[0].problems


def test_what_was_left_out_is_said(tmp_path: Path) -> None:
    path = tmp_path / "表.txt"
    path.write_bytes(FORM.encode("utf-8") * 20 + "末行".encode()[:-1])
    report = linter.check(path)
    assert [message for file, message in report.notes if file == str(path)] == linter.extract(path)[
        0
    ].problems
    assert report.notes
    (left_out, kept) = (linter.check(FORM, ignore=["KX"]).checked, linter.check(FORM).checked)
    assert left_out.rules + len(left_out.not_run) == kept.rules + len(kept.not_run)
    assert left_out.rules < kept.rules


def test_wishes_of_a_call(tmp_path: Path) -> None:
    (tmp_path / "表.txt").write_text(FORM, encoding="utf-8")
    (tmp_path / "jxlint.yaml").write_text("select: [KX]\n", encoding="utf-8")
    by_file = linter.check(tmp_path / "表.txt").checked.rules
    assert linter.check(tmp_path / "表.txt", select=["GF01"]).checked.rules == 1
    assert 1 < by_file < linter.check(FORM).checked.rules, "a text has no configuration file"
    with pytest.raises(JxlintError, match="没有“KX0l”"):
        linter.check(FORM, ignore=["KX0l"])


def test_a_text_is_no_file() -> None:
    assert linter.check(FORM).documents[0].path == "（文本）"
    assert linter.check("就这一行\n").problems[0][1].startswith("没有找到预算绩效目标表")


def test_parse_value() -> None:
    value = linter.parse_value("≤54.2万元")
    assert (value.kind, value.cmp, str(value.upper), value.unit) == ("quantity", "≤", "54.2", "万元")
