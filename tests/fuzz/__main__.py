"""Fuzzing by hand.

    python -m tests.fuzz --minutes 30 [--folder FOLDER] [--jobs 2] [--seed 1]

Goes on where the campaign in FOLDER stopped (Ctrl-C ends it at once, nothing finished is lost), prints the counts, and
ends with 1 when an input failed. ``python -m tests.fuzz --again FILE`` tries one kept input, ``--retry`` all of a
folder.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

from .attempt import Attempts, Drawn
from .campaign import Campaign


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--blocks", type=int, help="blocks of 200 documents and 2,200 values")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "jxlint-fuzz")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seed", type=int, default=1, help="of a new campaign")
    parser.add_argument("--again", type=Path, help="try one file, with its trace")
    parser.add_argument(
        "--retry", action="store_true", help="try all kept failures, and settle those that do well"
    )
    options = parser.parse_args()
    if options.again is not None:
        return again(options.again)
    campaign = Campaign(options.folder, options.seed)
    if options.retry:
        for name in (bad := campaign.retry()):
            print(f"fails still: {name}")
        print(f"faults left: {len(campaign.state['faults'])}")
        return 1 if bad else 0
    minutes = options.minutes if options.minutes is not None or options.blocks is not None else 30
    campaign.run(options.jobs, minutes * 60 if minutes is not None else None, options.blocks)
    state = {key: value for key, value in campaign.state.items() if key not in ("left", "taken")}
    print(json.dumps(state, ensure_ascii=False, indent=1))
    return 1 if state["faults"] else 0


def again(path: Path) -> int:
    """Tries a kept input in this process, with every office report."""
    os.environ["JXLINT_DEBUG"] = "1"
    _, _, name = path.name.partition("-")
    number = name.partition("-")[0]
    if not number.isdigit():
        name, number = path.name, "0"
    one = Drawn(name, path.read_bytes(), "again", int(number))
    print(Attempts().attempt(one))
    return 0


if __name__ == "__main__":
    sys.exit(main())
