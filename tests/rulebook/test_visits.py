"""Narrowing leaves out only objects for which the condition cannot hold."""

import pytest
from ruletext import make_rule

from linter.authoring.sample import build_document
from linter.language.expression import Compiled, compile_expression
from linter.language.scope import objects
from linter.language.visits import Selection, Visits, narrowings

ROWS = [
    {"level2": "数量指标", "name": "甲", "value": "3件"},
    {"level2": "时效指标", "name": "乙", "value": "2024年"},
    {"name": "丙", "value": "3件"},
    {"level2": "数量指标", "name": "丁", "value": "良好"},
    {"level2": "成本指标", "name": "", "value": ""},
]


@pytest.mark.parametrize(
    ("when", "field"),
    [
        ('level2 == "数量指标"', "level2"),
        ('level2 in ["数量指标", "成本指标"] and value.has_number', "level2"),
        ('not (level2 == "数量指标") and value.has_number', "level2"),
        ('value.has_number and level2 != "数量指标"', "level2"),
        ('level1 == "产出指标" and level2 == "时效指标"', ["level1", "level2"]),
        ("empty(level2)", "level2"),
        ('row_kind == "empty"', "row_kind"),
        ('level2 == "数量指标" or value.has_number', None),
        ('name == "甲"', None),
        ('value.kind == "quantity"', None),
        ('exists(form.targets, t: t.level2 == "数量指标")', None),
        ("level1 == level2_printed", None),
    ],
)
@pytest.mark.parametrize("all_rows", [False, True])
def test_narrowing(when: str, field: str | list[str] | None, all_rows: bool) -> None:
    condition = compile_expression(when, "indicator")
    narrow = narrowings(condition, "indicator")
    assert [one.field for one in narrow] == ([field] if isinstance(field, str) else field or [])
    document = build_document(
        {"document": {"forms": [{"indicators": ROWS}, {"indicators": ROWS[::-1]}]}}, "x", 1
    )

    def held(scopes: list[object]) -> list[tuple[object, object]]:
        return [
            (scope.get("form.number"), scope.get("name"))
            for scope in scopes
            if condition(scope) is True  # type: ignore[attr-defined,arg-type]
        ]

    selection = Selection("indicator", all_rows, narrow)
    for _ in range(2):  # the second time what is known of the first is used
        narrowed = selection.of(Visits(document))
        assert held(list(narrowed)) == held(list(objects("indicator", document, all_rows=all_rows)))
    turned = build_document({"document": {"forms": [{"indicators": ROWS[1:]}]}}, "x", 1)
    narrowed = selection.of(Visits(turned))
    assert held(list(narrowed)) == held(list(objects("indicator", turned, all_rows=all_rows)))


def test_texts_are_narrowed_by_role() -> None:
    rule = make_rule(
        {
            "given": "text",
            "when": 'role == "name"',
            "check": {"kind": "forbid", "field": "text"},
            "message": "{match}",
        }
    )
    document = build_document({"form": {"project": "项目"}, "indicators": ROWS}, "x", 1)
    assert [fault.message for fault in rule.judge(document)] == ["甲", "乙", "丙", "丁"]
    narrow = narrowings(Compiled.from_plain(rule.looking["when"]), "text")
    assert len(Selection("text", False, narrow).of(Visits(document))) == 4
