"""/dashboard: what is open, by body, state and age; in chat, and as a picture (M2, M17)."""

from datetime import datetime

from simulator.messages import Message
from simulator.people import Person
from tests.stories.test_issues_acting import choose, report
from tests.world import World

PNG = b"\x89PNG\r\n\x1a\n"


async def board_of(world: World, name: str) -> Message:
    person = world.person(name)
    said = await person.says("/dashboard")
    return await person.sees("问题总览", after=said)


async def test_the_office_sees_every_open_problem_counted(world: World) -> None:
    clerk, other, liaison, office = (world.person(f"测试{name}") for name in ("戊16", "戊09", "丙15", "乙04"))
    await report(clerk, "/report 板材厂变压器停电")
    await report(clerk, "/report 木业园三家板材厂配电容量不够")
    await report(other, "/report 快递分拨中心占用规划道路")
    await liaison.taps("受理")
    shown = await board_of(world, "测试乙04")
    assert shown.contains("未办结 3 件")
    assert shown.contains("待受理 2 · 🔧 办理中 1")
    assert shown.contains("木业专班 2 件，待受理 1")
    assert shown.contains("3 天内 3")
    assert shown.contains("还没有办结的问题")
    assert not shown.contains("逾期")

    await liaison.taps("办结")
    await liaison.says("已换变压器")
    await clerk.taps("满意")
    await office.taps("刷新", message=shown)
    again = await office.sees("未办结 2 件")
    assert again.id == shown.id
    assert again.contains("办结 1 件，按期办结率 100%")
    assert again.contains("满意 1")

    await world.advance_to(datetime(2026, 12, 9, 10, 0))
    await office.taps("刷新", message=shown)
    await office.sees("🔴 逾期 2")
    await office.taps("看逾期（2 件）", message=shown)
    await office.sees("问题 · 逾期（2 件）")


async def test_everybody_else_sees_what_concerns_them(world: World) -> None:
    clerk, other = world.person("测试戊16"), world.person("测试戊09")
    await report(clerk, "/report 板材厂变压器停电")
    await report(other, "/report 快递分拨中心占用规划道路")
    leader = await board_of(world, "陈士贤")
    assert leader.contains("问题总览 · 木业专班")
    assert leader.contains("未办结 1 件")
    assert not leader.contains("商贸物流")
    person = world.person("陈士贤")
    await person.taps("看全区", message=leader)
    await person.sees("未办结 2 件")
    await person.taps("看分管", message=leader)
    await person.sees("未办结 1 件")
    head = await board_of(world, "测试甲01")
    assert head.contains("未办结 2 件")
    mine = await board_of(world, "测试戊16")
    assert mine.contains("未办结 1 件")
    nobody = await board_of(world, "测试己28")
    assert nobody.contains("未办结 0 件")


async def test_the_board_leads_to_the_lists_and_to_a_new_assignment(world: World) -> None:
    """The ways into supervisions, assignments and items, for those who may."""
    office, leader, clerk = world.person("测试乙04"), world.person("陈士贤"), world.person("测试戊16")
    shown = await board_of(world, "测试乙04")
    for label, words in (
        ("督办事项", "目前没有挂牌督办的事项"),
        ("交办事项", "还没有交办事项"),
        ("审议议题", "没有提报审议的议题"),
        ("各单位提报", "还没有单位提报问题"),
    ):
        await office.taps(label, message=shown)
        listed = await office.sees(words)
        assert listed.id == shown.id, "in place"
        await office.taps("返回总览", message=shown)
        await office.sees("问题总览")
    await office.taps("新建交办", message=shown)
    form = await office.sees("交办（草稿）")
    await office.says("请环保局本周拿出意见")
    await office.taps("改主办", message=form)
    await office.says("区环保局")
    await office.taps("提交", message=form)
    await office.sees("交〔2026〕1号")
    await office.taps("交办事项", message=shown)
    await office.taps("JB-2026-0001", message=await office.sees("区环保局 ·"))

    led = await board_of(world, "陈士贤")
    assert {"督办事项", "交办事项", "各单位提报"} <= labels(led)
    assert "新建交办" not in labels(led)
    await leader.taps("交办事项", message=led)
    await leader.sees("还没有交办事项")
    head = await board_of(world, "测试甲01")
    assert "审议议题" in labels(head)
    own = await board_of(world, "测试戊16")
    assert not {"督办事项", "交办事项", "审议议题", "新建交办", "各单位提报"} & labels(own)
    for forged in ("assignment.new", "board.reports"):
        refused = await clerk.taps_raw(forged, own)
        assert refused.alert


async def test_reports_of_each_unit_count_those_that_were_merged_or_joined(world: World) -> None:
    """Scenario 6: one matter, each unit one report."""
    clerk, other, office = (world.person(f"测试{name}") for name in ("戊16", "戊09", "乙04"))
    await report(clerk, "/report 板材厂变压器停电")
    await report(clerk, "/report 半程镇冷库手续卡在消防")
    await report(other, "/report 快递分拨中心占用规划道路")
    await merge(world, office, "WT-2026-0003", "WT-2026-0001")
    shown = await board_of(world, "测试乙04")
    assert shown.contains("未办结 2 件")
    await office.taps("各单位提报", message=shown)
    counted = await office.sees("各单位提报次数（共 3 次）")
    assert counted.contains("义堂镇 2 次\n白沙埠镇 1 次")


async def merge(world: World, office: Person, later: str, earlier: str) -> None:
    """Merge by typing the number that stays."""
    said = await office.says(later)
    card = await office.sees(later, after=said)
    await choose(world, office, "并案", card)
    await office.taps("输入编号", message=card)
    await office.says(earlier)
    await office.taps("确认并案", message=await office.sees("主件（保留编号）"))
    await world.settle()


def labels(message: Message) -> set[str]:
    """What its buttons say, without their marks."""
    return {str(button["text"]).split(" ")[-1] for row in message.button_rows for button in row}


async def test_the_picture_is_a_png_with_its_caption(world: World) -> None:
    clerk, office = world.person("测试戊16"), world.person("测试乙04")
    await report(clerk)
    await board_of(world, "测试乙04")
    await office.taps("看图")
    sent = await office.sees("未办结 1 件，逾期 0 件")
    assert sent.attachment is not None
    assert sent.attachment.kind == "photo"
    assert sent.attachment.data.startswith(PNG)


async def test_a_stranger_sees_no_board(world: World) -> None:
    stranger = world.stranger("路人")
    await stranger.says("/dashboard")
    await stranger.sees("验证手机号")
    stranger.sees_not("问题总览")
