"""/issues, /todo, search, and inline mode (scenario 3)."""

from datetime import datetime

import pytest

from tests.stories.test_issues_acting import data, report
from tests.world import World

STORY = "报问题 园区污水管网没接通，影响XX药业GMP认证"


async def test_the_list_has_filters_and_pages_in_place(world: World) -> None:
    clerk, liaison, office = (world.person(f"测试{name}") for name in ("戊16", "丙15", "乙05"))
    for number in range(8):
        await report(clerk, f"/report 板材厂第{number}号变压器停电")
    await liaison.says("/issues")
    shown = await liaison.sees("问题 · 待我办（8 件，第 1/2 页）")
    await liaison.taps("更多", message=shown)
    await liaison.sees("第 2/2 页")
    await liaison.taps("我提报", message=shown)
    await liaison.sees("您还没有提报过问题")
    assert not any("全部" in button["text"] for row in shown.button_rows for button in row)
    await clerk.says("/issues")
    await clerk.taps("我提报")
    mine = await clerk.sees("我提报（8 件")
    await clerk.taps("WT-2026-0001", message=mine)
    await clerk.sees("第0号变压器停电")
    await office.says("/issues")
    await office.taps("全部")
    await office.sees("问题 · 全部（8 件")


async def test_lists_by_industry_by_module_and_of_what_is_overdue(world: World) -> None:
    clerk, other, office = (world.person(f"测试{name}") for name in ("戊16", "戊09", "乙04"))
    await report(clerk, "/report 板材厂变压器停电")
    await report(other, "/report 快递分拨中心占用规划道路")
    await office.says("/issues")
    await office.sees("问题 · 全部（2 件")
    await office.taps("筛选")
    await office.sees("按什么看")
    await office.taps("按产业")
    await office.taps("木业")
    wood = await office.sees("问题 · 木业（1 件）")
    assert wood.contains("变压器停电")
    assert not wood.contains("快递")
    await office.taps("筛选")
    await office.taps("按类别")
    await office.taps("项目招引")
    await office.sees("这一类目前没有问题件")
    await office.taps("逾期")
    await office.sees("没有逾期的问题")
    await world.advance_to(datetime(2026, 12, 9, 10, 0))
    await office.says("/issues")
    await office.taps("逾期")
    await office.sees("问题 · 逾期（2 件）")
    await clerk.says("/issues")
    await clerk.taps("逾期")
    mine = await clerk.sees("问题 · 逾期（1 件）")
    assert not mine.contains("快递"), "nobody's list holds more than they may see"
    await clerk.taps("筛选")
    await clerk.taps("按产业")
    await clerk.taps("商贸物流")
    await clerk.sees("这个产业目前没有问题件")


async def test_a_forged_filter_changes_nothing(world: World) -> None:
    clerk = world.person("测试戊16")
    await report(clerk)
    await clerk.says("/issues")
    shown = await clerk.sees("问题 · 我提报（1 件）")
    for forged in ("issues.page::industry:0:gold", "issues.page::industry:0", "issues.filter::mine"):
        assert (await clerk.taps_raw(forged, shown)).alert
    answer = await clerk.taps_raw("issues.page::all:0", shown)
    assert not answer.alert
    await clerk.sees("问题 · 待我办")


async def test_what_waits_for_me_has_its_main_button(world: World) -> None:
    clerk, liaison = world.person("测试戊16"), world.person("测试丙15")
    await report(clerk)
    await liaison.says("我的待办")
    await liaison.sees("我的待办（1 件）")
    await liaison.taps("受理 WT-2026-0001")
    await liaison.sees("测试丙15 已受理")
    await liaison.says("/todo")
    await liaison.taps("办结 WT-2026-0001")
    await liaison.says("已办完")
    await clerk.says("/todo")
    await clerk.taps("满意 WT-2026-0001")
    await clerk.taps("刷新")
    await clerk.sees("没有等您处理的事")


async def test_a_groups_list_has_no_private_details(world: World) -> None:
    clerk, liaison = world.person("测试戊16"), world.person("测试丙15")
    group = world.group("木业产业专班工作群", [liaison], body="木业产业专班")
    await report(clerk, "/report 鲁丽木业用电增容办不下来")
    await liaison.says("/issues", chat=group)
    shown = await liaison.sees("木业产业专班 · 未办结问题", chat=group)
    assert shown.contains("某企业用电增容办不下来")
    assert not shown.contains("鲁丽")


