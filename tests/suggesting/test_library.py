"""The library: its entries are fit to be suggested, the nearest come first, offices bring their own."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from linter.ground.errors import JxlintError
from linter.meaning.measure import measure
from linter.meaning.project import titles
from linter.model import LEVEL2
from linter.suggesting.candidates import Entry, candidates, read_own, search, shipped
from linter.suggesting.indicatorlist import own_file, read_list
from linter.values import parse_value

HERE = Path(__file__).parent
LEAST = 0.75
_FEWEST_TYPES, _FEWEST = 18, 300
_SIGNS = {"more": "≥=", "less": "≤=", "exact": "=≤", "unknown": "≥≤="}


def questions() -> list[dict[str, str]]:
    with (HERE / "questions.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_size() -> None:
    entries = shipped()
    assert len({(entry.level2, entry.name) for entry in entries}) >= _FEWEST
    assert len({entry.type for entry in entries} & titles().keys()) >= _FEWEST_TYPES
    assert {entry.type for entry in entries} == {*titles(), "none"}
    assert {entry.level2 for entry in entries} <= set(LEVEL2)


@pytest.mark.parametrize("type_", sorted({entry.type for entry in shipped()}))
def test_each_entry_can_be_filled_in(type_: str) -> None:
    for entry in shipped():
        if entry.type == type_:
            assert _is_fit(entry), entry


def _is_fit(entry: Entry) -> bool:
    filled = entry.form.replace("__年__月", "2027年11月").replace("__", "3")
    value = parse_value(filled)
    read = measure(entry.name, value.unit, entry.level2, "", value.kind == "date")
    known = value.kind in {"quantity", "rate", "date"} and not value.unknown_unit
    asks = read.measures not in {"none", "state", "task"}
    return known and asks and (not entry.comparator or entry.comparator in _SIGNS[read.better])


def test_the_fitting_ones_are_among_the_first_three() -> None:
    misses = []
    for row in questions():
        names = [entry.name for entry in candidates(row["type"], row["level2"], row["words"])]
        if not set(names) & set(row["any of"].split(";")):
            misses.append(f"{row['type']} {row['level2']} {row['words']}: {names}")
    asked = len(questions())
    right = 1 - len(misses) / asked
    print(f"{right:.3f} of {asked}", *misses, sep="\n")
    assert asked >= 60 and right >= LEAST, "\n".join(misses)


def test_level_and_type_bind() -> None:
    for entry in candidates("health", "时效指标", "疫苗"):
        assert entry.level2 == "时效指标"
    assert candidates("training", "成本指标", "培训费")[0].level2 == "经济成本指标"
    assert candidates("none", "社会成本指标", "") == []
    assert candidates("none", None, "路灯")[0].name == "维修路灯盏数"


def test_search() -> None:
    assert {entry.type for entry in search("培训", limit=14)} >= {"training"}
    assert search("路灯")[0].name == "维修路灯盏数"
    assert search("§") == []


def _list(path: Path) -> Path:
    path.write_text(
        "编码,一级,二级,三级,性质,计量单位,解释\n"
        "01,产出指标,数量指标,鱼苗投放尾数,正向,万尾,\n"
        "02,,,投放水域面积,≥,亩,\n"
        "03,,质量指标,鱼苗成活率,正向,%,\n"
        "04,,时效指标,投放完成时间,,,\n"
        "05,效益指标,社会效益指标,非法捕捞案件数,反向,起,\n"
        "06,,,渔民生活改善情况,定性,,\n",
        encoding="utf-8",
        newline="\n",
    )
    return path


def test_an_office_brings_its_own(tmp_path: Path) -> None:
    entries = read_list(_list(tmp_path / "指标库.csv"))
    assert [(entry.level2, entry.name, entry.form) for entry in entries] == [
        ("数量指标", "鱼苗投放尾数", "≥__万尾"),
        ("数量指标", "投放水域面积", "≥__亩"),
        ("质量指标", "鱼苗成活率", "≥__%"),
        ("时效指标", "投放完成时间", "__年__月底前"),
        ("社会效益指标", "非法捕捞案件数", "≤__起"),
        ("社会效益指标", "渔民生活改善情况", "__"),
    ]
    own = tmp_path / "本单位.yaml"
    own.write_text(own_file(entries, "指标库.csv"), encoding="utf-8", newline="\n")
    assert list(read_own(own)) == entries
    assert candidates("agriculture", "数量指标", "鱼苗", read_own(own))[0].name == "鱼苗投放尾数"
    assert search("鱼苗", read_own(own))[0].type == "own"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- 1\n", "指标库应写成"),
        ("数量:\n  培训人数: ≥__人\n", "数量指标"),
        ("数量指标: 3\n", "指标名称: 值的写法"),
        ("数量指标:\n  培训人数: 3\n", "都应是文字"),
    ],
)
def test_a_faulty_own_file_is_told_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "库.yaml"
    path.write_text(text, encoding="utf-8", newline="\n")
    with pytest.raises(JxlintError, match=r"库\.yaml") as caught:
        read_own(path)
    assert said in str(caught.value)


def test_a_table_that_is_no_list_is_told(tmp_path: Path) -> None:
    path = tmp_path / "别的.csv"
    path.write_text("姓名,电话\n甲,1\n", encoding="utf-8", newline="\n")
    with pytest.raises(JxlintError, match="没有找到指标库的列"):
        read_list(path)
