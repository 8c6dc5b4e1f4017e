"""Many inputs over hours: workers that are replaced when one dies, a state that outlives an interruption.

The folder of a campaign holds ``state.json`` (counts, the slowest and the largest inputs, faults by signature), the
``corpus`` that is changed, and ``failures`` with the input and the trace of each fault.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from linter.ground.filesystem import save

from . import seeds
from .attempt import drawn
from .worker import corpus_of

#: A block is what one worker is given at a time: documents, and values ten times as many.
DOCUMENTS, VALUES = 200, 2000
#: Kept of each: the dearest inputs, and examples of a fault.
_DEAREST, _EXAMPLES = 12, 4
#: A worker is replaced after so many blocks, so that what it may have gathered is not taken for the next input's.
_LIFE = 10
#: Seconds of the clock after which a worker that does not answer is ended, however busy the machine is.
_PATIENCE = 900.0

State = dict[str, Any]


class Campaign:
    """A campaign in a folder, resumed where it stopped."""

    def __init__(self, folder: Path, seed: int, corpus: Callable[[], list[seeds.Seed]] = seeds.every) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self.corpus = folder / "corpus"
        if not self.corpus.is_dir():
            fresh = folder / "corpus.new"
            fresh.mkdir(parents=True, exist_ok=True)
            for one in corpus():
                (fresh / one.name).write_bytes(one.data)
            fresh.rename(self.corpus)
        (folder / "failures").mkdir(exist_ok=True)
        path = folder / "state.json"
        self.state: State = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else _fresh(seed)
        self.seed: int = self.state["seed"]
        self.stop = threading.Event()

    def take(self) -> int:
        """The number of a block that nobody has done."""
        with self._lock:
            if self.state["left"]:
                block: int = self.state["left"].pop(0)
            else:
                block = self.state["next"]
                self.state["next"] += 1
            self.state["taken"].append(block)
            return block

    def done(self, block: int, part: State) -> None:
        """Adds the counts of a finished block, and writes the state."""
        with self._lock:
            self.state["taken"].remove(block)
            state = self.state
            for key in ("documents", "values", "forms", "findings", "mended", "refused"):
                state[key] += part[key]
            state["seconds"] = round(state["seconds"] + part["seconds"], 2)
            for kind, count in part["kinds"].items():
                state["kinds"][kind] = state["kinds"].get(kind, 0) + count
            for key in ("slowest", "largest"):
                state[key] = sorted(state[key] + part[key], reverse=True)[:_DEAREST]
            plain = {**state, "left": sorted(state["left"] + state["taken"]), "taken": []}
            save(self.folder / "state.json", json.dumps(plain, ensure_ascii=False, indent=1).encode())

    def fault(self, sign: str, name: str, data: bytes, trace: str) -> None:
        """Keeps an input that failed, a few of each kind."""
        with self._lock:
            seen = self.state["faults"].setdefault(sign, {"count": 0, "inputs": []})
            seen["count"] += 1
            if len(seen["inputs"]) < _EXAMPLES:
                seen["inputs"].append(name)
                mark = hashlib.sha256(sign.encode()).hexdigest()[:8]
                (self.folder / "failures" / f"{mark}-{name}").write_bytes(data)
                told = f"{sign}\n{name}\n{trace}"
                (self.folder / "failures" / f"{mark}-{name}.trace").write_text(
                    told, encoding="utf-8", errors="replace"
                )

    def retry(self) -> list[str]:
        """Tries every kept failure anew. Those that do well are settled: they leave the folder, and what they cost
        now stands in the place of what they cost then. The names of the others are given."""
        worker, bad = Worker(self.corpus, self.seed), []
        for path in sorted((self.folder / "failures").iterdir()):
            if path.suffix == ".trace":
                continue
            answer = worker.ask(["kept", str(path)])
            if answer is None:
                worker.start()
            if answer is None or "fault" in answer:
                bad.append(path.name)
                continue
            self._settle(path.name.partition("-")[2], answer)
            path.unlink()
            path.with_name(f"{path.name}.trace").unlink(missing_ok=True)
        worker.close()
        save(self.folder / "state.json", json.dumps(self.state, ensure_ascii=False, indent=1).encode())
        return bad

    def _settle(self, name: str, answer: dict[str, Any]) -> None:
        for key, now in (("slowest", answer["seconds"]), ("largest", answer["peak"] >> 20)):
            costs = self.state[key]
            fresh = [[now if what.startswith(f"{name} ") else cost, what] for cost, what in costs]
            self.state[key] = sorted(fresh, reverse=True)
        settled = self.state.setdefault("settled", {})
        for sign, seen in list(self.state["faults"].items()):
            if name in seen["inputs"]:
                seen["inputs"].remove(name)
                settled[sign] = settled.get(sign, 0) + 1
                if not seen["inputs"]:
                    del self.state["faults"][sign]

    def run(self, workers: int, seconds: float | None, blocks: int | None) -> None:
        """Works until the time is over, the blocks are done, or ``stop`` is set."""
        end = time.monotonic() + seconds if seconds is not None else None
        last = self.state["next"] + blocks if blocks is not None else None

        def over() -> bool:
            with self._lock:
                full = last is not None and self.state["next"] >= last and not self.state["left"]
            return self.stop.is_set() or full or (end is not None and time.monotonic() > end)

        threads = [threading.Thread(target=self._work, args=(over,)) for _ in range(workers)]
        for thread in threads:
            thread.start()
        try:
            for thread in threads:
                thread.join()
        except KeyboardInterrupt:
            self.stop.set()
            for thread in threads:
                thread.join()

    def _work(self, over: Callable[[], bool]) -> None:
        corpus = corpus_of(self.corpus)
        while not over():
            worker = Worker(self.corpus, self.seed)
            try:
                for _ in range(_LIFE):
                    if over():
                        break
                    block = self.take()
                    part = self._block(worker, block, corpus)
                    if part is None:
                        return
                    self.done(block, part)
            finally:
                worker.close()

    def _block(self, worker: Worker, block: int, corpus: list[seeds.Seed]) -> State | None:
        part = _fresh(0)
        for number in range(block * DOCUMENTS, (block + 1) * DOCUMENTS):
            if self.stop.is_set():
                return None
            answer = worker.ask(["document", number])
            part["documents"] += 1
            if answer is None:
                one = drawn(self.seed, number, corpus)
                trace = worker.last_words()
                self.fault(f"died {_place(trace)}", one.name, one.data, trace)
                worker.start()
                continue
            if "fault" in answer:
                one = drawn(self.seed, number, corpus)
                told = f"{answer['seconds']} s, {answer['peak'] >> 20} MB\n{answer.get('trace', '')}"
                self.fault(answer["fault"], one.name, one.data, told)
            _count(part, answer)
        answer = worker.ask(["values", block, VALUES])
        part["values"] = VALUES + VALUES // 10
        if answer is None:
            self.fault("died over values", f"values-{block}.txt", b"", worker.last_words())
            worker.start()
            return part
        part["seconds"] += answer["seconds"]
        for text, why in answer["wrong"].items():
            self.fault(f"value: {why[:40]}", f"value-{block}.txt", text.encode("utf-8", "surrogatepass"), why)
        return part


def _count(part: State, answer: dict[str, Any]) -> None:
    part["seconds"] += answer["seconds"]
    what = f"{answer['name']} {answer['size']} bytes ({answer['how']})"
    part["slowest"] = sorted([*part["slowest"], [answer["seconds"], what]], reverse=True)[:_DEAREST]
    part["largest"] = sorted([*part["largest"], [answer["peak"] >> 20, what]], reverse=True)[:_DEAREST]
    kind, forms, findings, mended = answer.get("outcome", ("fault", 0, 0, 0))
    part["kinds"][kind or "refused"] = part["kinds"].get(kind or "refused", 0) + 1
    part["refused"] += not kind
    part["forms"] += forms
    part["findings"] += findings
    part["mended"] += mended


def _fresh(seed: int) -> State:
    counts = dict.fromkeys(("documents", "values", "forms", "findings", "mended", "refused"), 0)
    lists: State = {"kinds": {}, "slowest": [], "largest": [], "faults": {}, "left": [], "taken": []}
    return {"seed": seed, "next": 0, **counts, "seconds": 0.0, **lists}


def _place(trace: str) -> str:
    """The innermost place of the program in what a dying worker said."""
    lines = [line.strip() for line in trace.splitlines() if "/linter/" in line]
    return (
        " ".join(lines[0].rpartition("/linter/")[2].split()[:5]) if lines else trace[-80:].replace("\n", " ")
    )


class Worker:
    """One worker process; ``ask`` gives None when it is gone or does not answer."""

    def __init__(self, corpus: Path, seed: int, fixed: float = 0.1) -> None:
        self._corpus, self._seed, self._fixed = corpus, seed, fixed
        self._process: subprocess.Popen[str] | None = None
        self.start()

    def start(self) -> None:
        self.close()
        self._errors = (self._corpus.parent / f"worker-{threading.get_ident()}.log").open("w+b")
        code = (
            f"from pathlib import Path; from {__package__}.worker import main; "
            f"main(Path({str(self._corpus)!r}), {self._seed}, {self._fixed})"
        )
        self._process = subprocess.Popen(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            encoding="utf-8",
        )

    def ask(self, order: list[Any]) -> dict[str, Any] | None:
        process = self._process
        assert process is not None and process.stdin is not None and process.stdout is not None
        watch = threading.Timer(_PATIENCE, process.kill)
        watch.start()
        try:
            process.stdin.write(json.dumps(order) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except OSError:
            line = ""
        finally:
            watch.cancel()
        return json.loads(line) if line.endswith("\n") else None

    def last_words(self) -> str:
        """What the process printed before it died, and with which code."""
        assert self._process is not None
        self._process.kill()
        code = self._process.wait()
        self._errors.seek(0)
        return f"{self._errors.read().decode('utf-8', 'replace')[-6000:]}\nexit code {code}"

    def close(self) -> None:
        if self._process is None:
            return
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._errors.close()
        Path(self._errors.name).unlink(missing_ok=True)
