"""Renews the table “Before and after” in docs/design.md from the rules and the code: ``python docs/figures.py``."""

from __future__ import annotations

import datetime
import sys
from collections import Counter
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "rulebook")]
PAGE = ROOT / "docs" / "design.md"
BEGIN, END = "<!-- figures: written by docs/figures.py -->", "<!-- end of figures -->"

#: The first edition, measured once in the same way: rules, logic of a rule, kinds, and package: (modules, lines).
RULES, MIDDLE, LONGEST = 142, 434, "2569 (SD24)"
KINDS = {
    "assert": 85, "pattern": 15, "count": 12, "forbid": 7, "require": 5, "sum": 4, "unique": 4, "words": 3,
    "compare": 2, "range": 2, "same": 2, "product": 1,
}  # fmt: skip
ALONE = "modules by themselves"
PACKAGES = {
    "cli": (17, 1213), "config": (5, 451), "fixing": (10, 651), "forms": (38, 4890), "pipeline": (10, 1096),
    "readers": (32, 4067), "reasons": (4, 317), "reports": (37, 4069), "rulebook": (68, 8040), "values": (19, 2485),
    ALONE: (9, 1261),
}  # fmt: skip

#: What packages are there for, as the work on the project is parted.
PURPOSES = {
    "reading files and layouts": ("office", "readers", "forms"),
    "values and names": ("values", "meaning"),
    "rules and judging": ("language", "rulebook", "suggesting", "reasons"),
    "writing rules": ("authoring",),
    "reports and corrected files": ("reports", "fixing"),
    "doors": ("cli", "config", "serve"),
    "many files": ("pipeline", "auditing"),
    "what all stand on": ("ground", "model"),
}


def main() -> None:
    text = PAGE.read_text(encoding="utf-8")
    head, tail = text.split(BEGIN)[0], text.split(END)[1]
    lines = [
        f"Measured on {datetime.date.today().isoformat()}.",
        "",
        *_rules(),
        "",
        *_packages(),
        "",
        *_purposes(),
    ]
    PAGE.write_text(f"{head}{BEGIN}\n{chr(10).join(lines)}\n{END}{tail}", encoding="utf-8", newline="\n")


def _rules() -> list[str]:
    import logic  # of tests/rulebook: what the limits are checked with

    sizes = {rule: logic.size(rule) for rule in logic.rules()}
    longest = max(sizes, key=lambda rule: sizes[rule])
    kinds = logic.kinds()
    rows = [
        ("rules", RULES, len(sizes)),
        ("logic of the rule in the middle, characters", MIDDLE, f"{median(sizes.values()):.0f}"),
        ("logic of the longest rule", LONGEST, f"{sizes[longest]} ({longest})"),
        ("rules over a limit (tests/rulebook/waiting.yaml)", "", _waiting()),
    ]
    rows += [
        (f"kind {kind}", _share(KINDS.get(kind, 0), RULES), _share(kinds[kind], len(sizes)))
        for kind in sorted({*KINDS, *kinds}, key=lambda kind: (-kinds[kind], kind))
    ]
    return _table("rules", rows)


def _waiting() -> int:
    import logic

    return sum(bool(logic.faults(rule)) for rule in logic.rules())


def _share(part: int, whole: int) -> str:
    return f"{part} ({100 * part / whole:.0f} %)"


def _counted() -> tuple[Counter[str], Counter[str]]:
    """Modules and lines of each package."""
    modules: Counter[str] = Counter()
    lines: Counter[str] = Counter()
    for path in (ROOT / "linter").rglob("*.py"):
        parts = path.relative_to(ROOT / "linter").parts
        package = parts[0] if len(parts) > 1 else ALONE
        modules[package] += 1
        lines[package] += len(path.read_text(encoding="utf-8").splitlines())
    return modules, lines


def _purposes() -> list[str]:
    """Lines by what they are there for; every package serves one purpose."""
    modules, lines = _counted()
    parted = {name for names in PURPOSES.values() for name in names}
    assert parted == {*lines} - {ALONE}, parted ^ ({*lines} - {ALONE})
    kept = {**PURPOSES, ALONE: (ALONE,)}
    rows = []
    for purpose, names in kept.items():
        whole = sum(lines[name] for name in names)
        before = [PACKAGES.get(name, (0, 0)) for name in names]
        first = _size(*(sum(column) for column in zip(*before, strict=True)))
        now = f"{sum(modules[name] for name in names)}, {whole} ({100 * whole / lines.total():.0f} %)"
        rows.append((f"{purpose}: {', '.join(names)}" if purpose != ALONE else ALONE, first, now))
    return _table("purpose: modules, lines", rows)


def _packages() -> list[str]:
    modules, lines = _counted()
    names = sorted({*modules, *PACKAGES} - {ALONE})
    rows = [(name, _size(*PACKAGES.get(name, (0, 0))), _size(modules[name], lines[name])) for name in names]
    rows.append((ALONE, _size(*PACKAGES[ALONE]), _size(modules[ALONE], lines[ALONE])))
    before = [sum(column) for column in zip(*PACKAGES.values(), strict=True)]
    rows.append(("all", _size(*before), _size(modules.total(), lines.total())))
    return _table("package: modules, lines", rows)


def _size(modules: int, lines: int) -> str:
    return f"{modules}, {lines}" if modules else ""


def _table(title: str, rows: list[tuple[str, object, object]]) -> list[str]:
    head = [f"| {title} | first edition | now |", "| --- | ---: | ---: |"]
    return head + [f"| {name} | {before} | {now} |" for name, before, now in rows]


if __name__ == "__main__":
    main()
