"""Kept files are never believed unseen: whatever is done to them, the answer is that of a run without a cache."""

from __future__ import annotations

import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest

from linter.ground import cache as files

HERE = Path(__file__).resolve().parent.parent
ARGUMENTS = ["-m", "linter", "check", "examples/table-faulty.txt", "--format", "json"]
CHECKSUM = 16
needs_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give files away"
)


def check(folder: Path | str, *more: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, *ARGUMENTS, *more],
        cwd=HERE,
        env={**os.environ, "JXLINT_CACHE_DIR": str(folder), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


class First(NamedTuple):
    """A first run: the cache folder as it leaves it, and what it said when nothing was kept yet."""

    folder: Path
    answer: tuple[int, str, str]


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> First:
    folder = tmp_path_factory.mktemp("filled")
    return First(folder, check(folder))


@pytest.fixture
def filled(first: First) -> Path:
    return first.folder


@pytest.fixture
def answer(first: First) -> tuple[int, str, str]:
    return first.answer


@pytest.mark.slow
def test_a_run_without_a_cache_says_the_same(answer: tuple[int, str, str]) -> None:
    assert check("off") == answer


def one(folder: Path, start: str) -> Path:
    return max(folder.glob(f"{start}-*"), key=lambda path: path.stat().st_size)


def flip_bits(folder: Path) -> None:
    for path in folder.iterdir():
        raw = bytearray(path.read_bytes())
        raw[len(raw) // 2] ^= 4
        path.write_bytes(raw)


def change(folder: Path, start: str, how: Callable[[Any], Any]) -> None:
    """Change the plain data of a kept file, as somebody does who knows nothing of the checksum."""
    path = one(folder, start)
    raw = path.read_bytes()
    data = how(msgspec.msgpack.decode(raw[CHECKSUM:]))
    path.write_bytes(raw[:CHECKSUM] + msgspec.msgpack.encode(data))


def cut_rulebook(folder: Path) -> None:
    change(folder, "pack", lambda data: {**data, "rules": data["rules"][:3]})


def exchange_pattern(folder: Path) -> None:
    def exchanged(data: dict[str, Any]) -> dict[str, Any]:
        other = next(row for key, row in data.items() if key.endswith(":-"))
        return {key: other if "≥" in key else row for key, row in data.items()}

    change(folder, "patterns", lambda data: exchanged({**data, "0:-": next(iter(data.values()))}))


def exchange_files(folder: Path) -> None:
    first, second = sorted(folder.glob("data-*"))[:2]
    kept = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(kept)


def plant_pickle(folder: Path) -> None:
    class Harm:
        def __reduce__(self) -> tuple[Any, ...]:
            return os.system, (f"touch {folder / 'harm'}",)

    for path in folder.iterdir():
        path.write_bytes(b"no key\n" + pickle.dumps(Harm()))


def cut_all(folder: Path) -> None:
    for at, path in enumerate(folder.iterdir()):
        path.write_bytes(path.read_bytes()[: (0, 7, CHECKSUM, 400)[at % 4]])


def folders_instead(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()
        path.mkdir()


def let_others_write(folder: Path) -> None:
    for path in folder.iterdir():
        path.chmod(0o666)
    cut_rulebook(folder)


#: Those that make all anew take long.
SPOILT = [
    pytest.param(flip_bits, marks=pytest.mark.slow),
    cut_rulebook,
    exchange_pattern,
    exchange_files,
    pytest.param(plant_pickle, marks=pytest.mark.slow),
    pytest.param(cut_all, marks=pytest.mark.slow),
    pytest.param(folders_instead, marks=pytest.mark.slow),
    pytest.param(let_others_write, marks=pytest.mark.slow),
]


@pytest.mark.parametrize("spoil", SPOILT, ids=lambda spoil: spoil.__name__)
def test_what_is_spoilt_is_made_anew(
    spoil: Callable[[Path], None], filled: Path, answer: tuple[int, str, str], tmp_path: Path
) -> None:
    folder = tmp_path / "kept"
    shutil.copytree(filled, folder)
    names = {path.name for path in folder.iterdir()}
    spoil(folder)
    assert check(folder) == answer
    assert {path.name for path in folder.iterdir()} == names  # nothing run, nothing left beside
    healed = [files.proven(path.name, path.read_bytes()) for path in folder.iterdir() if path.is_file()]
    assert None not in healed and bool(healed) == (spoil is not folders_instead)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="owners and modes of POSIX")
def test_a_folder_where_others_may_write_is_not_used(
    filled: Path, answer: tuple[int, str, str], tmp_path: Path
) -> None:
    folder = tmp_path / "kept"
    shutil.copytree(filled, folder)
    cut_rulebook(folder)
    folder.chmod(0o777)
    before = {path: path.read_bytes() for path in folder.iterdir()}
    status, out, said = check(folder, "--verbose")
    assert (status, out) == answer[:2]
    assert f"缓存文件夹 {folder} 别人也能写，这次不用缓存" in said
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


@needs_root
@pytest.mark.parametrize("whole", [pytest.param(True, marks=pytest.mark.slow), False], ids=["folder", "file"])
def test_what_belongs_to_another_is_not_used(
    whole: bool, filled: Path, answer: tuple[int, str, str], tmp_path: Path
) -> None:
    folder = tmp_path / "kept"
    shutil.copytree(filled, folder)
    path = one(folder, "pack")
    data = msgspec.msgpack.decode(path.read_bytes()[CHECKSUM:])
    data["rules"] = data["rules"][:3]
    path.write_bytes(files.sealed(path.name, msgspec.msgpack.encode(data)))
    os.chown(folder if whole else path, 65534, 65534)
    status, out, said = check(folder, "--verbose")
    assert (status, out) == answer[:2]
    assert ("不属于当前用户" in said) == whole


@pytest.mark.parametrize("place", ["/dev/null", "/proc/none", "a/\0/b"])
def test_a_place_that_cannot_be_a_folder_is_passed_over(
    place: str, monkeypatch: pytest.MonkeyPatch, answer: tuple[int, str, str]
) -> None:
    monkeypatch.setattr(files.os, "environ", {"JXLINT_CACHE_DIR": place})
    files._found.cache_clear()
    found, why = files._found()
    files._found.cache_clear()
    assert found is None and "缓存" in why


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "cache_dir", lambda: tmp_path)

    def full(*_: Any) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    files.write("data-x", [1, 2, 3])
    assert list(tmp_path.iterdir()) == []
    assert files.read("data-x") is None


def test_a_stamp_tells_every_touch(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    path = tmp_path / "a" / "b.yaml"
    path.write_text("1", encoding="utf-8")
    stamps = [files.stamp([tmp_path])]

    def touched() -> bool:
        stamps.append(files.stamp([tmp_path]))
        return stamps[-1] not in stamps[:-1]

    assert not touched()
    path.write_text("22", encoding="utf-8")
    assert touched()
    os.utime(path, (1, 1))
    assert touched()
    other = tmp_path / "a" / "c.yaml"
    other.write_text("22", encoding="utf-8")
    os.utime(other, (1, 1))
    assert touched()
    other.replace(path)  # the same size and times, another file
    assert touched() or not hasattr(os, "geteuid")


def test_notes_are_kept_to_the_next_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "cache_dir", lambda: tmp_path)
    monkeypatch.setattr(files.atexit, "register", lambda call: None)
    first = files.Notes("notes", most=3)
    assert first.get("a") is None
    first.put("a", "甲")
    first.save()
    again = files.Notes("notes", most=3)
    assert again.get("a") == "甲"
    for key in "bcd":
        again.put(key, key)
    again.save()
    assert [files.Notes("notes", most=3).get(key) for key in "abcd"] == [None, "b", "c", "d"]
    (tmp_path / "notes").write_bytes(b"spoilt")
    assert files.Notes("notes").get("b") is None
