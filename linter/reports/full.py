"""The report with everything there is to say below each finding, for a terminal or a pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from linter.model import Report
from linter.reports import plain, rich
from linter.reports.view.choices import Options

if TYPE_CHECKING:
    from linter.rulebook import Rulebook


def write(report: Report, rulebook: Rulebook, options: Options) -> str:
    chosen = msgspec.structs.replace(options, full=True, infos=True)
    return rich.write(report, rulebook, chosen) if options.colour else plain.write(report, rulebook, chosen)
