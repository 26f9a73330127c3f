"""Policies at work: subscriptions, favourites, questions and their answers, words that were not found."""

from datetime import date, datetime

import pytest
from sqlmodel import select

from services.people import front_people
from services.policies import load_demo_policies
from simulator.people import Person as Actor
from storage.bodies import Body
from tests.world import ZONE, World


@pytest.fixture(autouse=True)
def list_of_policies(world: World) -> None:
    """The example list is in the database."""
    with world.database.begin() as session:
        assert load_demo_policies(session, now=world.clock.now()).applied


def asked_person(world: World, body: str) -> Actor:
    """Somebody who takes a body's matters on."""
    with world.database.begin() as session:
        found = session.exec(select(Body).where(Body.name == body)).one()
        name = front_people(session, found, date(2026, 11, 23))[0].name
    return world.person(name)


async def ask(clerk: Actor, question: str) -> None:
    await clerk.says("ZC-0103")
    await clerk.taps("咨询", message=await clerk.sees("兰山区中小微企业贷款贴息实施细则"))
    await clerk.sees("要问什么")
    await clerk.says(question)
    await clerk.taps("提交", message=await clerk.sees(f"问题：{question}"))


async def test_a_question_is_answered_kept_and_offered_again(world: World) -> None:
    clerk, other = world.person("测试戊04"), world.person("测试戊16")
    contact = asked_person(world, "区金融办")
    await ask(clerk, "个体工商户的贷款能不能贴息？")
    await clerk.sees("已送区金融办")
    await contact.sees("个体工商户的贷款能不能贴息")
    await contact.says("/todo")
    await contact.sees("政策咨询待答复")
    await contact.taps("✍️ 答复")
    await contact.sees("请写答复")
    await contact.says("可以，凭营业执照申报。")
    await contact.taps("提交", message=await contact.sees("答复：可以"))
    await clerk.sees("可以，凭营业执照申报。")

    await other.says("ZC-0103")
    await other.taps("咨询", message=await other.sees("贷款贴息实施细则"))
    await other.sees("要问什么")
    await other.says("个体工商户贷款可以贴息吗")
    offered = await other.sees("以前有人问过类似的")
    assert offered.contains("可以，凭营业执照申报。")


async def test_what_nobody_answers_goes_up_after_two_working_days(world: World) -> None:
    clerk, office = world.person("测试戊04"), world.person("测试乙06")
    await ask(clerk, "首贷企业怎么算？")
    await world.advance_to(datetime(2026, 11, 25, 17, 0, tzinfo=ZONE))
    office.sees_not("首贷企业怎么算")
    await world.advance_to(datetime(2026, 11, 25, 17, 30, tzinfo=ZONE))
    await office.sees("逾期未答复")


async def test_a_search_without_result_becomes_a_question_and_a_lesson(world: World) -> None:
    clerk, office = world.person("测试戊04"), world.person("测试乙06")
    await clerk.says("/policy 圆梦金")
    await clerk.taps("转为咨询", message=await clerk.sees("没有找到"))
    await clerk.sees("已送区")
    await office.sees("圆梦金")
    await office.says("/policy")
    await office.taps("清单管理")
    await office.taps("没查到的词")
    await office.taps("教 1", message=await office.sees("“圆梦金” 1 次"))
    await office.sees("清单里叫什么")
    await office.says("贷款贴息")
    await office.taps("提交", message=await office.sees("清单里的说法：贷款贴息"))
    await office.sees("已记住")
    asked = await clerk.says("/policy 圆梦金")
    await clerk.sees("兰山区中小微企业贷款贴息实施细则", after=asked)
    assert (await office.taps_raw("policy.forget:1", office.last())).text is None
    again = await clerk.says("/policy 圆梦金")
    await clerk.sees("没有找到", after=again)


