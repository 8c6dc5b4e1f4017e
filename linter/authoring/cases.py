"""The cases of rules: the second YAML document of a rule file. Builds a Document from each and runs the rule.

python -m linter.authoring.cases rules/      # all failures, then one line of totals
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from linter.auditing.crossings import Crossing
from linter.auditing.crossrules import judge_rows, row_of
from linter.authoring.proofs import Proofs
from linter.authoring.sample import build_document, build_outlook
from linter.authoring.samplekeys import CASE_KEYS
from linter.ground.errors import JxlintError
from linter.ground.nearest import fault
from linter.ground.resources import rules_dir
from linter.ground.shape import Where, read_text
from linter.ground.strictyaml import load_documents
from linter.language.types import fields
from linter.language.visits import Visits
from linter.language.wordlists import Words
from linter.rulebook.inspection import Tally
from linter.rulebook.loader import CASE_GROUPS, check_covers, check_together, load_rule
from linter.rulebook.rule import Rule
from linter.rulebook.spots import Fault
from linter.rulebook.store import load, load_basis, own_terms, own_words, rule_files


class Case(msgspec.Struct):
    """One case: ``data`` as written, ``group`` one of bad, good, known-noise, known-miss, ``line`` where it
    begins."""

    group: str
    number: int
    data: Mapping[str, Any]
    path: str
    line: int

    @property
    def name(self) -> str:
        return self.data.get("name") or f"第 {self.number} 例"


class Cases(msgspec.Struct):
    """The cases of a rule file by group, in order."""

    bad: list[Case] = msgspec.field(default_factory=list)
    good: list[Case] = msgspec.field(default_factory=list)
    known_noise: list[Case] = msgspec.field(default_factory=list)
    known_miss: list[Case] = msgspec.field(default_factory=list)

    def all(self) -> list[Case]:
        return [*self.bad, *self.good, *self.known_noise, *self.known_miss]


class Failure(msgspec.Struct):
    """A case that did not come out as written, or a rule that could not be loaded (``rule`` is then
    empty)."""

    path: str
    line: int
    rule: str
    text: str

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}" if self.line else self.path
        return f"{where}：{self.text}" if not self.rule else f"{where}：{self.rule} {self.text}"


class CaseReport(msgspec.Struct):
    """The outcome of a run over rule files."""

    rules: int = 0
    cases: int = 0
    failures: list[Failure] = msgspec.field(default_factory=list)

    @property
    def summary(self) -> str:
        return f"规则 {self.rules} 条，用例 {self.cases} 个，失败 {len(self.failures)} 个"


def load_cases(path: Path | str) -> Cases:
    """The cases of one rule file. Raises JxlintError for a case that is not written as it should be."""
    path = Path(path)
    text = read_text(path, "规则文件")
    documents = load_documents(text, str(path))
    cases = Cases()
    if len(documents) < 2 or documents[1].data is None:
        return cases
    top = Where(documents[1], text.split("\n"), str(path))
    top.check_keys("第二个文档", ["tests"], ["tests"])
    tests = top.below("tests")
    tests.check_keys("tests", CASE_GROUPS)
    for group in CASE_GROUPS:
        listed = tests.data.get(group)
        if listed is None:
            continue
        if not isinstance(listed, list):
            raise tests.error(f"{group} 应是用例的列表", group)
        into: list[Case] = getattr(cases, group.replace("-", "_"))
        for number, data in enumerate(listed):
            where = tests.below(group, number)
            where.check_keys("用例", CASE_KEYS)
            into.append(Case(group, number + 1, data, str(path), where.mark()[0]))
    return cases


def judge_case(rule: Rule, case: Case, tally: Tally | None = None) -> list[Fault]:
    """What the rule finds in the document of a case."""
    if rule.given == "collection":
        return [fault for _, fault in judge_rows(rule, [_row(case)], tally)]
    document = build_document(case.data, case.path, case.line)
    outlook = build_outlook(case.data, document, case.path, case.line)
    return list(rule.judge(document, visits=Visits(document, outlook), tally=tally))


def _row(case: Case) -> Crossing:
    """The row of a query that a case writes down."""
    columns = case.data.get("collection")
    known = fields("collection")
    if not isinstance(columns, Mapping) or not columns:
        raise fault("这个用例要写 collection：跨文件查得的一行", case.path, case.line, None)
    for name in columns:
        if name not in known:
            raise fault(f"没有“{name}”这一列", case.path, case.line, None, wrong=str(name), known=known)
    return row_of(columns)


def run(rule: Rule, cases: Cases) -> list[Failure]:
    """Those of the cases of a rule that fail."""
    failures = []
    proofs = Proofs(rule)
    for case in cases.all():
        tally = Tally()
        try:
            faults = judge_case(rule, case, tally)
            problem = _problem(case, faults) or proofs.problem(case.data, case.group, faults, tally)
        except JxlintError as error:
            problem = f"用例无法运行：{error.message}。{error.advice}"
        if problem:
            failures.append(Failure(case.path, case.line, rule.id, f"{case.group}“{case.name}”：{problem}"))
    return failures + [Failure(rule.path, 0, rule.id, problem) for problem in proofs.unproven()]


def _problem(case: Case, faults: Sequence[Fault]) -> str:
    """What is wrong with the outcome of a case; empty when nothing is."""
    messages = [fault.message for fault in faults]
    said = "；".join(messages)
    if case.group in ("good", "known-miss"):
        if not faults:
            return ""
        return f"不该报告，却报告了：{said}" + ("（请移到 bad）" if case.group == "known-miss" else "")
    if not faults:
        return "应当报告，却没有" + ("（请移到 good）" if case.group == "known-noise" else "")
    wanted = case.data.get("says")
    if wanted is not None and wanted not in messages:
        return f"应当说“{wanted}”，却说“{said}”"
    count = case.data.get("count")
    if count is not None and count != len(faults):
        return f"应当报告 {count} 次，却报告了 {len(faults)} 次：{said}"
    return ""


def test_rules(paths: Iterable[Path | str] = ()) -> CaseReport:
    """Load rule files and run their cases. A file that cannot be loaded is a failure; the others go on."""
    pack = rules_dir().resolve()
    chosen = [Path(path) for path in paths] or [rules_dir()]
    report = CaseReport()
    rules: list[Rule] = []
    words, basis = own_words(chosen), load_basis(chosen)
    with_pack = any(path.resolve() == pack for path in chosen)
    report.failures += _terms(chosen, words, with_pack=with_pack)
    for path in dict.fromkeys(file for folder in chosen for file in rule_files(folder)):
        report.rules += 1
        try:
            text = read_text(path, "规则文件")
            ours = pack in path.resolve().parents
            rule = load_rule(path, text, words=words, basis=basis, shipped=ours)
            cases = load_cases(path)
        except JxlintError as error:
            report.failures.append(_failure(error, path))
            continue
        rules.append(rule)
        report.cases += len(cases.all())
        report.failures += run(rule, cases)
    for check, with_pack in ((check_together, False), (check_covers, True)):
        try:
            check([*rules, *_rest_of_pack(rules)] if with_pack else rules)
        except JxlintError as error:
            report.failures.append(_failure(error, chosen[0]))
    return report


def _terms(chosen: Sequence[Path], words: Words | None, *, with_pack: bool) -> list[Failure]:
    """Read the derived fields and run the cases of those under test."""
    from linter.authoring.termcases import term_failures

    try:
        terms = own_terms(chosen, words)
        return [
            Failure(term.path, term.line, "", f"派生字段 {term.owner}.{term.name}：{text}")
            for term, text in term_failures(terms)
            if with_pack or Path(term.path).parent != rules_dir()
        ]
    except JxlintError as error:
        return [_failure(error, chosen[0])]


def _rest_of_pack(rules: Sequence[Rule]) -> list[Rule]:
    """The shipped rules that are not among those under test: a rule may cover one of them."""
    here = {rule.id for rule in rules}
    if not any(code not in here for rule in rules for code in rule.covers):
        return []
    return [rule for code, rule in load(()).rules.items() if code not in here]


def _failure(error: JxlintError, path: Path) -> Failure:
    column = f"（第 {error.column} 列）" if error.column else ""
    advice = f"。{error.advice}" if error.advice else ""
    return Failure(error.path or str(path), error.line or 0, "", f"{column}{error.message}{advice}")


def main(arguments: Sequence[str]) -> int:
    report = test_rules(arguments)
    for failure in report.failures:
        print(failure)
    print(report.summary)
    return 1 if report.failures else 0


if __name__ == "__main__":
    import sys

    raise SystemExit(main(sys.argv[1:]))
