"""What is seen over many files: a folder of tables of made-up units, and what the rules say of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from linter.auditing import warehouse
from linter.auditing.likenesses import alike, groups, shingles
from linter.cli.root import root
from linter.rulebook import load_rulebook
from linter.rulebook.kinds.query import QUERIES as NAMES

duckdb = pytest.importorskip("duckdb")
pytest.importorskip("pyarrow")

from linter.auditing.crossqueries import QUERIES  # noqa: E402 - asks for what may be missing
from linter.auditing.questions import SHARES, asking  # noqa: E402
from linter.pipeline import crossfindings  # noqa: E402

RULES = "XG36,XG37,XG38,WZ29,SD30,SD31"
GOAL = "为全县六百名乡镇水管员发放岗位补助，保障农村供水管网日常巡查，群众用水投诉及时处理。"


def table(
    unit: str,
    project: str,
    goal: str,
    rows: list[tuple[str, str, str]],
    total: str = "8",
    kind: str = "项目支出",
) -> str:
    lines = [
        f"2025年{kind}绩效目标表", "单位：万元",
        f"项目名称\t{project}" if kind == "项目支出" else f"部门名称\t{unit}",
        f"主管部门\t{unit}\t实施单位\t{unit}", "预算年度\t2025年",
        f"年度资金总额\t{total}", f"年度总体绩效目标\t{goal}",
        "一级指标\t二级指标\t三级指标\t指标值",
    ]  # fmt: skip
    return "\n".join([*lines, *(f"产出指标\t{level}\t{name}\t{value}" for level, name, value in rows)]) + "\n"


def own_rows(number: int) -> list[tuple[str, str, str]]:
    """Indicators that no other number has."""
    words = "甲乙丙丁戊己庚辛壬癸"
    return [
        ("数量指标", f"{words[number]}类设施{part}维护数量", f"≥{10 * number + at + 3}处")
        for at, part in enumerate(words[:5])
    ]


def own_goal(number: int) -> str:
    words = ["桥梁", "水渠", "校舍", "站房", "路灯", "公厕", "球场", "苗圃", "码头", "仓库"]
    return f"维修{words[number]}{number + 3}处，{words[number]}完好率达到九成以上，{words[number]}周边居民出行更方便。"


def check(folder: Path, texts: dict[str, str], *more: str) -> list[dict[str, Any]]:
    """The findings on a folder of these files."""
    for name, text in texts.items():
        path = folder / "表" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    args = [
        "check",
        str(folder / "表"),
        "--store",
        str(folder / "库"),
        "--select",
        RULES,
        "--format",
        "json",
        *more,
    ]
    result = CliRunner().invoke(root, args, prog_name="jxlint")
    assert "Traceback" not in result.output and result.exit_code in (0, 1), result.output
    return list(json.loads(result.stdout)["findings"])


def plain(number: int) -> str:
    return table(f"第{number}局", f"项目{number}", own_goal(number), own_rows(number))


def test_different_tables_have_nothing_in_common(tmp_path: Path) -> None:
    assert check(tmp_path, {f"{n}.txt": plain(n) for n in range(6)}) == []


def test_a_goal_that_units_share(tmp_path: Path) -> None:
    texts = {f"{n}.txt": plain(n) for n in range(3, 6)}
    texts |= {f"{n}.txt": table(f"第{n}局", f"项目{n}", GOAL, own_rows(n)) for n in range(3)}
    [found] = check(tmp_path, texts)
    assert (found["rule"], Path(found["file"]).name, found["form"]) == ("XG36", "2.txt", 1)
    assert found["message"] == "绩效目标与第0局的项目“项目0”一字不差，3个单位3张表这样写（至少100%相同）"
    assert found["text"] == GOAL and found["place"]["line"] is not None
    assert [one["text"].split("（")[0] for one in found["related"]] == ["第0局“项目0”", "第1局“项目1”"]


def test_a_query_that_needs_more_memory_gets_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {f"{n}.txt": table(f"第{n}局", f"项目{n}", GOAL, own_rows(n)) for n in range(3)}
    asked: list[str] = []

    def stingy(folder: Path, share: str) -> Any:
        asked.append(share)
        if len(asked) <= refusals:
            raise duckdb.OutOfMemoryException("no room")
        return asking(folder, share)

    monkeypatch.setattr(crossfindings, "asking", stingy)
    refusals = 1
    assert [one["rule"] for one in check(tmp_path / "一", texts)] == ["XG36"]
    assert asked == [*SHARES[:2], *SHARES[:1] * 5], "only the query that needs more gets more"
    asked.clear()
    refusals = 9
    args = ["check", str(tmp_path / "一" / "表"), "--store", str(tmp_path / "二"), "--select", RULES]
    result = CliRunner().invoke(root, args, prog_name="jxlint")
    assert result.exit_code == 2 and "跨文件的检查内存不够" in result.output and "二" in result.output


def test_a_query_that_fails_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(folder: Path, share: str) -> Any:
        raise duckdb.IOException("IO Error: No space left on device")

    monkeypatch.setattr(crossfindings, "asking", full)
    (tmp_path / "表.txt").write_text(plain(1), encoding="utf-8")
    args = ["check", str(tmp_path / "表.txt"), "--store", str(tmp_path / "库"), "--select", RULES]
    result = CliRunner().invoke(root, args, prog_name="jxlint")
    assert result.exit_code == 2
    assert "跨文件的检查没有做完（IO Error: No space left on device）。请检查磁盘空间" in result.output


def test_a_goal_with_some_words_changed_is_still_the_same(tmp_path: Path) -> None:
    other = GOAL.replace("六百", "八百").replace("及时处理", "及时办结")
    texts = {
        "0.txt": table("东局", "项目0", GOAL, own_rows(0)),
        "1.txt": table("西局", "项目1", other, own_rows(1)),
        "2.txt": plain(2),
    }
    [found] = check(tmp_path, texts)
    assert found["rule"] == "XG36" and "大半相同" in found["message"]


def test_a_goal_of_one_unit_in_two_tables_is_no_copy_between_units(tmp_path: Path) -> None:
    texts = {f"{n}.txt": table("东局", f"项目{n}", GOAL, own_rows(n)) for n in range(2)}
    assert check(tmp_path, texts) == []


def test_a_set_of_indicators_that_units_share(tmp_path: Path) -> None:
    rows = own_rows(1)
    texts = {
        "0.txt": table("东局", "项目0", own_goal(0), rows),
        "1.txt": table("西局", "项目1", own_goal(1), [*rows, ("质量指标", "合格率", "≥97%")]),
        "2.txt": table("南局", "项目2", own_goal(2), [*rows[:2], *own_rows(2)[2:]]),
    }
    [found] = check(tmp_path, texts)
    assert found["rule"] == "XG37" and Path(found["file"]).name == "1.txt"
    assert found["message"] == "指标和指标值与东局的项目“项目0”完全相同，相同的占100%，2个单位2张表是同一套"


def test_a_project_that_is_filed_twice(tmp_path: Path) -> None:
    texts = {
        "报送/1.txt": table("东局", "普法经费", own_goal(1), own_rows(1)),
        "补报/1.txt": table("东局", "2025年普法经费", own_goal(2), own_rows(2)),
        "3.txt": table("西局", "普法经费", own_goal(3), own_rows(3)),
    }
    [found] = check(tmp_path, texts)
    assert found["rule"] == "WZ29" and "共2张表" in found["message"] and found["file"].endswith("补报/1.txt")


def test_a_price_far_from_all_others(tmp_path: Path) -> None:
    prices = ["300元/人", "≤320元/人", "0.035万元/人", "340元/人", "3400元/人"]
    texts = {
        f"{n}.txt": table(
            f"第{n}局", f"项目{n}", own_goal(n), [*own_rows(n), ("成本指标", "培训费标准", price)]
        )
        for n, price in enumerate(prices)
    }
    [found] = check(tmp_path, texts)
    assert (found["rule"], found["text"]) == ("SD30", "3400元/人")
    assert found["message"] == (
        "“培训费标准”写的“3400元/人”合3400元/人，5个单位的中位数是340元/人，相差10倍（最低300，最高3400）"
    )
    assert len(found["related"]) == 4 and found["indicator"] == "培训费标准"


def test_an_indicator_that_all_copy_from_one_template(tmp_path: Path) -> None:
    texts = {
        f"{n}.txt": table(
            f"第{n}局", f"项目{n}", own_goal(n), [*own_rows(n), ("质量指标", "工作完成率", "≥100%")]
        )
        for n in range(6)
    }
    [found] = check(tmp_path, texts)
    assert found["rule"] == "XG38" and found["severity"] == "info" and len(found["related"]) == 5
    assert found["message"] == "“工作完成率”连同“≥100%”在6个单位里的6个都一样，看着是从同一个模板抄的"


def test_what_an_earlier_run_found_is_not_kept(tmp_path: Path) -> None:
    texts = {f"{n}.txt": table(f"第{n}局", f"项目{n}", GOAL, own_rows(n)) for n in range(2)}
    assert [one["rule"] for one in check(tmp_path, texts)] == ["XG36"]
    assert [one["rule"] for one in check(tmp_path, {})] == ["XG36"], (
        "once, though the results are taken from the store"
    )
    assert check(tmp_path, {"1.txt": plain(1)}) == []


def test_tables_are_written_again_only_where_something_new_was_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[Path] = []
    write = warehouse.write_tables

    def counted(folder: Path, *given: Any) -> None:
        written.append(folder)
        write(folder, *given)

    monkeypatch.setattr(warehouse, "write_tables", counted)
    texts = {f"{n}.txt": table(f"第{n}局", f"项目{n}", GOAL, own_rows(n)) for n in range(3)}
    first = check(tmp_path, texts)
    assert len(written) == 2
    assert check(tmp_path, {}) == first and len(written) == 3


def test_without_a_store_the_reason_is_said(tmp_path: Path) -> None:
    (tmp_path / "表.txt").write_text(plain(1), encoding="utf-8")
    result = CliRunner().invoke(
        root, ["check", str(tmp_path / "表.txt"), "--format", "json"], prog_name="jxlint"
    )
    not_run = {one["rule"]: one["reason"] for one in json.loads(result.stdout)["checked"]["not_run"]}
    assert {not_run[rule] for rule in RULES.split(",")} == {"跨文件的规则，加 --store 文件夹才查"}


def test_without_the_extra_the_reason_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    from linter import evidence

    monkeypatch.setattr(evidence, "lacking", lambda *names: names)
    assert 'pip install "jxlint[audit]"' in evidence.across_reason()


def test_rules_name_queries_that_there_are() -> None:
    assert set(NAMES) == set(QUERIES)
    used = {rule.check["query"] for rule in load_rulebook().rules.values() if rule.given == "collection"}
    assert used == set(QUERIES)


def test_likeness() -> None:
    told = "(1, '一二三四五六七八九十'), (2, '一二三四五六七八九零'), (3, '短句')"
    texts = f"select * from (values {told}) as t(id, said)"
    with duckdb.connect(":memory:") as connection:
        pieces = shingles("said", f"({texts})")
        assert alike(connection, pieces, 0.9) == []
        assert alike(connection, pieces, 0.8) == [(1, 2, 0.8)]
        assert alike(connection, pieces, 0.8, shared=5) == []
        assert connection.execute(f"select piece from ({pieces}) where id = 3").fetchall() == [("短句",)]
    found = groups([(1, 2, 0.9), (3, 4, 1.0), (2, 5, 0.8)])
    assert sorted((sorted(members), least) for members, least in found) == [([1, 2, 5], 0.8), ([3, 4], 1.0)]


def test_projects_that_cost_more_than_the_whole_unit(tmp_path: Path) -> None:
    whole = table(
        "东局", "", "保障全局正常运转，完成各项任务，群众满意。", own_rows(0), total="10", kind="部门整体支出"
    )
    texts = {
        "整体.txt": whole,
        "1.txt": table("东局", "项目1", own_goal(1), own_rows(1), total="8"),
        "2.txt": table("东局", "项目2", own_goal(2), own_rows(2), total="7"),
    }
    [found] = check(tmp_path, texts)
    assert found["rule"] == "SD31" and Path(found["file"]).name == "整体.txt"
    assert found["message"] == "整体支出表的金额是10万元，本单位各项目的表加起来已是15万元"


def test_one_unit_in_several_spellings_is_not_several(tmp_path: Path) -> None:
    spelt = [
        "岭河县水利局",
        "岭河县水利局（本级）",
        "101-岭河县 水利局",
        "岭河县水利局本级",
        "岭河县水利局\u200b",
    ]
    texts = {f"{at}.txt": table(unit, f"项目{at}", GOAL, own_rows(1)) for at, unit in enumerate(spelt)}
    assert {one["rule"] for one in check(tmp_path, texts)} == set()
    again = {
        f"又{at}.txt": table(unit, "项目0", own_goal(at), own_rows(at + 2)) for at, unit in enumerate(spelt)
    }
    assert {one["rule"] for one in check(tmp_path, again)} == {"WZ29"}
