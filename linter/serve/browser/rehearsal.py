"""Runs once, where the page is built, in the Python of the page: byte code, and what a first check makes.

Called by rehearsal.mjs, which hands over the packets and takes what ``rehearse`` gives back.
"""

from __future__ import annotations

import atexit
import io
import json
import marshal
import re
import zipfile
from importlib.util import MAGIC_NUMBER
from pathlib import Path

from linter.ground.sources import NOTE, source_digest
from linter.rulebook.rule import FAMILIES
from linter.rulebook.store import PACK_KEY, pack_key
from linter.serve.browser.bundle import pack, unpack

#: Parts of the standard library that only programmers and desktop programs use.
_LEFT_OUT = (
    "_pydatetime.py", "_pydecimal.py", "_pyio.py", "_pyrepl/", "asyncio/proactor_events.py",
    "asyncio/windows_", "bdb.py", "cProfile.py", "curses/", "dbm/", "doctest.py", "ensurepip/", "ftplib.py",
    "http/server.py", "idlelib/", "imaplib.py", "lib2to3/", "mailbox.py", "multiprocessing/", "optparse.py",
    "pdb.py", "pickletools.py", "plistlib.py", "poplib.py", "profile.py", "profiling/", "pstats.py",
    "pyclbr.py", "pydoc.py", "pydoc_data/", "shelve.py", "smtplib.py", "sqlite3/", "tkinter/", "trace.py",
    "turtle.py", "turtledemo/", "unittest/", "venv/", "wsgiref/", "xml/dom/", "xmlrpc/", "zipapp.py",
)  # fmt: skip

#: Encodings that no Chinese office writes.
_FOREIGN = re.compile(
    r"encodings/(cp(?!437|65001|93|95|125)\w+|iso8859_(?!1\.)\w+|iso2022_(?!jp\.|jp_2)\w+|mac_(?!roman)\w+|koi8_\w+|kz1048|ptcp154|"
    r"tis_620|johab|euc_kr|euc_jisx?\w+|shift_jis\w+|hp_roman8|palmos|quopri_codec|uu_codec|rot_13)\.?py"
)
#: Rule files, of which the compiled pack holds all that a check needs.
_COMPILED = tuple(f"linter/_data/rules/{folder}/" for _, folder in FAMILIES.values())


def rehearse(library: bytes, program: bytes, cache: str, samples: bytes) -> list[bytes]:
    """The library and the program with byte code in place of sources, and the cache folder after a check of the
    samples."""
    from linter.serve.browser.pagerequests import Desk

    Desk().check(unpack(samples).items())
    atexit._run_exitfuncs()
    kept = {path.name: path.read_bytes() for path in sorted(Path(cache).iterdir())}
    files = unpack(program)
    noted = {f"linter/_data/compiled/{NOTE}": json.dumps({**_digests(files), PACK_KEY: pack_key()}).encode()}
    needed = {name: data for name, data in files.items() if not name.startswith(_COMPILED)}
    return [_library(library), pack(_compiled(needed) | noted), pack(_without_stamps(kept))]


def _digests(files: dict[str, bytes]) -> dict[str, str]:
    """The digests of our own sources by their paths below the package."""
    ours = {name.removeprefix("linter/"): data for name, data in files.items() if name.startswith("linter/")}
    return {name: source_digest(data) for name, data in ours.items() if name.endswith(".py")}


def _without_stamps(kept: dict[str, bytes]) -> dict[str, bytes]:
    return {name: data for name, data in kept.items() if not name.startswith("stamp-")}


def _library(zipped: bytes) -> bytes:
    """The standard library as Python reads it fastest: byte code, not deflated (the page squeezes it as a whole)."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(zipped)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as new:
        files = {name: old.read(name) for name in old.namelist() if not name.endswith("/")}
        wanted = {
            name: data
            for name, data in files.items()
            if not name.startswith(_LEFT_OUT) and not _FOREIGN.match(name)
        }
        for name, data in _compiled(wanted).items():
            new.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()


def _compiled(files: dict[str, bytes]) -> dict[str, bytes]:
    """Sources replaced by their byte code, where Python looks for it when there is no source."""
    made: dict[str, bytes] = {}
    for name, data in files.items():
        if name.endswith(".py"):
            made[f"{name}c"] = _byte_code(data, name)
        else:
            made[name] = data
    return made


def _byte_code(source: bytes, name: str) -> bytes:
    code = compile(source, name, "exec", dont_inherit=True, optimize=2)
    return MAGIC_NUMBER + bytes(12) + marshal.dumps(code)
