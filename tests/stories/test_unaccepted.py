"""A problem that nobody takes on, and urging: scenario 11 and the chasing of point 4."""

from datetime import datetime

from sqlmodel import select

from simulator.messages import Message
from simulator.people import Person
from storage.due import Due
from storage.issues import Issue
from tests.world import ZONE, World

FIVE = ("丙21", "丙22", "丙23", "丙24", "丙25")


async def reported(world: World) -> Person:
    """A problem of the culture task force; its reporter."""
    clerk = world.person("测试戊16")
    said = await clerk.says("/report 文化创意园的版权登记一直办不下来")
    await clerk.taps("提交", message=await clerk.sees("问题提报草稿", after=said))
    await world.settle()
    return clerk


async def test_each_rung_of_the_ladder_comes_once_also_after_a_restart(world: World) -> None:
    five = [world.person(f"测试{name}") for name in FIVE]
    head, deputy, chief = five[0], five[1], five[2]
    leaders, office = [world.person(name) for name in ("徐立娟", "王辉")], world.person("测试乙04")
    group = world.group("文化创意专班工作群", five, body="文化创意产业专班")
    clerk = await reported(world)
    in_group = len(five[0].messages(group))

    await world.advance_to(datetime(2026, 11, 24, 16, 0))
    for person in five:
        await person.sees("还没有人受理，今天 17:30 截止")
    assert len(five[0].messages(group)) == in_group, "nobody is called in the group"

    await world.advance_to(datetime(2026, 11, 24, 17, 29))
    chief.sees_not("您已被指派")
    await world.advance_to(datetime(2026, 11, 24, 17, 30))
    told = await chief.sees("您已被指派为临时领办人")
    assert told.contains("办理期限 12月8日（周二），从应受理日起算")
    await deputy.sees("逾期未受理，已自动指派 测试丙23 为临时领办人")
    head.sees_not("已自动指派")
    await clerk.sees("文化创意专班逾期未受理，系统已指派 测试丙23 为临时领办人，办理期限 12月8日")
    issue = _issue(world)
    assert (issue.state, issue.provisional, issue.accepted_at) == ("handling", True, None)

    await world.stop()
    world.clock.move_to(datetime(2026, 11, 25, 10, 30, tzinfo=ZONE))
    await world.start()
    await world.settle()
    for leader in leaders:
        line = await leader.sees("文化创意专班逾期未受理，临时领办人 测试丙23 尚无动作")
        assert "\n" not in str(line.text).strip(), "one line"
    offer = await office.sees("已抄送牵头区领导")
    await world.stop()
    await world.start()
    await world.advance_to(datetime(2026, 11, 27, 10, 0))
    for person, words in (
        *((leader, "尚无动作") for leader in leaders),
        (office, "尚无动作"),
        (chief, "您已被指派"),
    ):
        assert _count(person, words) == 1, (person.name, words)
    assert _count(deputy, "已自动指派") == 1

    other = five[4]
    await office.taps("改派", message=offer)
    await office.taps("测试丙25", message=await office.sees("改派给哪位同志"))
    await other.sees("请您领办 问〔2026〕1号")
    await chief.sees("已改由 测试丙25 领办")
    changed = _issue(world)
    assert (changed.provisional, changed.solve_due_at) == (False, issue.solve_due_at), (
        "the time does not grow"
    )
    late = await deputy.taps("改派", message=await deputy.sees("已自动指派"))
    assert not late.alert


async def test_who_takes_it_on_after_all_stops_the_ladder(world: World) -> None:
    chief, liaison, leader = world.person("测试丙23"), world.person("测试丙25"), world.person("徐立娟")
    await reported(world)
    await world.advance_to(datetime(2026, 11, 24, 17, 30))
    await chief.sees("您已被指派为临时领办人")
    card = await liaison.sees("已指派 测试丙23 为临时领办人")
    await liaison.taps("受理", message=card)
    await liaison.sees("测试丙25 已受理，为领办人")
    await chief.sees("测试丙25 已受理，为领办人")
    await world.advance_to(datetime(2026, 11, 25, 9, 30))
    leader.sees_not("尚无动作")
    assert _issue(world).accepted_at is not None
    with world.database.begin() as session:
        assert session.exec(select(Due.state).where(Due.kind == "issue.unaccepted")).one() == "missed"


async def test_whom_the_clock_appointed_may_send_it_where_it_belongs(world: World) -> None:
    chief, other = world.person("测试丙23"), world.person("测试丙05")
    clerk = await reported(world)
    await world.advance_to(datetime(2026, 11, 24, 17, 30))
    card = await chief.sees("状态：办理中")
    await chief.taps("退回", message=card)
    await chief.taps("机械制造专班")
    await chief.sees("请写明退回的理由")
    await chief.says("是机械制造的事")
    await chief.sees("已退回，不用再催")
    issue = _issue(world)
    assert (issue.state, issue.provisional, issue.lead_id, issue.returned) == ("waiting", False, None, 1)
    await world.advance_to(datetime(2026, 11, 25, 10, 0))
    await other.sees("请机械制造专班在")
    await clerk.sees("已转机械制造专班，无需您重新填报")
    world.person("徐立娟").sees_not("临时领办人 测试丙23 尚无动作")


