"""``jxlint serve`` under strain: job processes that die or hang, full queues, clients that go away, and how the command
starts and ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner
from serviceclient import FAULTY, RECORDS, ROOT, Client, serving

from linter.cli.root import root
from linter.serve import jobprocess
from linter.serve.web.application import Manners

#: A job process that dies or hangs over files of these names.
FRAIL = """
import os, sys, time
from linter.serve import jobs
true = jobs.Desk.do
def do(self, job):
    names = [name for name, _ in job.files]
    if "die.txt" in names: os._exit(9)
    if "hang.txt" in names: time.sleep(60)
    while "wait.txt" in names and not os.path.exists(os.environ["JXLINT_TEST_GO"]): time.sleep(0.02)
    if "fail.txt" in names: job = jobs.Job("check", files=5)
    return true(self, job)
jobs.Desk.do = do
jobs.work()
"""


@pytest.fixture(scope="module")
def frail(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    script = tmp_path_factory.mktemp("frail") / "frail.py"
    script.write_text(FRAIL, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        patch.setattr(jobprocess, "_command", lambda: [sys.executable, str(script)])
        with serving(Manners(processes=2, seconds=3)) as found:
            yield found


@pytest.mark.slow
def test_a_job_process_may_die_hang_or_fail(frail: Client) -> None:
    good = ("好.txt", FAULTY.read_bytes())
    for _ in range(3):
        status, message = frail.refused(frail.send("/api/check", ("die.txt", b"x")))
        assert status == 500 and "意外退出" in message
    begun = time.monotonic()
    status, message = frail.refused(frail.send("/api/check", ("hang.txt", b"x")))
    assert status == 504 and "超过 3 秒" in message and time.monotonic() - begun < 30
    status, message = frail.refused(frail.send("/api/check", ("fail.txt", b"x")))
    assert status == 500 and "检查时程序出错" in message and "Traceback" not in message
    assert frail.send("/api/check", good)[0] == 200


def test_a_full_queue_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One is checked, one waits, two are told to come again; then everything goes on."""
    (tmp_path / "frail.py").write_text(FRAIL, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("JXLINT_TEST_GO", str(tmp_path / "go"))
    monkeypatch.setattr(jobprocess, "_command", lambda: [sys.executable, str(tmp_path / "frail.py")])
    told: list[tuple[int, dict[str, str], bytes]] = []
    with serving(Manners(processes=1, waiting=1)) as client:
        senders = [
            threading.Thread(
                target=lambda: told.append(client.send("/api/check", ("wait.txt", FAULTY.read_bytes())))
            )
            for _ in range(4)
        ]
        for sender in senders:
            sender.start()
        try:
            for _ in range(600):
                if len(told) == 2:
                    break
                time.sleep(0.1)
            assert [(status, headers["retry-after"]) for status, headers, _ in told] == [(503, "5")] * 2
            assert client.refused(told[0]) == (503, "正忙，请过一会儿再试")
            assert client.ask("GET", "/api/health")[0] == 200
        finally:
            (tmp_path / "go").touch()
            for sender in senders:
                sender.join(60)
        assert sorted(status for status, _, _ in told) == [200, 200, 503, 503]
        assert client.send("/api/check", ("表.txt", FAULTY.read_bytes()))[0] == 200


def test_a_client_that_goes_away_leaves_the_service_as_it_was(frail: Client) -> None:
    for _ in range(4):
        with socket.create_connection(("127.0.0.1", frail.port), timeout=30) as raw:
            raw.sendall(
                b"POST /api/check HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n"
                b"Content-Type: application/json\r\n\r\n{"
            )
    assert frail.post("/api/check?select=SD09", RECORDS)[0] == 200


@contextmanager
def command(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "linter", "serve", *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, encoding="utf-8",
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.mark.skipif(sys.platform == "win32", reason="interrupts are sent otherwise there")
def test_the_command_says_where_and_ends_quietly(tmp_path: Path) -> None:
    page = tmp_path / "jxlint.html"
    page.write_text("<!doctype html>页面", encoding="utf-8")
    with command("--port", "0", "--workers", "1", "--page", str(tmp_path)) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("已在 http://127.0.0.1:") and "Ctrl-C" in line
        client = Client(int(line.split(":")[2].split("/")[0]))
        assert client.ask("GET", "/")[2].decode() == "<!doctype html>页面"
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
        assert process.returncode in (0, 130) and "Traceback" not in said


def test_beyond_this_machine_only_with_a_warning() -> None:
    with command("--host", "0.0.0.0", "--port", "0", "--workers", "1") as process:
        assert process.stderr is not None
        assert "别的机器也能连上" in process.stderr.readline()


def test_a_port_in_use_and_a_folder_without_a_page(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = CliRunner().invoke(
            root, ["serve", "--port", str(taken.getsockname()[1])], prog_name="jxlint"
        )
    assert result.exit_code == 2 and "打不开" in result.stderr and "--port" in result.stderr
    result = CliRunner().invoke(root, ["serve", "--page", str(tmp_path)], prog_name="jxlint")
    assert result.exit_code == 2 and "没有网页" in result.stderr


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    result = CliRunner().invoke(root, ["serve"], prog_name="jxlint")
    assert result.exit_code == 2 and "jxlint[serve]" in result.stderr
