"""The same problem reported by several: the warning, joining, merging, judging together (scenario 6)."""

from sqlmodel import select

from simulator.messages import Message
from simulator.people import Person
from storage.database import Database
from storage.issues import Issue, IssueState, count_reports
from tests.stories.test_issues_acting import report
from tests.world import World

FIRST = "/report 鼎力装备公司研发楼用地指标没有着落，机械制造项目开不了工"
SECOND = "/report 鼎力装备公司研发楼的用地指标一直批不下来，机械制造项目等着开工"
THIRD = "/report 鼎力装备有限公司研发楼用地指标卡住了，机械制造"


async def hand_in_anyway(person: Person, story: str) -> Message:
    """Report although something like it is open."""
    said = await person.says(story)
    draft = await person.sees("问题提报草稿", after=said)
    await person.taps("提交", message=draft)
    await person.sees("提交前请看一下", after=said)
    await person.taps("仍然新报", message=draft)
    return await person.sees("状态：待受理", after=said)


async def test_a_report_like_an_open_one_is_asked_about_before_it_is_handed_in(world: World) -> None:
    town, bureau, liaison = (world.person(f"测试{name}") for name in ("戊12", "己10", "丙05"))
    await report(town, FIRST)
    await liaison.taps("受理")
    await bureau.says(SECOND)
    await bureau.sends_photo()
    await bureau.taps("提交")
    asked = await bureau.sees("提交前请看一下")
    assert asked.contains("与 问〔2026〕1号 相似度高：机械制造／")
    assert not asked.contains("鼎力"), "what another body reported is not told to everybody"
    await bureau.taps("附议 WT-2026-0001")
    card = await bureau.sees("2 人提报（2 个单位），附议：区科技局 测试己10")
    assert card.contains("问〔2026〕1号")
    told = await liaison.sees("有新的附议：区科技局 测试己10")
    assert told.contains("一直批不下来")
    await liaison.sees("附件：1 件（照片 1）")
    await liaison.taps("进展", message=card_of(liaison, "状态：办理中"))
    await liaison.says("已报自然资源局")
    await town.sees("有新进展（测试丙05）：已报自然资源局")
    await bureau.sees("有新进展（测试丙05）：已报自然资源局")
    assert numbers(world.database) == [1], "joining takes no number"
    await bureau.says("/issues")
    await bureau.taps("我提报")
    await bureau.sees("我提报（1 件")


async def test_merged_reports_go_on_under_the_earliest_number_and_all_judge(world: World) -> None:
    town, bureau, zone, liaison = (world.person(f"测试{name}") for name in ("戊12", "己10", "戊24", "丙05"))
    await report(town, FIRST)
    await liaison.taps("受理")
    await hand_in_anyway(bureau, SECOND)
    await hand_in_anyway(zone, THIRD)

    for code in ("WT-2026-0003", "WT-2026-0002"):
        await world.settle()
        await liaison.says(code)
        await world.settle()
        card = liaison.last()
        assert card.contains(code)
        await liaison.taps("并案", message=card)
        await liaison.taps("WT-2026-0001", message=card)
        await liaison.sees("主件（保留编号）：问〔2026〕1号")
        answer = await liaison.taps("确认并案", message=card)
        assert answer.text == f"已并案：{code} 并入 WT-2026-0001。"
    main = await liaison.sees("3 人提报（3 个单位），已并入：问〔2026〕2号、问〔2026〕3号")
    assert main.contains("（机械制造产业专班）并案：WT-2026-0002 并入")
    await bureau.sees("原编号仍可查询")
    await zone.says("wt20263")
    own = await zone.sees("状态：已并案")
    assert own.contains("已并入 问〔2026〕1号（WT-2026-0001）：办理中")

    await liaison.taps("办结", message=card_of(liaison, "状态：办理中"))
    await liaison.says("指标已下达")
    await world.settle()
    await town.taps("满意", message=town.last())
    await bureau.sees("请提报人评价")
    await zone.sees("已并入 问〔2026〕1号（WT-2026-0001）：待确认")
    again = await town.taps("满意", message=town.last())
    assert again.text == "感谢评价，还在等其他提报人评价。"
    liaison.sees_not("提报人评价：满意")
    await bureau.taps("满意", message=bureau.last())
    await zone.sees("已评价满意 2/3 人，以最差一票为准")
    await zone.taps("不满意", message=zone.last())
    await zone.says("指标只给了一半")
    await liaison.sees("提报人评价：不满意。请重新办理")
    await world.settle()
    with world.database.begin() as session:
        states = {issue.number: issue.state for issue in session.exec(select(Issue))}
        assert states == {1: "handling", 2: "merged", 3: "merged"}
        assert sorted(count_reports(session).values()) == [1, 1, 1]

    await liaison.taps("办结", message=card_of(liaison, "第 2 次办理"))
    await liaison.says("指标已全部下达")
    await world.settle()
    for person in (town, bureau, zone):
        await person.taps("满意", message=person.last())
    await zone.sees("状态：已办结")
    await liaison.sees("提报人评价：满意，已办结")


