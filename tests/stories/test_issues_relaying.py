"""Somebody's message in a group becomes a report (scenario 4); several drafts; inline choice (scenario 3)."""

from datetime import datetime

from sqlmodel import select

from simulator.groups import Group
from simulator.messages import Message
from simulator.people import Person
from storage.issues import Issue, IssueRelay
from storage.people import get_person
from tests.world import World

WORDS = "冷库手续卡在消防了"


async def relayed(world: World, command: str = "/转问题") -> tuple[Person, Person, Group, Message]:
    """A liaison officer answers somebody's message in the group of their task force with the command."""
    liaison, speaker = world.person("测试丙50"), world.person("测试戊18")
    group = world.group("食品产业专班工作群", [liaison, speaker], body="食品产业专班")
    group.promote_bot()
    said = await speaker.says(WORDS, chat=group)
    await liaison.says(command, chat=group, reply_to=said)
    return liaison, speaker, group, said


async def test_a_reply_makes_a_report_of_somebodys_words_and_its_author_confirms(world: World) -> None:
    liaison, speaker, group, _ = await relayed(world)
    asked = await speaker.sees("请确认：是您要上报的问题吗")
    assert asked.contains(WORDS)
    assert asked.contains("产业：食品")
    waiting = await liaison.sees("待确认 · 冷库手续卡在消防了", chat=group)
    await liaison.sees("待确认：已请 测试戊18 确认")
    assert not issues_of(world), "no number before it is confirmed"
    await speaker.says("/todo")
    await speaker.sees("别人把您在群里的话记成了问题")

    answer = await speaker.taps("确认提报", message=asked)
    assert answer.text == "已提交：WT-2026-0001"
    card = await speaker.sees("提报：李官镇 测试戊18")
    assert card.id == asked.id
    assert card.contains("测试丙50 代录，原话人已确认")
    shown = await liaison.sees("提报单位：李官镇", chat=group)
    assert shown.id == waiting.id, "the card of the group goes on, no second one"
    assert len([one for one in liaison.messages(group) if one.contains("WT-2026-0001")]) == 1
    issue = issues_of(world)[0]
    assert (issue.text, issue.state) == (WORDS, "waiting")
    with world.database.begin() as session:
        assert get_person(session, issue.reporter_id).name == "测试戊18"
        assert get_person(session, issue.recorder_id or 0).name == "测试丙50"

    await liaison.taps("受理")
    await liaison.taps("办结")
    await liaison.says("消防验收已通过")
    judged = await speaker.sees("请提报人评价")
    await speaker.taps("满意", message=judged)
    await liaison.sees("提报人评价：满意，已办结")


async def test_without_a_word_it_stands_as_recorded_after_a_day(world: World) -> None:
    liaison, speaker, group, said = await relayed(world, "/report@zhuanban_bot")
    await speaker.sees("请确认")
    await world.advance(hours=23)
    assert not issues_of(world)
    await liaison.says("/转问题", chat=group, reply_to=said)
    await liaison.sees("这条消息已经转过了，正在等原话人确认", chat=group)
    await world.advance(hours=2)
    await liaison.sees("原话人 测试戊18 未按时确认，已按 测试丙50 的代录提报")
    await speaker.sees("测试丙50 代录，原话人未按时确认，按代录提报")
    await speaker.taps("时间线")
    await speaker.sees("原话人未按时确认，按代录提报生效 → 食品产业专班")
    assert len(issues_of(world)) == 1


async def test_its_author_may_change_it_first_and_the_words_as_said_are_kept(world: World) -> None:
    liaison, speaker, group, _ = await relayed(world)
    await speaker.taps("修改后提报")
    await speaker.sees("问题提报草稿")
    await speaker.says("是半程食品厂二期冷库，消防验收排不上队")
    await speaker.taps("提交")
    card = await speaker.sees("问〔2026〕1号")
    assert card.contains("原话：冷库手续卡在消防了")
    await liaison.sees("提报：李官镇 测试戊18")
    await liaison.sees("WT-2026-0001", chat=group)
    await world.advance(hours=25)
    assert len(issues_of(world)) == 1


