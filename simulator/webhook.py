"""Delivery of updates by webhook: in order per chat or person, again and again until the bot says 200."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from simulator.errors import bad_request
from simulator.request import Request
from simulator.shapes import Json, dumps
from simulator.updates import Update
from simulator.world import World

if TYPE_CHECKING:
    import aiohttp  # loaded with the first webhook: polling bots need not wait for it

FIRST_WAIT = 0.05
LONGEST_WAIT = 2.0
ANSWER_SECONDS = 60.0
PROOF = "X-Telegram-Bot-Api-Secret-Token"
Answering = Callable[[str, Json], Awaitable[object]]


@dataclass(slots=True)
class Hook:
    """Where updates go and how."""

    url: str
    secret: str | None
    connections: int
    last_error: str | None = None
    last_error_at: int = 0


class WebhookSender:
    """Posts updates to the bot's address: one line of updates per chat or person, several at once."""

    def __init__(self, world: World, answer: Answering) -> None:
        self.world = world
        self.hook: Hook | None = None
        self.methods = {
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "getWebhookInfo": self._get_webhook_info,
        }
        self._answer = answer
        self._session: aiohttp.ClientSession | None = None
        self._slots = asyncio.Semaphore(1)
        self._lanes: dict[int, deque[Update]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        world.updates.listener = self._take

    async def stop(self) -> None:
        """End every delivery; what was not confirmed stays in the queue."""
        self.hook = None
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._lanes.clear()
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _set_webhook(self, request: Request) -> bool:
        url = request.text("url") or ""
        if not url:
            return await self._delete_webhook(request)
        _check_url(url)
        _check_secret(request.text("secret_token"))
        await self.stop()
        queue = self.world.updates
        if request.flag("drop_pending_updates"):
            queue.clear()
        kinds = request.params.get("allowed_updates")
        queue.allow([str(kind) for kind in kinds] if kinds is not None else None)
        queue.interrupt()
        connections = max(1, min(100, request.number("max_connections") or 40))
        self.hook = Hook(url, request.text("secret_token"), connections)
        self._slots = asyncio.Semaphore(connections)
        import aiohttp

        timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
        self._session = aiohttp.ClientSession(
            timeout=timeout, connector=aiohttp.TCPConnector(limit=connections)
        )
        for update in queue.waiting():
            self._take(update)
        return True

    async def _delete_webhook(self, request: Request) -> bool:
        await self.stop()
        if request.flag("drop_pending_updates"):
            self.world.updates.clear()
        return True

    async def _get_webhook_info(self, request: Request) -> Json:
        hook, queue = self.hook, self.world.updates
        info: Json = {"url": hook.url if hook else "", "has_custom_certificate": False}
        info["pending_update_count"] = len(queue)
        if queue.allowed is not None:
            info["allowed_updates"] = sorted(queue.allowed)
        if hook is not None:
            info |= {"max_connections": hook.connections, "ip_address": "127.0.0.1"}
            if hook.last_error is not None:
                info |= {"last_error_date": hook.last_error_at, "last_error_message": hook.last_error}
        return info

    def _take(self, update: Update) -> None:
        """Put an update at the end of its line and see that the line moves."""
        if self.hook is None:
            return
        lane = self._lanes.get(update.lane)
        if lane is not None:
            lane.append(update)
            return
        self._lanes[update.lane] = deque([update])
        task = asyncio.get_running_loop().create_task(self._serve(update.lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, number: int) -> None:
        lane = self._lanes[number]
        while lane:
            await self._deliver(lane[0])
            lane.popleft()
        del self._lanes[number]

    async def _deliver(self, update: Update) -> None:
        wait = FIRST_WAIT
        while self.hook is not None and update.id in self.world.updates:
            async with self._slots:
                delivered = await self._post(self.hook, update)
            if delivered:
                self.world.updates.remove(update)
                self.world.changes.ring()
                return
            await asyncio.sleep(wait)
            wait = min(LONGEST_WAIT, wait * 2)

    async def _post(self, hook: Hook, update: Update) -> bool:
        import aiohttp

        headers = {"Content-Type": "application/json"}
        if hook.secret:
            headers[PROOF] = hook.secret
        if self._session is None:
            return False
        try:
            async with self._session.post(hook.url, data=dumps(update.to_json()), headers=headers) as answer:
                if 200 <= answer.status < 300:
                    await self._carry_out(await answer.read(), answer.content_type)
                    return True
                self._failed(hook, f"Wrong response from the webhook: {answer.status} {answer.reason}")
        except (aiohttp.ClientError, TimeoutError) as problem:
            self._failed(hook, _words(problem))
        return False

    def _failed(self, hook: Hook, words: str) -> None:
        hook.last_error, hook.last_error_at = words, self.world.clock.timestamp()

    async def _carry_out(self, body: bytes, kind: str) -> None:
        """Run the method that a webhook's answer may hold; nobody learns how it went."""
        call = _method_call(body, kind)
        if call is not None:
            await self._answer(*call)


def _method_call(body: bytes, kind: str) -> tuple[str, Json] | None:
    if kind != "application/json" or not body:
        return None
    try:
        told = json.loads(body)
    except ValueError:
        return None
    if not isinstance(told, dict) or not isinstance(told.get("method"), str):
        return None
    return told["method"], {name: value for name, value in told.items() if name != "method"}


def _words(problem: Exception) -> str:
    import aiohttp

    if isinstance(problem, aiohttp.ClientConnectorError):
        return "Connection refused"
    return "Connection timed out" if isinstance(problem, TimeoutError) else "Connection reset by peer"


def _check_url(url: str) -> None:
    parts = urlsplit(url)
    local = parts.hostname in ("127.0.0.1", "localhost")
    if parts.scheme != "https" and not (parts.scheme == "http" and local):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if not local and parts.port not in (None, 80, 88, 443, 8443):
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")


def _check_secret(secret: str | None) -> None:
    if secret is not None and not all(sign.isascii() and (sign.isalnum() or sign in "_-") for sign in secret):
        raise bad_request("secret token contains unallowed characters")
