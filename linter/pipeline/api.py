"""The calls for programs: ``linter.check`` and ``linter.extract``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from linter.config import Configuration, Layer, Wish
from linter.ground.errors import JxlintError
from linter.model import Document, Report
from linter.pipeline.paths import Input, gather
from linter.pipeline.run import read_documents, run

#: How a text that came without a file is named in findings.
TEXT_NAME = "（文本）"


def check(
    path_or_text: str | Path,
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    severity: Mapping[str, str] | None = None,
    year: int | None = None,
    rules: Iterable[str | Path] = (),
    config: str | Path | None = None,
    previous: str | Path | None = None,
    profile: str = "",
    preview: bool = False,
    prices: str | Path | None = None,
    map: str | Path | None = None,
    lenient: bool = False,
    hidden: bool = False,
) -> Report:
    """Check a file, all files of a folder, or a text.

    A Path, and a string that names something on disk, is a path; a string with a line break or a tab is
    the text of a form, and so is one that begins like JSON; any other string raises JxlintError. ``select``,
    ``ignore``, ``year`` and ``rules`` are stronger than the configuration file, which is looked for as on the
    command line (for a text: not at all, unless ``config`` names one). Files that could not be read are in
    ``Report.problems``; a faulty configuration or rule raises JxlintError. ``previous`` is last year's
    table, or a folder of them, to compare with; ``profile`` the regional habits for all forms, which are
    otherwise recognised; ``preview`` runs rules on trial, too; ``prices`` is the file of a price list, ``map``
    that of the user's own names for the fields of records; ``hidden`` reads hidden sheets, rows and columns, too.
    ``severity`` gives rules another one (``{"GF15": "info"}``); with ``lenient`` files without a form are passed by
    (``Report.checked.passed_by``) instead of being told in ``problems``.
    """
    given = {
        "select": tuple(select),
        "ignore": tuple(ignore),
        "severity": dict(severity or {}),
        "year": year,
        "profile": profile,
        "preview": preview,
        "lenient": lenient,
        "hidden": hidden,
        "prices": Path(prices) if prices is not None else None,
        "map": Path(map) if map is not None else None,
        "rules": tuple(Path(folder) for folder in rules),
    }
    layer = Layer({name: Wish(value, "参数") for name, value in given.items() if value})
    inputs, problems, configuration = _prepare(path_or_text, config, layer)
    earlier: list[Input] = []
    if previous is not None:
        earlier, missing = gather([str(previous)], excluded=configuration.excludes)
        problems += missing
    return run(inputs, configuration, problems=problems, previous=earlier).report


def extract(path_or_text: str | Path, *, config: str | Path | None = None) -> list[Document]:
    """What was read from a file, all files of a folder, or a text (as for ``check``): one Document a file.

    A file that could not be read is there with its reason in ``problems`` and no forms.
    """
    inputs, problems, configuration = _prepare(path_or_text, config, None)
    return read_documents(inputs, configuration, problems=problems).with_unread()


def _prepare(
    path_or_text: str | Path, config: str | Path | None, layer: Layer | None
) -> tuple[list[Input], list[tuple[str, str]], Configuration]:
    if isinstance(path_or_text, str) and _is_text(path_or_text):
        configuration = Configuration(explicit=config, isolated=True, strongest=layer)
        return [Input(TEXT_NAME, path_or_text.encode("utf-8", "replace"))], [], configuration
    configuration = Configuration(explicit=config, strongest=layer)
    inputs, problems = gather([str(path_or_text)], excluded=configuration.excludes)
    return inputs, problems, configuration


def _is_text(given: str) -> bool:
    if any(sign in given for sign in "\n\t\r") or given.lstrip().startswith(("{", "[")):
        return True
    if Path(given).exists():
        return False
    raise JxlintError(
        "既不是已有的文件，也不像表格的文字",
        path=given[:80],
        advice="请检查路径；表格的文字里应有换行或制表符",
    )
