"""The line that administrators get when nobody was at home for a while (scenario 38)."""

from datetime import timedelta

import pytest

from storage.due import Due, schedule
from tests.world import World


def plan(world: World, count: int) -> None:
    """Reminders that fall due while nobody is at home."""
    with world.database.begin() as session:
        for number in range(count):
            due_at = world.clock.now() + timedelta(minutes=2)
            schedule(
                session,
                Due(key=f"test:{number}", kind="identity.request_expires", subject_id=0, due_at=due_at),
            )


async def test_administrators_hear_of_a_long_outage_and_nobody_else(world: World) -> None:
    admin, office = world.person("测试乙09"), world.person("测试乙05")
    await world.settle()
    plan(world, 9)
    await world.stop()
    world.clock.advance(minutes=14)
    await world.start()
    await admin.sees("停机 14 分钟，补发提醒 9 条")
    await world.settle()
    office.sees_not("停机")


@pytest.mark.parametrize("minutes", [1, 9])
async def test_a_short_one_is_no_news(world: World, minutes: int) -> None:
    admin = world.person("测试乙09")
    await world.settle()
    await world.stop()
    world.clock.advance(minutes=minutes)
    await world.start()
    await admin.says("/me")
    await admin.sees("身份")
    admin.sees_not("停机")
