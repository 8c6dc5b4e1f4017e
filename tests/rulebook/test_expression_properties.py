"""Whatever is written, only JxlintError comes out; whatever compiles runs, and alike after rebuilding."""

from __future__ import annotations

import json

import msgspec
from draws import draws
from hypothesis import given, settings
from hypothesis import strategies as st
from tables import HERE, table

from linter import model
from linter.ground.errors import JxlintError
from linter.language.expression import Compiled, compile_expression
from linter.language.functions.basics import EACH, FUNCTIONS
from linter.language.scope import Node, objects, wrap
from linter.language.types import GIVEN, fields, given_type
from linter.language.wordlists import load_words

LISTS = load_words(HERE / "words")
ROOT = wrap(msgspec.convert(table("document.yaml"), model.Document, strict=False))

TOKENS = st.sampled_from(
    [
        *[
            "and",
            "or",
            "not",
            "in",
            "true",
            "false",
            "null",
            "==",
            "!=",
            "<",
            "<=",
            ">",
            ">=",
            "+",
            "-",
            "*",
            "/",
            ".",
            ",",
            ":",
            "(",
            ")",
            "[",
            "]",
        ],
        *[
            '"a"',
            '"数量指标"',
            '"2024-01-01"',
            '"--03-01"',
            '"("',
            '""',
            '"vague"',
            "1",
            "2.5",
            "00",
            "i",
            "x",
            "this",
        ],
        *FUNCTIONS,
        *EACH,
        *{name for owner in GIVEN for name in fields(given_type(owner).name)},
        *["“", "，", "％", "!", "=", "&", "\\", "\x00", "�", "😀", "'"],
    ]
)


def results(compiled: Compiled) -> list[object]:
    """What an expression gives; nodes that are made on the way are told apart by what they show."""
    return [repr(compiled(scope)) for scope in objects(compiled.given, ROOT)]


def check(source: str, about: str) -> bool:
    try:
        compiled = compile_expression(source, about, words=LISTS)
    except JxlintError as error:
        assert error.message
        assert error.line is not None
        assert error.column is not None
        return False
    rebuilt = Compiled.from_plain(json.loads(json.dumps(compiled.to_plain())), words=LISTS)
    assert results(compiled) == results(rebuilt)
    return True


@settings(max_examples=draws(600))
@given(st.lists(TOKENS, max_size=12).map(" ".join), st.sampled_from(GIVEN))
def test_token_soup(source: str, about: str) -> None:
    check(source, about)


@settings(max_examples=draws(200))
@given(st.text(max_size=40))
def test_any_text(source: str) -> None:
    check(source, "indicator")


NUMBERS = st.recursive(
    st.sampled_from(["1", "0", "2.5", "form.year", "value.lower", "value.number", "len(name)", "position"]),
    lambda inner: st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from("+-*/"), inner),
        st.builds("-{}".format, inner),
        st.builds("round({}, {})".format, inner, inner),
        st.builds("max({}, {})".format, inner, inner),
        st.builds("sum(map(form.targets, i: {}))".format, inner),
    ),
    max_leaves=5,
)
TEXTS = st.sampled_from(
    ["name", "unit", "value.text", '"率"', "default(unit, name)", "normal(name)", "scoring"]
)
CONDITIONS = st.recursive(
    st.one_of(
        st.builds("{} {} {}".format, NUMBERS, st.sampled_from(["<", "<=", "==", "!="]), NUMBERS),
        st.builds("{} == {}".format, TEXTS, TEXTS),
        st.builds("contains({}, {})".format, TEXTS, TEXTS),
        st.builds("{} in [{}, {}]".format, TEXTS, TEXTS, TEXTS),
        st.builds("has_word({}, 'vague')".format, TEXTS),
        st.builds("empty({})".format, st.one_of(TEXTS, NUMBERS)),
        st.builds("value.start {} value.end".format, st.sampled_from(["<", "=="])),
        st.sampled_from(["true", "false", "repaired", "null"]),
    ),
    lambda inner: st.one_of(
        st.builds("({} and {})".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
        st.builds("not {}".format, inner),
        st.builds("exists(form.indicators, i: {})".format, inner),
        st.builds("all(filter(form.targets, i: {}), x: {})".format, inner, inner),
    ),
    max_leaves=6,
)


@settings(max_examples=draws(300))
@given(CONDITIONS)
def test_well_formed_conditions_compile_and_give_a_truth(source: str) -> None:
    assert check(source, "indicator")
    assert set(results(compile_expression(source, "indicator", words=LISTS))) <= {"True", "False", "None"}


@settings(max_examples=draws(150))
@given(CONDITIONS, CONDITIONS)
def test_three_truths_obey_de_morgan(a: str, b: str) -> None:
    left, right, twice, once = (
        results(compile_expression(source, "indicator", words=LISTS))
        for source in (
            f"not (({a}) and ({b}))",
            f"not ({a}) or not ({b})",
            f"not not ({a})",
            f"({a}) or false",
        )
    )
    assert left == right
    assert twice == once


@settings(max_examples=draws(100))
@given(CONDITIONS)
def test_what_exists_can_be_counted(body: str) -> None:
    some, counted, every = (
        results(compile_expression(source, "indicator", words=LISTS))
        for source in (
            f"exists(form.targets, x: {body})",
            f"count(filter(form.targets, x: {body})) > 0",
            f"not all(form.targets, x: not ({body}))",
        )
    )
    assert some == counted
    assert all(found == "True" for found, surely in zip(some, every, strict=True) if surely == "True")


def test_nodes_stand_for_themselves() -> None:
    assert isinstance(ROOT, Node)
    assert ROOT.forms[0] is ROOT.forms[0].targets[0].form
