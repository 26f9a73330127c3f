"""Meetings moved and called off (scenario 23), a series changed, one left out, holidays that are missing."""

from collections.abc import Callable
from datetime import date, datetime

from sqlalchemy import update
from sqlmodel import select

from simulator.people import Person as Actor
from storage.calendar import CalendarDay
from storage.due import Due, DueState
from storage.meetings import Meeting
from storage.people import Membership
from tests.world import ZONE, World


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


async def begin(office: Actor, kind: str) -> None:
    await office.says("/meetings")
    await office.taps("新建")
    await office.taps(kind)


def told(person: Actor, words: str) -> list[str]:
    return [str(message) for message in person.messages() if message.contains(words)]


async def test_a_meeting_is_moved_then_called_off_in_the_evening(world: World) -> None:
    office, comes, sends = world.person("测试乙06"), world.person("测试丙11"), world.person("测试丙01")
    colleague = world.person("测试乙04")
    stand_in, asks = world.person("测试丙02"), world.person("测试丙06")
    group = world.group("木业专班群", [comes], body="木业产业专班")
    group.promote_bot()
    await begin(office, "月调度")
    await office.says("11月26日 15:00")
    await office.says("区政府一楼会议室")
    await office.taps("提交")
    await world.advance_to(at(24, 16))
    pinned = await comes.sees("会议通知", chat=group)
    await world.settle()
    assert pinned.pinned
    await comes.taps("参加")
    await sends.taps("代会")
    await sends.taps("测试丙02")
    await sends.taps("出差")
    await office.taps("同意")
    await stand_in.sees("您代 测试丙01 参会")
    await asks.taps("请假")
    await asks.taps("病假")

    await world.advance_to(at(25, 10))
    await colleague.says("HY-2026-0001")
    await colleague.taps("改期")
    await colleague.says("11月27日 9:00")
    await colleague.sees("新时间：后天 11月27日（周五）9:00")
    await colleague.taps("确认改期")
    card = await comes.sees("原时间：11月26日（周四）15:00 → 新时间：11月27日（周五）9:00")
    assert card.contains("请重新答复")
    await office.sees("原时间：11月26日（周四）15:00")
    assert not told(office, "紧急 · 会议改期"), "whoever convened it has one card, the office's"
    await stand_in.sees("原代会安排已作废")
    await world.settle()
    assert pinned.contains("11月27日（周五）9:00")
    await world.advance_to(at(26, 9))
    await comes.sees("您还未答复")
    await comes.taps("参加")

    await world.advance_to(at(26, 21))
    await office.says("HY-2026-0001")
    await office.taps("取消会议")
    await office.taps("确认取消会议")
    for person in (comes, sends, stand_in, asks):
        assert (await person.sees("会议取消")).contains("紧急")
    await world.settle()
    assert pinned.contains("会议已取消")
    with world.database.begin() as session:
        pending = session.exec(select(Due).where(Due.state == DueState.PENDING)).all()
        assert [row.key for row in pending if row.key.startswith("meeting:")] == []
    await world.advance_to(at(27, 8))
    assert not told(comes, "请准时到会")


async def test_a_series_is_changed_with_its_next_five_dates_and_what_was_called_stays(world: World) -> None:
    office, comes = world.person("测试乙04"), world.person("测试丙11")
    await begin(office, "周例会")
    await office.says("三楼")
    await office.taps("提交")
    await office.sees("HY-2026-0001")
    await world.advance_to(at(26, 16))
    await comes.sees("11月30日（周一）9:00")
    await office.says("/meetings")
    await office.taps("系列")
    await office.taps("修改 周例会")
    await office.sees("修改周例会")
    await office.says("每两周周三 10:00")
    form = await office.sees("每两周的周三 10:00")
    assert form.contains("12月9日（周三）10:00")
    await office.says("二楼")
    await office.taps("提交")
    await office.sees("已修改周例会")
    await world.advance_to(at(30, 10))
    with world.database.begin() as session:
        found = session.exec(select(Meeting).order_by(Meeting.starts_at)).all()
        assert [(one.state, one.place, one.starts_at.astimezone(ZONE)) for one in found] == [
            ("called", "三楼", at(30, 9)),
            ("planned", "二楼", at(9, 10, month=12)),
        ]
        assert [one.session_number for one in found] == [1, 2]
    await office.says("HY-2026-0002")
    card = await office.sees("2026年第2期")
    await office.taps("更多", message=card)
    await office.sees("停开一次")
    await office.taps("停开一次", message=card)
    await office.sees("停开一次：周例会")
    await world.advance_to(at(9, 10, month=12))
    with world.database.begin() as session:
        found = session.exec(select(Meeting).order_by(Meeting.starts_at)).all()
        assert [one.session_number for one in found] == [1, None, 2], "what is left out takes no number"


