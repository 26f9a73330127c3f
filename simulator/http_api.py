"""The Bot API over HTTP: reading calls, writing answers, failing on purpose."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote

from starlette.types import Receive, Scope, Send

from simulator.calls import Call, PlannedFault
from simulator.errors import BotApiError, too_many_requests
from simulator.http_parameters import read_parameters
from simulator.request import Upload
from simulator.running import CallRunner, until_gone
from simulator.shapes import Json, dumps
from simulator.world import World

_STATUS_WORDS = {500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable"}
_UNAUTHORIZED: Json = {"ok": False, "error_code": 401, "description": "Unauthorized"}
_NOT_FOUND: Json = {"ok": False, "error_code": 404, "description": "Not Found"}


@dataclass(slots=True, frozen=True)
class Line:
    """One HTTP request with the way back to its client."""

    scope: Scope
    receive: Receive
    send: Send

    async def answer(self, status: int, body: Json) -> None:
        """Send a JSON answer."""
        await self.answer_bytes(status, dumps(body), "application/json")

    async def answer_bytes(self, status: int, body: bytes, kind: str) -> None:
        """Send an answer of any kind."""
        headers = [(b"content-type", kind.encode()), (b"content-length", str(len(body)).encode())]
        await self.send({"type": "http.response.start", "status": status, "headers": headers})
        await self.send({"type": "http.response.body", "body": body})

    def cut(self) -> None:
        """Break the connection without an answer."""
        self.scope["state"]["transport"].abort()


class BotApi:
    """An ASGI application for `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.runner = CallRunner(world)
        self._prefix = f"/bot{world.token}/"
        self._file_prefix = f"/file/bot{world.token}/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        line, path = Line(scope, receive, send), unquote(scope["path"])
        if path.startswith("/file/"):
            await self._send_file(line, path)
        elif not path.startswith(self._prefix):
            await line.answer(401, _UNAUTHORIZED)
        else:
            await self._receive(line, path.removeprefix(self._prefix))

    async def _receive(self, line: Line, method: str) -> None:
        try:
            raw, uploads = await read_parameters(line.scope, line.receive)
        except BotApiError as refusal:
            await line.answer(refusal.status, refusal.to_json())
            return
        call = self.runner.begin(method, raw, uploads)
        self.world.changes.ring()
        fault = self.world.faults.take(method)
        if fault is None:
            await self._answer(line, call, uploads)
        else:
            call.outcome = "fault"
            await self._fail(line, fault, call, uploads)
        self.world.changes.ring()

    async def _answer(self, line: Line, call: Call, uploads: dict[str, Upload]) -> None:
        try:
            result = await self.runner.run(call, uploads, line.receive)
        except BotApiError as refusal:
            call.outcome, call.error = "error", refusal.description
            await line.answer(refusal.status, refusal.to_json())
        else:
            call.outcome, call.result = "ok", result
            await line.answer(200, {"ok": True, "result": result})

    async def _fail(self, line: Line, fault: PlannedFault, call: Call, uploads: dict[str, Upload]) -> None:
        """Let a call fail as planned."""
        if fault.status == "hang":
            await until_gone(line.receive)
        elif fault.status == "drop":
            line.cut()
        elif fault.status == "drop_after":
            await self.runner.run_unanswered(call, uploads)
            line.cut()
        else:
            body = _planned_answer(fault)
            call.error = str(body["description"])
            await line.answer(int(body["error_code"]), body)

    async def _send_file(self, line: Line, path: str) -> None:
        right = path.startswith(self._file_prefix)
        stored = self.world.files.at_path(path.removeprefix(self._file_prefix)) if right else None
        if stored is None:
            await line.answer(404, _NOT_FOUND)
        else:
            await line.answer_bytes(200, stored.data, stored.mime)


def _planned_answer(fault: PlannedFault) -> Json:
    if fault.status == 429:
        return too_many_requests(fault.retry_after).to_json()
    status = int(fault.status)
    words = _STATUS_WORDS.get(status, "Internal Server Error")
    return {"ok": False, "error_code": status, "description": words}
