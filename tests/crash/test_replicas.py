"""Two whole assistants on one PostgreSQL: every reminder goes out once, also when one of them is killed."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import col, select

from simulator.clock import SimClock
from simulator.limits import Limits
from simulator.server import Simulator
from storage.database import Database
from storage.due import Due, DueState
from storage.outbox import OutboxRow
from tests.crash import reckoning
from tests.crash.child import Life
from tests.crash.parent import Nursery
from tests.crash.scene import CHASES, Scene, plan_chases, set_scene
from tests.crash.test_crash import REPEATED_PER_KILL, settle
from tests.world import MONDAY, TOKEN

PROMISES, SECONDS = 4, 4.0
PATIENCE = 60


@pytest.mark.timeout(120)
@pytest.mark.xdist_group("crash")
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_two_replicas_remind_once_and_one_of_them_is_killed(
    database_url: str, database: Database, tmp_path: Path, unused_tcp_port_factory: Callable[[], int]
) -> None:
    clock = SimClock(MONDAY)
    async with Simulator(TOKEN, clock=clock, limits=Limits.off()) as telegram:
        with database.begin() as session:
            scene = set_scene(session, telegram, promises=PROMISES, seconds=SECONDS)
        shift = (clock.now() - datetime.now(UTC)).total_seconds()
        first = Life(
            TOKEN, telegram.url, database_url, str(tmp_path), shift, _address(unused_tcp_port_factory)
        )
        second = replace(first, listen=_address(unused_tcp_port_factory))
        async with Nursery(first, tmp_path / "1.log") as one, Nursery(second, tmp_path / "2.log") as other:
            await _start_both(one, other)
            for silent in scene.silent:
                await silent.sees("会议通知", timeout=PATIENCE)
            with database.begin() as session:
                plan_chases(session, now=telegram.clock.now(), seconds=SECONDS)
            await _reminders(telegram, PROMISES * len(scene.actors) // 3)
            await one.kill()
            answers = scene.actors[0]
            await answers.taps("参加", message=await answers.sees("会议通知"), timeout=PATIENCE)
            await settle(database, telegram)
            await other.stop()
            assert "Traceback" not in other.log.read_text(errors="replace"), other.tail()
        assert not telegram.violations, telegram.violations
        _reckon(database, telegram, scene)


async def _start_both(one: Nursery, other: Nursery) -> None:
    for nursery in (one, other):
        await nursery.bear()
        await nursery.works()


async def _reminders(telegram: Simulator, count: int) -> None:
    """Wait until so many reminders have gone out."""
    async with asyncio.timeout(PATIENCE):
        while _count_reminders(telegram) < count:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(telegram.world.changes.next(), 0.2)


def _count_reminders(telegram: Simulator) -> int:
    return sum("到期" in text for _, text in reckoning.list_sent(telegram.calls))


def _reckon(database: Database, telegram: Simulator, scene: Scene) -> None:
    sent = reckoning.list_sent(telegram.calls)
    with database.read() as session:
        reckoning.check_nothing_waits(session)
        reckoning.check_reminders(session, scene, sent)
        states = session.exec(select(Due.state).where(col(Due.key).contains("chase:crash"))).all()
        chased = session.exec(select(OutboxRow.chat_id).where(OutboxRow.template == "meetings/chase")).all()
        repeated = reckoning.count_repeated(session, sent)
    assert states == [DueState.DONE] * CHASES
    written = Counter(chased)
    assert [written[silent.id] for silent in scene.silent] == [CHASES] * len(scene.silent)
    assert repeated.total() <= REPEATED_PER_KILL, "only what was in flight may come twice"


def _address(free_port: Callable[[], int]) -> str:
    return f"127.0.0.1:{free_port()}"
