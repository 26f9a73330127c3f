"""From acceptance to verdict, and two people at once: scenarios 1, 3, 5, 7, 16 and 17."""

import asyncio
from datetime import datetime

from sqlmodel import select

from simulator.messages import Message
from simulator.people import Person
from storage.issues import Issue
from tests.world import World

STORY = "/report 板材厂配电容量不够，新线上不去"


async def report(clerk: Person, story: str = STORY) -> Message:
    """Hand a report in; the problem's card."""
    said = await clerk.says(story)
    draft = await clerk.sees("问题提报草稿", after=said)
    answer = await clerk.taps("提交", message=draft)
    code = str(answer.text).removeprefix("已提交：")
    return await clerk.sees(code, after=said)


async def choose(world: World, person: Person, label: str, card: Message | None = None) -> None:
    """Tap an action on a card (the newest one), behind “more” if it is not among the first."""
    await world.settle()
    card = card or await person.sees("状态：")
    folded = not any(label in button["text"] for row in card.button_rows for button in row)
    if folded:
        await person.taps("更多", message=card)
    await person.taps(label, message=card)


def data(card: Message, label: str) -> str:
    """The callback data of a button."""
    rows = card.button_rows
    return next(str(button["callback_data"]) for row in rows for button in row if label in button["text"])


async def test_from_report_to_satisfaction(world: World) -> None:
    clerk, chief, liaison = (world.person(f"测试{name}") for name in ("戊16", "丙13", "丙15"))
    await report(clerk)
    await liaison.taps("受理")
    await clerk.sees("测试丙15 已受理，办理期限 12月7日（周一）")

    await liaison.taps("进展")
    await liaison.sees("请写一句进展")
    await liaison.sends_photo(album="b")
    await liaison.sees("已收到附件 1 件")
    await liaison.sends_photo(data=b"\x89PNG\r\n\x1a\nx", caption="已和供电公司到现场看过", album="b")
    await liaison.sends_photo(data=b"\x89PNG\r\n\x1a\ny", album="b")
    await clerk.sees("有新进展（测试丙15）")
    await clerk.sees("报告进展：已和供电公司到现场看过 📎2")
    await chief.sees("附件：3 件（照片 3）")
    liaison.sees_not("问题提报草稿")

    await liaison.taps("办结")
    await liaison.says("已换 630 千伏安变压器，三家恢复生产")
    card = await clerk.sees("请提报人评价")
    assert card.contains("办理结果：已换 630 千伏安变压器")
    await clerk.taps("满意", message=card)
    await liaison.sees("提报人评价：满意，已办结")
    await chief.sees("状态：已办结")
    await clerk.taps("时间线")
    await world.settle()
    timeline = clerk.last()
    for words in ("测试戊16（义堂镇）提报 → 木业产业专班", "测试丙15（木业产业专班）受理", "评价满意"):
        assert timeline.contains(words), words
    await clerk.taps("返回", message=timeline)
    await clerk.sees("评价：满意")


async def test_withdrawn_before_acceptance_it_is_a_draft_again(world: World) -> None:
    clerk, liaison = world.person("测试戊22"), world.person("测试丙15")
    await report(clerk)
    await liaison.sees("状态：待受理")
    await clerk.taps("撤回")
    await liaison.sees("更正：问〔2026〕1号")
    await liaison.sees("状态：已撤回")
    await clerk.sees("问题提报草稿")
    await clerk.taps("提交")
    await clerk.sees("问〔2026〕2号")


async def test_two_tap_at_once_and_the_first_wins(world: World) -> None:
    clerk, thirteen, fifteen = (world.person(f"测试{name}") for name in ("戊16", "丙13", "丙15"))
    await report(clerk)
    first, second = await thirteen.sees("待受理"), await fifteen.sees("待受理")
    answers = await asyncio.gather(
        thirteen.taps_raw(data(first, "受理"), first), fifteen.taps_raw(data(second, "受理"), second)
    )
    refused = [answer for answer in answers if answer.alert]
    assert len(refused) == 1
    assert refused[0].text is not None
    assert "您的“受理”未生效" in refused[0].text
    with world.database.begin() as session:
        assert session.exec(select(Issue)).one().phase == 1


