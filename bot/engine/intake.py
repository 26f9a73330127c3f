"""Intake: updates become rows before Telegram may forget them (docs/adr/0003).

Polling moves the offset only after the commit; the webhook answers 200 only after it. Both go through
`IntakeWriter`, which puts whatever has come meanwhile into one commit.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable

import structlog
from sqlalchemy.exc import SQLAlchemyError
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.clock import Clock
from bot.engine.executor import DatabaseExecutor
from bot.engine.line import TelegramLine
from bot.engine.raw import file_update
from storage import inbox
from storage.base import type_json
from storage.inbox import RawUpdate

log = structlog.get_logger(__name__)

POLL_SECONDS = 30
POLL_GRACE_SECONDS = 10
READ_SECONDS = POLL_SECONDS + POLL_GRACE_SECONDS - 2
BATCH = 100
BACKOFF_SECONDS = (1, 2, 5, 10, 30)


class IntakeWriter:
    """Stores raw updates; returns when they are safe. Concurrent callers share commits."""

    def __init__(self, executor: DatabaseExecutor, clock: Clock, stored: Callable[[], None]) -> None:
        self._executor = executor
        self._clock = clock
        self._stored = stored
        self._waiting: list[tuple[list[RawUpdate], asyncio.Future[None]]] = []
        self._drain: asyncio.Task[None] | None = None

    async def store(self, updates: list[type_json]) -> None:
        """Make updates durable; those without a number are logged and dropped. Raises SQLAlchemyError."""
        filed = [raw for raw in map(file_update, updates) if raw is not None]
        if len(filed) != len(updates):
            log.warning("updates without a number dropped", count=len(updates) - len(filed))
        if not filed:
            return
        safe: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((filed, safe))
        if self._drain is None or self._drain.done():
            self._drain = asyncio.create_task(self._write_all())
        await safe

    async def _write_all(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            updates = [raw for filed, _ in batch for raw in filed]
            try:
                await self._executor.run(self._commit, updates)
            except SQLAlchemyError as error:
                _settle(batch, error)
            else:
                _settle(batch, None)
                self._stored()

    def _commit(self, updates: list[RawUpdate]) -> None:
        with self._executor.database.begin() as session:
            inbox.add_updates(session, updates, now=self._clock.now())


def _settle(batch: list[tuple[list[RawUpdate], asyncio.Future[None]]], error: Exception | None) -> None:
    for _, safe in batch:
        if safe.done():
            continue  # the caller has gone away
        if error:
            safe.set_exception(error)
        else:
            safe.set_result(None)


class Poller:
    """Long polling that confirms only what is stored, survives a hanging line, and knows how stale it is."""

    def __init__(
        self, line: TelegramLine, writer: IntakeWriter, reconnect: Callable[[], Awaitable[None]]
    ) -> None:
        self._line = line
        self._writer = writer
        self._reconnect = reconnect
        self._offset: int | None = None
        self._failures = 0
        self.last_success = time.monotonic()

    async def run(self) -> None:
        """Poll until cancelled. Raises InvalidToken: without a valid token there is nothing to do."""
        while True:
            try:
                await self._poll()
                self._failures = 0
                self.last_success = time.monotonic()
            except InvalidToken:
                raise
            except RetryAfter as error:
                await asyncio.sleep(_seconds(error))
            except TimeoutError as error:
                await self._reconnect()  # the line hangs: a fresh client is the only sure remedy
                await self._recover(error)
            except (TelegramError, SQLAlchemyError) as error:
                await self._recover(error)

    async def _poll(self) -> None:
        parameters: type_json = {"timeout": POLL_SECONDS, "limit": BATCH, "allowed_updates": ALLOWED_UPDATES}
        if self._offset is not None:
            parameters["offset"] = self._offset
        async with asyncio.timeout(POLL_SECONDS + POLL_GRACE_SECONDS):
            updates = await self._line.call("getUpdates", parameters, read_timeout=READ_SECONDS)
        if isinstance(updates, list) and updates:
            await self._writer.store(updates)
            self._offset = max(update["update_id"] for update in updates) + 1

    async def _recover(self, error: Exception) -> None:
        pause = BACKOFF_SECONDS[min(self._failures, len(BACKOFF_SECONDS) - 1)]
        self._failures += 1
        event = "another poller is running" if isinstance(error, Conflict) else "polling failed"
        log.warning(event, error=str(error) or type(error).__name__, next_try_in=pause)
        await asyncio.sleep(pause)


ALLOWED_UPDATES = [
    "message",
    "edited_message",
    "callback_query",
    "inline_query",
    "chosen_inline_result",
    "my_chat_member",
]


def _seconds(error: RetryAfter) -> float:
    pause = error.retry_after
    return pause if isinstance(pause, (int, float)) else pause.total_seconds()
