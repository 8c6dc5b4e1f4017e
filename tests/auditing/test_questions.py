"""Questions to a store in SQL, which reads nothing else and comes to an end."""

from __future__ import annotations

from pathlib import Path

import pytest
from storeruns import run

from linter.auditing import questions

pytest.importorskip("duckdb")
pytest.importorskip("pyarrow")


@pytest.mark.parametrize("question", questions.saved(), ids=lambda one: one.name)
def test_saved_questions_are_answered(question: questions.Question, store: None) -> None:
    answer = questions.ask(Path("库"), question.sql)
    assert len(answer.columns) > 3
    assert run("stats", "库", question.name).exit_code == 0


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["select * from nowhere"], "没有查成"),
        (["单位们"], "是不是想写“单位”"),
        (["copy forms to 'x.csv'"], "没有查成"),
        (["select * from read_text('x.json')"], "没有查成"),
        (["set enable_external_access = true"], "没有查成"),
    ],
)
def test_what_sql_cannot_do(args: list[str], said: str, store: None) -> None:
    result = run("stats", "库", *args)
    assert result.exit_code == 2 and said in result.stderr
    assert not Path("x.csv").exists()


def test_answers_for_programs(store: None) -> None:
    sql = "select 1 as 数, '=1+1' as 文字, null as 空"
    assert run("stats", "库", sql, "--format", "csv").stdout == "数,文字,空\n1,'=1+1,\n"
    assert run("stats", "库", sql, "--format", "json").stdout.split() == [
        "[",
        "{",
        '"数":',
        "1,",
        '"文字":',
        '"=1+1",',
        '"空":',
        "null",
        "}",
        "]",
    ]
    assert "单位　" in run("stats", "库").stdout


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    "endless",
    [
        "with recursive t(n) as (select 1 union all select n + 1 from t) select max(n) from t",
        "with recursive t(n) as (select 1 union all select n + 1 from t) select n from t",
        "select count(*) from range(1000000000) a, range(1000000000) b where a.range + b.range = -1",
    ],
)
def test_a_question_without_end_is_stopped(endless: str) -> None:
    result = run("stats", "库", endless, "--timeout", "1")
    assert result.exit_code == 2 and result.stdout == ""
    assert "查了 1 秒还没有查完，停下了" in result.stderr


@pytest.mark.usefixtures("store")
def test_what_does_not_fit_into_memory_lies_nowhere_in_sight() -> None:
    before = set(Path().iterdir())
    with questions.connected(Path("库")) as connection:
        aside = connection.execute("select current_setting('temp_directory')").fetchone()
    assert aside is not None and Path(aside[0]).is_absolute() and not Path(aside[0]).exists()
    assert set(Path().iterdir()) == before
