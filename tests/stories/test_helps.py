"""Help of service lines: scenario 14."""

from datetime import datetime

from sqlmodel import select

from services.policies import load_demo_policies
from simulator.messages import Message
from simulator.people import Person
from storage.due import Due, DueState
from storage.helps import HelpRequest
from storage.issues import Issue
from tests.stories.test_issues_acting import data
from tests.stories.test_supervisions import list_it
from tests.world import World

STORY = "/report 木业园三家板材厂扩建，用地手续和消防审批都卡住了，找鲁丽木业核实过"


async def accepted(world: World) -> tuple[Person, Person]:
    """A problem with the wood task force, taken on by its section chief; the reporter and the chief."""
    clerk, chief = world.person("测试戊16"), world.person("测试丙13")
    said = await clerk.says(STORY)
    draft = await clerk.sees("问题提报草稿", after=said)
    await clerk.taps("提交", message=draft)
    await clerk.sees("待受理")
    await chief.taps("受理")
    await chief.sees("办理中")
    return clerk, chief


async def choose_lines(chief: Person, *lines: str, number: str = "WT-2026-1") -> Message:
    """Open the form and choose exactly these lines."""
    opened = await chief.says(number)
    await tap_on_card(chief, "协办", await chief.sees("状态：办理中", after=opened))
    form = await chief.sees("请选一条或几条服务保障线", after=opened)
    for row in form.button_rows:
        for button in row:
            chosen = button["text"].startswith("✓ ")
            if chosen != any(line in button["text"] for line in lines) and "help.line" in str(
                button.get("callback_data")
            ):
                await chief.taps_raw(str(button["callback_data"]), form)
    return form


async def tap_on_card(person: Person, label: str, card: Message) -> None:
    """Tap a label on a card, behind `more` if it is not among the first."""
    labels = [button["text"] for row in card.button_rows for button in row]
    if not any(label in text for text in labels):
        await person.taps("更多", message=card)
    await person.taps(label, message=card)


async def ask_two_lines(world: World, chief: Person) -> None:
    """Scenario 14: land and approval, each with its own words."""
    form = await choose_lines(chief, "土地", "审批")
    await chief.taps("下一步", message=form)
    await chief.sees("请写明需要土地")
    await chief.says("请说明扩建用地能否保障")
    await chief.sees("请写明需要审批")
    await chief.says("请说明消防审批怎么走")
    await chief.taps("提交", message=await chief.sees("可以提交了"))
    await world.settle()


async def test_two_lines_help_and_the_matter_stays_with_its_owner(world: World) -> None:
    with world.database.begin() as session:
        assert load_demo_policies(session, now=world.clock.now()).applied
    clerk, chief = await accepted(world)
    land, approval = world.person("测试丁15"), world.person("测试丁23")
    before = _issue(world).due_at
    await ask_two_lines(world, chief)

    asked = await land.sees("请土地线协办")
    assert asked.contains("需要：请说明扩建用地能否保障")
    assert asked.contains("请在 11月26日（周四）17:30 前反馈")
    land.sees_not("消防审批怎么走")
    assert (await approval.sees("请审批线协办")).contains("请说明消防审批怎么走")
    assert _issue(world).due_at == before, "the matter's own clock goes on"

    await land.taps("需要材料", message=asked)
    await land.says("需补充亩均税收证明")
    wanted = await chief.sees("📄 需要材料：需补充亩均税收证明")
    await chief.taps("转义堂镇补材料", message=wanted)
    await clerk.taps("补材料", message=await clerk.sees("已请义堂镇补充"))
    await clerk.sends_document("亩均税收.pdf", b"%PDF")
    await clerk.sees("已收到附件 1 件")
    await clerk.says("税务所已盖章")
    back = await land.sees("已补材料（测试戊16）")
    assert back.contains("附件 1 件")
    assert back.contains("请在 11月26日")
    await chief.sees("已补材料（测试戊16）")

    await land.taps("同意", message=back)
    await land.says("已列入年度用地计划")
    assert (await chief.sees("✅ 同意：已列入年度用地计划")).contains("测试丁15")

    await approval.taps("不能办")
    await approval.taps("引用政策")
    await approval.says("贷款贴息")
    await approval.taps("1. ")
    await approval.sees("已引用：《")
    await approval.taps("提交")
    refused = await chief.sees("❌ 不能办")
    assert refused.contains("依据：《")

    await chief.says("WT-2026-1")
    card = await chief.sees("土地线：同意")
    assert card.contains("审批线：不能办")
    await tap_on_card(chief, "办结", card)
    await chief.sees("请写明办理结果")
    await chief.says("用地已落实，消防另行报审")
    marks = await chief.sees("协办得怎么样")
    await chief.taps("土地线 好", message=marks)
    await chief.sees("评价：好")
    await chief.taps_raw(str(marks.button_rows[1][2]["callback_data"]), marks)
    await chief.sees("评价：无帮助")
    with world.database.begin() as session:
        rows = session.exec(select(HelpRequest)).all()
        assert {row.rating for row in rows} == {"good", "none"}
    assert _nothing_planned(world)


