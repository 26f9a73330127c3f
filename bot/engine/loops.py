"""Loops: a piece of work that is done again whenever somebody says there is news, or after a while."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog
from sqlalchemy.exc import SQLAlchemyError

log = structlog.get_logger(__name__)

Step = Callable[[], Awaitable[bool]]
FAILURE_PAUSE = 1.0


class Loop:
    """Calls `step` until it returns False (nothing left), then waits for `wake` or `idle` seconds.

    A database that is away for a moment is waited for, not died of.
    """

    def __init__(self, name: str, step: Step, *, idle: float) -> None:
        self.name = name
        self._step = step
        self._idle = idle
        self._news = asyncio.Event()
        self.is_busy = False
        self._stopping = False

    def wake(self) -> None:
        """There is something to do."""
        self._news.set()

    @property
    def is_idle(self) -> bool:
        """Whether the last step found nothing and nobody has called since."""
        return not (self.is_busy or self._news.is_set())

    def stop(self) -> None:
        """Finish the step in hand, then end."""
        self._stopping = True
        self._news.set()

    async def run(self) -> None:
        """Work until `stop` is called."""
        while not self._stopping:
            self.is_busy = True
            self._news.clear()
            try:
                more = await self._step()
            except SQLAlchemyError:
                log.exception("database trouble", loop=self.name)
                await asyncio.sleep(FAILURE_PAUSE)
                continue
            if not (more or self._stopping):
                self.is_busy = False
                await self._rest()
        self.is_busy = False

    async def _rest(self) -> None:
        try:
            async with asyncio.timeout(self._idle):
                await self._news.wait()
        except TimeoutError:
            return


async def end_tasks(tasks: Sequence[asyncio.Task[None]], patience: float) -> None:
    """Wait so many seconds for tasks that have been told to end; those that do not are cancelled."""
    if not tasks:
        return
    _, slow = await asyncio.wait(tasks, timeout=patience)
    for task in slow:
        log.warning("does not end by itself", task=task.get_name())
        task.cancel()
    if slow:
        await asyncio.wait(slow, timeout=0.2)


async def wait_at_most(work: Awaitable[object], patience: float) -> None:
    """Wait so many seconds for something, and go on without it."""
    try:
        await asyncio.wait_for(work, patience)
    except TimeoutError:
        log.warning("not waited for any longer", seconds=patience)
