"""Kept files are never believed unseen: whatever is done to them, the answer is that of a run without a cache."""

from __future__ import annotations

import os
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from firstrun import First, check, first_run

from linter.ground import cache as files

needs_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give files away"
)


@pytest.fixture(scope="module")
def first() -> First:
    return first_run()


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
    data = how(msgspec.msgpack.decode(raw[files.CHECKSUM:]))
    path.write_bytes(raw[:files.CHECKSUM] + msgspec.msgpack.encode(data))


def cut_rulebook(folder: Path) -> None:
    change(folder, "pack", lambda data: {**data, "rules": data["rules"][:3]})


def exchange_pattern(folder: Path) -> None:
    def exchanged(data: dict[str, Any]) -> dict[str, Any]:
        other = next(row for key, row in data.items() if key.endswith(":-"))
        return {key: other if "≥" in key else row for key, row in data.items()}

    change(folder, "patterns", lambda data: exchanged({**data, "0:-": next(iter(data.values()))}))


def exchange_files(folder: Path) -> None:
    first, second = folder / "tables", one(folder, "alternations")
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
        path.write_bytes(path.read_bytes()[: (0, 7, files.CHECKSUM, 400)[at % 4]])


def folders_instead(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()
        path.mkdir()


def let_others_write(folder: Path) -> None:
    for path in folder.iterdir():
        path.chmod(0o666)
    cut_rulebook(folder)


WAYS = [
    flip_bits,
    cut_rulebook,
    exchange_pattern,
    exchange_files,
    plant_pickle,
    cut_all,
    folders_instead,
    let_others_write,
]
#: A run that makes only little anew.
QUICK = {exchange_pattern, exchange_files}


def by_name(way: Callable[[Path], None]) -> str:
    return way.__name__


@pytest.fixture
def kept(filled: Path, tmp_path: Path) -> Path:
    """A copy of the folder of the first run."""
    return Path(shutil.copytree(filled, tmp_path / "kept"))


def believed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The names of the files in a folder that a run would take for what they were."""
    with monkeypatch.context() as patch:
        patch.setattr(files, "cache_dir", lambda: folder)
        return {path.name for path in folder.iterdir() if files.read_kept(path.name) is not None}


@pytest.mark.parametrize("spoil", WAYS, ids=by_name)
def test_what_is_spoilt_is_not_believed(
    spoil: Callable[[Path], None], kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path.name: path.read_bytes() for path in kept.iterdir()}
    assert believed(kept, monkeypatch) == set(before)
    spoil(kept)
    spoilt = {name for name, raw in before.items() if not (kept / name).is_file() or (kept / name).read_bytes() != raw}
    if spoil is let_others_write and hasattr(os, "geteuid"):
        spoilt = set(before)
    assert spoilt and believed(kept, monkeypatch) == set(before) - spoilt


@pytest.mark.parametrize(
    "spoil",
    [way if way in QUICK else pytest.param(way, marks=pytest.mark.slow) for way in WAYS],
    ids=by_name,
)
def test_what_is_spoilt_is_made_anew(
    spoil: Callable[[Path], None], kept: Path, answer: tuple[int, str, str]
) -> None:
    names = {path.name for path in kept.iterdir()}
    spoil(kept)
    assert check(kept) == answer
    assert {path.name for path in kept.iterdir()} == names  # nothing run, nothing left beside
    healed = [files.proven(path.name, path.read_bytes()) for path in kept.iterdir() if path.is_file()]
    assert None not in healed and bool(healed) == (spoil is not folders_instead)


def found(folder: str | Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path | None, str]:
    """The cache folder that a run finds which is told to take this one, and what it says of it."""
    with monkeypatch.context() as patch:
        patch.setattr(files.os, "environ", {"JXLINT_CACHE_DIR": str(folder)})
        files._found.cache_clear()
        try:
            return files._found()
        finally:
            files._found.cache_clear()


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="owners and modes of POSIX")
def test_a_folder_where_others_may_write_is_none(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(kept, monkeypatch) == (kept, "")
    kept.chmod(0o777)
    assert found(kept, monkeypatch) == (None, f"缓存文件夹 {kept} 别人也能写，这次不用缓存")


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="owners and modes of POSIX")
def test_a_folder_where_others_may_write_is_not_used(kept: Path, answer: tuple[int, str, str]) -> None:
    cut_rulebook(kept)
    kept.chmod(0o777)
    before = {path: path.read_bytes() for path in kept.iterdir()}
    status, out, said = check(kept, "--verbose")
    assert (status, out) == answer[:2]
    assert f"缓存文件夹 {kept} 别人也能写，这次不用缓存" in said
    assert {path: path.read_bytes() for path in kept.iterdir()} == before


@needs_root
def test_what_belongs_to_another_is_not_believed(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = one(kept, "pack")
    os.chown(path, 65534, 65534)
    assert believed(kept, monkeypatch) == {other.name for other in kept.iterdir()} - {path.name}
    os.chown(kept, 65534, 65534)
    folder, why = found(kept, monkeypatch)
    assert folder is None and "不属于当前用户" in why


@pytest.mark.slow
@needs_root
@pytest.mark.parametrize("whole", [True, False], ids=["folder", "file"])
def test_what_belongs_to_another_is_not_used(whole: bool, kept: Path, answer: tuple[int, str, str]) -> None:
    path = one(kept, "pack")
    data = msgspec.msgpack.decode(path.read_bytes()[files.CHECKSUM:])
    data["rules"] = data["rules"][:3]
    path.write_bytes(files.sealed(path.name, msgspec.msgpack.encode(data)))
    os.chown(kept if whole else path, 65534, 65534)
    status, out, said = check(kept, "--verbose")
    assert (status, out) == answer[:2]
    assert ("不属于当前用户" in said) == whole


@pytest.mark.parametrize("place", ["/dev/null", "/proc/none", "a/\0/b"])
def test_a_place_that_cannot_be_a_folder_is_passed_over(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, why = found(place, monkeypatch)
    assert folder is None and "缓存" in why


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
