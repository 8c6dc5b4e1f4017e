"""``jxlint mcp``: spoken to by the official client, and by hand."""

from __future__ import annotations

import asyncio
import io
import json
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from linter.serve import jobprocess
from linter.serve.modelprotocol import HANDSHAKES, LONGEST, REVISIONS, Server
from linter.serve.modeltools import TOOLS, Toolbox
from linter.serve.shortanswers import MOST_BYTES, cut

ROOT = Path(__file__).resolve().parent.parent.parent
FAULTY = str(ROOT / "examples" / "table-faulty.txt")
ROWS = [
    {
        "项目名称": "农技培训",
        "预算年度": 2025,
        "二级指标": "质量指标",
        "三级指标": "培训合格率",
        "指标值": "195%",
    },
]


def with_client(mode: str, talk: Callable[[Any], Awaitable[Any]]) -> Any:
    """What a talk with the server gives, started as clients start it."""
    mcp = pytest.importorskip("mcp", reason="left out: the official client is not installed")
    told = mcp.StdioServerParameters(
        command=sys.executable,
        args=["-m", "linter", "mcp"],
        env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
    )

    async def run() -> Any:
        async with mcp.Client(told, mode=mode, read_timeout_seconds=120) as client:
            return await talk(client)

    return asyncio.run(asyncio.wait_for(run(), 240))


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_the_official_client(mode: str) -> None:
    async def talk(client: Any) -> dict[str, Any]:
        listed = [tool.name for tool in (await client.list_tools()).tools]
        calls = {
            "check": {"path": FAULTY},
            "parse": {"values": ["≥95%", "2025年底前"]},
            "explain": {"rule": "KX01"},
            "suggest": {"name": "完成时间", "value": "2024年11月底前", "level2": "时效指标", "year": 2025},
            "wrong": {"path": "没有.xlsx", "text": "两样都给"},
        }
        answers = {}
        for name, arguments in calls.items():
            answers[name] = await client.call_tool("check" if name == "wrong" else name, arguments)
        return {"listed": listed, "version": client.protocol_version, **answers}

    told = with_client(mode, talk)
    assert (
        told["listed"] == list(TOOLS) and told["version"] == (REVISIONS if mode == "auto" else HANDSHAKES)[-1]
    )
    texts = {name: told[name].content[0].text for name in (*TOOLS, "wrong")}
    assert not any(told[name].is_error for name in TOOLS) and told["wrong"].is_error
    assert "错误 SD02" in texts["check"] and "分，查了" in texts["check"]
    assert json.loads(texts["parse"].splitlines()[0])["lower"] == "95"
    assert "时效年度与预算年度不一致" in texts["explain"] and "好例" in texts["explain"]
    assert "改为：2025年11月底前" in texts["suggest"] and "__" in texts["suggest"]
    assert all(len(text.encode()) <= MOST_BYTES for text in texts.values())


def ask(*messages: Any, root: Path | None = None) -> list[dict[str, Any]]:
    """The answers to messages, each below 4 kB."""
    lines = [one if isinstance(one, bytes) else json.dumps(one).encode() for one in messages]
    target = io.BytesIO()
    Server(Toolbox(root)).run(io.BytesIO(b"".join(line + b"\n" for line in lines)), target)
    answers = target.getvalue().splitlines()
    assert all(len(answer) <= 4096 for answer in answers)
    return [json.loads(answer) for answer in answers]


def call(name: str, arguments: Any, number: int = 1) -> dict[str, Any]:
    return {
        "jsonrpc": "2.0",
        "id": number,
        "method": "tools/call",
        "params": {"name": name, "arguments": arguments},
    }


def text_of(name: str, arguments: Any, *, failed: bool = False, root: Path | None = None) -> str:
    (answer,) = ask(call(name, arguments), root=root)
    assert answer["result"]["isError"] is failed, answer
    return str(answer["result"]["content"][0]["text"])


