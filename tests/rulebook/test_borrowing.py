"""Text of another project: carried over, shared with the own head, or said by everybody."""

import pytest

from linter.authoring.sample import build_document
from linter.language.functions.origins import borrowed, borrowed_from
from linter.language.nodes import wrap
from linter.language.wordlists import WordList

PHRASES = WordList("phrases", "set phrases", ("维护社会和谐稳定", "促进"))
MEALS = "为学生提供营养餐"
RATE = "县道、乡道日常养护和安全生命防护工程合格率"
RUN = "县道乡道日常养护和安全生命防护工程"
ROADS = "完成县道乡道日常养护和安全生命防护工程，维护社会和谐稳定"


@pytest.mark.parametrize(
    ("text", "goal", "scope", "run"),
    [
        (RATE, MEALS, "project", RUN),
        (RATE, "养护县道乡道日常设施", "project", None),
        (RATE, MEALS, "department", None),
        ("防护工程维护社会和谐稳定", MEALS, "project", None),
        ("日常养护合格率", MEALS, "project", None),
        ("营养餐合格率", MEALS, "project", None),
    ],
    ids=["carried over", "own task too", "whole department", "set phrase", "too short", "own"],
)
def test_borrowed(text: str, goal: str, scope: str, run: str | None) -> None:
    row = {"level2": "质量指标", "name": text, "value": "≥95%"}
    forms = [
        {"project": "公路养护", "goal": ROADS, "indicators": [{"level2": "数量指标", "name": "里程"}]},
        {"project": "营养改善", "goal": goal, "scope": scope, "indicators": [row]},
    ]
    roads, meals = wrap(build_document({"document": {"forms": forms}}, "test", 1)).forms
    assert borrowed(text, meals, PHRASES) == run
    assert borrowed_from(text, meals, PHRASES) is (roads if run else None)
    assert borrowed_from(text, roads, PHRASES) is None
