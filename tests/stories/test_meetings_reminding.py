"""Reminders that come later, own quiet hours, who was reached, calendars, floods, replicas, downtime."""

import asyncio
import os
import socket
import sys
from collections import Counter
from collections.abc import Callable
from datetime import datetime

import httpx
import pytest
from icalendar import Calendar
from sqlmodel import select

from bot.engine.ticks import Ticker
from handlers.features import all_routes
from simulator.messages import Message
from simulator.people import Person as Actor
from storage.bodies import Body
from storage.database import Database
from storage.meetings import Meeting, Participant
from storage.outbox import OutboxRow
from storage.people import Membership, Person, Role
from storage.timeline import TimelineEntry
from tests.world import ZONE, World

CROWD, SOAK = 60, 1000
PATIENCE = 120


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


async def make_weekly(office: Actor) -> None:
    await office.says("/meetings")
    await office.taps("新建")
    await office.taps("周例会")
    await office.says("三楼")
    await office.taps("提交")
    await office.sees("HY-2026-0001")


def told(person: Actor, words: str) -> list[str]:
    return [str(message) for message in person.messages() if message.contains(words)]


async def test_a_reminder_comes_again_when_one_wants_it(world: World) -> None:
    office, sleeps, silent = world.person("测试乙04"), world.person("测试丙11"), world.person("测试丙16")
    await make_weekly(office)
    await world.advance_to(at(26, 16))
    await world.advance_to(at(27, 9))
    chase = await sleeps.sees("您还未答复")
    await silent.sees("您还未答复")
    await sleeps.taps("会前1小时", message=chase)
    await sleeps.sees("11月30日（周一）8:00再提醒您答复")
    await world.advance_to(at(27, 11))
    await world.settle()
    assert len(told(silent, "您还未答复")) == 2
    assert not told(sleeps, "您还未答复"), "whoever asked for peace has it"
    await silent.taps("明早")
    await silent.sees("11月30日（周一）8:30再提醒您答复")
    await world.advance_to(at(30, 8))
    await sleeps.sees("您还未答复")
    await sleeps.taps("参加")
    await world.advance_to(at(30, 8, 25))
    late = await silent.taps_raw("meeting.later:zz:1:soon", silent.last())
    assert late.alert


async def test_own_quiet_hours_hold_ordinary_reminders_and_no_urgent_ones(world: World) -> None:
    office, rests, other = world.person("测试乙04"), world.person("测试丙11"), world.person("测试丙16")
    await rests.says("/me")
    await rests.taps("免打扰")
    await rests.taps("18:00起")
    await rests.sees("免打扰：18:00–08:00")
    await rests.taps("09:00止")
    await rests.sees("免打扰：18:00–09:00")
    forged = await rests.taps_raw("quiet.begin::1000", rests.last())
    assert forged.alert
    await office.says("/meetings")
    await office.taps("新建")
    await office.taps("周例会")
    await office.says("11月24日 10:00")
    await office.says("三楼")
    await world.advance_to(at(23, 18, 30))
    await office.taps("提交")
    await other.sees("会议通知")
    await world.settle()
    assert not told(rests, "会议通知")
    await world.advance_to(at(24, 9))
    await rests.sees("会议通知")
    await office.says("HY-2026-0001")
    card = await office.sees("周例会 · 已通知")
    await office.taps("取消会议", message=card)
    await office.taps("确认取消会议")
    await rests.sees("会议取消")


async def test_the_office_sees_whom_the_call_has_reached(world: World) -> None:
    office, reads, blocked = world.person("测试乙04"), world.person("测试丙11"), world.person("测试丙16")
    await make_weekly(office)
    await blocked.blocks_bot()
    await world.advance_to(at(26, 16))
    call = await reads.sees("会议通知")
    await reads.taps("已阅", message=call)
    await world.settle()
    assert "已阅" not in str(call.buttons)
    await office.says("HY-2026-0001")
    card = await office.sees("周例会 · 已通知")
    await office.taps("更多", message=card)
    await office.sees("送达情况")
    await office.taps("送达情况")
    report = await office.sees("已阅 1")
    assert report.contains("测试丙16 兰山商城管委会 +8619900000044（已停用机器人）")
    assert report.contains("（未绑定账号）")


