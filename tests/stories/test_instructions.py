"""A leader's instruction becomes tracked tasks and comes back: scenario 18 (M2)."""

from datetime import datetime

from sqlmodel import select

from simulator.messages import Message
from simulator.people import Person
from storage.assignments import Assignment
from storage.instructions import Instruction
from tests.stories.test_issues_acting import choose
from tests.world import ZONE, World

WORDS = "请环保局会同经信局本周拿出意见"
STORY = "/report 铜业公司环评验收卡住了"


def at(month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


async def report(clerk: Person) -> None:
    said = await clerk.says(STORY)
    await clerk.taps("提交", message=await clerk.sees("问题提报草稿", after=said))
    await clerk.sees("状态：待受理", after=said)


async def instruct(leader: Person, words: str = WORDS) -> Message:
    said = await leader.says("WT-2026-0001")
    await leader.taps("批示", message=await leader.sees("WT-2026-0001", after=said))
    await leader.sees("请直接发送批示内容", after=said)
    await leader.says(words)
    return await leader.sees("领导批示", after=said)


async def hand_down(office: Person, after: Message | None = None) -> Message:
    card = await office.sees("领导批示", after=after)
    await office.taps("交办", message=card)
    form = await office.sees("交办（草稿）", after=card)
    await office.taps("提交", message=form)
    return await office.sees("JB-2026-", after=form)


async def open_task(person: Person, number: int = 1) -> Message:
    said = await person.says(f"JB-2026-{number}")
    return await person.sees(f"JB-2026-000{number}", after=said)


async def test_every_word_of_a_long_instruction_is_on_its_card(world: World) -> None:
    clerk, office, leader = world.person("测试戊16"), world.person("测试乙04"), world.person("周兴金")
    await report(clerk)
    words = "请各相关单位逐条落实。" * 180 + "以上。"
    given = await instruct(leader, words)
    assert given.contains(words)
    assert (await office.sees("领导批示")).contains(words)


async def test_from_the_leaders_words_to_already_read(world: World) -> None:
    clerk, office, leader = world.person("测试戊16"), world.person("测试乙04"), world.person("周兴金")
    deputy, chief, helper = world.person("测试丙42"), world.person("测试丙43"), world.person("测试丙03")
    member, outsider = world.person("测试丙50"), world.person("测试丁07")
    group = world.group("有色金属产业专班工作群", [deputy, outsider], body="有色金属产业专班")
    await report(clerk)
    given = await instruct(leader)
    assert given.contains(WORDS)

    card = await office.sees("领导批示")
    await office.taps("拆解交办", message=card)
    form = await office.sees("交办（草稿）")
    for words in ("主办：区环保局", "协办：区经信局", "11月27日（周五）（按“本周”推算，可改）", WORDS):
        assert form.contains(words), words
    await office.taps("提交", message=form)
    task = await deputy.sees("交〔2026〕1号")
    assert task.contains("期限：11月27日（周五）17:30")
    assert (await helper.sees("JB-2026-0001")).contains("协办：区经信局")
    await chief.taps("签收")
    await office.sees("区环保局 ✓（测试丙43）")
    await deputy.sees("区经信局 未签")
    await helper.taps("签收")

    await world.advance_to(at(11, 26, 9))
    await chief.sees("剩 1 个工作日")
    await chief.taps("进展", message=await open_task(chief))
    await chief.says("已与企业会商")
    await office.sees("报告了进展")
    await world.advance_to(at(11, 27, 15))
    await chief.taps("办结", message=await open_task(chief))
    await chief.says("已出具意见：同意限期整改后验收")
    back = await leader.sees("批示办理情况")
    assert back.contains(WORDS)
    assert back.contains("已出具意见：同意限期整改后验收")
    await leader.taps("已阅", message=back)
    await leader.sees("状态：已阅")
    await office.sees("办理情况已阅")
    await chief.sees("状态：已销号")
    await world.advance_to(at(11, 30, 9, 30))
    assert sum(message.contains("批示办理情况") for message in leader.messages()) == 1

    for person in (member, outsider, clerk):
        said = await person.says("JB-2026-0001")
        await person.sees("没有找到这个编号的交办事项", after=said)
        person.sees_not(WORDS)
    for message in group.messages():
        assert not message.contains(WORDS)
    with world.database.begin() as session:
        assert session.exec(select(Instruction)).one().text == WORDS


async def test_at_the_date_the_leader_hears_what_is_missing_and_says_go_on(world: World) -> None:
    clerk, office, leader = world.person("测试戊16"), world.person("测试乙04"), world.person("周兴金")
    chief = world.person("测试丙43")
    await report(clerk)
    await instruct(leader)
    await hand_down(office)
    await world.advance_to(at(11, 24, 17, 30))
    call = await office.sees("签收期限已过")
    assert call.contains("测试丙03")
    await world.advance_to(at(11, 27, 17, 30))
    back = await leader.sees("状态：已回报，待阅")
    assert back.contains("尚未报送办理结果")
    await chief.sees("已逾期")
    await leader.taps("继续", message=back)
    await office.sees("新期限 12月4日（周五）")
    await chief.sees("期限：12月4日（周五）17:30")
    await office.taps("改期限", message=await open_task(office))
    await office.says("12月2日")
    await chief.sees("期限改为 12月2日（周三）")
    await world.advance_to(at(12, 2, 17, 30))
    await leader.sees("状态：已回报，待阅", after=back)
    with world.database.begin() as session:
        assert session.exec(select(Assignment)).one().state == "running"


async def test_an_instruction_by_voice_and_one_without_names(world: World) -> None:
    office, leader, head = world.person("测试乙04"), world.person("周兴金"), world.person("测试甲01")
    deputy, nobody = world.person("测试丙12"), world.person("测试丙15")
    prompt = await leader.says("/todo")
    await world.settle()
    await leader.taps_raw("instruction.give", leader.last())
    await leader.sees("请直接发送批示内容", after=prompt)
    await leader.sends_voice(seconds=12)
    card = await office.sees("🎙 语音批示")
    await office.taps("附件", message=card)
    await office.taps("拆解交办", message=card)
    form = await office.sees("交办（草稿）")
    refused = await office.taps("提交", message=form)
    assert refused.alert
    await office.says("督促三家板材厂完成整改")
    form = await office.sees("督促三家板材厂完成整改", after=form)
    refused = await office.taps("提交", message=form)
    assert refused.text == "还不能提交：请先定主办单位（点“改主办”）。"
    await office.taps("改主办", message=form)
    await office.says("林业")
    form = await office.sees("主办：区林业局")
    await office.taps("加减协办", message=form)
    said = await office.says("义堂镇")
    await office.sees("协办：义堂镇", after=said)
    await office.says("5个工作日内")
    form = await office.sees("11月30日（周一）（按“5个工作日内”推算", after=said)
    await office.taps("提交", message=form)
    await deputy.sees("交〔2026〕1号")
    said = await nobody.says("/todo")
    forged = await nobody.taps_raw("instruction.give", await nobody.sees("我的待办", after=said))
    assert forged.alert
    said = await head.says("/todo")
    await head.taps_raw("instruction.read:1", await head.sees("我的待办", after=said))
    await leader.sees("状态：办理中")


async def test_several_tasks_of_one_instruction_are_reported_together(world: World) -> None:
    clerk, office, leader = world.person("测试戊16"), world.person("测试乙04"), world.person("周兴金")
    chief, other = world.person("测试丙43"), world.person("测试丙28")
    await report(clerk)
    await instruct(leader, "请环保局3天内拿意见，金融办12月10日前对接贷款")
    await hand_down(office)
    card = await office.sees("办理中")
    said = await office.says("/todo")
    await office.sees("我的待办", after=said)
    with world.database.begin() as session:
        assert session.exec(select(Instruction)).one().state == "running"
    await office.taps("再交办一项", message=await office.sees("领导批示"))
    form = await office.sees("交办（草稿）", after=said)
    await office.taps("改主办", message=form)
    await office.says("金融")
    await office.taps("区金融办")
    said = await office.says("12月10日")
    form = await office.sees("12月10日（周四）", after=said)
    await office.taps("提交", message=form)
    await other.sees("交〔2026〕2号")
    await chief.taps("办结", message=await open_task(chief))
    await chief.says("意见已出")
    await world.settle()
    leader.sees_not("批示办理情况")
    await world.advance_to(at(12, 1))
    await other.taps("办结", message=await open_task(other, 2))
    await other.says("贷款已放")
    back = await leader.sees("批示办理情况")
    assert back.contains("意见已出")
    assert back.contains("贷款已放")
    assert card.text


async def test_from_the_weekly_digest_in_two_steps(world: World) -> None:
    office, leader, deputy = world.person("测试乙04"), world.person("周兴金"), world.person("测试丙42")
    await world.advance_to(at(11, 27, 16))
    said = await leader.says("/dashboard")
    await leader.taps("批示", message=await leader.sees("问题总览", after=said))
    await leader.taps("取消", message=await leader.sees("请直接发送批示内容", after=said))
    await leader.taps("批示", message=await leader.sees("一周要情"))
    await leader.sees("请直接发送批示内容")
    await leader.says("  环保局下周拿出意见。 ")
    await hand_down(office)
    task = await deputy.sees("交〔2026〕1号")
    assert task.contains("期限：12月4日（周五）17:30")
    with world.database.begin() as session:
        assert session.exec(select(Instruction)).one().text.strip() == "环保局下周拿出意见。"
    await deputy.taps("办结", message=await open_task(deputy))
    await deputy.says("意见已报区政府")
    back = await leader.sees("批示办理情况")
    assert back.contains("意见已报区政府")
    await leader.taps("已阅", message=back)
    await office.sees("的办理情况已阅")


async def test_what_is_written_on_a_request_is_broken_down_and_read_only_by_those_concerned(
    world: World,
) -> None:
    """Scenarios 9 and 18: word for word, for who asked and who carries it out, never in a group."""
    names = ("戊16", "乙04", "丙43", "丙13", "己10")
    clerk, office, chief, helper, other = (world.person(f"测试{name}") for name in names)
    leader = world.person("周兴金")
    group = world.group("有色金属产业专班工作群", [chief, other], body="有色金属产业专班")
    await report(clerk)
    await chief.taps("受理", message=await chief.sees("状态：待受理"))
    await ask_upward(world, chief)
    asked = await leader.sees("申请上报")
    await leader.taps("批示", message=asked)
    await leader.sees("请直接发送批示内容")
    words = "  先比两个方案，\n请区发改局本周拿出意见  "
    await leader.says(words)
    card = await office.sees("领导批示")
    assert card.contains("请区发改局本周拿出意见")
    with world.database.begin() as session:
        instruction = session.exec(select(Instruction)).one()
        assert instruction.text == words.strip()
        assert (instruction.issue_id, instruction.request_id) == (1, 1)
    told = await chief.sees("批示：")
    assert told.contains("先比两个方案")
    await leader.taps("同意", message=asked)

    await office.taps("拆解交办", message=card)
    form = await office.sees("交办（草稿）")
    assert form.contains("11月27日（周五）")

    said = await clerk.says("WT-2026-0001")
    shown = await clerk.sees("周兴金（有色金属产业专班）批示", after=said)
    await clerk.taps("时间线", message=shown)
    await world.settle()
    assert shown.contains("周兴金（有色金属产业专班）批示")
    for person in (clerk, helper, other):
        person.sees_not("先比两个方案")
    chief.sees_not("先比两个方案", chat=group)


async def ask_upward(world: World, chief: Person) -> None:
    said = await chief.says("WT-2026-0001")
    await choose(world, chief, "上报", await chief.sees("WT-2026-0001", after=said))
    for words in ("已会商两次", "涉及区级审批", "是否同意调整"):
        await chief.says(words)
