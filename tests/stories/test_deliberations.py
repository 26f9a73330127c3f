"""What goes to the leading group: put forward, decided word for word, handed down (M2, end of scenario 9)."""

from datetime import datetime

from sqlmodel import select

from simulator.messages import Message
from simulator.people import Person
from storage.deliberations import Deliberation
from tests.world import ZONE, World

DECISION = "原则同意调整控规。由区规划分局牵头，商贸物流专班配合，12月20日前完成报批。"


async def critical(clerk: Person) -> None:
    said = await clerk.says("/report 快递分拨中心占用规划道路")
    draft = await clerk.sees("问题提报草稿", after=said)
    await clerk.taps("级别", message=draft)
    await clerk.taps("重大")
    await clerk.taps("提交")
    await clerk.sees("状态：待受理", after=said)


async def test_put_forward_decided_and_handed_down(world: World) -> None:
    clerk, office, head = world.person("测试戊09"), world.person("测试乙04"), world.person("测试甲01")
    planner, outsider = world.person("测试己39"), world.person("测试丁07")
    await critical(clerk)
    said = await office.says("WT-2026-0001")
    await office.taps("提报审议", message=await office.sees("WT-2026-0001", after=said))
    item = await office.sees("请领导定：快递分拨中心占用规划道路", after=said)
    await office.taps("提报领导小组", message=item)
    asked = await head.sees("提报审议")
    said = await head.says("/todo")
    await head.sees("请您审议", after=said)
    await head.taps("批示", message=asked)
    await head.says("同意，注意保障通行")
    told = await office.sees("意见：同意，注意保障通行")
    await office.taps("录入决定", message=told)
    await office.says(DECISION)
    decided = await office.sees("已议定", after=told)
    assert decided.contains(DECISION)
    await office.taps("形成交办", message=decided)
    form = await office.sees("交办（草稿）", after=decided)
    for words in ("主办：区规划分局", "协办：商贸物流产业专班", "12月20日（周日）"):
        assert form.contains(words), words
    await office.taps("提交", message=form)
    task = await planner.sees("交〔2026〕1号")
    assert task.contains("来源：领导小组议定事项")
    await planner.taps("查看议题", message=task)
    await planner.sees("议定（11月23日，测试乙04录入）")
    await clerk.sees("领导小组审议：已议定")
    clerk.sees_not("原则同意")
    forged = await outsider.taps_raw("deliberation.open:1", await _something(outsider))
    assert forged.alert
    await planner.taps("办结", message=task)
    await planner.says("已报批")
    done = await office.sees("报办结：已报批")
    await office.taps("查看", message=done)
    await office.taps("销号")
    await planner.sees("已由办公室销号")
    with world.database.begin() as session:
        assert session.exec(select(Deliberation)).one().decision == DECISION


async def test_what_is_withdrawn_is_no_longer_before_anybody(world: World) -> None:
    clerk, office, head = world.person("测试戊09"), world.person("测试乙04"), world.person("测试甲02")
    await critical(clerk)
    said = await office.says("WT-2026-0001")
    await office.taps("提报审议", message=await office.sees("WT-2026-0001", after=said))
    await office.taps("提报领导小组")
    asked = await head.sees("提报审议")
    await clerk.taps("撤回")
    await head.sees("状态：已撤销")
    refused = await head.taps_raw("deliberation.agree:1", asked)
    assert refused.alert
    assert "该议题现为“已撤销”" in str(refused.text)
    await world.advance_to(datetime(2026, 11, 24, 10, 0, tzinfo=ZONE))
    said = await head.says("/todo")
    assert not (await head.sees("我的待办", after=said)).contains("审议")


async def _something(person: Person) -> Message:
    said = await person.says("/todo")
    return await person.sees("我的待办", after=said)


async def test_what_a_leader_lets_go_up_becomes_an_item_in_its_own_three_lines(world: World) -> None:
    clerk, chief, office = world.person("测试戊16"), world.person("测试丙43"), world.person("测试乙04")
    leader = world.person("周兴金")
    said = await clerk.says("/report 铜业公司环评验收卡住了")
    await clerk.taps("提交", message=await clerk.sees("问题提报草稿", after=said))
    await chief.taps("受理")
    await world.settle()
    said = await chief.says("WT-2026-0001")
    card = await chief.sees("WT-2026-0001", after=said)
    if not any("上报" in button["text"] for row in card.button_rows for button in row):
        await chief.taps("更多", message=card)
    await chief.taps("上报", message=card)
    for words in ("已召集三次会商", "市局要求补监测", "是否由区里出资监测"):
        await chief.says(words)
    await leader.taps("同意", message=await leader.sees("申请上报"))
    item = await office.sees("提报审议")
    for words in ("已做工作：已召集三次会商", "卡在哪里：市局要求补监测", "请领导定：是否由区里出资监测"):
        assert item.contains(words), words
    await office.taps("提报领导小组", message=item)
    await office.taps("录入决定", message=item)
    await office.says("同意由区财政局安排资金。")
    await chief.sees("领导小组已议定")
