"""The report with everything there is to say below each finding, for a terminal or a pipe."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from linter.model import Report
from linter.reports import plain, rich
from linter.reports.view.choices import Options

if TYPE_CHECKING:
    from linter.rulebook import Rulebook


def write(report: Report, rulebook: Rulebook, options: Options) -> str:
    return "".join(pieces(report, rulebook, options))


def pieces(report: Report, rulebook: Rulebook, options: Options) -> Iterator[str]:
    """The report form by form, for a run of more files than memory holds."""
    chosen = msgspec.structs.replace(options, full=True, infos=True)
    return rich.pieces(report, rulebook, chosen) if options.colour else plain.pieces(report, rulebook, chosen)
