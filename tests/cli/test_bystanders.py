"""Our own reports and corrected copies in a folder are passed by and named; a file that is named is read."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from linter.cli.root import root

DOCUMENTS = Path(__file__).parent.parent / "readers" / "documents"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("表").mkdir()
    shutil.copy(DOCUMENTS / "accounting.xlsx", Path("表", "甲.xlsx"))
    return tmp_path


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(root, list(arguments), prog_name="jxlint")
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.output


def checked(*arguments: str) -> tuple[int, dict[str, object]]:
    status, out = run("check", *arguments, "--format", "json")
    told: dict[str, object] = json.loads(out)["checked"]
    return status, told


@pytest.mark.parametrize("name", ["结果.xlsx", "结果.docx", "结果.html", "结果.md", "结果.txt", "结果.csv"])
def test_a_report_in_the_folder_is_passed_by(folder: Path, name: str) -> None:
    run("check", "表", "--output", f"表/{name}")
    assert Path("表", name).is_file()
    _, told = checked("表")
    assert (told["files"], told["passed_by"]) == (1, [f"表/{name}"])
    assert f"{name}（检查报告）" in run("check", "表")[1]


def test_a_report_of_a_run_over_many_files(folder: Path) -> None:
    shutil.copy(DOCUMENTS / "nan-value.csv", Path("表", "乙.csv"))
    run("check", "表", "--output", "表/总.xlsx")
    assert checked("表")[1]["passed_by"] == ["表/总.xlsx"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("more", [(), ("--quiet",), ("--statistics",), ("--format", "full")])
def test_what_the_shell_sent_to_a_file(folder: Path, encoding: str, more: tuple[str, ...]) -> None:
    Path("表", "输出.txt").write_bytes(run("check", "表", *more)[1].encode(encoding))
    assert checked("表")[1]["passed_by"] == ["表/输出.txt"]


def test_a_corrected_copy_is_passed_by_beside_its_source_only(folder: Path) -> None:
    shutil.copy("表/甲.xlsx", "表/甲-修正.xlsx")
    shutil.copy("表/甲.xlsx", "表/甲-修正2.xlsx")
    shutil.copy("表/甲.xlsx", "表/乙-修正.xlsx")
    _, told = checked("表")
    assert (told["files"], told["passed_by"]) == (2, ["表/甲-修正.xlsx", "表/甲-修正2.xlsx"])
    _, told = checked("表/甲-修正.xlsx", "表")
    assert (told["files"], told["passed_by"]) == (3, ["表/甲-修正2.xlsx"])


def test_a_report_that_is_named_is_read(folder: Path) -> None:
    run("check", "表", "--output", "表/结果.xlsx")
    _, told = checked("表/结果.xlsx")
    assert (told["files"], told["passed_by"]) == (1, [])


def test_nothing_but_reports_is_no_clean_folder(folder: Path) -> None:
    run("check", "表", "--output", "表/结果.xlsx")
    Path("表", "甲.xlsx").unlink()
    status, out = run("check", "表")
    assert status == 2 and "检查报告" in out


def test_fix_passes_them_by(folder: Path) -> None:
    run("check", "表", "--output", "表/结果.xlsx")
    shutil.copy("表/甲.xlsx", "表/甲-修正.xlsx")
    status, said = run("fix", "表", "--diff")
    assert status in (0, 1)
    assert "甲-修正.xlsx（修正后的副本，原表也在）" in said and "结果.xlsx（检查报告）" in said
