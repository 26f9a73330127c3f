"""What one asks for and another decides: scenarios 7, 9, 13 and 15, and what comes of silence."""

from datetime import datetime

from sqlmodel import select

from simulator.people import Person
from storage.issues import Issue, IssueRequest
from tests.stories.test_issues_acting import choose, data, report
from tests.stories.test_supervisions import list_it
from tests.world import World


async def answers(person: Person, *words: str) -> None:
    """Say one thing after the other."""
    for said in words:
        await person.says(said)


async def pick_body(world: World, person: Person, name: str) -> None:
    """Tap a body in the picker, on whichever page it is."""
    picker = await person.sees("给哪个单位？")
    if not any(name in button["text"] for row in picker.button_rows for button in row):
        await person.taps("更多", message=picker)
        await world.settle()
    await person.taps(name, message=picker)


def issue_of(world: World) -> Issue:
    """The only problem there is, as it stands."""
    with world.database.begin() as session:
        return session.exec(select(Issue)).one()


async def test_from_the_township_to_the_leading_group_step_by_step(world: World) -> None:
    """Scenario 9."""
    town, chief, office = (world.person(f"测试{name}") for name in ("戊09", "丙18", "乙01"))
    leader, other_leader = world.person("顾文明"), world.person("杨金涛")
    await town.says("/report 快递分拨中心占用规划道路")
    await town.taps("级别")
    await town.taps("一般")
    await town.taps("提交")
    await choose(world, town, "受理")
    await town.sees("办理期限")
    await world.advance_to(datetime(2026, 11, 26, 10, 0))
    await town.says("WT-2026-0001")
    await choose(world, town, "上报")
    await town.sees("① 已做工作")
    await town.says("镇里两次约谈企业")
    await town.sees("② 卡在哪里")
    await town.says("规划道路红线在区里")
    await town.sees("③ 需要上级决定什么")
    leader.sees_not("快递分拨中心")
    await town.says("请专班协调规划调整")
    card = await chief.sees("级别：较大")
    assert card.contains("承办：商贸物流产业专班")
    for words in (
        "已做工作：镇里两次约谈企业",
        "卡在哪里：规划道路红线在区里",
        "需要上级决定：请专班协调规划调整",
    ):
        assert card.contains(words), words
    leader.sees_not("快递分拨中心")

    await chief.taps("受理", message=card)
    await town.sees("您曾领办的 问〔2026〕1号（WT-2026-0001）测试丙18 已受理")
    await world.advance_to(datetime(2026, 12, 9, 10, 0))
    await chief.says("WT-2026-0001")
    await choose(world, chief, "上报")
    await answers(chief, "已召集规划、交通会商", "涉及控规调整，专班无权定", "是否同意调整控规")
    asked = await leader.sees("申请上报")
    for words in (
        "已做工作：已召集规划、交通会商",
        "需要上级决定：是否同意调整控规",
        "商贸物流专班 测试丙18",
    ):
        assert asked.contains(words), words
    await other_leader.sees("申请上报")
    await chief.sees("申请上报，待牵头区领导决定")
    assert issue_of(world).state == "handling", "while it is open the matter stays where it is"

    await leader.taps("批示", message=asked)
    await leader.says("先把两个方案比一比，下周一前报我")
    await chief.sees("批示：\n先把两个方案比一比，下周一前报我")
    await leader.taps("同意", message=asked)
    await chief.sees("您申请的“上报”顾文明 已同意")
    await other_leader.sees("✅ 已同意：顾文明")
    await world.settle()
    await office.says("WT-2026-0001")
    seen = await office.sees("级别：重大")
    assert seen.contains("承办：区领导小组办公室")
    await office.taps("受理", message=seen)
    await chief.sees("您曾领办的 问〔2026〕1号（WT-2026-0001）测试乙01 已受理")
    await town.says("WT-2026-0001")
    await world.settle()
    await town.taps("时间线")
    await world.settle()
    timeline = town.last()
    for words in (
        "测试戊09（白沙埠镇）上报",
        "测试丙18（商贸物流产业专班）申请上报",
        "批示：先把两个方案比一比",
        "同意上报",
    ):
        assert timeline.contains(words), words
    assert timeline.contains("总用时 12 个工作日：白沙埠镇 3 → 商贸物流产业专班 9 → 区领导小组办公室 0")
    assert issue_of(world).reported_at.date().isoformat() == "2026-11-23"


