"""Loading all rules: from the cache without yaml and lark, stale caches never read, extra folders,
selection."""

import subprocess
import sys
from pathlib import Path

import pytest
from ruletext import rule_text

from linter.authoring.cases import test_rules as run_rules
from linter.ground.cache import write
from linter.ground.errors import JxlintError
from linter.ground.resources import rules_dir
from linter.rulebook import Rulebook, load_rulebook, store
from linter.rulebook.store import rule_files, shipped_files

CASES = "---\ntests: {bad: [{indicator: {level2: 数量指标, value: 3人}}], good: [{indicator: {name: 甲}}]}\n"
BASIS = [  # a basis of the pack for the user's rules
    "101-N"
]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    (tmp_path / "MY01.yaml").write_text(rule_text(basis=BASIS) + CASES, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("folder", ["feasibility", pytest.param("", marks=pytest.mark.slow)])
def test_the_pack_loads_and_its_cases_pass(folder: str) -> None:
    """A family of rules; in a thorough run all of them (rule by rule they are tried in test_rule_cases)."""
    files = [path for path in shipped_files() if not folder or path.parent.name == folder]
    report = run_rules([rules_dir() / folder] if folder else ())
    assert [str(failure) for failure in report.failures] == []
    assert report.cases > 2 * len(files) > 0
    assert report.summary == f"规则 {len(files)} 条，用例 {report.cases} 个，失败 0 个"


def test_a_warm_run_needs_neither_yaml_nor_lark(own: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from linter.rulebook import load_rulebook\n"
        f"book = load_rulebook([Path({str(own)!r})]); assert 'MY01' in book.rules\n"
        "print('yaml' in sys.modules, 'lark' in sys.modules)"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True
        ).stdout
        for _ in range(2)
    ]
    assert runs[1].split() == ["False", "False"]


