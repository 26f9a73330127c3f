"""Groups and topics are tied to bodies by their own people; what is not tied gets nothing (M1)."""

from sqlmodel import select

from storage.accounts import Group, GroupState
from storage.bodies import Body
from tests.world import World


def tie_of(world: World, chat_id: int, thread_id: int = 0) -> tuple[str | None, str] | None:
    """The body's name and the state of a group's row."""
    with world.database.begin() as session:
        row = session.exec(
            select(Group).where(Group.chat_id == chat_id, Group.thread_id == thread_id)
        ).one_or_none()
        if row is None:
            return None
        body = session.get(Body, row.body_id) if row.body_id else None
        return (body.name if body else None), row.state


async def test_the_bodys_own_people_bind_their_group(world: World) -> None:
    member, admin = world.person("测试丙15"), world.person("测试乙09")
    group = world.group("木业群", [member])
    await member.sees("请本单位或专班的同志发送 /bind", chat=group)
    await member.says("/bind", chat=group)
    choice = await member.sees("请选择", chat=group)
    labels = [label for row in choice.buttons for label in row]
    assert labels == ["木业产业专班", "区林业局", "取消"]
    await member.taps("木业产业专班", chat=group)
    await member.sees("要把本群绑定为木业产业专班", chat=group)
    assert tie_of(world, group.id) == (None, GroupState.SEEN)
    await member.taps("确认绑定", chat=group)
    await member.sees("本群已绑定：木业产业专班", chat=group)
    assert tie_of(world, group.id) == ("木业产业专班", GroupState.BOUND)
    await admin.sees("测试丙15把群“木业群”绑定到木业产业专班")


async def test_an_administrator_chooses_any_body(world: World) -> None:
    admin = world.person("测试乙09")
    group = world.group("食品群", [admin])
    await admin.says("/bind", chat=group)
    await admin.taps("📂 产业专班", chat=group)
    await admin.taps("更多", chat=group)
    await admin.taps("食品产业专班", chat=group)
    await admin.taps("确认绑定", chat=group)
    await admin.sees("本群已绑定：食品产业专班", chat=group)


async def test_others_may_not_bind_to_a_body_that_is_not_theirs(world: World) -> None:
    member, other = world.person("测试丙15"), world.person("测试戊16")
    group = world.group("木业群", [member, other])
    await member.says("/bind", chat=group)
    await member.taps("木业产业专班", chat=group)
    answer = await other.taps("确认绑定", chat=group)
    assert answer.alert
    assert answer.text == "您没有这项操作的权限。"
    assert tie_of(world, group.id) == (None, GroupState.SEEN)
    message = await other.sees("要把本群绑定为", chat=group)
    answer = await other.taps_raw("groups.kind:1:task_force:0", message)
    assert answer.text == "您没有这项操作的权限。"


async def test_rebinding_and_unbinding_are_confirmed(world: World) -> None:
    member, stranger = world.person("测试丙15"), world.person("测试戊16")
    group = world.group("木业群", [member, stranger], body="木业产业专班")
    await stranger.says("/bind", chat=group)
    await stranger.sees("本群已绑定：木业产业专班", chat=group)
    for label in ("改绑", "解除绑定"):
        answer = await stranger.taps(label, chat=group)
        assert answer.text == "您没有这项操作的权限。"
    await member.taps("改绑", chat=group)
    await member.taps("区林业局", chat=group)
    await member.sees("现在绑定的是木业产业专班，要改绑为区林业局吗", chat=group)
    await member.taps("确认绑定", chat=group)
    await member.sees("本群已绑定：区林业局", chat=group)
    await member.taps("解除绑定", chat=group)
    await member.taps("确认解除", chat=group)
    await member.sees("绑定已解除", chat=group)
    assert tie_of(world, group.id) == (None, GroupState.SEEN)


async def test_a_topic_is_bound_by_itself(world: World) -> None:
    member = world.person("测试丙15")
    group = world.telegram.group("区里大群", members=[member], forum=True)
    topic = group.topic("木业")
    await member.says("/bind", chat=topic)
    await member.taps("木业产业专班", chat=topic)
    await member.taps("确认绑定", chat=topic)
    await member.sees("本群已绑定：木业产业专班（仅本话题）", chat=topic)
    assert tie_of(world, group.id, topic.thread_id) == ("木业产业专班", GroupState.BOUND)


async def test_a_group_that_is_not_bound_gets_nothing(world: World) -> None:
    founder = world.stranger("群主")
    clerk = world.person("测试戊16")
    group = world.telegram.group("闲聊群", members=[founder, clerk])
    group.promote_bot()
    for text in (
        "/report 停电",
        "/issues",
        "/policy 人才",
        "/meetings",
        "/start",
        "/help",
        "WT-2026-0001",
        "你好",
    ):
        await clerk.says(text, chat=group)
    await founder.says("/bind", chat=group)
    await world.settle()
    assert [message.text for message in group.messages() if message.from_bot] == []


async def test_buttons_of_another_group_do_nothing(world: World) -> None:
    member = world.person("测试丙15")
    group = world.group("木业群", [member])
    other = world.group("别的群", [member])
    await member.says("/bind", chat=group)
    await member.sees("请选择", chat=group)
    await member.says("/bind", chat=other)
    message = await member.sees("请选择", chat=other)
    answer = await member.taps_raw("groups.keep:1", message)
    assert answer.alert
    assert answer.text is not None
    assert "已经过期" in answer.text
    answer = await member.taps_raw("groups.bind:2:99999", message)
    assert answer.text is not None
    assert "已经过期" in answer.text


async def test_bind_in_private_says_where_it_works(world: World) -> None:
    clerk = world.person("测试戊16")
    await clerk.says("/bind")
    await clerk.sees("请在工作群里使用")
