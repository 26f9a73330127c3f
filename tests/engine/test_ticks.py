"""What is to happen later happens once, in its time, whoever is at work."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from handlers.routes import Routes
from handlers.turn import Turn
from storage.due import Due, DueState, cancel_due, schedule
from tests.engine.lab import bare, outbox_rows, post, rows, running
from tests.world import MONDAY, ZONE, World


def ringing(rung: list[str]) -> Routes:
    """Due rows of kind `bell` ring; those called `broken` never get that far."""
    routes = bare()

    @routes.due("bell")
    def ring(due: Due, turn: Turn) -> None:
        turn.tell([], "system/stale")
        if "broken" in due.key:
            raise RuntimeError("the bell is cracked")
        if "lost its sense" in due.key:
            due.state = DueState.MISSED
            return
        if "again" in due.key and due.payload.get("left", 0):
            later = {"left": due.payload["left"] - 1}
            key = f"again:{later['left']}"
            schedule(turn.session, Due(key=key, kind="bell", due_at=turn.now, payload=later, urgent=True))
        rung.append(due.key)

    return routes


def plan(
    world: World, key: str, at: datetime, *, urgent: bool = False, kind: str = "bell", left: int = 0
) -> None:
    """Plan a bell."""
    with world.database.begin() as session:
        schedule(session, Due(key=key, kind=kind, due_at=at, urgent=urgent, payload={"left": left}))
    if world.assistant is not None:
        world.assistant.wake()


def states(world: World) -> dict[str, object]:
    """The bells and where they stand."""
    found = rows(world.database, "SELECT key, state FROM due WHERE kind LIKE 'bell%'")
    return {str(row["key"]): row["state"] for row in found}


async def test_a_row_is_acted_on_in_its_time_and_once(make_world: Callable[..., World]) -> None:
    rung: list[str] = []
    async with make_world(routes=ringing(rung)) as world:
        plan(world, "noon", MONDAY.replace(hour=12))
        await world.settle()
        assert rung == []
        await world.advance_to(MONDAY.replace(hour=12))
        await world.advance(hours=1)
        assert rung == ["noon"]
        plan(world, "noon", MONDAY.replace(hour=13))
        await world.advance(hours=1)
        assert rung == ["noon"]


async def test_what_was_called_off_may_be_planned_anew(make_world: Callable[..., World]) -> None:
    rung: list[str] = []
    async with make_world(routes=ringing(rung)) as world:
        with world.database.begin() as session:
            row = Due(key="noon", kind="bell", subject_id=1, due_at=MONDAY.replace(hour=12))
            schedule(session, row)
            assert cancel_due(session, "bell", 1) == 1
        await world.advance_to(MONDAY.replace(hour=13))
        assert rung == []
        plan(world, "noon", MONDAY.replace(hour=14))
        await world.advance_to(MONDAY.replace(hour=14))
        assert rung == ["noon"]


async def test_what_fell_due_during_downtime_is_caught_up_once(make_world: Callable[..., World]) -> None:
    rung: list[str] = []
    async with make_world(routes=ringing(rung)) as world:
        for number in range(70):
            plan(world, f"{number}", MONDAY + timedelta(minutes=number + 1))
        plan(world, "lost its sense", MONDAY + timedelta(minutes=5))
        await world.settle()
        await world.stop()
        world.clock.advance(hours=2)
        await world.start()
        await world.settle()
        await world.advance(hours=1)
        assert sorted(rung) == sorted(str(number) for number in range(70))
        assert states(world)["lost its sense"] == "missed"


async def test_quiet_hours_hold_back_what_is_not_urgent(make_world: Callable[..., World]) -> None:
    rung: list[str] = []
    async with make_world(routes=ringing(rung)) as world:
        night = MONDAY.replace(hour=21)
        plan(world, "ordinary", night)
        plan(world, "urgent", night, urgent=True)
        await world.advance_to(night)
        assert rung == ["urgent"]
        await world.advance_to(datetime(2026, 11, 24, 7, 59, tzinfo=ZONE))
        assert rung == ["urgent"]
        await world.advance_to(datetime(2026, 11, 24, 9, 0, tzinfo=ZONE))
        assert rung == ["urgent", "ordinary"]


async def test_what_breaks_is_tried_again_then_given_up_and_holds_nobody_up(
    make_world: Callable[..., World],
) -> None:
    rung: list[str] = []
    async with make_world(routes=ringing(rung)) as world:
        at = MONDAY + timedelta(minutes=1)
        for key in ("before", "broken", "after"):
            plan(world, key, at)
        plan(world, "nobody's", at, kind="bell.unheard")
        await world.advance(minutes=1)
        assert rung == ["before", "after"]
        assert states(world)["broken"] == "pending"
        for _ in range(6):
            await world.advance(minutes=5)
        assert states(world) == {"before": "done", "broken": "failed", "after": "done", "nobody's": "failed"}
        broken = rows(world.database, "SELECT error, attempts FROM due WHERE key = 'broken'")
        assert broken == [{"error": "RuntimeError: the bell is cracked", "attempts": 5}]


async def test_a_row_may_plan_the_next_one(make_world: Callable[..., World]) -> None:
    rung: list[str] = []
    async with make_world(routes=ringing(rung)) as world:
        plan(world, "again:40", MONDAY, urgent=True, left=40)
        await world.settle()
        assert len(rung) == 41


async def test_two_assistants_act_on_a_row_once(make_world: Callable[..., World]) -> None:
    rung: list[str] = []
    async with make_world(routes=ringing(rung)) as world:
        if running(world).database.is_sqlite:
            pytest.skip("SQLite is used by one process")
        first = running(world)
        world.assistant = None
        await world.start()
        for number in range(300):
            with world.database.begin() as session:
                schedule(session, Due(key=f"{number}", kind="bell", due_at=MONDAY + timedelta(minutes=1)))
        world.clock.advance(minutes=1)
        await asyncio.gather(first.settle(), running(world).settle())
        await first.stop()
        assert sorted(rung) == sorted(str(number) for number in range(300))


async def test_messages_held_back_for_the_morning_go_out_in_the_morning(
    make_world: Callable[..., World],
) -> None:
    async with make_world(routes=bare(), at=MONDAY.replace(hour=21)) as world:
        clerk = world.person("测试戊16")
        post(world, clerk.id, "at night")
        with world.database.begin() as session:
            text = "UPDATE outbox SET not_before = '{}'"
            morning = datetime(2026, 11, 24, 0, 0) if running(world).database.is_sqlite else None
            stamp = morning.isoformat(" ") if morning else "2026-11-24 00:00:00+00"
            session.connection().exec_driver_sql(text.format(stamp))
        await world.settle()
        clerk.sees_not("at night")
        await world.advance_to(datetime(2026, 11, 24, 8, 0, 1, tzinfo=ZONE))
        await clerk.sees("at night")
        assert [row["state"] for row in outbox_rows(world)] == ["sent"]
