"""Groups that are upgraded, that throw the assistant out, that lose a topic (scenario 39)."""

from sqlmodel import select

from storage import outbox
from storage.accounts import Group, GroupState
from tests.world import World


def states(world: World) -> dict[tuple[int, int], str]:
    """Every group's row: (chat, topic) to state."""
    with world.database.begin() as session:
        return {(row.chat_id, row.thread_id): row.state for row in session.exec(select(Group))}


def count(messages: list[object], words: str) -> int:
    """How many messages contain the words."""
    return sum(words in str(message) for message in messages)


async def test_an_upgraded_group_keeps_what_it_is_tied_to(world: World) -> None:
    member, admin = world.person("测试丙30"), world.person("测试乙09")
    group = world.group("现代金融专班工作群", [member], body="现代金融产业专班")
    old = group.id
    group.upgrade()
    await admin.sees("已升级为超级群")
    await world.settle()
    assert states(world) == {(group.id, 0): GroupState.BOUND}
    assert old != group.id
    assert count(list(admin.messages()), "已升级为超级群") == 1
    await member.says("/bind", chat=group)
    await member.sees("本群已绑定：现代金融产业专班", chat=group)


async def test_an_upgrade_while_the_assistant_was_away_is_found_when_sending(world: World) -> None:
    member, admin = world.person("测试丙30"), world.person("测试乙09")
    group = world.group("现代金融专班工作群", [member], body="现代金融产业专班")
    await world.settle()
    await world.stop()
    group.upgrade()
    world.telegram.world.updates.clear()
    await world.start()
    await tell_group(world, "给群里的话")
    await member.sees("给群里的话", chat=group)
    await admin.sees("已升级为超级群")
    assert states(world)[group.id, 0] == GroupState.BOUND


async def test_thrown_out_and_brought_back(world: World) -> None:
    member, admin = world.person("测试丙15"), world.person("测试乙09")
    owner = world.stranger("群主")
    group = world.group("木业群", [owner, member], body="木业产业专班")
    group.remove_bot(by=owner)
    await admin.sees("我已不在群“木业群”里")
    assert states(world) == {(group.id, 0): GroupState.SUSPENDED}
    group.add_bot(by=owner)
    await world.settle()
    assert states(world) == {(group.id, 0): GroupState.SUSPENDED}
    group.remove_bot(by=owner)
    group.add_bot(by=member)
    await member.sees("已恢复，本群已绑定：木业产业专班", chat=group)
    assert states(world) == {(group.id, 0): GroupState.BOUND}
    await world.settle()
    assert count(list(admin.messages()), "我已不在群") == 1


async def test_a_removal_that_was_missed_is_found_when_sending(world: World) -> None:
    member, admin = world.person("测试丙15"), world.person("测试乙09")
    group = world.group("木业群", [member], body="木业产业专班")
    await world.settle()
    await world.stop()
    group.remove_bot()
    world.telegram.world.updates.clear()
    await world.start()
    await tell_group(world, "给群里的话")
    await admin.sees("我已不在群“木业群”里")
    await world.settle()
    assert states(world) == {(group.id, 0): GroupState.SUSPENDED}


async def test_a_deleted_topic_suspends_its_tie(world: World) -> None:
    member, admin = world.person("测试丙15"), world.person("测试乙09")
    group = world.telegram.group("区里大群", members=[member], forum=True)
    topic = group.topic("木业")
    await member.says("/bind", chat=topic)
    await member.taps("木业产业专班", chat=topic)
    await member.taps("确认绑定", chat=topic)
    await member.sees("本群已绑定", chat=topic)
    await world.settle()
    topic.delete()
    await tell_group(world, "话题里的话", thread_id=topic.thread_id)
    await member.sees("话题里的话", chat=group)
    await admin.sees("话题已被删除")
    assert states(world)[group.id, topic.thread_id] == GroupState.SUSPENDED


async def tell_group(world: World, text: str, thread_id: int | None = None) -> None:
    """Something is said in the one group that is tied to a body."""
    with world.database.begin() as session:
        statement = select(Group).where(Group.state == GroupState.BOUND)
        row = session.exec(statement.where(Group.thread_id == (thread_id or 0))).one()
        outbox.add_call(
            session,
            chat_id=row.chat_id,
            thread_id=thread_id,
            method="sendMessage",
            payload={"text": text},
            state="queued",
            priority=1,
            important=False,
            attempts=0,
            created_at=world.clock.now(),
        )
    assert world.assistant is not None
    world.assistant.wake()
