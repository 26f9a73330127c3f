"""Effects: answers to taps and queries, sent right after the commit. Losing one does no harm."""

import asyncio
from collections.abc import Callable
from html import escape

import structlog
from sqlalchemy.exc import SQLAlchemyError
from telegram.error import BadRequest, RetryAfter, TelegramError

from bot.clock import Clock
from bot.engine.calls import seconds_of
from bot.engine.executor import DatabaseExecutor
from bot.engine.line import TelegramLine
from handlers.effects import Effect
from handlers.posting import Destination, Manner, post_message
from storage.database import Database
from templates import Rendered

log = structlog.get_logger(__name__)

AT_ONCE = 16
TRIES = 3
PAUSE_SECONDS = 0.2
PATIENCE_SECONDS = 3
LONGEST_FLOOD = 10.0


class EffectSender:
    """Sends effects, a bounded number at once."""

    def __init__(
        self,
        line: TelegramLine,
        executor: DatabaseExecutor,
        database: Database,
        clock: Clock,
        posted: Callable[[], None],
    ) -> None:
        self._line = line
        self._executor = executor
        self._database = database
        self._clock = clock
        self._posted = posted
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._tasks: set[asyncio.Task[None]] = set()

    def send(self, effects: list[Effect]) -> None:
        """Send them soon; returns at once."""
        for effect in effects:
            task = asyncio.create_task(self._send(effect))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    @property
    def is_idle(self) -> bool:
        """Whether everything has gone out."""
        return not self._tasks

    async def drain(self) -> None:
        """Wait a little for what is under way."""
        if self._tasks:
            _, slow = await asyncio.wait(self._tasks, timeout=PATIENCE_SECONDS)
            for task in slow:
                task.cancel()

    async def _send(self, effect: Effect) -> None:
        async with self._slots:
            for attempt in range(TRIES):
                try:
                    await self._line.call(effect.method, effect.payload)
                    return
                except BadRequest as error:
                    await self._too_late(effect, error)
                    return
                except RetryAfter as error:
                    pause = min(seconds_of(error), LONGEST_FLOOD)
                except TelegramError as error:
                    log.warning(
                        "effect not sent", method=effect.method, error=str(error), attempt=attempt + 1
                    )
                    pause = PAUSE_SECONDS
                await asyncio.sleep(pause)
            log.warning("effect lost", method=effect.method)

    async def _too_late(self, effect: Effect, error: BadRequest) -> None:
        """A tap from before a long downtime cannot be answered any more: its answer becomes a message."""
        if "query is too old" not in str(error).lower() or not effect.late_chat_id:
            log.warning("effect refused", method=effect.method, error=str(error))
            return
        try:
            await self._executor.run(self._say, effect.late_chat_id, str(effect.payload["text"]))
        except SQLAlchemyError:
            log.exception("answer to an old tap lost")
        self._posted()

    def _say(self, chat_id: int, text: str) -> None:
        with self._database.begin() as session:
            rendered = Rendered(escape(text))
            post_message(session, rendered, Destination(chat_id), Manner(), now=self._clock.now())
