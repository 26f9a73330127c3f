"""The whole story of the README, told through the stand-in: report, take on, look up, answer, be reminded."""

from datetime import datetime

from services.policies import load_demo_policies
from tests.world import ZONE, World

THURSDAY = datetime(2026, 11, 26, 16, 0, tzinfo=ZONE)


async def test_the_readmes_story(world: World) -> None:
    with world.database.begin() as session:
        load_demo_policies(session, now=world.clock.now())
    clerk, liaison, chief = (world.person(f"测试{name}") for name in ("戊16", "丙15", "丙13"))
    office, invited, silent = (world.person(f"测试{name}") for name in ("乙04", "丙11", "丙16"))
    group = world.group("木业产业专班工作群", [liaison, chief], body="木业产业专班")

    await clerk.sends_photo(caption="义堂木业园三家板材厂配电容量不够，新线上不去")
    draft = await clerk.sees("问题提报草稿")
    assert draft.contains("木业")
    assert draft.contains("义堂镇")
    await clerk.taps("提交", message=draft)
    await clerk.sees("问〔2026〕1号")
    card = await clerk.sees("WT-2026-0001")
    assert card.contains("17:30")
    shown = await liaison.sees("WT-2026-0001", chat=group)
    assert not shown.contains("测试戊16"), "a group sees number, title and state, no names"

    await liaison.sees("WT-2026-0001")
    await chief.sees("WT-2026-0001")
    await liaison.taps("受理")
    await chief.sees("测试丙15 已受理")
    await clerk.sees("办理期限 12月7日（周一）")
    await liaison.taps("进展")
    await liaison.says("已和供电公司到现场看过")
    await clerk.sees("已和供电公司到现场看过")
    await liaison.taps("办结")
    await liaison.says("已换 630 千伏安变压器")
    await clerk.taps("满意")
    await liaison.sees("已办结")

    await clerk.says("贷款贴息")
    await clerk.sees("兰山区中小微企业贷款贴息实施细则")

    await office.says("/meetings")
    await office.taps("新建")
    await office.taps("周例会")
    await office.says("区政府三楼会议室")
    await office.taps("提交")
    await office.sees("HY-2026-0001")
    await world.advance_to(THURSDAY)
    await invited.taps("参加")
    await invited.sees("您的答复：参加")
    await world.stop()
    await world.start()
    await world.advance_to(datetime(2026, 11, 27, 9, 0, tzinfo=ZONE))
    await silent.sees("您还未答复")
    invited.sees_not("您还未答复")
    await world.advance_to(datetime(2026, 11, 30, 8, 0, tzinfo=ZONE))
    await invited.sees("请准时到会")