async def test_what_is_listed_keeps_its_helps_until_it_is_verified(world: World) -> None:
    clerk, chief = await accepted(world)
    land, office, line = world.person("测试丁15"), world.person("测试乙07"), world.person("测试丁23")
    await ask_two_lines(world, chief)
    await land.taps("同意", message=await land.sees("请土地线协办"))
    await land.taps("提交")
    await list_it(world, office)
    await chief.says("WT-2026-1")
    await tap_on_card(chief, "办结", await chief.sees("状态：办理中"))
    await chief.says("用地已落实")
    asked = await office.sees("已报办结，请核验")
    line.sees_not("不用再反馈了")
    chief.sees_not("协办得怎么样")
    await office.taps("核验", message=asked)
    await office.taps("材料核验通过", message=await office.sees("怎样核验的？"))
    await office.says("已看批复")
    await line.sees("不用再反馈了")
    marks = await chief.sees("协办得怎么样")
    await chief.taps("土地线 好", message=marks)
    await chief.sees("评价：好")
    said = await office.says("/dashboard")
    board = await office.sees("问题总览", after=said)
    await office.taps("协办评价", message=board)
    shown = await office.sees("协办评价 · 2026 年以来")
    assert shown.contains("土地线 协办 1 次：好 1 · 迟缓 0 · 无帮助 0 · 未评价 0")
    assert shown.contains("审批线 协办 1 次：好 0 · 迟缓 0 · 无帮助 0 · 未评价 1")
    refused = await clerk.taps_raw("board.helps:", clerk.last())
    assert refused.alert


async def test_help_on_what_is_merged_is_not_needed_any_more(world: World) -> None:
    clerk, office, chief, land = (world.person(f"测试{name}") for name in ("戊16", "乙04", "丙13", "丁15"))
    said = await clerk.says("/report 快递分拨中心占用规划道路")
    await clerk.taps("提交", message=await clerk.sees("问题提报草稿", after=said))
    await clerk.sees("待受理", after=said)
    said = await clerk.says(STORY)
    await clerk.taps("提交", message=await clerk.sees("问题提报草稿", after=said))
    await clerk.sees("WT-2026-0002", after=said)
    await chief.taps("受理")
    form = await choose_lines(chief, "土地", number="WT-2026-2")
    await chief.taps("下一步", message=form)
    await chief.says("请说明扩建用地能否保障")
    await chief.taps("提交", message=await chief.sees("可以提交了"))
    asked = await land.sees("请土地线协办")
    said = await office.says("WT-2026-0002")
    card = await office.sees("WT-2026-0002", after=said)
    await tap_on_card(office, "并案", card)
    await office.taps("输入编号", message=card)
    await office.says("WT-2026-0001")
    await office.taps("确认并案", message=await office.sees("主件（保留编号）"))
    await land.sees("不用再反馈了")
    late = await land.taps_raw(data(asked, "同意"), asked)
    assert late.alert
    assert _nothing_planned(world)


async def test_a_helper_never_closes_the_matter(world: World) -> None:
    _, chief = await accepted(world)
    land = world.person("测试丁15")
    await ask_two_lines(world, chief)
    asked = await land.sees("请土地线协办")
    await land.taps("查看问题", message=asked)
    card = await land.sees("状态：办理中")
    labels = [button["text"] for row in card.button_rows for button in row]
    assert not any("办结" in label for label in labels)
    issue = _issue(world)
    forged = await land.taps_raw(f"issue.do:{_base36(issue.id)}:solve:{issue.phase}", card)
    assert forged.alert
    assert "不由您操作" in str(forged.text)
    assert _issue(world).state == "handling"