async def test_what_nobody_decides_goes_to_the_office(world: World) -> None:
    clerk, liaison, deputy, office = (world.person(f"测试{n}") for n in ("戊16", "丙15", "丙12", "乙04"))
    await report(clerk)
    await liaison.taps("受理")
    await choose(world, liaison, "延期")
    await answers(liaison, "3", "等变压器到货")
    await deputy.sees("申请延期")
    await world.advance_to(datetime(2026, 11, 24, 17, 31))
    asked = await office.sees("请办公室决定")
    await deputy.sees("请办公室决定")
    await office.says("/todo")
    await office.sees("申请延期：板材厂")
    await office.taps("同意", message=asked)
    await clerk.sees("已延期至 12月10日（周四），原因：等变压器到货")


async def test_a_transfer_needs_the_consent_of_who_receives_it(world: World) -> None:
    """Scenario 13."""
    clerk, giver, receiver = (world.person(f"测试{name}") for name in ("戊16", "丙33", "丙48"))
    zhou, ji, yan = (world.person(name) for name in ("周兴金", "纪丙坤", "闫斌"))
    await report(clerk, "/report 药企GMP认证现场检查排不上")
    await giver.taps("受理")
    await giver.taps("进展")
    await giver.sends_photo(caption="已联系核查中心")
    await clerk.sees("有新进展")
    await world.advance_to(datetime(2026, 11, 30, 10, 0))
    await giver.says("WT-2026-0001")
    await choose(world, giver, "转办")
    await pick_body(world, giver, "食品专班")
    await giver.sees("请写明转办的理由")
    await giver.says("主体是食品生产许可")
    asked = await receiver.sees("申请转办")
    assert asked.contains("理由：主体是食品生产许可")
    before = issue_of(world)
    assert before.lead_id is not None
    await receiver.taps("查看", message=asked)
    await receiver.sees("承办：医药产业专班")
    await receiver.taps("同意", message=asked)
    await clerk.sees("已转食品专班，编号不变")
    await giver.sees("您申请的“转办”测试丙48 已同意")
    card = await receiver.sees("测试丙48 已受理，为领办人")
    await receiver.taps("附件", message=card)
    await receiver.sees("照片（测试丙33")
    assert "\n+" not in str(card.text)
    await receiver.taps("时间线", message=await receiver.sees("测试丙48 已受理，为领办人"))
    timeline = await receiver.sees("测试丙33（医药产业专班）报告进展：已联系核查中心")
    assert timeline.contains("测试丙48（食品产业专班）同意转办")
    after = issue_of(world)
    assert after.due_at == before.due_at, "more than three working days were left"
    await world.settle()
    for leader in (zhou, ji, yan):
        told = [message for message in leader.messages() if message.contains("供知悉")]
        assert len(told) == 1, leader.name


async def test_a_leader_of_both_bodies_hears_of_a_transfer_once_and_time_is_topped_up(world: World) -> None:
    """Scenario 13: one leader in charge of three task forces."""
    clerk, giver, receiver = (world.person(f"测试{name}") for name in ("戊16", "丙33", "丙43"))
    zhou = world.person("周兴金")
    await report(clerk, "/report 药企GMP认证现场检查排不上")
    await giver.taps("受理")
    await world.advance_to(datetime(2026, 12, 4, 10, 0))
    await giver.says("WT-2026-0001")
    await choose(world, giver, "转办")
    await pick_body(world, giver, "有色金属专班")
    await giver.says("主体是冶炼厂")
    await receiver.taps("同意", message=await receiver.sees("申请转办"))
    told = await zhou.sees("供知悉")
    assert told.contains("剩余时限过短，已补足")
    await world.settle()
    assert sum(message.contains("供知悉") for message in zhou.messages()) == 1
    card = await receiver.sees("测试丙43 已受理，为领办人")
    assert card.contains("办理期限：12月9日（周三）17:30，剩 3 个工作日")


