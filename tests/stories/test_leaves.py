"""Leave of a lead owner, and who stands in: scenario 12."""

from datetime import datetime

from sqlmodel import select

from simulator.messages import Message
from simulator.people import Person
from storage.due import Due, DueState
from storage.issues import Issue
from storage.leaves import Leave
from storage.people import Person as Row
from storage.timeline import TimelineEntry
from tests.stories.test_supervisions import list_it
from tests.world import ZONE, World

MATTERS = ("旅游景区停车场用地", "旅游民宿消防验收", "旅游标识牌审批", "旅游公司导游招聘难")


async def four_matters(world: World) -> tuple[Person, Person]:
    """Four problems of the tourism task force, all led by its section chief; reporter and chief."""
    clerk, chief = world.person("测试戊16"), world.person("测试丙38")
    for matter in MATTERS:
        said = await clerk.says(f"/report {matter}，一直没有解决")
        draft = await clerk.sees("问题提报草稿", after=said)
        if matter == MATTERS[0]:
            await clerk.sends_photo()
            draft = await clerk.sees("附件：1 件", after=said)
        await clerk.taps("提交", message=draft)
        await world.settle()
        await chief.taps("受理", message=await chief.sees("待受理"))
        await world.settle()
    return clerk, chief


async def asks_for_leave(chief: Person, days: str, stand_in: str | None) -> Message:
    """From /me to the leave's card."""
    said = await chief.says("/me")
    await chief.taps("请假／代办", message=await chief.sees("身份", after=said))
    await chief.sees("哪天请假", after=said)
    await chief.says(days)
    await chief.taps(stand_in or "不设代办人", message=await chief.sees("请谁代办", after=said))
    await chief.taps("提交", message=await chief.sees("名下在办 4 件", after=said))
    return await chief.sees("测试丙38 请假：", after=said)


async def test_the_stand_in_takes_over_and_gives_back(world: World) -> None:
    clerk, chief = await four_matters(world)
    stand_in = world.person("测试丙39")
    mine = await asks_for_leave(chief, "12/1–12/10", "测试丙39")
    assert mine.contains("12月1日—12月10日")
    asked = await stand_in.sees("测试丙38 请假：12月1日—12月10日")
    for matter in MATTERS:
        assert asked.contains(matter), "every matter is listed"
    await stand_in.taps("接受", message=asked)
    await chief.sees("测试丙39 已接受代办")
    await world.settle()
    assert _led(world) == {"测试丙38"}

    await world.advance_to(datetime(2026, 12, 1, 9, 0))
    await stand_in.sees("今天起您代 测试丙38 办理 4 件")
    quiet = len(_told(chief))
    await world.advance_to(datetime(2026, 12, 3, 9, 0))
    await stand_in.sees("办理期限 12月7日 17:30，剩 2 个工作日")
    await world.advance_to(datetime(2026, 12, 4, 9, 0))
    lines = _told(chief)[quiet:]
    assert all("请假期间汇总" in line for line in lines), lines
    assert 1 <= len(lines) <= 4, "one line a working day"
    assert "由测试丙39代办" in lines[-1]

    said = await stand_in.says("/todo")
    await stand_in.taps("查看 WT-2026-0001", message=await stand_in.sees("我的待办", after=said))
    card = await stand_in.sees("状态：办理中", after=said)
    await stand_in.taps("附件", message=card)
    assert (await stand_in.sees("照片（测试戊16", after=said)).content.get("photo")
    await stand_in.taps("办结", message=card)
    await stand_in.says("已协调用地指标")
    await clerk.sees("请提报人评价")
    await clerk.says("WT-2026-1")
    await clerk.sees("测试丙39代测试丙38（全域旅游产业专班）办结")
    assert _led(world) == {"测试丙38"}
    with world.database.begin() as session:
        done = session.exec(select(TimelineEntry).where(TimelineEntry.action == "solve")).one()
        assert (done.person_name, done.facts["stood_in_name"]) == ("测试丙39", "测试丙38")
    await _other_is_judged_badly(world, clerk, stand_in)
    chief.sees_not("提报人评价：不满意")

    await world.stop()
    world.clock.move_to(datetime(2026, 12, 11, 9, 0, tzinfo=ZONE))
    await world.start()
    await world.settle()
    back = await chief.sees("测试丙38 的请假已结束")
    assert back.contains("测试丙39代办 2 次、办结 2 件")
    await stand_in.sees("测试丙38 的请假已结束")
    assert sum(message.contains("请假已结束") for message in chief.messages()) == 1
    said = await stand_in.says("/todo")
    shown = await stand_in.sees("我的待办", after=said)
    assert not shown.contains("WT-2026-0002"), "given back"
    said = await chief.says("/todo")
    assert (await chief.sees("我的待办", after=said)).contains("问〔2026〕2号")


