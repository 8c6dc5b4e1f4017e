"""The command line speaks Chinese, click's part of it too."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from linter.cli.chinese import CATALOGUE
from linter.cli.root import COMMANDS, root

#: Modules of click whose messages jxlint can show.
SHOWN = ("core", "exceptions", "formatting", "parser", "types")
#: Messages about things that jxlint does not use, or to programmers.
UNUSED = re.compile(
    r"DeprecationWarning|iterable|Name '|prefix|Did you mean to declare|UUID|format|Choice\(|start character"
    r"|true/false|{decls|were given|was given|items are|valid boolean"
)


def messages(module: str) -> set[str]:
    path = Path(click.__file__).with_name(f"{module}.py")
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in {"_", "ngettext"}
        ):
            found |= {
                argument.value for argument in node.args[:2]
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
            }  # fmt: skip
    return found


@pytest.mark.parametrize("module", SHOWN)
def test_every_message_that_click_can_show_is_translated(module: str) -> None:
    missing = [each for each in messages(module) - set(CATALOGUE) if not UNUSED.search(each)]
    assert missing == []


@pytest.mark.parametrize(("english", "chinese"), CATALOGUE.items())
def test_a_translation_names_only_what_the_original_names(english: str, chinese: str) -> None:
    def names(text: str) -> set[str]:
        return set(re.findall(r"{(\w+)", text))

    assert names(chinese) <= names(english)
    assert re.search("[\u4e00-\u9fff]", chinese)


@pytest.mark.parametrize("arguments", [[], ["--help"], *([name, "--help"] for name in COMMANDS)], ids=str)
def test_help_is_chinese(arguments: list[str]) -> None:
    result = CliRunner().invoke(root, arguments, prog_name="jxlint")
    shown = result.stdout + result.stderr
    assert "用法：" in shown
    assert not re.search(r"Usage|Options|Commands|Show |default|TEXT|INTEGER|PATH|\[ARGS|required", shown), (
        shown
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_help_fits_eighty_columns(name: str) -> None:
    from linter.reports.view.columns import width

    result = CliRunner().invoke(root, [name, "--help"], prog_name="jxlint")
    assert max(map(width, result.stdout.splitlines())) <= 80


def test_every_command_is_explained_where_it_is_listed() -> None:
    result = CliRunner().invoke(root, ["--help"], prog_name="jxlint")
    assert all(
        name in result.stdout and purpose[:8] in result.stdout for name, (_, purpose) in COMMANDS.items()
    )


@pytest.mark.parametrize("page", ["README.md", "README.en.md"])
def test_every_command_is_in_the_readme(page: str) -> None:
    text = (Path(__file__).resolve().parent.parent.parent / page).read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"`jxlint {name}" not in text] == []
