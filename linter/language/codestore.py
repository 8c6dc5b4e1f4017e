"""Code that Python made of generated texts, kept between runs.

It is Python's own form of code (marshal), which only the Python that wrote it understands: the kept file carries the
number of its byte code in its name and stands behind the checksum of all kept files (ground/cache.py). It lies in the
user's own cache folder and never in a wheel. Whatever is not as expected is compiled again.

A wheel brings the texts of the shipped rules as a module of functions, which pip compiles with all other modules.
"""

from __future__ import annotations

import atexit
import marshal
import sys
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from types import CodeType, FunctionType

from linter.ground.cache import content_key, read_kept, write_bytes

#: Texts in the kept file; a file that would grow over it starts again with those of the last run.
MOST = 10_000
#: The module in a wheel; none in a checkout.
MODULE = "linter._data.compiled.expressions"

_new: dict[str, CodeType] = {}


def code_of(key: str, source: Callable[[], str]) -> CodeType:
    """The code of the function ``make`` in a text. ``key`` is made from the text, which is asked for only when its
    code is not at hand."""
    code = _kept().get(key) or _new.get(key)
    if not isinstance(code, CodeType):
        # The module of a wheel is loaded as a whole: what was used of it lies ready by itself for the next run.
        code = _shipped().get(key) or _compiled(source())
        if not _new:
            atexit.register(_keep)
        _new[key] = code
    return code


def module_text(sources: Mapping[str, str]) -> str:
    """The text of a module that holds the functions ``make`` of all sources, which are given by their keys."""
    return "".join(source.replace("def make(", f"def _{key}(", 1) + "\n" for key, source in sources.items())


@cache
def _shipped() -> dict[str, CodeType]:
    try:
        functions = vars(import_module(MODULE))
    except ImportError:
        return {}
    return {name[1:]: one.__code__ for name, one in functions.items() if isinstance(one, FunctionType)}


def _compiled(source: str) -> CodeType:
    module = compile(source, "<rule>", "exec", dont_inherit=True)
    return next(one for one in module.co_consts if isinstance(one, CodeType))


def file_name() -> str:
    """The name of the kept file, with what the code depends on besides its text: this very build of Python."""
    return f"code-{sys.implementation.cache_tag}-{content_key(sys.version)}"


@cache
def _kept() -> dict[str, CodeType]:
    """The code of each text. It is loaded as one: Python takes twice as long for the half of it piece by piece."""
    raw = read_kept(file_name())
    try:
        kept = marshal.loads(raw) if raw else {}
    except (EOFError, ValueError, TypeError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _keep() -> None:
    """Write what this run had to compile to what was kept."""
    together = _kept() | _new
    write_bytes(file_name(), marshal.dumps(together if len(together) <= MOST else _new))
