"""The database executor: synchronous transactions on threads of their own (docs/adr/0001).

SQLite gets one thread: it has one writer anyway, and a queue in front of it is fairer than its lock.
PostgreSQL gets several.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from storage.database import Database

P = ParamSpec("P")
R = TypeVar("R")

POSTGRES_THREADS = 4


class DatabaseExecutor:
    """Runs functions that open transactions, off the event loop."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.threads = 1 if database.is_sqlite else POSTGRES_THREADS
        self._pool = ThreadPoolExecutor(self.threads, thread_name_prefix="database")

    async def run(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Call `function` on a database thread. Not cancelled half-way: a transaction ends as it would."""
        work = self._pool.submit(function, *args, **kwargs)
        return await asyncio.shield(asyncio.wrap_future(work))

    def close(self) -> None:
        """Finish what is in hand, then stop."""
        self._pool.shutdown(wait=True, cancel_futures=True)
