"""The Model Context Protocol on standard input and output, spoken directly: one JSON message a line.

Both ways of beginning are known: the handshake (``initialize``) and, since 2026, requests that name the revision of
the protocol themselves, after ``server/discover``. Only tools are offered. Each request is answered before the next one
is read.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import Any, BinaryIO, Protocol

from linter import __version__
from linter.ground.errors import JxlintError, unforeseen
from linter.serve.modeltools import TOOLS, described
from linter.serve.shortanswers import cut

#: Revisions of the protocol, oldest first. The last one has no handshake.
HANDSHAKES = ("2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25")
REVISIONS = (*HANDSHAKES, "2026-07-28")
#: Bytes of one message. A longer one is refused before it is kept.
LONGEST = 64 << 20
_REVISION = "io.modelcontextprotocol/protocolVersion"
_SERVER = "io.modelcontextprotocol/serverInfo"
_NO_JSON, _NO_REQUEST, _NO_METHOD, _NO_PARAMS, _NO_REVISION = -32700, -32600, -32601, -32602, -32022
_INFO = {"name": "jxlint", "version": __version__}
_INSTRUCTIONS = "检查预算绩效目标表：先 check，再用 explain 看规则、suggest 看怎样写；parse 解释一个指标值。"
#: Longest id of a request that is sent back.
_LONGEST_ID = 200


class Refused(Exception):
    """A request that cannot be answered: the code and the data of JSON-RPC."""

    def __init__(self, code: int, message: str, data: Any = None) -> None:
        super().__init__(message)
        self.code, self.message, self.data = code, message, data


class Tools(Protocol):
    """What answers calls of tools (serve/modeltools.py): ``use`` raises JxlintError where it has no answer."""

    def use(self, name: str, arguments: Any) -> str: ...


class Server:
    """Answers messages with the tools of a box."""

    def __init__(self, toolbox: Tools) -> None:
        self._toolbox = toolbox
        self._methods: dict[str, Callable[[dict[str, Any], bool], dict[str, Any]]] = {
            "initialize": self._initialize,
            "server/discover": self._discover,
            "ping": lambda params, modern: {},
            "tools/list": self._list,
            "tools/call": self._call,
        }

    def run(self, source: BinaryIO, target: BinaryIO) -> None:
        """Answer until the source ends."""
        while line := source.readline(LONGEST + 1):
            if len(line) > LONGEST:
                while line and not line.endswith(b"\n"):
                    line = source.readline(LONGEST)
                answer: bytes | None = _refusal(None, Refused(_NO_REQUEST, "消息过长"))
            else:
                answer = self.answer(line)
            if answer is not None:
                target.write(answer)
                target.flush()

    def answer(self, line: bytes) -> bytes | None:
        """The answer to a message as a line; None where none is due: an empty line, a notification, an answer."""
        if not line.strip():
            return None
        try:
            message = json.loads(line)
        except (ValueError, RecursionError):
            return _refusal(None, Refused(_NO_JSON, "不是 JSON"))
        if not isinstance(message, dict) or not isinstance(message.get("method", ""), str):
            return _refusal(None, Refused(_NO_REQUEST, "一行应是一个请求"))
        if "method" not in message or "id" not in message:
            return None
        number = message["id"]
        if not isinstance(number, str | int) or isinstance(number, bool) or len(str(number)) > _LONGEST_ID:
            return _refusal(None, Refused(_NO_REQUEST, "id 应是数字或不长的文字"))
        try:
            return _line({"jsonrpc": "2.0", "id": number, "result": self._result(message)})
        except Refused as refused:
            return _refusal(number, refused)

    def _result(self, message: dict[str, Any]) -> dict[str, Any]:
        params = message.get("params", {})
        if not isinstance(params, dict):
            raise Refused(_NO_PARAMS, "params 应是对象")
        meta = params.get("_meta")
        revision = meta.get(_REVISION) if isinstance(meta, dict) else None
        if revision is not None and revision not in REVISIONS:
            raise Refused(
                _NO_REVISION,
                "不认识这一版协议",
                {"supported": list(REVISIONS), "requested": str(revision)[:40]},
            )
        method = self._methods.get(message["method"])
        if method is None:
            raise Refused(_NO_METHOD, f"没有 {message['method'][:60]} 这个方法")
        result = method(params, revision is not None)
        if revision is not None:
            result |= {"resultType": "complete", "_meta": {_SERVER: _INFO}}
        return result

    def _initialize(self, params: dict[str, Any], modern: bool) -> dict[str, Any]:
        wanted = params.get("protocolVersion")
        return {
            "protocolVersion": wanted if wanted in HANDSHAKES else HANDSHAKES[-1],
            "capabilities": {"tools": {}},
            "serverInfo": _INFO,
            "instructions": _INSTRUCTIONS,
        }

    def _discover(self, params: dict[str, Any], modern: bool) -> dict[str, Any]:
        return {
            "supportedVersions": list(REVISIONS),
            "capabilities": {"tools": {}},
            "instructions": _INSTRUCTIONS,
            "ttlMs": 0,
            "cacheScope": "private",
        }

    def _list(self, params: dict[str, Any], modern: bool) -> dict[str, Any]:
        lasting = {"ttlMs": 0, "cacheScope": "private"} if modern else {}
        return {"tools": described(), **lasting}

    def _call(self, params: dict[str, Any], modern: bool) -> dict[str, Any]:
        name, arguments = params.get("name"), params.get("arguments") or {}
        if name not in TOOLS:
            raise Refused(_NO_PARAMS, f"没有 {str(name)[:60]} 这个工具，可用的有 {'、'.join(TOOLS)}")
        try:
            text, failed = self._toolbox.use(name, arguments), False
        except JxlintError as error:
            text, failed = cut([str(error)]), True
        except Exception as error:  # one call must not end the session
            if os.environ.get("JXLINT_DEBUG"):
                raise
            text, failed = cut([unforeseen("检查", error)]), True
        return {"content": [{"type": "text", "text": text}], "isError": failed}


def _line(message: dict[str, Any]) -> bytes:
    # Half characters, which UTF-8 does not know, are escaped; nothing else is, so that answers stay short.
    return (
        json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")
        + b"\n"
    )


def _refusal(number: str | int | None, refused: Refused) -> bytes:
    error: dict[str, Any] = {"code": refused.code, "message": refused.message}
    if refused.data is not None:
        error["data"] = refused.data
    return _line({"jsonrpc": "2.0", "id": number, "error": error})
