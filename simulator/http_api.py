"""The Bot API over HTTP: reading calls, running them, writing answers, failing on purpose."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from urllib.parse import unquote

from starlette.types import Receive, Scope, Send

from simulator.calls import Call, PlannedFault
from simulator.catalog import load_catalog
from simulator.errors import (
    BotApiError,
    BrokenRule,
    conflicting_webhook,
    not_found,
    too_many_requests,
)
from simulator.http_parameters import read_parameters
from simulator.methods import METHODS
from simulator.request import Request, Upload
from simulator.shapes import Json, dumps
from simulator.updates import Update
from simulator.validation import Validator
from simulator.webhook import WebhookSender
from simulator.world import World

_STATUS_WORDS = {500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable"}


class BotApi:
    """An ASGI application for `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.webhook = WebhookSender(world, self._run_answer)
        self.catalog = load_catalog()
        self.validator = Validator(self.catalog)
        self._prefix = f"/bot{world.token}/"
        self._file_prefix = f"/file/bot{world.token}/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        path = unquote(scope["path"])
        if path.startswith("/file/"):
            await self._send_file(path, send)
            return
        if not path.startswith(self._prefix):
            await _respond(send, 401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
            return
        method = path.removeprefix(self._prefix)
        try:
            raw, uploads = await read_parameters(scope, receive)
        except BotApiError as refusal:
            await _respond(send, refusal.status, refusal.to_json())
            return
        await self._call(method, raw, uploads, scope, receive, send)

    async def _call(
        self, method: str, raw: Json, uploads: dict[str, Upload], scope: Scope, receive: Receive, send: Send
    ) -> None:
        call = self.world.calls.begin(self.catalog.names.get(method.lower(), method), raw)
        call.files = list(uploads)
        fault = self.world.faults.take(method)
        if fault is not None:
            call.outcome = "fault"
            await self._fail(fault, call, uploads, scope, receive, send)
            return
        try:
            result = await self.run(call, uploads, receive)
        except BotApiError as refusal:
            call.outcome, call.error = "error", refusal.description
            await _respond(send, refusal.status, refusal.to_json())
        else:
            call.outcome = "ok"
            await _respond(send, 200, {"ok": True, "result": result})

    async def run(self, call: Call, uploads: dict[str, Upload], receive: Receive | None = None) -> object:
        """Check and carry out one call; raises BotApiError when it is refused."""
        method, world = call.method, self.world
        if method not in self.catalog.methods:
            world.calls.violated(method, "unknown method", call.parameters)
            raise not_found()
        try:
            return await self._carry_out(call, uploads, receive)
        except BrokenRule as refusal:
            world.calls.violated(method, refusal.description, call.parameters)
            raise

    async def _carry_out(self, call: Call, uploads: dict[str, Upload], receive: Receive | None) -> object:
        method, world = call.method, self.world
        checked = self.validator.check(method, call.parameters, uploads)
        call.parameters, call.chat_id = checked, checked.get("chat_id")
        request = Request(world, method, checked, uploads)
        if method == "getUpdates":
            return await self._get_updates(request, receive)
        if method in self.webhook.methods:
            return await self.webhook.methods[method](request)
        function = METHODS.get(method)
        if function is None:
            world.calls.violated(method, "method is not simulated", call.parameters)
            raise BotApiError(501, f"Not Implemented: {method} is not simulated")
        return function(request)

    async def _get_updates(self, request: Request, receive: Receive | None) -> list[Json]:
        if self.webhook.hook is not None:
            raise conflicting_webhook()
        queue = self.world.updates
        kinds = request.params.get("allowed_updates")
        queue.allow([str(kind) for kind in kinds] if kinds is not None else None)
        limit = max(1, min(100, request.number("limit") or 100))
        taking = queue.take(request.number("offset") or 0, limit, min(50, request.number("timeout") or 0))
        updates = await (taking if receive is None else _unless_gone(taking, receive))
        self.world.changes.ring()
        return [update.to_json() for update in updates]

    async def _fail(
        self,
        fault: PlannedFault,
        call: Call,
        uploads: dict[str, Upload],
        scope: Scope,
        receive: Receive,
        send: Send,
    ) -> None:
        """Carry out a planned fault."""
        if fault.status == "hang":
            await _until_gone(receive)
        elif fault.status in ("drop", "drop_after"):
            if fault.status == "drop_after":
                await self._run_unanswered(call, uploads)
            scope["state"]["transport"].abort()
        elif fault.status == 429:
            refusal = too_many_requests(fault.retry_after)
            call.error = refusal.description
            await _respond(send, 429, refusal.to_json())
        else:
            words = _STATUS_WORDS.get(int(fault.status), "Internal Server Error")
            call.error = words
            body = {"ok": False, "error_code": fault.status, "description": words}
            await _respond(send, int(fault.status), body)

    async def _run_answer(self, method: str, parameters: Json) -> None:
        """Run the method that a webhook's answer asked for."""
        call = self.world.calls.begin(self.catalog.names.get(method.lower(), method), parameters)
        await self._run_unanswered(call, {})

    async def _run_unanswered(self, call: Call, uploads: dict[str, Upload]) -> None:
        try:
            await self.run(call, uploads)
            call.outcome = call.outcome or "ok"
        except BotApiError as refusal:
            call.outcome, call.error = call.outcome or "error", refusal.description

    async def _send_file(self, path: str, send: Send) -> None:
        stored = None
        if path.startswith(self._file_prefix):
            stored = self.world.files.at_path(path.removeprefix(self._file_prefix))
        if stored is None:
            await _respond(send, 404, {"ok": False, "error_code": 404, "description": "Not Found"})
            return
        headers = [(b"content-type", stored.mime.encode()), (b"content-length", str(stored.size).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": stored.data})


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _unless_gone(work: Coroutine[object, object, list[Update]], receive: Receive) -> list[Update]:
    """Do the work, but give it up when the client is gone."""
    working = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(_until_gone(receive))
    try:
        await asyncio.wait((working, leaving), return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            working.cancel()
        return await working
    except asyncio.CancelledError:
        if working.cancelled():
            return []
        raise
    finally:
        leaving.cancel()
        working.cancel()


async def _respond(send: Send, status: int, body: Json) -> None:
    raw = dumps(body)
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(raw)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": raw})
