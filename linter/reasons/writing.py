"""Writing today's findings into a reasons file, as entries that are still to be answered."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePath

from linter.ground.errors import JxlintError
from linter.ground.filesystem import save
from linter.ground.shape import MOST_BYTES
from linter.ground.strictyaml import load
from linter.language.functions.likeness import normal
from linter.model import Finding
from linter.reasons.entries import OPEN, read_reasons

_HEAD = (
    "# 检查结果的说明。每条针对一处原文：原文改了，说明就不再有效。\n"
    f"# 请把“{OPEN}”换成理由；who 写说明人，until 写有效到哪一天（可不写）。\n"
    "reasons:\n"
)
#: What ``jxlint init`` puts there for editors.
_SCHEMA = ".jxlint/reasons-schema.json"
_SCHEMA_LINE = f"# yaml-language-server: $schema={_SCHEMA}\n"


def add_baseline(path: Path, findings: Iterable[Finding]) -> int:
    """Append an entry for every finding the file does not cover yet; what stands there is left as it is.

    Returns the number of entries added. Raises JxlintError when the file is faulty or cannot be written.
    """
    before = read_reasons(path) if path.exists() else []
    lines: list[str] = []
    seen: set[tuple[str, ...]] = set()
    for finding in findings:
        key = _identity(finding)
        if key in seen or any(entry.covers(finding) for entry in before):
            continue
        seen.add(key)
        lines += _entry(finding)
    if lines:
        _append(path, lines)
    return len(seen)


def _identity(finding: Finding) -> tuple[str, ...]:
    parts = (finding.project or finding.form_title, finding.level2, finding.indicator, finding.text)
    return (finding.rule, PurePath(finding.file).name, finding.field, *map(normal, parts))


def _entry(finding: Finding) -> list[str]:
    fields = {
        "rule": finding.rule,
        "file": _pattern(PurePath(finding.file).name),
        "form": finding.project or finding.form_title,
        "level2": finding.level2,
        "indicator": finding.indicator,
        "field": finding.field,
        "value": finding.text,
        "reason": OPEN,
    }
    kept = [(key, value) for key, value in fields.items() if value or key == "value"]
    return [f"{'- ' if at == 0 else '  '}{key}: {_quoted(value)}" for at, (key, value) in enumerate(kept)]


def _pattern(name: str) -> str:
    """A pattern that fits this file name. Bytes that are no UTF-8, which no YAML file can hold, and backslashes,
    which patterns take for a slash, stand as a question mark for any one character."""
    return "".join("?" if char == "\\" or "\ud800" <= char <= "\udfff" else char for char in name)


def _quoted(text: str) -> str:
    if text.isalnum() and text.isascii() and not text[0].isdigit():
        return text
    escaped = "".join(_escape(char) for char in text)
    return f'"{escaped}"'


def _escape(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    if char.isprintable():
        return char
    if "\ud800" <= char <= "\udfff":
        return "\ufffd"
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _append(path: Path, lines: list[str]) -> None:
    try:
        old = path.read_text(encoding="utf-8-sig") if path.exists() else ""
        indent = _indent(old, path)
        if indent is None:
            head = _SCHEMA_LINE if not old and (path.parent / _SCHEMA).is_file() else ""
            old, indent = head + old + ("\n" if old and not old.endswith("\n") else "") + _HEAD, 2
        body = "".join(f"{' ' * indent}{line}\n" for line in lines)
        text = old + ("" if old.endswith("\n") else "\n") + body
        raw = text.encode()
        if len(raw) > MOST_BYTES:
            raise JxlintError("说明文件会过大，没有写", path=str(path), advice="请把表分到几个文件夹里")
        load(text, str(path))  # never leave a file behind that cannot be read again
        save(path, raw)
    except OSError as error:
        raise JxlintError(
            "说明文件写不进去", path=str(path), advice="请检查权限、磁盘空间，文件是否正被打开"
        ) from error


def _indent(text: str, path: Path) -> int | None:
    """Columns before the dash of the entries that stand there; None when there is no list yet."""
    if not text.strip():
        return None
    loaded = load(text, str(path))
    data = loaded.data
    if not isinstance(data, dict) or "reasons" not in data:
        return None
    if not data["reasons"]:
        raise JxlintError("reasons 后面是空的", path=str(path), advice="请删去这一行，再运行一次")
    line, _ = loaded.mark(("reasons", 0))
    written = text.splitlines()[line - 1]
    if not written.lstrip().startswith("-"):
        raise JxlintError(
            "说明写在了一行里，没法往后加", path=str(path), line=line, advice="请改成每条以 - 开头"
        )
    return len(written) - len(written.lstrip())
