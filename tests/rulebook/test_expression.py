"""What expressions give and what they refuse, by table."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal
from typing import Any

import pytest
from tables import rows

from linter.ground.errors import JxlintError
from linter.language.expression import Compiled, compile_expression
from linter.language.scope import Node, objects, show
from linter.language.wordlists import Words


def plain(value: Any) -> Any:
    """A result as the tables write it."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, Decimal):
        return float(value)
    return show(value) if isinstance(value, Node) else value


@pytest.mark.parametrize("case", rows("expression_cases.yaml"))
def test_gives(case: dict[str, Any], root: Node, lists: Words) -> None:
    given = case.get("given", "indicator")
    compiled = compile_expression(case["expression"], given, words=lists)
    rebuilt = Compiled.from_plain(json.loads(json.dumps(compiled.to_plain())), words=lists)
    scopes = list(objects(given, root))
    assert [plain(compiled(scope)) for scope in scopes] == case["gives"]
    assert [plain(rebuilt(scope)) for scope in scopes] == case["gives"]
    assert (rebuilt.source, str(rebuilt.type), rebuilt.fields) == (
        compiled.source,
        str(compiled.type),
        compiled.fields,
    )


@pytest.mark.parametrize("case", rows("expression_errors.yaml"))
def test_refuses(case: dict[str, Any], lists: Words) -> None:
    with pytest.raises(JxlintError) as caught:
        compile_expression(
            case["expression"], case.get("given", "indicator"), path="r.yaml", line=7, column=11, words=lists
        )
    error = caught.value
    assert (error.path, error.line, error.column) == ("r.yaml", 7, case["column"] + 10)
    for piece in case["says"]:
        assert piece in f"{error.message}。{error.advice}"


def test_a_fault_on_a_later_line_has_the_column_of_that_line() -> None:
    with pytest.raises(JxlintError) as caught:
        compile_expression("true\n    and nmae == 'x'", "indicator", line=7, column=11)
    assert (caught.value.line, caught.value.column) == (8, 9)


def test_an_expression_too_long_is_refused() -> None:
    with pytest.raises(JxlintError, match="超过"):
        compile_expression("true" + " and true" * 300, "indicator")


@pytest.mark.parametrize(
    ("source", "expect", "wanted"),
    [
        ("name", "bool", "条件"),
        ("form.targets", "list[text]", "文本列表"),
        ("value", "text|number", "文本或数"),
    ],
)
def test_expect_refuses(source: str, expect: str, wanted: str) -> None:
    with pytest.raises(JxlintError, match=f"这里要写{wanted}"):
        compile_expression(source, "indicator", expect=expect)


@pytest.mark.parametrize(
    ("source", "expect"),
    [("empty(name)", "bool"), ("form.targets", "list"), ("name", "number|text"), ("null", "text")],
)
def test_expect_accepts(source: str, expect: str) -> None:
    compile_expression(source, "indicator", expect=expect)


@pytest.mark.parametrize(
    ("source", "fields"),
    [
        ("value.kind == 'date' and form.year != null", {"value.kind", "form.year"}),
        (
            "exists(form.indicators, i: i.row_kind == 'empty')",
            {"form.indicators", "form.indicators.row_kind"},
        ),
        ("exists(filter(form.targets, i: true), i: empty(i.name))", {"form.targets", "form.targets.name"}),
        ("exists(values_in(name), v: v.has_number)", {"name"}),
        ("this.name == indicator.name", {"name"}),
    ],
)
def test_fields(source: str, fields: set[str]) -> None:
    assert compile_expression(source, "indicator").fields == fields


def test_a_plain_form_of_another_version_is_not_read() -> None:
    other = compile_expression("true", "form").to_plain()
    other[0] += 1
    with pytest.raises(ValueError, match=str(other[0])):
        Compiled.from_plain(other)


def test_running_a_rebuilt_expression_needs_no_grammar() -> None:
    kept = json.dumps(compile_expression("exists(targets, i: contains(i.name, 'a'))", "form").to_plain())
    program = f"""
import json, sys
from linter.model import Document, Form, Indicator
from linter.language.expression import Compiled
from linter.language.scope import objects
run = Compiled.from_plain(json.loads({kept!r}))
document = Document("p", "text", forms=[Form(indicators=[Indicator(name="abc")])])
assert [run(scope) for scope in objects("form", document)] == [True]
print([name for name in ("lark", "yaml", "pint") if name in sys.modules])
"""
    for _ in range(2):  # the first run keeps the fields as plain data
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("source", "asks"),
    [
        ('level2 == "数量指标" and contains(name, "率")', {"level2", "name"}),
        ('level2 != "数量指标" and lacks(name, "率") and unit not in ["%"]', set()),
        ('not (level2 == "数量指标") and not contains(name, "率")', set()),
        ('not lacks(name, "率") and not (unit != "%")', {"name", "unit"}),
        ('level2 == "数量指标" and (contains(name, "率") or unit == "%")', {"level2"}),
        ('not (level2 != "数量指标" or unit == "%")', {"level2"}),
        ("is_timing and not is_cost", {"level2"}),
        ("not is_timing", set()),
    ],
)
def test_fields_whose_writing_is_asked_for(source: str, asks: set[str]) -> None:
    assert compile_expression(source, "indicator").asks == asks
