"""A rule ready to run, and the rulebook that holds all rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from linter.ground.errors import JxlintError
from linter.language.terms import Terms
from linter.language.types import NOTES, fields, given_type, printed_fields
from linter.language.visits import Visits
from linter.language.wordlists import Words
from linter.model import Confidence, Document, Severity
from linter.rulebook.basis import Basis
from linter.rulebook.inspection import Inspection, Tally
from linter.rulebook.profiles import Profiles
from linter.rulebook.spots import Fault

if TYPE_CHECKING:
    from linter.language.reach import Reach
    from linter.rulebook.repair import Step

#: Families by id prefix: Chinese name and the folder under rules/.
FAMILIES = {
    "WZ": ("完整性", "completeness"),
    "XG": ("相关性", "relevance"),
    "SD": ("适当性", "adequacy"),
    "KX": ("可行性", "feasibility"),
    "GF": ("规范性", "form"),
}


#: Fields that come from beside the document: a price list, last year's tables.
_BESIDE = frozenset({"price", "previous"})


class Rule:
    """One rule. The fields are those of the rule file; ``path`` is the file. ``looking``,
    ``own`` and ``compiled`` are the plain form of its expressions, turned into functions when first needed: those that
    tell whether an object has to be looked at closer, those that ask the object alone, and all others."""

    def __init__(self, plain: dict[str, Any], words: Words | None = None) -> None:
        self.words = words
        self.id: str = plain["id"]
        self.name: str = plain["name"]
        self.title: str = plain["title"]
        self.severity: Severity = plain["severity"]
        self.confidence: Confidence = plain["confidence"]
        self.status: str = plain["status"]
        self.given: str = plain["given"]
        self.when: str | None = plain["when"]
        self.let: dict[str, str] = plain["let"]
        self.exceptions: list[dict[str, Any]] = plain["exceptions"]
        self.softenings: list[dict[str, Any]] = plain["softenings"]
        self.check: dict[str, Any] = plain["check"]
        self.message: str = plain["message"]
        self.suggest: str | None = plain["suggest"]
        self.advice: str = plain["advice"]
        self.why: str = plain["why"]
        self.basis: list[str] = plain["basis"]
        self.covers: list[str] = plain["covers"]
        self.library: list[str] = plain["library"]
        self.fix: str = plain["fix"]
        self.repair: list[dict[str, Any]] = plain["repair"]
        self.path: str = plain["path"]
        self.shipped: bool = plain["shipped"]
        self.all_rows: bool = plain["all_rows"]
        self.reach: Reach = plain["reach"]
        self.fields: list[str] = plain["fields"]
        self.asks: list[str] = plain["asks"]
        self.looking: dict[str, Any] = plain["looking"]
        self.own: list[Any] | None = plain["own"]
        self.compiled: dict[str, Any] = plain["compiled"]
        self.beside = sorted(_BESIDE & {name for path in self.fields for name in path.split(".")})
        self.family = FAMILIES.get(self.prefix, ("自定", ""))[0]
        self._inspection: Inspection | None = None
        self._steps: list[Step] | None = None

    @property
    def prefix(self) -> str:
        """The letters of the id: the family."""
        return self.id.rstrip("0123456789")

    @property
    def needs_year(self) -> bool:
        """Whether the rule asks for the budget year."""
        return any(field in ("form.year", "year" if self.given == "form" else "") for field in self.fields)

    @property
    def reads_writing(self) -> bool:
        """Whether the rule is about the writing itself, so that a repair of the row takes nothing from it."""
        return self.given == "text" or any(_REPAIRS & set(field.split(".")) for field in self.fields)

    @property
    def steps(self) -> list[Step]:
        """The steps of the rule's fix, made when first asked for."""
        if self._steps is None:
            from linter.rulebook.repair import Step

            self._steps = [Step(step, self.words) for step in self.repair]
        return self._steps

    @property
    def wanted(self) -> list[str]:
        """The fields that can be missing from the objects that the rule looks at: those with a Chinese phrase."""
        if "_wanted" not in vars(self):
            self._wanted = [
                path for path in dict.fromkeys((*self.fields, *self.asks)) if _known_note(self.given, path)[0]
            ]
        return self._wanted

    def missing(self, seen: Callable[[str], bool], *, unknown: bool) -> list[str]:
        """What the rule asks for and no object of the documents has, in Chinese; ``seen`` tells of a field whether any
        has it. Where ``when`` could be told of all objects (``unknown`` is False), only what it asks the writing of:
        nothing written is an answer there. What forms print goes before what is worked out from it."""
        notes: dict[str, bool] = {}
        for path in self.fields if unknown else self.asks:
            note, printed = _known_note(self.given, path)
            if note and not seen(path):
                notes[note] = notes.get(note, False) or printed
        return [note for note, printed in notes.items() if printed] or list(notes)

    def to_plain(self) -> dict[str, Any]:
        """All of the rule as plain data, for the cache."""
        derived = ("family", "words")
        return {name: value for name, value in vars(self).items() if name[0] != "_" and name not in derived}

    def judge(
        self, document: Document, *, visits: Visits | None = None, tally: Tally | None = None
    ) -> Iterable[Fault]:
        """The faults of a document, in reading order. ``visits`` spares making the objects again for
        each rule; ``tally`` counts what was looked at."""
        if self._inspection is None:
            self._inspection = Inspection(self)
        return self._inspection.faults(visits or Visits(document), tally or Tally())