async def test_a_disputed_transfer_is_settled_by_the_office(world: World) -> None:
    clerk, giver, receiver, office = (world.person(f"测试{n}") for n in ("戊16", "丙33", "丙48", "乙04"))
    await report(clerk, "/report 药企GMP认证现场检查排不上")
    await giver.taps("受理")
    await choose(world, giver, "转办")
    await pick_body(world, giver, "食品专班")
    await giver.says("主体是食品生产许可")
    asked = await receiver.sees("申请转办")
    await receiver.taps("不同意", message=asked)
    await receiver.says("该企业没有食品生产许可")
    await giver.sees("不同意接收 问〔2026〕1号（该企业没有食品生产许可），已转办公室裁定，11月24日 17:30 前")
    disputed = await office.sees("请办公室决定")
    assert disputed.contains("测试丙48）不同意：该企业没有食品生产许可")
    late = await receiver.taps_raw(data(asked, "查看").replace("view", "agree"), asked)
    assert late.alert
    await world.advance_to(datetime(2026, 11, 24, 17, 31))
    disputed = await office.sees("请办公室决定（11月25日", after=disputed)
    await world.advance_to(datetime(2026, 11, 25, 9, 0))
    await office.taps("同意", message=disputed)
    card = await receiver.sees("请食品专班在")
    assert all("退回" not in button["text"] for row in card.button_rows for button in row), (
        "settled is settled"
    )
    await receiver.taps("受理", message=card)
    await receiver.sees("剩 8 个工作日")


async def test_an_extension_is_asked_before_the_end_and_decided_above(world: World) -> None:
    """Scenario 15."""
    clerk, lead, deputy = (world.person(f"测试{name}") for name in ("戊16", "丙03", "丙02"))
    await report(clerk, "/report 机械厂数控机床补贴批不下来")
    await lead.taps("受理")
    await world.advance_to(datetime(2026, 12, 4, 10, 0))
    await lead.says("WT-2026-0001")
    await choose(world, lead, "延期")
    asking = await lead.sees("最多 5 个")
    said = await lead.says("8")
    await lead.sees("请填 1 到 5", after=said)
    await lead.taps("5", message=asking)
    await lead.sees("请写明延期的理由")
    await lead.says("等待省级批复")
    await lead.sees("已申请“延期”：问〔2026〕1号，待分管负责人决定；决定之前仍由本单位办理")
    asked = await deputy.sees("申请延期")
    assert asked.contains("延期：5 个工作日\n理由：等待省级批复")
    clerk.sees_not("已延期")
    refused = await lead.taps_raw(data(asked, "同意"), lead.last())
    assert refused.text == "这项“延期”申请由分管负责人决定，现在不由您操作。"
    await deputy.taps("同意", message=asked)
    await clerk.sees("已延期至 12月14日（周一），原因：等待省级批复")
    await lead.says("WT-2026-0001")
    card = await lead.sees("已延期 5 个工作日")
    again = await lead.taps_raw(f"issue.do:1:extend:{issue_of(world).phase}", card)
    assert again.text == "该件已延期过一次，不能再延。请点“进展”说明原因。"


async def test_after_the_deadline_there_is_no_extension(world: World) -> None:
    clerk, lead = (world.person(f"测试{name}") for name in ("戊16", "丙03"))
    await report(clerk, "/report 机械厂数控机床补贴批不下来")
    await lead.taps("受理")
    card = await lead.sees("办理期限")
    await world.advance_to(datetime(2026, 12, 8, 9, 30))
    late = await lead.taps_raw("issue.do:1:extend:1", card)
    assert late.text == "该件已到期，不能再“延期”。请点“进展”说明原因。"


async def test_critical_ones_are_extended_by_the_office(world: World) -> None:
    clerk, lead, deputy, office = (world.person(f"测试{n}") for n in ("戊16", "丙03", "丙02", "乙04"))
    await report(clerk, "/report 机械厂数控机床补贴批不下来")
    with world.database.begin() as session:
        session.exec(select(Issue)).one().tier = "critical"
    await lead.taps("受理")
    await choose(world, lead, "延期")
    await answers(lead, "2", "等待省级批复")
    await office.sees("申请延期")
    deputy.sees_not("申请延期")


async def test_withdrawal_after_acceptance_asks_the_lead_owner(world: World) -> None:
    """Scenario 7."""
    clerk, lead, other = (world.person(f"测试{name}") for name in ("戊22", "丙15", "丙13"))
    group = world.group("木业产业专班工作群", [lead, other], body="木业产业专班")
    await report(clerk)
    await lead.taps("受理")
    await world.advance_to(datetime(2026, 11, 26, 10, 0))
    await clerk.says("WT-2026-0001")
    await choose(world, clerk, "撤回")
    await clerk.sees("请写明撤回的理由")
    await clerk.says("企业已自行解决")
    asked = await lead.sees("申请撤回")
    assert asked.contains("理由：企业已自行解决")
    await lead.taps("同意", message=asked)
    await clerk.sees("您申请的“撤回”测试丙15 已同意")
    await other.sees("更正：问〔2026〕1号")
    await lead.sees("状态：已撤回", chat=group)
    await world.settle()
    for person in (lead, other, clerk):
        assert sum(message.contains("更正") for message in person.messages()) <= 1
    assert issue_of(world).state == "withdrawn", "the row stays"


