"""The assistant at work: connects, runs its loops, stops without losing anything."""

import asyncio
import itertools
import time
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError
from telegram.error import BadRequest, NetworkError, RetryAfter

from bot.clock import Clock
from bot.engine.application import Dispatching, build_dispatcher
from bot.engine.delivery import Delivery
from bot.engine.effects import EffectSender
from bot.engine.executor import DatabaseExecutor
from bot.engine.feeds import FeedFetcher
from bot.engine.files import FileStore
from bot.engine.intake import ALLOWED_UPDATES, BACKOFF_SECONDS, IntakeWriter, Poller
from bot.engine.ledger import Ledger
from bot.engine.line import TelegramLine
from bot.engine.loops import Loop, end_tasks, wait_at_most
from bot.engine.pacing import Pace, Pacer
from bot.engine.presence import Presence
from bot.engine.processing import Processor
from bot.engine.ticks import Ticker
from bot.logs import hide
from bot.settings import Settings
from bot.vitals import Vitals
from bot.web import WEBHOOK_PATH, QuietServer, build_server, build_web, listen
from handlers.feeds import read_feed
from handlers.house import House
from handlers.routes import Routes
from storage import inbox
from storage.database import Database
from storage.news import News
from storage.policies import prepare_search

log = structlog.get_logger(__name__)

TICK_SECONDS = 0.5
LONGEST_TICK_SECONDS = 5
KEEP_TOMBSTONES = timedelta(days=7)
SWEEP_SECONDS = 3600
DELIVERY, POLLING = "delivery", "polling"


