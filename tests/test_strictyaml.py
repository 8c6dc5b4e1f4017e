"""YAML without surprises: what is refused, where, and in which words."""

import pytest

from linter.ground.errors import JxlintError
from linter.ground.strictyaml import load

FAULTS = [
    ("a: 1\na: 2", 2, 1, "键“a”重复"),
    ("a: yes", 1, 4, "含义不明"),
    ("a: [on]", 1, 5, "含义不明"),
    ("a: 12:30", 1, 4, "六十进制"),
    ("a: &x [*x]", 1, 8, "不支持 YAML 的引用"),
    ("a: &x [1]\nb: *x", 2, 4, "不支持 YAML 的引用"),
    ("a: &x b\n*x : 1", 2, 1, "不支持 YAML 的引用"),
    ("a: &x 甲\nb: [1, *x]", 2, 8, "不支持 YAML 的引用"),
    ("a: " + "9" * 5000, 1, 4, "这个数太长"),
    ("a: -0." + "9" * 50, 1, 4, "这个数太长"),
    ("a: !!python/object:os.system {}", 1, 4, "标签"),
    ("[1]: a", 1, 1, "键必须是文字"),
    ("a: b: c", 1, 5, "这里不该有冒号"),
    ("a: [1, 2", 2, 1, "括号里缺逗号"),
    ('a: "没完', 1, None, "没有写完"),
    ('a: "\\d"', 1, None, "反斜杠"),
    ("a:\n\t- b", 2, 1, "制表符"),
    ("a: *b", 1, 4, "星号"),
    ("a: {b: 1", 2, 1, "括号"),
]


@pytest.mark.parametrize(("text", "line", "column", "says"), FAULTS, ids=[fault[0][:40] for fault in FAULTS])
def test_faults(text: str, line: int, column: int | None, says: str) -> None:
    with pytest.raises(JxlintError) as caught:
        load(text, "规则.yaml")
    assert says in str(caught.value)
    assert caught.value.line == line
    assert column is None or caught.value.column == column


def test_plain_data_comes_through() -> None:
    text = 'a: 1\nb: [true, 2.5, "05", 2025-01-01]\nc: {d: , e: "yes"}\nf: |\n  两行\n  文字\n'
    assert load(text, "x").data == {
        "a": 1, "b": [True, 2.5, "05", "2025-01-01"], "c": {"d": None, "e": "yes"}, "f": "两行\n文字\n",
    }  # fmt: skip


def test_marks_point_at_values() -> None:
    loaded = load("a:\n  - b: 1\n", "x")
    assert loaded.mark(("a", 0, "b")) == (2, 8)


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(JxlintError):
        load("[" * 500 + "]" * 500, "x")


def test_aliases_of_aliases_cost_nothing() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{at}: &a{at} [{', '.join([f'*a{at - 1}'] * 9)}]" for at in range(1, 12)]
    with pytest.raises(JxlintError, match="不支持 YAML 的引用"):
        load("\n".join(lines), "x")


@pytest.mark.parametrize("text", ["[" * 100_000, "- " * 100_000, "{a: " * 50_000, "? " * 100_000, "!!x " * 9])
def test_depth_without_end_is_refused(text: str) -> None:
    with pytest.raises(JxlintError):
        load(text, "x")


def test_more_than_any_file_holds_is_refused() -> None:
    with pytest.raises(JxlintError, match="内容太多"):
        load("[" + "1," * 600_000 + "1]", "x")


def test_long_texts_are_read() -> None:
    assert load("a: |\n" + "  一行文字\n" * 50_000, "x").data["a"].count("\n") == 50_000
    assert load("a: '123456789012345678901234567890'", "x").data == {"a": "123456789012345678901234567890"}