async def test_a_listed_one_cannot_be_withdrawn(world: World) -> None:
    clerk, lead = world.person("测试戊22"), world.person("测试丙15")
    card = await report(clerk)
    with world.database.begin() as session:
        session.exec(select(Issue)).one().is_listed = True
    for phase in (0, 1):
        refused = await clerk.taps_raw(f"issue.do:1:withdraw:{phase}", card)
        assert refused.text == "该件已挂牌督办，不能“撤回”，只能由办公室摘牌。"
        if phase == 0:
            await lead.taps("受理")
            await world.settle()


async def test_what_was_listed_meanwhile_is_not_withdrawn(world: World) -> None:
    clerk, lead, office = world.person("测试戊22"), world.person("测试丙15"), world.person("测试乙07")
    await report(clerk)
    await lead.taps("受理")
    await choose(world, clerk, "撤回")
    await clerk.says("企业已自行解决")
    asked = await lead.sees("申请撤回")
    agree = data(asked, "同意")
    await list_it(world, office)
    await clerk.sees("您申请的撤回随之失效，挂牌期间不能撤回")
    await lead.sees("已失效：该件已有新的进展")
    refused = await lead.taps_raw(agree, asked)
    assert refused.text == "该件已有新的进展，这项“撤回”申请已失效，您的操作未生效。"
    issue = issue_of(world)
    assert (issue.state, issue.is_listed, issue.request_id) == ("handling", True, None)


async def test_a_pause_does_not_wash_an_overdue_away(world: World) -> None:
    clerk, lead, deputy = (world.person(f"测试{name}") for name in ("戊16", "丙03", "丙02"))
    await report(clerk, "/report 机械厂数控机床补贴批不下来")
    await lead.taps("受理")
    await world.advance_to(datetime(2026, 12, 7, 17, 0))
    await lead.says("WT-2026-0001")
    await choose(world, lead, "暂停计时")
    await lead.says("等企业补交发票")
    asked = await deputy.sees("申请暂停计时")
    await world.advance_to(datetime(2026, 12, 8, 9, 0))
    late = await deputy.taps("同意", message=asked)
    assert late.text == "该件已到期，不能再“同意暂停”。请点“不同意”并说明。"
    assert issue_of(world).paused_at is None


async def test_a_pause_stands_still_and_goes_on_with_the_days_that_are_left(world: World) -> None:
    clerk, lead, deputy = (world.person(f"测试{name}") for name in ("戊16", "丙03", "丙02"))
    await report(clerk, "/report 机械厂数控机床补贴批不下来")
    await lead.taps("受理")
    await world.advance_to(datetime(2026, 11, 25, 10, 0))
    await lead.says("WT-2026-0001")
    await choose(world, lead, "暂停计时")
    await lead.says("等企业补交发票")
    await deputy.taps("同意", message=await deputy.sees("申请暂停计时"))
    await clerk.sees("已暂停计时，最迟 12月9日 自动恢复，原因：等企业补交发票")
    await lead.sees("已暂停计时，剩 8 个工作日")
    await world.advance_to(datetime(2026, 12, 8, 10, 0))
    lead.sees_not("办理已逾期")
    await world.advance_to(datetime(2026, 12, 9, 17, 31))
    await clerk.sees("已恢复计时，办理期限 12月21日（周一）17:30")
    await lead.sees("已恢复计时")


async def test_what_was_asked_for_falls_away_when_the_problem_moves_on(world: World) -> None:
    clerk, lead, deputy = (world.person(f"测试{name}") for name in ("戊16", "丙03", "丙02"))
    await report(clerk, "/report 机械厂数控机床补贴批不下来")
    await lead.taps("受理")
    await choose(world, lead, "延期")
    await answers(lead, "2", "等待省级批复")
    asked = await deputy.sees("申请延期")
    agree = data(asked, "同意")
    await lead.says("WT-2026-0001")
    await lead.taps("办结")
    await lead.says("批复已到")
    await deputy.sees("已失效：该件已有新的进展")
    refused = await deputy.taps_raw(agree, asked)
    assert refused.text == "该件已有新的进展，这项“延期”申请已失效，您的操作未生效。"
    with world.database.begin() as session:
        assert session.exec(select(IssueRequest)).one().state == "void"
