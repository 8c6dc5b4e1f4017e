"""What is said about a runtime folder that is missing or incomplete."""

from __future__ import annotations

from pathlib import Path

import pytest

from linter.ground.errors import JxlintError
from linter.serve.browser.bundle import pack, unpack, written
from linter.serve.browser.runtime import PARTS, PLATFORM, PYODIDE, find_runtime


def test_a_missing_folder_is_named_with_the_way_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(JxlintError, match=f"找不到浏览器运行环境.*npm pack pyodide@{PYODIDE}.*pip download"):
        find_runtime(tmp_path / "none")


def complete(folder: Path, release: str = PYODIDE) -> None:
    (folder / "package").mkdir()
    for part in PARTS:
        (folder / "package" / part).write_text(f'version = "{release}"', encoding="utf-8")
    for library in ("msgspec", "pypdfium2"):
        (folder / f"{library}-1.0-cp314-cp314-{PLATFORM}.whl").write_bytes(b"")


def test_a_complete_folder(tmp_path: Path) -> None:
    complete(tmp_path)
    runtime = find_runtime(tmp_path)
    assert set(runtime.parts) == set(PARTS)
    assert set(runtime.wheels) == {"msgspec", "pypdfium2"}


@pytest.mark.parametrize("name", [*PARTS, f"msgspec-1.0-cp314-cp314-{PLATFORM}.whl"])
def test_what_is_missing_is_named(tmp_path: Path, name: str) -> None:
    complete(tmp_path)
    next(tmp_path.rglob(name)).unlink()
    with pytest.raises(JxlintError, match=f"缺少：{name.split('-1.0')[0]}"):
        find_runtime(tmp_path)


def test_another_release_is_refused(tmp_path: Path) -> None:
    complete(tmp_path, "0.29.0")
    with pytest.raises(JxlintError, match=f"不是 Pyodide {PYODIDE}"):
        find_runtime(tmp_path)


def test_packets_come_apart_as_they_were() -> None:
    files = {"a/b.py": b"1\n", "表.txt": "表".encode(), "empty": b""}
    assert unpack(pack(files)) == files
    assert not set(written(bytes(range(256)) * 50)) & set("<\\\"'/")
    with pytest.raises(ValueError, match="cut"):
        unpack(pack(files)[:-1])
