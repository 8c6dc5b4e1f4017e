"""Work in a process of its own gives what it would have given here, and whatever ends it is said."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from linter.cli.root import root
from linter.ground.errors import JxlintError
from linter.pipeline.run import run
from linter.pipeline.sideprocess import done_beside

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
STARTS = [
    pytest.param("spawn", marks=pytest.mark.slow),
    pytest.param("fork", marks=pytest.mark.skipif(sys.platform != "linux", reason="forks")),
]
KILL = getattr(signal, "SIGKILL", signal.SIGTERM)


def pieces(number: int) -> Iterator[bytes]:
    for at in range(number):
        yield f"{os.getpid()} {at} ".encode() + b"x" * at * 1000


def refuses() -> Iterator[bytes]:
    yield b"first"
    raise JxlintError("写错了", path="甲.yaml", line=3, column=4, advice="请改正")


def fills_the_disk() -> Iterator[bytes]:
    raise OSError(28, "No space left on device", "库/x")
    yield b""


def wants_too_much() -> Iterator[bytes]:
    raise MemoryError
    yield b""


def is_wrong() -> Iterator[bytes]:
    raise KeyError("甲")
    yield b""


def is_killed() -> Iterator[bytes]:
    with tempfile.NamedTemporaryFile(delete=False) as file:
        file.write(b"put aside")
    yield file.name.encode()
    os.kill(os.getpid(), KILL)


def waits() -> Iterator[bytes]:
    yield str(os.getpid()).encode()
    time.sleep(600)


def is_running(process: int) -> bool:
    """Whether it is there and no mere entry that waits to be taken notice of."""
    try:
        return "Z" not in Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2][:3]
    except OSError:
        return False


def is_gone(process: int) -> bool:
    """Whether a process ends within the time that this takes at the most."""
    for _ in range(300):
        if not is_running(process):
            return True
        time.sleep(0.1)
    return False


@pytest.mark.parametrize("start", STARTS)
def test_what_it_gives_comes_in_order_from_elsewhere(start: str) -> None:
    given = [piece.split(b" ") for piece in done_beside(pieces, 300, start=start)]
    assert [int(at) for _, at, _ in given] == list(range(300))
    assert all(len(rest) == int(at) * 1000 for _, at, rest in given)
    assert {int(process) for process, *_ in given}.isdisjoint({os.getpid()})


@pytest.mark.parametrize("start", STARTS)
def test_its_errors_are_those_of_the_work(start: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JXLINT_DEBUG", raising=False)
    made = done_beside(refuses, start=start)
    assert next(made) == b"first"
    with pytest.raises(JxlintError) as told:
        next(made)
    assert str(told.value) == "甲.yaml:3:4：写错了。请改正"
    with pytest.raises(JxlintError, match=r"库/x：文件读写不成（No space left on device）。请检查磁盘空间"):
        list(done_beside(fills_the_disk, start=start))
    with pytest.raises(MemoryError):
        list(done_beside(wants_too_much, start=start))
    with pytest.raises(RuntimeError, match="KeyError：'甲'"):
        list(done_beside(is_wrong, start=start))


@pytest.mark.parametrize("start", STARTS)
def test_a_process_that_is_killed_is_said_and_leaves_nothing(start: str) -> None:
    made = done_beside(is_killed, start=start)
    aside = Path(next(made).decode())
    with pytest.raises(JxlintError, match="一个进程意外结束，没有查完。多半是内存不够"):
        next(made)
    assert not aside.exists() and not aside.parent.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
@pytest.mark.parametrize("start", STARTS)
def test_who_asks_no_more_ends_it(start: str) -> None:
    made = done_beside(waits, start=start)
    process = int(next(made))
    assert is_running(process)
    made.close()  # type: ignore[attr-defined]
    assert not is_running(process)


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
@pytest.mark.parametrize("start", STARTS)
def test_it_ends_with_the_process_that_asked(start: str, tmp_path: Path) -> None:
    code = (
        f"import sys; sys.path[:0] = {sys.path!r}\n"
        "from test_side_process import waits\n"
        "from linter.pipeline.sideprocess import done_beside\n"
        "if __name__ == '__main__':\n"
        f"    for piece in done_beside(waits, start={start!r}): print(piece.decode(), flush=True)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent), "TMPDIR": str(tmp_path)}
    asked = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, env=environment)
    assert asked.stdout is not None
    process = int(asked.stdout.readline())
    asked.kill()
    asked.wait()
    asked.stdout.close()
    assert is_gone(process) and not list(tmp_path.glob("jxlint-*"))


# What follows is about runs with a store.


@pytest.fixture
def tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    pytest.importorskip("pyarrow")
    pytest.importorskip("duckdb")
    monkeypatch.chdir(tmp_path)
    Path("表").mkdir()
    for path in sorted(EXAMPLES.glob("table-*.txt"))[:8]:
        shutil.copy(path, "表")
    text = Path("表", "table-faulty.txt").read_text(encoding="utf-8")
    Path("表", "别的单位.txt").write_text(text.replace("县", "市"), encoding="utf-8")
    return tmp_path


def check(*more: str) -> Any:
    result = CliRunner().invoke(root, ["check", "表", "--isolated", "--jobs", "1", *more], prog_name="jxlint")
    assert "Traceback" not in result.output
    return result


def contents(store: str) -> dict[str, Any]:
    from pyarrow import parquet

    read = (parquet.read_table(path) for path in sorted(Path(store).glob("*.parquet")))
    return {
        str(table.schema.names): [
            {name: value for name, value in row.items() if name != "checked_at"} for row in table.to_pylist()
        ]
        for table in read
    }


def elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on the work of a store is done in processes of its own."""
    monkeypatch.setitem(run.__globals__, "_WORTH_A_CREW", 2)
    # The libraries have threads here by now.
    monkeypatch.setattr("linter.pipeline.sideprocess.quickest_start", lambda: "spawn")