async def test_solved_or_sent_up_in_the_same_second_but_never_both(world: World) -> None:
    """Scenario 17."""
    clerk, chief, deputy = (world.person(f"测试{name}") for name in ("戊16", "丙43", "丙42"))
    await report(clerk, "/report 铜业公司环评验收卡住了")
    await chief.taps("受理")
    await deputy.says("WT-2026-1")
    await deputy.sees("测试丙43 已受理")
    await choose(world, deputy, "上报")
    for words in ("已约谈企业", "验收标准有分歧"):
        await deputy.says(words)
    await deputy.sees("需要上级决定什么")
    await chief.taps("办结", message=await chief.sees("状态：办理中"))
    await chief.sees("请写明办理结果")
    await asyncio.gather(chief.says("已协调完成验收"), deputy.says("请定验收标准"))
    await world.settle()
    with world.database.begin() as session:
        issue = session.exec(select(Issue)).one()
        solved, asked = issue.state == "confirming", issue.request_id is not None
        assert solved
        assert not asked, "what was asked for first is void with the solution"


async def test_who_comes_second_hears_who_was_first_and_when(world: World) -> None:
    clerk, chief, deputy = (world.person(f"测试{name}") for name in ("戊16", "丙43", "丙42"))
    await report(clerk, "/report 铜业公司环评验收卡住了")
    await chief.taps("受理")
    await deputy.says("WT-2026-1")
    await deputy.sees("测试丙43 已受理")
    await deputy.taps("办结")
    await chief.taps("办结")
    await world.advance_to(datetime(2026, 11, 23, 10, 31, 5))
    await chief.says("已协调完成验收")
    await chief.sees("已记录")
    await deputy.says("我也办完了")
    await deputy.sees("该件已于 10:31:05 由测试丙43办结，现为“待确认”，您的“办结”未生效")
    await deputy.sees("请提报人评价")


async def test_a_double_tap_counts_once_and_an_old_card_does_nothing(world: World) -> None:
    clerk, liaison = world.person("测试戊16"), world.person("测试丙15")
    await report(clerk)
    card = await liaison.sees("待受理")
    accept, send_back = data(card, "受理"), data(card, "退回")
    assert not (await liaison.taps_raw(accept, card)).alert
    again = await liaison.taps_raw(accept, card)
    assert not again.alert, "the same tap twice is no mistake"
    stale = await liaison.taps_raw(send_back, card)
    assert stale.alert
    assert stale.text is not None
    assert "现为“办理中”" in stale.text
    forged = await clerk.taps_raw(data(await liaison.sees("办理中"), "办结"), card)
    assert forged.alert
    assert forged.text is not None
    assert "不由您操作" in forged.text


async def test_an_old_copy_points_to_the_newer_one_and_a_late_tap_on_it_tells_the_present_state(
    world: World,
) -> None:
    clerk, liaison = world.person("测试戊16"), world.person("测试丙15")
    await report(clerk)
    old = await liaison.sees("待受理")
    back = data(old, "退回")
    said = await liaison.says("WT-2026-0001")
    await liaison.taps("受理", message=await liaison.sees("待受理", after=said))
    await world.settle()
    assert old.contains("WT-2026-0001 这一条已有更新，请看最新的一条")
    assert old.button_rows == []
    stale = await liaison.taps_raw(back, old)
    assert stale.alert
    assert stale.text is not None
    assert "该件已于 10:12:00 由测试丙15受理，现为“办理中”" in stale.text
    await world.settle()
    assert old.button_rows == []