async def test_a_calendar_follows_the_meetings(make_world: Callable[..., World]) -> None:
    address = f"127.0.0.1:{_free_port()}"
    async with make_world(listen=address) as world, httpx.AsyncClient() as web:
        office, comes, reads = world.person("测试乙04"), world.person("测试丙11"), world.person("测试丙16")
        await reads.says("/me")
        await reads.taps("日历订阅")
        await reads.taps("生成地址")
        link = (await reads.sees("/calendar/")).text.split("\n")[1].strip()
        assert link.startswith(f"http://{address}/calendar/")
        assert await _events(web, link) == []
        await make_weekly(office)
        await world.advance_to(at(26, 16))
        await comes.sees("会议通知")
        await world.settle()
        files = [message for message in comes.messages() if message.document]
        assert [message.document_name for message in files] == ["meeting.ics"]
        assert not [m for m in reads.messages() if m.document], "whoever reads a feed gets no files"
        event = _read(files[0].document or b"")[0]
        assert event["uid"] == (await _events(web, link))[0]["uid"]
        assert event.start == at(30, 9)
        assert str(event["dtstart"].params["TZID"]) == "Asia/Shanghai"

        await office.says("HY-2026-0001")
        card = await office.sees("周例会 · 已通知")
        await office.taps("改期", message=card)
        await office.says("12月1日 15:00")
        await office.taps("确认改期")
        await comes.sees("会议改期")
        await world.settle()
        moved = (await _events(web, link))[0]
        assert (moved["uid"], moved["sequence"]) == (event["uid"], event["sequence"] + 1)
        assert moved.start == datetime(2026, 12, 1, 15, tzinfo=ZONE)
        await office.says("HY-2026-0001")
        await world.settle()
        card = await office.sees("周例会 · 已通知")
        await office.taps("取消会议", message=card)
        await office.taps("确认取消会议")
        await comes.sees("会议取消")
        await world.settle()
        assert (await _events(web, link))[0]["status"] == "CANCELLED"
        last = [message for message in comes.messages() if message.document][-1]
        assert b"METHOD:CANCEL" in (last.document or b"")

        await reads.taps("更换地址")
        await world.settle()
        assert (await web.get(link)).status_code == 404
        await reads.taps("停用")
        await reads.sees("日历订阅已停用")
        assert (await web.get(f"http://{address}/calendar/guess.ics")).status_code == 404


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def _events(web: httpx.AsyncClient, link: str) -> list[Calendar]:
    answer = await web.get(link)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/calendar")
    return _read(answer.content)


def _read(data: bytes) -> list[Calendar]:
    return list(Calendar.from_ical(data).walk("VEVENT"))


async def test_downtime_from_one_hour_before_to_one_hour_after(world: World) -> None:
    office, comes = world.person("测试乙04"), world.person("测试丙11")
    await make_weekly(office)
    await world.advance_to(at(26, 16))
    await comes.taps("参加")
    await world.advance_to(at(30, 7, 59))
    await world.stop()
    world.clock.move_to(at(30, 10))
    await world.start()
    await world.settle()
    comes.sees_not("请准时到会")
    comes.sees_not("将按未回复记录")
    office.sees_not("会前汇总")
    with world.database.begin() as session:
        found = session.exec(select(Meeting).order_by(Meeting.id)).all()
        assert [one.session_number for one in found] == [1, 2], "the series goes on"
    late = await comes.taps("请假")
    assert "8:30截止" in (late.text or ""), "what was tapped meanwhile is answered"
    said = await office.says("HY-2026-0001")
    card = await office.sees("应到 35 · 参加 1", after=said)
    await office.taps("签到", message=card)
    desk = await office.sees("📝 签到 · 周例会")
    assert ["名单与补签", "📄 考勤表"] in desk.buttons, "who was there can still be written down"
    await world.advance_to(datetime(2026, 12, 3, 16, tzinfo=ZONE))
    await comes.sees("12月7日（周一）9:00")
    assert len(told(comes, "会议通知")) == 2, "the next call comes as ever, once"


async def test_two_replicas_send_each_reminder_once(world: World) -> None:
    if world.database.is_sqlite:
        pytest.skip("several processes need PostgreSQL")
    office = world.person("测试乙04")
    people = [world.person(f"测试丙{n:02}") for n in (1, 6, 11, 16, 21, 26, 31, 36, 41, 46)]
    await make_weekly(office)
    await world.advance_to(at(26, 16))
    await world.settle()
    other = Database(world.database.url.render_as_string(hide_password=False))
    try:
        assert world.assistant is not None
        replica = Ticker(other, world.assistant.house, all_routes(), world.clock)
        world.clock.move_to(at(27, 9))
        await asyncio.gather(*(asyncio.to_thread(replica.run_batch) for _ in range(20)))
        await world.settle()
    finally:
        other.dispose()
    assert [len(told(person, "您还未答复")) for person in people] == [1] * len(people)
    with world.database.begin() as session:
        rows = session.exec(select(OutboxRow).where(OutboxRow.purpose == "meeting:1:chase")).all()
        assert len({row.person_id for row in rows}) == len(rows)


