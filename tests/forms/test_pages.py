"""Page numbers and running titles between the rows of a table are no rows; indicators that look like them are."""

import pytest

from linter.forms import find_forms
from linter.forms.passes.runningtitles import is_page_number
from linter.model import Source
from linter.readers.text import sheets_of_text

HEAD = "项目支出绩效目标表\n项目名称\t{project}\n一级指标\t二级指标\t三级指标\t指标值\n"


def names(text: str) -> list[list[str]]:
    read = find_forms(Source("文.txt", "txt", sheets_of_text(text)))
    return [[one.name for one in form.indicators] for form in read.forms]


@pytest.mark.parametrize("text", ["— 3 —", "-12-", "· 7 ·", "第3页", "第 3 页 共 9 页", "第3页/共9页"])
def test_page_numbers(text: str) -> None:
    assert is_page_number(text)


@pytest.mark.parametrize("text", ["3", "-5", "3-5", "第三页", "≥3", "2024", "— —", "第3页的内容", "—", ""])
def test_no_page_numbers(text: str) -> None:
    assert not is_page_number(text)


@pytest.mark.parametrize("title", ["青田县民政局2024年部门预算", "2024年度单位预算公开说明", "青田县民政局"])
def test_a_running_title_is_no_row(title: str) -> None:
    text = (
        HEAD.format(project="甲")
        + f"产出指标\t数量指标\t走访老人\t≥70人\n\n{title}\t14\n\n\t\t慰问老人\t35人\n"
        + f"\t质量指标\t走访完成率\t100%\n\n{title}\t15\n\n满意度指标\t服务对象满意度\t老人满意度\t≥92%\n"
    )
    assert names(text) == [["走访老人", "慰问老人", "走访完成率", "老人满意度"]]


def test_one_running_title_is_enough_when_it_names_the_budget() -> None:
    text = (
        HEAD.format(project="甲")
        + "产出指标\t数量指标\t走访老人\t≥70人\n\n31\t某局2024年部门预算\n\n\t\t慰问老人\t35人\n"
    )
    assert names(text) == [["走访老人", "慰问老人"]]


@pytest.mark.parametrize("name", ["新建养老服务中心", "编制2024年部门预算", "慰问老人"])
def test_an_indicator_with_a_figure_stays(name: str) -> None:
    form = "产出指标\t数量指标\t走访老人\t≥70人\n{name}\t{figure}\n\t质量指标\t走访完成率\t100%\n"
    close = "".join(HEAD.format(project=n) + form.format(name=name, figure=n) + "\n" for n in (3, 4))
    assert [name in found for found in names(close)] == [True, True]
    gapped = close.replace("\n", "\n\n")
    if "2024年" not in name:
        assert [name in found for found in names(gapped)] == [True, True]
