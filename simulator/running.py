"""Carrying out Bot API calls: checked against Telegram's table, then handed to their method."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine

from starlette.types import Receive

from simulator.calls import Call
from simulator.catalog import load_catalog
from simulator.errors import BotApiError, BrokenRule, conflicting_webhook, not_found
from simulator.methods import METHODS
from simulator.request import Request, Upload
from simulator.shapes import Json
from simulator.updates import Update
from simulator.validation import Validator
from simulator.webhook import WebhookSender
from simulator.world import World

LONGEST_POLL = 50


class CallRunner:
    """Runs the calls of one bot."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.webhook = WebhookSender(world, self.run_by_answer)
        self.catalog = load_catalog()
        self.validator = Validator(self.catalog)

    def begin(self, method: str, raw: Json, uploads: dict[str, Upload]) -> Call:
        """Note a call that has come in, under Telegram's spelling of its method."""
        call = self.world.calls.begin(self.catalog.names.get(method.lower(), method), raw)
        call.files = list(uploads)
        return call

    async def run(self, call: Call, uploads: dict[str, Upload], receive: Receive | None = None) -> object:
        """Check and carry out one call; raises BotApiError when it is refused.

        `receive` tells when the client is gone, which ends a long poll.
        """
        method, world = call.method, self.world
        if method not in self.catalog.methods:
            world.calls.violated(method, "unknown method", call.parameters)
            raise not_found()
        try:
            return await self._carry_out(call, uploads, receive)
        except BrokenRule as refusal:
            world.calls.violated(method, refusal.description, call.parameters)
            raise

    async def run_unanswered(self, call: Call, uploads: dict[str, Upload]) -> None:
        """Carry out a call whose answer nobody gets."""
        try:
            call.result = await self.run(call, uploads)
        except BotApiError as refusal:
            call.outcome, call.error = call.outcome or "error", refusal.description
        else:
            call.outcome = call.outcome or "ok"

    async def run_by_answer(self, method: str, parameters: Json) -> None:
        """Carry out the method that the answer to a webhook asked for."""
        await self.run_unanswered(self.begin(method, parameters, {}), {})

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
        patience = min(LONGEST_POLL, request.number("timeout") or 0)
        waiting = queue.take(request.number("offset") or 0, limit, patience)
        updates = await (waiting if receive is None or not patience else _unless_gone(waiting, receive))
        self.world.changes.ring()
        return [update.to_json() for update in updates]


async def until_gone(receive: Receive) -> None:
    """Wait until the client has closed the line."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def _unless_gone(work: Coroutine[object, object, list[Update]], receive: Receive) -> list[Update]:
    """Do the work, but give it up with nothing when the client is gone."""
    working = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(until_gone(receive))
    try:
        await asyncio.wait((working, leaving), return_when=asyncio.FIRST_COMPLETED)
        return await working if working.done() else []
    finally:
        leaving.cancel()
        working.cancel()