async def test_a_flood_of_answers_is_counted_to_the_last_one(world: World) -> None:
    await _flood(world, CROWD)


@pytest.mark.soak
@pytest.mark.timeout(900)
@pytest.mark.skipif("ZHUANBAN_SOAK" not in os.environ, reason="the long form: make soak")
async def test_a_thousand_answer_within_a_minute(world: World) -> None:
    await _flood(world, SOAK)


async def _flood(world: World, size: int) -> None:
    office = world.person("测试乙04")
    people = _fill(world, size)
    await office.says("/meetings")
    await office.taps("新建")
    await office.taps("培训")
    for words in ("12月3日 9:00", "大礼堂"):
        await office.says(words)
    await office.taps("参会")
    await office.taps("全部专班")
    await office.says("大会场镇")
    await office.taps("大会场镇")
    await office.taps("全体人员")
    await office.sees(f"共 {size} 人")
    await office.taps("返回")
    await office.taps("提交")
    await world.advance_to(datetime(2026, 12, 1, 16, tzinfo=ZONE), patience=PATIENCE)
    calls = {person: await person.sees("会议通知") for person in people}
    ill = set(people[::10])
    started = asyncio.get_running_loop().time()
    await asyncio.gather(*(_answer(person, call, ill=person in ill) for person, call in calls.items()))
    took = asyncio.get_running_loop().time() - started
    await world.settle(PATIENCE)
    sys.stderr.write(f"\n{size} people answered in {took:.1f} s\n")  # the long form is run to learn this
    absent = len(ill)
    tally = f"参加 {size - absent} · 代会 0 · 请假 {absent}（待批 {absent}） · 未答复 0"
    await office.sees(f"应到 {size} · {tally}")
    assert took < 60, f"{size} answers took {took:.0f} s"
    with world.database.begin() as session:
        parts = session.exec(select(Participant)).all()
        assert Counter(part.reply for part in parts) == {"attend": size - absent, "leave": absent}
        entries = session.exec(select(TimelineEntry).where(TimelineEntry.action == "replied")).all()
        assert Counter(Counter(one.person_id for one in entries).values()) == {1: size}, "once each"
    await _grant_at_once(office, people[::10])


async def _grant_at_once(office: Actor, absent: list[Actor]) -> None:
    """A few requests come one by one, the rest as one list: one is refused, the others take two taps."""
    alone = [message for message in office.messages() if message.contains("请假申请")]
    assert len(alone) == 3
    lists = [message for message in office.messages() if message.contains("请假、代会待批")]
    assert len(lists) == 1
    assert lists[0].contains(f"待批（{len(absent)} 件）")
    said = await office.says("/todo")
    await office.sees(f"请假、代会待批 {len(absent)} 件：", after=said)
    await office.taps("下一页", message=lists[0])
    await office.sees(f"4. {absent[3].name}")
    await office.taps(f"不准 {absent[3].name}", message=lists[0])
    await absent[3].sees("未准假")
    await office.taps("全部同意", message=lists[0])
    await office.taps("确认全部同意", message=lists[0])
    for person in [*absent[:3], *absent[4:]]:
        await person.sees("已准假", timeout=PATIENCE)
    await office.sees(f"请假 {len(absent) - 1} · 未答复 1")
    await office.sees("都已处理")


async def _answer(person: Actor, call: Message, *, ill: bool) -> None:
    """Every tap gets its answer, and the card shows what was answered."""
    if not ill:
        await person.taps("参加", message=call, timeout=PATIENCE)
        await person.sees("您的答复：参加", timeout=PATIENCE)
        return
    await person.taps("请假", message=call, timeout=PATIENCE)
    question = await person.sees("请选择请假原因", timeout=PATIENCE)
    await person.taps("病假", message=question, timeout=PATIENCE)
    await person.sees("您的答复：请假（病假）", timeout=PATIENCE)


def _fill(world: World, size: int) -> list[Actor]:
    """A body with so many people."""
    with world.database.begin() as session:
        body = Body(kind="township", code="township.hall", name="大会场镇", short_name="大会场镇", rank=999)
        session.add(body)
        session.flush()
        for number in range(size):
            person = Person(
                name=f"会众{number:04}", phone=f"1660000{number:04}", unit_id=body.id or 0, rank=9000 + number
            )
            session.add(person)
            session.flush()
            session.add(
                Membership(
                    person_id=person.id or 0, body_id=body.id or 0, role=Role.STAFF, is_unit=True,
                    from_date=datetime(2026, 1, 1).date(),
                )
            )  # fmt: skip
    return [world.person(f"会众{number:04}") for number in range(size)]
