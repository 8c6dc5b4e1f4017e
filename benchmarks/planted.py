"""How much passes in silence: careful forms are spoilt in one known way, and the rules have to say so.

    python benchmarks/planted.py [--draw N] [--seed S] [--pairs N] [--rule ID] [--held] [--json]
                                 [--silent FILE] [--write]

Each defect is planted in N places (form, row, layout) that a seed draws. It is found when a rule that it names
reports, at the wanted severity or above, at that row, something that the careful form lacks; a finding that stands
for the wanted one (covers) is as good. Then every careful form is judged in every layout: an error or a warning
there is a false alarm. ``--pairs N`` plants two defects in each of N forms; both must be found. ``--held`` takes the
second set of defects, on which no rule is tuned. ``--silent`` writes the silent ones as Markdown; ``--write`` the
figures for the handbook.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent))
import measured
import planting
import prints
from defects import Defect, defects, placements, spoil
from planting import Field, Outcome

from linter.model import Finding

DRAW, SEED = 6, 7


class FalseAlarm(NamedTuple):
    """An error or a warning on a careful form."""

    form: str
    layout: str
    finding: Finding


def singles(field: Field, chosen: list[Defect], draw: int, seed: int) -> Iterator[Outcome]:
    for defect in chosen:
        places = list(placements(defect, field.forms))
        assert places, f"{defect['id']} fits no form"
        dice = random.Random(f"{seed} {defect['id']}")
        for form, row, layout in dice.sample(places, min(draw, len(places))):
            yield field.outcome(defect, form, row, layout)


def pairs(field: Field, chosen: list[Defect], count: int, seed: int) -> Iterator[tuple[str, bool]]:
    """Two defects in two rows of one form: a line for each defect, and whether it was found."""
    dice = random.Random(f"{seed} pairs")
    rowwise = [one for one in chosen if "row" in one and not {"copy", "add", "drop", "every"} & one.keys()]
    for _ in range(count):
        while True:
            first, second = dice.sample(rowwise, 2)
            form, row, layout = dice.choice(list(placements(first, field.forms)))
            others = [place for place in placements(second, [form]) if place[2] == layout and place[1] != row]
            if others and not set(first["wants"]) & set(second["wants"]):
                break
        one = spoil(form, row, first)
        other_row = dice.choice(others)[1]
        both = spoil(one.form, other_row, second)
        found = field.plant(form, layout, both, (first, one.row), (second, both.row))
        for defect, said, hit in zip((first, second), (one.says, both.says), found, strict=True):
            yield f"{defect['id']} [{'/'.join(defect['wants'])}] {form['id']}@{layout}: {said}", hit


def false_alarms(field: Field) -> list[FalseAlarm]:
    """Every error and warning on a careful form, in every layout."""
    return [
        FalseAlarm(form["id"], layout, one)
        for form in field.forms
        for layout in prints.LAYOUTS
        for one in planting.judged(form, layout)[0]
        if one.severity != "info"
    ]


def shares(outcomes: Iterable[tuple[str, bool]]) -> dict[str, list[int]]:
    """Key → planted, found."""
    table: dict[str, list[int]] = {}
    for key, found in outcomes:
        line = table.setdefault(key, [0, 0])
        line[0] += 1
        line[1] += found
    return dict(sorted(table.items()))


def by_rule(outcomes: Iterable[Outcome]) -> dict[str, list[int]]:
    """The first rule a defect wants is the one it counts for."""
    return shares((one.defect["wants"][0], one.found) for one in outcomes)


def _percent(table: dict[str, list[int]]) -> str:
    planted, found = (sum(line[place] for line in table.values()) for place in (0, 1))
    return f"{found}/{planted} = {found / planted:.1%}" if planted else "—"


def silent_text(title: str, outcomes: list[Outcome]) -> str:
    silent = [one for one in outcomes if not one.found]
    lines = [f"# {title}", "", f"查出 {len(outcomes) - len(silent)}/{len(outcomes)}", ""]
    for rule, (planted, found) in by_rule(outcomes).items():
        if found < planted:
            lines += ["", f"## {rule} {found}/{planted}", ""]
            lines += [f"- {one.line()}" for one in silent if one.defect["wants"][0] == rule]
    return "\n".join(lines) + "\n"


def report(outcomes: list[Outcome], alarms: list[FalseAlarm], paired: list[tuple[str, bool]]) -> dict[str, Any]:
    total = shares(("all", one.found) for one in outcomes)
    return {
        "singles": total.get("all", [0, 0]),
        "defects": len({one.defect["id"] for one in outcomes}),
        "pairs": [len(paired), sum(hit for _, hit in paired)],
        "rules": by_rule(outcomes),
        "families": shares((one.defect["family"], one.found) for one in outcomes),
        "layouts": shares((one.layout, one.found) for one in outcomes),
        "silent": [one.line() for one in outcomes if not one.found],
        "silent_pairs": [line for line, hit in paired if not hit],
        "false_alarms": [
            f"{alarm.form}@{alarm.layout}: {alarm.finding.rule} {alarm.finding.severity} {alarm.finding.message}"
            for alarm in alarms
        ],
    }


def show(told: dict[str, Any]) -> None:
    for title in ("rules", "families", "layouts"):
        print(f"\n{title}: " + _percent(told[title]))
        for key, (planted, found) in told[title].items():
            print(f"  {key:<14}{found:>5}/{planted:<5}{found / planted:>6.0%}")
    for title in ("silent", "silent_pairs", "false_alarms"):
        if told[title]:
            print(f"\n{title}:\n" + "\n".join(f"  {line}" for line in told[title]))
    planted, found = told["singles"]
    print(f"\n{told['defects']} defects, single: {found}/{planted} = {found / max(planted, 1):.1%}")
    if told["pairs"][0]:
        print(f"in pairs: {told['pairs'][1]}/{told['pairs'][0]} = {told['pairs'][1] / told['pairs'][0]:.1%}")
    print(f"errors and warnings on careful forms: {len(told['false_alarms'])}")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--draw", type=int, default=DRAW, help="places for each defect")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--pairs", type=int, default=0, help="forms with two defects")
    parser.add_argument("--rule", action="append", help="only defects that want this rule")
    parser.add_argument("--held", action="store_true", help="the defects on which no rule is tuned")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--silent", type=Path, help="write the silent ones here")
    parser.add_argument("--write", action="store_true", help=f"renew {measured.PATH.name} for the handbook")
    asked = parser.parse_args(arguments)
    field = Field()
    chosen = [one for one in defects(asked.held) if not asked.rule or set(asked.rule) & set(one["wants"])]
    outcomes = list(singles(field, chosen, asked.draw, asked.seed))
    paired = list(pairs(field, chosen, asked.pairs, asked.seed)) if asked.pairs else []
    told = report(outcomes, [] if asked.rule else false_alarms(field), paired)
    if asked.json:
        print(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        show(told)
    if asked.silent:
        asked.silent.write_text(silent_text("没有查出的种错", outcomes), encoding="utf-8", newline="\n")
    if asked.write:
        rules = by_rule(outcomes).items()
        measured.renew(
            {rule: {"planted": planted, "found": found} for rule, (planted, found) in rules},
            ("planted", "found"),
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