async def test_only_the_late_helper_is_reminded(world: World) -> None:
    _, chief = await accepted(world)
    land, deputy, approval = (world.person(f"测试{name}") for name in ("丁15", "丁14", "丁23"))
    await ask_two_lines(world, chief)
    await approval.taps("同意")
    await approval.taps("提交")
    await chief.sees("✅ 同意")
    told = len(chief.messages())
    await world.advance_to(datetime(2026, 11, 26, 9, 0))
    await land.sees("协办反馈今天到期")
    await world.advance_to(datetime(2026, 11, 26, 17, 30))
    await land.sees("请土地线协办的反馈已逾期")
    await world.advance_to(datetime(2026, 11, 27, 9, 0))
    await land.sees("已逾期 1 个工作日")
    deputy.sees_not("抄送")
    await world.advance_to(datetime(2026, 11, 30, 9, 0))
    await deputy.sees("抄送：问〔2026〕1号")
    approval.sees_not("逾期")
    chased = [
        message for message in chief.messages()[told:] if message.contains("协办") and message.contains("⏰")
    ]
    assert not chased, "the lead owner is not chased for others"
    await land.says("/todo")
    await land.taps("反馈 WT-2026-0001")
    await land.taps("同意", message=await land.sees("反馈已逾期，原定"))
    await land.says("同意，资料齐了就办")
    await chief.sees("（超出时限）")


async def test_an_answer_that_came_second_changes_nothing(world: World) -> None:
    _, chief = await accepted(world)
    first, second = world.person("测试丁15"), world.person("测试丁14")
    await ask_two_lines(world, chief)
    card = await first.sees("请土地线协办")
    await second.says("/todo")
    await second.taps("反馈 WT-2026-0001")
    other = await second.sees("请土地线协办")
    await second.taps("不能办", message=other)
    await second.sees("不能办：请写明依据")
    await first.taps("同意", message=card)
    await first.taps("提交")
    await first.sees("已反馈")
    await second.says("没有指标")
    await second.sees("已由测试丁15反馈")
    with world.database.begin() as session:
        assert {row.state for row in session.exec(select(HelpRequest))} == {"agreed", "asked"}


async def test_what_is_still_open_ends_with_the_matter(world: World) -> None:
    _, chief = await accepted(world)
    land = world.person("测试丁15")
    await ask_two_lines(world, chief)
    asked = await land.sees("请土地线协办")
    await chief.says("WT-2026-1")
    await tap_on_card(chief, "办结", await chief.sees("办理中"))
    await chief.says("企业自行解决了")
    await land.sees("不用再反馈了")
    await chief.sees("土地线：不用反馈")
    late = await land.taps_raw("help.answer:1:agreed:0", asked)
    assert late.alert
    assert _nothing_planned(world)


async def test_an_empty_ground_is_refused_and_nothing_is_lost(world: World) -> None:
    _, chief = await accepted(world)
    land, outsider = world.person("测试丁15"), world.person("测试丁07")
    form = await choose_lines(chief, "土地")
    await chief.taps("下一步", message=form)
    await chief.says("用地" * 3000)
    await chief.taps("提交", message=await chief.sees("可以提交了"))
    asked = await land.sees("请土地线协办")
    forged = await outsider.taps_raw("help.answer:1:agreed:0", await _any_message(outsider))
    assert forged.alert
    assert "没有找到这件协办" in str(forged.text)
    await land.taps("不能办", message=asked)
    await land.sends_photo()
    await land.sees("已收到附件 1 件")
    await world.stop()
    await world.start()
    await land.says("没有年度指标")
    assert (await chief.sees("不能办：没有年度指标")).contains("测试丁15")


async def _any_message(person: Person) -> Message:
    await person.says("/help")
    return await person.sees("/todo")


def _issue(world: World) -> Issue:
    with world.database.begin() as session:
        found = session.exec(select(Issue)).one()
        session.expunge(found)
        return found


def _nothing_planned(world: World) -> bool:
    with world.database.begin() as session:
        rows = session.exec(select(Due).where(Due.state == DueState.PENDING)).all()
        return not [row for row in rows if row.kind.startswith("help.")]


def _base36(number: int | None) -> str:
    from templates.rendering import base36

    return base36(number or 0)
