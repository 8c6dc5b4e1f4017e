"""What a report may be told about its surroundings."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec


class Options(msgspec.Struct, frozen=True):
    """``width`` is that of the terminal in columns; ``colour`` allows escape sequences; ``quiet`` asks
    for one line a finding; ``full`` for everything there is to say below each; ``infos`` for those that only
    inform, too; ``statistics`` for counts instead of findings; ``grade`` for a grade of every form.

    For office formats: ``output`` is the file that is being written, ``template`` the user's own document
    for the written report, ``ledger`` that of the last run, to be carried on, ``data`` the bytes of inputs that are
    no files (standard input), ``copies`` the addresses of the marked copies of inputs as seen from the report, and
    ``notes`` takes what the user has to be told about the file made, in Chinese.
    """

    width: int = 100
    colour: bool = False
    quiet: bool = False
    full: bool = False
    infos: bool = False
    statistics: bool = False
    grade: bool = True
    output: Path | None = None
    template: Path | None = None
    ledger: Path | None = None
    data: Mapping[str, bytes] = msgspec.field(default_factory=dict)
    copies: Mapping[str, str] = msgspec.field(default_factory=dict)
    notes: list[str] = msgspec.field(default_factory=list)
