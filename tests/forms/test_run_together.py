"""Tables whose cells a copy ran together: what is certain is a row, and what is not is told and is none."""

from pathlib import Path
from typing import Any

import pytest

from linter.forms import find_forms
from linter.ground.strictyaml import load
from linter.readers import read

PATH = Path(__file__).parent / "run-together.yaml"
CASES = load(PATH.read_text(encoding="utf-8"), str(PATH)).data
HEAD = "项目支出绩效目标表（2024年度）项目名称甲县水利项目主管部门甲县水利局绩效指标一级指标二级指标三级指标"

#: Running text that speaks of levels and sets out no table.
PROSE = (
    "我局重视绩效管理。一是数量指标完成较好，培训300人次；二是质量指标合格率达100%；三是社会效益指标明显改善。",
    "一级指标、二级指标、三级指标指标值应当量化。产出指标包括数量指标、质量指标、时效指标；效益指标包括社会效益指标。",
)


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:24] for case in CASES])
def test_rows_and_doubts(case: dict[str, Any]) -> None:
    text = f"{HEAD}{case['head']}{case['text']}"
    forms = find_forms(read("表.txt", data=text.encode())).forms
    if not case["rows"]:
        assert not any(form.indicators for form in forms)
        return
    form = forms[0]
    assert [f"{one.name} | {one.value}" for one in form.indicators] == case["rows"]
    assert case.get("firsts") in (None, [one.level1 for one in form.indicators])
    told = [repair.text for repair in form.repairs if "没有当作指标" in repair.text]
    for doubt in case.get("doubts", ()):
        assert any(doubt in text for text in told), (doubt, told)
    assert bool(told) == bool(case.get("doubts")) == bool(form.doubts)
    assert form.project == "甲县水利项目"


@pytest.mark.parametrize("text", PROSE)
def test_running_text_is_no_table(text: str) -> None:
    assert not any(form.indicators for form in find_forms(read("报告.txt", data=text.encode())).forms)
