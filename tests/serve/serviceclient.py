"""A service in the process of the tests, and a client that asks it over a socket. Without the extra ``serve`` the tests
that import this are left out."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

pytest.importorskip("starlette", reason="left out: the extra serve is not installed")
uvicorn = pytest.importorskip("uvicorn", reason="left out: the extra serve is not installed")

from linter.serve.web.application import Manners, application  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent.parent
FAULTY = ROOT / "examples" / "table-faulty.txt"
RECORDS = [{"项目名称": "农技培训", "二级指标": "质量指标", "三级指标": "合格率", "指标值": "195%"}]


class Client:
    """Asks the service on a port of this machine."""

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
