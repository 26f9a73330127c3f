"""Making meetings in chat: the form, typed dates, clear refusals, series, days off, unknown years."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from sqlalchemy import update
from sqlmodel import select

from simulator.people import Person as Actor
from storage.calendar import CalendarDay
from storage.meetings import Meeting, Participant
from storage.outbox import OutboxRow
from storage.people import Membership
from tests.world import ZONE, World


async def begin(office: Actor, kind: str) -> None:
    await office.says("/meetings")
    await office.taps("新建")
    await office.taps(kind)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("下周三 9:00", "12月2日（周三）9:00"),
        ("11月30日9点", "11月30日（周一）9:00"),
        ("2026-12-01 15:00", "12月1日（周二）15:00"),
        ("12月3日下午三点到五点", "12月3日（周四）15:00–17:00"),
    ],
)
async def test_a_single_meeting_is_made_from_typed_words(world: World, typed: str, shown: str) -> None:
    office, comes = world.person("测试乙04"), world.person("测试丙15")
    await begin(office, "培训")
    await office.says(typed)
    await office.says("经信局二楼")
    await office.sees(shown)
    await office.taps("提交")
    made = await office.sees("会〔2026〕1号")
    assert made.contains("HY-2026-0001")
    await office.says("hy 1")
    await office.sees(shown)
    comes.sees_not("培训")


async def test_a_meeting_inside_the_call_time_is_called_at_once(world: World) -> None:
    office, comes = world.person("测试乙04"), world.person("测试丙15")
    await begin(office, "培训")
    await office.says("明天 15:00")
    await office.says("经信局二楼")
    await office.sees("提交后立即发出")
    await office.taps("提交")
    call = await comes.sees("会议通知")
    assert call.contains("11月24日（周二）15:00")
    await world.advance_to(datetime(2026, 11, 24, 14, 0, tzinfo=ZONE))
    await comes.sees("将按未回复记录")


async def test_what_is_wrong_is_said_in_one_clear_sentence(world: World) -> None:
    office = world.person("测试乙04")
    await begin(office, "培训")
    assert "时间" in ((await office.taps("提交")).text or "")
    await office.says("11月20日 9:00")
    await office.says("经信局二楼")
    assert "已经过去" in ((await office.taps("提交")).text or "")
    await office.says("12月2日 9:00-8:00")
    assert "结束时间要晚于开始时间" in ((await office.taps("提交")).text or "")
    await office.says("12月2日 9:00-10:00")
    await office.taps("参会")
    await office.taps("全部专班")
    await office.sees("共 0 人")
    await office.taps("返回")
    assert "参会人员" in ((await office.taps("提交")).text or "")
    await office.taps("参会")
    await office.says("义堂")
    await office.taps("义堂镇")
    await office.sees("已选：义堂镇")
    await office.taps("返回")
    await office.taps("提交")
    await office.sees("HY-2026-0001")


async def test_a_day_off_is_said_and_another_day_proposed(world: World) -> None:
    office = world.person("测试乙04")
    await begin(office, "培训")
    await office.says("11月28日 9:00")
    await office.says("经信局二楼")
    await office.sees("建议改到11月30日（周一）")
    await office.taps("改到 11月30日")
    await office.sees("11月30日（周一）9:00")
    await office.taps("提交")
    await office.sees("HY-2026-0001")


async def test_the_next_five_dates_are_shown_with_holidays(make_world: Callable[..., World]) -> None:
    async with make_world(at=datetime(2026, 9, 7, 10, tzinfo=ZONE)) as world:
        with world.database.begin() as session:
            session.execute(update(Membership).values(from_date=date(2026, 1, 1)))
        office = world.person("测试乙04")
        await begin(office, "周例会")
        card = await office.sees("近五次")
        for shown in ("9月14日（周一）9:00", "9月21日（周一）9:00", "9月28日（周一）9:00", "10月12日"):
            assert card.contains(shown)
        assert card.contains("10月5日（周一）9:00（放假，届时请办公室决定）")
        await office.taps("取消")
        await begin(office, "月调度")
        await office.sees("每月26日 15:00")
        await office.says("每月31日 15:00")
        await office.sees("不是每个月都有")


async def test_a_series_can_be_seen_and_ended(world: World) -> None:
    office, clerk = world.person("测试乙04"), world.person("测试戊16")
    await begin(office, "季督导")
    await office.says("区委常委会议室")
    await office.taps("提交")
    await office.sees("每年3、6、9、12月25日 9:00")
    await office.says("/meetings")
    await office.taps("系列")
    await office.sees("下次：12月25日（周五）9:00")
    await office.taps("停办 季督导")
    await office.taps("确认停办 季督导")
    await office.sees("已停办：季督导")
    await clerk.says("/meetings")
    empty = await clerk.sees("近期没有需要您参加的会议")
    assert "新建" not in str(empty)
    refused = await clerk.taps_raw("meeting.new", empty)
    assert "没有这项操作的权限" in (refused.text or "")


async def test_a_year_without_holidays_is_said_and_waited_for(make_world: Callable[..., World]) -> None:
    async with make_world(at=datetime(2026, 12, 24, 10, tzinfo=ZONE)) as world:
        office, comes = world.person("测试乙04"), world.person("测试丙11")
        await begin(office, "周例会")
        await office.says("三楼")
        await office.taps("提交")
        await office.sees("下一次：12月28日")
        await world.advance_to(datetime(2026, 12, 28, 9, 0, tzinfo=ZONE))
        said = await office.sees("2027 年放假安排还没有导入")
        assert said.contains("周例会")
        await begin(office, "培训")
        await office.says("2027-01-05 9:00")
        await office.says("二楼")
        await office.sees("2027 年放假安排还没有导入", after=said)
        assert "还没有导入" in ((await office.taps("提交")).text or "")
        with world.database.begin() as session:
            for day in (date(2027, 1, 1), date(2027, 10, 1)):
                session.add(CalendarDay(day=day, is_off=True, source="test"))
        await world.advance_to(datetime(2026, 12, 31, 16, 0, tzinfo=ZONE))
        await comes.sees("1月4日（周一）9:00")


async def test_everybody_is_called_once_however_many_and_however_many_hats(world: World) -> None:
    office = world.person("测试乙04")
    zhou = world.person("周兴金")
    await begin(office, "年度考核")
    await office.says("11月25日 9:00")
    await office.says("大礼堂")
    await office.taps("参会")
    await office.taps("全体人员")
    await office.taps("返回")
    await office.taps("提交")
    await world.advance_to(datetime(2026, 11, 23, 16, 0, tzinfo=ZONE))
    with world.database.begin() as session:
        people = session.exec(select(Participant)).all()
        rows = session.exec(select(OutboxRow).where(OutboxRow.purpose == "meeting:1:call")).all()
        assert len(people) > 120
        assert all(participant.called_at is not None for participant in people)
        assert len({row.person_id for row in rows}) == len(rows) == len(people) - 1
    assert sum(message.contains("会议通知") for message in zhou.messages()) == 1
    await office.says("HY-2026-0001")
    await office.taps("名单")
    await office.taps("下一页")
    await office.sees("16. ")


async def test_a_forged_answer_changes_nothing(world: World) -> None:
    office, comes, other = world.person("测试乙04"), world.person("测试丙15"), world.person("测试丙10")
    await begin(office, "培训")
    await office.says("明天 15:00")
    await office.says("经信局二楼")
    await office.taps("提交")
    call = await comes.sees("会议通知")
    with world.database.begin() as session:
        mine = session.exec(select(Participant).order_by(Participant.id)).first()
        assert mine is not None
    for data in (
        f"meeting.attend:{mine.id}:1", "meeting.attend:zzz:1", "meeting.attend:1:x", "meeting.grant:1",
        "meeting.cancel_now:1", "meeting.standin:1:1:99999999999", "meeting.names:1:0:none",
        "meeting.kind:1:no",
    ):  # fmt: skip
        answer = await other.taps_raw(data, call)
        assert answer.alert, data
    with world.database.begin() as session:
        assert session.exec(select(Meeting)).one().state == "called"
        assert all(one.reply == "none" for one in session.exec(select(Participant)))
