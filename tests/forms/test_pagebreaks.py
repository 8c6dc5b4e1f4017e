"""Tables that go on over a page: titles, heads and page numbers printed again are nothing of their own."""

from __future__ import annotations

import pytest

from linter.forms import find_forms
from linter.model import Form
from linter.readers import read

TITLE = "项目支出绩效目标表\n"
FIELDS = "项目名称\t渠道清淤\t\t\n年度资金总额\t20.00\t\t\n"
HEAD = "一级指标\t二级指标\t三级指标\t指标值\n"
FIRST = "产出指标\t数量指标\t清淤长度\t≥12公里\n"
REST = "\t质量指标\t验收合格率\t≥98%\n满意度指标\t服务对象满意度指标\t群众满意度\t≥90%\n"
ROWS = [("数量指标", "清淤长度"), ("质量指标", "验收合格率"), ("服务对象满意度指标", "群众满意度")]

FLAT = "序号\t项目名称\t预算数\t一级指标\t二级指标\t三级指标\t指标值\n"
FLAT_FIRST = "1\t渠道清淤\t20.00\t产出指标\t数量指标\t清淤长度\t≥12公里\n"
FLAT_REST = "\t\t\t\t质量指标\t验收合格率\t≥98%\n\t\t\t满意度指标\t服务对象满意度指标\t群众满意度\t≥90%\n"
FLAT_NEXT = "2\t泵站检修\t8.00\t产出指标\t数量指标\t检修泵站\t5座\n"


def forms(text: str) -> list[Form]:
    return find_forms(read("表.txt", data=text.encode("utf-8"))).forms


def rows(form: Form) -> list[tuple[str | None, str]]:
    return [(one.level2, one.name) for one in form.indicators]


@pytest.mark.parametrize(
    "edge",
    [
        "— 3 —\n",
        "\n第 12 页，共 30 页\n\n",
        f"\n项目支出绩效目标表（续表）\n\n{HEAD}",
        f"\n— 3 —\n{TITLE}单位：万元\n{HEAD}",
        f"\n{TITLE}",
        "\n续表\n",
        HEAD,
    ],
)
def test_a_form_goes_on_over_a_page(edge: str) -> None:
    (form,) = forms(TITLE + FIELDS + HEAD + FIRST + edge + REST)
    assert (form.project, form.budget.total) == ("渠道清淤", "20.00")
    assert rows(form) == ROWS


@pytest.mark.parametrize(
    "edge",
    ["12\n", "\n第 12 页，共 30 页\n\n", FLAT, f"— 3 —\n\n{FLAT}", f"\n{TITLE}\n{FLAT}"],
)
def test_a_table_of_projects_goes_on_over_a_page(edge: str) -> None:
    first, second = forms(f"{TITLE}\n{FLAT}{FLAT_FIRST}{edge}{FLAT_REST}{FLAT_NEXT}")
    assert (first.project, second.project) == ("渠道清淤", "泵站检修")
    assert rows(first) == ROWS
    assert rows(second) == [("数量指标", "检修泵站")]


def test_the_same_title_with_fields_of_its_own_begins_another_form() -> None:
    other = FIELDS.replace("渠道清淤", "泵站检修")
    first, second = forms(TITLE + FIELDS + HEAD + FIRST + REST + TITLE + other + HEAD + FIRST)
    assert (first.project, second.project) == ("渠道清淤", "泵站检修")
    assert (len(first.indicators), len(second.indicators)) == (3, 1)


def test_forms_without_fields_are_told_apart_by_their_titles() -> None:
    assert [rows(form) for form in forms((TITLE + HEAD + FIRST + REST) * 2)] == [ROWS, ROWS]
