"""What rules rely on beside the rows: headings, repairs, places, amounts, texts, years."""

import pytest

from linter.forms import find_forms
from linter.forms.clean import clean
from linter.forms.layouts.items import split_items
from linter.forms.rows.names import clean_name
from linter.model import Document, Source
from linter.readers.text import sheets_of_text


def document(text: str) -> Document:
    return find_forms(Source("文.txt", "txt", sheets_of_text(text)))


FREE = (
    "岭河县林业局2024年项目支出绩效目标公开表\n\n单位编码\t单位及项目名称\t金额(万元)\t绩效目标\t绩效指标\n"
    "合计\t\t\t\t\n12\t岭河县林业局\t9.50\t\t\n"
    "1\t防火宣传\t3.5\t目标一：宣传。\t<p>一、产出指标</p> <p>(一)数量指标</p> <p>1.宣传12次</p> <p>(二)质量指标</p> "
    "<p>宣传到位</p> <p>1.2024年1月1日-2024年12月31日</p> <p>(四)成本指标</p> <p>二、效益指标</p> "
    "<p>(一)社会效益指标：知晓率$\\geq 90\\%$</p> <p>三、满意度指标：满意度≥85%</p>\n"
    "2\t造林\t6\t目标一：造林。\t一、产出指标 (一) 数量指标：造林60亩 二、效益指标\n"
)


def test_a_dropped_heading_leaves_a_jump() -> None:
    form, cut = document(FREE).forms
    assert [(one.number, one.label) for one in form.headings if one.rank == 2][:3] == [
        ("(一)", "数量指标"),
        ("(二)", "质量指标"),
        ("(四)", "成本指标"),
    ]
    dates = [one for one in form.indicators if one.parsed.kind == "period"]
    assert [one.level2 for one in dates] == ["质量指标"]
    assert not form.truncated
    assert cut.truncated
    assert [one.level2 for one in cut.indicators] == ["数量指标"]


def test_code_is_taken_out_and_told() -> None:
    form = document(FREE).forms[0]
    assert {one.kind for one in form.repairs} >= {"html", "latex"}
    assert [one.value for one in form.indicators if one.level2 == "社会效益指标"] == ["≥90%"]
    assert not any(one.repaired for one in form.indicators)
    raw = [text.text for text in form.texts if text.indicator is not None]
    assert "知晓率$\\geq 90\\%$" in raw


def test_sum_rows_are_the_total_and_no_forms() -> None:
    read = document(FREE)
    assert [form.project for form in read.forms] == ["防火宣传", "造林"]
    assert read.total is not None
    assert (read.total.text, read.total.place.line) == ("9.50", 5)
    assert read.summed == [1, 2]
    assert {form.department for form in read.forms} == {"岭河县林业局"}


HEAD = (
    "项目绩效目标表\n\n项目名称\t\t\n项目资金(万元)\t93\t年度资金总额：\t{total}\n\t\t其中：财政拨款\t{fiscal}\n"
    "年度总体目标\t办好事。\n一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t办事\t3件\n"
)


@pytest.mark.parametrize(
    ("total", "fiscal", "wanted"),
    [
        ("93", "93", ("93", "93")),
        ("", "", ("93", "")),
        ("4399990000120 93", "93", ("93", "93")),
        ("1,093.50", "93", ("1093.50", "93")),
    ],
)
def test_the_total_is_a_plain_amount(total: str, fiscal: str, wanted: tuple[str, str]) -> None:
    (form,) = document(HEAD.format(total=total, fiscal=fiscal)).forms
    assert (form.budget.total, form.budget.fiscal) == wanted
    assert [amount.text for amount in form.budget.amounts] == ["93", total, fiscal]


def test_an_empty_field_has_a_place() -> None:
    (form,) = document(HEAD.format(total="1", fiscal="1")).forms
    assert form.project == ""
    assert (form.places["project"].line, form.places["project"].column) == (3, 2)
    (row,) = form.indicators
    assert (row.places["name"].column, row.places["value"].column, row.place.line) == (3, 4, 8)


@pytest.mark.parametrize(
    ("title", "project", "value", "year"),
    [
        ("2024年项目绩效目标表", "办案经费", "2022年底", 2024),
        ("项目绩效目标表\n(2024)年度", "办案经费", "2022年底", 2024),
        ("项目绩效目标表", "2023年办案经费", "2022年底", 2023),
        ("项目绩效目标表", "办案经费[2021]63号", "2022年底", 2022),
        ("项目绩效目标表", "2024—2025年采暖季补贴", "2025年5月底", 2025),
        ("项目绩效目标表", "产业规划（2026—2030年）编制", "2025年底", 2025),
        ("项目绩效目标表", "2023年度造林任务验收兑现", "2024年底", 2024),
        ("项目绩效目标表", "2024年度绩效奖金", "及时", None),
        ("项目绩效目标表", "办案经费", "及时\n\n填表日期: 2023年12月8日", None),
    ],
)
def test_the_year(title: str, project: str, value: str, year: int | None) -> None:
    table = "一级指标\t二级指标\t三级指标\t指标值\n产出指标\t时效指标\t完成时间"
    text = f"{title}\n\n项目名称\t{project}\n{table}\t{value}\n"
    (form,) = document(text).forms
    assert form.year == year


