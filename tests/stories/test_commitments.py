"""Commitments: entered by the office, reminded of before, on and after the day, reported and done (M15)."""

from collections.abc import Callable
from datetime import date, datetime

from sqlalchemy import update

from simulator.people import Person as Actor
from storage.people import Membership
from tests.world import ZONE, World


def at(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


def since_ever(world: World) -> None:
    """The roster holds for the whole year."""
    with world.database.begin() as session:
        session.execute(update(Membership).values(from_date=date(2026, 1, 1)))


async def enter(office: Actor, what: str, due: str) -> None:
    await office.says("/commitments")
    await office.taps("新建")
    await office.taps("有色金属")
    await office.taps("测试丙45")
    await office.says(what)
    await office.says(due)
    await office.sees(what)
    await office.taps("提交")
    await office.sees("CN-2026-0001")


def told(person: Actor, words: str) -> int:
    return sum(message.contains(words) for message in person.messages())


async def test_a_commitment_is_entered_reminded_of_and_goes_overdue(world: World) -> None:
    office, owner = world.person("测试乙04"), world.person("测试丙45")
    await enter(office, "新上 2 条再生铝生产线", "12月31日")
    card = await owner.sees("诺〔2026〕1号")
    assert card.contains("践诺")
    await world.advance_to(at(12, 24, 8, 59))
    assert told(owner, "到期") == 0
    await world.advance_to(at(12, 24))
    await owner.sees("还有 7 天到期")
    await world.advance_to(at(12, 30))
    await owner.sees("还有 1 天到期")
    await world.advance_to(at(12, 31))
    await owner.sees("承诺今天到期")
    await world.advance_to(at(12, 31, 17, 29))
    await world.settle()
    owner.sees_not("逾期")
    await world.advance_to(at(12, 31, 17, 30))
    await owner.sees("🔴 逾期")
    await owner.says("/todo")
    await owner.sees("承诺逾期")


async def test_overdue_ones_are_reminded_of_on_make_up_days_and_not_in_holidays(
    make_world: Callable[..., World],
) -> None:
    async with make_world(at=at(9, 28, 10)) as world:
        since_ever(world)
        office, owner = world.person("测试乙04"), world.person("测试丙45")
        await enter(office, "完成技改备案", "9月30日")
        await world.advance_to(at(9, 30, 18))
        assert told(owner, "已逾期") == 0
        for day in range(1, 8):
            await world.advance_to(at(10, day, 12))
        assert told(owner, "已逾期") == 0
        counts = []
        for day in (8, 9, 10, 11, 12):
            await world.advance_to(at(10, day, 9, 1))
            counts.append(told(owner, "已逾期"))
        assert counts == [1, 2, 3, 3, 4], "Saturday the 10th is worked, Sunday the 11th is not"
        await owner.taps("完成，申请评诺")
        await owner.says("备案已完成，文号已取得")
        await owner.sees("评诺")
        await office.sees("备案已完成")
        await world.advance_to(at(10, 14, 12))
        assert told(owner, "已逾期") == 4


async def test_progress_is_reported_and_seen_by_the_office_but_not_by_strangers_to_it(world: World) -> None:
    office, owner, other = world.person("测试乙04"), world.person("测试丙45"), world.person("测试丙05")
    await enter(office, "新上 2 条再生铝生产线", "年底")
    await owner.taps("报进展")
    await owner.says("设备已到厂")
    await owner.sees("测试丙45：设备已到厂")
    await office.sees("测试丙45：设备已到厂")
    await other.says("CN-2026-0001")
    await other.sees("没有这项操作的权限")
    await other.says("/commitments")
    await other.sees("没有由您负责的承诺")
    await owner.says("诺（2026）1")
    await owner.sees("新上 2 条再生铝生产线")


async def test_a_day_that_is_over_is_refused_and_said(world: World) -> None:
    office = world.person("测试乙04")
    await office.says("/commitments")
    await office.taps("新建")
    await office.says("木业")
    await office.taps("测试丙15")
    await office.says("办理环评")
    await office.says("下辈子")
    await office.sees("没有看懂日期")
    await office.says("11月1日")
    answer = await office.taps("提交")
    assert "已经过去" in (answer.text or "")
    await office.taps("改期限")
    await office.says("12月5日")
    await office.taps("提交")
    await office.sees("诺〔2026〕1号")


async def test_downtime_over_several_reminders_sends_the_last_only(world: World) -> None:
    office, owner = world.person("测试乙04"), world.person("测试丙45")
    await enter(office, "新上 2 条再生铝生产线", "12月31日")
    await world.stop()
    world.clock.move_to(at(12, 31, 10))
    await world.start()
    await world.settle()
    assert told(owner, "承诺今天到期") == 1
    assert told(owner, "还有") == 0
