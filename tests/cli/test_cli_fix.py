"""``jxlint fix`` as it is called, and the hooks that call it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from yamldata import yaml_data

from linter.cli.root import root

HERE = Path(__file__).resolve().parent.parent.parent
FAULTY = HERE / "examples" / "table-faulty.txt"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "表.txt"
    shutil.copyfile(FAULTY, path)
    return path


def run(*arguments: object) -> int:
    return int(root([str(one) for one in arguments], standalone_mode=False))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_copy_stands_beside_the_original(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = table.read_bytes()
    assert run("fix", table) == 0
    assert table.read_bytes() == before and names(table.parent) == ["表-修正.txt", "表.txt"]
    assert "表-修正.txt" in capsys.readouterr().out
    assert run("fix", table) == 0
    assert len(names(table.parent)) == 2, "the same copy is not written twice"
    (table.parent / "表-修正.txt").write_text("有人改过", encoding="utf-8")
    assert run("fix", table) == 0
    assert (table.parent / "表-修正.txt").read_text(encoding="utf-8") == "有人改过"
    assert (table.parent / "表-修正2.txt").is_file()


def test_diff_writes_nothing(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("fix", "--diff", table) == 1
    said = capsys.readouterr().out
    assert "    - " in said and "    + " in said and names(table.parent) == ["表.txt"]
    run("fix", table)
    assert run("fix", "--diff", table.parent / "表-修正.txt") == 0


def test_in_place_keeps_every_backup(table: Path) -> None:
    before = table.read_bytes()
    table.chmod(0o640)
    assert run("fix", "--in-place", table) == 0
    after = table.read_bytes()
    assert after != before and table.with_name("表.txt.bak").read_bytes() == before
    assert sys.platform == "win32" or table.stat().st_mode & 0o777 == 0o640
    assert run("fix", "--in-place", table) == 0
    assert names(table.parent) == ["表.txt", "表.txt.bak"], "nothing to fix, no backup"
    table.write_bytes(before + b"\n")
    assert run("fix", "--in-place", table) == 0
    assert table.with_name("表.txt.bak").read_bytes() == before
    assert table.with_name("表.txt.bak2").read_bytes() == before + b"\n"
    table.write_bytes(before)
    assert run("fix", "--in-place", "--no-backup", table) == 0
    assert names(table.parent) == ["表.txt", "表.txt.bak", "表.txt.bak2"] and table.read_bytes() == after


def test_output(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = table.parent
    assert run("fix", table, "--output", folder / "新.txt") == 0
    assert run("fix", table, folder / "新.txt", "--output", folder / "夹") == 0
    assert names(folder / "夹") == ["新.txt", "表.txt"]
    assert run("fix", table, "--output", table) == 2
    assert "--in-place" in capsys.readouterr().err


@pytest.mark.parametrize(
    "options", [["--diff", "--in-place"], ["--no-backup"], ["--output", "x", "--in-place"]]
)
def test_options_that_do_not_go_together(table: Path, options: list[str]) -> None:
    assert run("fix", table, *options) == 2
    assert names(table.parent) == ["表.txt"]


def test_one_file_that_breaks_the_program_does_not_stop_the_others(
    table: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from linter.pipeline.rounds import Fixer

    other = table.with_name("甲" + table.suffix)
    other.write_bytes(table.read_bytes())
    whole = Fixer.fix

    def broken(self: Fixer, item: Any) -> Any:
        if item.path == str(other):
            raise ZeroDivisionError("x")
        return whole(self, item)

    monkeypatch.setattr(Fixer, "fix", broken)
    assert run("fix", "--diff", other, table) == 2
    said = capsys.readouterr()
    assert "修正时程序出错（ZeroDivisionError：x）" in said.err and "处可以修正" in said.out


def test_other_formats_and_other_texts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "页.html").write_text("<html><body><p>绩效</p></body></html>", encoding="utf-8")
    assert run("fix", tmp_path / "页.html") == 2
    assert "不能自动修正" in capsys.readouterr().err
    (tmp_path / "说明.md").write_text("# 说明\n\n与表无关。\n", encoding="utf-8")
    assert run("fix", tmp_path / "说明.md") == 0
    assert "没有找到绩效目标表" in capsys.readouterr().out


def test_the_report_for_programs_tells_the_fix(
    table: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    import json

    run("check", table, "--format", "json")
    findings = json.loads(capsysbinary.readouterr().out)["findings"]
    fixes = [finding["fix"] for finding in findings if finding["fix"]]
    assert fixes and all(fix["safety"] in ("safe", "unsafe") and fix["text"] for fix in fixes)


# Hooks ------------------------------------------------------------------------------------------------


def git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    identity = ["-c", "user.name=某某某", "-c", "user.email=a@example.org", "-c", "core.quotepath=off"]
    return subprocess.run(
        ["git", *identity, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A git repository whose hooks are ours, run with the Python of the tests."""
    program = Path(sys.executable).with_name("pre-commit")
    if not shutil.which("git") or not program.exists():
        pytest.skip("left out: pre-commit or git is not installed")
    git(tmp_path, "init", "-q")
    hooks = yaml_data(HERE / ".pre-commit-hooks.yaml")
    for hook in hooks:
        assert hook["entry"].startswith("jxlint ")
        # A language of its own would install the package from the network.
        hook["language"] = "system"
        hook["entry"] = f"{sys.executable} -m linter {hook['entry'].removeprefix('jxlint ')}"
    config = {"repos": [{"repo": "local", "hooks": hooks}]}
    (tmp_path / ".pre-commit-config.yaml").write_text(
        yaml.safe_dump(config, allow_unicode=True), encoding="utf-8"
    )
    return tmp_path


