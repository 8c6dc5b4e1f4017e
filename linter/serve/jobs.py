"""What a job process does: read and judge what it is sent, one job after the other, over its standard streams.

A job and its reply are msgpack behind their length in eight bytes. Rulebooks stay loaded from job to job.
"""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, Literal

import msgspec

from linter.config import Configuration, Layer, Wish
from linter.ground.errors import JxlintError, unforeseen
from linter.pipeline.paths import Input
from linter.pipeline.runaround import RunSurroundings

#: Bytes that a job process may take up, where the system can hold it to that.
MEMORY = 3 << 30
_MOST_KEPT = 8
#: Jobs after which cycles of objects are looked for.
_COLLECT_EVERY = 20
_JSON = "application/json"
#: Formats of a report, each with its media type and the suffix of a file.
FORMATS = {
    "json": (_JSON, ""),
    "html": ("text/html; charset=utf-8", ""),
    "sarif": ("application/sarif+json", ""),
    "junit": ("application/xml", ""),
    "markdown": ("text/markdown; charset=utf-8", ""),
    "plain": ("text/plain; charset=utf-8", ""),
    "csv": ("text/csv; charset=utf-8", ".csv"),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"),
}


class Job(msgspec.Struct):
    """``what``: check, extract, parse, tool, or warm for nothing but getting ready. ``files`` are names and bytes,
    ``values`` the texts to parse, ``wishes`` settings by the names of their keys, ``config`` a configuration file;
    ``tool`` a tool of language models by name with its ``arguments``, which reads below ``root`` only."""

    what: Literal["check", "extract", "parse", "tool", "warm"]
    files: list[tuple[str, bytes]] = []
    values: list[str] = []
    wishes: dict[str, Any] = {}
    format: str = "json"
    config: str | None = None
    tool: str = ""
    arguments: Any = None
    root: str | None = None


class Reply(msgspec.Struct):
    """``status`` is that of HTTP; ``code`` the exit code of the same run on the command line, None where there is none;
    ``message`` what went wrong, in Chinese."""

    status: int = 200
    body: bytes = b""
    media: str = _JSON
    suffix: str = ""
    code: int | None = None
    message: str = ""


class Desk:
    """Does jobs. What settings name is loaded once and kept for the next job with the same settings."""

    def __init__(self) -> None:
        self._around: dict[bytes, RunSurroundings] = {}

    def do(self, job: Job) -> Reply:
        """The reply to a job; whatever goes wrong is said in it."""
        try:
            made: Reply = getattr(self, f"_{job.what}")(job)
            return made
        except JxlintError as error:
            return Reply(400, message=str(error))
        except MemoryError:
            return Reply(413, message="内存不够，没有检查。请把文件拆小，或者分几次")
        except Exception as error:
            if os.environ.get("JXLINT_DEBUG"):
                raise
            return Reply(500, message=unforeseen("检查", error))

    def _warm(self, job: Job) -> Reply:
        self._surroundings(job).warm_up("表格")
        return Reply()

    def _check(self, job: Job) -> Reply:
        from linter.pipeline.conclusion import conclude
        from linter.pipeline.filecheck import check_file
        from linter.pipeline.results import Results
        from linter.reports import render
        from linter.reports.view.choices import Options

        around = self._surroundings(job)
        try:
            around.warm_up("表格")
        except JxlintError as error:  # a rule or a profile that there is not, whatever the files are
            return Reply(404, message=str(error))
        results = Results()
        for number, (name, data) in enumerate(job.files):
            results.keep(number, name, [check_file(Input(name, data), around)])
        outcome = conclude(results, around, answers=False)
        media, suffix = FORMATS[job.format]
        options = Options(output=Path(f"结果{suffix or '.txt'}"), data=dict(job.files), infos=True)
        body = render(job.format, outcome.report, outcome.rulebook, options)
        return Reply(body=body, media=media, suffix=suffix, code=outcome.status)

    def _extract(self, job: Job) -> Reply:
        from linter.pipeline.documents import read_documents
        from linter.reports.readout.extraction import write_json

        inputs = [Input(name, data) for name, data in job.files]
        reading = read_documents(inputs, self._surroundings(job).configuration)
        body = write_json(reading.with_unread()).encode("utf-8", "backslashreplace")
        return Reply(body=body, code=2 if reading.problems else 0)

    def _parse(self, job: Job) -> Reply:
        from linter.reports.readout.valuetable import jsonl_line
        from linter.values import parse_value

        lines = [jsonl_line(text, parse_value(text)).rstrip("\n") for text in job.values]
        body = f'{{"schema":"jxlint/parse/1","values":[{",".join(lines)}]}}'
        return Reply(body=body.encode("utf-8", "backslashreplace"))

    def _tool(self, job: Job) -> Reply:
        from linter.serve.modeltools import Toolbox

        toolbox = Toolbox(Path(job.root) if job.root is not None else None, job.config)
        return Reply(
            body=toolbox.use(job.tool, job.arguments).encode("utf-8", "backslashreplace"), media="text/plain"
        )

    def _surroundings(self, job: Job) -> RunSurroundings:
        key = msgspec.msgpack.encode((job.config, sorted(job.wishes.items())))
        if key not in self._around:
            while len(self._around) >= _MOST_KEPT:
                del self._around[next(iter(self._around))]
            strongest = Layer({name: Wish(_held(value), "请求") for name, value in job.wishes.items()})
            configuration = Configuration(explicit=job.config, isolated=True, strongest=strongest)
            self._around[key] = RunSurroundings(configuration)
        return self._around[key]


def _held(value: Any) -> Any:
    """A wish as settings hold it: lists are tuples."""
    return tuple(value) if isinstance(value, list) else value


def packed(message: Any) -> bytes:
    """A message as it goes over a pipe."""
    body = msgspec.msgpack.encode(message)
    return len(body).to_bytes(8, "big") + body


def received(pipe: BinaryIO) -> bytes | None:
    """The next message of a pipe, None at its end or where it breaks off."""
    head = pipe.read(8)
    if len(head) < 8:
        return None
    length = int.from_bytes(head, "big")
    body = pipe.read(length)
    return body if len(body) == length else None


def work() -> None:
    """Do jobs from standard input until it ends; nothing but replies goes to standard output."""
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    _hold_memory()
    desk, done = Desk(), 0
    with suppress(BrokenPipeError), replies:
        while (message := received(sys.stdin.buffer)) is not None:
            replies.write(packed(desk.do(msgspec.msgpack.decode(message, type=Job))))
            replies.flush()
            done += 1
            if done % _COLLECT_EVERY == 0:  # the command line, which soon ends, leaves cycles alone for long
                gc.collect()


def _hold_memory() -> None:
    if sys.platform == "win32":
        return
    import resource

    with suppress(OSError, ValueError):
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        bound = MEMORY if most == resource.RLIM_INFINITY else min(MEMORY, most)
        resource.setrlimit(resource.RLIMIT_AS, (bound, most))
