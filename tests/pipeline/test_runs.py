"""Runs of many files: the same report by however many processes, interrupted and resumed."""

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

from linter.config import Configuration
from linter.pipeline import gather, run
from linter.pipeline import run as run_module
from linter.pipeline.deadline import TooLarge, TooLong, limited
from linter.pipeline.paths import FileList, Input
from linter.pipeline.run import Means

HERE = Path(__file__).resolve().parents[2]
EXAMPLES = sorted((HERE / "examples").glob("table-*.*"))


def many(folder: Path, count: int) -> Path:
    for number in range(count):
        source = EXAMPLES[number % len(EXAMPLES)]
        shutil.copy(source, folder / f"{number:04}{source.suffix}")
    return folder


def jxlint(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        command(*arguments), cwd=cwd, env=surroundings(cwd, **environment), capture_output=True, check=False
    )


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "linter", "check", "表", "--no-config", "--format", "json", *arguments]


def surroundings(cwd: Path, **more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(HERE), "JXLINT_CACHE_DIR": str(cwd / "cache"), **more}


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """An empty folder for tables, with a cache folder of its own."""
    (tmp_path / "表").mkdir()
    shutil.copytree(first_run().folder, tmp_path / "cache")
    return tmp_path


def test_two_processes_write_what_one_writes(tables: Path) -> None:
    many(tables / "表", 12)
    (tables / "表" / "坏.xlsx").write_bytes(b"PK\x03\x04 nothing")
    (tables / "表" / "数据.json").write_text('{"a": 1}', encoding="utf-8")
    one, two = (jxlint("--jobs", jobs, cwd=tables) for jobs in "12")
    assert one.stdout == two.stdout and one.stderr == two.stderr and one.returncode == two.returncode == 2
    assert json.loads(one.stdout)["checked"]["passed_by"] == ["表/数据.json"]


@pytest.mark.slow
def test_an_interrupted_run_is_resumed(tables: Path) -> None:
    many(tables / "表", 1_200)
    whole = jxlint("--jobs", "2", cwd=tables)
    assert not list((tables / "cache" / "runs").iterdir()), "a run that is over leaves nothing"
    running = subprocess.Popen(
        command("--jobs", "2"),
        cwd=tables,
        env=surroundings(tables),
        stderr=subprocess.PIPE,
        # A job in the background of a shell is told to ignore the signal; the one that is tried here is not.
        preexec_fn=None if sys.platform == "win32" else lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    shards = tables / "cache" / "runs"
    for _ in range(3_000):
        if list(shards.rglob("*.shard")):
            break
        time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "个文件，结果留着；在同样的命令后加 --resume" in said.decode()
    kept = {path.name: path.stat().st_mtime_ns for path in shards.rglob("*.shard")}
    assert kept
    (tables / "表" / "0000.txt").write_bytes((tables / "表" / "0000.txt").read_bytes())  # touched
    again = jxlint("--jobs", "2", "--resume", cwd=tables)
    assert again.stdout == whole.stdout and again.returncode == whole.returncode
    assert not list(shards.iterdir())


@pytest.mark.slow
def test_what_was_checked_is_not_checked_again(tables: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many(tables / "表", 60)
    monkeypatch.chdir(tables)
    inputs, _ = gather(["表"])
    means = Means(words=("表",), resume=True)
    first = run(inputs, Configuration(isolated=True), means=means)
    asked: list[str] = []
    true = run_module.__globals__["check_file"]

    def counted(item, around):  # type: ignore[no-untyped-def]
        asked.append(item.path)
        return true(item, around)

    monkeypatch.setitem(run_module.__globals__, "check_file", counted)
    assert first.folder is not None
    first.folder.leave()
    (tables / "表" / "0007.txt").touch()
    (tables / "表" / "0011.docx").unlink(missing_ok=True)
    gone = [item for item in inputs if Path(item.path).exists()]
    second = run(gone, Configuration(isolated=True), means=means)
    assert "表/0007.txt" in asked and len(asked) < len(gone)
    third = run(gone, Configuration(isolated=True))
    assert list(second.report.findings) == list(third.report.findings)
    second.close()


def test_a_deadline_holds_in_any_thread() -> None:
    import threading

    caught: list[str] = []

    def wait(name: str) -> None:
        try:
            with limited(0.2):
                for _ in range(600):
                    time.sleep(0.05)
        except TooLong:
            caught.append(name)

    wait("main")
    other = threading.Thread(target=wait, args=("other",))
    other.start()
    other.join(timeout=30)
    assert caught == ["main", "other"]


def test_a_bound_on_memory_holds_in_any_thread() -> None:
    import threading

    caught: list[type[BaseException]] = []

    def fill() -> None:
        held = []
        try:
            with limited(60, 64 << 20):
                for _ in range(600):
                    held.append(b"x" * (4 << 20))
                    time.sleep(0.05)
        except TooLong as error:
            caught.append(type(error))

    fill()
    other = threading.Thread(target=fill)
    other.start()
    other.join(timeout=60)
    assert caught == [TooLarge, TooLarge]


def test_what_a_process_holds_already_counts_for_no_file() -> None:
    with limited(60, 64 << 20):
        time.sleep(0.6)


@pytest.mark.slow
def test_a_file_given_up_in_one_process_is_said(tables: Path) -> None:
    many(tables / "表", 3)
    (tables / "sitecustomize.py").write_text(
        "import time, linter.engine as e\ntrue = e.judge_one\n"
        "def judge_one(document, *a):\n"
        "    if '0001' in document.path:\n        time.sleep(60)\n"
        "    return true(document, *a)\n"
        "e.judge_one = judge_one\n",
        encoding="utf-8",
    )
    path = f"{tables}{os.pathsep}{HERE}"
    done = jxlint("--timeout", "8", cwd=tables, PYTHONPATH=path)
    assert done.returncode == 2 and "8 秒没有查完，放弃了" in done.stderr.decode()
    assert json.loads(done.stdout)["checked"]["files"] == 2


def test_a_list_of_files_is_a_sequence_like_any_other() -> None:
    given = [Input(f"目录/表{n}\udcff.xlsx", found=True) for n in range(1200)]
    given.insert(3, Input("-", b"data"))
    given.insert(700, Input("写明的.xlsx", aside="按配置不查"))
    made = FileList(given)
    assert made == given and len(made) == len(given) and made[700] == given[700] and made[-1] == given[-1]
    assert made[2:5] == given[2:5]
    with pytest.raises(IndexError):
        made[len(given)]


def test_a_file_given_twice_comes_once_and_as_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.txt", "b.txt", "目/c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    monkeypatch.chdir(tmp_path)
    inputs, _ = gather([".", "./b.txt", "目", "目/../a.txt"])
    assert [(item.path, item.found) for item in inputs] == [
        ("目/../a.txt", False),
        ("./b.txt", False),
        (str(Path("目/c.txt")), True),
    ]
