"""How late reminders are taken while 100,000 others wait for their time."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlmodel import insert, select

from bench.field import contender, stand_in, workspace
from bench.figures import percentile
from storage.base import table_of
from storage.database import Database
from storage.due import Due, DueState
from storage.migrate import migrate

PENDING = 100_000
DUE = 300
SECONDS = 15
LEAD_SECONDS = 12


def _plan(database: Database) -> None:
    migrate(database)
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    with database.begin() as session:
        later = [_row(f"later:{n}", tomorrow + timedelta(seconds=n)) for n in range(PENDING)]
        session.execute(insert(table_of(Due)), later)
    first = datetime.now(UTC) + timedelta(seconds=LEAD_SECONDS)  # that took a while
    with database.begin() as session:
        soon = [_row(f"soon:{n}", first + timedelta(seconds=SECONDS * n / DUE)) for n in range(DUE)]
        session.execute(insert(table_of(Due)), soon)


def _row(key: str, due_at: datetime) -> dict[str, object]:
    return {
        "key": key,
        "kind": "bench",
        "due_at": due_at,
        "urgent": True,
        "payload": {},
        "state": DueState.PENDING,
        "attempts": 0,
    }


async def measure(home: Path) -> list[float]:
    """Seconds from the due time to the moment at which the row was taken."""
    database = Database(f"sqlite:///{home / 'bench.db'}")
    _plan(database)
    async with stand_in() as telegram, contender("zhuanban_echo", telegram.url, str(home), "limited"):
        await asyncio.sleep(LEAD_SECONDS + SECONDS + 2)
    with database.begin() as session:
        done = select(Due).where(Due.state == DueState.DONE)
        lateness = [(row.done_at - row.due_at).total_seconds() for row in session.exec(done) if row.done_at]
    database.dispose()
    return lateness


async def _measure() -> list[float]:
    async with workspace() as home:
        return await measure(home)


def run() -> dict[str, object]:
    """One run."""
    lateness = asyncio.run(_measure())
    return {
        "pending": PENDING,
        "taken": f"{len(lateness)} of {DUE}",
        "p50_s": round(percentile(lateness, 0.5), 3),
        "p99_s": round(percentile(lateness, 0.99), 3),
        "goal": "p99 ≤ 1 s",
    }