_REPAIRS = {"repairs", "repaired"}


def _known_note(given: str, path: str) -> tuple[str, bool]:
    """Many rules ask for the same fields."""
    if (given, path) not in NOTES:
        NOTES[given, path] = _note(given, path)
    return NOTES[given, path]


def _note(given: str, path: str) -> tuple[str, bool]:
    """The Chinese phrase of a field, and whether it is one that forms print; empty for one below a list, which is not
    asked of the object itself. Of what is read out of a value, or worked out, the value or the result is named."""
    owner = given_type(given)
    note, printed, settled = "", True, False
    for name in path.split("."):
        field = fields(owner.name).get(name)
        if field is None:
            return "", False
        if not settled:
            note, printed = field.note.partition("，")[0].partition("：")[0], name in printed_fields(owner.name)
            settled = not printed or field.type.name == "value"
        owner = field.type
    return note, printed


class Rulebook:
    """All rules by id (sorted), all bases by code, the profiles, and the derived fields that the rules use."""

    def __init__(
        self,
        rules: Iterable[Rule],
        basis: dict[str, Basis],
        profiles: Profiles | None = None,
        terms: Terms | None = None,
    ) -> None:
        self.terms = terms
        self.profiles = profiles or Profiles({})
        self.rules = {rule.id: rule for rule in sorted(rules, key=lambda rule: rule.id)}
        self.basis = basis

    def find(self, wish: str) -> list[Rule]:
        """The rules a selector means: an id (KX01), a family prefix (KX), a name, a family's Chinese name, or
        ``ALL``. Raises JxlintError for a selector that means nothing."""
        text = wish.strip()
        if text.upper() == "ALL":
            return list(self.rules.values())
        found = [
            rule
            for rule in self.rules.values()
            if text.upper() in (rule.id, rule.prefix) or text in (rule.name, rule.family)
        ]
        if found:
            return found
        families = sorted({rule.prefix for rule in self.rules.values()})
        known = [*self.rules, *(rule.name for rule in self.rules.values()), *families]
        from linter.ground.nearest import nearest

        near = nearest(text, known)
        suggestion = f"是不是想写“{near}”？" if near else ""
        raise JxlintError(
            f"没有“{wish}”这条规则",
            advice=f"{suggestion}可以写规则编号（如 KX01）、类别（{'、'.join(families)}）或规则名；"
            "jxlint rules 列出全部规则",
        )

    def named(self, select: Iterable[str]) -> set[str]:
        """The ids of the rules that are selected by their own id or name."""
        wishes = {wish.strip() for wish in select} | {wish.strip().upper() for wish in select}
        return {rule.id for rule in self.rules.values() if wishes & {rule.id, rule.name}}

    def select(
        self, select: Iterable[str] = (), ignore: Iterable[str] = (), *, preview: bool = False
    ) -> list[Rule]:
        """The rules to run, sorted by id. Without ``select``: all that are stable. A rule on trial runs when
        its own id or name is selected, or with ``preview``; a deprecated one only when its own id or name
        is. In a contest the longer (more exact) selector wins."""
        chosen: dict[str, tuple[int, bool]] = {}
        hidden = ("deprecated",) if preview else ("deprecated", "preview")
        for wanted, wishes in ((True, list(select) or ["ALL"]), (False, ignore)):
            for wish in wishes:
                exact = self.named([wish])
                for rule in self.find(wish):
                    weight = 2 if rule.id in exact else 1
                    weight = 0 if wish.strip().upper() == "ALL" else weight
                    if rule.status in hidden and weight < 2 and wanted:
                        continue
                    if weight >= chosen.get(rule.id, (-1, True))[0]:
                        chosen[rule.id] = (weight, wanted)
        return [rule for rule in self.rules.values() if chosen.get(rule.id, (0, False))[1]]