async def test_another_firm_with_the_same_trouble_is_another_matter(world: World) -> None:
    town, bureau, office = (world.person(f"测试{name}") for name in ("戊12", "己10", "乙04"))
    await report(town, FIRST)
    await report(bureau, "/report 恒远装备公司研发楼用地指标没有着落，机械制造项目开不了工")
    await office.says("WT-2026-0002")
    await office.taps("并案")
    await office.sees("没有找到相似的在办问题，可以直接输入编号")
    await office.taps("输入编号")
    await office.says("WT-2026-0002")
    await office.sees("这就是同一件")
    await office.says("那件装备公司的")
    await office.sees("没有找到这个编号的问题")
    await office.says("wt 2026 1")
    asked = await office.sees("主件（保留编号）")
    assert asked.contains("两件写的企业不同")
    await office.taps("确认并案", message=asked)
    await bureau.sees("状态：已并案")


async def test_who_owns_only_one_of_two_cannot_merge_them_and_joined_ones_cannot_be_withdrawn(
    world: World,
) -> None:
    town, bureau, liaison = (world.person(f"测试{name}") for name in ("戊12", "己10", "丙05"))
    await report(town, FIRST)
    await bureau.says(SECOND)
    await bureau.taps("提交")
    await bureau.taps("附议 WT-2026-0001")
    await town.sees("2 人提报（2 个单位）")
    assert not any("撤回" in button["text"] for row in town.last().button_rows for button in row)
    await report(town, "/report 义堂的路灯坏了")
    await liaison.says("WT-2026-0001")
    await liaison.taps("并案")
    await liaison.taps("输入编号")
    await liaison.says("WT-2026-0002")
    await liaison.sees("没有找到这个编号的问题，或者它不在您可以查看的范围内")


async def test_silence_of_some_counts_as_what_the_others_said(world: World) -> None:
    town, bureau, liaison = (world.person(f"测试{name}") for name in ("戊12", "己10", "丙05"))
    await report(town, FIRST)
    await bureau.says(SECOND)
    await bureau.taps("提交")
    await bureau.taps("附议 WT-2026-0001")
    await liaison.taps("受理")
    await liaison.taps("办结")
    await liaison.says("指标已下达")
    await world.settle()
    await town.taps("满意", message=town.last())
    await world.advance(days=4)
    with world.database.begin() as session:
        issue = session.exec(select(Issue)).one()
        assert (issue.state, issue.verdict) == (IssueState.CLOSED, "satisfied")


def card_of(person: Person, words: str) -> Message:
    """The newest message of a person's chat with these words."""
    return next(message for message in reversed(person.messages()) if message.contains(words))


def numbers(database: Database) -> list[int]:
    """Every number that was given out."""
    with database.begin() as session:
        return sorted(session.exec(select(Issue.number)))
