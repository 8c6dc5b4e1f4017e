"""The process in which inputs are tried, under limits of time and memory that the system keeps.

Reads orders from standard input, one JSON list a line (``["document", number]``, ``["text", name, text]``,
``["kept", path]`` or ``["values", block, count]``), and answers each with one JSON object. An order that is not
answered because the process is gone is its culprit.
"""

from __future__ import annotations

import contextlib
import faulthandler
import json
import os
import re
import signal
import sys
import time
import traceback
from pathlib import Path
from typing import Any

from .attempt import Attempts, Drawn, drawn
from .seeds import Seed
from .values import amount_fault, amounts, fault, texts

#: What one input may cost: seconds of CPU and bytes; beyond these the system ends the process.
SECONDS, MEMORY = 30, 2 << 30
#: What it is promised to cost at most, for inputs of the size that is drawn.
PROMISED_SECONDS, PROMISED_MEMORY = 5.0, 500 << 20


def main(corpus: Path, seed: int, share: float = 0.1) -> None:
    """``share`` of the inputs are corrected, too."""
    os.environ["JXLINT_DEBUG"] = "1"
    os.environ["PATH"] = ""  # no other program is started
    seeds = corpus_of(corpus)
    attempts = Attempts()
    _limit_memory()
    faulthandler.enable(all_threads=False)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for line in sys.stdin:
        order = json.loads(line)
        _limit_time()
        if order[0] == "document":
            answer = _tried(attempts, drawn(seed, order[1], seeds), share)
        elif order[0] == "text":
            answer = _tried(attempts, Drawn(order[1], order[2].encode(), "found", 0), 1.0)
        elif order[0] == "kept":
            answer = _kept(attempts, Path(order[1]))
        else:
            answer = _read(order[1], order[2])
        print(json.dumps(answer), file=answers, flush=True)


def corpus_of(folder: Path) -> list[Seed]:
    return [Seed(path.name, path.read_bytes()) for path in sorted(folder.iterdir())]


def _limit_memory() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_time() -> None:
    """The next order may use so many seconds of CPU; then the stack is printed and the process is gone."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + SECONDS, hard))
        faulthandler.register(signal.SIGXCPU, all_threads=False, chain=True)


def _tried(attempts: Attempts, one: Drawn, share: float) -> dict[str, Any]:
    answer: dict[str, Any] = {"name": one.name, "how": one.how, "size": len(one.data)}
    _forget_peak()
    begin = time.process_time()
    try:
        answer["outcome"] = attempts.attempt(one, fixed=share)
    except BaseException as error:
        answer["fault"] = signature(error)
        answer["trace"] = "".join(traceback.format_exception(error))[-6000:]
    answer["seconds"] = round(time.process_time() - begin, 4)
    answer["peak"] = peak()
    if "fault" not in answer:
        if answer["seconds"] > PROMISED_SECONDS:
            answer["fault"] = "slow"
        elif answer["peak"] > PROMISED_MEMORY:
            answer["fault"] = "large"
    return answer


def _kept(attempts: Attempts, path: Path) -> dict[str, Any]:
    """An input that failed once, with a correction and a report whatever was drawn then."""
    name = path.name.partition("-")[2]
    if name.startswith("value-"):
        begin = time.process_time()
        wrong = fault(path.read_bytes().decode("utf-8", "surrogatepass"))
        taken = round(time.process_time() - begin, 4)
        return {"name": name, "how": "value", "size": 0, "seconds": taken, "peak": peak()} | (
            {"fault": wrong} if wrong else {}
        )
    number = name.partition("-")[0]
    one = Drawn(name, path.read_bytes(), "kept", int(number) if number.isdigit() else 0)
    return _tried(attempts, one, 1.0)


def signature(error: BaseException) -> str:
    """Faults of one cause alike: the error and the innermost place in the program."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/linter/" in frame.filename.replace("\\", "/")]
    at = (ours or frames)[-1]
    said = re.sub(r"\d+", "N", str(error))[:60] if type(error).__name__ == "Broken" else ""
    return f"{type(error).__name__} {Path(at.filename).name}:{at.name} {said}".strip()


def _read(block: int, count: int) -> dict[str, Any]:
    """Values of one block: texts that break a promise of the reader."""
    begin = time.process_time()
    wrong = {text: why for text in texts(count, block) if (why := fault(text))}
    for text, number, unit in amounts(count // 10, block):
        if why := amount_fault(text, number, unit):
            wrong[text] = why
    return {"wrong": wrong, "seconds": round(time.process_time() - begin, 3)}


def _forget_peak() -> None:
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def peak() -> int:
    """Bytes of memory of the process at their most; 0 where the system does not tell."""
    with contextlib.suppress(OSError, ValueError):
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
        return int(status.split("VmHWM:")[1].split()[0]) * 1024
    return 0
