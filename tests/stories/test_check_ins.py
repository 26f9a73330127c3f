"""Check-in on the day as in scenario 24: a code that changes, late by rule, made up by the office."""

import re
from datetime import datetime
from io import BytesIO

from openpyxl import load_workbook
from sqlmodel import select

from services.check_ins import code_of
from services.mechanism import load_mechanism
from simulator.people import Person as Actor
from storage.check_ins import CheckInDesk
from storage.meetings import Meeting
from tests.stories.test_meetings import THURSDAY, make_weekly
from tests.world import ZONE, World

PNG = b"\x89PNG\r\n\x1a\n"


def monday(hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 11, 30, hour, minute, second, tzinfo=ZONE)


def code_now(world: World) -> str:
    with world.database.read() as session:
        desk = session.exec(select(CheckInDesk)).one()
        return code_of(desk, world.clock.now(), load_mechanism().meetings)


def link_now(world: World) -> str:
    with world.database.read() as session:
        meeting = session.exec(select(Meeting).where(Meeting.number == 1)).one()
        return f"qd-{meeting.id}-{code_now(world)}"


async def open_desk(world: World, office: Actor) -> None:
    await make_weekly(office)
    await world.advance_to(THURSDAY)
    await world.advance_to(monday(8, 40))
    await office.says("HY-2026-0001")
    await office.taps("签到")
    await office.sees("9:05 起记迟到，9:30 截止")


async def test_check_in_by_a_code_that_changes(world: World) -> None:
    office = world.person("测试乙05")
    early, late, too_late, sends, stands_in = (
        world.person(f"测试丙{n}") for n in ("11", "16", "21", "01", "02")
    )
    clerk = world.person("测试戊16")
    await make_weekly(office)
    await world.advance_to(THURSDAY)
    await sends.taps("代会")
    await sends.taps("测试丙02")
    await sends.taps("公务冲突")
    await sends.sees("代会（测试丙02）待批")
    await office.taps("同意")
    await world.advance_to(monday(8, 0))
    await office.says("HY-2026-0001")
    await office.taps("签到")
    shown = await office.sees("9:05 起记迟到，9:30 截止")
    await world.settle()
    assert shown.attachment is not None
    assert shown.attachment.data.startswith(PNG)
    first = shown.attachment.data

    await world.advance_to(monday(8, 58))
    assert shown.attachment.data != first, "the picture shows another code"
    await early.says(code_now(world))
    await early.sees("✅ 签到成功")
    await stands_in.starts(link_now(world))
    await stands_in.sees("✅ 签到成功")
    refused = await sends.starts(link_now(world))
    await sends.sees("由代会人签到", after=refused)
    await clerk.starts(link_now(world))
    await clerk.sees("您不在这次会议的参会名单中")

    old, old_link = code_now(world), link_now(world)
    await world.advance_to(monday(9, 17))
    await late.says(old)
    await late.sees("签到码已过期或不对")
    await late.starts(old_link)
    await late.says(code_now(world))
    await late.sees("⚠️ 已签到（迟到）")
    again = await late.says(code_now(world))
    await late.sees("9:17", after=again)

    await world.advance_to(monday(9, 30))
    await office.sees("签到已截止")
    await world.advance_to(monday(9, 40))
    await too_late.starts(link_now(world))
    await too_late.sees("已请办公室确认补签")
    await office.sees("测试丙21 今天 11月30日（周一）9:40到场扫码")
    await office.taps("确认补签")
    await too_late.sees("✅ 已补签")
    await office.sees("测试乙05 确认")

    await office.taps("名单与补签")
    listed = await office.sees("签到名单")
    assert listed.contains("迟到：测试丙16 9:17")
    assert listed.contains("补签 1")
    await office.taps("考勤表", message=listed)
    await world.settle()
    sent = office.last().attachment
    assert sent is not None
    assert sent.name == "考勤表-周例会-2026-11-30.xlsx"
    sheet = load_workbook(BytesIO(sent.data)).active
    assert sheet is not None
    rows = {row[0]: row[2:] for row in sheet.iter_rows(values_only=True)}
    assert rows["测试丙16"][0] == "迟到"
    assert rows["测试丙01"][:2] == ("已签到", "测试丙02")
    assert rows["测试丙21"][0] == "补签"
    assert rows["测试丙21"][3] == "测试乙05"
    assert rows["测试丙26"][0] == "未签到", "nobody is missing from a meeting that still goes on"
    await world.advance_to(monday(10, 30))
    await office.taps("考勤表", message=listed)
    await world.settle()
    over = office.last().attachment
    assert over is not None
    ended = load_workbook(BytesIO(over.data)).active
    assert ended is not None
    assert {row[0]: row[2] for row in ended.iter_rows(values_only=True)}["测试丙26"] == "缺席"
    await office.says("/meetings")
    await office.taps("出席")
    counted = await office.sees("出席统计 · 本季度")
    for line in (
        "1. 办公室：应到 8，到会 0，缺席 8",
        "15. 区经信局：应到 2，到会 1，缺席 1，代会 1",
        "16. 区林业局：应到 2，到会 1，缺席 1",
        "17. 兰山商城管委会：应到 2，到会 1，迟到 1，缺席 1",
    ):
        assert counted.contains(line), "the worst first, delegates as presence of who sent them"
    called = [int(found) for found in re.findall(r"应到 (\d+)", counted.text or "")]
    assert sum(called) == 35, "everybody who was called, once"


async def test_made_up_until_midnight_and_never_by_others(world: World) -> None:
    office, outsider = world.person("测试乙05"), world.person("测试丙11")
    await open_desk(world, office)
    await office.taps("名单与补签")
    sheet = await office.sees("签到名单")
    forged = await outsider.taps_raw("check_in.make_up:1:0", await outsider.sees("会议通知"))
    assert forged.alert
    await world.advance_to(monday(23, 59))
    await office.taps("补签")
    await world.advance_to(datetime(2026, 12, 1, 0, 0, tzinfo=ZONE))
    too_late = await office.taps("补签", message=sheet)
    assert "24:00" in (too_late.text or "")


async def test_no_check_in_before_its_time(world: World) -> None:
    office, comes = world.person("测试乙05"), world.person("测试丙11")
    await make_weekly(office)
    await world.advance_to(THURSDAY)
    await office.says("HY-2026-0001")
    early = await office.taps("签到")
    assert "还没有到签到时间" in (early.text or "")
    typed = await comes.says("123456")
    assert await comes.sees("123456", after=typed), "six digits are no code when nobody can check in"