def hook(folder: Path, name: str) -> subprocess.CompletedProcess[str]:
    import os

    environment = {
        **os.environ,
        "PYTHONPATH": str(HERE),
        "PYTHONUTF8": "1",
        "PRE_COMMIT_HOME": str(folder / ".cache"),
    }
    return subprocess.run(
        [str(Path(sys.executable).with_name("pre-commit")), "run", name],
        cwd=folder, capture_output=True, text=True, encoding="utf-8", env=environment, check=False, timeout=120,
    )  # fmt: skip


@pytest.mark.slow
def test_the_real_hooks(repository: Path) -> None:
    import sys as system

    system.path.insert(0, str(HERE / "tests" / "fixing"))
    from fixing_files import ROWS, csv_text, document, workbook

    system.path.pop(0)
    files = {
        "甲.xlsx": workbook(), "乙.docx": document(), "丙.csv": csv_text(ROWS).encode("gbk"),
        "丁.txt": FAULTY.read_bytes(),
    }  # fmt: skip
    old = repository / "旧.txt"
    old.write_bytes(FAULTY.read_bytes())
    git(repository, "add", "旧.txt")
    git(repository, "commit", "-q", "-m", "旧表", "--no-verify")
    for name, data in files.items():
        (repository / name).write_bytes(data)
    (repository / "图.png").write_bytes(b"\x89PNG")
    git(repository, "add", "甲.xlsx", "乙.docx", "丙.csv", "丁.txt", "图.png")
    done = hook(repository, "jxlint-fix")
    assert done.returncode == 1 and "files were modified by this hook" in done.stdout, (
        done.stdout + done.stderr
    )
    changed = set(git(repository, "diff", "--name-only").stdout.split())
    assert changed == set(files), "every format, and only what was staged"
    assert old.read_bytes() == FAULTY.read_bytes() and not list(repository.glob("*.bak"))
    # What is no form, and what the configuration leaves out, stops no commit.
    (repository / "往年").mkdir()
    (repository / "往年" / "表.txt").write_bytes(FAULTY.read_bytes())
    (repository / "requirements.txt").write_text("click>=8\n", encoding="utf-8")
    (repository / "jxlint.yaml").write_text("exclude: [往年]\n", encoding="utf-8")
    git(repository, "add", "往年/表.txt", "requirements.txt", "jxlint.yaml")
    git(repository, "add", *files)
    again = hook(repository, "jxlint-fix")
    assert again.returncode == 0, again.stdout
    checked = hook(repository, "jxlint")
    assert checked.returncode == 1 and "丁.txt" in checked.stdout and "旧.txt" not in checked.stdout
    assert "requirements.txt（没有绩效目标表）" in checked.stdout
    assert "往年/表.txt（配置里写了 exclude）" in checked.stdout and "没有检查成" not in checked.stdout
    git(repository, "rm", "-q", "-f", "--cached", *files)
    nothing = hook(repository, "jxlint")
    assert nothing.returncode == 0, nothing.stdout


def test_the_action_runs_what_is_there(tmp_path: Path) -> None:
    """The script of the composite action, run by bash as GitHub does, writes a SARIF file and the status."""
    import os

    action = yaml_data(HERE / "action.yml")
    assert action["runs"]["using"] == "composite"
    steps = action["runs"]["steps"]
    assert all("uses" in step or step["shell"] == "bash" for step in steps)
    assert all("${{" not in step.get("run", "") for step in steps), "texts come in by the environment"
    bash = shutil.which("bash")
    if not bash or sys.platform == "win32":
        pytest.skip("left out: bash is not here")
    script = next(step["run"] for step in steps if step.get("id") == "check")
    (tmp_path / "jxlint").write_text(f'#!{bash}\nexec "{sys.executable}" -m linter "$@"\n', encoding="utf-8")
    (tmp_path / "jxlint").chmod(0o755)
    environment = {
        **os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(HERE),
        "GITHUB_OUTPUT": str(tmp_path / "out"), "JXLINT_PATHS": str(FAULTY), "JXLINT_ARGS": "--fail-on info",
        "JXLINT_SARIF": str(tmp_path / "jxlint.sarif"),
    }  # fmt: skip
    subprocess.run([bash, "-e", "-c", script], env=environment, check=True, capture_output=True, timeout=120)
    assert (tmp_path / "out").read_text(encoding="utf-8") == "status=1\n"
    assert '"2.1.0"' in (tmp_path / "jxlint.sarif").read_text(encoding="utf-8")
