"""Real processes: encodings, terminals, pipes, signals of trouble."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from firstrun import first_run

HERE = Path(__file__).resolve().parent.parent.parent
GOOD = HERE / "examples" / "table-good.txt"
FAULTY = HERE / "examples" / "table-faulty.txt"


def jxlint(*arguments: str | Path, stdin: bytes = b"", cwd: Path | None = None, **environment: str):
    inherited = {
        key: value for key, value in os.environ.items() if not key.startswith(("PYTHONIO", "PYTHONUTF"))
    }
    return subprocess.run(
        [sys.executable, "-m", "linter", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        env={**inherited, "PYTHONPATH": str(HERE), **environment},
        timeout=120,
        check=False,
    )


def test_output_is_utf8_whatever_the_locale() -> None:
    done = jxlint("check", FAULTY, LC_ALL="C", PYTHONCOERCECLOCALE="0", PYTHONUTF8="0")
    assert done.returncode == 1, done.stderr
    assert "检查范围" in done.stdout.decode("utf-8")


def test_a_gbk_console_gets_gbk_and_never_a_crash() -> None:
    strange = (
        "项目支出绩效目标表\n项目名称\t培训\U0001f600\n"
        "一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t人数\U0001f600\t5人\n"
    )
    done = jxlint("extract", "-", stdin=strange.encode(), PYTHONIOENCODING="gbk")
    assert done.returncode == 0, done.stderr.decode("gbk")
    shown = done.stdout.decode("gbk")
    assert "项目名称" in shown and "\\U0001f600" in shown


STRANGE = (
    "项目支出绩效目标表\n项目名称\t培训\U0001f600\u202e费\x1b[31m\n"
    "一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t人数\U0001f600𠮷\t合理\U0001f600\n"
)


@pytest.mark.parametrize(
    "more",
    [
        [],
        ["--format", "rich"],
        *(pytest.param(more, marks=pytest.mark.slow) for more in (["-q"], ["--statistics"], ["--format", "markdown"])),
    ],
    ids=" ".join,
)
def test_check_on_a_gbk_console(more: list[str]) -> None:
    done = jxlint("check", "-", "没有.txt", *more, stdin=STRANGE.encode(), PYTHONIOENCODING="gbk")
    shown, said = done.stdout.decode("gbk"), done.stderr.decode("gbk")
    assert done.returncode == 2 and "检查范围" in shown and "找不到文件" in said
    assert "\x1b" not in shown and "Traceback" not in said


def test_json_is_utf8_even_on_a_gbk_console() -> None:
    done = jxlint("check", FAULTY, "--format", "json", PYTHONIOENCODING="gbk")
    assert json.loads(done.stdout.decode("utf-8"))["findings"]


@pytest.mark.skipif(sys.platform == "win32", reason="file names are always Unicode there")
def test_a_file_name_that_is_no_text(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff\xfe.txt"
    Path(os.fsdecode(path)).write_bytes(GOOD.read_bytes())
    done = jxlint("check", tmp_path, "--format", "json")
    assert done.returncode in (0, 1), done.stderr
    json.loads(done.stdout)
    assert jxlint("check", tmp_path).returncode == done.returncode


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="permissions do not hold here")
def test_a_folder_that_may_not_be_opened(tmp_path: Path) -> None:
    closed = tmp_path / "关"
    closed.mkdir(mode=0)
    done = jxlint("check", tmp_path)
    closed.chmod(0o700)
    assert done.returncode == 2 and "没有权限" in done.stderr.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="pipes end differently there")
def test_a_reader_that_has_seen_enough() -> None:
    command = f'"{sys.executable}" -m linter rules --format json | head -c 10'
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(HERE)},
        check=False,
    )
    assert done.stderr == b""


def test_standard_input_without_end_is_cut_off() -> None:
    done = jxlint("check", "-", "--max-size", "1000", stdin=b"x" * 2_000_000)
    assert done.returncode == 2 and "超过上限" in done.stderr.decode()


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device")
def test_a_device_without_end_is_cut_off() -> None:
    done = jxlint("check", "/dev/zero", "--max-size", "1000")
    assert done.returncode == 2 and "/dev/zero：" in done.stderr.decode()


def test_an_inner_fault_is_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import linter.evidence\ndef checked(*a, **k): 1 / 0\nlinter.evidence.checked = checked\n",
        encoding="utf-8",
    )
    path = f"{tmp_path}{os.pathsep}{HERE}"
    done = jxlint("check", GOOD, PYTHONPATH=path)
    assert done.returncode == 2
    said = done.stderr.decode()
    assert "程序内部出错" in said and "JXLINT_DEBUG=1" in said and "Traceback" not in said
    assert "Traceback" in jxlint("check", GOOD, PYTHONPATH=path, JXLINT_DEBUG="1").stderr.decode()


def test_a_reader_that_breaks_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import linter.readers as r\ntrue = r.read\n"
        "def read(path, **k):\n    return {}['x'] if 'faulty' in str(path) else true(path, **k)\n"
        "r.read = read\n",
        encoding="utf-8",
    )
    done = jxlint("check", GOOD, FAULTY, PYTHONPATH=f"{tmp_path}{os.pathsep}{HERE}")
    said = done.stderr.decode()
    assert done.returncode == 2 and "table-faulty.txt：读取时程序出错" in said and "Traceback" not in said
    assert "文件 1 个" in done.stdout.decode()


def test_a_judge_that_breaks_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import linter.engine as e\ntrue = e.judge_one\n"
        "def judge_one(document, *a):\n    return {}['x'] if 'faulty' in document.path else true(document, *a)\n"
        "e.judge_one = judge_one\n",
        encoding="utf-8",
    )
    done = jxlint("check", GOOD, FAULTY, PYTHONPATH=f"{tmp_path}{os.pathsep}{HERE}")
    said = done.stderr.decode()
    assert done.returncode == 2 and "table-faulty.txt：检查时程序出错" in said and "Traceback" not in said
    assert "文件 1 个" in done.stdout.decode()


def test_the_hook_calls_what_is_there() -> None:
    from yamldata import yaml_data

    hook = yaml_data(HERE / ".pre-commit-hooks.yaml")[0]
    assert hook["id"] == "jxlint"
    done = jxlint(*hook["entry"].split()[1:], FAULTY)
    assert done.returncode == 1


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["ini"], "init"), (["check", "--force"], "--force-exclude"), (["check", "--format", "sa"], "sarif"),
        (["explain", "KX0"], "KX01"), (["rules", "--select", "gf1"], "GF15"),
    ],
)  # fmt: skip
def test_shells_are_offered_what_fits(words: list[str], offered: str) -> None:
    typed = " ".join(["jxlint", *words])
    asked = {"_JXLINT_COMPLETE": "bash_complete", "COMP_WORDS": typed, "COMP_CWORD": str(len(words))}
    assert f"plain,{offered}" in jxlint(**asked).stdout.decode().splitlines()


HEAVY = {
    "yaml",
    "rich",
    "pint",
    "openpyxl",
    "pypdfium2",
    "docx",
    "lxml",
    "tomllib",
    "difflib",
    "zipfile",
    "asyncio",
    "ctypes",
    "tempfile",
    "dataclasses",
    # What stands in for these (ground/standins.py, ground/digests.py) is never asked for anything.
    "inspect",
    "ast",
    "platform",
    "gettext",
    "locale",
    "textwrap",
    "hashlib",
    "_hashlib",
}
#: What a check of one file in order has no use for.
BESIDE = {
    "json",
    "csv",
    "linter.auditing.warehouse",
    "linter.ground.searchcost",
    "linter.language.codewriter",
    "linter.pipeline.api",
    "linter.pipeline.runfolder",
    "linter.rulebook.loader",
}


@pytest.mark.parametrize(
    ("arguments", "more"),
    [(["--version"], {"lark", "msgspec", "linter.model"}), (["check", str(GOOD), "--format", "json"], BESIDE)],
    ids=["version", "check"],
)
def test_a_cold_start_imports_nothing_heavy(
    arguments: list[str], more: set[str], tmp_path: Path
) -> None:
    kept = shutil.copytree(first_run().folder, tmp_path / "kept")
    for _ in range(2):  # the first run fills what is still empty of the caches
        done = subprocess.run(
            [sys.executable, "-X", "importtime", "-m", "linter", *arguments],
            capture_output=True,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(HERE), "JXLINT_CACHE_DIR": str(kept)},
            check=True,
        )
    imported = {line.rsplit("|", 1)[-1].strip() for line in done.stderr.decode().splitlines() if "|" in line}
    assert "linter.cli.root" in imported
    assert imported & (HEAVY | more) == set()


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal for one process there")
@pytest.mark.parametrize(
    "wait", [0.002, 0.02, 0.08, *(pytest.param(wait, marks=pytest.mark.slow) for wait in (0.005, 0.01, 0.04, 0.12))]
)
def test_an_interrupt_at_an_early_moment_ends_in_a_word(wait: float, tmp_path: Path) -> None:
    """Ctrl-C within the imports: 已中断 and no traceback. Only what Python does before our code is left out."""
    started = (
        # A job in the background of a shell is told to ignore the signal; the one that is tried here is not.
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "import os, sys; from linter.cli import main\n"
        "told = lambda event, args: event == 'import' and args[0] == 'linter.cli.root' and os.write(1, b'!')\n"
        "sys.addaudithook(told)\n"
        "main()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", started, "check", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(HERE)},
    )
    assert process.stdin is not None and process.stdout is not None and process.stderr is not None
    with process:
        assert process.stdout.read(1) == b"!"
        time.sleep(wait)
        # An interrupt that Python loses (in a callback of its import system) is pressed again, as people do.
        for _ in range(3):
            process.send_signal(signal.SIGINT)
            try:
                process.wait(20)
                break
            except subprocess.TimeoutExpired:
                continue
        else:
            process.kill()
        said = process.stderr.read().decode("utf-8")
    assert (process.returncode, said.strip()) == (130, "已中断")