async def test_reporting_inline_leaves_one_short_living_card_in_the_group(world: World) -> None:
    deputy, liaison, outsider = (world.person(f"测试{name}") for name in ("戊13", "丙35", "丁07"))
    group = world.group("医药产业专班工作群", [deputy, liaison, outsider])
    offers = await deputy.types_inline(STORY, chat=group)
    assert offers[0].title == "作为问题提报（医药产业）"
    posted = await deputy.picks_inline(offers[0], chat=group)
    assert posted.contains("园区污水管网没接通，影响某企业GMP认证")
    assert posted.contains("提报单位：半程镇")
    assert not posted.contains("XX药业")
    await deputy.sees("产业：医药（推断）")
    assert "只有提报人能看草稿" in str((await outsider.taps("查看", message=posted, chat=group)).text)
    await deputy.taps("提交")
    await liaison.taps("受理")
    shown = await liaison.sees("状态：办理中", chat=group)
    assert shown.id == posted.id, "edited in place, no new message"
    cards = [message for message in liaison.messages(group) if message.contains("WT-2026-0001")]
    assert cards == [posted]
    assert not shown.contains("XX药业")
    refused = await outsider.taps("查看", message=posted, chat=group)
    assert refused.alert
    assert refused.text == "您无权查看详情，可联系专班联络员测试丙35。"
    labels = [button["text"] for row in shown.button_rows for button in row]
    assert labels == ["查看"]


async def test_inline_words_find_only_what_one_may_see(world: World) -> None:
    clerk, liaison, outsider = (world.person(f"测试{name}") for name in ("戊16", "丙15", "丁07"))
    stranger = world.stranger("路人")
    group = world.group("随便一个群", [liaison, outsider, stranger])
    await report(clerk, "/report 板材厂变压器停电")
    found = await liaison.types_inline("变压器", chat=group)
    offer = next(found for found in found if found.id.startswith("issue:"))
    shared = await liaison.picks_inline(offer, chat=group)
    assert shared.contains("状态：待受理")
    hidden = await outsider.types_inline("变压器", chat=group)
    assert not [found for found in hidden if found.id.startswith("issue:")]
    assert await stranger.types_inline("变压器", chat=group) == []
    await liaison.taps("受理")
    await liaison.sees("状态：办理中", chat=group)


async def test_words_that_fit_a_problem_show_it_and_offer_to_report(world: World) -> None:
    clerk, liaison = world.person("测试戊16"), world.person("测试丙15")
    await report(clerk, "/report 板材厂变压器停电")
    await liaison.says("变压器停电")
    found = await liaison.sees("相关问题")
    assert found.contains("WT-2026-0001")
    await liaison.taps("上报问题", message=found)
    await liaison.sees("标题：变压器停电")
    assert data(liaison.last(), "提交")


@pytest.mark.parametrize(
    "asked",
    ["变压器", "bianyaqi", "byq", "便压器", "鲁丽 停电", "luli", "义堂镇 变压器", "WT-2026-0001", "测试戊16"],
)
async def test_problems_are_found_by_words_pinyin_slips_places_and_numbers(world: World, asked: str) -> None:
    clerk, other = world.person("测试戊16"), world.person("测试丁07")
    await report(clerk, "/report 鲁丽木业变压器停电")
    said = await clerk.says(f"/issues {asked}")
    await clerk.sees("WT-2026-0001" if asked.startswith("WT") else "（1 件）", after=said)
    said = await other.says(f"/issues {asked}")
    await other.sees("没有", after=said)
    other.sees_not("变压器停电")


async def test_what_fits_nothing_is_not_made_up(world: World) -> None:
    clerk = world.person("测试戊16")
    await report(clerk, "/report 鲁丽木业变压器停电")
    for asked in ("路灯", "100%", "_", "b", "<b>"):
        said = await clerk.says(f"/issues {asked}")
        await clerk.sees("没有找到相关的问题", after=said)


async def test_the_list_opens_where_there_is_something_to_see(world: World) -> None:
    clerk, office = world.person("测试戊16"), world.person("测试乙04")
    await clerk.says("/report 木业园三家板材厂配电容量不够")
    await clerk.taps("提交")
    await world.settle()
    await clerk.says("/issues")
    assert (await clerk.sees("问题 · 我提报")).contains("木业园三家板材厂")
    await office.says("/issues")
    assert (await office.sees("问题 · 全部")).contains("木业园三家板材厂")
