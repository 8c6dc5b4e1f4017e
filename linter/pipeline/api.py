"""The calls for programs: ``linter.check`` and ``linter.extract``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from linter.config import Layer, Wish
from linter.config.keys import NAMED
from linter.ground.errors import JxlintError
from linter.model import Document, Report
from linter.pipeline.callinputs import Source, inputs_of
from linter.pipeline.conclusion import Outcome
from linter.pipeline.documents import read_documents
from linter.pipeline.paths import Input
from linter.pipeline.run import run


def check(
    source: Source,
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    severity: Mapping[str, str] | None = None,
    year: int | None = None,
    rules: Iterable[str | Path] = (),
    config: str | Path | None = None,
    previous: Source | None = None,
    profile: str = "",
    preview: bool = False,
    prices: str | Path | None = None,
    library: str | Path | None = None,
    map: str | Path | None = None,
    lenient: bool = False,
    hidden: bool = False,
) -> Report:
    """Check a file, all files of a folder, several of them, a text, or data.

    A Path, and a string that names something on disk, is a path; a string with a line break or a tab is
    the text of a form, and so is one that begins like JSON; any other string raises JxlintError. A list holds paths,
    or records: a dict is a project with its indicators or one indicator, by the names of fields that systems use; a
    data frame holds an indicator in each row (rows of one project belong together). ``select``,
    ``ignore``, ``year`` and ``rules`` are stronger than the configuration file, which is looked for as on the
    command line (for texts and data: not at all, unless ``config`` names one). Files that could not be read are in
    ``Report.problems``; a faulty configuration or rule raises JxlintError. ``previous`` is last year's
    table, given in any of these ways, to compare with; ``profile`` the regional habits for all forms, which are
    otherwise recognised; ``preview`` runs rules on trial, too; ``prices`` is the file of a price list, ``library``
    that of the office's own indicators, ``map`` that of its own names for the fields of records; ``hidden`` reads
    hidden sheets, rows and columns, too.
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
        "library": Path(library) if library is not None else None,
        "map": Path(map) if map is not None else None,
        "rules": tuple(Path(folder) for folder in rules),
    }
    return run_on(source, given, config=config, previous=previous).report


def run_on(
    source: Source,
    wishes: Mapping[str, Any],
    *,
    config: str | Path | None = None,
    previous: Source | None = None,
) -> Outcome:
    """A run over a source, with the rulebook that reports ask for. ``wishes`` are settings by the names of their keys
    (config/keys.py); those that are empty ask for nothing."""
    for selector, level in wishes.get("severity", {}).items():
        if level not in NAMED["severity"].choices:
            raise JxlintError(f"{selector} 的级别不能是“{level}”", advice=NAMED["severity"].example)
    layer = Layer({name: Wish(value, "参数") for name, value in wishes.items() if value})
    inputs, problems, configuration = inputs_of(source, config, layer)
    earlier: list[Input] = []
    if previous is not None:
        earlier, missing, _ = inputs_of(previous, config, layer)
        problems += missing
    return run(inputs, configuration, problems=problems, previous=earlier, whole=True)


def extract(source: Source, *, config: str | Path | None = None) -> list[Document]:
    """What was read from a source (as for ``check``): one Document a file.

    A file that could not be read is there with its reason in ``problems`` and no forms.
    """
    inputs, problems, configuration = inputs_of(source, config, None)
    return read_documents(inputs, configuration, problems=problems).with_unread()