async def test_superiors_get_one_message_for_all_that_nobody_took_on(world: World) -> None:
    leader, chief, stories = world.person("徐立娟"), world.person("测试丙23"), ("版权登记", "影视基地用电")
    await reported(world)
    clerk = world.person("测试戊16")
    said = await clerk.says(f"/report 文化创意园的{stories[1]}一直办不下来")
    await clerk.taps("提交", message=await clerk.sees("问题提报草稿", after=said))
    await world.settle()
    await world.advance_to(datetime(2026, 11, 24, 17, 30))
    await chief.sees("您已被指派为临时领办人")
    await world.advance_to(datetime(2026, 11, 25, 9, 0))
    told = await leader.sees("抄送 2 件")
    for number, story in enumerate(stories, 1):
        assert told.contains(f"{number}. 问〔2026〕{number}号")
        assert told.contains(story)
    assert _count(leader, "尚无动作") == 1
    await leader.taps("WT-2026-0002", message=told)
    await leader.sees("影视基地用电")
    await world.advance_to(datetime(2026, 12, 14, 9, 0))
    overdue = await leader.sees("办理已逾期 4 个工作日")
    assert overdue.contains("抄送 2 件")
    assert _count(leader, "抄送") == 2


async def test_what_a_deputy_does_counts_as_somebody_having_taken_it_on(world: World) -> None:
    deputy, leader = world.person("测试丙22"), world.person("徐立娟")
    await reported(world)
    await world.advance_to(datetime(2026, 11, 24, 17, 30))
    await deputy.sees("已自动指派 测试丙23")
    await deputy.taps("进展", message=await opened(deputy))
    await deputy.says("已约版权局明天会商")
    await world.advance_to(datetime(2026, 11, 25, 9, 30))
    leader.sees_not("尚无动作")
    issue = _issue(world)
    assert not issue.provisional
    assert issue.accepted_at is not None


async def test_accepted_in_time_nobody_is_reminded(world: World) -> None:
    chief = world.person("测试丙23")
    await reported(world)
    await chief.taps("受理")
    await world.advance_to(datetime(2026, 11, 25, 9, 30))
    chief.sees_not("截止。到时")
    chief.sees_not("临时领办人")


async def test_the_reporter_urges_once_a_working_day_and_the_office_at_any_time(world: World) -> None:
    chief, deputy, other = (world.person(f"测试{name}") for name in ("丙23", "丙22", "丙25"))
    office = world.person("测试乙04")
    clerk = await reported(world)
    await chief.taps("受理")
    await clerk.sees("测试丙23 已受理，为领办人")
    card = await opened(clerk)
    answer = await clerk.taps("催办", message=card)
    assert answer.text == "已催办 测试丙23（第 1 次）。"
    assert (await chief.sees("测试戊16 催办：问〔2026〕1号")).contains("请尽快办理并报一句进展")
    again = await clerk.taps("催办", message=card)
    assert again.alert
    assert again.text == "您今天 10:12 已经催过，一个工作日只能催一次，11月24日起可再催。"
    await office.taps("催办", message=await opened(office))
    await office.taps("催办", message=await opened(office))
    await chief.sees("第 3 次催办")
    assert _count(chief, "催办：") == 3
    await clerk.sees("测试戊16（义堂镇）催办")

    await world.advance_to(datetime(2026, 11, 25, 17, 30))
    offer = await deputy.sees("催办后 2 个工作日，领办人 测试丙23 没有动静")
    await deputy.taps("改派", message=offer)
    await deputy.taps("测试丙25", message=await deputy.sees("改派给哪位同志"))
    await other.sees("请您领办")


async def test_a_step_after_the_urging_ends_the_silence(world: World) -> None:
    chief, deputy = world.person("测试丙23"), world.person("测试丙22")
    clerk = await reported(world)
    await chief.taps("受理")
    await clerk.sees("测试丙23 已受理，为领办人")
    await clerk.taps("催办", message=await opened(clerk))
    await chief.taps("进展", message=await opened(chief))
    await chief.says("已约版权局明天会商")
    await clerk.sees("有新进展")
    await world.advance_to(datetime(2026, 11, 26, 9, 0))
    deputy.sees_not("没有动静")
    await clerk.taps("催办", message=await opened(clerk))
    await chief.sees("第 2 次催办")


async def opened(person: Person) -> Message:
    """The problem's card anew, unfolded where it has more buttons than fit."""
    said = await person.says("WT-2026-1")
    card = await person.sees("状态：", after=said)
    if any("更多" in button["text"] for row in card.button_rows for button in row):
        await person.taps("更多", message=card)
    return card


def _count(person: Person, words: str) -> int:
    return sum(message.contains(words) for message in person.messages())


def _issue(world: World) -> Issue:
    with world.database.begin() as session:
        found = session.exec(select(Issue)).one()
        session.expunge(found)
        return found
