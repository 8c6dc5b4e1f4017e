"""Asking on a terminal, one by one, whether a suggestion is to be written into the file."""

from __future__ import annotations

import click

from linter.pipeline.acceptance import BLANK, Offer
from linter.reports.view.wording import clean, place_text

_CHOICES = click.Choice(["y", "n", "e", "q"])


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
        figures = [
            str(click.prompt(f"第 {number} 处 {BLANK} 填", err=True)).strip()
            for number in range(1, offer.blanks + 1)
        ]
        return offer.filled(figures)
