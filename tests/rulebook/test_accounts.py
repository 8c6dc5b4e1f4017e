"""Price × quantity × duration: which accounts are made, and which are left alone."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from linter.rulebook.accounts import account
from linter.rulebook.nodes import wrap
from linter.rulebook.sample import build_document
from linter.strictyaml import load

PATH = Path(__file__).with_name("accounts.yaml")
CASES = load(PATH.read_text(encoding="utf-8"), str(PATH)).data


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['name']} {case['price']}")
def test_account(case: dict[str, Any]) -> None:
    rows = [
        {"level2": "数量指标", "name": name, "value": value} for name, value in case["quantities"].items()
    ]
    rows.append({"level2": "成本指标", "name": case["name"], "value": case["price"]})
    document = build_document(
        {"form": {"duration": case.get("duration", "1年")}, "indicators": rows}, str(PATH), 1
    )
    made = account(wrap(document).forms[0].targets[-1])
    if case["yuan"] is None:
        assert made is None
    else:
        assert made is not None
        assert made.yuan == Decimal(case["yuan"])
        assert case.get("text") in (None, made.text)
