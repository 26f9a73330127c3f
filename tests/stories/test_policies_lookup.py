"""Looking up policies in chat (scenario 34): a few characters typed anywhere, the list in place."""

import pytest

from services.policies import load_demo_policies
from tests.world import World


@pytest.fixture(autouse=True)
def list_of_policies(world: World) -> None:
    """The example list is in the database."""
    with world.database.begin() as session:
        assert load_demo_policies(session, now=world.clock.now()).applied


async def test_a_typo_is_understood_and_explained(world: World) -> None:
    clerk = world.person("测试戊04")
    await clerk.says("贷款帖息")
    answer = await clerk.sees("按“贷款贴息”查找")
    assert "兰山区中小微企业贷款贴息实施细则" in answer.text
    assert answer.text.count("咨询：") <= 5


async def test_pinyin_and_document_numbers(world: World) -> None:
    clerk = world.person("测试戊04")
    await clerk.says("/policy yincai butie")
    await clerk.sees("兰山区高层次人才引进补贴实施办法")
    await clerk.says("/policy 国办发[2018]15号")
    await clerk.sees("国务院办公厅关于促进全域旅游发展的指导意见")


async def test_near_misses_do_not_mix(world: World) -> None:
    clerk = world.person("测试戊04")
    await clerk.says("/policy 上云奖励")
    first = (await clerk.sees("上云用云")).text.split("2.")[0]
    assert "上市" not in first


async def test_nothing_found_says_so_and_invents_nothing(world: World) -> None:
    clerk = world.person("测试戊04")
    await clerk.says("/policy 火星移民")
    answer = await clerk.sees("没有找到")
    assert "1." not in answer.text


async def test_paging_and_filters_work_in_place(world: World) -> None:
    clerk = world.person("测试戊04")
    await clerk.says("/policy 人才")
    listed = await clerk.sees("第 1/")
    await clerk.taps("更多")
    await clerk.sees("第 2/")
    await clerk.taps("层级", message=listed)
    await clerk.taps("区", message=listed)
    await clerk.sees("✅ 区")
    assert [message.id for message in clerk.messages() if message.from_bot] == [listed.id]


async def test_a_card_opens_and_leads_back(world: World) -> None:
    clerk = world.person("测试戊04")
    await clerk.says("/policy 标准地")
    listed = await clerk.sees("标准地")
    await clerk.taps("1", message=listed)
    card = await clerk.sees("文件未写明失效日期")
    assert card.id == listed.id
    assert not card.contains("适用对象")
    await clerk.taps("展开", message=listed)
    await clerk.sees("适用对象")
    await clerk.taps("收起", message=listed)
    await clerk.taps("返回", message=listed)
    await clerk.sees("1. ")


async def test_the_home_button_asks_and_takes_the_next_words(world: World) -> None:
    clerk = world.person("测试戊04")
    await clerk.says("查政策")
    await clerk.sees("要查什么政策")
    await clerk.says("过桥资金")
    await clerk.sees("兰山区企业应急转贷（过桥）资金使用办法")


async def test_a_code_opens_the_card_however_typed(world: World) -> None:
    clerk = world.person("测试戊04")
    await clerk.says("zc 0103")
    await clerk.sees("ZC-0103")
    await clerk.says("ZC-9999")
    await clerk.sees("没有找到编号")


@pytest.mark.parametrize("nonsense", ["=1+1", "<b>x", '" OR 1=1 --', "NEAR(*)", "＊" * 60, "%_\\"])
async def test_formulas_and_markup_are_only_words(world: World, nonsense: str) -> None:
    clerk = world.person("测试戊04")
    await clerk.says(f"/policy {nonsense}")
    answer = await clerk.sees("“")
    assert "抱歉" not in answer.text


async def test_a_list_whose_question_is_gone_still_answers(world: World) -> None:
    clerk = world.person("测试戊04")
    question = await clerk.says("/policy 人才")
    await clerk.sees("第 1/")
    await clerk.deletes(question)
    answer = await clerk.taps("更多")
    assert answer is not None


async def test_forged_filters_change_nothing(world: World) -> None:
    clerk = world.person("测试戊04")
    await clerk.says("/policy 人才")
    listed = await clerk.sees("第 1/")
    forged = (
        "policy.page::x:-:-:-",
        "policy.page::1:99:-:-",
        "policy.filter::1:-:-:-:colour",
        "policy.card:zzzzz",
    )
    for data in forged:
        answer = await clerk.taps_raw(data, listed)
        assert answer.alert
