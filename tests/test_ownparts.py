"""How far a condition looks, and what of it a row alone decides."""

from __future__ import annotations

from functools import partial

import pytest
from draws import draws
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from linter.authoring.sample import build_document
from linter.ground.errors import JxlintError
from linter.language.expression import Compiled, compile_expression
from linter.language.generated import Context, function_of, key_of
from linter.language.ownparts import own_part, parted
from linter.language.reach import reach_of
from linter.language.scope import Scope
from linter.language.visits import Visits
from linter.language.wordlists import load_words


@pytest.mark.parametrize(
    ("condition", "alone"),
    [
        ("is_percent", "is_percent"),
        ("form.layout == 'table'", "true"),
        ("is_percent and form.layout == 'table'", "is_percent"),
        ("is_percent or form.layout == 'table'", "true"),
        ("not (is_percent or form.layout == 'table')", "not is_percent"),
        ("not (is_percent and form.layout == 'table')", "true"),
        ("is_cost and (is_percent or form.layout == 'table')", "is_cost"),
        ("exists(form.targets, t: t.name == name and is_percent)", "is_percent"),
        ("not empty(filter(form.targets, t: is_percent and t.is_cost))", "is_percent"),
        ("count(filter(form.targets, t: is_percent)) >= 0", "true"),
        ("not empty(default(unit, description))", "not empty(default(unit, description))"),
        ("not empty(choose(is_percent, form.title, null))", "is_percent"),
        ("not empty(choose(is_percent, null, form.title))", "default(not is_percent, true)"),
        ("not exists(form.targets, t: is_percent)", "true"),
    ],
)
def test_the_own_part_of_a_condition(condition: str, alone: str) -> None:
    tree = compile_expression(condition, "indicator").tree
    assert own_part(tree, "indicator", {}) == compile_expression(alone, "indicator").tree


BOOLS = st.sampled_from(
    [
        "value.number > 5",
        "unit == '个'",
        "matches(name, '甲')",
        "form.year > 2000",
        "form.project == name",
        "len(form.project) > 1",
        "len(unit) > 1",
    ]
)
TEXTS = st.sampled_from(["name", "unit", "found(name, '甲')", "form.project", "form.title"])
LISTS = st.sampled_from(
    ["values_in(name)", "form.targets", "form.previous.targets", "split(unit, '、')", "form.goal_items"]
)
ITEMS = st.integers(1, 99).map("t{}".format)


def _texts(bools: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    chosen = st.builds("choose({}, {}, {})".format, bools, TEXTS, TEXTS | st.just("null"))
    return TEXTS | chosen | st.builds("default({}, {})".format, chosen, TEXTS)


def _larger(bools: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    lists = LISTS | st.builds("filter({}, {}: {})".format, LISTS, ITEMS, bools)
    return st.one_of(
        st.builds("({} and {})".format, bools, bools),
        st.builds("({} or {})".format, bools, bools),
        st.builds("not ({})".format, bools),
        st.builds("exists({}, {}: {})".format, lists, ITEMS, bools),
        st.builds("count({}) {}".format, lists, st.sampled_from(["> 0", ">= 1", "> 1", ">= 0", "== 0"])),
        st.builds("({} {} null)".format, _texts(bools), st.sampled_from(["==", "!="])),
        st.builds("empty({})".format, _texts(bools)),
    )


def rows() -> list[Scope]:
    """Rows that lack this or that, in forms that do."""
    indicators = [
        {"name": name, "unit": unit, "value": value}
        for name in ("甲", "乙3个", "")
        for unit in ("个", "人次", "")
        for value in ("9", "2", "良好")
    ]
    forms: list[dict[str, object]] = [
        {"indicators": indicators},
        {"project": "甲", "year": 2025, "goal": "目标1：培训3人", "indicators": indicators},
        {"project": "甲乙", "year": 1990, "indicators": indicators},
    ]
    return Visits(build_document({"document": {"forms": forms}}, "表.json", 1)).all("indicator", False)


def drawn(condition: str) -> Compiled:
    try:
        return compile_expression(condition, "indicator", expect="bool")
    except JxlintError:  # one name for two items
        reject()


@settings(max_examples=draws(800), deadline=None)
@given(condition=st.recursive(BOOLS, _larger, max_leaves=5).filter(lambda one: "form" in one))
def test_the_own_part_is_at_least_as_true_as_the_whole(condition: str) -> None:
    """False is less than missing, missing less than true."""
    whole = drawn(condition)
    tree = own_part(whole.tree, "indicator", {})
    own = function_of(partial(list, tree), key_of(tree), Context(load_words))
    rank = {False: 0, None: 1, True: 2}
    for scope in ROWS:
        assert rank[own(scope.node)] >= rank[whole(scope)], (condition, tree, scope.node)


@settings(max_examples=draws(400), deadline=None)
@given(condition=st.recursive(BOOLS, _larger, max_leaves=5).filter(lambda one: "form" in one))
def test_where_a_condition_holds_its_own_part_or_the_rest_does(condition: str) -> None:
    whole = drawn(condition)
    own, rest = parted(whole.tree, "indicator", {})
    assert reach_of("indicator", own) == "object"
    functions = [function_of(partial(list, tree), key_of(tree), Context(load_words)) for tree in (own, rest)]
    for scope in ROWS:
        held = [function(scope.node) is True for function in functions]
        assert any(held) or whole(scope) is not True, (condition, own, rest, scope.node)


@pytest.mark.parametrize(
    ("condition", "own", "rest"),
    [
        ("is_percent", "is_percent", "false"),
        ("form.layout == 'table'", "false", "form.layout == 'table'"),
        ("is_percent or form.layout == 'table'", "is_percent", "form.layout == 'table'"),
        (
            "is_cost and (is_percent or form.layout == 'table')",
            "is_cost and is_percent",
            "is_cost and form.layout == 'table'",
        ),
        ("not empty(default(unit, form.title))", "not empty(unit)", "not empty(form.title)"),
        (
            "not (is_percent and form.layout == 'table')",
            "false",
            "not (is_percent and form.layout == 'table')",
        ),
    ],
)
def test_what_is_left_of_a_condition(condition: str, own: str, rest: str) -> None:
    trees = [compile_expression(one, "indicator").tree for one in (condition, own, rest)]
    assert parted(trees[0], "indicator", {}) == (trees[1], trees[2])


ROWS = rows()


@pytest.mark.parametrize(
    ("given", "tree", "reach"),
    [
        ("indicator", ["path", 0, ["name"]], "object"),
        ("indicator", ["path", 0, ["form", "year"]], "document"),
        ("indicator", ["path", 0, ["position"]], "document"),
        ("indicator", ["call", "longer_name", [["path", 0, []]]], "document"),
        ("indicator", ["path", 0, ["area_before"]], "document"),
        ("text", ["path", 0, ["document", "path"]], "file"),
        ("text", ["path", 0, ["text"]], "object"),
        ("form", ["path", 0, ["title"]], "document"),
        ("document", ["path", 0, ["total"]], "document"),
        ("collection", ["path", 0, ["count"]], "file"),
    ],
)
def test_how_far_an_expression_looks(given: str, tree: list[object], reach: str) -> None:
    assert reach_of(given, {"code": [tree]}) == reach
