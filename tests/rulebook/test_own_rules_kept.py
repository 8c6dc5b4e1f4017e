"""Own rules are kept one by one beside the pack: to save one compiles one, and nothing of the others."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from ruletext import rule_text

from linter.ground.errors import JxlintError
from linter.rulebook import load_rulebook, loader

BASIS = ["101-N"]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    for at in range(1, 6):
        write(tmp_path, at)
    load_rulebook([tmp_path])
    return tmp_path


def write(folder: Path, at: int, **changes: object) -> None:
    text = rule_text(**{"id": f"MY0{at}", "name": f"my-{at}", "basis": BASIS, **changes})
    (folder / f"MY0{at}.yaml").write_text(text, encoding="utf-8")


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are compiled from here on."""
    seen: list[str] = []
    really = loader.load_rule

    def noted(path: Path, *given: object, **named: object) -> object:
        seen.append(path.name)
        return really(path, *given, **named)

    monkeypatch.setattr(loader, "load_rule", noted)
    return seen


def test_a_saved_rule_is_the_only_one_compiled(own: Path, compiled: list[str]) -> None:
    write(own, 3, title="新标题")
    book = load_rulebook([own])
    assert compiled == ["MY03.yaml"]
    assert [book.rules[f"MY0{at}"].title for at in (2, 3)] == ["标题", "新标题"]
    load_rulebook([own])
    assert compiled == ["MY03.yaml"]


def test_a_rule_taken_away_is_gone_and_one_put_back_is_there(own: Path, compiled: list[str]) -> None:
    (own / "MY05.yaml").unlink()
    assert "MY05" not in load_rulebook([own]).rules
    write(own, 5)
    assert "MY05" in load_rulebook([own]).rules
    assert compiled == ["MY05.yaml"]


@pytest.mark.parametrize("name", ["words/mine.yaml", "basis.yaml"])
def test_what_all_rest_on_compiles_all(name: str, own: Path, compiled: list[str]) -> None:
    (own / "words").mkdir()
    text = (
        "my-words: {note: 试, words: [甲]}\n" if name[0] == "w" else "市1号: {title: 办法, verified: false}\n"
    )
    (own / name).write_text(text, encoding="utf-8")
    book = load_rulebook([own])
    assert compiled == [f"MY0{at}.yaml" for at in range(1, 6)]
    assert ("市1号" in book.basis) == (name == "basis.yaml")


def test_faults_between_rules_are_found_where_most_are_kept(own: Path) -> None:
    write(own, 3, id="MY02")
    for _ in range(2):
        with pytest.raises(JxlintError, match="编号“MY02”已被"):
            load_rulebook([own])
    write(own, 3, covers=["MY09"])
    with pytest.raises(JxlintError, match="不是已有的规则"):
        load_rulebook([own])


def test_the_same_text_in_two_folders_is_two_rules(own: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    shutil.copy(own / "MY01.yaml", other / "MY01.yaml")
    with pytest.raises(JxlintError, match="编号“MY01”已被"):
        load_rulebook([own, other])


def test_a_kept_rule_equals_a_compiled_one(own: Path) -> None:
    kept = load_rulebook([own]).rules["MY01"]
    assert vars(kept).get("title") is None  # not decoded yet
    words, basis = None, load_rulebook().basis
    path = own / "MY01.yaml"
    fresh = loader.load_rule(path, path.read_text(encoding="utf-8"), words=words, basis=basis, shipped=False)
    assert kept.to_plain() == fresh.to_plain()
    assert kept.title == "标题" and kept.family == fresh.family


def test_the_pack_named_as_own_rules_is_the_pack() -> None:
    from linter.ground.resources import rules_dir

    assert load_rulebook([rules_dir()]).rules.keys() == load_rulebook().rules.keys()
