"""Last year's forms on disk are found as if they were at hand."""

import pickle

import pytest

from linter.model import Document, Form, Indicator
from linter.pipeline.lastyearforms import LastYear
from linter.rulebook.lastyear import forms_by_project


def form(project: str, unit: str = "东局", **more: object) -> Form:
    return Form(number=1, project=project, implementing_unit=unit, **more)  # type: ignore[arg-type]


DOCUMENTS = [
    Document(
        "甲.txt", "txt", forms=[form("2024年培训费", indicators=[Indicator(name="人数", value="≥5人")])]
    ),
    Document("乙.txt", "txt", forms=[form("修路"), form("修路", "西局"), form("", "南局")]),
    Document("坏\udcff.txt", "json", forms=[form("造林", "北局", goal="\ud800")]),
]


def kept(documents: list[Document]) -> LastYear:
    found = LastYear()
    for document in documents:
        found.add(document)
    return found


@pytest.mark.parametrize("travelled", [False, True])
def test_they_are_what_a_list_gives(travelled: bool) -> None:
    plain, found = forms_by_project(DOCUMENTS), kept(DOCUMENTS)
    if travelled:
        found = pickle.loads(pickle.dumps(found))
    assert dict(found) == plain and len(found) == len(plain) and set(found) == set(plain)
    assert "project:修路" not in found and found.get("project:修路") is None and 1 not in found
    assert [(one.path, one.forms[0].project) for one in found.documents()] == [
        (document.path, one.project) for document in DOCUMENTS for one in document.forms
    ]
    assert found.forms() == 5


def test_what_is_left_out_is_not_found() -> None:
    found = kept(DOCUMENTS)
    key = next(key for key in found if "培训费" in key)
    fewer = found.without({key})
    assert key in found and key not in fewer and len(fewer) == len(found) - 1
    assert fewer.key != found.key == kept(DOCUMENTS).key and fewer.forms() == 5


def test_none_is_none() -> None:
    nothing = LastYear()
    assert not nothing and not list(nothing.documents()) and nothing.key == ""
    assert not pickle.loads(pickle.dumps(nothing))
