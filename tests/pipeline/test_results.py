"""One file, one result: the same in every process, and the same after it lay on disk."""

import pickle
from pathlib import Path

import pytest

from linter.config import Configuration
from linter.evidence import add
from linter.fileresult import Evidence, FileResult, slim
from linter.model import Document, Finding
from linter.pipeline import Input, RunSurroundings, check_file
from linter.pipeline.shards import FEWEST, MOST, Shards, chunks, opened, pack, shard_name, unpack

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
FILES = sorted(EXAMPLES.glob("table-*.*"))


@pytest.fixture(scope="module")
def around() -> RunSurroundings:
    return RunSurroundings(Configuration(isolated=True), keyed=True)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_result_comes_back_from_its_bytes(path: Path, around: RunSurroundings) -> None:
    result = check_file(path, around)
    assert result.document and result.judged_by and result.content and result.state[0] == path.stat().st_size
    assert unpack(pack(result)) == result
    assert pickle.loads(pickle.dumps(result)) == result


def test_surroundings_travel_and_stay_one_object(around: RunSurroundings) -> None:
    there, again = (pickle.loads(pickle.dumps(around)) for _ in range(2))
    assert there is again and there is not around
    assert check_file(FILES[0], there) == check_file(FILES[0], around)


def test_a_result_knows_nothing_of_what_was_checked_before(around: RunSurroundings) -> None:
    fresh = RunSurroundings(Configuration(isolated=True), keyed=True)
    assert check_file(FILES[-1], fresh) == check_file(FILES[-1], around)


def test_half_characters_survive(around: RunSurroundings) -> None:
    result = FileResult("坏\udcff.txt", Document("坏\udcff.txt", "txt"), [], coverage={})
    result.findings.append(Finding("KX01", "error", "high", "\ud800", "", "坏\udcff.txt", mark=(1, 2)))
    packed = pack(result)
    assert unpack(packed) == result and not opened(packed).plain


def test_evidence_adds_up_in_any_grouping(around: RunSurroundings) -> None:
    each = [check_file(path, around).evidence for path in FILES]
    whole, left, right = Evidence(), Evidence(), Evidence()
    for one in each:
        add(whole, one)
    for half, part in ((left, each[:2]), (right, each[2:])):
        for one in part:
            add(half, one)
    add(left, right)
    assert whole == left and whole.files == len(FILES)


def test_a_slim_document_leaves_the_whole_one_alone(around: RunSurroundings) -> None:
    whole = RunSurroundings(Configuration(isolated=True), whole=True)
    document = check_file(FILES[0], whole).document
    assert document is not None and document.forms[0].texts
    assert not slim(document).forms[0].texts and document.forms[0].texts


@pytest.mark.parametrize("named", [True, False])
def test_a_report_of_ours_is_passed_by_unless_named(
    named: bool, around: RunSurroundings, tmp_path: Path
) -> None:
    path = tmp_path / "结果.json"
    path.write_text('{"schema": "jxlint/check/1", "findings": []}', encoding="utf-8")
    result = check_file(Input(str(path), found=not named), around)
    assert bool(result.troubles) is named and bool(result.passed_by) is not named
    assert result.document is None


def test_what_cannot_be_read_is_said_with_its_path(around: RunSurroundings, tmp_path: Path) -> None:
    result = check_file(tmp_path / "没有.xlsx", around)
    assert [one.message for one in result.troubles] == ["找不到文件"]
    assert result.path == str(tmp_path / "没有.xlsx") and result.state == (0, 0)


def names(count: int) -> list[Input]:
    return [Input(f"目录/表{number}.xlsx", found=True) for number in range(count)]


@pytest.mark.parametrize("count", [0, 1, 24, 25, 51, 1000])
def test_chunks_hold_every_input_once_and_keep_their_bounds(count: int) -> None:
    made = list(chunks(names(count)))
    assert [item for chunk in made for item in chunk] == names(count)
    assert all(FEWEST <= len(chunk) <= MOST for chunk in made[:-1])


def test_a_file_less_changes_few_shards() -> None:
    before = {shard_name(chunk) for chunk in chunks(names(1000))}
    after = {shard_name(chunk) for chunk in chunks([*names(1000)[:400], *names(1000)[401:]])}
    assert len(before - after) <= 6 < len(before) // 2


def test_a_damaged_shard_is_none(tmp_path: Path) -> None:
    shards = Shards(tmp_path)
    shards.write("甲", [pack(FileResult("a.txt"))])
    (one,) = shards.read("甲") or []
    assert unpack(one).path == "a.txt" and shards.names() == ["甲"] and shards.read("乙") is None
    path = next(tmp_path.iterdir())
    raw = bytearray(path.read_bytes())
    raw[-1] ^= 1
    path.write_bytes(raw)
    assert shards.read("甲") is None