async def test_outsiders_learn_nothing(world: World) -> None:
    clerk, outsider, stranger = world.person("测试戊16"), world.person("测试丁07"), world.stranger("路人")
    insider = world.person("测试丙14")
    group = world.group("木业产业专班工作群", [insider, outsider, stranger], body="木业产业专班")
    await report(clerk, "/report 鲁丽木业用电增容办不下来，电话13912345678")
    shown = await insider.sees("问〔2026〕1号", chat=group)
    assert not shown.contains("鲁丽")
    answer = await outsider.taps("查看", chat=group)
    assert answer.alert
    assert answer.text == "您无权查看详情，可联系专班联络员测试丙15。"
    assert (await stranger.taps("查看", chat=group)).alert
    await insider.taps("查看", chat=group)
    await insider.sees("企业：鲁丽木业")
    for number in ("WT-2026-0001", "WT-2026-0099"):
        said = await outsider.says(number)
        await outsider.sees("没有找到这个编号的问题", after=said)
    refused = await outsider.taps_raw("issue.do:1:accept:0", outsider.last())
    assert refused.alert
    with world.database.begin() as session:
        assert session.exec(select(Issue)).one().state == "waiting"


async def test_a_number_in_any_style_and_a_deep_link_open_the_card(world: World) -> None:
    clerk = world.person("测试戊16")
    await report(clerk)
    for number in ("问[2026]1号", "wt-2026-1", "问（2026）001 号", "WT20260001"):
        said = await clerk.says(number)
        await clerk.sees("WT-2026-0001", after=said)
    started = await clerk.starts("WT-2026-0001")
    await clerk.sees("状态：待受理", after=started)


async def test_deadlines_warn_and_then_chase(world: World) -> None:
    clerk, liaison, deputy, leader = (
        world.person(name) for name in ("测试戊16", "测试丙15", "测试丙12", "陈士贤")
    )
    await report(clerk)
    await world.advance_to(datetime(2026, 11, 24, 9, 0))
    await liaison.sees("受理期限 11月24日 17:30，今天到期")
    await liaison.taps("受理", message=await liaison.sees("状态：待受理"))
    for day, left in ((4, "剩 2 个工作日"), (7, "剩 1 个工作日"), (8, "今天到期")):
        await world.advance_to(datetime(2026, 12, day, 9, 0))
        await liaison.sees(f"办理期限 12月8日 17:30，{left}")
    await world.advance_to(datetime(2026, 12, 8, 17, 30))
    await liaison.sees("办理已逾期")
    await world.advance_to(datetime(2026, 12, 9, 9, 0))
    await liaison.sees("办理已逾期 1 个工作日")
    deputy.sees_not("抄送")
    await world.advance_to(datetime(2026, 12, 10, 9, 0))
    await deputy.sees("抄送：问〔2026〕1号")
    leader.sees_not("抄送")
    await world.advance_to(datetime(2026, 12, 14, 9, 0))
    await leader.sees("抄送：问〔2026〕1号")
    told = sum(message.contains("抄送") for message in deputy.messages())
    assert told == 1, "each rung once"


async def test_silence_of_the_reporter_closes_it_as_unrated(world: World) -> None:
    clerk, liaison = world.person("测试戊16"), world.person("测试丙15")
    await report(clerk)
    await liaison.taps("受理")
    await liaison.taps("办结")
    await liaison.says("已办完")
    await clerk.sees("请提报人评价")
    await world.advance_to(datetime(2026, 11, 26, 17, 30))
    await clerk.sees("评价：未评价")
    await liaison.sees("已按“未评价”办结")


async def test_where_the_calendar_ends_nothing_is_guessed(world: World) -> None:
    await world.advance_to(datetime(2026, 12, 31, 18, 0))
    clerk = world.person("测试戊16")
    await report(clerk)
    await clerk.sees("节假日表未更新，时限暂不能计算")
    with world.database.begin() as session:
        assert session.exec(select(Issue)).one().due_at is None
