"""Rows that line ends within their cells broke into several lines, and tables of projects with the same fault."""

import pytest

from linter.forms import find_forms
from linter.model import Document, Form
from linter.readers import read

HEAD = "项目名称\t渠道清淤\t\t\n一级指标\t二级指标\t三级指标\t指标值\n"


def document(text: str) -> Document:
    return find_forms(read("表.txt", data=text.encode("utf-8")))


def rows(form: Form) -> list[tuple[str | None, str, str]]:
    return [(one.level2, one.name, one.value) for one in form.indicators]


def test_a_row_in_two_pieces_is_one_row() -> None:
    (form,) = document(
        HEAD + "产出指标\t数量指标\t清理干渠和支渠的\n淤积长度\t≥12公里\n"
        "\t质量指标\t验收合格率\t≥98%\n\t时效指标\t在汛期到来之前完成\n全部清淤任务的比率\t100%\n"
    ).forms
    assert rows(form) == [
        ("数量指标", "清理干渠和支渠的淤积长度", "≥12公里"),
        ("质量指标", "验收合格率", "≥98%"),
        ("时效指标", "在汛期到来之前完成全部清淤任务的比率", "100%"),
    ]
    assert "wrapped" in {one.kind for one in form.repairs}


def test_the_rest_of_a_last_cell_where_rows_are_broken() -> None:
    (form,) = document(
        HEAD + "产出指标\t数量指标\t清理干渠和支渠的\n淤积长度\t≥12公里\n"
        "效益指标\t社会效益指标\t灌溉条件\t下游村组的用水\n比上年更有保障\n满意度指标\t满意度指标\t群众满意度\t≥90%\n"
    ).forms
    assert rows(form)[1] == ("社会效益指标", "灌溉条件", "下游村组的用水比上年更有保障")
    assert len(form.indicators) == 3


def test_short_rows_and_lines_below_a_table_stay_apart() -> None:
    found = document(
        HEAD
        + "产出指标\t数量指标\t清淤长度\n\t质量指标\t验收合格率\t≥98%\n满意度指标\t满意度指标\t群众满意度\t≥90%\n"
        "岭河县水利局\n"
    )
    assert rows(found.forms[0]) == [
        ("数量指标", "清淤长度", ""),
        ("质量指标", "验收合格率", "≥98%"),
        ("服务对象满意度指标", "群众满意度", "≥90%"),
    ]


LIST = (
    "岭河县水利局2024年项目支出绩效目标公开表\n\n编码\t项目名称\t金额（万元）\t绩效目标\t绩效指标\n合计\n"
    "1\t渠道清淤\t20.00\t保证灌溉。\t一、产出指标 (一) 数量指标 1. 清淤长度≥12公里。\n(二) 质量指标：验收合格率≥98%。\n"
    "三、满意度指标：群众满意度≥90%。\n— 1 —\n2\t泵站检修\t8.00\t保证排涝。\t一、产出指标 (一) 数量指标：检修5座。\n"
)


def test_a_table_of_projects_with_trimmed_and_broken_lines() -> None:
    first, second = document(LIST).forms
    assert (first.project, first.budget.total) == ("渠道清淤", "20.00")
    assert rows(first) == [
        ("数量指标", "清淤长度", "≥12公里"),
        ("质量指标", "验收合格率", "≥98%"),
        ("服务对象满意度指标", "群众满意度", "≥90%"),
    ]
    assert rows(second) == [("数量指标", "检修", "5座")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("\t可持续影\n响指标\t工程年限\t≥15年\n", ("可持续影响指标", "工程年限", "≥15年")),
        ("效益指标\t社会\n效益\n指标\t就业人数\t≥20人\n", ("社会效益指标", "就业人数", "≥20人")),
        (
            "满意度指\n标\t服务对象\n满意度指标\t群众满意度\t≥90%\n",
            ("服务对象满意度指标", "群众满意度", "≥90%"),
        ),
        ("\t\t修建道路\t≥36.5\n公里\n", ("数量指标", "修建道路", "≥36.5公里")),
        ("\t成本指标\t补贴标准\t≤3000\n元/亩\n", ("成本指标", "补贴标准", "≤3000元/亩")),
        ("\t时效指标\t完成时间\t2024年12月\n底前\n", ("时效指标", "完成时间", "2024年12月底前")),
        ("\t质量指标\t灌溉条件\t持续\n提升\n", ("质量指标", "灌溉条件", "持续提升")),
        # Nothing is broken here.
        ("\t质量指标\t满分\t20\n2-效益指标\t社会效益指标\t受益人数\t40\n", ("质量指标", "满分", "20")),
    ],
)
def test_broken_levels_and_targets(body: str, expected: tuple[str, str, str]) -> None:
    (form,) = document(f"{HEAD}产出指标\t数量指标\t清淤长度\t≥12公里\n{body}").forms
    assert rows(form)[1] == expected
    assert len(form.indicators) == (3 if "2-效益" in body else 2)


def test_a_broken_head() -> None:
    head = "项目名称\t渠道清淤\t\t\n一级\n指标\t二级\n指标\t三级指标\t指标\n值\n"
    (form,) = document(f"{head}产出指标\t数量指标\t清淤长度\t≥12公里\n\t质量指标\t合格率\t≥95%\n").forms
    assert rows(form) == [("数量指标", "清淤长度", "≥12公里"), ("质量指标", "合格率", "≥95%")]
