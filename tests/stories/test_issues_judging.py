"""Sent back, judged, done again, settled by the office, and too late: scenarios 5, 16 and 17."""

from datetime import datetime

from sqlmodel import select

from simulator.people import Person
from storage.issues import Issue
from storage.people import Membership
from storage.people import Person as RosterPerson
from tests.stories.test_issues_acting import choose, data, report
from tests.world import World

BANK = "/report 现代金融产业园银行放款太慢，企业资金周转不开"


def issue_of(world: World) -> Issue:
    """The only problem there is, as it stands."""
    with world.database.begin() as session:
        return session.exec(select(Issue)).one()


async def send_back(person: Person, reason: str, body: str | None = None) -> None:
    """Tap “return”, choose where it belongs if that is asked, and say why."""
    await person.taps("退回", message=await person.sees("状态：待受理"))
    if body is not None:
        await person.taps(body)
    await person.sees("请写明退回的理由")
    await person.says(reason)


async def test_a_wrong_industry_goes_straight_to_the_right_one_and_never_back_to_the_reporter(
    world: World,
) -> None:
    """Scenario 5."""
    clerk, medicine, health = (world.person(f"测试{name}") for name in ("戊08", "丙33", "丙08"))
    office, wood = world.person("测试乙04"), world.person("测试丙15")
    await clerk.says("/report 康养中心床位补贴没有到位")
    await clerk.taps("产业")
    await clerk.taps("医药")
    await clerk.taps("提交")
    await world.settle()
    number = issue_of(world).code
    await world.advance_to(datetime(2026, 11, 24, 10, 0))
    await send_back(medicine, "属于养老床位，不属于医药", "医养健康专班")
    await clerk.sees("已转医养健康专班，无需您重新填报")
    card = await health.sees("请医养健康专班在 11月25日 17:30 前受理")
    assert card.contains("属于养老床位，不属于医药")
    assert card.contains("提报：柳青街道 测试戊08 · 11月23日 10:12"), (
        "the whole time counts from the first report"
    )

    await send_back(health, "没有这项资金")
    await clerk.sees("已转办公室指派承办单位，无需您重新填报")
    returned = await office.sees("状态：已退回")
    await office.taps("转办", message=returned)
    await office.taps("木业专班")
    last = await wood.sees("请木业专班在")
    assert all("退回" not in button["text"] for row in last.button_rows for button in row)
    refused = await wood.taps_raw(f"issue.do:1:return:{issue_of(world).phase}", last)
    assert refused.text == "该件已退回两次或已由办公室裁定，不能再退。请受理，或联系办公室转办。"
    await wood.taps("受理", message=last)
    assert issue_of(world).code == number
    await world.settle()
    told = [message for message in clerk.messages() if message.contains("无需您重新填报")]
    assert len(told) == 2, "one line for each return"


async def solve(world: World, lead: Person, words: str) -> None:
    """Tap “solve” on the newest card and say what was done."""
    await lead.says("WT-2026-0001")
    await world.settle()
    await lead.taps("办结")
    await lead.says(words)
    await world.settle()


async def judge_badly(world: World, clerk: Person, words: str) -> None:
    """Tap “dissatisfied” on the card that asks for the verdict."""
    await clerk.taps("不满意", message=await clerk.sees("请提报人评价"))
    await world.settle()
    await clerk.says(words)
    await world.settle()


async def bring_to_the_office(world: World) -> tuple[Person, Person, Person]:
    """Judged badly twice: reporter, lead owner and somebody of the office."""
    clerk, lead, deputy, office = (world.person(f"测试{n}") for n in ("戊06", "丙28", "丙27", "乙04"))
    await report(clerk, BANK)
    await lead.taps("受理")
    await solve(world, lead, "已联系银行")
    await judge_badly(world, clerk, "银行只说再等等，没有结果")
    told = await lead.sees("请重新办理，期限 11月30日（周一），由领办人和测试丙27共同负责")
    assert told.contains("银行只说再等等，没有结果")
    await deputy.sees("请重新办理")
    await solve(world, lead, "又联系了一次")
    await judge_badly(world, clerk, "还是没有结果")
    await lead.sees("已转办公室回访核实")
    card = await office.sees("由办公室回访核实")
    assert card.contains("还是没有结果")
    assert card.contains("第 3 次办理")
    return clerk, lead, office


