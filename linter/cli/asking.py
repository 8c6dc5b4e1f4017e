"""Asking on a terminal, one by one, whether a suggestion is to be written into the file."""

from __future__ import annotations

import click

from linter.pipeline.acceptance import Offer, figure_of
from linter.pipeline.suggestedcells import BLANK
from linter.reports.view.wording import clean, place_text

_CHOICES = click.Choice(["y", "n", "e", "q"])
_GIVE_UP = ("n", "N")


class Asking:
    """Asks for each offer. ``ended`` once the user wants no more questions."""

    def __init__(self) -> None:
        self.ended = False

    def __call__(self, offer: Offer) -> str | None:
        if self.ended:
            return None
        finding = offer.finding
        click.echo(
            f"\n{clean(finding.file)} {place_text(finding.place)} {finding.rule} {clean(finding.message)}",
            err=True,
        )
        click.echo(f"  原文：{clean(offer.before)}\n  建议：{clean(offer.after)}", err=True)
        choice = click.prompt(
            "采用吗？y 采用，n 不改，e 自己写，q 不再问", type=_CHOICES, default="n", err=True
        )
        if choice == "q":
            self.ended = True
        if choice == "e":
            return str(click.prompt("写成", err=True)).strip() or None
        if choice != "y":
            return None
        return _filled(offer)


def _filled(offer: Offer) -> str | None:
    """The suggestion with what is typed for its blanks, asked again until it fits; None where the user gives up."""
    while True:
        figures: list[str] = []
        while len(figures) < offer.blanks:
            number = len(figures) + 1
            typed = figure_of(str(click.prompt(f"第 {number} 处 {BLANK} 填（不改填 n）", err=True)))
            if typed in _GIVE_UP:
                return None
            if wrong := offer.misfit(len(figures), typed):
                click.echo(f"  “{clean(typed)}”不合适，{wrong}", err=True)
            else:
                figures.append(typed)
        if not (wrong := offer.unread(figures)):
            return offer.filled(figures)
        click.echo(f"  {clean(wrong)}，请重填", err=True)
