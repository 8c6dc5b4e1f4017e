"""The rules against what careful readers found in real documents: how much is found, how much is true.

Two figures over all rules that exist: recall on the findings that readers are sure of, and precision against
all findings that they allow. Run as a script for the table and for every miss and false alarm:

    python tests/rulebook/test_gold.py ../shared [KX08 …]
"""

from __future__ import annotations

import csv
import dataclasses
import re
import sys
from collections import Counter
from functools import cache
from pathlib import Path

from linter.engine import judge
from linter.forms import find_forms
from linter.language.functions.likeness import normal
from linter.model import LEVEL2, Finding
from linter.readers import read
from linter.rulebook import load_rulebook

BAR = 0.9
_QUOTED = re.compile("“([^“”]+)”")
_NUMBERED = re.compile(r"(\d+)\s*[.、 ]?\s*(.*)", re.DOTALL)


@dataclasses.dataclass
class Expected:
    """One finding of the readers. ``number`` is the form it stands in, None for one about the whole file."""

    seed: str
    number: int | None
    level2: str
    text: str
    rule: str
    confidence: str
    line: str


def expected_findings(folder: Path) -> list[Expected]:
    with (folder / "gold" / "findings.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    result = []
    for row in rows:
        numbered = _NUMBERED.match(row["project"])
        number = int(numbered[1]) if numbered else None
        level2, text = row["indicator_level2"], row["cell_text"]
        result.append(
            Expected(row["seed_file"], number, level2, text, row["defect_id"], row["confidence"], row["line"])
        )
    return result


@cache
def actual_findings(folder: Path, seeds: frozenset[str]) -> list[Finding]:
    documents = [find_forms(read(folder / "seeds" / seed)) for seed in sorted(seeds)]
    return judge(documents, load_rulebook()).findings


def speaks_of(finding: Finding, expected: Expected) -> bool:
    """Whether a finding is the expected one: file, form, second level, and one text part of the other."""
    if not finding.file.endswith(expected.seed):
        return False
    if expected.number is not None and finding.form is not None and finding.form != expected.number:
        return False
    if _texts_meet([related.text for related in finding.related], expected.text):
        return True
    levels = {expected.level2, finding.level2}
    if levels <= set(LEVEL2) and len(levels) > 1 and not _cost(levels):
        return False
    if not finding.text and not finding.indicator:
        return expected.number is None or finding.form == expected.number
    return _texts_meet([finding.text, finding.indicator, *_QUOTED.findall(finding.message)], expected.text)


def _cost(levels: set[str]) -> bool:
    return all("成本" in level for level in levels)


def _texts_meet(texts: list[str], expected: str) -> bool:
    if expected == "（空）":
        return True
    wanted = [_bare(part) for part in (expected, *re.split(r"[|⇥]", expected))]
    found = [_bare(text) for text in texts]
    return any(a and b and (a in b or b in a) for a in found for b in wanted)


def _bare(text: str) -> str:
    """Without blanks and punctuation; a text of nothing else without blanks."""
    return normal(text) or re.sub(r"[\s⇥|]", "", text)


def compare(folder: Path) -> tuple[dict[str, Counter[str]], list[Expected], list[Finding]]:
    """Counts by rule (wanted, found, reported, allowed), what was missed, and what nobody allowed."""
    expected = expected_findings(folder)
    findings = actual_findings(folder, frozenset(one.seed for one in expected))
    rules = load_rulebook().rules
    table: dict[str, Counter[str]] = {rule: Counter() for rule in rules}
    missed, wrong = [], []
    for one in expected:
        if one.confidence != "high" or one.rule not in rules:
            continue
        table[one.rule]["wanted"] += 1
        if any(
            one.rule in (finding.rule, *finding.covers) and speaks_of(finding, one) for finding in findings
        ):
            table[one.rule]["found"] += 1
        else:
            missed.append(one)
    for finding in findings:
        table[finding.rule]["reported"] += 1
        if any(one.rule == finding.rule and speaks_of(finding, one) for one in expected):
            table[finding.rule]["allowed"] += 1
        else:
            wrong.append(finding)
    return table, missed, wrong


def rate(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def report(table: dict[str, Counter[str]]) -> str:
    lines = ["rule   wanted found recall  reported allowed precision"]
    total: Counter[str] = Counter()
    for rule, count in sorted(table.items()):
        total += count
        lines.append(_line(rule, count))
    return "\n".join([*lines, _line("all", total)])


def _line(rule: str, count: Counter[str]) -> str:
    recall, precision = rate(count["found"], count["wanted"]), rate(count["allowed"], count["reported"])
    return (
        f"{rule:<6} {count['wanted']:>6} {count['found']:>5} {recall:>6.0%}"
        f"  {count['reported']:>8} {count['allowed']:>7} {precision:>9.0%}"
    )


def test_most_sure_findings_are_found(shared: Path) -> None:
    table, missed, _ = compare(shared)
    wanted, found = (sum(count[key] for count in table.values()) for key in ("wanted", "found"))
    listed = "\n".join(f"{one.rule} {one.seed[:3]}:{one.line} {one.level2} {one.text}" for one in missed)
    assert wanted > 0
    assert rate(found, wanted) >= BAR, f"\n{report(table)}\n{listed}"


def test_most_findings_are_true(shared: Path) -> None:
    table, _, wrong = compare(shared)
    reported, allowed = (sum(count[key] for count in table.values()) for key in ("reported", "allowed"))
    listed = "\n".join(f"{one.rule} {Path(one.file).name[:3]} #{one.form} {one.message}" for one in wrong)
    assert reported > 0
    assert rate(allowed, reported) >= BAR, f"\n{report(table)}\n{listed}"


def lookalikes(folder: Path) -> list[tuple[str, int | None, str, str]]:
    """Cells that look wrong and are not: start of the seed's name, form, cell, rule to stay silent."""
    text = (folder / "rules" / "CATALOGUE.md").read_text(encoding="utf-8")
    rows = [
        re.split(r"(?<!\\)\|", line)
        for line in text.split("\n## 7.")[1].split("\n")
        if line.startswith("| 0")
    ]
    result = []
    for _, seed, project, cell, rule, *_ in rows:
        numbered = _NUMBERED.match(project.strip())
        number = int(numbered[1]) if numbered else None
        result.append((seed.strip(), number, cell.strip().strip("「」").replace("\\|", "|"), rule.strip()))
    return result


def test_lookalikes_are_left_alone(shared: Path) -> None:
    cells = lookalikes(shared)
    assert len(cells) > 20
    findings = actual_findings(shared, frozenset(path.name for path in (shared / "seeds").iterdir()))
    wrong = [
        (cell, finding.message)
        for seed, number, cell, rule in cells
        for finding in findings
        if finding.rule == rule and Path(finding.file).name.startswith(seed)
        if number is None or finding.form is None or _same_form(seed, number, finding)
        if _marks(finding, cell)
    ]
    assert wrong == []


def _marks(finding: Finding, cell: str) -> bool:
    if "⇥" in cell and finding.indicator and not _texts_meet([finding.indicator], cell):
        return False  # The cell is a whole row, and the finding stands in another one.
    marked = finding.text[slice(*finding.mark)] if finding.mark else finding.text
    # A bare figure stands in many texts: only the figure itself counts.
    return _texts_meet([marked], cell) if len(cell) > 3 else _bare(marked) == _bare(cell)


def _same_form(seed: str, number: int, finding: Finding) -> bool:
    # 004 counts its projects from the second form on: the first is the department's.
    return finding.form == number + (seed == "004")


def main() -> None:
    folder, only = Path(sys.argv[1]), set(sys.argv[2:])
    table, missed, wrong = compare(folder)
    for one in missed:
        if not only or one.rule in only:
            print("missed", one.rule, one.seed[:3], one.line, one.number, one.level2, one.text)
    for finding in wrong:
        if not only or finding.rule in only:
            name = Path(finding.file).name[:3]
            print(
                "wrong ", finding.rule, name, finding.form, finding.level2, finding.message, "|", finding.text
            )
    print(report({rule: count for rule, count in table.items() if not only or rule in only}))


if __name__ == "__main__":
    main()