async def test_its_author_may_decline_and_who_wrote_it_down_may_take_it_back(world: World) -> None:
    liaison, speaker, group, _ = await relayed(world)
    await speaker.taps("不提报")
    await liaison.sees("测试戊18 表示不提报您代录的那条")
    await liaison.sees("原话人 测试戊18 表示不提报", chat=group)
    second = await speaker.says("园区污水管网没接通", chat=group)
    await liaison.says("/转问题", chat=group, reply_to=second)
    asked = await speaker.sees("园区污水管网没接通")
    await liaison.taps("不转了")
    await speaker.sees("代录人 测试丙50 已收回")
    refused = await speaker.taps_raw("relay.confirm:1", asked)
    assert refused.alert
    await world.advance(hours=25)
    assert not issues_of(world)


async def test_words_of_nobody_known_become_a_draft_of_ones_own(world: World) -> None:
    liaison, stranger = world.person("测试丙50"), world.stranger("路人")
    group = world.group("食品产业专班工作群", [liaison, stranger], body="食品产业专班")
    said = await stranger.says(WORDS, chat=group)
    await liaison.says("/report", chat=group, reply_to=said)
    await liaison.sees("原话人还没有绑定名册", chat=group)
    await liaison.sees("标题：冷库手续卡在消防了")
    await liaison.says("/report", chat=group, reply_to=liaison.last(group))
    await liaison.sees("请回复那条消息", chat=group)
    await stranger.says("/转问题", chat=group, reply_to=said)
    await world.settle()
    with world.database.begin() as session:
        assert not session.exec(select(IssueRelay)).all()


async def test_at_night_the_author_is_asked_in_the_morning(world: World) -> None:
    await world.advance_to(datetime(2026, 11, 23, 21, 0))
    _, speaker, _, _ = await relayed(world)
    await world.settle()
    speaker.sees_not("请确认")
    await world.advance_to(datetime(2026, 11, 24, 9, 1))
    await speaker.sees("请确认")


async def test_a_new_matter_does_not_run_into_an_unfinished_draft(world: World) -> None:
    clerk = world.person("测试戊16")
    await clerk.says("/report 板材厂停电两天了")
    await clerk.sees("标题：板材厂停电两天了")
    await clerk.says("/report 镇上招不到电工")
    second = await clerk.sees("标题：镇上招不到电工")
    assert second.contains("还有一份没提交的草稿：“板材厂停电两天了”")
    await clerk.says("/todo")
    assert (await clerk.sees("我的待办（2 件）")).contains("板材厂停电两天了")
    await clerk.taps("并入那份草稿", message=second)
    await clerk.sees("标题：板材厂停电两天了，镇上招不到电工")
    await world.settle()
    await clerk.taps("提交", message=second)
    await clerk.sees("问〔2026〕1号")
    assert [issue.text for issue in issues_of(world)] == ["板材厂停电两天了\n镇上招不到电工"]


async def test_inline_the_industry_is_chosen_among_all(world: World) -> None:
    deputy = world.person("测试戊13")
    group = world.group("医药产业专班工作群", [deputy])
    offers = await deputy.types_inline("报问题 园区污水管网没接通，影响XX药业GMP认证", chat=group)
    titles = [offer.title for offer in offers]
    assert titles[:2] == ["作为问题提报（医药产业）", "作为问题提报（机械制造产业）"]
    assert len(titles) == len(set(titles)) == 10
    food = next(offer for offer in offers if "食品" in offer.title)
    posted = await deputy.picks_inline(food, chat=group)
    assert not posted.contains("XX药业")
    draft = await deputy.sees("问题提报草稿")
    assert draft.contains("产业：食品\n")


def issues_of(world: World) -> list[Issue]:
    """Every problem, by number."""
    with world.database.begin() as session:
        found = list(session.exec(select(Issue).order_by("number")))
        session.expunge_all()
        return found
