"""Files without tabs: lines with their cells parted by blanks, and one cell a line over several forms."""

from linter.forms import find_forms
from linter.model import Document, Source
from linter.readers.text import sheets_of_text


def document(text: str) -> Document:
    return find_forms(Source("文.txt", "txt", sheets_of_text(text)))


def rows(read: Document) -> list[list[tuple[str | None, str | None, str | None]]]:
    return [[(one.level2, one.name, one.value) for one in form.indicators] for form in read.forms]


def test_an_amount_on_a_line_of_its_own_leaves_the_form_whole() -> None:
    (form,) = (
        read := document(
            "项目支出绩效目标表\n项目名称              桥梁检测\n"
            "                      年度资金总额：            31.40\n"
            "一级指标      二级指标            三级指标                                指标值\n"
            "产出指标      数量指标            检测桥梁数量                            ≥17座\n"
            "                                  出具检测报告                            ≥17份\n"
            "              质量指标            报告合格率                              100%\n"
        )
    ).forms
    assert (form.project, form.budget.total) == ("桥梁检测", "31.40")
    assert rows(read) == [
        [
            ("数量指标", "检测桥梁数量", "≥17座"),
            ("数量指标", "出具检测报告", "≥17份"),
            ("质量指标", "报告合格率", "100%"),
        ]
    ]


STACKED = (
    "部门专项业务经费绩效目标表\n专项（项目）名称\n鱼苗放流\n总体目标\n保护渔业资源。\n"
    "一级指标\n二级指标\n指标内容\n指标值\n产出指标\n数量指标\n放流尾数\n≥80万尾\n"
)
AGAIN = (
    "项目名称\n码头维护\n总体目标\n保障通航。\n一级指标\n二级指标\n指标内容\n指标值\n"
    "产出指标\n数量指标\n维护码头\n≥4座\n"
)
WANTED = [[("数量指标", "放流尾数", "≥80万尾")], [("数量指标", "维护码头", "≥4座")]]


def test_a_form_behind_a_foot_note_needs_no_title() -> None:
    for between in ("备注：1、指标可选择填写。\n\n", "\n", "表15\n项目绩效目标表\n"):
        read = document(STACKED + between + AGAIN)
        assert rows(read) == WANTED, between
        assert [form.project for form in read.forms] == ["鱼苗放流", "码头维护"]


def test_the_number_of_a_table_is_no_value() -> None:
    read = document(STACKED.replace("≥80万尾\n", "≥80万尾\n表15\n"))
    assert rows(read) == WANTED[:1]
