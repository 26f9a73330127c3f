"""How the assistant is: whether everything is done, what waits, whether updates come in."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock
from bot.engine.executor import DatabaseExecutor
from bot.metrics import INBOX_WAITING, OUTBOX_WAITING
from storage import due, inbox, outbox
from storage.base import type_json
from storage.database import Database

STALE_SECONDS = 120
LOOK_AGAIN_SECONDS = 0.005


@dataclass(frozen=True)
class Vitals:
    """Looks at the rows and at the loops. `is_idle`: none of the loops is at work; `silence`: seconds since
    Telegram was last heard of.
    """

    database: Database
    executor: DatabaseExecutor
    clock: Clock
    is_idle: Callable[[], bool]
    silence: Callable[[], float]

    async def settle(self) -> None:
        """Wait until nothing is left to do at this moment (what waits for a later time does not count)."""
        while True:
            if await self._is_settled():
                return
            await asyncio.sleep(LOOK_AGAIN_SECONDS)

    async def health(self) -> type_json:
        """What /healthz says: whether updates come in, and what waits."""
        waiting = await self.executor.run(self._count_waiting)
        silence = self.silence()
        INBOX_WAITING.set(waiting["inbox"])
        OUTBOX_WAITING.set(waiting["outbox"])
        return {"ok": silence < STALE_SECONDS, "seconds_since_poll": round(silence, 1), **waiting}

    async def _is_settled(self) -> bool:
        return self.is_idle() and not await self.executor.run(self._work_left, self.clock.now())

    def _work_left(self, now: datetime) -> bool:
        with self.database.begin() as session:
            held = inbox.next_retry_at(session)
            waiting = inbox.count_pending(session) > 0 and (held is None or held <= now)
            return waiting or due.count_overdue(session, now=now) > 0 or outbox.count_ready(session, now) > 0

    def _count_waiting(self) -> dict[str, int]:
        with self.database.begin() as session:
            return {
                "inbox": inbox.count_pending(session),
                "parked": inbox.count_parked(session),
                "outbox": outbox.count_queued(session),
                "overdue": due.count_overdue(session, now=self.clock.now()),
            }