def test_handshake_and_notifications() -> None:
    begin = {"jsonrpc": "2.0", "id": "a", "method": "initialize", "params": {"protocolVersion": "2025-06-18"}}
    answers = ask(
        begin,
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        b"",
        {"jsonrpc": "2.0", "id": 7, "method": "ping"},
    )
    assert [answer["id"] for answer in answers] == ["a", 7] and answers[1]["result"] == {}
    assert answers[0]["result"]["protocolVersion"] == "2025-06-18"
    begin["params"] = {"protocolVersion": "1999-01-01"}
    assert ask(begin)[0]["result"]["protocolVersion"] == HANDSHAKES[-1]


def test_requests_that_name_their_revision() -> None:
    meta = {"_meta": {"io.modelcontextprotocol/protocolVersion": REVISIONS[-1]}}
    found, listed, refused = ask(
        {"jsonrpc": "2.0", "id": 1, "method": "server/discover", "params": meta},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/list", "params": meta},
        {
            "jsonrpc": "2.0",
            "id": 3,
            "method": "tools/list",
            "params": {"_meta": {"io.modelcontextprotocol/protocolVersion": "x"}},
        },
    )
    assert (
        found["result"]["supportedVersions"] == list(REVISIONS)
        and found["result"]["resultType"] == "complete"
    )
    assert listed["result"]["cacheScope"] == "private" and len(listed["result"]["tools"]) == 4
    assert refused["error"]["code"] == -32022 and refused["error"]["data"]["supported"] == list(REVISIONS)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"nonsense", -32700),
        (b"[" * 100_000, -32700),
        (b"[]", -32600),
        (b"5", -32600),
        (b'{"id":{},"method":"ping"}', -32600),
        (b'{"id":true,"method":"ping"}', -32600),
        (b'{"id":1,"method":"none"}', -32601),
        (b'{"id":1,"method":5}', -32600),
        (b'{"id":1,"method":"ping","params":[]}', -32602),
        (b'{"id":1,"method":"tools/call","params":{"name":"x"}}', -32602),
        (b'{"id":1,"method":"tools/call","params":{}}', -32602),
        (b"\xff\xfe{", -32700),
        (b'{"id":"' + b"a" * 5000 + b'","method":"ping"}', -32600),
    ],
)
def test_what_is_no_request(line: bytes, code: int) -> None:
    refused, alive = ask(line, {"jsonrpc": "2.0", "id": 2, "method": "ping"})
    assert refused["error"]["code"] == code and alive["result"] == {}


def test_a_message_too_long_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linter.serve.modelprotocol.LONGEST", 100)
    refused, alive = ask(b"x" * 1000, {"jsonrpc": "2.0", "id": 2, "method": "ping"})
    assert refused["error"]["code"] == -32600 and alive["id"] == 2 and LONGEST > 1_000_000


def test_check_pages_through_what_is_cut() -> None:
    text = text_of("check", {"path": FAULTY, "severity": "info"})
    seen: list[str] = []
    for _ in range(20):
        seen += [line for line in text.splitlines() if line.split(" ")[0] in ("错误", "警告", "提示")]
        if "offset=" not in text:
            break
        text = text_of(
            "check",
            {"path": FAULTY, "severity": "info", "offset": int(text.split("offset=")[1].split(" ")[0])},
        )
    from linter import check

    assert len(seen) == len(set(seen)) == len(check(FAULTY).findings) > 20
    ranks = [("错误", "警告", "提示").index(line[:2]) for line in seen]
    assert ranks == sorted(ranks)


def test_check_of_texts_and_records() -> None:
    assert "错误 SD02" in text_of(
        "check", {"text": Path(FAULTY).read_text(encoding="utf-8"), "select": ["SD02", "XG22"]}
    )
    assert "错误 SD09 记录1 质量指标 / 培训合格率" in text_of("check", {"records": ROWS, "select": ["SD09"]})
    assert "没有检查成" in text_of("check", {"text": "就一行"})