async def test_subscribed_and_kept_from_the_card(world: World) -> None:
    clerk = world.person("测试戊04")
    await clerk.says("ZC-0124")
    card = await clerk.sees("兰山区食品产业高质量发展扶持措施")
    answer = await clerk.taps("收藏", message=card)
    assert "已收藏" in (answer.text or "")
    await clerk.taps("订阅", message=card)
    await clerk.taps("🔔 订阅", message=await clerk.sees("订阅新政策：食品 · 财税 · 各级"))
    await clerk.sees("1. 食品 · 财税 · 各级")
    await clerk.says("/policy")
    await clerk.taps("我的收藏")
    await clerk.sees("⭐ 我的收藏")
    await clerk.taps("取消 1", message=await clerk.sees("我的订阅（1）"))
    await clerk.sees("还没有订阅")


async def test_forged_taps_change_nothing(world: World) -> None:
    clerk = world.person("测试戊04")
    await clerk.says("ZC-0103")
    card = await clerk.sees("ZC-0103")
    for data in (
        "policy.unsubscribe:zzz",
        "policy.choose::9:99:x",
        "policy.answer:zz",
        "policy.cite:1:1",
        "policy.more:2v:7",
        "policy.subscribe:zzzzz",
        "policy.ask:zzzzz",
        "policy.renew:1",
        "policy.news_report:1",
        "policy.pick:1:title:1",
    ):
        answer = await clerk.taps_raw(data, card)
        assert answer.alert, data


async def test_six_taps_tell_what_can_be_claimed(world: World) -> None:
    clerk = world.person("测试戊04")
    await clerk.says("/policy")
    await clerk.taps("政策测算")
    steps = {
        "哪个产业": "食品",
        "企业规模": "小微企业",
        "三个100": "高成长企业",
        "企业在哪里": "园区",
        "哪方面的支持": "融资",
        "哪个阶段": "正常经营",
    }
    for question, answer in steps.items():
        await clerk.taps(answer, message=await clerk.sees(question))
    found = await clerk.sees("政策测算结果")
    can, lacking = found.text.split("还差条件")
    assert "兰山区中小微企业贷款贴息实施细则" in can
    assert "示例兰金办〔2020〕5号" in can
    assert "清单未写申报条件，申报前请咨询" in can
    assert "兰山区企业上市挂牌奖励办法" in lacking
    assert "还差：阶段须为准备上市（原文：拟上市挂牌企业）" in lacking
    assert found.contains("第 1/")
    await clerk.taps("➡️ 下一页", message=found)
    second = await clerk.sees("第 2/")
    assert not second.contains("1. 兰山区中小微企业贷款贴息实施细则"), "another page of the same"
    await clerk.taps("⬅️ 上一页", message=second)
    await clerk.sees("第 1/")
    await clerk.taps("生成 PDF", message=found)
    await world.settle()
    page = clerk.last().attachment
    assert page is not None
    assert page.name == "政策测算单.pdf"


async def test_a_problem_is_offered_policies_and_cites_one(world: World) -> None:
    clerk = world.person("测试戊16")
    await clerk.says("/report 小微企业贷款利率高，想申请贷款贴息")
    await clerk.taps("提交")
    card = await clerk.sees("状态：待受理")
    rows = [[button["text"] for button in row] for row in card.button_rows]
    assert rows == [["撤回", "催办", "📋 适用政策"], ["🕘 时间线"]], "single buttons share a row"
    await clerk.taps("适用政策", message=card)
    fitting = await clerk.sees("可能适用于")
    assert "贷款贴息" in fitting.text.split("2. ")[0]
    answer = await clerk.taps("引用 1", message=fitting)
    assert "已引用" in (answer.text or "")
    await clerk.sees("引用政策：")
    again = await clerk.taps("引用 1", message=fitting)
    assert "已经引用过" in (again.text or "")


async def test_inline_gives_public_fields_and_nothing_to_strangers(world: World) -> None:
    clerk, stranger = world.person("测试戊04"), world.stranger("路人")
    offers = await clerk.types_inline("人才")
    assert offers
    shared = await clerk.picks_inline(offers[0])
    assert not shared.contains("1990000")
    assert await stranger.types_inline("人才") == []
    answered = [call.parameters for call in world.telegram.calls if call.method == "answerInlineQuery"]
    assert answered
    for parameters in answered:
        assert str(parameters["cache_time"]) == "0", "what one may see is never kept for another"
        assert str(parameters["is_personal"]).lower() == "true"
