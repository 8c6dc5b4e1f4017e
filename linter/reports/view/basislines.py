"""What a rule rests on, as reports say it: the titles of its bases, or that it is a practice of auditors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from linter.reports.view.wording import BUILT_IN, clean

if TYPE_CHECKING:
    from linter.rulebook import Rulebook

#: Said where nobody has read a wording that speaks of the fault: what reviewers usually ask for is not law.
PRACTICE = "通行做法"


def title_of(rule: str, rulebook: Rulebook) -> str:
    """The Chinese title of a rule id; the id itself when nobody knows it."""
    if rule in BUILT_IN:
        return BUILT_IN[rule].title
    return rulebook.rules[rule].title if rule in rulebook.rules else rule


def basis_text(code: str, rulebook: Rulebook) -> str:
    """A basis as it may be cited: title, number and article; the wording only where it was verified."""
    basis = rulebook.basis.get(code)
    if basis is None:
        return code
    text = basis_title(code, rulebook)
    return f"{text}：“{clean(basis.quote)}”" if basis.quote else text


def basis_title(code: str, rulebook: Rulebook) -> str:
    """Title, number and article of a basis: ``《…管理办法》（财预〔2015〕88号）第十三条``."""
    basis = rulebook.basis.get(code)
    if basis is None:
        return code
    title = basis.title if basis.title.startswith("《") else f"《{basis.title}》"
    return f"{title}{f'（{basis.number}）' if basis.number else ''}{basis.article}"


def is_practice(codes: Sequence[str], rulebook: Rulebook) -> bool:
    """Whether none of the bases of a rule was read in its original."""
    return not any(code in rulebook.basis and rulebook.basis[code].verified for code in codes)


def practice(rule: str, rulebook: Rulebook) -> str:
    """PRACTICE for a rule that rests on no wording that was read; else nothing."""
    known = rulebook.rules.get(rule)
    return PRACTICE if known is not None and known.basis and is_practice(known.basis, rulebook) else ""


def marked_title(rule: str, rulebook: Rulebook) -> str:
    """The title of a rule, with a word where it rests on practice alone."""
    word = practice(rule, rulebook)
    return f"{title_of(rule, rulebook)}（{word}）" if word else title_of(rule, rulebook)


def cited(codes: Sequence[str], rulebook: Rulebook) -> str:
    """The bases of a rule as they may be cited, those without a wording that was read as no more than practice."""
    named = "；".join(basis_text(code, rulebook) for code in codes)
    return _as_practice(named) if codes and is_practice(codes, rulebook) else named


def basis_titles(codes: Sequence[str], rulebook: Rulebook, most: int | None = 2) -> str:
    """The first bases of a rule (all, where ``most`` is None), for a cell of a table."""
    named = "；".join(basis_title(code, rulebook) for code in codes[:most])
    if most is not None and len(codes) > most:
        named = f"{named}等 {len(codes)} 项"
    return _as_practice(named) if codes and is_practice(codes, rulebook) else named


def _as_practice(named: str) -> str:
    return f"{PRACTICE}，参见{named}"