async def _other_is_judged_badly(world: World, clerk: Person, stand_in: Person) -> None:
    said = await stand_in.says("WT-2026-2")
    await stand_in.taps("办结", message=await stand_in.sees("WT-2026-0002", after=said))
    await stand_in.sees("请写明办理结果", after=said)
    await stand_in.says("已验收")
    said = await clerk.says("WT-2026-2")
    await clerk.taps("不满意", message=await clerk.sees("请提报人评价", after=said))
    await clerk.says("还是没有车位")
    await stand_in.sees("还是没有车位")
    await world.settle()


async def test_nobody_stands_in_and_the_deputy_may_appoint_another(world: World) -> None:
    _, chief = await four_matters(world)
    deputy, other = world.person("测试丙37"), world.person("测试丙40")
    await asks_for_leave(chief, "明天到12月10日", None)
    await world.advance_to(datetime(2026, 11, 26, 9, 0))
    deputy.sees_not("没有人代办")
    await world.advance_to(datetime(2026, 11, 26, 17, 30))
    offer = await deputy.sees("测试丙38 请假（11月24日—12月10日），没有人代办，已 2 个工作日没有动静")
    await deputy.taps("改派 WT-2026-0002", message=offer)
    await deputy.taps("测试丙40", message=await deputy.sees("改派给哪位同志"))
    await other.sees("请您领办 问〔2026〕2号")
    await other.sees("测试丙40 已受理，为领办人")
    with world.database.begin() as session:
        deadlines = set(session.exec(select(Issue.solve_due_at)))
        assert len(deadlines) == 1, "deadlines stay"


async def test_a_stand_in_who_never_answers_is_not_waited_for(world: World) -> None:
    _, chief = await four_matters(world)
    deputy, stand_in, other = (world.person(f"测试{name}") for name in ("丙37", "丙39", "丙40"))
    await asks_for_leave(chief, "明天到12月10日", "测试丙39")
    await stand_in.sees("测试丙38 请假：11月24日—12月10日")
    await world.advance_to(datetime(2026, 11, 26, 17, 30))
    offer = await deputy.sees("测试丙38 请假（11月24日—12月10日）")
    await deputy.taps("改派 WT-2026-0001", message=offer)
    await deputy.taps("测试丙40", message=await deputy.sees("改派给哪位同志"))
    await other.sees("请您领办 问〔2026〕1号")


async def test_who_declines_is_replaced_and_who_is_away_cannot_be_asked(world: World) -> None:
    _, chief = await four_matters(world)
    stand_in, other = world.person("测试丙39"), world.person("测试丙40")
    await other.says("/me")
    await other.taps("请假／代办")
    await other.taps("明天")
    await other.taps("不设代办人")
    await other.taps("提交")
    mine = await asks_for_leave(chief, "11月24日", "测试丙39")
    await stand_in.taps("不接受")
    declined = await chief.sees("测试丙39 不便代办")
    await chief.taps("换代办人", message=declined)
    form = await chief.sees("🌴 换代办人")
    refused = await chief.taps("测试丙40", message=form)
    assert refused.alert
    assert "自己请假，请换一位" in str(refused.text)
    await chief.says("测试丙37")
    await chief.taps("提交", message=await chief.sees("代办人：测试丙37"))
    deputy = world.person("测试丙37")
    await deputy.says("/todo")
    await deputy.taps("请假代办：答复")
    await deputy.taps("接受")
    await chief.sees("测试丙37 已接受代办")
    forged = await stand_in.taps_raw("leave.accept:2", await stand_in.sees("测试丙38 请假"))
    assert forged.alert
    assert mine.button_rows == []
    await chief.says("/me")
    await chief.taps("请假／代办")
    await chief.taps("我的 11月24日")
    await chief.taps("取消请假")
    await deputy.sees("请假已取消")
    with world.database.begin() as session:
        assert [row.state for row in session.exec(select(Leave).order_by("id"))] == ["alone", "cancelled"]
        planned = session.exec(select(Due).where(Due.state == DueState.PENDING, Due.subject_id == 2)).all()
        assert not [row for row in planned if row.kind.startswith("leave.")]


async def test_a_stand_in_who_goes_away_gives_the_duty_back(world: World) -> None:
    _, chief = await four_matters(world)
    stand_in = world.person("测试丙39")
    await asks_for_leave(chief, "今天到12月10日", "测试丙39")
    await stand_in.taps("接受")
    await chief.sees("测试丙39 已接受代办")
    said = await stand_in.says("/todo")
    await stand_in.sees("问〔2026〕1号", after=said)
    await stand_in.says("/me")
    await stand_in.taps("请假／代办")
    await stand_in.taps("登记请假")
    await stand_in.taps("明天")
    await stand_in.taps("不设代办人")
    await stand_in.taps("提交")
    await chief.sees("测试丙39 不便代办（11月23日—12月10日），请另选一位")
    said = await stand_in.says("/todo")
    assert not (await stand_in.sees("我的待办", after=said)).contains("问〔2026〕1号")
    said = await chief.says("/todo")
    await chief.taps("请假代办：换代办人", message=await chief.sees("请另选一位", after=said))


