"""From the judgement of single files to what is said of a run: what was looked at, and which rules judged nothing.

Each file gives its Evidence; that of several is added up. Nothing here needs a document any more once it was judged.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from linter.fileresult import Evidence
from linter.ground.extras import lacking
from linter.language.scope import Scope, given_of
from linter.language.types import fields
from linter.language.visits import Visits
from linter.model import NOT_CHOSEN, Checked, Document, NotRun
from linter.rulebook.inspection import Tally
from linter.rulebook.rule import Rule, Rulebook
from linter.surroundings import Outlook, Profile, Surroundings

_NOT_CHOSEN = {"deprecated": "已停用", "preview": "试行"}


def evidence_of(
    document: Document, outlook: Outlook, rules: Iterable[Rule], tallies: Mapping[str, Tally], visits: Visits
) -> Evidence:
    """What the judgement of one document says for the run. ``visits`` are those of the whole document."""
    evidence = Evidence(files=1, forms=len(document.forms))
    for form in document.forms:
        evidence.doubts += len(form.doubts)
        evidence.year = evidence.year or form.year is not None
        profile = outlook.profiles.get(form.number)
        if profile is None:
            evidence.bare += 1
        else:
            evidence.profiles[profile.title] = evidence.profiles.get(profile.title, 0) + 1
        for row in form.indicators:
            if row.row_kind == "indicator":
                evidence.indicators += 1
                kind = row.parsed.kind
                evidence.values[kind] = evidence.values.get(kind, 0) + 1
                evidence.not_understood += kind == "text"
    evidence.year = evidence.year or outlook.year is not None
    evidence.prices, evidence.previous = bool(outlook.prices), bool(outlook.forms)
    asked: set[str] = set()
    for rule in rules:
        tally = tallies[rule.id]
        if tally.shortened:
            evidence.shortened[rule.id] = tally.shortened
        if tally.excepted:
            evidence.excepted[rule.id] = dict(tally.excepted)
        if tally.held:
            evidence.held.add(rule.id)
            continue
        if tally.unknown:
            evidence.unknown.add(rule.id)
        _look(rule, visits, asked, evidence.seen)
    return evidence


def _look(rule: Rule, visits: Visits, asked: set[str], seen: set[str]) -> None:
    """Note which of the fields of a rule are there at all. ``asked`` are those that were looked for already."""
    scopes = visits.all(rule.given, rule.all_rows)
    if not scopes:
        return
    given = _given(rule)
    seen.add(given)
    for path in rule.wanted:
        key = f"{given}.{path}"
        if key not in asked:
            asked.add(key)
            if _anywhere(scopes, path):
                seen.add(key)


def _anywhere(scopes: Sequence[Scope], path: str) -> bool:
    """Whether ``Scope.get`` gives anything for the path in any of these scopes, which are all of one kind. Asked of all
    objects of a file for each field that is missing, so the way is laid out once."""
    first = scopes[0].node
    names = path.split(".")
    if names[0] not in fields(first._type) and names[0] in ("this", given_of(first)):
        del names[0]
    if not names:
        return True
    name, *rest = names
    for scope in scopes:
        found = getattr(scope.node, name)
        for step in rest:
            if found is None:
                break
            found = getattr(found, step)
        if found is not None:
            return True
    return False


def _given(rule: Rule) -> str:
    return f"{rule.given}*" if rule.all_rows else rule.given


def add(total: Evidence, more: Evidence) -> None:
    """Add the evidence of later files to that of earlier ones."""
    for name in ("files", "forms", "indicators", "not_understood", "doubts", "bare"):
        setattr(total, name, getattr(total, name) + getattr(more, name))
    for name in ("held", "unknown", "reported", "seen"):
        getattr(total, name).update(getattr(more, name))
    for name in ("year", "prices", "previous"):
        setattr(total, name, getattr(total, name) or getattr(more, name))
    add_counts(total.values, more.values)
    add_counts(total.profiles, more.profiles)
    add_counts(total.shortened, more.shortened)
    for rule, counts in more.excepted.items():
        add_counts(total.excepted.setdefault(rule, {}), counts)


def add_counts(total: dict[Any, int], more: Mapping[Any, int]) -> None:
    """Add counts to those of earlier files."""
    for key, count in more.items():
        total[key] = total.get(key, 0) + count


def checked(evidence: Evidence, rulebook: Rulebook, rules: Collection[Rule], around: Surroundings) -> Checked:
    """What a run over all files that gave this evidence looked at."""
    not_run = _not_run(evidence, rulebook, rules, around)
    unable = {item.rule for item in not_run}
    return Checked(
        files=evidence.files,
        forms=evidence.forms,
        indicators=evidence.indicators,
        rules=sum(rule.id not in unable for rule in rules),
        values=dict(evidence.values),
        not_run=not_run,
        not_understood=evidence.not_understood,
        doubts=evidence.doubts,
        shortened=dict(evidence.shortened),
        profiles={(title, around.profile is None): count for title, count in evidence.profiles.items()},
        exceptions={
            (rule.id, because): count
            for rule in rules
            for because, count in evidence.excepted.get(rule.id, {}).items()
        },
    )


def _not_run(
    evidence: Evidence, rulebook: Rulebook, rules: Iterable[Rule], around: Surroundings
) -> list[NotRun]:
    """The rules of the book that judged nothing, with the reason."""
    running = {rule.id for rule in rules}
    profiles = _profiles(evidence, rulebook, around)
    result = []
    for rule in rulebook.rules.values():
        if rule.id not in running:
            result.append(NotRun(rule.id, _NOT_CHOSEN.get(rule.status, NOT_CHOSEN)))
        elif rule.given == "collection":
            result.append(NotRun(rule.id, across_reason(), "跨文件比（--store）"))
        elif rule.id not in around.named and (titles := _ignoring(rule.id, evidence, profiles)):
            result.append(NotRun(rule.id, f"按{titles}口径不用"))
        elif not_given := _not_given(rule, evidence):
            result.append(NotRun(rule.id, *not_given))
        elif rule.id not in evidence.reported and not evidence.year and rule.needs_year and evidence.forms:
            result.append(NotRun(rule.id, "表上没有预算年度，可用 --year 指定", "给出预算年度（--year）"))
        elif rule.id not in evidence.held and (missing := _missing(rule, evidence)):
            result.append(NotRun(rule.id, _absent(rule, missing)))
    return result


def across_reason() -> str:
    """Why rules over many files do not run by themselves."""
    if lacking("duckdb", "pyarrow"):
        return '跨文件的规则要用 pip install "jxlint[audit]"，再加 --store 文件夹'
    return "跨文件的规则，加 --store 文件夹才查"


def _profiles(evidence: Evidence, rulebook: Rulebook, around: Surroundings) -> list[Profile]:
    """The profiles that forms have, in reading order."""
    known = {one.title: one for one in rulebook.profiles} if evidence.profiles else {}
    if around.profile is not None:
        known[around.profile.title] = around.profile
    return [known[title] for title in evidence.profiles]


def _ignoring(rule: str, evidence: Evidence, profiles: list[Profile]) -> str:
    """The titles of the profiles that leave a rule out of every form there is; empty when one is left."""
    if evidence.bare or any(rule not in profile.ignore for profile in profiles):
        return ""
    return "、".join(profile.title for profile in profiles)


def _not_given(rule: Rule, evidence: Evidence) -> tuple[str, str] | None:
    """Why a rule that compares with something beside the documents had nothing to compare with, and what would do."""
    if "price" in rule.beside and not evidence.prices:
        return "没有给出价格表，可用 --prices 指定", "给出价格表（--prices）"
    if "previous" in rule.beside and not evidence.previous:
        return "没有上年的表可比，可用 --previous 指定", "给出上年的表（--previous）"
    return None


def _absent(rule: Rule, missing: list[str]) -> str:
    """Why a rule that was given all it asks for found nothing to judge."""
    if "price" in rule.beside:
        return "价格表里没有一项与表里的物品、单位都相符"
    return f"表里没有要查的内容：{'；'.join(missing)}"


def _missing(rule: Rule, evidence: Evidence) -> list[str]:
    """What a rule asks for and no object has, in Chinese."""
    given = _given(rule)
    if given not in evidence.seen:
        return []
    return rule.missing(lambda path: f"{given}.{path}" in evidence.seen, unknown=rule.id in evidence.unknown)
