"""The service: requests → jobs → answers. It reads no file and judges nothing itself."""

from __future__ import annotations

import json
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote

import msgspec
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from linter import __version__
from linter.ground.errors import JxlintError
from linter.serve.jobprocess import Busy, Crew
from linter.serve.jobs import Job, Reply
from linter.serve.web.openapi import MOST_VALUES, description
from linter.serve.web.queries import wishes_of
from linter.serve.web.requestlimits import Gate

MOST_FILES = 200
#: How records are named in findings that came without a file.
RECORDS = "数据.json"
_LONGEST_NAME = 200


class Manners(msgspec.Struct, frozen=True):
    """How the service is run: job processes, seconds for a job, bytes of a request, the names it answers to (None:
    any), the built page (a file or a folder), a configuration file, jobs that may wait for a process."""

    processes: int = 2
    seconds: float = 60
    most: int = 64 << 20
    names: frozenset[str] | None = frozenset({"localhost", "127.0.0.1", "::1"})
    page: Path | None = None
    config: str | None = None
    waiting: int = 32


class Service:
    """The endpoints, and what stands behind them."""

    def __init__(self, manners: Manners) -> None:
        self._manners = manners
        self._crew: Crew | None = None

    @asynccontextmanager
    async def life(self, app: Starlette) -> AsyncIterator[None]:
        """Job processes and a temporary folder for uploads, which is gone when the service ends."""
        before = tempfile.tempdir
        self._crew = Crew(self._manners.processes, self._manners.seconds, self._manners.waiting)
        try:
            with tempfile.TemporaryDirectory(prefix="jxlint-", ignore_cleanup_errors=True) as folder:
                tempfile.tempdir = folder
                await self._crew.warm_up(self._manners.config)
                yield
        finally:
            tempfile.tempdir = before
            self._crew.end()

    async def check(self, request: Request) -> Response:
        wishes, wanted = wishes_of(request.query_params.multi_items())
        files = await _files(request)
        return await self._answer(Job("check", files, [], wishes, wanted, self._manners.config))

    async def extract(self, request: Request) -> Response:
        wishes, wanted = wishes_of(request.query_params.multi_items())
        if wanted != "json":
            raise JxlintError("这里只给 JSON", advice="请去掉 format")
        files = await _files(request)
        return await self._answer(Job("extract", files, [], wishes, config=self._manners.config))

    async def parse(self, request: Request) -> Response:
        if request.query_params:
            raise JxlintError("这里没有参数", advice="请把指标值写在 JSON 的 values 里")
        body = await _json(request)
        values = body.get("values") if isinstance(body, dict) and len(body) == 1 else None
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise JxlintError("应是 {“values”: [指标值, …]}", advice="每个值是一段文字")
        if not 0 < len(values) <= MOST_VALUES:
            raise JxlintError(f"一次 1 到 {MOST_VALUES} 个值", advice="请分几次")
        return await self._answer(Job("parse", values=values))

    async def health(self, request: Request) -> Response:
        return JSONResponse({"status": "ok", "version": __version__})

    async def openapi(self, request: Request) -> Response:
        return JSONResponse(description(self._manners.most))

    async def page(self, request: Request) -> Response:
        if self._manners.page is not None:
            return FileResponse(self._manners.page, media_type="text/html")
        text = Path(__file__).with_name("upload.html").read_text(encoding="utf-8")
        return HTMLResponse(
            text, headers={"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'"}
        )

    async def _answer(self, job: Job) -> Response:
        assert self._crew is not None
        try:
            reply = await self._crew.do(job)
        except Busy:
            raise HTTPException(503, "正忙，请过一会儿再试", {"retry-after": "5"}) from None
        return _response(reply)


def _response(reply: Reply) -> Response:
    if reply.message:
        raise HTTPException(reply.status, reply.message)
    headers = {"x-jxlint-status": str(reply.code)} if reply.code is not None else {}
    if reply.suffix:
        headers["content-disposition"] = f"attachment; filename*=UTF-8''{quote('结果' + reply.suffix)}"
    if reply.media.startswith("text/html"):
        headers["content-security-policy"] = (
            "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
        )
    return Response(reply.body, reply.status, headers, reply.media)


async def _files(request: Request) -> list[tuple[str, bytes]]:
    """The files of a request by their names, or its records as one file. Raises JxlintError, HTTPException."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        body = await _json(request)
        if not isinstance(body, list | dict):
            raise JxlintError("记录应是对象，或对象的列表", advice="见 /api/openapi.json")
        return [(RECORDS, await request.body())]
    if kind != "multipart/form-data":
        raise HTTPException(415, "请用 multipart/form-data 送文件（file），或用 application/json 送记录")
    async with request.form(max_files=MOST_FILES, max_fields=10) as form:
        other = [name for name, value in form.multi_items() if name != "file" or isinstance(value, str)]
        if other:
            raise JxlintError(
                f"没有“{other[0][:40]}”这一项", advice="文件都写在 file 里，设置写在网址的参数里"
            )
        uploads = [value for _, value in form.multi_items() if isinstance(value, UploadFile)]
        # A browser sends an empty one where nothing was chosen.
        files = [(one.filename or "", await one.read()) for one in uploads if one.filename or one.size]
    if not files:
        raise JxlintError("没有收到文件", advice="请把文件写在 file 里")
    return _named(files)


def _named(files: Sequence[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """The files under names of their own, none of them a path."""
    named: dict[str, bytes] = {}
    for number, (given, data) in enumerate(files, 1):
        base = PurePath(given.replace("\\", "/").replace("\0", "")).name[-_LONGEST_NAME:] or f"文件{number}"
        name, again = base, 1
        while name in named:
            again += 1
            path = PurePath(base)
            name = f"{path.stem}（{again}）{path.suffix}"
        named[name] = data
    return list(named.items())


async def _json(request: Request) -> Any:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise HTTPException(415, "请用 application/json")
    try:
        return json.loads(await request.body())
    except (ValueError, RecursionError):
        raise JxlintError("不是 JSON", advice="请检查请求的内容") from None


async def _refused(request: Request, error: Exception) -> Response:
    status, message, headers = 400, str(error), None
    if isinstance(error, HTTPException):
        status, message, headers = error.status_code, _said(error), error.headers
    return JSONResponse({"error": {"message": message}}, status, headers)


async def _passed_on(request: Request, error: Exception) -> Response:
    raise error  # the gate says what there is to say


def _said(error: HTTPException) -> str:
    known = {400: "请求写得不对", 404: "没有这个网址", 405: "这个网址不能这样请求"}
    return error.detail if not error.detail.isascii() else known.get(error.status_code, error.detail)


def application(manners: Manners) -> Gate:
    """The whole service as an ASGI application."""
    service = Service(manners)
    routes: list[BaseRoute] = [
        Route("/api/check", service.check, methods=["POST"]),
        Route("/api/extract", service.extract, methods=["POST"]),
        Route("/api/parse", service.parse, methods=["POST"]),
        Route("/api/health", service.health, methods=["GET"]),
        Route("/api/openapi.json", service.openapi, methods=["GET"]),
    ]
    if manners.page is not None and manners.page.is_dir():
        routes.append(Mount("/", StaticFiles(directory=manners.page, html=True)))
    else:
        routes.append(Route("/", service.page, methods=["GET"]))
    app = Starlette(
        routes=routes,
        lifespan=service.life,
        exception_handlers={HTTPException: _refused, JxlintError: _refused, Exception: _passed_on},
    )
    return Gate(app, names=manners.names, most=manners.most)
