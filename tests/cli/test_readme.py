"""What the READMEs show is what is printed today (docs/picture.py renews it), and every command in them is one."""

from __future__ import annotations

import re
import shlex
from html import unescape
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from linter.cli.root import root

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = ["README.md", "README.en.md"]
SHOWN = re.compile(r"(?<=```text\n)第1张表.*?(?=```)", re.DOTALL)
FENCED = re.compile(r"```(?:console|bash|powershell)\n(.*?)```", re.DOTALL)
INLINE = re.compile(r"`(jxlint [^`\n]*)`")


@pytest.fixture(scope="module")
def printed() -> str:
    """The whole output, without blanks."""
    command = ["check", str(ROOT / "examples" / "small-faulty.txt"), "--no-config"]
    return bare(CliRunner().invoke(root, command, prog_name="jxlint").stdout)


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("page", PAGES)
def test_the_output_shown_is_todays(page: str, printed: str) -> None:
    (shown,) = SHOWN.findall((ROOT / page).read_text(encoding="utf-8"))
    assert [line for line in shown.splitlines() if bare(line) not in printed] == [], "renew it by .ci/renew"


def test_the_picture_is_todays(printed: str) -> None:
    lines = re.findall("<text.*</text>", (ROOT / "docs" / "output.svg").read_text(encoding="utf-8"))
    texts = [bare(unescape(re.sub("<[^>]*>", "", line))) for line in lines]
    assert len(texts) > 20
    assert [text for text in texts[2:] if text not in printed and text != "……"] == [], "renew it by .ci/renew"


@pytest.mark.parametrize("page", PAGES)
def test_every_command_shown_is_one(page: str) -> None:
    """Its name and its options are known; where an option is followed by a value is left to the command."""
    text = (ROOT / page).read_text(encoding="utf-8")
    fenced = [
        part for block in FENCED.findall(text) for line in block.splitlines() for part in line.split(" && ")
    ]
    found = [*(line for line in fenced if line.startswith("jxlint ")), *INLINE.findall(text)]
    assert len(found) > 30
    for line in found:
        words = shlex.split(line.replace("…", ""), comments=True)[1:]
        context = click.Context(root)
        command: click.Command | None = root
        while isinstance(command, click.Group) and words and not words[0].startswith("-"):
            command = command.get_command(context, words.pop(0))
        assert command is not None, line
        known = {name for option in command.params for name in (*option.opts, *option.secondary_opts)}
        assert {word.partition("=")[0] for word in words if word.startswith("--")} <= known, line
