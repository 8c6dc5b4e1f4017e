"""The one judge of check and fix: rulebooks, price lists and surroundings by the settings of a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from linter.config import Settings
from linter.fileresult import Evidence
from linter.ground.errors import JxlintError
from linter.model import Checked, Document, Finding, Form, Report, Severity

if TYPE_CHECKING:
    from linter.engine import Judged
    from linter.rulebook import Rule, Rulebook
    from linter.suggesting.candidates import Entry
    from linter.surroundings import Price, Surroundings


class Books:
    """Everything that settings name, each loaded once."""

    def __init__(self) -> None:
        self._last_year: Mapping[str, Form] = {}
        self._books: dict[tuple[Path, ...], Rulebook] = {}
        self._selections: dict[tuple[Any, ...], list[Rule]] = {}
        self._prices: dict[Path, tuple[Price, ...]] = {}
        self._libraries: dict[Path, tuple[Entry, ...]] = {}
        self._around: dict[Settings, Surroundings] = {}

    def compare_with(self, last_year: Mapping[str, Form]) -> None:
        """Last year's forms by what identifies a project."""
        self._last_year = last_year
        self._around.clear()

    def load(self, settings: Settings) -> Rulebook:
        if settings.rules not in self._books:
            from linter.rulebook import load_rulebook

            self._books[settings.rules] = load_rulebook(settings.rules)
        return self._books[settings.rules]

    def select(self, settings: Settings) -> list[Rule]:
        """The rules to run. Raises JxlintError when none are left: that would be silence, not a check."""
        rules = self._rules(settings)
        if not rules:
            raise JxlintError("没有要运行的规则", advice="请检查 --select、--ignore 和配置文件里的选择")
        return rules

    def any_rule(self, settings: Settings) -> bool:
        """Whether the settings leave a rule to run."""
        return bool(self._rules(settings))

    def _rules(self, settings: Settings) -> list[Rule]:
        key = settings.rules, settings.select, settings.ignore, settings.preview
        if key not in self._selections:
            book = self.load(settings)
            refuse_unknown(book, settings)
            self._selections[key] = book.select(settings.select, settings.ignore, preview=settings.preview)
        return self._selections[key]

    def surroundings(self, settings: Settings) -> Surroundings:
        """What the settings say to judge by. Raises JxlintError for a profile or a price list that is none."""
        if settings not in self._around:
            self._around[settings] = self._surroundings(settings)
        return self._around[settings]

    def _surroundings(self, settings: Settings) -> Surroundings:
        from linter.surroundings import Surroundings

        book, profile = self.load(settings), None
        if settings.profile:
            profile = book.profiles.find(settings.profile, origin=settings.wishes["profile"][-1].origin)
        return Surroundings(
            year=settings.year,
            profile=profile,
            prices=self._price_list(settings.prices),
            last_year=self._last_year,
            named=frozenset(book.named(settings.select)),
            severity=_severities(book, settings),
        )

    def judge(self, documents: Sequence[Document], rules: Sequence[Rule], settings: Settings) -> Report:
        from linter.engine import judge

        report = judge(documents, self.load(settings), self.surroundings(settings), rules=rules)
        self._advise(report.findings, documents, settings)
        return report

    def judge_one(self, document: Document, rules: Sequence[Rule], settings: Settings) -> Judged | str:
        from linter.engine import judge_one

        judged = judge_one(document, self.load(settings), self.surroundings(settings), rules)
        if not isinstance(judged, str):
            self._advise(judged.findings, [document], settings)
        return judged

    def _advise(self, findings: Sequence[Finding], documents: Sequence[Document], settings: Settings) -> None:
        """Name in the advice what similar projects write."""
        if not findings:
            return
        from linter.suggesting.advice import add_candidates

        add_candidates(findings, documents, self.load(settings).rules, self._own_library(settings.library))

    def checked(self, evidence: Evidence, settings: Settings) -> Checked:
        """What a run over the files of these settings looked at."""
        from linter.evidence import checked

        rules = self.select(settings)
        return checked(evidence, self.load(settings), rules, self.surroundings(settings))

    def together(self) -> Rulebook:
        """Every rule of every rulebook, for reports."""
        books = list(self._books.values())
        if len(books) == 1:
            return books[0]
        from linter.rulebook import Rulebook

        rules = {id: rule for book in books for id, rule in book.rules.items()}
        basis = {code: entry for book in books for code, entry in book.basis.items()}
        return Rulebook(rules.values(), basis)  # without profiles: nothing is judged any more

    def of_one_mind(self) -> bool:
        """Whether all files were judged by one rulebook, which is then the one for reports."""
        return len(self._books) == 1

    def _own_library(self, path: Path | None) -> tuple[Entry, ...]:
        if path is None:
            return ()
        if path not in self._libraries:
            from linter.suggesting.candidates import read_own

            self._libraries[path] = read_own(path)
        return self._libraries[path]

    def _price_list(self, path: Path | None) -> tuple[Price, ...]:
        if path is None:
            return ()
        if path not in self._prices:
            from linter.rulebook.pricelist import read_prices

            self._prices[path] = read_prices(path)
        return self._prices[path]


def refuse_unknown(book: Rulebook, settings: Settings) -> None:
    """Raise JxlintError, with the line of the configuration, where a setting names a rule that there is not."""
    for name in ("select", "ignore", "severity"):
        for wish in settings.wishes.get(name, ()):
            for at, selector in enumerate(wish.value):
                try:
                    book.find(selector)
                except JxlintError as error:
                    if wish.path is not None:
                        error.path = wish.path
                        error.line, error.column = wish.marks[min(at, len(wish.marks) - 1)]
                    raise


def _severities(book: Rulebook, settings: Settings) -> dict[str, Severity]:
    """The severity of each rule that the user gave another one: what is said of fewer rules holds."""
    meant = [(book.find(selector), cast(Severity, level)) for selector, level in settings.severity]
    meant.sort(key=lambda item: len(item[0]), reverse=True)
    return {rule.id: level for rules, level in meant for rule in rules}
