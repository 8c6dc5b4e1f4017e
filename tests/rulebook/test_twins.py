"""Twins of a text in its document, and numbers that count up: each case by what it gives."""

from cProfile import Profile
from typing import Any

import pytest

from linter.authoring.sample import build_document
from linter.language.functions.order import numbering_fault
from linter.language.functions.spellings import misspelt, odd_spelling, spelt, term_elsewhere, term_used
from linter.language.functions.twins import goes_on, longer_name
from linter.language.nodes import Node, wrap
from linter.language.wordlists import WordList

KNOWN = WordList("known", "words", ("控制", "大力", "民事", "刑事"))
TELLING = WordList("telling", "signs", ("一", "二", "东", "西"))
TERMS = WordList("terms", "synonyms", ("法治宣传|法制宣传", "供水|饮水"))


def _texts(*texts: tuple[str, str, str]) -> list[Node]:
    case = {"texts": [{"role": role, "label": label, "text": text} for role, label, text in texts]}
    return wrap(build_document(case, "test", 1)).all_texts  # type: ignore[no-any-return]


def _rows(*rows: tuple[str, str, str]) -> list[Node]:
    case = {"indicators": [{"level2": level2, "name": name, "value": value} for level2, name, value in rows]}
    return wrap(build_document(case, "test", 1)).targets  # type: ignore[no-any-return]


def test_longer_name_prefers_the_same_value() -> None:
    short, _, longest = _rows(
        ("数量指标", "站点律", "460天"),
        ("数量指标", "站点律师", "3人"),
        ("数量指标", "站点律师值班天数", "460天"),
    )
    assert longer_name(short) is longest
    assert longer_name(longest) is None


def test_longer_name_stays_at_its_level() -> None:
    assert (
        longer_name(_rows(("数量指标", "举办培训", "1次"), ("成本指标", "举办培训材料费", "1万元"))[0])
        is None
    )


@pytest.mark.parametrize(
    ("text", "other", "found"),
    [
        ("依法治国，实现社会公平正义的内在", "实现社会公平正义的内在要求。", "实现社会公平正义的内在要求"),
        ("依法治国，实现社会公平正义的内在。", "实现社会公平正义的内在要求。", None),
        ("实现社会公平正义的内在", "实现社会公平正义的内在要求。", None),
        ("依法治国，实现公平", "实现公平正义", None),
        ("依法治国，实现社会公平正义的内在", "要求", None),
    ],
    ids=["cut", "a full stop", "the only clause", "too short", "no twin"],
)
def test_goes_on(text: str, other: str, found: str | None) -> None:
    assert goes_on(_texts(("description", "", text), ("goal", "", other))[0]) == found


@pytest.mark.parametrize(
    ("text", "other", "right"),
    [
        ("严格按制在预算内", "严格控制在预算内", "严格控制在预算内"),
        ("1.指导调解，大办排查化解矛盾", "大力排查化解矛盾", "大力排查化解矛盾"),
        ("办理民事案件数量", "办理刑事案件数量", None),
        ("严格一制在预算内", "严格控制在预算内", None),
        ("按制预算", "控制预算", None),
        ("严格A制在预算内", "严格控制在预算内", None),
        ("严格按着在预算内", "严格控制在预算内", None),
    ],
    ids=["value", "clause", "both are words", "a true difference", "too short", "not Chinese", "two apart"],
)
def test_misspelt(text: str, other: str, right: str | None) -> None:
    piece, twin = _texts(("value", "", text), ("value", "", other))
    assert spelt(piece, KNOWN, TELLING) == right
    assert (misspelt(piece, KNOWN, TELLING) or "-") in (text if right else "-")
    assert misspelt(twin, KNOWN, TELLING) is None


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (["05-行政教科室", "05-行政教科文室", "05-行政教科文室"], "05-行政教科文室"),
        (["行政政法委", "行政政法股", "行政政法股"], "行政政法股"),
        (["行政政法委", "行政政法股"], None),
        (["东城派出所", "西城派出所", "西城派出所"], None),
        (["2024001号", "2024002号", "2024002号"], None),
        (["王小明", "王小鸣", "王小鸣"], None),
        (["王小明", "王小鸣", "王小鸣", "王小鸣"], "王小鸣"),
    ],
    ids=[
        "one dropped",
        "one exchanged",
        "no majority",
        "a true difference",
        "digits",
        "a name twice",
        "a name often",
    ],
)
def test_odd_spelling(texts: list[str], found: str | None) -> None:
    pieces = _texts(*[("other", "处室", text) for text in texts])
    assert odd_spelling(pieces[0], TELLING) == found
    assert odd_spelling(pieces[-1], TELLING) is None


def test_a_pair_used_elsewhere_is_a_word() -> None:
    slip, _, other = _texts(
        ("goal", "", "把按制放在首位"), ("goal", "", "把控制放在首位"), ("goal", "", "办好按制事业")
    )
    assert misspelt(slip, KNOWN, TELLING) is None
    assert misspelt(other, KNOWN, TELLING) is None


def test_terms() -> None:
    texts = ["法治宣传", "法制宣传周", "法治宣传次数", "法制宣传", "法治宣传"]
    pieces = _texts(*[("goal", "", text) for text in texts])
    assert [term_used(piece, TERMS) for piece in pieces] == [None, "法制宣传", None, None, None]
    assert term_elsewhere(pieces[1], TERMS) == "法治宣传"
    assert term_used(_texts(("goal", "", "农村供水"))[0], TERMS) is None


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("1.甲 2.乙 3.丙", None),
        ("1、甲；2、乙。1、丙；2、丁", None),
        ("增长1.5%，2.3万元，2024.12.31前", None),
        ("3、4月份开展，第2、第3季度验收", None),
        ("没有编号", None),
        ("1.甲 2.乙 2.丙", "2.丙"),
        ("1.甲 3.乙丙丁戊己庚辛壬癸", "3.乙丙丁戊己庚辛壬"),
        ("目标一：甲。 2. 目标二：乙", "2. 目标二：乙"),
        ("目标一：甲。 2 2. 目标二：", "2 2. 目标二："),
    ],
)
def test_numbering_fault(text: str, fault: str | None) -> None:
    assert numbering_fault(text) == fault


def test_cost_grows_with_the_forms_and_not_with_their_square() -> None:
    def calls(count: int) -> int:
        goals = [("goal", "", f"做好第{n}个村庄道路养护工作，保障群众出行安全{n}") for n in range(count)]
        profile = Profile()
        profile.runcall(_judge_all, _texts(*goals))
        return sum(entry.callcount for entry in profile.getstats())

    calls(10)
    assert calls(800) < 6 * calls(200)  # four times is linear, sixteen times is not


def _judge_all(pieces: list[Any]) -> None:
    for piece in pieces:
        misspelt(piece, KNOWN, TELLING)
        goes_on(piece)
        odd_spelling(piece, TELLING)
        term_used(piece, TERMS)