class Assistant:
    """The assembled programme. `start` returns when it works, `stop` when everything is safe."""

    def __init__(
        self,
        settings: Settings,
        house: House,
        routes: Routes,
        line: TelegramLine,
        database: Database,
        clock: Clock,
        pace: Pace,
    ) -> None:
        self.settings, self.house, self.line = settings, house, line
        self.database, self.clock = database, clock
        hide(settings.token, settings.secret, database.url.password)
        self.executor = DatabaseExecutor(database)
        self.dispatcher: Dispatching = build_dispatcher(line, routes)
        self.presence = Presence(database, house, routes, clock)
        self.files = FileStore(line, self.executor, clock, house.data_dir)
        self.feeds = FeedFetcher(self.executor, clock, house.data_dir, house.mechanism.policies)
        ledger = Ledger(database, house, routes, clock)
        self.delivery = Delivery(line, ledger, self.executor, self.files, Pacer(pace))
        self.effects = EffectSender(line, self.executor, database, clock, self.delivery.wake)
        self.writer = IntakeWriter(self.executor, clock, self._updates_stored)
        self.poller = Poller(line, self.writer, self._line_restored)
        self._processor = Processor(database, self.dispatcher, house, routes, clock)
        self._ticker = Ticker(database, house, routes, clock)
        self._processing = [
            Loop(f"processing {number}", self._process, idle=1.0) for number in range(self.executor.workers)
        ]
        self._ticking = Loop("ticks", self._tick, idle=LONGEST_TICK_SECONDS)
        self._fetching = Loop("files", self._fetch, idle=20)
        self._feeding = Loop("policy list", self.feeds.fetch_wanted, idle=60)
        self._loops = (*self._processing, self._ticking, self._fetching, self._feeding)
        self.vitals = Vitals(database, self.executor, clock, self._is_idle, self._silence)
        self._tasks: list[asyncio.Task[None]] = []
        self._web: QuietServer | None = None

    # -- beginning and end -------------------------------------------------------------------------

    async def start(self, *, serve_web: bool = True) -> None:
        """Say that we are here and begin to work."""
        await self.executor.run(self._warm_up)  # first of all: later, whoever needs the database would wait
        await self.executor.run(self.presence.arrive)
        self.clock.on_move(lambda _now: self.wake())
        self._begin(DELIVERY, self.delivery.run())
        for loop in self._loops:
            self._begin(loop.name, loop.run())
        await self._start_ticking()
        if serve_web:
            self._start_web()
        if self.settings.webhook_url:
            await self._insist(self._use_webhook)
        else:
            await self._insist(self.line.delete_webhook)
            self._begin(POLLING, self.poller.run())

    async def run(self) -> None:
        """Work until something that must not end ends. Raises what ended it (for example InvalidToken)."""
        done, _ = await asyncio.wait(self._tasks, return_when=asyncio.FIRST_EXCEPTION)
        for task in done:
            task.result()

    def failures(self) -> list[BaseException]:
        """What has ended although it must not end."""
        ended = [task for task in self._tasks if task.done() and not task.cancelled()]
        return [error for task in ended if (error := task.exception()) is not None]

    async def stop(self) -> None:
        """Finish the updates in hand and the requests in flight, then end. Under five seconds."""
        for task in self._tasks:
            if task.get_name() == POLLING:
                task.cancel()
        if self._web is not None:
            self._web.should_exit = True
        for loop in self._loops:
            loop.stop()
        if self.dispatcher.running:
            await wait_at_most(self.dispatcher.stop(), 1)
        working = {loop.name for loop in self._loops}
        await end_tasks([task for task in self._tasks if task.get_name() in working], 1.5)
        self.delivery.stop()
        await asyncio.gather(wait_at_most(self.effects.drain(), 2), end_tasks(self._tasks, 2.2))
        await self._close()

    async def _close(self) -> None:
        try:
            await wait_at_most(self.executor.run(self.presence.last_words), 0.5)
        except SQLAlchemyError as error:
            log.warning("no last words", error=str(error))
        await self.executor.close(0.5)
        await self.dispatcher.shutdown()
        self.database.dispose()

    def _begin(self, name: str, work: Coroutine[object, object, None]) -> None:
        self._tasks.append(asyncio.create_task(work, name=name))

    async def _start_ticking(self) -> None:
        await self.dispatcher.initialize()
        queue = self.dispatcher.job_queue
        if queue is None:
            raise RuntimeError("python-telegram-bot was installed without its job queue")
        # A missed tick is caught up by the next one; a scheduler that drops or stacks them would lie.
        options = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        queue.run_repeating(self._on_tick, interval=TICK_SECONDS, first=0, job_kwargs=options)
        queue.run_repeating(self._on_sweep, interval=SWEEP_SECONDS, first=60, job_kwargs=options)
        await self.dispatcher.start()

    def _start_web(self) -> None:
        """Listen. Raises OSError when the address is taken."""
        secret = self.settings.secret if self.settings.webhook_url else None
        app = build_web(self.vitals.health, self.writer.store, webhook_secret=secret, feed=self.read_feed)
        listening = listen(self.settings.host, self.settings.port)
        self._web = build_server(app, self.settings.host, self.settings.port)
        self._begin("web", self._web.serve(sockets=[listening]))

    async def _use_webhook(self) -> None:
        address = f"{self.settings.webhook_url}{WEBHOOK_PATH}"
        await self.line.set_webhook(
            address, secret_token=self.settings.secret, allowed_updates=ALLOWED_UPDATES, max_connections=40
        )

    async def _insist(self, introduce: Callable[[], Awaitable[object]]) -> None:
        """Say how updates are to come, and again while Telegram cannot be reached. Raises BadRequest."""
        for pause in itertools.chain(BACKOFF_SECONDS, itertools.repeat(BACKOFF_SECONDS[-1])):
            try:
                await introduce()
                return
            except BadRequest:
                raise
            except (NetworkError, RetryAfter) as error:
                log.warning("Telegram cannot be reached", error=str(error), next_try_in=pause)
            await asyncio.sleep(pause)

    async def _line_restored(self, silence: timedelta) -> None:
        await self.executor.run(self.presence.reconnect, silence)
        self.delivery.wake()

    # -- the loops ---------------------------------------------------------------------------------

    async def _process(self) -> bool:
        batch = await self.executor.run(self._processor.run_batch)
        if batch.effects:
            self.effects.send(batch.effects)
        if News.OUTBOX in batch.news:
            self.delivery.wake()
        if News.DUE in batch.news:
            self._ticking.wake()
        if batch.files:
            self._fetching.wake()
        return batch.count > 0 or batch.again

    async def _tick(self) -> bool:
        taken = await self.executor.run(self._ticker.run_batch)
        if taken:
            self.delivery.wake()
            self._feeding.wake()
        return taken > 0

    async def _fetch(self) -> bool:
        fetched = await self.files.fetch_wanted()
        if fetched:
            self._ticking.wake()  # something may wait for the file
        return fetched > 0

    def _warm_up(self) -> None:
        """Build what the first search would otherwise wait for."""
        with self.database.begin() as session:
            prepare_search(session)

    async def _on_tick(self, _context: object) -> None:
        self._ticking.wake()
        await self.executor.run(self.presence.beat)

    async def _on_sweep(self, _context: object) -> None:
        await self.executor.run(self._sweep)

    def _sweep(self) -> None:
        with self.database.begin() as session:
            inbox.delete_done_before(session, self.clock.now() - KEEP_TOMBSTONES)

    def _updates_stored(self) -> None:
        for loop in self._processing:
            loop.wake()

    def wake(self) -> None:
        """Time has moved or something was written from outside: look at everything again."""
        self._updates_stored()
        self._ticking.wake()
        self._fetching.wake()
        self.delivery.wake()

    async def read_feed(self, secret: str) -> str | None:
        """What a calendar reads at a personal address."""
        return await self.executor.run(self._read_feed, secret)

    def _read_feed(self, secret: str) -> str | None:
        with self.database.begin() as session:
            return read_feed(session, self.house, secret, self.clock.now())

    async def settle(self) -> None:
        """Wait until nothing is left to do at this moment."""
        await self.vitals.settle()

    def _is_idle(self) -> bool:
        return self.delivery.is_idle and self.effects.is_idle and all(loop.is_idle for loop in self._loops)

    def _silence(self) -> float:
        return 0.0 if self.settings.webhook_url else time.monotonic() - self.poller.last_success