def test_the_year_in_one_projects_name_is_not_the_others() -> None:
    text = (
        "项目绩效目标表\n\n项目名称\t{}\n一级指标\t二级指标\t三级指标\t指标值\n"
        "产出指标\t时效指标\t完成时间\t{}\n\n"
    )
    two = text.format("2026年办案经费", "及时") + text.format("路灯电费", "{}")
    assert [form.year for form in document(two.format("2025年5月底")).forms] == [2026, 2025]
    assert [form.year for form in document(two.format("及时")).forms] == [2026, None]


@pytest.mark.parametrize(
    ("raw", "text", "kinds"),
    [
        (" ≥95% ", "≥95%", ()),
        ("$\\geq 95\\%$", "≥95%", ("latex",)),
        ("\\leq", "≤", ("latex",)),
        ("<p>甲</p> <p>乙</p>", "甲 乙", ("html",)),
        ("a&nbsp;&lt;5", "a <5", ("html",)),
        ("[bookmark: _Toc1]1.表", "1.表", ("bookmark",)),
        ("项目持续发挥作\n用期限", "项目持续发挥作用期限", ("wrapped",)),
        ("total\ncost", "total cost", ("wrapped",)),
        ("\u200b甲\ufeff", "甲", ()),
        ("5<6且7>3", "5<6且7>3", ()),
        ("费用$5至$8", "费用$5至$8", ()),
    ],
)
def test_clean(raw: str, text: str, kinds: tuple[str, ...]) -> None:
    assert clean(raw) == (text, kinds)


@pytest.mark.parametrize(
    ("raw", "items"),
    [
        ("1. 签到；2、学习≥4小时；3、汇报1次。", [("签到", ""), ("学习", "≥4小时"), ("汇报", "1次")]),
        ("1.2024年1月1日-2024年12月31日。", [("", "2024年1月1日-2024年12月31日")]),
        ("培训3次。宣传活动正常开展。", [("培训", "3次"), ("宣传活动正常开展", "")]),
        ("1、培训;2、印发资料,1、1次。2、≥500本", [("培训", "1次"), ("印发资料", "≥500本")]),
        (
            "1、培训;2、印发,1、1次。2、≥200人3、≥500本",
            [("培训", "1次"), ("印发", ""), ("", "≥200人"), ("", "≥500本")],
        ),
        ("发放资料500份，培训200人", [("发放资料", "500份"), ("培训", "200人")]),
        ("支付代理费、办案费6.8万元", [("支付代理费、办案费", "6.8万元")]),
        ("各项任务完成率达到100%", [("各项任务完成率", "达到100%")]),
        ("确保“小事不出村；大事不出乡”", [("确保“小事不出村；大事不出乡”", "")]),
        ("1确保工作正常开展", [("确保工作正常开展", "")]),
        ("。；", []),
    ],
)
def test_items(raw: str, items: list[tuple[str, str]]) -> None:
    assert [(one.name, one.value) for one in split_items(raw)] == items


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("★★★受益户数(≥**户)", "受益户数"),
        ("指标1：培训人数", "培训人数"),
        ("指标12021年11月30日前完工", "2021年11月30日前完工"),
        ("*达标率100%", "达标率100%"),
        ("受益人口数≥**人", "受益人口数"),
        ("合格率（必填）", "合格率"),
        ("核准率(", "核准率("),
        ("指标完成率", "指标完成率"),
    ],
)
def test_names(printed: str, name: str) -> None:
    assert clean_name(printed) == name


ROWS = (
    "一级指标\t二级指标\t三级指标\t指标值\n"
    "产出指标\t数量指标\t修路里程\t≥3公里\n效益指标\t社会效益指标\t受益人数\t≥900人\n"
)


@pytest.mark.parametrize(
    ("money", "other"),
    [
        # Several sources beside each other: only their sum adds up.
        ("资金总额\t106\n财政拨款\t69\n自有资金\t7\n其他资金\t30\n", "37"),
        ("资金总额（万元）\t106.5\n财政拨款\t69.5\n社会资金\t0\n其他\t37\n", "37"),
        # Parts of the first: it adds up alone.
        ("资金总额\t106\n财政拨款\t69\n其他资金\t37\n其中：自筹资金\t30\n社会资金\t7\n", "37"),
        # Neither adds up: the first stays, and the rule has something to say.
        ("资金总额\t106\n财政拨款\t69\n自有资金\t7\n其他资金\t20\n", "7"),
    ],
)
def test_other_sources_add_up_where_only_their_sum_does(money: str, other: str) -> None:
    (form,) = document(f"项目支出绩效目标表\n项目名称\t道路维修\n{money}{ROWS}").forms
    assert form.budget.other == other


@pytest.mark.parametrize(
    "line",
    [
        "项目：流浪犬收容    责任科室：执法队    当年安排：42",
        "项目名称：流浪犬收容　　经办科室：执法队",
        "项目名称: 流浪犬收容   项目主责部门: 执法队   预算年度: 2026",
    ],
)
def test_a_label_that_no_list_knows_ends_the_value_before_it(line: str) -> None:
    (form,) = document(f"项目支出绩效目标表\n{line}\n{ROWS}").forms
    assert form.project == "流浪犬收容"
