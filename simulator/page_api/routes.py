"""The page's HTTP and WebSocket routes."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path

from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.types import Scope
from starlette.websockets import WebSocket, WebSocketDisconnect

from simulator.accounts import Account
from simulator.acts.inline import InlineResult
from simulator.clock_moves import wished_moment
from simulator.page_api.acts import Act, perform
from simulator.page_api.views import chat_json, chats_json, clock_json, world_json
from simulator.request import Upload
from simulator.shapes import Json
from simulator.world import World

PAGE = Path(__file__).parent.parent / "page"
UPLOAD_PARTS = 64 * 1024 * 1024


class PageFiles(StaticFiles):
    """The static page, always asked for anew so that a changed file shows at once."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A file with the header that makes browsers ask again."""
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        return response


class Refusal(Exception):
    """A page request that cannot be carried out, with the HTTP status that says so."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


Travel = Callable[[datetime], Awaitable[None]]
"""Takes the clock to a moment."""


class PageApi:
    """The page's requests against one world."""

    def __init__(
        self, world: World, next_workday: Callable[[datetime], datetime] | None, travel: Travel
    ) -> None:
        self.world = world
        self.next_workday = next_workday
        self.travel = travel
        self.travelling = asyncio.Lock()
        """A second wish is reckoned from where the first one has led."""
        self.offers: dict[str, list[InlineResult]] = {}

    def viewer(self, told: object) -> Account:
        """The person the page looks as."""
        text = str(told or "")
        account = self.world.users.get(int(text)) if text.isdigit() else None
        if account is None or account.is_bot:
            raise Refusal(404, "there is no such person")
        return account

    async def show_world(self, request: Request) -> Response:
        """Who and what there is."""
        return JSONResponse(world_json(self.world))

    async def show_chats(self, request: Request) -> Response:
        """The chat list of a person."""
        return JSONResponse(chats_json(self.world, self.viewer(request.query_params.get("as"))))

    async def show_chat(self, request: Request) -> Response:
        """One chat as a person sees it."""
        query = request.query_params
        viewer = self.viewer(query.get("as"))
        act = Act(self.world, viewer, "show", {"chat": query.get("id")})
        number = {name: int(query[name]) for name in ("topic", "before") if query.get(name, "").isdigit()}
        chat = self.world.chats.get(act.number("chat") or 0)
        if act.number("chat") in (viewer.id, self.world.bot.id):
            chat = self.world.private_chat(viewer)
        if chat is None or viewer.id not in chat.members:
            raise Refusal(404, "there is no such chat")
        return JSONResponse(chat_json(self.world, chat, viewer, number.get("topic"), number.get("before")))

    async def act(self, request: Request) -> Response:
        """Carry out an act; JSON, or a form when files come along."""
        fields, files = await _read_act(request)
        viewer = self.viewer(fields.get("as"))
        act = Act(self.world, viewer, str(fields.get("act", "")), fields, files, self.offers)
        return JSONResponse(await perform(act))

    async def clock(self, request: Request) -> Response:
        """Move the clock."""
        wish = await _read_json(request)
        async with self.travelling:
            try:
                moment = wished_moment(self.world.clock, wish, self.next_workday)
            except ValueError as problem:
                raise Refusal(400, str(problem)) from None
            await self.travel(moment)
        return JSONResponse({"ok": True, "clock": clock_json(self.world), **clock_json(self.world)})

    async def file(self, request: Request) -> Response:
        """The bytes of a file in a message."""
        stored = self.world.files.find(request.path_params["file_id"])
        if stored is None:
            raise Refusal(404, "there is no such file")
        headers = {"Cache-Control": "private, max-age=86400", "X-Content-Type-Options": "nosniff"}
        if not stored.mime.startswith(("image/", "video/", "audio/")) or "svg" in stored.mime:
            headers["Content-Disposition"] = "attachment"
        return Response(stored.data, media_type=stored.mime, headers=headers)

    async def events(self, socket: WebSocket) -> None:
        """Send notices until the page closes."""
        try:
            viewer = self.viewer(socket.query_params.get("as"))
        except Refusal:
            await socket.close(4404)
            return
        await socket.accept()
        queue = self.world.notices.subscribe(viewer.id)
        sending = asyncio.ensure_future(_send_notices(socket, queue))
        try:
            while True:
                await socket.receive_text()
        except WebSocketDisconnect:
            sending.cancel()
        finally:
            self.world.notices.unsubscribe(viewer.id, queue)


async def _send_notices(socket: WebSocket, queue: asyncio.Queue[Json]) -> None:
    try:
        while True:
            await socket.send_json(await queue.get())
    except WebSocketDisconnect:
        return


async def _read_json(request: Request) -> Json:
    try:
        told = await request.json()
    except ValueError:
        raise Refusal(400, "this is no JSON") from None
    return told if isinstance(told, dict) else {}


async def _read_act(request: Request) -> tuple[Json, list[Upload]]:
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await _read_json(request), []
    files = []
    raw: Json = {}
    async with request.form(max_part_size=UPLOAD_PARTS) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                files.append(Upload(value.filename or "file", await value.read(), value.content_type))
            else:
                raw[name] = value
    return raw, files


async def _refused(request: Request, problem: Exception) -> Response:
    status = problem.status if isinstance(problem, Refusal) else 500
    return JSONResponse({"ok": False, "error": str(problem)}, status)


def page_application(
    world: World, next_workday: Callable[[datetime], datetime] | None, travel: Travel
) -> Starlette:
    """The ASGI application of the page: its JSON interface, its events, its static files."""
    api = PageApi(world, next_workday, travel)
    routes: list[BaseRoute] = [
        Route("/page/world", api.show_world),
        Route("/page/chats", api.show_chats),
        Route("/page/chat", api.show_chat),
        Route("/page/act", api.act, methods=["POST"]),
        Route("/page/clock", api.clock, methods=["POST"]),
        Route("/page/file/{file_id}", api.file),
        WebSocketRoute("/page/events", api.events),
        Mount("/page/static", PageFiles(directory=os.fspath(PAGE), check_dir=False)),
        Mount("/", PageFiles(directory=os.fspath(PAGE), html=True, check_dir=False)),
    ]
    world.clock.on_move(lambda now: world.notices.tell_all({"kind": "clock", "clock": clock_json(world)}))
    hosts = Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])
    return Starlette(routes=routes, middleware=[hosts], exception_handlers={Refusal: _refused})
