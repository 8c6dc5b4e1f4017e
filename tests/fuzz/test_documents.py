"""Changed documents, the same ones each time, and the machinery of a campaign."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from draws import draws

from linter.ground.strictyaml import load

from . import campaign, mutations, seeds
from .attempt import Broken, drawn, parsed
from .campaign import Campaign, Worker
from .worker import signature

COUNT, SEED = draws(600), 7


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for one in seeds.cheap():
        (folder / one.name).write_bytes(one.data)
    return folder


@pytest.fixture
def worker(corpus: Path) -> Iterator[Worker]:
    found = Worker(corpus, SEED, fixed=0.4)
    yield found
    found.close()


def test_no_changed_document_breaks_a_promise(worker: Worker) -> None:
    """Read, judged, corrected and reported, each within 5 s and 500 MB."""
    answers = [worker.ask(["document", number]) for number in range(COUNT)]
    assert None not in answers, worker.last_words()
    assert [answer for answer in answers if answer and "fault" in answer] == []
    outcomes = [answer["outcome"] for answer in answers if answer]
    read = {kind for kind, *_ in outcomes if kind}
    assert read >= {"txt", "md", "csv", "html", "json", "jsonl", "xlsx", "docx"}
    assert sum(forms for _, forms, *_ in outcomes) > COUNT // 2
    assert sum(mended for *_, mended in outcomes) >= COUNT // 25


FOUND = load((Path(__file__).parent / "found.yaml").read_text(encoding="utf-8"), "found.yaml").data["cases"]


@pytest.mark.slow
def test_what_failed_once_is_read_within_the_limits(worker: Worker) -> None:
    """Each of these ended a worker, took too long or too much memory, or raised what is no error for users."""
    said = {}
    for case in FOUND:
        text = "".join(piece * times for piece, times in case["parts"])
        answer = worker.ask(["text", case["name"], text])
        said[case["note"]] = worker.last_words() if answer is None else answer.get("fault", "")
    # Ended by the system where it takes far too long; a slow machine alone is no fault (campaigns tell the seconds).
    assert {note: fault for note, fault in said.items() if fault not in ("", "slow")} == {}


def test_a_worker_that_dies_is_noticed_and_replaced(worker: Worker) -> None:
    assert worker.ask(["document"]) is None
    assert "IndexError" in worker.last_words()
    worker.start()
    assert worker.ask(["document", 1]) is not None


@pytest.mark.slow
def test_a_campaign_goes_on_where_it_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(campaign, "DOCUMENTS", 4)
    monkeypatch.setattr(campaign, "VALUES", 20)
    Campaign(tmp_path, SEED, seeds.cheap).run(1, None, 1)
    again = Campaign(tmp_path, 99, seeds.cheap)
    again.take()  # and the process is gone before the block is done
    third = Campaign(tmp_path, 99, seeds.cheap)
    third.run(2, None, 2)
    state = json.loads((tmp_path / "state.json").read_text(encoding="utf-8"))
    assert (state["seed"], state["next"], state["documents"], state["values"]) == (SEED, 3, 12, 66)
    assert (state["left"], state["taken"], state["faults"]) == ([], [], {})
    assert len(state["slowest"]) == 12 and sum(state["kinds"].values()) == 12


def test_a_failure_that_does_well_is_settled(tmp_path: Path) -> None:
    campaign = Campaign(tmp_path, SEED, seeds.cheap)
    campaign.fault("slow", "7-表.txt", seeds.FORM.encode(), "9 s")
    campaign.fault("value: odd", "value-3.txt", "≥95%".encode(), "odd")
    campaign.state["slowest"] = [[9.0, "7-表.txt 500 bytes (growth)"], [0.5, "8-表.txt 500 bytes (growth)"]]
    assert campaign.retry() == []
    state = json.loads((tmp_path / "state.json").read_text(encoding="utf-8"))
    assert state["faults"] == {} and state["settled"] == {"slow": 1, "value: odd": 1}
    assert max(cost for cost, _ in state["slowest"]) < 9 and len(state["slowest"]) == 2
    assert list((tmp_path / "failures").iterdir()) == []


def test_an_input_is_the_same_for_the_same_number() -> None:
    corpus = seeds.cheap()
    first = [drawn(3, number, corpus) for number in range(60)]
    assert first == [drawn(3, number, corpus) for number in range(60)]
    assert len({one.data for one in first}) > 55
    assert {one.how.partition("+")[0] for one in first} >= {
        "lines",
        "cells",
        "letters",
        "raw",
        "parts",
        "markup",
        "records",
    }
    assert max(len(one.data) for one in first) <= mutations.LARGEST


def test_faults_of_one_cause_have_one_signature() -> None:
    from linter.readers import read

    def sign(data: bytes) -> str:
        with pytest.raises(Exception) as caught:
            read("a.txt", data=data)
        return signature(caught.value)

    assert sign(b"").endswith(" detect.py:detect")
    assert sign(b"") == sign(b"\n") != sign(b"\0\1\2")


@pytest.mark.parametrize(
    ("kind", "data"), [("json", b"{}"), ("csv", b"a,b\nc"), ("junit", b"<a>"), ("plain", b"\xff")]
)
def test_a_report_that_is_none_is_told(kind: str, data: bytes) -> None:
    with pytest.raises((Broken, KeyError, SyntaxError, UnicodeDecodeError)):
        parsed(kind, data)
