"""Nothing is ever torn: whatever ends the writing of a file, at any point, the old file or the new one is whole."""

from __future__ import annotations

import contextlib
import os
import signal
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from linter.ground import filesystem
from linter.ground.errors import JxlintError
from linter.ground.filesystem import save, take_place
from linter.model import Finding
from linter.pipeline import outputs
from linter.pipeline.copies import write_in_place
from linter.reasons import add_baseline, read_reasons

#: All that writing asks of the system; a test ends it at each call in turn.
CALLS = ("open", "write", "fchmod", "fsync", "link", "replace", "close")
OLD = "reasons:\n" + "".join(
    f"  # 多年写下的说明\n  - rule: KX08\n    value: 第{at}个值\n    reason: 已商定\n" for at in range(50)
)
posix = pytest.mark.skipif(not hasattr(os, "fork"), reason="no such calls there")


def finding(name: str = "甲.xlsx", text: str = "有效提升") -> Finding:
    return Finding("KX08", "warning", "medium", "空泛", "请改", file=f"表/{name}", text=text)


def baseline(folder: Path) -> None:
    add_baseline(folder / "reasons.yaml", [finding()])


def report(folder: Path) -> None:
    save(folder / "reasons.yaml", b"new" * 9999)


def in_place(folder: Path) -> None:
    write_in_place(folder / "reasons.yaml", b"new" * 9999)


def ledger(folder: Path) -> None:
    outputs.save(folder / "reasons.yaml", iter([b"new" * 999, b"rows" * 99999]))


def table_of_a_store(folder: Path) -> None:
    written = folder / ".forms.new"
    try:
        written.write_bytes(b"new" * 9999)
        take_place(written, folder / "reasons.yaml")
    finally:
        written.unlink(missing_ok=True)


JOBS = [baseline, report, in_place, ledger, table_of_a_store]


def walk(job: Callable[[Path], None], folder: Path, end: Callable[[str], None], patch: Any) -> int:
    """Run the job again and again, ended at its first, second, third … call of the system, until it goes through.

    After each: the old file or the new one, whole; beside it nothing but the backup that was asked for.
    """
    path = folder / "reasons.yaml"
    path.write_text(OLD, encoding="utf-8")
    job(folder)
    new = path.read_bytes()
    for point in range(1, 100):
        for left in folder.iterdir():
            left.unlink()
        path.write_text(OLD, encoding="utf-8")
        left_to_go = [point]

        def counted(name: str, real: Callable[..., Any], left: list[int] = left_to_go) -> Callable[..., Any]:
            def call(*args: Any, **named: Any) -> Any:
                left[0] -= 1
                if left[0] == 0:
                    end(name)
                return real(*args, **named)

            return call

        with patch.context() as inside:
            for name in CALLS:
                if hasattr(os, name):
                    inside.setattr(os, name, counted(name, getattr(os, name)))
            with contextlib.suppress(JxlintError, OSError, KeyboardInterrupt):
                job(folder)
        check(folder, new)
        if left_to_go[0] > 0:
            return point
    raise AssertionError("the job never goes through")


def check(folder: Path, new: bytes) -> None:
    now = (folder / "reasons.yaml").read_bytes()
    assert now in (OLD.encode(), new)
    beside = {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "reasons.yaml"}
    if beside:  # a backup, which is one only where the file itself is new
        assert (now, beside) == (new, {"reasons.yaml.bak": OLD.encode()})


@posix
@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.__name__)
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()], ids=repr)
def test_an_end_at_any_point_tears_nothing(
    job: Callable[[Path], None], error: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def end(name: str) -> None:
        if not (name == "close" and isinstance(error, OSError)):  # a disk is full while writing
            raise error

    assert walk(job, tmp_path, end, monkeypatch) > 5


@posix
def test_a_kill_at_any_point_tears_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "reasons.yaml"
    through = False
    for point in range(1, 40):
        for left in tmp_path.iterdir():
            left.unlink()
        path.write_text(OLD, encoding="utf-8")
        child = os.fork()
        if child == 0:
            try:
                walk_to_the_end(point, tmp_path)
            finally:
                os._exit(9)
        through = os.waitpid(child, 0)[1] == 0
        assert path.read_bytes() in (OLD.encode(), b"new" * 9999)
        beside = [one.name for one in tmp_path.iterdir() if one != path]
        # Between its name and its place a whole file may be left, hidden; what has no name yet goes with the process.
        assert len(beside) <= 1 and all(name.startswith(".jxlint-") for name in beside)
        if filesystem._NAMELESS:
            assert all((tmp_path / name).read_bytes() == b"new" * 9999 for name in beside)
        if through:
            break
    assert through and point > 5


def walk_to_the_end(point: int, folder: Path) -> None:
    """In a process of its own: save, killed at a call of the system."""
    left = [point]

    def killed(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **named: Any) -> Any:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*args, **named)

        return call

    for name in CALLS:
        setattr(os, name, killed(getattr(os, name)))
    report(folder)
    os._exit(0)


@posix
def test_permissions_and_links_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    save(path, b"1")
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~current_mask()
    path.chmod(0o640)
    (tmp_path / "link").symlink_to("a.txt")
    save(tmp_path / "link", b"2")
    assert (tmp_path / "link").is_symlink() and path.read_bytes() == b"2"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    save(Path("/dev/null"), b"3")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def current_mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@posix
def test_without_nameless_files_the_same_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filesystem, "_NAMELESS", False)

    def end(name: str) -> None:
        raise KeyboardInterrupt

    assert walk(report, tmp_path, end, monkeypatch) > 3


@pytest.mark.parametrize(
    "name",
    [os.fsdecode("空表.xlsx".encode("gbk")), "a\nb.txt", "甲[1].xlsx", '引"号.txt', "\x7f.txt", "*?.csv"],
)
def test_a_baseline_takes_any_name(name: str, tmp_path: Path) -> None:
    path = tmp_path / "reasons.yaml"
    assert add_baseline(path, [finding(name), finding(name, "另一个\x01值")]) == 2
    assert any(entry.covers(finding(name)) for entry in read_reasons(path))
    assert add_baseline(path, [finding(name)]) == 0


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0 or not Path("/bin/mount").exists(),
    reason="mounts need root",
)
def test_a_disk_that_is_really_full(tmp_path: Path) -> None:
    folder = tmp_path / "small"
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], check=False).returncode:
        pytest.skip("no mounts here")
    try:
        path = folder / "reasons.yaml"
        path.write_text(OLD, encoding="utf-8")
        with pytest.raises(OSError), (folder / "fill").open("wb", buffering=0) as file:
            while True:
                file.write(b"x" * 512)
        with pytest.raises(JxlintError, match="说明文件写不进去"):
            add_baseline(path, [finding(text="长" * 30_000)])
        assert path.read_text(encoding="utf-8") == OLD
        assert {one.name for one in folder.iterdir()} == {"reasons.yaml", "fill"}
    finally:
        subprocess.run(["umount", folder], check=True)
