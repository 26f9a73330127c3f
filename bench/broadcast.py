"""A broadcast of 1,000 calls against a strict window of 30 a second: how much of the limit, how many 429."""

import asyncio
import time
from datetime import UTC, datetime
from pathlib import Path

from bench.field import contender, stand_in, until_count, workspace
from handlers.posting import Destination, Manner, post_message
from simulator.limits import Limits
from storage.database import Database
from storage.migrate import migrate
from storage.outbox import Priority
from templates import Rendered

CALLS = 1_000
PER_SECOND = 30


def _queue(home: Path) -> None:
    database = Database(f"sqlite:///{home / 'bench.db'}")
    migrate(database)
    now = datetime.now(UTC)
    with database.begin() as session:
        for number in range(CALLS):
            to = Destination(10_000 + number)
            post_message(session, Rendered("call"), to, Manner(Priority.BROADCAST), now=now)
    database.dispose()


async def measure() -> dict[str, object]:
    """Time from the first to the last of the calls."""
    async with workspace() as home, stand_in(Limits(per_second=PER_SECOND)) as telegram:
        for number in range(CALLS):
            account = telegram.person(f"P{number}", id=10_000 + number).account
            account.started = True
            telegram.world.private_chat(account)
        _queue(home)
        async with contender("zhuanban_echo", telegram.url, str(home), "limited"):
            await until_count(telegram, "sendMessage", 1, 60)
            started = time.perf_counter()
            await until_count(telegram, "sendMessage", CALLS, 120)
            seconds = time.perf_counter() - started
        rate = (CALLS - 1) / seconds
        return {
            "calls": CALLS,
            "per_second": round(rate, 2),
            "share_of_limit": round(rate / PER_SECOND, 4),
            "answers_429": len(telegram.floods),
            "goal": "share ≥ 0.98, no 429",
        }


def run() -> dict[str, object]:
    """One run (over half a minute: that is the limit)."""
    return asyncio.run(measure())
