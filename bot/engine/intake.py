"""Intake: updates become rows before Telegram may forget them (docs/adr/0003).

Polling moves the offset only after the commit; the webhook answers 200 only after it. Both go through
`IntakeWriter`, which puts whatever has come meanwhile into one commit.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

import structlog
from sqlalchemy.exc import DataError, IntegrityError, InterfaceError, OperationalError, SQLAlchemyError
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.clock import Clock
from bot.engine.calls import seconds_of
from bot.engine.executor import DatabaseExecutor
from bot.engine.line import TelegramLine
from bot.engine.raw import file_update, number_of
from storage import inbox
from storage.base import type_json
from storage.inbox import RawUpdate

log = structlog.get_logger(__name__)

POLL_SECONDS = 30
POLL_GRACE_SECONDS = 10
READ_SECONDS = POLL_SECONDS + POLL_GRACE_SECONDS - 2
BATCH = 100
BACKOFF_SECONDS = (1, 2, 5, 10, 30)
MOST_REJECTIONS = 5
"""Telegram answers 401 and 404 in its own troubles too: only what repeats is believed."""


class IntakeBroken(SQLAlchemyError):
    """Updates could not be stored, and not because the database was away."""


class IntakeWriter:
    """Stores raw updates; returns when they are safe. Concurrent callers share commits."""

    def __init__(self, executor: DatabaseExecutor, clock: Clock, stored: Callable[[], None]) -> None:
        self._executor = executor
        self._clock = clock
        self._stored = stored
        self._waiting: list[tuple[list[RawUpdate], asyncio.Future[None]]] = []
        self._drain: asyncio.Task[None] | None = None

    async def store(self, updates: Sequence[object]) -> None:
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
            except BaseException:
                _settle(batch, IntakeBroken())  # whoever waits must never wait for ever
                raise
            else:
                _settle(batch, None)
                self._stored()

    def _commit(self, updates: list[RawUpdate]) -> None:
        try:
            self._add(updates)
        except (OperationalError, InterfaceError):
            raise  # the database is away: not the updates' fault
        except (SQLAlchemyError, ValueError, OverflowError):
            log.exception("an update cannot be stored", count=len(updates))
            for raw in updates:
                self._add_somehow(raw)

    def _add_somehow(self, raw: RawUpdate) -> None:
        """Store an update, or at least that it was there: what can never be stored must not deafen us."""
        try:
            self._add([raw])
        except (DataError, IntegrityError, ValueError, OverflowError):
            log.exception("update given up", update=raw.update_id)
            self._add([RawUpdate(raw.update_id, f"u{raw.update_id}", "unstorable", "null")])

    def _add(self, updates: list[RawUpdate]) -> None:
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
    """Long polling that confirms only what is stored, survives a hanging line, and knows how stale it is.

    `restored` hears how long Telegram could not be reached, whenever it can be again.
    """

    def __init__(
        self,
        line: TelegramLine,
        writer: IntakeWriter,
        restored: Callable[[timedelta], Awaitable[None]],
    ) -> None:
        self._line = line
        self._writer = writer
        self._restored = restored
        self._offset: int | None = None
        self._failures = 0
        self._rejections = 0
        self.last_success = time.monotonic()

    async def run(self) -> None:
        """Poll until cancelled. Raises InvalidToken: without a valid token there is nothing to do."""
        while True:
            try:
                await self._poll()
            except InvalidToken as error:
                self._rejections += 1
                if self._rejections >= MOST_REJECTIONS:
                    raise
                await self._recover(error)
            except RetryAfter as error:
                await asyncio.sleep(seconds_of(error))
            except TimeoutError as error:
                await (
                    self._line.reconnect_polling()
                )  # the line hangs: fresh connections are the only sure remedy
                await self._recover(error)
            except (TelegramError, SQLAlchemyError) as error:
                await self._recover(error)
            else:
                await self._succeeded()

    async def _poll(self) -> None:
        parameters: type_json = {"timeout": POLL_SECONDS, "limit": BATCH, "allowed_updates": ALLOWED_UPDATES}
        if self._offset is not None:
            parameters["offset"] = self._offset
        async with asyncio.timeout(POLL_SECONDS + POLL_GRACE_SECONDS):
            updates = await self._line.call("getUpdates", parameters, read_timeout=READ_SECONDS)
        if not isinstance(updates, list):
            raise NetworkError(f"getUpdates answered {type(updates).__name__}")
        await self._writer.store(updates)
        self._offset = _next_offset(updates)

    async def _succeeded(self) -> None:
        silence = time.monotonic() - self.last_success
        was_away, self._failures, self._rejections = self._failures > 0, 0, 0
        self.last_success = time.monotonic()
        if was_away:
            log.info("polling again", after=round(silence, 1))
            await self._restored(timedelta(seconds=silence))

    async def _recover(self, error: Exception) -> None:
        pause = BACKOFF_SECONDS[min(self._failures, len(BACKOFF_SECONDS) - 1)]
        self._failures += 1
        event = "another poller is running" if isinstance(error, Conflict) else "polling failed"
        log.warning(event, error=str(error) or type(error).__name__, next_try_in=pause)
        await asyncio.sleep(pause)
        if isinstance(error, Conflict) and "webhook" in str(error).lower():
            await self._drop_webhook()

    async def _drop_webhook(self) -> None:
        try:
            await self._line.call("deleteWebhook", {})
        except TelegramError as error:
            log.warning("the webhook cannot be removed", error=str(error))


def _next_offset(updates: list[object]) -> int | None:
    """What to ask for next. After an empty answer there is nothing to confirm: Telegram may begin its numbers
    anew after a quiet week, and must not be asked for numbers that it has left behind."""
    if not updates:
        return None
    numbers = [number for number in map(number_of, updates) if number is not None]
    if not numbers:
        raise NetworkError("updates without numbers")  # nothing to confirm them by: ask again, not at once
    return max(numbers) + 1


ALLOWED_UPDATES = [
    "message",
    "edited_message",
    "callback_query",
    "inline_query",
    "chosen_inline_result",
    "my_chat_member",
]
