"""``jxlint serve`` on loopback: the same findings as the command line, and nothing that a request can break."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from serviceclient import FAULTY, RECORDS, ROOT, Client, serving

from linter.cli.root import root
from linter.serve.web.application import Manners
from linter.serve.web.requestlimits import host_of, is_loopback

EXAMPLES = sorted((ROOT / "examples").glob("*.txt"))


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
