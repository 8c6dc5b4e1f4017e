"""Forms that lie on disk are found again by what they are known by, and verdicts are kept in few bytes."""

import pytest

from linter.auditing import formsread
from linter.auditing.formsread import FormKey, FormRead, FormsRead
from linter.auditing.standingfaults import Faults
from linter.auditing.verdicts import Verdict, Verdicts

KEYS = [
    FormKey("-", "-", "-", "a", "-"),
    FormKey("桥", "东", "2025", "a", "1"),
    FormKey("桥", "-", "2025", "a", "2"),
    FormKey("桥", "西", "2025", "b", "1"),
    FormKey("-", "东", "2025", "b", "2"),
    FormKey("桥", "东", "2024", "c", "1"),
    FormKey("桥", "东", "2025", "c", "1"),
]
#: What is looked for, and the forms that it may be: those of the project, and those of the place.
ASKED = {
    FormKey("桥", "东", "2025", "x", "1"): ([1, 2, 6], []),
    FormKey("桥", "-", "-", "a", "1"): ([1, 2, 3, 5, 6], [1]),
    FormKey("桥", "南", "2025", "b", "1"): ([2], []),
    FormKey("路", "东", "2024", "c", "1"): ([], [5]),
    FormKey("路", "东", "-", "c", "1"): ([], [5, 6]),
    FormKey("-", "东", "2025", "b", "2"): ([], [4]),
    FormKey("-", "-", "-", "a", "-"): ([], [0]),
}


@pytest.mark.parametrize("alike", [False, True], ids=["told apart", "all on one number"])
def test_forms_are_found(alike: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if alike:
        monkeypatch.setattr(formsread, "number_of", lambda *words: 7)
    forms = FormsRead()
    for at, key in enumerate(KEYS):
        faults = Faults()
        faults.stand(at, "KX01", "完成时间", "2023年", ["KX02"])
        forms.add(FormRead(key, key.project, faults.packed()))
    for wanted, (of_project, of_place) in ASKED.items():
        assert [at for at, _ in forms.of_project(wanted)] == of_project, wanted
        assert [at for at, _ in forms.of_place(wanted)] == of_place, wanted
    for at, key in enumerate(KEYS):
        [found] = forms.faults(at).standing.values()
        assert forms[at].key == key and found[0][0] == at


def test_a_verdict_is_what_was_put() -> None:
    unchecked = Verdict("unchecked", reason="没有这条规则")
    given = [Verdict("same", 0), Verdict("gone"), unchecked, Verdict("changed", 1 << 40)]
    verdicts = Verdicts(len(given) + 1)
    for at, one in enumerate(given):
        assert verdicts.is_open(at)
        verdicts.put(at, one)
    assert verdicts[:-1] == given and list(verdicts)[:4] == given and verdicts[3] == given[3]
    assert verdicts.is_open(4) and not verdicts.is_open(0)
