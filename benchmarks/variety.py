"""How much of a form is read whatever its looks: truths printed in drawn combinations of changes, as real files.

    python benchmarks/variety.py [COUNT] [--seed SEED] [--smallest NUMBER] [--show]

Prints the share of rows and of head fields read right, the axes and how often each of their options stood in a
combination and how often that failed, and the smallest failing combinations (``--show``: with the table as text).
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
GOAL = 0.99


def main() -> int:
    from forms.answers import Score, tally
    from forms.variety.plan import AXES, Plan, shrunk
    from forms.variety.trial import plans, printed, shares, tried

    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("count", nargs="?", type=int, default=400)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--smallest", type=int, default=15, help="how many failing kinds are shrunk and printed"
    )
    parser.add_argument("--show", action="store_true", help="print the failing tables, too")
    wanted = parser.parse_args()

    start = time.perf_counter()
    scores: list[Score] = []
    seen: Counter[tuple[str, str]] = Counter()
    failed: Counter[tuple[str, str]] = Counter()
    failing: list[Plan] = []
    for plan in plans(wanted.count, wanted.seed):
        score = tried(plan)
        scores.append(score)
        seen.update(plan.choice.items())
        if not score.perfect:
            failing.append(plan)
            failed.update(plan.choice.items())
    rows, fields = shares(tally(scores))
    spent = time.perf_counter() - start
    print(f"{wanted.count} combinations, seed {wanted.seed}, {spent:.0f} s; {len(failing)} not read wholly")
    print(f"rows {rows:.4f}  head fields {fields:.4f}  (goal {GOAL} each)")
    print(f"\n{len(AXES)} axes; option: combinations, share of them not read wholly")
    for axis, options in AXES.items():
        shown = ", ".join(
            f"{option} {seen[axis, option]} {failed[axis, option] / (seen[axis, option] or 1):.0%}"
            for option in dict.fromkeys(options)
        )
        print(f"  {axis}: {shown}")
    kinds: defaultdict[tuple[tuple[str, str], ...], list[Plan]] = defaultdict(list)
    for plan in failing[: wanted.smallest * 12]:
        small = shrunk(plan, lambda one: not tried(one).perfect)
        kinds[tuple(small.changes.items())].append(small)
    print(f"\nsmallest failing combinations (of {len(failing[: wanted.smallest * 12])} failing ones)")
    ranked = sorted(kinds.items(), key=lambda kind: -len(kind[1]))[: wanted.smallest]
    for changes, plans_ in ranked:
        print(
            f"- {len(plans_)} ×  "
            + (", ".join(f"{axis}: {option}" for axis, option in changes) or "no change")
        )
        for line in tried(plans_[0]).wrong[:3]:
            print(f"      {line}")
        if wanted.show:
            print("      | " + printed(plans_[0])[0].replace("\n", "\n      | "))
    return 0 if min(rows, fields) >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
