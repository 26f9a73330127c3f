"""Delivery: the one component that sends what the outbox holds (docs/adr/0004).

Oldest first per chat and one at a time there, presses before reminders before broadcasts, at the pace that
Telegram allows, few requests in flight. At least once: a row is marked after the call, so only a crash
between the two repeats a message. Of several processes one delivers (`Ledger.lead`), for all.
"""

import asyncio
import time
from collections import deque

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError
from telegram.error import TelegramError

from bot.engine.calls import Answer, Verdict, parameters_of, plain_parameters, read_error, read_result
from bot.engine.executor import DatabaseExecutor
from bot.engine.files import FileStore
from bot.engine.ledger import Ledger, Shipment
from bot.engine.line import TelegramLine
from bot.engine.pacing import Pacer, Passage
from bot.metrics import DELIVERIES, DELIVERY_DELAY
from storage.base import type_json
from storage.outbox import Leased

log = structlog.get_logger(__name__)

IN_FLIGHT = 12
TAKE = 48
SMALLEST_TAKE = 8
IDLE_SECONDS = 1.0
FOREIGN_SECONDS = 0.25
"""How often to look for what other processes have written (PostgreSQL)."""
TROUBLE_SECONDS = 1.0
PATIENCE_SECONDS = 1.5
"""For requests in flight at the end; the assistant as a whole has five seconds."""
HEALTHY_SECONDS = 60.0

QUIET = (Verdict.SENT, Verdict.MAY_NOT_PIN)
"""What is no trouble of ours."""