def test_a_store_and_its_rules_are_the_same(tables: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = check("--store", "库", "--output", "一.json")
    assert here.exit_code in (0, 1), here.output
    elsewhere(monkeypatch)
    there = check("--store", "库二", "--output", "二.json")
    assert (there.exit_code, there.stderr) == (here.exit_code, here.stderr)
    assert Path("一.json").read_bytes() == Path("二.json").read_bytes()
    assert contents("库") == contents("库二")


@pytest.mark.slow
def test_a_run_beside_an_earlier_one_is_the_same(tables: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert check("--store", "库").exit_code in (0, 1)
    here = check("--store", "库三", "--since", "库", "--output", "三.json")
    elsewhere(monkeypatch)
    there = check("--store", "库四", "--since", "库", "--output", "四.json")
    assert (there.exit_code, there.stderr) == (here.exit_code, here.stderr)
    assert Path("三.json").read_bytes() == Path("四.json").read_bytes()


def test_the_libraries_stay_out_of_the_process_that_asks(tables: Path) -> None:
    code = (
        "import sys\nfrom linter.cli.root import root\nfrom linter.pipeline import run\n"
        "if __name__ == '__main__':\n"
        "    sys.modules['linter.pipeline.run']._WORTH_A_CREW = 2\n"
        "    for more in ([], ['--since', '库']):\n"
        "        root.main(['check', '表', '--isolated', '--jobs', '1', '--store', '库', '--output', '台账.xlsx', "
        "'--output', 'x.html', *more], standalone_mode=False)\n"
        "        __import__('pathlib').Path('台账.xlsx').unlink()\n"
        "    print([name for name in ('pyarrow', 'duckdb') if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.stdout.decode("utf-8").splitlines()[-1:] == ["[]"], done.stderr.decode("utf-8")
    assert json.loads(Path("库", "jxlint-store.json").read_bytes())


def test_tables_that_were_begun_are_taken_away(tables: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = Path("库/.forms.new")

    def ended(*_: object) -> Iterator[bytes]:
        begun.write_bytes(b"PAR1")
        raise JxlintError("一个进程意外结束，没有查完")

    monkeypatch.setitem(run.__globals__, "_WORTH_A_CREW", 2)
    monkeypatch.setattr("linter.pipeline.storetables.done_beside", ended)
    result = check("--store", "库")
    assert result.exit_code == 2 and "一个进程意外结束" in result.stderr and not begun.exists()
