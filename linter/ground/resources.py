"""Where the shipped data lies (rules/ and grammar/) and where derived files may be kept.

In a checkout the data stands at the top level; in a wheel it is carried inside the package. Derived files
(parse tables, compiled rules) go to a cache folder of the user and are keyed by content, so that a
stale one is never read. A cache that cannot be written is no error: the work is then done again.
"""

from __future__ import annotations

import gc
import hashlib
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

_PACKAGE = Path(__file__).resolve().parent.parent
CACHE_VERSION = "1"


@cache
def data_root() -> Path:
    """The folder that holds ``rules`` and ``grammar``."""
    inside = _PACKAGE / "_data"
    return inside if inside.is_dir() else _PACKAGE.parent


def rules_dir() -> Path:
    return data_root() / "rules"


def grammar_text(name: str) -> str:
    """The text of grammar/NAME."""
    return (data_root() / "grammar" / name).read_text(encoding="utf-8")


@cache
def cache_dir() -> Path | None:
    """The cache folder, made on first use; None when there is no place to write.

    ``JXLINT_CACHE_DIR`` names another folder; the value ``off`` turns caching off.
    """
    wish = os.environ.get("JXLINT_CACHE_DIR")
    if wish == "off":
        return None
    if wish:
        folder = Path(wish)
    elif sys.platform == "win32":
        folder = Path(os.environ.get("LOCALAPPDATA") or Path.home()) / "jxlint" / "Cache"
    elif sys.platform == "darwin":
        folder = Path.home() / "Library" / "Caches" / "jxlint"
    else:
        folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "jxlint"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        return None
    return folder


def content_key(*parts: str | bytes) -> str:
    """A short key of some content, for naming cache files."""
    digest = hashlib.sha256(CACHE_VERSION.encode())
    for part in parts:
        raw = part.encode("utf-8") if isinstance(part, str) else part
        digest.update(len(raw).to_bytes(8, "little"))
        digest.update(raw)
    return digest.hexdigest()[:24]


def read_cache_bytes(name: str) -> bytes | None:
    """What is kept under NAME, or None."""
    folder = cache_dir()
    if folder is None:
        return None
    try:
        return (folder / name).read_bytes()
    except OSError:
        return None


def write_cache_bytes(name: str, raw: bytes) -> None:
    """Keep bytes under NAME. The file appears whole or not at all."""
    folder = cache_dir()
    if folder is None:
        return
    try:
        handle, temporary = tempfile.mkstemp(dir=folder, prefix=name)
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
        Path(temporary).replace(folder / name)
    except OSError:
        return


def read_cache(name: str) -> Any | None:
    """Plain data kept under NAME, or None."""
    raw = read_cache_bytes(name)
    try:
        return None if raw is None else msgspec.json.decode(raw)
    except msgspec.DecodeError:
        return None


def write_cache(name: str, data: Any) -> None:
    """Keep plain data under NAME."""
    write_cache_bytes(name, msgspec.json.encode(data))


@contextmanager
def no_collection() -> Iterator[None]:
    """Without the collector of cycles while one document is worked on: all that is made then stays in use, and
    looking through it again and again costs more than the work itself in a file of thousands of forms."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


@cache
def load_data(relative: str) -> Any:
    """The plain data of the YAML file rules/RELATIVE, through the cache. Raises JxlintError on a fault."""
    path = rules_dir() / relative
    text = path.read_text(encoding="utf-8")
    name = f"data-{content_key(relative, text)}.json"
    cached = read_cache(name)
    if cached is not None:
        return cached
    from linter.ground.strictyaml import load

    data = load(text, str(path)).data
    write_cache(name, data)
    return data
