"""What every request passes before it is answered: whose name it uses, and how much it brings."""

from __future__ import annotations

import asyncio
import ipaddress
import json
import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from linter.ground.errors import unforeseen

Message = MutableMapping[str, Any]
App = Callable[
    [Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]
]
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"cache-control", b"no-store"),
    (b"referrer-policy", b"no-referrer"),
)


#: Seconds without a byte of a request that is not yet whole.
PATIENCE = 60


class Refused(Exception):
    """A request that is not answered: the status of HTTP and what to say, in Chinese."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status, self.message = status, message


class Gate:
    """Refuses requests for other names (a page elsewhere must not reach a service on this machine by a name of its own)
    and requests with more than ``most`` bytes, whatever they say of themselves."""

    def __init__(self, app: App, *, names: frozenset[str] | None, most: int) -> None:
        self._app = app
        self._names = names
        self._most = most

    async def __call__(self, scope: Message, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        if self._names is not None and host_of(headers.get(b"host", b"")) not in self._names:
            await _refuse(send, 421, "这个服务只答应本机的名字。请用 http://127.0.0.1 打开")
            return
        length = headers.get(b"content-length", b"0")
        if not length.isdigit() or int(length) > self._most:
            await _refuse(send, 413, too_large(self._most))
            return
        await self._counted(scope, receive, send)

    async def _counted(self, scope: Message, receive: Any, send: Any) -> None:
        brought, begun, whole = 0, False, False

        async def counting() -> Message:
            nonlocal brought, whole
            try:
                message: Message = await (receive() if whole else asyncio.wait_for(receive(), PATIENCE))
            except TimeoutError:
                raise Refused(408, "等了很久没有收完，请再试一次") from None
            whole = not message.get("more_body", False)
            brought += len(message.get("body", b""))
            if brought > self._most:
                raise Refused(413, too_large(self._most))
            return message

        async def sending(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = _HEADERS if scope["path"].startswith("/api/") else _HEADERS[:1]
                message["headers"] = [*message.get("headers", ()), *headers]
            await send(message)

        try:
            await self._app(scope, counting, sending)
        except Refused as refused:
            if not begun:
                await _refuse(send, refused.status, refused.message)
        except Exception as error:  # one request must not end the service, nor print a traceback
            if os.environ.get("JXLINT_DEBUG"):
                raise
            if not begun:
                await _refuse(send, 500, unforeseen("回答", error))


def host_of(header: bytes) -> str:
    """The name in a Host header, without its port."""
    text = header.decode("latin-1").strip().lower()
    if text.startswith("["):
        return text.partition("]")[0].removeprefix("[")
    return text.partition(":")[0]


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach what listens there."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def too_large(most: int) -> str:
    return f"一次最多 {most >> 20} MB。请分几次"


async def _refuse(send: Any, status: int, message: str) -> None:
    body = json.dumps({"error": {"message": message}}, ensure_ascii=False).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        *_HEADERS,
    ]
    await send(
        {"type": "http.response.start", "status": status, "headers": [*headers, (b"connection", b"close")]}
    )
    await send({"type": "http.response.body", "body": body})
