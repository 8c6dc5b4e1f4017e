"""Projects listed outside their forms keep their names; heads of forms are not mistaken for lists."""

import pytest

from linter.forms import find_forms
from linter.model import Document
from linter.readers import read

FORM = """
项目名称\t城乡低保工作经费\t\t
主管部门\t岭河县民政局\t实施单位\t岭河县民政局本级
项目属性\t0101-一年期项目\t项目年度金额\t5.00
一级指标\t二级指标\t三级指标\t绩效值
1-产出指标\t11-数量指标\t核查低保户数\t≥1800户
"""


def document(text: str) -> Document:
    return find_forms(read("清单.txt", data=text.encode("utf-8")))


def listed(text: str) -> list[str]:
    return [piece.text for piece in document(text).texts if piece.role == "list"]


@pytest.mark.parametrize("head", ["序号\t项目名称\t金额（万元）", "序号\t项目名称\t预算金额\t备注"])
def test_names_of_a_list_are_kept(head: str) -> None:
    text = f"{head}\n1\t城乡低保工作经费\t5.00\n2\t殡葬改革宣传\t3.00\n合计\t\t8.00\n\n某局目标表\n{FORM}"
    assert listed(text) == ["城乡低保工作经费", "殡葬改革宣传"]
    assert [form.project for form in document(text).forms] == ["城乡低保工作经费"]


@pytest.mark.parametrize(
    "text",
    [
        FORM,
        "序号\t单位名称\t人数\n1\t甲单位\t5\n",
        "序号\t项目名称\t金额（万元）\n\n另有说明如下。\n\n1\t城乡低保工作经费\t5.00\n",
    ],
)
def test_nothing_is_listed(text: str) -> None:
    assert listed(text) == []