class Delivery:
    """Sends; `wake()` tells it that there is something new."""

    def __init__(
        self,
        line: TelegramLine,
        ledger: Ledger,
        executor: DatabaseExecutor,
        files: FileStore,
        pacer: Pacer,
    ) -> None:
        self._line = line
        self._ledger = ledger
        self._executor = executor
        self._files = files
        self._pacer = pacer
        self._idle = IDLE_SECONDS if ledger.database.is_sqlite else FOREIGN_SECONDS
        self._news = asyncio.Event()
        self._ready: list[Shipment] = []
        self._busy: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._results: deque[tuple[Leased, Answer]] = deque()
        self._last_success = float("-inf")
        self._stopping = False
        self._fresh = True

    def wake(self) -> None:
        """There may be something to send."""
        self._fresh = True
        self._news.set()

    @property
    def is_idle(self) -> bool:
        """Whether nothing is in hand (what waits in the outbox for a later time does not count)."""
        return not (self._ready or self._busy or self._results or self._fresh)

    async def run(self) -> None:
        """Send until `stop` is called; then let requests in flight end and put the rest back."""
        while not self._stopping:
            self._news.clear()
            try:
                pause = await self._round()
            except SQLAlchemyError:
                log.exception("database trouble", loop="delivery")
                pause, self._fresh = TROUBLE_SECONDS, True
            if pause > 0:
                await self._wait(pause)
        await self._finish()

    def stop(self) -> None:
        """Begin nothing new; `run` ends when what is in flight has ended, after a few seconds at most."""
        self._stopping = True
        self._news.set()

    async def _round(self) -> float:
        """Write down what has come back, take what fits, start what may go; returns the seconds to rest."""
        if self._results or self._room():
            await self._exchange()
        return 0 if self._stopping else self._start_what_may_go()

    async def _exchange(self) -> None:
        """Record results and take more, in one transaction."""
        results, limit = list(self._results), self._room()
        if limit:
            self._fresh = False
        held = self._busy - {row.chat_id for row, _ in results}
        held |= {shipment.row.chat_id for shipment in self._ready}
        closed = set(self._pacer.closed_chats(time.monotonic()))
        held |= closed
        taken = await self._executor.run(self._ledger.exchange, results, limit, held)
        for row, _ in results:
            self._results.popleft()
            self._busy.discard(row.chat_id)
        if taken is None:
            self._ready.clear()  # another process delivers
            return
        opened = closed - self._pacer.closed_chats(time.monotonic()).keys()
        # What opened while we were taking has not been looked at.
        self._fresh = self._fresh or bool(opened) or len(taken) == limit > 0
        self._ready = sorted([*self._ready, *taken], key=_urgency)

    def _room(self) -> int:
        """How many calls to take now. A full hand still takes a few: presses must overtake what it holds."""
        if self._stopping or not (self._fresh or self._results) or len(self._ready) >= 2 * TAKE:
            return 0
        return max(SMALLEST_TAKE, TAKE - len(self._ready))

    def _start_what_may_go(self) -> float:
        """Start every call whose time has come; returns the seconds until something else may go."""
        now = time.monotonic()
        openings = self._pacer.closed_chats(now).values()
        pause = min([self._idle, *(opens - now for opens in openings)])
        waiting: list[Shipment] = []
        for shipment in self._ready:
            ready_at = self._pacer.ready_at(shipment.row.chat_id, now)
            if len(self._tasks) >= IN_FLIGHT:
                waiting.append(shipment)
            elif ready_at > now:
                waiting.append(shipment)
                pause = min(pause, ready_at - now)
            else:
                self._start(shipment, now)
        self._ready = waiting
        return 0 if self._results or self._room() else pause

    def _start(self, shipment: Shipment, now: float) -> None:
        passage = self._pacer.depart(shipment.row.chat_id, now)
        self._busy.add(shipment.row.chat_id)
        task = asyncio.create_task(self._deliver(shipment, passage))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, shipment: Shipment, passage: Passage) -> None:
        row, started = shipment.row, time.perf_counter()
        try:
            answer = await self._attempt(shipment)
        except (OperationalError, InterfaceError) as error:  # the database is away
            answer = Answer(Verdict.LATER, type(error).__name__, pause=TROUBLE_SECONDS, in_order=True)
        except Exception as error:  # whatever it is, the chat must not stay closed for ever
            log.exception("delivery failed", id=row.id, method=row.method)
            answer = Answer(Verdict.FAILED, f"{type(error).__name__}: {error}"[:500])
        self._pacer.arrive(passage, time.monotonic())
        self._heed(row, answer)
        self._results.append((row, answer))
        self._news.set()
        self._report(row, answer, time.perf_counter() - started)

    def _heed(self, row: Leased, answer: Answer) -> None:
        """What the answer means for what goes out next."""
        now = time.monotonic()
        if answer.verdict is Verdict.FLOOD:
            self._pacer.block(answer.pause, now)
        elif answer.verdict is Verdict.SENT:
            self._last_success = now
        elif answer.in_order:
            self._pacer.hold(row.chat_id, now + answer.pause)

    async def _attempt(self, shipment: Shipment) -> Answer:
        row = shipment.row
        parameters = parameters_of(row, shipment.card_message_id)
        try:
            answer = await self._call(row, parameters)
            if answer.verdict is Verdict.PLAIN:
                log.error(
                    "Telegram refused our HTML", outbox=row.id, template=row.template, error=answer.error
                )
                parameters = plain_parameters(parameters)
                answer = await self._call(row, parameters)
            if answer.verdict is Verdict.TOPIC_GONE and "message_thread_id" in parameters:
                await self._executor.run(self._ledger.note_topic_gone, row)
                del parameters["message_thread_id"]
                answer = await self._call(row, parameters)
        except FileNotFoundError as error:
            return Answer(Verdict.FAILED, f"file is gone: {error.filename}")
        return answer

    async def _call(self, row: Leased, parameters: type_json) -> Answer:
        """One call; what it refers to is resolved anew each time, because an upload can be read only once."""
        resolved = await self._files.resolve(parameters)
        try:
            return read_result(await self._line.call(row.method, resolved))
        except TelegramError as error:
            others_pass = time.monotonic() - self._last_success < HEALTHY_SECONDS
            return read_error(error, row, others_pass=others_pass)

    async def _finish(self) -> None:
        if self._tasks:
            _, slow = await asyncio.wait(self._tasks, timeout=PATIENCE_SECONDS)
            for task in slow:
                task.cancel()  # nobody knows whether they have arrived: the next start tries them again
        try:
            await self._executor.run(self._close_the_book)
        except SQLAlchemyError:
            log.exception("database trouble", loop="delivery")

    def _close_the_book(self) -> None:
        try:
            self._ledger.exchange(list(self._results), 0, ())
            self._ledger.put_back([shipment.row.id for shipment in self._ready])
        finally:
            self._ledger.resign()

    async def _wait(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._news.wait()
        except TimeoutError:
            self._fresh = True  # a chat has opened, or a held-back call has become ready

    def _report(self, row: Leased, answer: Answer, seconds: float) -> None:
        DELIVERIES.labels(method=row.method, outcome=answer.verdict.value).inc()
        level = log.info if answer.verdict in QUIET else log.warning
        level(
            "delivery",
            id=row.id,
            method=row.method,
            chat=row.chat_id,
            outcome=answer.verdict.value,
            error=answer.error,
            ms=round(seconds * 1000, 1),
        )
        if answer.verdict is Verdict.SENT:
            arrived = self._ledger.clock.now()
            DELIVERY_DELAY.observe(max(0.0, (arrived - row.created_at).total_seconds()))


def _urgency(shipment: Shipment) -> tuple[int, int]:
    return shipment.row.priority, shipment.row.id
