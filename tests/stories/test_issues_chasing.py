"""Chases do not pile up, and a card that its reader has deleted comes back when they act on it."""

from datetime import datetime

from simulator.people import Person
from tests.stories.test_issues_acting import report
from tests.world import World


def chases(person: Person) -> list[str]:
    """The chases that stand in somebody's chat."""
    return [str(one.content.get("text")) for one in person.messages() if one.contains("请尽快")]


async def test_a_chase_takes_the_place_of_the_one_before_and_ends_when_somebody_acts(world: World) -> None:
    clerk, liaison = world.person("测试戊16"), world.person("测试丙15")
    await report(clerk)
    await liaison.taps("受理")
    for day, words in ((3, "剩 2 个工作日"), (4, "剩 1 个工作日"), (7, "今天到期")):
        await world.advance_to(datetime(2026, 12, day, 9, 1))
        warnings = [one for one in liaison.messages() if one.contains("⏰")]
        assert [one.contains(words) for one in warnings] == [True]
    for day, count in ((8, 1), (9, 2), (10, 3)):
        await world.advance_to(datetime(2026, 12, day, 9, 1))
        assert len(chases(liaison)) == 1
        assert f"已逾期 {count} 个工作日" in chases(liaison)[0]
    await world.advance_to(datetime(2026, 12, 14, 9, 1))
    assert len(chases(liaison)) == 1
    await liaison.sees("这一条已有更新，请看最新的一条")
    await liaison.taps(
        "办结", message=next(one for one in liaison.messages() if one.contains("已受理，为领办人"))
    )
    await liaison.says("已换变压器")
    over = await liaison.sees("不用再催")
    assert over.contains("问〔2026〕1号")
    assert over.button_rows == []
    assert chases(liaison) == []


async def test_what_came_of_an_act_is_told_although_the_card_was_deleted(world: World) -> None:
    clerk = world.person("测试戊16")
    await clerk.says("/report 板材厂停电")
    draft = await clerk.sees("问题提报草稿")
    await clerk.deletes(draft)
    said = await clerk.says("影响三条生产线")
    again = await clerk.sees("标题：板材厂停电，影响三条生产线", after=said)
    await clerk.taps("提交", message=again)
    await clerk.sees("问〔2026〕1号")
