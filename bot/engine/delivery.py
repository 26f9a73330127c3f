"""Delivery: the one component that sends what the outbox holds (docs/adr/0004).

Oldest first per chat and one at a time there, presses before reminders before broadcasts, at the pace that
Telegram allows, few requests in flight. At least once: a row is marked after the call, so only a crash
between the two repeats a message.
"""

import asyncio
import time
from collections import deque
from contextlib import suppress

import structlog
from telegram.error import TelegramError

from bot.engine.calls import Answer, Verdict, parameters_of, plain_parameters, read_error, read_result
from bot.engine.executor import DatabaseExecutor
from bot.engine.files import FileStore
from bot.engine.ledger import Ledger, Shipment
from bot.engine.line import TelegramLine
from bot.engine.pacing import Pacer
from bot.metrics import DELIVERIES, DELIVERY_DELAY
from storage.base import type_json
from storage.outbox import Leased

log = structlog.get_logger(__name__)

IN_FLIGHT = 12
CHAT_LOST = (Verdict.UNREACHABLE, Verdict.GROUP_GONE)
"""Nothing more reaches such a chat: what was taken for it is marked so by `reachability`, not tried."""
TAKE = 48
IDLE_SECONDS = 1.0


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
        self._news = asyncio.Event()
        self._ready: list[Shipment] = []
        self._busy: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._results: deque[tuple[Leased, Answer]] = deque()
        self._stopping = False
        self._ended = asyncio.Event()
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
        """Send until `stop` is called."""
        try:
            await self._executor.run(self._ledger.recover)
            while not self._stopping:
                self._news.clear()
                await self._record()
                await self._take()
                pause = self._start_what_may_go()
                if pause > 0:
                    await self._wait(pause)
        finally:
            self._ended.set()

    async def stop(self) -> None:
        """Let requests in flight end, put the rest back."""
        self._stopping = True
        self._news.set()
        with suppress(TimeoutError):  # what is taken while we stop must be put back, not sent unrecorded
            await asyncio.wait_for(self._ended.wait(), timeout=1)
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=3)
        await self._record()
        left = [shipment.row.id for shipment in self._ready]
        self._ready.clear()
        if left:
            await self._executor.run(self._ledger.put_back, left)

    async def _take(self) -> None:
        """Fetch more when there is room: presses must overtake what was taken earlier."""
        if not self._fresh or len(self._ready) >= 2 * TAKE:
            return
        self._fresh = False
        held = self._busy | {shipment.row.chat_id for shipment in self._ready}
        taken = await self._executor.run(self._ledger.take, TAKE, held)
        if len(taken) == TAKE:
            self._fresh = True
        self._ready += taken
        self._ready.sort(key=lambda shipment: (shipment.row.priority, shipment.row.id))

    def _start_what_may_go(self) -> float:
        """Start every call whose time has come; returns the seconds until something else may go."""
        if self._stopping:
            return 0
        pause = IDLE_SECONDS
        waiting: list[Shipment] = []
        blocked: set[int] = set()
        for shipment in self._ready:
            chat_id, now = shipment.row.chat_id, time.monotonic()
            ready_at = self._pacer.ready_at(chat_id, now)
            if chat_id in self._busy or chat_id in blocked or len(self._tasks) >= IN_FLIGHT:
                waiting.append(shipment)
            elif ready_at > now:
                waiting.append(shipment)
                pause = min(pause, ready_at - now)
            else:
                self._start(shipment, now)
            blocked.add(chat_id)
        self._ready = waiting
        if self._results or (self._fresh and len(self._ready) < 2 * TAKE):
            return 0
        return pause

    def _start(self, shipment: Shipment, now: float) -> None:
        self._pacer.depart(shipment.row.chat_id, now)
        self._busy.add(shipment.row.chat_id)
        task = asyncio.create_task(self._deliver(shipment))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, shipment: Shipment) -> None:
        row, started = shipment.row, time.perf_counter()
        answer = await self._attempt(shipment)
        if answer.verdict is Verdict.FLOOD:
            self._pacer.block(answer.pause, time.monotonic())
        self._results.append((row, answer))
        self._news.set()
        self._report(row, answer, time.perf_counter() - started)

    async def _attempt(self, shipment: Shipment) -> Answer:
        row = shipment.row
        if row.method.startswith("edit") and row.card_id and not shipment.card_message_id:
            return Answer(Verdict.FAILED, "the card was never sent")
        parameters = parameters_of(row, shipment.card_message_id)
        try:
            answer = await self._call(row, await self._files.resolve(parameters))
        except FileNotFoundError as error:
            return Answer(Verdict.FAILED, f"file is gone: {error.filename}")
        if answer.verdict is Verdict.PLAIN:
            log.error("Telegram refused our HTML", outbox=row.id, template=row.template, error=answer.error)
            return await self._call(row, plain_parameters(parameters))
        if answer.verdict is Verdict.TOPIC_GONE and "message_thread_id" in parameters:
            await self._executor.run(self._ledger.note_topic_gone, row)
            del parameters["message_thread_id"]
            return await self._call(row, await self._files.resolve(parameters))
        return answer

    async def _call(self, row: Leased, parameters: type_json) -> Answer:
        try:
            return read_result(await self._line.call(row.method, parameters))
        except TelegramError as error:
            return read_error(error, row)

    async def _record(self) -> None:
        if not self._results:
            return
        results = list(self._results)
        self._results.clear()
        await self._executor.run(self._ledger.record, results)
        lost = {row.chat_id for row, answer in results if answer.verdict in CHAT_LOST}
        self._ready = [shipment for shipment in self._ready if shipment.row.chat_id not in lost]
        self._busy -= {row.chat_id for row, _ in results}
        self._fresh = True

    async def _wait(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._news.wait()
        except TimeoutError:
            self._fresh = self._fresh or seconds >= IDLE_SECONDS

    def _report(self, row: Leased, answer: Answer, seconds: float) -> None:
        DELIVERIES.labels(method=row.method, outcome=answer.verdict.value).inc()
        level = log.info if answer.verdict is Verdict.SENT else log.warning
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
