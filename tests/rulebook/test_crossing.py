"""What ties texts and forms of one document: wording, topics, repeated sentences."""

from decimal import Decimal

import pytest

from linter.authoring.sample import build_document
from linter.language.functions.topics import apart, overall, repeated, topics, topics_beyond
from linter.language.nodes import wrap
from linter.language.wordlists import WordList

GROUPS = WordList("groups", "synonyms", ("调解|纠纷化解|以案定补", "普法|法治宣传", "供水|饮水"))


@pytest.mark.parametrize(
    ("text", "other", "left"),
    [
        ("督促扫黑除恶专项斗争工作正常开展", "扫黑除恶专项斗争工作经费", "督促正常开展"),
        ("督促国家安全人民防线工作正常开展", "国家安全人民防线建设工作经费", "督促正常开展"),
        ("供水 保证率", "农村（供水）", "保证率"),
        ("养护经费", "养护经费", None),
        ("一村一策", "村", "一村一策"),
    ],
    ids=[
        "one project",
        "another, same rest",
        "blanks and brackets",
        "nothing left",
        "single characters stay",
    ],
)
def test_apart(text: str, other: str, left: str | None) -> None:
    assert apart(text, other) == left


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("矛盾纠纷化解率", ["调解"]),
        (["法治 宣传", "人民调解"], ["调解", "普法"]),
        (["农村饮", "水安全"], []),
        ("道路养护", []),
    ],
)
def test_topics(text: str | list[str], found: list[str]) -> None:
    assert topics(text, GROUPS) == found


def test_topics_beyond() -> None:
    assert topics_beyond("调解和普法", ["道路", "法治宣传"], GROUPS) == ["调解"]
    assert topics_beyond(["调解", "普法"], [], GROUPS) == ["调解", "普法"]
    assert topics_beyond("道路", "调解", GROUPS) == []
    # By the name of the group where it was written, else by the first word of it that was.
    assert topics_beyond("饮水和 以案定补、纠纷化解", "法治宣传", GROUPS) == ["以案定补", "饮水"]
    assert topics_beyond(["以案定补", "调解"], [], GROUPS) == ["调解"]


def test_overall() -> None:
    forms = [{"scope": "department", "title": "整体"}, {"project": "甲"}, {"project": "乙"}]
    whole, first, second = wrap(build_document({"document": {"forms": forms}}, "test", 1)).forms
    assert overall(whole) is None
    assert overall(first) is overall(second) is whole
    assert overall(wrap(build_document({"form": {"project": "甲"}}, "test", 1)).forms[0]) is None


def test_repeated() -> None:
    sentence = "建立县级供水管网巡查制度，每月通报一次巡查情况"
    texts = [
        {"role": "narrative", "text": f"（一）其他。{sentence}！"},
        {"role": "name", "text": sentence},
        {"role": "narrative", "text": f"另外；{sentence}<p>"},
        {"role": "narrative", "text": "其他。"},
    ]
    pieces = wrap(build_document({"document": {"texts": texts}}, "test", 1)).all_texts
    assert [repeated(piece, Decimal(20)) for piece in pieces] == [sentence, None, None, None]
    assert [repeated(piece, Decimal(2)) for piece in pieces][2] is None
    assert repeated(pieces[0], Decimal(60)) is None


def test_repeated_in_another_form_only() -> None:
    sentence = "建立县级供水管网巡查制度，每月通报一次巡查情况"
    twice = [{"role": "goal", "text": sentence}, {"role": "goal", "text": sentence}]
    forms = [{"project": "甲", "texts": twice}, {"project": "乙", "texts": twice[:1]}]
    for count, expected in ((1, [None, None]), (2, [sentence, sentence, None])):
        document = wrap(build_document({"document": {"forms": forms[:count]}}, "test", 1))
        pieces = [piece for piece in document.all_texts if piece.role == "goal"]
        assert [repeated(piece, Decimal(20)) for piece in pieces] == expected
