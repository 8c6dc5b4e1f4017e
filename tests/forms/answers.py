"""What was read of a form beside the right answer: rows and head fields, counted one by one.

An answer has ``form`` (head fields) and ``rows``. A row is a mapping of fields, or a line of them:
``level1 | level2 | name | comparator | value | unit`` with key=value for anything else. Levels are the short
words of LEVELS, ``-`` for a first level that is not compared and for a second level that cannot be told. White
space counts for nothing, nor does the unit behind a total.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from linter.model import Document, Form, Indicator

LEVELS = {
    "产出": "产出指标",
    "效益": "效益指标",
    "满意": "服务对象满意度指标",
    "数量": "数量指标",
    "质量": "质量指标",
    "时效": "时效指标",
    "成本": "成本指标",
    "经济成本": "经济成本指标",
    "社会成本": "社会成本指标",
    "生态成本": "生态环境成本指标",
    "经济": "经济效益指标",
    "社会": "社会效益指标",
    "生态": "生态效益指标",
    "持续": "可持续影响指标",
}
FIRST = {**LEVELS, "满意": "满意度指标"}
COLUMNS = ("level1", "level2", "name", "comparator", "value", "unit")
USUAL = {"term": "year", "kind": "indicator", "area": ""}
MONEY = ("total", "fiscal", "carried_over", "other")


class Score(NamedTuple):
    """Rows in the answer, rows read, rows read exactly; head fields in the answer, head fields read right."""

    wanted: int = 0
    read: int = 0
    exact: int = 0
    fields: int = 0
    right: int = 0
    wrong: tuple[str, ...] = ()

    def __add__(self, other: Score) -> Score:  # type: ignore[override]
        return Score(*(mine + its for mine, its in zip(self, other, strict=True)))  # type: ignore[arg-type]

    @property
    def perfect(self) -> bool:
        return not self.wrong


def row_of(line: str) -> dict[str, str]:
    """A line of an answer as fields of an indicator."""
    parts = [part.strip() for part in line.split("|")]
    fields = dict(zip(COLUMNS, [*parts[:6], *[""] * (6 - len(parts))], strict=False))
    extra = dict(part.split("=", 1) for part in parts[6:])
    if fields["level1"] == "-":
        del fields["level1"]
    else:
        fields["level1"] = FIRST[fields["level1"]]
    fields["level2"] = LEVELS.get(fields["level2"], "")
    return {**fields, **USUAL, **extra}


def _told(row: str | Mapping[str, str]) -> Mapping[str, str]:
    return row_of(row) if isinstance(row, str) else row


def squeezed(text: object) -> str:
    return re.sub(r"\s+", "", "" if text is None else str(text))


def found(one: Indicator, wanted: Mapping[str, str]) -> dict[str, str]:
    return {key: squeezed(one.row_kind if key == "kind" else getattr(one, key)) for key in wanted}


def compare(document: Document, answers: Sequence[Mapping[str, Any]]) -> Score:
    """The score of a document with what differs, in words for a developer. Forms are compared in order."""
    score = Score()
    forms = document.forms
    if len(forms) != len(answers):
        score += Score(wrong=(f"{len(forms)} forms, not {len(answers)}",))
    for at, answer in enumerate(answers):
        score += _form(forms[at] if at < len(forms) else Form(), answer)
    for form in forms[len(answers) :]:
        score += Score(read=len(form.indicators))
    return score


def _form(form: Form, answer: Mapping[str, Any]) -> Score:
    rows = [{key: squeezed(text) for key, text in _told(line).items()} for line in answer.get("rows", [])]
    left = list(form.indicators)
    exact, wrong = 0, []
    missing = []
    for row in rows:
        match = next((one for one in left if found(one, row) == row), None)
        if match is None:
            missing.append(row)
        else:
            left.remove(match)
            exact += 1
    wrong += [f"row not read: {_shown(row)}" for row in missing]
    wrong += [f"row too much: {_shown(found(one, row_of('产出')))}" for one in left]
    fields = answer.get("form", {})
    bad = [
        f"{name}: {got!r}, not {value!r}"
        for name, value in fields.items()
        if (got := _field(form, name)) != squeezed(value)
    ]
    return Score(len(rows), len(form.indicators), exact, len(fields), len(fields) - len(bad), (*wrong, *bad))


def _shown(row: Mapping[str, str]) -> str:
    usual = {"term": "year", "kind": "indicator"}
    return " ".join(f"{key}={text}" for key, text in row.items() if text and usual.get(key) != text)


def _field(form: Form, name: str) -> str:
    holder: object = form.budget if name in MONEY else form
    got = squeezed(getattr(holder, name))
    return re.sub(r"(?<=\d)(万|亿)?元$", "", got) if name in MONEY else got


def f1(score: Score) -> float:
    return 2 * score.exact / (score.wanted + score.read) if score.wanted + score.read else 1.0


def tally(scores: Sequence[Score]) -> Counter[str]:
    """Counts over many documents."""
    total: Counter[str] = Counter()
    for score in scores:
        total.update(
            wanted=score.wanted, read=score.read, exact=score.exact, fields=score.fields, right=score.right
        )
    return total
