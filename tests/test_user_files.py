"""Files of users have one door in (ground/shape.py) and one door out (ground/filesystem.py)."""

from __future__ import annotations

import ast
import os
from pathlib import Path

import pytest

from linter.ground.errors import JxlintError
from linter.ground.shape import MOST_BYTES, read

PACKAGE = Path(__file__).resolve().parent.parent / "linter"
#: Where text is read or written otherwise, and why that is right.
OTHERWISE = {
    "authoring/firing.py": "reads and writes the examples of the project itself",
    "ground/shape.py": "the door in",
    "ground/filesystem.py": "the door out",
    "ground/cache.py": "kept files, proven by their checksums",
    "ground/resources.py": "shipped data",
    "values/unitfile.py": "shipped data",
    "rulebook/store.py": "shipped rules",
    "authoring/ruleframe.py": "the shipped frame; files looked through line by line",
    "authoring/handbook.py": "pages that were written before",
    "authoring/reference.py": "a tool of developers",
    "authoring/kindlist.py": "a tool of developers",
    "authoring/inputschema.py": "a tool of developers",
    "authoring/userschemas.py": "a tool of developers",
    "authoring/starter.py": "the shipped frame",
    "reasons/writing.py": "read by the strict reader just before",
    "readers/legacy.py": "a temporary folder of LibreOffice",
    "authoring/expressionmodule.py": "a tool of the build",
    "ground/memory.py": "figures of the system",
    "ground/sources.py": "shipped data",
    "pipeline/runstore.py": "a list that the store itself wrote",
    "reports/html/whole.py": "shipped styles and scripts",
    "serve/browser/builder.py": "shipped parts of the page; a temporary folder",
    "serve/browser/runtime.py": "a script of the runtime, looked through for its version",
    "serve/web/application.py": "the shipped page",
}
CALLS = {"read_text", "write_text", "write_bytes", "mkstemp"}


def test_no_module_has_a_door_of_its_own() -> None:
    found = set()
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if not any(name in text for name in CALLS):  # to parse them all takes seconds
            continue
        for node in ast.walk(ast.parse(text)):
            called = (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in CALLS
            )
            ours = (
                called
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id in ("extraction", "files")
            )
            if called and not ours:
                found.add(path.relative_to(PACKAGE).as_posix())
    assert found - OTHERWISE.keys() == set()


BAD = {
    "none": (None, "找不到说明文件"),
    "a folder": ("folder", "不是普通文件"),
    "a pipe": ("pipe", "不是普通文件"),
    "GBK": ("说明: 甲".encode("gbk"), "不是 UTF-8 编码"),
    "large": (b"#" * (MOST_BYTES + 1), "过大"),
    "a link to itself": ("loop", "打不开"),
    "faulty": (b"a: [", "YAML 语法错误"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_no_readable_file_is_said(case: str, tmp_path: Path) -> None:
    what, says = BAD[case]
    path = tmp_path / "reasons.yaml"
    if what == "folder":
        path.mkdir()
    elif what == "pipe":
        if not hasattr(os, "mkfifo"):
            pytest.skip("no pipes with names here")
        os.mkfifo(path)
    elif what == "loop":
        path.symlink_to(path)
    elif isinstance(what, bytes):
        path.write_bytes(what)
    with pytest.raises(JxlintError, match=says) as caught:
        read(path, "说明文件")
    assert "reasons.yaml" in str(caught.value)
