"""``jxlint serve`` on loopback: the same findings as the command line, and nothing that a request can break."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from click.testing import CliRunner

from linter.cli.root import root

pytest.importorskip("starlette", reason="left out: the extra serve is not installed")
uvicorn = pytest.importorskip("uvicorn", reason="left out: the extra serve is not installed")

from linter.serve import jobprocess  # noqa: E402
from linter.serve.web.application import Manners, application  # noqa: E402
from linter.serve.web.requestlimits import host_of, is_loopback  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent.parent
EXAMPLES = sorted((ROOT / "examples").glob("*.txt"))
FAULTY = ROOT / "examples" / "table-faulty.txt"
RECORDS = [{"项目名称": "农技培训", "二级指标": "质量指标", "三级指标": "合格率", "指标值": "195%"}]
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


class Client:
    def __init__(self, port: int) -> None:
        self.port = port

    def ask(
        self, method: str, path: str, body: Any = None, **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, quote(path, safe="/?&=%,"), body, named)
        reply = connection.getresponse()
        told = reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read()
        connection.close()
        return told

    def send(
        self, path: str, *files: tuple[str, bytes], field: str = "file"
    ) -> tuple[int, dict[str, str], bytes]:
        parts = [
            f'--x\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'.encode()
            + data
            + b"\r\n"
            for name, data in files
        ]
        body = b"".join(parts) + b"--x--\r\n"
        return self.ask("POST", path, body, Content_Type="multipart/form-data; boundary=x")

    def post(self, path: str, data: Any) -> tuple[int, dict[str, str], bytes]:
        return self.ask("POST", path, json.dumps(data), Content_Type="application/json")

    def refused(self, told: tuple[int, dict[str, str], bytes]) -> tuple[int, str]:
        return told[0], json.loads(told[2])["error"]["message"]


@contextmanager
def serving(manners: Manners) -> Iterator[Client]:
    """A service in this process, with job processes of its own."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(application(manners), log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        for _ in range(600):
            if server.started:
                break
            time.sleep(0.1)
        yield Client(listening.getsockname()[1])
    finally:
        server.should_exit = True
        thread.join(30)
        listening.close()


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        with serving(Manners(processes=1, most=3 << 20)) as found:
            yield found


def told_by_command(*arguments: str) -> Any:
    result = CliRunner().invoke(root, list(arguments), prog_name="jxlint")
    return json.loads(result.stdout)


