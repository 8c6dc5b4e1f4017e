"""The grade of a form: heads, deductions and bounds come from data, and the sums can be followed."""

from decimal import Decimal

import pytest

from linter.grading import grades, ungraded_of
from linter.model import NOWHERE, Answer, Coverage, Document, Finding, Form, Indicator, Related, Report
from linter.rulebook import load_rulebook

ENOUGH = Coverage(100, 140)
LEVELS = (
    ("产出指标", "数量指标"),
    ("产出指标", "质量指标"),
    ("产出指标", "时效指标"),
    ("产出指标", "成本指标"),
    ("效益指标", None),
)
SECONDS = "数量指标、质量指标、时效指标、成本指标"


def report(
    *findings: tuple[str, str, str],
    levels: tuple[tuple[str | None, str | None], ...] = LEVELS,
    coverage: Coverage = ENOUGH,
) -> Report:
    rows = [
        Indicator(level1=first, level2=second, name=f"里程{n}") for n, (first, second) in enumerate(levels)
    ]
    form = Form(number=1, title="绩效目标表", project="道路维修", indicators=rows)
    empty = Form(number=2)
    return Report(
        documents=[Document("a.txt", "txt", forms=[form, empty])],
        findings=[found(*finding) for finding in findings],
        coverage={("a.txt", 1): coverage, ("a.txt", 2): coverage},
    )


def found(rule: str, severity: str, confidence: str) -> Finding:
    return Finding(rule, severity, confidence, "", "", "a.txt", form=1)  # type: ignore[arg-type]


def test_a_clean_form_is_excellent_and_an_empty_one_has_no_grade() -> None:
    (grade,) = grades(report(), load_rulebook())
    assert (grade.name, grade.score) == ("优", Decimal(100))


def test_findings_take_points_off_their_own_head() -> None:
    (grade,) = grades(report(("XG06", "error", "high"), ("XG08", "warning", "medium")), load_rulebook())
    heads = {head.name: (head.lost, head.findings) for head in grade.heads}
    assert heads["相关性"] == (Decimal("9.8"), 2)
    assert heads["可行性"] == (Decimal(0), 0)
    assert grade.score == Decimal("90.2")


def test_a_head_never_falls_below_zero() -> None:
    (grade,) = grades(report(*[("KX01", "error", "high")] * 50), load_rulebook())
    assert (grade.score, grade.name) == (Decimal(80), "良")


def test_hints_cost_nothing() -> None:
    (grade,) = grades(report(*[("GF15", "info", "high")] * 9), load_rulebook())
    assert grade.score == 100


@pytest.mark.parametrize(
    ("levels", "name", "why"),
    [
        (LEVELS[:4], "中", ("没有效益指标",)),
        ((*LEVELS[1:3], LEVELS[4]), "良", ("没有数量指标、成本指标、满意度指标",)),
        (((*LEVELS[4:],) * 3), "中", ("没有产出指标", f"没有{SECONDS}、满意度指标")),
        (LEVELS[3:], "差", ("没有数量指标、质量指标、时效指标、满意度指标", "指标不足 3 条")),
        # First levels alone say nothing of the second ones.
        ((("产出指标", None), ("产出指标", None), ("效益指标", None)), "优", ()),
        (((None, None),) * 3, "优", ()),  # a table without levels cannot be said to lack one
    ],
)
def test_what_a_form_lacks_keeps_it_from_a_better_grade(
    levels: tuple[tuple[str | None, str | None], ...], name: str, why: tuple[str, ...]
) -> None:
    (grade,) = grades(report(levels=levels), load_rulebook())
    assert (grade.name, grade.caps) == (name, why)


@pytest.mark.parametrize(
    ("rule", "severity", "name", "why"),
    [
        ("SD02", "error", "中", ("成本超出预算很多",)),
        ("SD02", "warning", "优", ()),
        ("SD03", "error", "良", ("成本和预算对不上",)),
        ("XG12", "error", "优", ()),
    ],
)
def test_costs_that_the_budget_cannot_hold_keep_it_from_a_better_grade(
    rule: str, severity: str, name: str, why: tuple[str, ...]
) -> None:
    (grade,) = grades(report((rule, severity, "medium")), load_rulebook())
    assert (grade.name, grade.caps) == (name, why)


@pytest.mark.parametrize(
    ("alone", "listed", "covered", "name", "why"),
    [
        (1, 0, 0, "优", ()),
        (2, 0, 0, "中", ("至少三分之一的指标没有指标值",)),
        (1, 0, 1, "中", ("至少三分之一的指标没有指标值",)),
        (3, 0, 0, "差", ("至少一半的指标没有指标值",)),
        (1, 4, 0, "差", ("至少一半的指标没有指标值",)),  # a blank column is one finding that lists its rows
        (1, 1, 1, "差", ("至少一半的指标没有指标值",)),
    ],
)
def test_indicators_without_a_target_keep_a_form_from_a_better_grade(
    alone: int, listed: int, covered: int, name: str, why: tuple[str, ...]
) -> None:
    some = report(
        *[("WZ10", "error", "high")] * alone,
        *[("KX19", "info", "low")] * covered,
        levels=LEVELS if alone + listed + covered > 3 else (*LEVELS, LEVELS[4]),
    )
    some.findings[0].related = [Related(NOWHERE, "") for _ in range(listed)]
    for finding in some.findings[alone:]:
        finding.covers = ["WZ10"]
    (grade,) = grades(some, load_rulebook())
    assert (grade.name, grade.caps) == (name, why)


def test_a_form_on_which_few_rules_could_run_has_no_grade() -> None:
    thin = report(coverage=Coverage(69, 142))
    assert grades(thin, load_rulebook()) == []
    assert sum(map(ungraded_of, thin.parts())) == 1


def test_a_baseline_without_a_reason_counts_and_an_explained_finding_is_told_apart() -> None:
    some = report()
    some.answers = [Answer(found("KX01", "error", "high"), "", given=False)]
    (grade,) = grades(some, load_rulebook())
    assert (grade.score, grade.settled_score) == (Decimal(92), None)
    some.answers.append(Answer(found("KX01", "error", "high"), "跨年项目，批复已附"))
    (grade,) = grades(some, load_rulebook())
    assert (grade.score, grade.settled_score) == (Decimal(84), Decimal(92))
