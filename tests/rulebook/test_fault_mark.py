"""What ``mark`` of a fault shows: the part of the cell, and the text itself where the cell is empty."""

from typing import Any

import pytest
from ruletext import make_rule

from linter.authoring.sample import build_document

ENTRY: dict[str, Any] = {
    "given": "indicator",
    "check": {
        "kind": "fault",
        "when": "len(name) < 99",
        "at": "value",
        "mark": "default(value.unit_printed, name)",
    },
    "message": "{match}",
}


@pytest.mark.parametrize(
    ("value", "text", "mark"),
    [("≥96人", "≥96人", (3, 4)), ("", "调解成功率", (0, 5)), ("良好", "良好", None)],
)
def test_mark(value: str, text: str, mark: tuple[int, int] | None) -> None:
    row = {"level2": "质量指标", "name": "调解成功率", "value": value}
    (fault,) = make_rule(ENTRY).judge(build_document({"indicator": row}, "用例.yaml", 1))
    assert (fault.spot.text, fault.spot.mark) == (text, mark)
