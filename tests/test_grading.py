"""The grade of a form: heads, deductions and bounds come from data, and the sums can be followed."""

from decimal import Decimal

from linter.grading import grades
from linter.model import Document, Finding, Form, Indicator, Report
from linter.rulebook import load_rulebook


def report(*findings: tuple[str, str, str]) -> Report:
    form = Form(number=1, title="绩效目标表", project="道路维修", indicators=[Indicator(name="里程")])
    empty = Form(number=2)
    return Report(
        documents=[Document("a.txt", "txt", forms=[form, empty])],
        findings=[
            Finding(rule, severity, confidence, "", "", "a.txt", form=1)  # type: ignore[arg-type]
            for rule, severity, confidence in findings
        ],
    )


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
