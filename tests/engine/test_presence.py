"""After an outage administrators get one line; a short stop is nobody's business (scenario 38)."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import cast

from tests.engine.lab import bare, rows, running
from tests.world import World

NOTICE = "SELECT * FROM outbox WHERE template = 'system/outage'"


def notices(world: World) -> int:
    """How many lines about outages were written, and to whom at most once each."""
    found = rows(world.database, NOTICE)
    people = [row["person_id"] for row in found]
    assert len(people) == len(set(people))
    return len(found)


def words(world: World) -> str:
    """The first line that was told."""
    payload = rows(world.database, NOTICE)[0]["payload"]
    return str(
        (json.loads(payload) if isinstance(payload, str) else cast(dict[str, object], payload))["text"]
    )


async def test_an_outage_of_fourteen_minutes_is_told_once(make_world: Callable[..., World]) -> None:
    async with make_world(routes=bare()) as world:
        await world.stop()
        world.clock.advance(minutes=14)
        await world.start()
        await world.settle()
        told = notices(world)
        assert told > 0
        assert "停机 14 分钟" in words(world)
        await world.stop()
        await world.start()
        await world.settle()
        assert notices(world) == told


async def test_a_short_stop_is_not_told(make_world: Callable[..., World]) -> None:
    async with make_world(routes=bare()) as world:
        await world.stop()
        world.clock.advance(minutes=9)
        await world.start()
        await world.settle()
        assert notices(world) == 0


async def test_a_clock_that_was_moved_is_no_outage(make_world: Callable[..., World]) -> None:
    async with make_world(routes=bare()) as world:
        await world.advance(hours=5)
        await world.stop()
        await world.start()
        await world.settle()
        assert notices(world) == 0


async def test_a_long_silence_of_telegram_is_told_when_it_ends(make_world: Callable[..., World]) -> None:
    async with make_world(routes=bare()) as world:
        poller = running(world).poller
        poller._failures, poller.last_success = 5, poller.last_success - 900
        await world.person("测试戊16").says("ends the poll that waits")
        await world.telegram.until(lambda: world.telegram.undelivered == 0)
        await world.settle()
        assert notices(world) > 0
        assert "停机 15 分钟" in words(world)


async def test_a_short_silence_of_telegram_is_not_told(make_world: Callable[..., World]) -> None:
    async with make_world(routes=bare()) as world:
        await running(world)._line_restored(timedelta(minutes=9))
        assert notices(world) == 0
