"""What stands in for a module is that module for everybody who asks it for something."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parents[2]
BEGIN = """if True:
    import sys
    from linter.cli.libraries import import_click, import_msgspec, import_standard
    from linter.ground.standins import StandIn
    import_standard()
    import_click()
    import_msgspec()
    standing = {name for name, module in sys.modules.items() if isinstance(module, StandIn)}
"""


def told(code: str) -> str:
    """What a process prints in which libraries were imported as the command line does."""
    done = subprocess.run(
        [sys.executable, "-c", BEGIN + code],
        capture_output=True,
        cwd=HERE,
        env={**os.environ, "PYTHONPATH": str(HERE), "PYTHONUTF8": "1"},
        check=False,
    )
    return (done.stdout + done.stderr).decode().strip()


def test_they_stand_there() -> None:
    names = told('    print(*sorted(standing), "typing_extensions" in sys.modules)')
    assert names == (
        "gettext inspect msgspec.inspect msgspec.toml msgspec.yaml platform textwrap urllib.parse False"
    )


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("import inspect; print(inspect.signature(lambda a, b=1: 0))", "(a, b=1)"),
        ("from inspect import cleandoc; print(cleandoc('  x'))", "x"),
        ("import dataclasses; print(dataclasses.make_dataclass('A', ['b'])(1).b)", "1"),
        ("import platform, sys; print(platform.system() in ('Linux', 'Darwin', 'Windows'))", "True"),
        ("import textwrap; print(textwrap.shorten('a  b', 9))", "a b"),
        ("import gettext; print(gettext.gettext('a'), gettext.NullTranslations.__name__)", "a NullTranslations"),
        ("import uuid; print(uuid.UUID(int=1))", "00000000-0000-0000-0000-000000000001"),
        ("import click; print(click.UUID.convert('1' * 32, None, None).hex == '1' * 32)", "True"),
        ("import typing_extensions; print(typing_extensions.TypedDict.__name__)", "TypedDict"),
        ("import click; print(click.Option(['--a'], help='  b').help)", "b"),
        ("import msgspec; print(msgspec.json.schema(list[int])['type'])", "array"),
        ("import msgspec.inspect; print(msgspec.inspect.type_info(int).__class__.__name__)", "IntType"),
        ("import msgspec; print(msgspec.toml.encode.__name__, msgspec.yaml.decode.__name__)", "encode decode"),
        ("import urllib.parse; print(urllib.parse.urlsplit('http://a/b').path)", "/b"),
        ("from urllib import parse; print(parse.quote('年'))", "%E5%B9%B4"),
        ("import urllib.request; print(urllib.request.Request('http://a/b').host)", "a"),
        ("import pathlib; print(pathlib.PurePosixPath('/a/年').as_uri())", "file:///a/%E5%B9%B4"),
        ("import datetime; print(datetime.datetime.strptime('2026-01-02', '%Y-%m-%d').date())", "2026-01-02"),
        ("import datetime, pickle; d = datetime.date(2026, 1, 2); print(pickle.loads(pickle.dumps(d)) == d)", "True"),
        ("import datetime; print(datetime.UTC, datetime.timezone.utc, datetime.MINYEAR)", "UTC UTC 1"),
        ("import zoneinfo, datetime; print(datetime.datetime.fromisoformat('2026-01-02T03:04:05Z').tzinfo)", "UTC"),
        ("import importlib.util; print(importlib.util.find_spec('os').name)", "os"),
        ("import threading, inspect\n"
         "    asked = [threading.Thread(target=lambda: inspect.signature) for _ in range(8)]\n"
         "    [one.start() for one in asked]; [one.join() for one in asked]; print(inspect.isclass(int))", "True"),
    ],
)  # fmt: skip
def test_whoever_asks_gets_the_module(asked: str, answer: str) -> None:
    assert told(f"    {asked}") == answer


def test_what_is_loaded_already_stays() -> None:
    code = """
    import inspect
    from linter.ground.standins import standing_in, unknown
    real = sys.modules["json"] = __import__("json")
    with standing_in("json", loads=None), unknown("json"):
        import json
    print(json is real, json.loads("1"))
"""
    assert told(code) == "True 1"
