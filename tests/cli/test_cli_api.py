"""The calls for programs."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

import linter
from linter.ground.errors import JxlintError

FORM = (
    "项目支出绩效目标表\n项目名称\t培训\n"
    "一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t培训人数\t≥500人\n"
)


def test_a_text_a_path_and_a_name_of_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "表.txt").write_text(FORM, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for given in (FORM, Path("表.txt"), "表.txt", str(tmp_path / "表.txt"), tmp_path):
        documents = linter.extract(given)
        assert [form.project for document in documents for form in document.forms] == ["培训"]
        report = linter.check(given)
        assert (report.checked.files, report.checked.indicators, report.problems) == (1, 1, [])


def test_neither_a_path_nor_a_text() -> None:
    for call in (linter.check, linter.extract):
        with pytest.raises(JxlintError, match="既不是已有的文件"):
            call("没有这个文件.xlsx")
    report = linter.check(Path("没有这个文件.xlsx"))
    assert [path for path, _ in report.problems] == ["没有这个文件.xlsx"]
    assert linter.extract(Path("没有这个文件.xlsx"))[0].problems


def test_what_was_left_out_is_said(tmp_path: Path) -> None:
    path = tmp_path / "表.txt"
    path.write_bytes(FORM.encode("utf-8") * 20 + "末行".encode()[:-1])
    report = linter.check(path)
    assert [message for file, message in report.notes if file == str(path)] == linter.extract(path)[
        0
    ].problems
    assert report.notes
    (left_out, kept) = (linter.check(FORM, ignore=["KX"]).checked, linter.check(FORM).checked)
    assert left_out.rules + len(left_out.not_run) == kept.rules + len(kept.not_run)
    assert left_out.rules < kept.rules


def test_wishes_of_a_call(tmp_path: Path) -> None:
    (tmp_path / "表.txt").write_text(FORM, encoding="utf-8")
    (tmp_path / "jxlint.yaml").write_text("select: [KX]\n", encoding="utf-8")
    by_file = linter.check(tmp_path / "表.txt").checked.rules
    assert linter.check(tmp_path / "表.txt", select=["GF01"]).checked.rules == 1
    assert 1 < by_file < linter.check(FORM).checked.rules, "a text has no configuration file"
    with pytest.raises(JxlintError, match="没有“KX0l”"):
        linter.check(FORM, ignore=["KX0l"])


def test_a_text_is_no_file() -> None:
    assert linter.check(FORM).documents[0].path == "（文本）"
    assert linter.check("就这一行\n").problems[0][1].startswith("没有找到预算绩效目标表")


def test_parse_value() -> None:
    value = linter.parse_value("≤54.2万元")
    assert (value.kind, value.cmp, str(value.upper), value.unit) == ("quantity", "≤", "54.2", "万元")


ROWS: list[dict[str, Any]] = [
    {
        "项目名称": "农技培训",
        "预算年度": 2025,
        "二级指标": "质量指标",
        "三级指标": "培训合格率",
        "指标值": "195%",
    },
    {
        "项目名称": "农技培训",
        "预算年度": 2025,
        "二级指标": "数量指标",
        "三级指标": "培训人数",
        "指标值": 500,
        "计量单位": "人",
    },
    {
        "项目名称": "路灯维护",
        "预算年度": 2025,
        "二级指标": "时效指标",
        "三级指标": "完成时间",
        "指标值": None,
    },
]


def test_records_as_dicts() -> None:
    (document,) = linter.extract(ROWS)
    assert [(form.project, len(form.indicators)) for form in document.forms] == [
        ("农技培训", 2),
        ("路灯维护", 1),
    ]
    report = linter.check(ROWS, select=["SD09"])
    assert [(one.rule, one.file, one.place.record) for one in report.findings] == [
        ("SD09", "（数据）", "记录1")
    ]
    one = {
        "项目名称": "农技培训",
        "本年度绩效指标": [{"三级绩效指标": "合格率", "指标值": "195", "计量单位": "%"}],
    }
    (finding,) = linter.check(one, select=["SD09"]).findings
    assert finding.place.record == "记录1.本年度绩效指标[1]"
    assert linter.check(iter(ROWS), select=["SD09"]).findings == report.findings
    assert "没有认识的记录" in linter.check([{"甲": 1}]).problems[0][1]


def test_a_data_frame_holds_an_indicator_in_each_row() -> None:
    pandas = pytest.importorskip("pandas", reason="left out: pandas is not installed")
    frame = pandas.DataFrame(ROWS)
    assert linter.check(frame).findings == linter.check(ROWS).findings
    assert linter.extract(frame)[0].forms[0].indicators[1].value == "500"
    dated = pandas.DataFrame(
        [{**ROWS[2], "指标值": pandas.Timestamp("2024-12-31")}, {**ROWS[2], "指标值": pandas.NaT}]
    )
    values = [row.value for row in linter.extract(dated)[0].forms[0].indicators]
    assert values == ["2024-12-31", ""]
    assert [one.rule for one in linter.check(dated, select=["KX01"]).findings] == ["KX01"]
    with pytest.raises(JxlintError, match="重名的列：项目名称"):
        linter.check(pandas.DataFrame([[1, 2]], columns=["项目名称", "项目名称"]))


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ([], "列表是空的"), (b"x", "不能检查 bytes"), (5, "不能检查 int"), (["表.txt", {}], "不能混在一个列表里"),
        ([5], "列表里不能有 int"), ([None], "列表里不能有 NoneType"),
    ],
)  # fmt: skip
def test_what_cannot_be_checked_is_said(given: Any, says: str) -> None:
    for call in (linter.check, linter.extract):
        with pytest.raises(JxlintError, match=says):
            call(given)


def test_several_paths(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.txt" for number in range(3)]
    for path in paths:
        path.write_text(FORM, encoding="utf-8")
    assert linter.check(paths).checked.files == 3
    assert linter.check(map(str, paths)).checked.files == 3
    assert [one.path for one in linter.extract([paths[2], paths[0]])] == [str(paths[2]), str(paths[0])]


def test_findings_as_dicts_and_as_a_frame() -> None:
    report = linter.check(ROWS)
    dicts = report.to_dicts()
    assert len(dicts) == len(report.findings) > 2
    for told, finding in zip(dicts, report.findings, strict=True):
        assert (told["rule"], told["record"], told["message"]) == (
            finding.rule,
            finding.place.record,
            finding.message,
        )
        assert all(value is None or isinstance(value, str | int) for value in told.values())
    pandas = pytest.importorskip("pandas", reason="left out: pandas is not installed")
    frame = report.to_frame()
    assert isinstance(frame, pandas.DataFrame) and list(frame.columns) == list(dicts[0])
    assert list(frame["rule"]) == [one.rule for one in report.findings]
    empty = linter.check(ROWS, select=["KX01"]).to_frame()
    assert list(empty.columns) == list(dicts[0]) and empty.empty


def test_without_pandas_the_frame_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(JxlintError, match="pip install pandas"):
        linter.check(ROWS).to_frame()


def test_severity_of_a_call() -> None:
    assert linter.check(ROWS, select=["SD09"], severity={"SD": "info"}).findings[0].severity == "info"
    with pytest.raises(JxlintError, match="SD 的级别不能是“grave”"):
        linter.check(ROWS, severity={"SD": "grave"})


def test_lenient_passes_by_what_is_no_form() -> None:
    report = linter.check("就这一行\n", lenient=True)
    assert report.problems == [] and report.checked.passed_by == [("（文本）", "没有绩效目标表")]


def test_what_is_offered_is_there() -> None:
    assert set(dir(linter)) == set(linter.__all__) and not hasattr(linter, "chek")
    for name in linter.__all__:
        assert getattr(linter, name) is not None
    assert (Path(linter.__file__).parent / "py.typed").is_file()


ROOT = Path(__file__).resolve().parent.parent.parent


def test_the_guide_and_the_notebook_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every piece of Python in docs/api.md, and every cell of the notebook, one after the other."""
    pytest.importorskip("pandas", reason="left out: pandas is not installed")
    guide = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    notebook = json.loads((ROOT / "examples" / "notebook.ipynb").read_text(encoding="utf-8"))
    cells = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    pieces = re.findall(r"^```python\n(.*?)^```", guide, re.MULTILINE | re.DOTALL)
    assert len(cells) > 3 and len(pieces) > 3
    for run in (cells, pieces):
        monkeypatch.chdir(ROOT / "examples")
        names: dict[str, Any] = {"display": lambda *_: None}
        for piece in run:
            exec(compile(piece, "<piece>", "exec"), names)
