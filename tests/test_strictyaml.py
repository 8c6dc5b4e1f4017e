"""YAML without surprises: what is refused, where, and in which words."""

import pytest

from linter.ground.errors import JxlintError
from linter.ground.strictyaml import load

FAULTS = [
    ("a: 1\na: 2", 2, 1, "键“a”重复"),
    ("a: yes", 1, 4, "含义不明"),
    ("a: [on]", 1, 5, "含义不明"),
    ("a: 12:30", 1, 4, "六十进制"),
    ("a: &x [*x]", 1, 4, "自我引用"),
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


@pytest.mark.parametrize(("text", "line", "column", "says"), FAULTS, ids=[fault[0] for fault in FAULTS])
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