async def test_rhythms_that_nobody_can_keep_are_refused(world: World) -> None:
    office = world.person("测试乙04")
    await begin(office, "周例会")
    await office.taps("时间")
    await office.says("FREQ=SECONDLY")
    await office.sees("没有看懂这个周期")
    await office.says("FREQ=MONTHLY;BYMONTHDAY=31")
    await office.says("FREQ=WEEKLY;BYDAY=TU 9:30")
    await office.sees("每周二 9:30")
    await office.says("每月最后一个周五 15:00")
    await office.sees("每月最后一个周五 15:00")
    await office.says("每两周周三 10:00")
    await office.sees("每两周的周三 10:00")


async def test_next_years_holidays_are_missed_from_november_on(
    make_world: Callable[..., World],
) -> None:
    async with make_world(at=datetime(2026, 10, 30, 10, tzinfo=ZONE)) as world:
        with world.database.begin() as session:
            session.execute(update(Membership).values(from_date=date(2026, 1, 1)))
        office, administrator = world.person("测试乙04"), world.person("测试乙09")
        await world.advance_to(at(2, 8, 59))
        office.sees_not("2027 年的放假")
        await world.advance_to(at(2, 9))
        await office.sees("2027 年的放假和补班安排还没有导入")
        await administrator.sees("2027 年的放假和补班安排还没有导入")
        await world.advance_to(at(9, 9))
        await world.settle()
        assert len(told(office, "2027 年的放假")) == 2
        with world.database.begin() as session:
            for day in (date(2027, 1, 1), date(2027, 10, 1)):
                session.add(CalendarDay(day=day, is_off=True, source="test"))
        await world.advance_to(at(16, 9))
        assert len(told(office, "2027 年的放假")) == 2


async def test_a_make_up_day_is_taken_and_only_then_everybody_hears(make_world: Callable[..., World]) -> None:
    async with make_world(at=datetime(2026, 9, 25, 20, tzinfo=ZONE)) as world:
        with world.database.begin() as session:
            session.execute(update(Membership).values(from_date=date(2026, 1, 1)))
        office, other, head = world.person("测试乙04"), world.person("测试乙05"), world.person("测试丙11")
        await begin(office, "周例会")
        await office.says("三楼")
        await office.taps("提交")
        await office.sees("HY-2026-0001")
        await world.advance_to(datetime(2026, 9, 28, 9, tzinfo=ZONE))
        question = await office.sees("10月5日（周一）放假，周例会怎么安排")
        assert question.contains("改到10月8日（周四）（节后首个工作日）9:00，或停开一次")
        await world.settle()
        assert len(told(head, "会议通知")) == 1, "that of the 28th, which could not wait for the morning"
        await office.taps("改到 10月10日（周六）（补班）")
        await other.sees("已改到10月10日（周六）9:00")
        await world.advance_to(datetime(2026, 10, 8, 16, tzinfo=ZONE))
        call = await head.sees("10月10日（周六）9:00")
        assert call.contains("HY-2026-0002")
        assert call.contains("2026年第2期")
        await world.advance_to(datetime(2026, 10, 12, 8, tzinfo=ZONE))
        assert (await head.sees("10月12日（周一）9:00", after=call)).contains("2026年第3期")