WRONG = [
    ("check", {}, "应给一个"),
    ("check", {"path": "a", "text": "b"}, "只给一个"),
    ("check", {"pth": "a"}, "是不是想写 path"),
    ("check", {"path": 5}, "path 应是文字"),
    ("check", {"path": "a", "year": 1900}, "year 超出范围"),
    ("check", {"path": "a", "year": True}, "year 应是整数"),
    ("check", {"path": "a", "severity": "bad"}, "severity 不能是"),
    ("check", {"path": FAULTY, "select": ["KX0"]}, "没有“KX0”这条规则"),
    ("check", {"records": [5]}, "records 的每一项 应是对象"),
    ("check", [], "arguments 应是对象"),
    ("parse", {}, "缺少 values"),
    ("parse", {"values": []}, "values 不能空着"),
    ("parse", {"values": ["1"] * 500}, "一次最多"),
    ("explain", {"rule": "KX99"}, "没有“KX99”这条规则"),
    ("suggest", {}, "缺少 name"),
]


@pytest.mark.parametrize(("name", "arguments", "says"), WRONG)
def test_arguments_that_do_not_fit(name: str, arguments: Any, says: str) -> None:
    if arguments == []:
        arguments = [1]
    assert says in text_of(name, arguments, failed=True)


def test_only_below_the_root(tmp_path: Path) -> None:
    (tmp_path / "表.txt").write_text(Path(FAULTY).read_text(encoding="utf-8"), encoding="utf-8")
    assert "错误" in text_of("check", {"path": str(tmp_path / "表.txt")}, root=tmp_path)
    for outside in (FAULTY, str(tmp_path / ".." / "x.txt"), "/etc/passwd", "a\0b"):
        assert "不在可以读的文件夹里" in text_of("check", {"path": outside}, failed=True, root=tmp_path)


def test_a_family_and_every_rule_are_explained_briefly() -> None:
    assert "KX01 时效年度" in text_of("explain", {"rule": "KX"})
    assert "还有" in text_of("explain", {"rule": "ALL"})
    for rule in ("GF01", "SD02", "WZ05", "XG11"):
        assert "为什么" in text_of("explain", {"rule": rule})


@pytest.mark.parametrize(
    "line", ["甲" * 10_000, '"' * 3000, "\\" * 3000, "\x00\u202e" * 500, "\ud800" * 900, "a\nb"]
)
def test_cut_keeps_its_size_whatever_stands_in_the_lines(line: str) -> None:
    made = cut([line] * 50)
    assert len(json.dumps(made, ensure_ascii=False).encode("utf-8", "backslashreplace")) <= MOST_BYTES + 2
    assert made and "\x00" not in made


FRAIL = """
import os, time
from linter.serve import jobs
true = jobs.Desk.do
def do(self, job):
    path = job.arguments.get("path")
    if path == "die": os._exit(9)
    if path == "hang": time.sleep(60)
    return true(self, job)
jobs.Desk.do = do
jobs.work()
"""


@pytest.mark.slow
def test_a_call_may_hang_or_kill_its_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setattr(jobprocess, "_command", lambda: [sys.executable, "-c", FRAIL])
    toolbox = jobprocess.GuardedToolbox(None, None, 5)
    target = io.BytesIO()
    calls = [call("check", {"path": path}) for path in ("die", "hang", FAULTY)]
    Server(toolbox).run(io.BytesIO(b"".join(json.dumps(one).encode() + b"\n" for one in calls)), target)
    toolbox.end()
    results = [json.loads(line)["result"] for line in target.getvalue().splitlines()]
    texts = [result["content"][0]["text"] for result in results]
    assert [result["isError"] for result in results] == [True, True, False]
    assert "意外退出" in texts[0] and "超过 5 秒" in texts[1] and "分，查了" in texts[2]
