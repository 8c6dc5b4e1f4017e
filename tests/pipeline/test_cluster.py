"""The same run on a Dask cluster: two processes on the loopback, one of them killed in the middle."""

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from linter.config import Configuration
from linter.ground.errors import JxlintError
from linter.pipeline import Outcome, gather, run
from linter.pipeline.run import Means
from linter.reports import render
from linter.reports.view.choices import Options

EXAMPLES = sorted((Path(__file__).resolve().parents[2] / "examples").glob("table-*.*"))
pytestmark = pytest.mark.slow


@pytest.fixture
def distributed() -> Any:
    return pytest.importorskip("distributed")  # not before a test is run: it takes long


@pytest.fixture
def cluster(distributed: Any) -> Iterator[Any]:
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
    ) as made:
        yield made


@pytest.fixture
def tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for number in range(120):
        source = EXAMPLES[number % len(EXAMPLES)]
        shutil.copy(source, tmp_path / f"{number:04}{source.suffix}")
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04 nothing")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(outcome: Outcome) -> bytes:
    return render("json", outcome.report, outcome.rulebook, Options())


def test_a_worker_killed_in_the_middle_changes_nothing(tables: Path, cluster: Any, distributed: Any) -> None:
    inputs, problems = gather(["."])
    alone = run(inputs, Configuration(isolated=True), problems=problems)
    with distributed.Client(cluster, set_as_default=False) as client:
        first, *_ = client.run(os.getpid).values()
    done = []

    def progress(path: str) -> None:
        done.append(path)
        if len(done) == 20:
            os.kill(first, signal.SIGTERM if os.name == "nt" else signal.SIGKILL)

    there = run(
        inputs,
        Configuration(isolated=True),
        problems=problems,
        progress=progress,
        means=Means(scheduler=cluster.scheduler_address),
    )
    assert len(done) == len(inputs) and said(there) == said(alone) and there.status == alone.status


def test_a_folder_that_workers_do_not_see_is_one_clear_line(
    tables: Path, cluster: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    inputs, _ = gather(["."])
    monkeypatch.setattr("os.path.abspath", lambda path: f"/不在这里/{path}")
    with pytest.raises(JxlintError, match="看不到这个文件夹"):
        run(inputs, Configuration(isolated=True), means=Means(scheduler=cluster.scheduler_address))


def test_no_cluster_there_is_one_clear_line(monkeypatch: pytest.MonkeyPatch, tables: Path) -> None:
    monkeypatch.setattr("linter.pipeline.cluster._CONNECT", 1)
    inputs, _ = gather(["."])
    with pytest.raises(JxlintError, match="连不上集群"):
        run(inputs, Configuration(isolated=True), means=Means(scheduler="tcp://127.0.0.1:1"))
