"""What similar projects write stands in the advice of findings whose rule asks for it."""

from __future__ import annotations

from pathlib import Path

import linter
from linter.suggesting.candidates import shipped

FORM = """\
2025年项目支出绩效目标表
单位：万元
项目名称\t{project}
主管部门\t某县教育局\t实施单位\t某县教育局
项目年度金额\t8
年度总体绩效目标\t2025年{project}，服务500人。
一级指标\t二级指标\t三级指标\t指标值
产出指标\t数量指标\t服务人数\t≥500人
\t质量指标\t\t
\t时效指标\t完成时间\t2025年11月底前
\t成本指标\t人均成本\t≤160元/人
效益指标\t社会效益指标\t受益人口\t≥500人
满意度指标\t服务对象满意度指标\t群众满意度\t≥90%
"""


def advice(tmp_path: Path, project: str, **settings: object) -> str:
    path = tmp_path / "表.txt"
    path.write_text(FORM.format(project=project), encoding="utf-8")
    report = linter.check(path, select=["WZ05"], **settings)  # type: ignore[arg-type]
    return str(report.findings[0].advice)


def names(type_: str) -> list[str]:
    return [entry.name for entry in shipped() if (entry.type, entry.level2) == (type_, "质量指标")]


def test_a_missing_kind_names_what_projects_of_the_type_write(tmp_path: Path) -> None:
    for project, type_ in (("骨干教师培训", "training"), ("农村公路养护", "maintenance")):
        said = advice(tmp_path, project).partition("可参考：")[2]
        assert any(name in said for name in names(type_)), (project, said)
        assert 1 <= len(said.split("、")) <= 3


def test_the_indicators_of_the_office_come_first(tmp_path: Path) -> None:
    own = tmp_path / "jxlint-library.yaml"
    own.write_text("质量指标:\n  骨干教师培训考核通过率: ≥__%\n", encoding="utf-8")
    assert "可参考：骨干教师培训考核通过率 ≥__%" in advice(tmp_path, "骨干教师培训", library=own)


def test_a_figure_is_never_named(tmp_path: Path) -> None:
    said = advice(tmp_path, "骨干教师培训").partition("可参考：")[2]
    assert said and not any(sign.isdigit() for sign in said)
