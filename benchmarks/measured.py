"""rules/measured.yaml: what was measured of each rule, from which its handbook page takes its figures.

Each benchmark renews its own figures and keeps those of the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

PATH = Path(__file__).resolve().parent.parent / "rules" / "measured.yaml"
#: The figures of a rule, in the order in which they are written.
KEYS = ("planted", "found", "findings", "true")
NOTE = (
    "# 每条规则的实测。planted 种错几处，found 查出几处，由 benchmarks/planted.py --write 写出；"
    "findings 真实表格上报几处，true 复核属实几处，由 benchmarks/noise.py --write 写出。\n"
)


def renew(figures: Mapping[str, Mapping[str, int]], keys: tuple[str, ...]) -> None:
    """Writes the figures under ``keys`` of every rule; other figures stay as they are."""
    # Every text stays a text: to a YAML of today ``true`` is no key.
    kept = yaml.load(PATH.read_text(encoding="utf-8"), yaml.BaseLoader) or {}
    lines = []
    for rule in sorted(kept.keys() | figures.keys()):
        line = {key: number for key, number in kept.get(rule, {}).items() if key not in keys}
        line |= figures.get(rule, {})
        if line:
            told = ", ".join(f"{key}: {line[key]}" for key in KEYS if key in line)
            lines.append(f"{rule}: {{{told}}}\n")
    PATH.write_text(NOTE + ("".join(lines) or "{}\n"), encoding="utf-8", newline="\n")
