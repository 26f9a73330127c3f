"""The office's morning and the leader's Friday: told once, with figures that are right (M2, M17)."""

from datetime import datetime

from simulator.messages import Message
from tests.stories.test_issues_acting import report
from tests.world import World


def digests_of(world: World, name: str, title: str) -> list[Message]:
    return [message for message in world.person(name).messages() if message.contains(title)]


async def test_the_office_reads_its_digest_every_working_morning(world: World) -> None:
    clerk, other, liaison, office = (world.person(f"测试{name}") for name in ("戊16", "戊09", "丙15", "乙04"))
    await report(clerk, "/report 板材厂变压器停电")
    await report(other, "/report 快递分拨中心占用规划道路")
    await report(clerk, "/report 木业园三家板材厂配电容量不够")
    await liaison.taps("受理")
    await world.advance_to(datetime(2026, 11, 24, 8, 29))
    assert not digests_of(world, "测试乙04", "办公室日报")
    await world.advance_to(datetime(2026, 11, 24, 8, 31))
    first = await office.sees("办公室日报 · 11月24日（周二）")
    assert first.contains("新报 3 件，办结 0 件")
    assert first.contains("未办结 3 件：待受理 2 · 办理中 1")
    assert first.contains("今天到期 2 件")
    assert first.contains("问〔2026〕1号 板材厂变压器停电 · 木业专班")
    await liaison.taps("办结")
    await liaison.says("已换变压器")
    await clerk.taps("满意")
    await world.advance_to(datetime(2026, 11, 24, 18, 0))
    await world.advance_to(datetime(2026, 12, 8, 8, 31))
    await world.advance_to(datetime(2026, 12, 9, 8, 31))
    second = await office.sees("办公室日报 · 12月9日（周三）")
    assert second.contains("新报 0 件，办结 0 件"), "counted since yesterday's digest"
    assert second.contains("逾期 2 件")
    assert second.contains("快递分拨中心占用规划道路 · 商贸物流专班，逾期 1 个工作日")
    assert len(digests_of(world, "测试乙04", "办公室日报")) == 3
    await office.taps("看逾期", message=second)
    await office.sees("问题 · 逾期（2 件）")
    await office.taps("看板", message=second)
    await office.sees("问题总览")
    assert not digests_of(world, "测试戊16", "办公室日报")


async def test_days_off_have_no_digest_and_downtime_loses_none(world: World) -> None:
    office = world.person("测试乙04")
    await world.advance_to(datetime(2026, 11, 27, 18, 0))
    before = len(digests_of(world, "测试乙04", "办公室日报"))
    await world.advance_to(datetime(2026, 11, 29, 18, 0))
    assert len(digests_of(world, "测试乙04", "办公室日报")) == before
    await world.stop()
    world.clock.move_to(datetime(2026, 11, 30, 11, 0, tzinfo=world.clock.now().tzinfo))
    await world.start()
    await world.settle()
    await office.sees("办公室日报 · 11月30日（周一）")
    await world.stop()
    await world.start()
    await world.settle()
    assert len(digests_of(world, "测试乙04", "办公室日报")) == before + 1


async def test_each_leader_gets_three_lines_on_friday(world: World) -> None:
    clerk = world.person("测试戊16")
    leader, three, head = (world.person(name) for name in ("陈士贤", "周兴金", "测试甲01"))
    await report(clerk, "/report 板材厂变压器停电")
    await world.advance_to(datetime(2026, 11, 27, 15, 59))
    assert not digests_of(world, "陈士贤", "一周要情")
    await world.advance_to(datetime(2026, 11, 27, 16, 1))
    told = await leader.sees("一周要情 · 11月27日（周五）")
    assert told.contains("木业产业专班")
    assert told.contains("到哪了：未办结 1 件，本周新报 1 件、办结 0 件")
    assert told.contains("差什么：没有逾期")
    assert told.contains("请领导定：本周没有需要您定的事")
    assert not told.contains("医药")
    several = await three.sees("一周要情")
    for name in ("医养健康产业专班", "医药产业专班", "有色金属产业专班"):
        assert several.contains(name)
    assert several.contains("没有未办结的问题")
    assert (await head.sees("一周要情")).contains("全区")
    await world.advance_to(datetime(2026, 12, 18, 16, 1))
    told = await leader.sees("一周要情 · 12月18日（周五）")
    assert told.contains("差什么：逾期 1 件，最久的是“板材厂变压器停电”（木业专班，逾期 8 个工作日）")
    assert told.contains("请领导定：1 件逾期超过 3 个工作日，是否挂牌督办或改派")
    for name in ("陈士贤", "周兴金", "测试甲01"):
        assert len(digests_of(world, name, "一周要情")) == 2
