"""What the READMEs show is what is printed today, and every command in them is one.

JXLINT_RENEW_GOLDEN=1 writes what is printed now into them (.ci/renew).
"""

from __future__ import annotations

import os
import re
import shlex
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


def excerpt() -> str:
    """A form, its first finding, and the reason of that."""
    result = CliRunner().invoke(root, ["check", str(ROOT / "examples" / "small-faulty.txt"), "--no-config"])
    lines = result.stdout.splitlines()
    form = next(at for at, line in enumerate(lines) if line.startswith("第1张表"))
    rule = lines[form + 1].split()[1]
    reasons = lines.index("为什么、依据")
    why = next(line for line in lines[reasons:] if line.startswith(f"  {rule} "))
    return "\n".join([*lines[form : form + 3], "", "为什么、依据", why, ""])


@pytest.mark.parametrize("page", PAGES)
def test_the_output_shown_is_todays(page: str) -> None:
    path = ROOT / page
    text = path.read_text(encoding="utf-8")
    if os.environ.get("JXLINT_RENEW_GOLDEN"):
        path.write_text(SHOWN.sub(lambda _: excerpt(), text, count=1), encoding="utf-8", newline="\n")
    else:
        assert SHOWN.findall(text) == [excerpt()], "renew it by .ci/renew"


@pytest.mark.parametrize("page", PAGES)
def test_every_command_shown_is_one(page: str) -> None:
    """Its name and its options are known; where an option is followed by a value is left to the command."""
    text = (ROOT / page).read_text(encoding="utf-8")
    fenced = [part for block in FENCED.findall(text) for line in block.splitlines() for part in line.split(" && ")]
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
