"""A rule at work: its clauses as functions, and the faults it finds in a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from linter.language.expression import Compiled
from linter.language.generated import CLOSER
from linter.language.named import Parts
from linter.language.saidbefore import remembering
from linter.language.scope import Scope
from linter.language.templates import Template
from linter.language.visits import Selection, Visits, narrowings
from linter.rulebook.kind import get_kind
from linter.rulebook.knownobjects import SETTLED, UNSETTLED, KnownObjects, known_objects
from linter.rulebook.mercy import Mercy
from linter.rulebook.plainargs import args_from_plain
from linter.rulebook.spots import Fault

if TYPE_CHECKING:
    from linter.rulebook.rule import Rule

Found = list[tuple[Scope, Fault]]


class Tally(msgspec.Struct):
    """How often a rule's ``when`` held, and could not be told for want of a value; in ``forms`` the numbers of the
    forms of the document at hand in which it held; how many faults each exception silenced, by its ``because``; how
    many texts its regular expressions saw only the beginning of; whether there was any fault, reported or not."""

    held: int = 0
    unknown: int = 0
    forms: set[int | None] = msgspec.field(default_factory=set)
    excepted: dict[str, int] = msgspec.field(default_factory=dict)
    shortened: int = 0
    faulty: bool = False


class Inspection:
    """The functions of one rule, made when it first runs, and what it remembers of what it has looked at."""

    def __init__(self, rule: Rule) -> None:
        plain, words = rule.looking, rule.words
        parts = Parts.from_plain(rule.id, plain["let"], words) if plain["let"] else None
        when = Compiled.from_plain(plain["when"], words=words, parts=parts) if plain["when"] else None
        self._rule = rule
        self._parts = parts
        self._selection = Selection(rule.given, rule.all_rows, narrowings(when, rule.given) if when is not None else ())
        self._screen = Compiled.from_plain(plain["screen"], words=words, parts=parts).runner()
        self._when = when

    @cached_property
    def _known(self) -> KnownObjects | None:
        return known_objects(self._rule, self._when, self._screen, self._parts)

    @cached_property
    def _closer(self) -> Closer:
        """What finds faults and speaks of them, made when an object first asks for it: few rules get so far."""
        return Closer(self._rule, self._parts)

    def faults(self, visits: Visits, tally: Tally) -> Iterable[Fault]:
        """The faults of a document, in reading order, with what is said of them."""
        found: Found = []
        self._look(self._selection.of(visits), tally, found)
        return self._closer.told(found) if found else ()

    def _look(self, scopes: Iterable[Scope], tally: Tally, found: Found) -> None:
        """Finds the faults of these objects that are to be reported."""
        known = self._known if remembering() else None
        told_of, slot = (self._screen, 0) if known is None else (known.told, known.slot)
        held = unknown = 0
        form: int | None = 0
        for scope in scopes:
            said = scope.said if known is not None else None
            # Most objects alone decide, and say what others said before.
            told = UNSETTLED if said is None else SETTLED[said.states[slot]]
            if told is UNSETTLED:
                told = told_of(scope.node)
            if not told:
                unknown += told is None
                continue
            held += 1
            if scope.number != form:
                form = scope.number
                tally.forms.add(form)
            if told == CLOSER and not self._closer.look(scope, tally, found) and known is not None:
                known.found_clean(scope.node)
        tally.held += held
        tally.unknown += unknown


class Closer:
    """What a rule makes of an object that its screen does not settle: the faults, without those that an exception
    silences, and what is said of each."""

    def __init__(self, rule: Rule, parts: Parts | None) -> None:
        plain, words = rule.compiled, rule.words
        kind = get_kind(rule.check["kind"])
        self._parts = parts
        self._find = kind.find
        self._args = args_from_plain(kind, plain["check"], words, parts)
        self._mercy = None
        if rule.exceptions or rule.softenings:
            conditions = [
                [Compiled.from_plain(one, words=words, parts=parts).runner() for one in plain[key]]
                for key in ("except", "soften")
            ]
            self._mercy = Mercy(rule.exceptions, rule.softenings, *conditions)
        self._message = Template.from_plain(plain["message"], words, parts)
        self._advice = Template.from_plain(plain["advice"], words, parts)
        self._suggest = Template.from_plain(plain["suggest"], words, parts) if plain["suggest"] else None
        # A message that does not say itself for how many places it stands has that added.
        self._tells_times = {"fact": "times", "path": None} in plain["message"]

    def look(self, scope: Scope, tally: Tally, found: Found) -> bool:
        """Finds the faults of one object that are to be reported; says whether it has any at all."""
        mercy, parts = self._mercy, self._parts
        faulty = False
        for fault in self._find(self._args, scope):
            faulty = tally.faulty = True
            if mercy is None or mercy.shown(scope, fault, tally.excepted):
                found.append((scope, fault))
        if parts is not None and not faulty:
            parts.forget(scope.node)
        return faulty

    def told(self, found: Found) -> Iterator[Fault]:
        """The faults that are reported, with their words."""
        once = self._args["once"]
        for scope, fault in _once(found, once) if once else found:
            fault.message = self._message.render(scope, fault.facts)
            if once and not self._tells_times and fault.facts["times"] > 1:
                fault.message += f"，共{fault.facts['times']}处"
            fault.advice = self._advice.render(scope, fault.facts)
            suggestion = self._suggest.filled(scope, fault.facts) if self._suggest else None
            # What is written already helps nobody.
            fault.suggestion = suggestion if suggestion != fault.spot.text else None
            if "related" in self._args.values and not fault.related:
                fault.related = self._args.related(scope)
            if self._parts is not None:
                self._parts.forget(scope.node)
            yield fault


def _once(found: Iterable[tuple[Scope, Fault]], frame: str) -> list[tuple[Scope, Fault]]:
    """The first fault of each form (or of the document, or of those that are alike) with the others as its related
    spots."""
    kept: dict[object, Fault] = {}
    firsts: list[tuple[Scope, Fault]] = []
    for scope, fault in found:
        keys = _same_fault(fault, frame)
        first = next((kept[key] for key in keys if key in kept), None)
        if first is None:
            firsts.append((scope, fault))
            kept.update(dict.fromkeys(keys, fault))
            fault.facts["times"] = 1
        else:
            first.facts["times"] += 1
            first.related.append(fault.spot)
    return firsts


def _same_fault(fault: Fault, frame: str) -> Sequence[object]:
    """What two faults that are told as one have in common: any of these."""
    spot = fault.spot
    if frame == "document":
        return [None]
    form = id(spot.scope.form)
    if frame == "form":
        return [form]
    marked = spot.text[slice(*spot.mark)] if spot.mark else spot.text
    # A sign alone (a bracket) does not make two places alike. Cells without a place of their own (rows of records)
    # are told apart by their text.
    same = [(form, marked)] if len(marked) > 1 else []
    return [*same, (form, spot.text), (form, spot.place, spot.field, spot.text)]