def test_the_cache_gives_the_same_rules(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = load_rulebook([own])
    monkeypatch.setattr(store, "_held", {})
    second = load_rulebook([own])
    one, other = ([rule.to_plain() for rule in book.rules.values()] for book in (first, second))
    assert one == other
    assert first.basis == second.basis


def test_a_changed_file_is_read_again(own: Path) -> None:
    load_rulebook([own])
    (own / "MY01.yaml").write_text(rule_text(basis=BASIS, title="新标题"), encoding="utf-8")
    assert load_rulebook([own]).rules["MY01"].title == "新标题"


def test_a_damaged_cache_is_passed_over(
    book: Rulebook, own: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def anew(name: str) -> Rulebook:
        made.append(name)
        return book

    folder = tmp_path_factory.mktemp("kept")
    monkeypatch.setattr("linter.ground.cache.cache_dir", lambda: folder)
    load_rulebook([own])
    pack = f"pack-{store.pack_key()}"
    kept = [pack, *(path.name for path in folder.glob("own-*"))]
    assert len(kept) == 2
    for name in kept:  # whole, but of another shape
        write(name, {"rules": [[{}, b""]], "basis": {}, "shared": ""})
    monkeypatch.setattr(store, "_held", {})  # as a new process finds it
    monkeypatch.setattr(store, "_compile_pack", anew)
    assert load_rulebook([own]).rules["MY01"].title == "标题"
    assert made == [pack]


def test_words_of_an_own_folder(own: Path) -> None:
    (own / "words").mkdir()
    (own / "words" / "mine.yaml").write_text("my-words: {note: 试, words: [甲]}\n", encoding="utf-8")
    check = {"kind": "words", "field": "name", "list": "my-words", "how": "equals", "must": "not_have"}
    (own / "MY01.yaml").write_text(
        rule_text(basis=BASIS, check=check, when='has_word(name, "my-words")')
        + "---\ntests: {bad: [{indicator: {name: 甲}}], good: [{indicator: {name: 乙}}]}\n",
        encoding="utf-8",
    )
    for _ in range(2):
        rule = load_rulebook([own]).rules["MY01"]
        from linter.authoring.cases import load_cases, run

        assert run(rule, load_cases(rule.path)) == []
    assert [str(failure) for failure in run_rules([own]).failures] == []


def test_own_bases(own: Path) -> None:
    (own / "basis.yaml").write_text("市财绩1号: {title: 办法, verified: false}\n", encoding="utf-8")
    (own / "MY01.yaml").write_text(rule_text(basis=["市财绩1号"]), encoding="utf-8")
    assert load_rulebook([own]).basis["市财绩1号"].title == "办法"
    (own / "basis.yaml").write_text("101-N: {title: 办法, verified: false}\n", encoding="utf-8")
    with pytest.raises(JxlintError, match="依据代码“101-N”已有"):
        load_rulebook([own])


def test_files_of_a_folder(own: Path) -> None:
    (own / "words").mkdir()
    for name in ("basis.yaml", "words/a.yaml", "b.yml", "c.txt"):
        (own / name).write_text("", encoding="utf-8")
    assert [path.name for path in rule_files(own)] == ["MY01.yaml", "b.yml"]
    assert rule_files(own / "MY01.yaml") == [own / "MY01.yaml"]
    with pytest.raises(JxlintError, match="没有这个规则文件夹或文件"):
        rule_files(own / "none")


def test_clash_with_the_pack(own: Path) -> None:
    (own / "MY01.yaml").write_text(rule_text(id="KX01", basis=BASIS), encoding="utf-8")
    with pytest.raises(JxlintError, match="编号“KX01”已被"):
        load_rulebook([own])


def test_not_utf8(own: Path) -> None:
    (own / "MY01.yaml").write_bytes("title: 标题".encode("gb18030"))
    with pytest.raises(JxlintError, match="不是 UTF-8 编码"):
        load_rulebook([own])


def test_failing_cases_are_named(own: Path) -> None:
    path = own / "MY01.yaml"
    path.write_text(
        rule_text(message="没有名称")
        + "---\ntests:\n"
        + "  bad: [{name: 甲例, indicator: {name: 甲}}, {indicator: {value: 3人}, says: 别的话},\n"
        + "        {indicator: {value: 3人}, count: 2}]\n"
        + "  good: [{indicator: {value: 3人}}]\n"
        + "  known-noise: [{indicator: {name: 甲}}]\n"
        + "  known-miss: [{indicator: {value: 3人}}]\n",
        encoding="utf-8",
    )
    path.write_text(path.read_text(encoding="utf-8").replace('["X"]', '["101-N"]'), encoding="utf-8")
    report = run_rules([path])
    said = [failure.text for failure in report.failures]
    assert said == [
        "bad“甲例”：应当报告，却没有",
        "bad“第 2 例”：应当说“别的话”，却说“没有名称”",
        "bad“第 3 例”：应当报告 2 次，却报告了 1 次：没有名称",
        "good“第 1 例”：不该报告，却报告了：没有名称",
        "known-noise“第 1 例”：应当报告，却没有（请移到 good）",
        "known-miss“第 1 例”：不该报告，却报告了：没有名称（请移到 bad）",
    ]
    assert report.summary == "规则 1 条，用例 6 个，失败 6 个"


@pytest.mark.parametrize(
    ("select", "ignore", "in_", "out"),
    [
        ([], [], ["KX01", "GF01"], []),
        (["KX01"], [], ["KX01"], ["KX05", "GF01"]),
        (["kx"], [], ["KX01", "KX05"], ["GF01"]),
        (["可行性"], ["KX05"], ["KX01"], ["KX05", "GF01"]),
        (["year-mismatch"], [], ["KX01"], ["KX05"]),
        (["KX05"], ["KX"], ["KX05"], ["KX01"]),
        (["ALL"], ["KX"], ["GF01"], ["KX01"]),
        ([], ["ALL"], [], ["KX01"]),
    ],
)
def test_selection(
    book: Rulebook, select: list[str], ignore: list[str], in_: list[str], out: list[str]
) -> None:
    chosen = [rule.id for rule in book.select(select, ignore)]
    assert chosen == sorted(chosen)
    assert set(in_) <= set(chosen) and not set(out) & set(chosen)


def test_an_unknown_selector_gets_a_suggestion(book: Rulebook) -> None:
    with pytest.raises(JxlintError) as caught:
        book.select(["KX99"])
    assert "没有“KX99”这条规则" in str(caught.value) and "是不是想写“KX" in str(caught.value)


def test_a_rule_on_trial_runs_only_when_asked_for(own: Path) -> None:
    (own / "MY01.yaml").write_text(rule_text(basis=BASIS, status="preview"), encoding="utf-8")
    book = load_rulebook([own])

    def runs(*select: str, preview: bool = False) -> bool:
        return "MY01" in [rule.id for rule in book.select(select, preview=preview)]

    assert not runs() and not runs("MY") and not runs("ALL")
    assert runs("MY01") and runs("some-fault")
    assert runs(preview=True) and runs("MY", preview=True)
    assert "MY01" not in [rule.id for rule in book.select((), ["MY01"], preview=True)]


def test_a_deprecated_rule_runs_only_by_its_own_name(own: Path) -> None:
    (own / "MY01.yaml").write_text(rule_text(basis=BASIS, status="deprecated"), encoding="utf-8")
    book = load_rulebook([own])
    assert "MY01" not in [rule.id for rule in book.select()]
    assert "MY01" not in [rule.id for rule in book.select(["MY"])]
    assert "MY01" in [rule.id for rule in book.select(["MY01"])]
    assert "MY01" in [rule.id for rule in book.select(["some-fault"])]