async def test_dissatisfied_twice_and_right_it_is_done_again_under_the_office(world: World) -> None:
    """Scenario 16."""
    clerk, lead, office = await bring_to_the_office(world)
    refused = await lead.taps_raw(f"issue.do:1:satisfied:{issue_of(world).phase}", lead.last())
    assert refused.alert
    await choose(world, office, "属实，转督办")
    await office.says("回访属实，请分管负责人带队上门")
    await lead.sees("办公室要求：回访属实，请分管负责人带队上门")
    form = await office.sees("评价经核实属实，转入督办")
    assert form.contains("要求：回访属实，请分管负责人带队上门")
    await office.taps("取消", message=form)
    said = await office.says("/todo")
    waiting = await office.sees("待挂牌督办 问〔2026〕1号", after=said)
    await office.taps("挂牌督办 WT-2026-0001", message=waiting)
    form = await office.sees("挂牌督办（草稿）", after=said)
    await office.taps("改要求", message=form)
    await office.says("回访属实，请分管负责人带队上门")
    form = await office.sees("要求：回访属实，请分管负责人带队上门", after=said)
    await office.taps("5个工作日", message=form)
    await office.taps("提交", message=form)
    card = await lead.sees("督〔2026〕1号")
    assert card.contains("期限：11月30日（周一）17:30")
    await clerk.sees("办公室核实您反映的情况属实，已要求重新办理")
    issue = issue_of(world)
    assert (issue.state, issue.reopened, issue.lead_id) == ("handling", 2, issue.former_lead_id)
    assert issue.is_listed
    await solve(world, lead, "银行已放款")
    clerk.sees_not("办理结果：银行已放款")
    await office.taps("核验", message=await office.sees("已报办结，请核验"))
    await office.taps("材料核验通过", message=await office.sees("怎样核验的？"))
    await office.says("已看放款凭证")
    await clerk.taps("满意", message=await clerk.sees("办理结果：银行已放款"))
    await clerk.taps("时间线")
    await world.settle()
    for words in ("办结：已联系银行", "评价不满意：银行只说再等等", "核实评价属实，重新办理", "评价满意"):
        assert clerk.last().contains(words), words


async def test_who_led_it_has_left_another_of_the_body_does_it_again(world: World) -> None:
    _, lead, office = await bring_to_the_office(world)
    before = issue_of(world)
    with world.database.begin() as session:
        former = session.get_one(RosterPerson, before.former_lead_id)
        former.active = False
    await choose(world, office, "属实，转督办")
    await office.says("回访属实")
    await office.sees("评价经核实属实，转入督办")
    issue = issue_of(world)
    assert issue.state == "handling"
    assert issue.owner_id == before.former_owner_id
    with world.database.begin() as session:
        next_lead = session.get_one(RosterPerson, issue.lead_id)
        assert next_lead.active
        assert next_lead.id != former.id
        of_lead = select(Membership.body_id).where(Membership.person_id == next_lead.id)
        assert issue.owner_id in session.exec(of_lead).all()
    said = lead.last()
    await lead.says("/todo")
    await world.settle()
    assert lead.last() == said or not lead.last().contains("问〔2026〕1号"), "who has left hears nothing"


async def test_what_the_policy_does_not_allow_is_closed_by_the_office_with_its_grounds(world: World) -> None:
    clerk, lead, office = await bring_to_the_office(world)
    await choose(world, office, "按政策说明办结")
    await office.says("依据贷款通则第十九条，企业不具备准入条件")
    told = await clerk.sees("由办公室按政策说明办结")
    assert told.contains("依据贷款通则第十九条")
    await lead.sees("由办公室按政策说明办结")
    issue = issue_of(world)
    assert (issue.state, issue.verdict) == ("closed", "dissatisfied")


async def test_a_malicious_verdict_is_struck_out_with_a_reason(world: World) -> None:
    clerk, lead, office = await bring_to_the_office(world)
    refused = await lead.taps_raw(f"issue.do:1:strike:{issue_of(world).phase}", lead.last())
    assert refused.alert
    await choose(world, office, "剔除评价")
    await office.says("企业已书面确认放款，评价与事实不符")
    await lead.sees("剔除“不满意”评价并办结，不计入考核")
    await clerk.sees("企业已书面确认放款，评价与事实不符")
    assert issue_of(world).verdict == "struck"


async def test_who_comes_too_late_hears_who_was_faster_and_may_have_it_done_again(world: World) -> None:
    """Scenario 17."""
    clerk, chief, deputy = (world.person(f"测试{name}") for name in ("戊16", "丙43", "丙42"))
    await report(clerk, "/report 铜业公司环评验收卡住了")
    await chief.taps("受理")
    said = await deputy.says("WT-2026-0001")
    card = await deputy.sees("测试丙43 已受理", after=said)
    escalate = data(card, "上报")
    await chief.taps("办结")
    await world.advance_to(datetime(2026, 11, 23, 10, 31, 5))
    await chief.says("已协调完成验收")
    await chief.sees("已记录")
    late = await deputy.taps_raw(escalate, card)
    assert late.text == ("该件已于 10:31:05 由测试丙43办结，现为“待确认”，您的“上报”未生效，可申请重办。")
    await world.settle()
    assert card.contains("状态：待确认"), "the buttons are brought up to date"
    before = issue_of(world).solve_due_at
    await choose(world, deputy, "重办", card)
    await deputy.says("涉及规划调整，还要上报")
    await clerk.sees("测试丙42 收回了办理结果，继续办理，暂时不用评价")
    issue = issue_of(world)
    assert (issue.state, issue.due_at) == ("handling", before), "nobody wins time by it"


async def test_silence_is_told_and_counted_apart(world: World) -> None:
    clerk, lead = world.person("测试戊06"), world.person("测试丙28")
    await report(clerk, BANK)
    await lead.taps("受理")
    await solve(world, lead, "已放款")
    await world.advance_to(datetime(2026, 11, 26, 17, 31))
    await clerk.sees("到期未评价，已按“未评价”办结")
    assert issue_of(world).verdict == "unrated"
