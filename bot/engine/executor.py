"""The database executor: synchronous transactions on threads of their own (docs/adr/0001).

SQLite gets one thread: it has one writer anyway, and a queue in front of it is fairer than its lock.
PostgreSQL gets several.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

import structlog

from storage.database import Database

log = structlog.get_logger(__name__)

P = ParamSpec("P")
R = TypeVar("R")

POSTGRES_THREADS = 8
POSTGRES_WORKERS = 4
"""Threads that updates may keep busy; the others are left for intake, delivery and ticks."""


class DatabaseExecutor:
    """Runs functions that open transactions, off the event loop."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.workers = 1 if database.is_sqlite else POSTGRES_WORKERS
        threads = 1 if database.is_sqlite else POSTGRES_THREADS
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="database")

    async def run(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Call `function` on a database thread. Not cancelled half-way: a transaction ends as it would."""
        work = self._pool.submit(function, *args, **kwargs)
        return await asyncio.shield(asyncio.wrap_future(work))

    async def close(self, patience: float) -> None:
        """Finish what is in hand, waiting for it so many seconds at most, and take nothing more."""
        closing = asyncio.to_thread(self._pool.shutdown, wait=True, cancel_futures=True)
        try:
            await asyncio.wait_for(closing, patience)
        except TimeoutError:
            log.error("a transaction does not end")
