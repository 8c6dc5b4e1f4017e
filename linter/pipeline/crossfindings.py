"""Rules over many files: what the queries of a store find becomes findings of the files of this run."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from linter.auditing.crossings import MOST_OTHERS, Crossing, Member, crossing
from linter.auditing.crossqueries import QUERIES
from linter.auditing.crossrules import judge_rows
from linter.auditing.questions import SHARES, asking
from linter.auditing.warehouse import require
from linter.auditing.warehouserows import identity
from linter.fileresult import FileResult
from linter.findings import fingerprint
from linter.ground.disklist import DiskList
from linter.ground.errors import JxlintError
from linter.model import NOWHERE, Document, Finding, Form, Indicator, Place, Related
from linter.pipeline.results import Results

if TYPE_CHECKING:
    from linter.rulebook import Rule

#: Rows of a query that are in memory at a time.
_AT_ONCE = 500


class _Said(msgspec.Struct, frozen=True, array_like=True):
    """What a rule says of a place in a file: the number of the rule, the place and others, field and texts."""

    rule: int
    member: Member
    others: list[Member]
    field: str
    message: str
    advice: str
    suggestion: str | None


class _Found:
    """What the rules that ask a query say of the files of a run. It lies on disk: every project may share something
    with another."""

    def __init__(self, rules: Sequence[tuple[int, Rule]]) -> None:
        self._rules = rules
        self._said: DiskList[_Said] = DiskList(kind=_Said)
        self._of: dict[str, array[int]] = {}

    def look(self, rows: Iterable[Crossing]) -> None:
        """Take what the rules say of the rows of their query."""
        rows = iter(rows)
        while some := list(islice(rows, _AT_ONCE)):
            for at, rule in self._rules:
                for row, fault in judge_rows(rule, some):
                    assert row.member is not None
                    others = row.others[:MOST_OTHERS]
                    told = fault.message, fault.advice, fault.suggestion
                    number = self._said.put(_Said(at, row.member, others, row.field, *told))
                    self._of.setdefault(row.member.path, array("Q")).append(number)

    def of(self, path: str) -> Iterator[_Said]:
        """What is said of a file."""
        return (self._said[at] for at in self._of.get(path, ()))


def collect(store: Path, results: Results, rules: Sequence[Rule]) -> bool:
    """Put the findings of these rules into the results of the files that they stand in, in place of those of an
    earlier run. Returns whether that changed anything."""
    paths = {identity(result.path) for result in results if result.document is not None}
    require()
    names = sorted({str(rule.check["query"]) for rule in rules})
    found = [_asked(store, name, rules, paths) for name in names]
    ours = {rule.id for rule in rules}
    changed = False

    def settled(result: FileResult) -> FileResult | None:
        nonlocal changed
        path = identity(result.path)
        said = sorted((said for one in found for said in one.of(path)), key=lambda said: said.rule)
        new = _with(result, ours, rules, said)
        changed = changed or new is not None
        return new

    results.replace(settled)
    return changed


def _asked(store: Path, name: str, rules: Sequence[Rule], paths: Collection[str]) -> _Found:
    """What the rules that ask a query say of the files of these paths. Each query has a connection of its own, so that
    none has to do with what another has left of the memory."""
    from duckdb import Error, OutOfMemoryException

    for share in SHARES:
        found = _Found([(at, rule) for at, rule in enumerate(rules) if rule.check["query"] == name])
        try:
            with asking(store, share) as connection:
                rows = (crossing(one, paths.__contains__) for one in QUERIES[name](connection))
                found.look(row for row in rows if row is not None)
            return found
        except OutOfMemoryException:
            continue
        except Error as error:
            said = str(error).strip().partition("\n")[0][:200]
            raise JxlintError(
                f"跨文件的检查没有做完（{said}）",
                path=str(store),
                advice="请检查磁盘空间和权限，临时文件夹所在的磁盘也要有空，再运行同样的命令",
            ) from error
    raise JxlintError(
        "跨文件的检查内存不够", path=str(store), advice="请把文件分成几批，每批一个查库，或换一台内存更大的机器"
    )


def _with(
    result: FileResult, ours: set[str], rules: Sequence[Rule], found: Sequence[_Said]
) -> FileResult | None:
    """A result with these findings and without those that an earlier run put there; None where nothing changes."""
    kept = [finding for finding in result.findings if finding.rule not in ours]
    if not found and len(kept) == len(result.findings):
        return None
    document = result.document
    made = [_finding(rules[said.rule], said, result.path, document) for said in found if document is not None]
    new = [*kept, *made]
    return msgspec.structs.replace(result, findings=new) if new != result.findings else None


def _finding(rule: Rule, said: _Said, file: str, document: Document) -> Finding:
    member = said.member
    form = next((one for one in document.forms if one.number == member.form), None)
    indicator = _indicator(form, member)
    place = _place(form, indicator, said.field)
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        confidence=rule.confidence,
        message=said.message,
        advice=said.advice,
        suggestion=said.suggestion,
        file=file,
        place=place,
        form=member.form,
        form_title=form.title if form is not None else "",
        project=(form.project or "") if form is not None else "",
        level2=(indicator.level2 or indicator.level2_printed) if indicator is not None else "",
        indicator=indicator.name if indicator is not None else "",
        field=said.field,
        text=member.text,
        related=[Related(NOWHERE, _told(one)) for one in said.others],
        fingerprint=fingerprint(rule.id, form, indicator, said.field, member.text),
    )


def _indicator(form: Form | None, member: Member) -> Indicator | None:
    if form is None or member.row is None or member.row > len(form.indicators):
        return None
    return form.indicators[member.row - 1]


def _place(form: Form | None, indicator: Indicator | None, field: str) -> Place:
    if indicator is not None:
        return indicator.places.get(field, indicator.place)
    if form is None:
        return NOWHERE
    return form.places.get(field) or form.budget.places.get(field) or form.place


def _told(member: Member) -> str:
    name = Path(member.path).name
    where = "，".join(part for part in (name, f"第{member.form}张表", member.place) if part)
    project = f"“{member.project}”" if member.project else ""
    said = f"：{member.text}" if member.text and member.text != member.project else ""
    return f"{member.unit}{project}（{where}）{said}"