def test_the_same_findings_as_the_command_line(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for path in EXAMPLES[:1] + EXAMPLES[-2:]:
        (tmp_path / path.name).write_bytes(path.read_bytes())
        status, headers, body = client.send("/api/check", (path.name, path.read_bytes()))
        assert (status, headers["content-type"]) == (200, "application/json")
        assert json.loads(body) == told_by_command("check", path.name, "--format", "json", "--no-config")
        _, _, body = client.send("/api/extract", (path.name, path.read_bytes()))
        assert json.loads(body) == told_by_command("extract", path.name, "--format", "json", "--no-config")


def test_records_values_and_settings(client: Client) -> None:
    status, headers, body = client.post("/api/check?select=SD09&severity=SD=warning", RECORDS)
    (finding,) = json.loads(body)["findings"]
    assert (status, headers["x-jxlint-status"], finding["rule"], finding["severity"]) == (
        200,
        "0",
        "SD09",
        "warning",
    )
    assert finding["place"]["record"] == "记录1"
    assert (
        client.post("/api/check?select=SD09&fail-on=info&year=2025&preview=true", RECORDS[0])[1][
            "x-jxlint-status"
        ]
        == "1"
    )
    values = json.loads(client.post("/api/parse", {"values": ["≥95%", "2025年底前"]})[2])["values"]
    assert [value["kind"] for value in values] == ["quantity", "date"] and values[0]["lower"] == "95"


@pytest.mark.parametrize(
    ("wanted", "begins"),
    [
        ("html", b"<!DOCTYPE html>"),
        ("csv", b"\xef\xbb\xbf"),
        ("xlsx", b"PK"),
        ("docx", b"PK"),
        ("sarif", b"{"),
        ("plain", b"jxlint"),
    ],
)
def test_reports_of_every_kind(client: Client, wanted: str, begins: bytes) -> None:
    status, headers, body = client.send(f"/api/check?format={wanted}", ("表.txt", FAULTY.read_bytes()))
    assert status == 200 and body.lower().startswith(begins.lower()), body[:80]
    assert ("attachment" in headers.get("content-disposition", "")) is (wanted in ("csv", "xlsx", "docx"))


def test_files_of_one_name_and_with_a_path_for_a_name(client: Client) -> None:
    data = FAULTY.read_bytes()
    names = ["../../etc/表.txt", "C:\\表\\表.txt", "表.txt", ""]
    _, _, body = client.send("/api/extract", *((name, data) for name in names))
    assert [one["path"] for one in json.loads(body)["files"]] == [
        "表.txt",
        "表（2）.txt",
        "表（3）.txt",
        "文件4",
    ]


REFUSED = [
    ("/api/check?selct=KX", 400, "是不是想写 select"),
    ("/api/check?year=25", 400, "year 不能是"),
    ("/api/check?format=exe", 400, "format 不能是"),
    ("/api/check?select=KX99", 404, "没有“KX99”这条规则"),
    ("/api/check?profile=月球", 404, "月球"),
    ("/api/check?preview=yes", 400, "preview 不能是"),
    ("/api/check?severity=KX", 400, "severity 不能是"),
    ("/api/check?select=" + "a" * 3000, 400, "太长"),
    ("/api/extract?format=html", 400, "只给 JSON"),
    ("/api/nothing", 404, "没有这个网址"),
]


@pytest.mark.parametrize(("path", "status", "says"), REFUSED, ids=[path[:40] for path, _, _ in REFUSED])
def test_what_is_refused(client: Client, path: str, status: int, says: str) -> None:
    got, message = client.refused(client.send(path, ("表.txt", FAULTY.read_bytes())))
    assert got == status and says in message


def test_bodies_that_are_refused(client: Client) -> None:
    asked = client.refused
    assert asked(client.ask("POST", "/api/check", b"x", Content_Type="text/plain"))[0] == 415
    assert asked(client.ask("POST", "/api/parse", b"x", Content_Type="text/plain"))[0] == 415
    assert asked(client.ask("POST", "/api/check", b"{", Content_Type="application/json")) == (
        400,
        "不是 JSON。请检查请求的内容",
    )
    assert asked(client.ask("POST", "/api/check", b"[" * 100_000, Content_Type="application/json"))[0] == 400
    assert asked(client.ask("POST", "/api/check", b"5", Content_Type="application/json"))[0] == 400
    assert (
        asked(client.ask("POST", "/api/check", b"--x--\r\n", Content_Type="multipart/form-data; boundary=x"))[
            0
        ]
        == 400
    )
    assert (
        asked(client.ask("POST", "/api/check", b"junk", Content_Type="multipart/form-data; boundary=x"))[0]
        == 400
    )
    assert asked(client.ask("POST", "/api/check", b"junk", Content_Type="multipart/form-data"))[0] == 400
    assert "没有“other”这一项" in asked(client.send("/api/check", ("表.txt", b"x"), field="other"))[1]
    for body in (
        {},
        {"values": []},
        {"values": [5]},
        {"values": ["1"], "more": 1},
        [],
        {"values": ["1"] * 2000},
    ):
        assert asked(client.post("/api/parse", body))[0] == 400
    assert asked(client.ask("GET", "/api/check"))[0] == 405
    assert client.ask("GET", "/api/health")[0] == 200


def test_too_much_is_refused_whatever_it_says_of_itself(client: Client) -> None:
    large = b"a" * (4 << 20)
    status, message = client.refused(
        client.ask("POST", "/api/check", b"", Content_Length=str(len(large)), Content_Type="x/y")
    )
    assert (status, message) == (413, "一次最多 3 MB。请分几次")
    with socket.create_connection(
        ("127.0.0.1", client.port), timeout=30
    ) as raw:  # in chunks, without a length
        raw.sendall(
            b"POST /api/check HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n"
            b"Content-Type: application/json\r\n\r\n"
        )
        got = b""
        try:
            for _ in range(40):
                raw.sendall(b"20000\r\n" + b"a" * 0x20000 + b"\r\n")
            raw.sendall(b"0\r\n\r\n")
        except OSError:  # the service has hung up
            pass
        while part := raw.recv(65536):
            got += part
            if b"\r\n\r\n" in got:
                break
    assert got.startswith(b"HTTP/1.1 413")


def test_only_names_of_this_machine(client: Client) -> None:
    assert client.refused(client.ask("GET", "/", Host="evil.example"))[0] == 421
    assert client.ask("GET", "/", Host="localhost:1")[0] == 200
    assert [host_of(header) for header in (b"a:80", b"[::1]:80", b"A", b"")] == ["a", "::1", "a", ""]
    inside, outside = ("127.0.0.1", "localhost", "::1", "127.9.9.9"), ("0.0.0.0", "a", "::", "")
    assert all(map(is_loopback, inside)) and not any(map(is_loopback, outside))


def test_the_page_without_scripts_and_the_built_page(client: Client, tmp_path: Path) -> None:
    status, headers, body = client.ask("GET", "/")
    assert status == 200 and b'action="/api/check?format=html"' in body and b"<script" not in body
    assert (
        headers["content-security-policy"].startswith("default-src 'none'")
        and headers["x-content-type-options"] == "nosniff"
    )


def test_uploads_leave_nothing_behind(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path(tempfile.gettempdir())
    assert folder.name.startswith("jxlint-")
    before = set(folder.rglob("*"))
    large = FAULTY.read_bytes() + b"\n" * (2 << 20)  # beyond what is kept in memory
    assert client.send("/api/check", ("表.txt", large))[0] == 200
    assert set(folder.rglob("*")) == before == set()


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
            threading.Thread(target=lambda: told.append(client.send("/api/check", ("wait.txt", FAULTY.read_bytes()))))
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


@pytest.mark.slow
def test_schemathesis(client: Client, tmp_path: Path) -> None:
    """The API does what its description says, whatever a generator of requests comes up with."""
    program = Path(sys.executable).with_name("schemathesis")
    if not program.exists():
        pytest.skip("left out: schemathesis is not installed")
    done = subprocess.run(
        [program, "run", f"http://127.0.0.1:{client.port}/api/openapi.json", "--max-examples", "15", "--seed", "1"],
        capture_output=True, encoding="utf-8", timeout=300, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:]
    assert "4 selected / 4 total" in done.stdout and "No issues found" in done.stdout, done.stdout[-2000:]
