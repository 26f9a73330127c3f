"""Meetings as told in scenario 20: called, answered, chased, listed, reminded; and what the office does."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import update
from sqlmodel import select

from simulator.people import Person as Actor
from storage.due import Due, DueState
from storage.people import Membership
from tests.world import ZONE, World

THURSDAY = datetime(2026, 11, 26, 16, 0, tzinfo=ZONE)
FRIDAY = datetime(2026, 11, 27, 9, 0, tzinfo=ZONE)
MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=ZONE)


async def make_weekly(office: Actor, place: str = "区政府三楼会议室") -> None:
    """The weekly meeting with all its defaults, in as few taps as it takes."""
    await office.says("/meetings")
    await office.taps("新建")
    await office.taps("周例会")
    await office.says(place)
    await office.sees(place)
    await office.taps("提交")
    await office.sees("HY-2026-")


def told(person: Actor, words: str) -> list[str]:
    """Every message to a person that contains the words, as it stands now."""
    return [str(message) for message in person.messages() if message.contains(words)]


async def test_the_weekly_meeting_is_called_answered_chased_and_reminded(world: World) -> None:
    office = world.person("测试乙05")
    comes, sends, asks, silent = (world.person(f"测试丙{n}") for n in ("11", "01", "06", "16"))
    deputy = world.person("测试丙17")
    await make_weekly(office)
    await office.sees("每周一 9:00")
    await office.sees("会〔2026〕1号")
    await office.sees("HY-2026-0001")
    comes.sees_not("周例会")

    await world.advance_to(THURSDAY.replace(hour=15, minute=59))
    comes.sees_not("周例会")
    await world.advance_to(THURSDAY)
    call = await comes.sees("会议通知")
    assert call.contains("11月30日（周一）9:00")
    assert call.contains("区政府三楼会议室")

    answer = await comes.taps("参加")
    assert answer.text == "已记录。"
    await comes.sees("您的答复：参加")
    await office.sees("参加 1")

    await world.advance_to(FRIDAY)
    await silent.sees("您还未答复")
    comes.sees_not("您还未答复")
    await sends.taps("代会")
    await sends.taps("测试丙02")
    await sends.taps("出差")
    await sends.sees("代会（测试丙02）待批")
    await asks.taps("请假")
    await asks.taps("出差")
    await asks.sees("请假（出差）待批")
    await office.sees("请假 1（待批 1）")

    await world.advance_to(FRIDAY.replace(hour=11))
    assert len(told(silent, "您还未答复")) == 2
    assert not told(sends, "您还未答复"), "what was answered says so in place of the question"

    office.sees_not("未答复名单（")
    await world.advance_to(FRIDAY.replace(hour=12))
    listed = await office.sees("未答复名单（")
    assert listed.contains("测试丙16 兰山商城管委会 +8619900000044")
    assert not listed.contains("测试丙11")
    assert not listed.contains("测试丙06")
    await deputy.sees("抄送：兰山商城管委会 测试丙16、兰山商城管委会 测试丙20 尚未答复")

    await world.advance_to(MONDAY.replace(hour=8))
    await silent.sees("将按未回复记录")
    await comes.sees("请准时到会")
    comes.sees_not("将按未回复记录")
    asks.sees_not("将按未回复记录")
    assert len(told(office, "未答复名单（")) == 2

    await silent.taps("参加")
    await silent.sees("您的答复：参加")
    await world.advance_to(MONDAY.replace(hour=8, minute=31))
    late = await comes.taps("请假", message=call)
    assert late.alert
    assert "截止" in (late.text or "")


async def test_leave_is_shown_as_waiting_until_the_office_has_decided(world: World) -> None:
    office, asks = world.person("测试乙04"), world.person("测试丙11")
    await make_weekly(office)
    await world.advance_to(THURSDAY)
    await asks.taps("请假")
    await asks.taps("公务冲突")
    await asks.says("同时间区政府常务会")
    await asks.sees("请假（公务冲突）待批")
    request = await office.sees("请假申请")
    assert request.contains("公务冲突：同时间区政府常务会")
    await office.taps("不准")
    await asks.sees("未准假")
    await asks.sees("请答复（")
    await asks.taps("请假")
    await asks.taps("病假")
    await office.taps("准假")
    await asks.sees("已准假")
    await world.settle()
    await office.sees("请假 1")
    office.sees_not("待批 1")


async def test_a_delegate_is_found_by_name_namesakes_told_apart_and_released_again(world: World) -> None:
    office, sends = world.person("测试乙04"), world.person("测试丙11")
    world.person("测试重名")
    await make_weekly(office)
    await world.advance_to(THURSDAY)
    await sends.taps("代会")
    await sends.says("没有这个人")
    await sends.sees("没有找到“没有这个人”")
    await sends.says("测试重名")
    await sends.sees("找到 2 人")
    await sends.taps("测试重名（白沙埠镇）")
    await sends.taps("公务冲突")
    stand_in = world.person("测试重名")
    await sends.sees("代会（测试重名）待批")
    await office.sees("代会 1（待批 1）")
    assert not told(stand_in, "会议通知"), "nobody is called before the office has agreed"
    await office.taps("同意")
    await sends.sees("已同意 测试重名 代会")
    await stand_in.sees("您代 测试丙11 参会")
    await stand_in.taps("参加")
    await sends.sees("代会（测试重名，已确认）")
    await office.sees("代会 1")
    await sends.taps("参加")
    await stand_in.sees("您无需再代会")
    await office.sees("参加 1 · 代会 0")


async def test_a_group_sees_the_tally_and_never_a_name(world: World) -> None:
    office, head, liaison = world.person("测试乙04"), world.person("测试丙11"), world.person("测试丙15")
    group = world.group("木业专班群", [head, liaison], body="木业产业专班")
    await make_weekly(office)
    await world.advance_to(THURSDAY)
    card = await head.sees("应到 2 · 参加 0 · 代会 0 · 请假 0 · 未答复 2", chat=group)
    await head.taps("参加")
    await head.sees("应到 2 · 参加 1", chat=group)
    await world.advance_to(MONDAY.replace(hour=8))
    said = [message for message in head.messages(group) if message.sender.is_bot]
    assert said == [card], "one card, edited in place; nobody is chased in a group"
    assert not card.contains("测试丙")
    await head.says("/meetings", chat=group)
    listing = await head.sees("木业专班 近期会议", chat=group)
    assert listing.contains("周例会")


async def test_a_restart_in_the_middle_of_a_chase_reaches_everybody_once(world: World) -> None:
    office = world.person("测试乙04")
    people = [world.person(f"测试丙{n:02}") for n in (1, 6, 11, 16, 21, 26, 31, 36, 41, 46, 5, 10, 15, 20)]
    await make_weekly(office)
    await world.advance_to(THURSDAY)
    await world.settle()
    world.clock.move_to(FRIDAY)
    await people[0].sees("您还未答复")
    await world.stop()
    world.clock.advance(minutes=3)
    await world.start()
    await world.settle()
    assert [len(told(person, "您还未答复")) for person in people] == [1] * len(people)


async def test_a_moved_meeting_voids_answers_and_a_cancelled_one_reaches_everybody(world: World) -> None:
    office, comes, sends = world.person("测试乙04"), world.person("测试丙11"), world.person("测试丙01")
    stand_in, asks = world.person("测试丙03"), world.person("测试丙06")
    group = world.group("木业专班群", [comes], body="木业产业专班")
    await make_weekly(office)
    await world.advance_to(THURSDAY)
    old = await comes.sees("会议通知")
    attend = next(
        str(key["callback_data"]) for row in old.button_rows for key in row if "参加" in key["text"]
    )
    await comes.taps("参加")
    await sends.taps("代会")
    await sends.taps("测试丙03")
    await sends.taps("出差")
    await office.taps("同意")
    await asks.taps("请假")
    await asks.taps("病假")
    await office.taps("准假")

    await world.advance_to(THURSDAY.replace(hour=21))
    await office.says("HY-2026-0001")
    await office.taps("改期")
    await office.says("12月1日 15:00")
    await office.sees("新时间：12月1日（周二）15:00")
    await office.taps("确认改期")
    moved = await comes.sees("原时间：11月30日（周一）9:00 → 新时间：12月1日（周二）15:00")
    assert moved.contains("紧急")
    await comes.sees("原答复已作废，请重新答复")
    await comes.sees("会议改期", chat=group)
    await stand_in.sees("原代会安排已作废")
    await asks.sees("请重新答复")
    await office.sees("参加 0 · 代会 0 · 请假 0")
    assert old.contains("这一条已有更新，请看最新的一条")
    stale = await comes.taps_raw(attend, old)
    assert stale.alert
    assert "改期" in (stale.text or "")

    await world.advance_to(MONDAY.replace(hour=8))
    comes.sees_not("请准时到会")
    assert not told(comes, "将按未回复记录")
    await comes.taps("参加")
    await world.advance_to(MONDAY.replace(hour=20, minute=30))
    await office.says("HY-2026-0001")
    await office.taps("取消会议")
    await office.taps("确认取消会议")
    for person in (comes, sends, stand_in, asks):
        assert (await person.sees("会议取消")).contains("紧急")
    office.sees_not("会议取消")
    await world.advance_to(datetime(2026, 12, 1, 15, 30, tzinfo=ZONE))
    comes.sees_not("请准时到会")
    with world.database.begin() as session:
        rows = session.exec(select(Due).where(Due.state == DueState.PENDING, Due.kind != "series.plan"))
        assert [row.key for row in rows if row.key.startswith("meeting:1:")] == []


async def test_downtime_over_the_meeting_sends_nothing_afterwards(world: World) -> None:
    office, comes = world.person("测试乙04"), world.person("测试丙11")
    await make_weekly(office)
    await world.advance_to(THURSDAY)
    await comes.taps("参加")
    await world.advance_to(MONDAY.replace(hour=7))
    await world.stop()
    world.clock.move_to(MONDAY.replace(hour=10))
    await world.start()
    await world.settle()
    comes.sees_not("请准时到会")
    with world.database.begin() as session:
        found = session.exec(select(Due).where(Due.kind == "meeting.soon")).all()
        assert [row.state for row in found] == [DueState.MISSED]


async def test_downtime_over_both_chases_sends_one(world: World) -> None:
    office, silent = world.person("测试乙04"), world.person("测试丙11")
    await make_weekly(office)
    await world.advance_to(THURSDAY)
    await world.stop()
    world.clock.move_to(FRIDAY.replace(hour=11, minute=40))
    await world.start()
    await world.settle()
    assert len(told(silent, "您还未答复")) == 1


async def test_a_meeting_on_a_holiday_is_a_question_to_the_office(make_world: Callable[..., World]) -> None:
    async with make_world(at=datetime(2026, 9, 25, 20, 0, tzinfo=ZONE)) as world:
        with world.database.begin() as session:
            session.execute(update(Membership).values(from_date=datetime(2026, 1, 1).date()))
        office, head = world.person("测试乙04"), world.person("测试丙11")
        await make_weekly(office)
        await world.advance_to(datetime(2026, 9, 28, 8, 59, tzinfo=ZONE))
        office.sees_not("10月5日")
        await world.advance_to(datetime(2026, 9, 28, 9, 0, tzinfo=ZONE))
        question = await office.sees("10月5日（周一）放假")
        assert question.contains("10月8日（周四）")
        assert question.contains("10月10日（周六）（补班）")
        await world.advance_to(datetime(2026, 10, 5, 8, 0, tzinfo=ZONE))
        assert not told(head, "10月5日")


async def test_a_skipped_meeting_takes_no_number(make_world: Callable[..., World]) -> None:
    async with make_world(at=datetime(2026, 9, 28, 8, 30, tzinfo=ZONE)) as world:
        with world.database.begin() as session:
            session.execute(update(Membership).values(from_date=datetime(2026, 1, 1).date()))
        office, other, head = world.person("测试乙04"), world.person("测试乙05"), world.person("测试丙11")
        await make_weekly(office)
        await world.advance_to(datetime(2026, 9, 28, 9, 0, tzinfo=ZONE))
        await office.sees("10月5日（周一）放假")
        await office.taps("停开一次")
        await other.sees("停开一次。")
        await world.advance_to(datetime(2026, 10, 9, 16, 0, tzinfo=ZONE))
        call = await head.sees("10月12日（周一）9:00")
        assert call.contains("HY-2026-0002")


async def test_what_waits_is_in_todo(world: World) -> None:
    office, comes, asks = world.person("测试乙04"), world.person("测试丙11"), world.person("测试丙06")
    await make_weekly(office)
    await world.advance_to(THURSDAY)
    await comes.says("/todo")
    await comes.sees("会议答复：周例会")
    await comes.taps("答复 周例会")
    await comes.taps("参加")
    await comes.says("/todo")
    await comes.sees("没有等您处理的事")
    await asks.taps("请假")
    await asks.taps("病假")
    await office.says("/todo")
    await office.sees("请假待批：测试丙06")
    await office.taps("请假 测试丙06")
    await office.taps("准假")
    await asks.sees("已准假")


async def test_answers_given_at_the_same_moment_are_all_counted(world: World) -> None:
    office = world.person("测试乙04")
    people = [world.person(f"测试丙{n:02}") for n in (1, 6, 11, 16, 21, 26, 31, 36, 41, 46)]
    await make_weekly(office)
    await world.advance_to(THURSDAY)
    await asyncio.gather(*(person.taps("参加") for person in people))
    await world.settle()
    await office.sees("应到 35 · 参加 10 · ")
