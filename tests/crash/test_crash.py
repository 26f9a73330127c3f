"""Killed at any instant, nothing is lost: ten people report, answer and are reminded meanwhile."""

import asyncio
import contextlib
import os
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from simulator.clock import SimClock
from simulator.limits import Limits
from simulator.server import Simulator
from storage import due, inbox, outbox
from storage.database import Database
from tests.crash import reckoning
from tests.crash.acting import Performer
from tests.crash.child import Life
from tests.crash.killing import Killer
from tests.crash.parent import Nursery
from tests.crash.scene import Scene, plan_chases, set_scene
from tests.world import MONDAY, TOKEN

SEED = int(os.environ.get("ZHUANBAN_CRASH_SEED", "0")) or time.time_ns() % 1_000_000
"""Printed; give it again to repeat the choices of a run (not its timing)."""
REPEATED_PER_KILL = 12
"""As many calls are in flight at once: so many may have arrived without being written down."""
SECONDS_PER_KILL = 0.7
LONGEST_SETTLING = 60.0
LOOK_SECONDS = 0.2
"""So often the database of the other process is looked at while it says nothing."""


@dataclass
class Figures:
    """What a run was, for the line that is printed."""

    kills: int
    kind: str
    moments: dict[str, int] = field(default_factory=dict)
    reports: int = 0
    answers: int = 0
    progress: int = 0
    reminders: int = 0
    messages: int = 0
    repeated: int = 0
    taps_again: int = 0
    seconds: float = 0

    def __str__(self) -> str:
        interrupted = ", ".join(f"{name} {count}" for name, count in sorted(self.moments.items()))
        return (
            f"\ncrash test on {self.kind}, seed {SEED}: {self.kills} kills ({interrupted}), "
            f"{self.reports} reports, {self.answers} answers, {self.progress} progress reports, "
            f"{self.reminders} reminders, {self.messages} messages of which {self.repeated} repeated, "
            f"{self.taps_again} taps again, {self.seconds:.0f} s\n"
        )


@pytest.mark.timeout(400)
@pytest.mark.xdist_group("crash")
async def test_twenty_kills_lose_nothing(
    database: Database, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    figures = await run(database, tmp_path, kills=20)
    with capfd.disabled():
        sys.stderr.write(str(figures))


@pytest.mark.soak
@pytest.mark.skipif("ZHUANBAN_SOAK" not in os.environ, reason="long form: make soak")
@pytest.mark.timeout(3600)
@pytest.mark.xdist_group("crash")
async def test_two_hundred_kills_lose_nothing(
    database: Database, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    figures = await run(database, tmp_path, kills=200)
    with capfd.disabled():
        sys.stderr.write(str(figures))


async def run(database: Database, folder: Path, *, kills: int) -> Figures:
    """Crash so often while ten people act; then let the assistant finish, and hold everything against it."""
    started, clock = time.monotonic(), SimClock(MONDAY)
    async with Simulator(TOKEN, clock=clock, limits=Limits.off()) as telegram:
        with database.begin() as session:
            scene = set_scene(
                session, telegram, promises=max(2, kills // 10), seconds=kills * SECONDS_PER_KILL
            )
        people = [
            Performer(actor, scene.codes[actor.name], SEED + number)
            for number, actor in enumerate(scene.actors)
        ]
        shift = (clock.now() - datetime.now(UTC)).total_seconds()
        life = Life(TOKEN, telegram.url, url_of(database), str(folder / "data"), shift)
        async with Nursery(life, folder / "assistant.log") as nursery:
            killer = Killer(nursery, telegram, Random(SEED))
            chasing = asyncio.create_task(_chase(database, telegram, scene, kills * SECONDS_PER_KILL / 2))
            await _play(people, killer, nursery, kills)
            await chasing
            await settle(database, telegram)
            await nursery.stop()
            log = nursery.log.read_text(errors="replace")
        assert "Traceback" not in log, nursery.tail()
        assert not telegram.violations, telegram.violations
        figures = Figures(kills, "SQLite" if database.is_sqlite else "PostgreSQL", dict(killer.moments))
        _reckon(database, telegram, scene, people, figures)
    figures.seconds = time.monotonic() - started
    return figures


def url_of(database: Database) -> str:
    """The address by which another process opens it."""
    return database.url.render_as_string(hide_password=False)


async def _play(people: list[Performer], killer: Killer, nursery: Nursery, kills: int) -> None:
    """People act and assistants die; after the last one another lives on, and people finish."""
    enough = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        for person in people:
            group.create_task(person.act_until(enough))
        await killer.kill(kills)
        await nursery.bear_anew()
        await nursery.works()
        enough.set()


async def _chase(database: Database, telegram: Simulator, scene: Scene, seconds: float) -> None:
    """When everybody silent has got the call, they are reminded of it."""
    for silent in scene.silent:
        await silent.sees("会议通知", timeout=60)
    with database.begin() as session:
        plan_chases(session, now=telegram.clock.now(), seconds=seconds)


async def settle(database: Database, telegram: Simulator) -> None:
    """Wait until nothing is left to do, and every planned reminder has come."""
    async with asyncio.timeout(LONGEST_SETTLING):
        while telegram.undelivered or _waits(database, telegram.clock.now()):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(telegram.world.changes.next(), LOOK_SECONDS)


def _waits(database: Database, now: datetime) -> bool:
    with database.read() as session:
        planned = due.next_due_at(session)
        soon = planned is not None and (planned - now).total_seconds() < LONGEST_SETTLING
        return soon or inbox.count_pending(session) > 0 or outbox.count_queued(session) > 0


def _reckon(
    database: Database, telegram: Simulator, scene: Scene, people: list[Performer], figures: Figures
) -> None:
    sent = reckoning.list_sent(telegram.calls)
    with database.read() as session:
        reckoning.check_nothing_waits(session)
        figures.reports = reckoning.check_reports(session, people)
        reckoning.check_answers(session, people)
        figures.progress = reckoning.check_progress(session, people)
        figures.reminders = reckoning.check_reminders(session, scene, sent)
        repeated = reckoning.count_repeated(session, sent)
    reckoning.check_seen(scene, people)
    figures.answers = sum(len(person.deeds.answers) for person in people)
    figures.taps_again = sum(person.deeds.again for person in people)
    figures.messages, figures.repeated = sent.total(), repeated.total()
    assert figures.repeated <= REPEATED_PER_KILL * figures.kills, repeated