async def test_days_that_make_no_sense_are_refused_in_one_sentence(world: World) -> None:
    chief = world.person("测试丙38")
    await chief.says("/me")
    await chief.taps("请假／代办")
    for typed, answer in (
        ("过几天", "没看懂日期"),
        ("12月10日到12月1日", "结束日期早于开始日期"),
        ("11月1日到11月2日", "已经过去"),
    ):
        said = await chief.says(typed)
        await chief.sees(answer, after=said)
    await chief.says("12月1日到10日")
    await chief.sees("请谁代办")
    said = await chief.says("查无此人")
    await chief.sees("没有找到可以代办的同事", after=said)
    await chief.says("测试丙39")
    await chief.sees("代办人：测试丙39")


def _told(person: Person) -> list[str]:
    return [
        message.text or ""
        for message in person.messages()
        if message.contains("办理期限") or message.contains("汇总")
    ]


def _led(world: World) -> set[str]:
    with world.database.begin() as session:
        ids = session.exec(select(Issue.lead_id)).all()
        return {session.get_one(Row, lead).name for lead in ids if lead is not None}


async def test_receipts_assignments_and_supervision_reach_the_stand_in_and_come_back(world: World) -> None:
    clerk, chief, stand_in = (world.person(f"测试{name}") for name in ("戊16", "丙38", "丙39"))
    office, handler = world.person("测试乙07"), world.person("测试乙04")
    await _one_listed_matter(world, clerk, chief, office)
    await _goes_away(chief, stand_in)
    card = await stand_in.sees("督〔2026〕1号")
    said = await stand_in.says("/todo")
    assert (await stand_in.sees("我的待办", after=said)).contains("督〔2026〕1号")
    await stand_in.taps("签收", message=card)
    await stand_in.sees("测试丙38 ✓（测试丙39代签）")

    seen = chief.last()
    await _hand_down(handler, "请区旅游局本周五前报送景区停车场方案")
    task = await stand_in.sees("交〔2026〕1号")
    await world.settle()
    assert chief.last() is seen, "who is away is left in peace"
    await world.advance_to(datetime(2026, 11, 25, 9, 0))
    reminded = await stand_in.sees("剩 2 个工作日")
    assert reminded.contains("JB-2026-0001")
    call = await handler.sees("签收期限已过")
    assert call.contains("测试丙39（")
    assert call.contains("代 测试丙38")

    said = await chief.says("/me")
    await chief.taps("请假／代办", message=await chief.sees("身份", after=said))
    await chief.taps("我的 11月23日", message=await chief.sees("请假与代办", after=said))
    await chief.taps("结束请假", message=await chief.sees("测试丙38 请假", after=said))
    back = await chief.sees("交〔2026〕1号", after=said)
    await world.settle()
    assert not any("签收" in button["text"] for row in task.button_rows for button in row)
    said = await stand_in.says("/todo")
    assert not (await stand_in.sees("我的待办", after=said)).contains("签收 JB-2026-0001")
    await chief.taps("签收", message=back)
    await chief.sees("区旅游局 ✓（测试丙38）")


async def _one_listed_matter(world: World, clerk: Person, chief: Person, office: Person) -> None:
    said = await clerk.says(f"/report {MATTERS[0]}，一直没有解决")
    await clerk.taps("提交", message=await clerk.sees("问题提报草稿", after=said))
    await chief.taps("受理", message=await chief.sees("待受理"))
    await list_it(world, office)


async def _goes_away(chief: Person, stand_in: Person) -> None:
    said = await chief.says("/me")
    await chief.taps("请假／代办", message=await chief.sees("身份", after=said))
    await chief.sees("哪天请假", after=said)
    await chief.says("11月23日到12月1日")
    await chief.taps("测试丙39", message=await chief.sees("请谁代办", after=said))
    await chief.taps("提交", message=await chief.sees("名下在办 1 件", after=said))
    await stand_in.taps("接受", message=await stand_in.sees("测试丙38 请假"))
    await chief.sees("测试丙39 已接受代办")


async def _hand_down(handler: Person, words: str) -> None:
    said = await handler.says("/dashboard")
    await handler.taps("新建交办", message=await handler.sees("问题总览", after=said))
    await handler.sees("交办（草稿）", after=said)
    asked = await handler.says(words)
    await handler.taps("提交", message=await handler.sees("主办：区旅游局", after=asked))
    await handler.sees("JB-2026-0001", after=asked)
