"""How much of what the rules report is true: all rules over every document at hand.

    python benchmarks/noise.py [--write] [--crowded] [RULE …]

Runs over examples/ and, where that folder exists, over ../shared (documents and forms of other places). Prints the
findings of each rule and how many each form gets. Where careful readers have listed the faults of documents
(../shared/gold/findings.tsv), a finding they do not list is noise: the share of true ones is the precision of
the rule. ``--write`` renews rules/measured.yaml, from which the pages of the rules take these figures;
``--crowded`` lists the cells with more than two findings of warning or error; with rules named, every
finding of these rules that the readers do not list.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from linter.engine import judge
from linter.forms import find_forms
from linter.ground.errors import JxlintError
from linter.model import NOWHERE, Document, Finding
from linter.readers import read
from linter.rulebook import Rulebook, load_rulebook

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
BAR = 0.8
CROWD = 2

sys.path[:0] = [str(ROOT / "tests" / "rulebook"), str(ROOT / "benchmarks")]
import measured as figures  # noqa: E402
from test_gold import Expected, expected_findings, speaks_of  # noqa: E402


def documents() -> list[Document]:
    """Every document of the folders that can be read; what cannot is said."""
    folders = [ROOT / "examples", SHARED / "seeds", SHARED / "forms"]
    found = []
    for path in sorted(path for folder in folders if folder.is_dir() for path in folder.rglob("*")):
        if not path.is_file() or path.suffix in (".json", ".yaml", ".yml"):
            continue
        try:
            found.append(find_forms(read(path)))
        except JxlintError as error:
            print(f"left out: {error}")
    return found


def count_true(findings: Iterable[Finding], expected: list[Expected]) -> dict[str, Counter[str]]:
    """For each rule: how many findings in documents that readers went through, and how many they list."""
    seeds = {one.seed for one in expected}
    table: dict[str, Counter[str]] = {}
    for finding in findings:
        if Path(finding.file).name in seeds:
            count = table.setdefault(finding.rule, Counter())
            count["findings"] += 1
            count["true"] += is_listed(finding, expected)
    return table


def is_listed(finding: Finding, expected: list[Expected]) -> bool:
    return any(one.rule == finding.rule and speaks_of(finding, one) for one in expected)


def crowded(findings: Iterable[Finding], running: set[tuple[str, int | None]]) -> list[list[Finding]]:
    """The findings of each cell that carries more than CROWD of warning or error. ``running`` are the
    (file, form) of running text, where a whole form may stand in one cell: there each text is a cell."""
    cells: dict[object, list[Finding]] = {}
    for finding in findings:
        if finding.severity != "info" and finding.place != NOWHERE:
            within = (finding.indicator, finding.text) if (finding.file, finding.form) in running else ()
            cells.setdefault((finding.file, finding.form, finding.place, within), []).append(finding)
    return [found for found in cells.values() if len(found) > CROWD]


def running(read_documents: Iterable[Document]) -> set[tuple[str, int | None]]:
    return {
        (document.path, form.number)
        for document in read_documents
        for form in document.forms
        if form.layout == "freetext"
    }


def print_rules(found: list[Finding], book: Rulebook, measured: dict[str, Counter[str]]) -> None:
    print(
        f"{'rule':<7}{'severity':<9}{'status':<11}{'findings':>9}{'files':>6}{'measured':>9}{'true':>6}{'precision':>11}"
    )
    for rule in book.rules.values():
        mine = [finding for finding in found if finding.rule == rule.id]
        files = len({finding.file for finding in mine})
        line = f"{rule.id:<7}{rule.severity:<9}{rule.status:<11}{len(mine):>9}{files:>6}"
        if count := measured.get(rule.id):
            share = count["true"] / count["findings"]
            loud = share < BAR and rule.severity != "info" and rule.status == "stable"
            line += f"{count['findings']:>9}{count['true']:>6}{share:>11.0%}{'  too loud' if loud else ''}"
        print(line)


def print_forms(found: list[Finding], read_documents: list[Document]) -> None:
    counts = Counter((finding.file, finding.form) for finding in found)
    grave = Counter((finding.file, finding.form) for finding in found if finding.severity != "info")
    print(f"\n{'findings':>8}{'grave':>7}  form")
    for document in read_documents:
        name = Path(document.path).name
        for number in (None, *(form.number for form in document.forms)):
            key = document.path, number
            if number is not None or counts[key]:
                print(
                    f"{counts[key]:>8}{grave[key]:>7}  {name} {'whole file' if number is None else f'#{number}'}"
                )


def main(arguments: list[str]) -> int:
    only = {argument for argument in arguments if not argument.startswith("-")}
    book = load_rulebook()
    read_documents = documents()
    found = judge(read_documents, book, rules=book.rules.values()).findings
    listed = (SHARED / "gold" / "findings.tsv").is_file()
    expected = expected_findings(SHARED) if listed else []
    measured = count_true(found, expected)
    if only:
        seeds = {one.seed for one in expected}
        for finding in found:
            if finding.rule in only and Path(finding.file).name in seeds and not is_listed(finding, expected):
                print(
                    finding.rule, Path(finding.file).name[:3], finding.form, finding.level2, finding.message
                )
        return 0
    print_rules(found, book, measured)
    print_forms(found, read_documents)
    cells = crowded((one for one in found if Path(one.file).parent.name == "seeds"), running(read_documents))
    print(f"\ncells of documents with more than {CROWD} findings of warning or error: {len(cells)}")
    if "--crowded" in arguments:
        for cell in cells:
            first = cell[0]
            rules = " ".join(finding.rule for finding in cell)
            print(
                f"  {Path(first.file).name[:3]} #{first.form} {first.level2} {first.field}: {rules} | {first.text[:50]}"
            )
    if "--write" in arguments:
        if not listed:
            print("nothing written: the list of faults that readers found is not here")
            return 1
        figures.renew(measured, ("findings", "true"))
        print(f"written: {figures.PATH}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
