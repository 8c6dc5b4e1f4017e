"""Workers over pipes: same results as one process, and whatever a file does costs that file alone."""

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from linter.config import Configuration
from linter.fileresult import FileResult
from linter.ground.errors import JxlintError
from linter.ground.memory import resident
from linter.pipeline import Input, RunSurroundings, check_file, workbench, workers
from linter.pipeline.chunks import Job
from linter.pipeline.filecheck import trouble
from linter.pipeline.shards import unpack
from linter.pipeline.workers import Crew
from linter.reports.view.wording import UNREADABLE

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
FORKS = pytest.mark.skipif(sys.platform != "linux", reason="the file is played by the parent, which forks")


def around() -> RunSurroundings:
    return RunSurroundings(Configuration(isolated=True))


def results(crew: Crew, items: list[Input]) -> list[FileResult]:
    found: dict[int, FileResult] = {}
    with crew:
        for job, raw in crew.check(Job(0, place, item) for place, item in enumerate(items)):
            assert job.place not in found
            found[job.place] = unpack(raw)
    return [found[place] for place in range(len(items))]


@pytest.mark.parametrize("start", ["spawn", pytest.param("fork", marks=FORKS)])
def test_results_are_those_of_one_process(start: str) -> None:
    items = [Input(str(path)) for path in sorted(EXAMPLES.glob("table-*.*"))]
    text = (EXAMPLES / "table-faulty.txt").read_bytes()
    items += [Input("标准输入", text), Input("没有.xlsx"), Input("放着.xlsx", aside="按配置不查")]
    judged_by = around()
    made = results(Crew(judged_by, 2, start=start), items)
    assert made == [check_file(item, judged_by) for item in items]


def player(monkeypatch: pytest.MonkeyPatch, acts: dict[str, Callable[[], None]]) -> None:
    """Has the files named in ``acts`` do that to the process that checks them; the others say their name."""

    def played(item: Input, _around: RunSurroundings) -> FileResult:
        acts.get(item.path, lambda: None)()
        return FileResult(item.path, troubles=[trouble(UNREADABLE, item.path, "读过")])

    monkeypatch.setattr(workbench, "check_file", played)


def said(made: list[FileResult]) -> dict[str, str]:
    return {one.path: one.troubles[0].message for one in made}


@FORKS
def test_a_file_that_hangs_is_given_up_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    player(monkeypatch, {"挂起": lambda: time.sleep(600)})
    names = ["甲", "挂起", "乙", *(f"表{n}" for n in range(20))]
    told = said(results(Crew(around(), 2, timeout=1.5, start="fork"), [Input(name) for name in names]))
    assert told.pop("挂起") == "1.5 秒没有查完，放弃了"
    assert set(told.values()) == {"读过"}


@FORKS
def test_a_file_that_eats_memory_is_given_up_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def eat() -> None:
        kept = []
        while (resident(os.getpid()) or 0) < most + (20 << 20):
            kept.append(b"x" * (10 << 20))
        time.sleep(600)

    player(monkeypatch, {"吃内存": eat})
    names = ["甲", "吃内存", "乙", *(f"表{n}" for n in range(20))]
    # A forked process begins with what this one holds, or somewhat less.
    most = (resident(os.getpid()) or 0) + (100 << 20)
    told = said(results(Crew(around(), 2, memory=most, start="fork"), [Input(name) for name in names]))
    assert told.pop("吃内存") == f"占用内存超过 {most >> 20} MB，放弃了"
    assert set(told.values()) == {"读过"}


@FORKS
def test_a_killed_worker_costs_its_file_a_second_try(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tried = tmp_path / "tried"

    def die() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def die_once() -> None:
        if not tried.exists():
            tried.touch()
            die()

    player(monkeypatch, {"一次": die_once, "两次": die})
    names = ["甲", "一次", "乙", "两次", *(f"表{n}" for n in range(20))]
    told = said(results(Crew(around(), 2, start="fork"), [Input(name) for name in names]))
    assert told.pop("两次") == "检查它的进程两次意外结束，没有检查"
    assert set(told.values()) == {"读过"} and tried.exists()


@FORKS
def test_workers_make_room_for_fresh_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linter.pipeline.workers._SERVED", 3)
    player(monkeypatch, {})
    told = said(results(Crew(around(), 2, start="fork"), [Input(f"表{n}") for n in range(31)]))
    assert len(told) == 31


@FORKS
def test_workers_that_never_come_up_end_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbench, "UP", None)
    with pytest.raises(JxlintError, match="一启动就结束"):
        results(Crew(around(), 2, start="fork"), [Input(f"表{n}") for n in range(50)])


@FORKS
def test_workers_that_die_before_a_file_is_handed_out_end_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    give = workers._Worker.give

    def late(worker: workers._Worker, job: Job) -> None:
        worker.process.join()
        give(worker, job)

    monkeypatch.setattr(workbench, "UP", None)
    monkeypatch.setattr(workers._Worker, "give", late)
    with pytest.raises(JxlintError, match="一启动就结束"):
        results(Crew(around(), 2, start="fork"), [Input(f"表{n}") for n in range(50)])


@FORKS
def test_a_death_seen_when_the_next_file_is_handed_out_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    give = workers._Worker.give

    def late(worker: workers._Worker, job: Job) -> None:
        if worker.jobs and worker.jobs[0].item.path == "两次":
            worker.process.join()
        give(worker, job)

    monkeypatch.setattr(workers._Worker, "give", late)
    player(monkeypatch, {"两次": lambda: os.kill(os.getpid(), signal.SIGKILL)})
    names = ["两次", *(f"表{n}" for n in range(20))]
    told = said(results(Crew(around(), 2, start="fork"), [Input(name) for name in names]))
    assert told.pop("两次") == "检查它的进程两次意外结束，没有检查"
    assert set(told.values()) == {"读过"} and len(told) == 20


@FORKS
def test_a_fault_of_the_settings_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise JxlintError("规则写错了", path="规则.yaml", line=3, column=2, advice="请改正")

    player(monkeypatch, {"乙": refuse})
    with pytest.raises(JxlintError) as caught:
        results(Crew(around(), 2, start="fork"), [Input(name) for name in "甲乙丙"])
    assert str(caught.value) == "规则.yaml:3:2：规则写错了。请改正"


@FORKS
def test_one_form_in_several_formats_goes_to_one_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    def by_whom(item: Input, _around: RunSurroundings) -> FileResult:
        return FileResult(item.path, troubles=[trouble(UNREADABLE, item.path, str(os.getpid()))])

    monkeypatch.setattr(workbench, "check_file", by_whom)
    names = [f"项目{number}.{kind}" for number in range(6) for kind in ("docx", "txt", "xlsx")]
    made = results(Crew(around(), 2, start="fork"), [Input(name) for name in names])
    whom = [said([result])[result.path] for result in made]
    assert all(len(set(whom[at : at + 3])) == 1 for at in range(0, len(whom), 3))
    assert len(set(whom)) == 2


@FORKS
def test_workers_that_hang_before_they_are_there_end_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_COMES_UP", 0.3)
    monkeypatch.setattr(workers, "work", lambda *given: time.sleep(600))
    with pytest.raises(JxlintError, match="一启动就结束"):
        results(Crew(around(), 2, start="fork"), [Input("甲.txt"), Input("乙.txt")])
