"""Last year's tables: forms and rows find their earlier selves, and the comparison runs end to end."""

from pathlib import Path

import pytest

import linter
from linter.model import Document, Form, Indicator
from linter.rulebook.lastyear import forms_by_project, match, without_years

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"


def document(*forms: Form) -> Document:
    return Document("a.txt", "txt", forms=list(forms))


def row(name: str) -> Indicator:
    return Indicator(level2="数量指标", name=name)


def test_years_in_names_do_not_matter() -> None:
    assert without_years("2025年全区普法经费") == without_years("2024年度全区普法经费")
    assert without_years("12348热线") == "12348热线"


def test_rows_are_matched_within_the_matched_form() -> None:
    now = document(Form(project="2025年培训", indicators=[row("人数"), row("场次")]))
    before = document(
        Form(project="2024年培训", indicators=[row("人数")]), Form(project="别的", indicators=[row("场次")])
    )
    matches = match([now], forms_by_project([before]))
    assert len(matches.forms) == 1
    first, second = now.forms[0].indicators
    assert matches.rows[id(first)] is before.forms[0].indicators[0] and id(second) not in matches.rows


def test_a_name_that_stands_twice_matches_nothing() -> None:
    now = document(Form(project="培训", indicators=[row("人数"), row("人数")]))
    before = document(Form(project="培训", indicators=[row("人数")]))
    assert match([now], forms_by_project([before])).rows == {}


def test_what_the_file_itself_says_of_last_year_is_stronger() -> None:
    now, own = Form(project="培训"), Form(project="培训", goal="甲")
    file = Document("a.txt", "txt", forms=[now], earlier=[own])
    other = document(Form(project="培训", goal="乙"))
    assert match([file], forms_by_project([other])).forms[id(now)] is own


def test_a_table_compared_with_itself_was_copied() -> None:
    path = EXAMPLES / "table-good.txt"
    linter.check(path)  # what its rules remember of a run without last year says nothing of one with it
    fired = {finding.rule for finding in linter.check(path, previous=path).findings}
    assert {"SD29", "XG33", "KX21"} <= fired
    assert not {"SD29", "XG33", "KX21"} & {finding.rule for finding in linter.check(path).findings}


def of_unit(unit: str | None, project: str = "办公经费") -> Form:
    return Form(project=project, implementing_unit=unit, indicators=[row("人数")])


@pytest.mark.parametrize(
    ("now", "before", "found"),
    [
        (["东局"], ["东局"], [0]),
        (["东局", "西局"], ["西局", "东局"], [1, 0]),
        (["东局"], ["西局", "东局"], [1]),
        (["东局"], ["西局"], [None]),
        (["某县农业农村局"], ["某县农业局"], [0]),
        ([None], ["东局"], [0]),
        (["东局"], [None], [0]),
        (["东局", "东局"], ["东局"], [None, None]),
        (["东局"], ["东局", "东局"], [None]),
        ([None], ["东局", "西局"], [None]),
    ],
)
def test_projects_of_one_name_are_told_apart_by_their_units(
    now: list[str | None], before: list[str | None], found: list[int | None]
) -> None:
    forms, earlier = [of_unit(unit) for unit in now], [of_unit(unit) for unit in before]
    matches = match([document(*forms)], forms_by_project([document(*earlier)]))
    places = {id(form): at for at, form in enumerate(earlier)}
    assert [places.get(id(matches.forms.get(id(form)))) for form in forms] == found


def test_the_table_of_a_department_is_found_by_its_name() -> None:
    now, before = Form(scope="department", department="东局"), Form(scope="department", department="东局")
    assert match([document(now)], forms_by_project([document(before)])).forms[id(now)] is before
