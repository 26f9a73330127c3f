"""Groups: who sees what, topics, upgrades, and being thrown out."""

import pytest
from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, Forbidden

from simulator.groups import Group
from simulator.people import Person
from simulator.server import Simulator
from tests.simulator.reader import Reader


@pytest.fixture
async def group(telegram: Simulator, reader: Reader, clerk: Person) -> Group:
    made = telegram.group("木业产业专班工作群", members=[clerk, telegram.person("甲")])
    joined, created = await reader.all()
    assert joined.my_chat_member.new_chat_member.status == "member"
    assert created.message.group_chat_created
    return made


async def test_privacy_mode_lets_through_only_what_is_meant_for_the_bot(
    reader: Reader, bot: Bot, clerk: Person, group: Group
) -> None:
    sent = await bot.send_message(group.id, "卡片")
    await clerk.says("随便聊聊", chat=group)
    await clerk.says("/bind", chat=group)
    await clerk.says("/bind@other_bot", chat=group)
    await clerk.says("/bind@Zhuanban_Bot", chat=group)
    await clerk.says("问 @zhuanban_bot 好", chat=group)
    await clerk.says("答复", chat=group, reply_to=await clerk.sees("卡片", chat=group))
    texts = [update.message.text for update in await reader.all()]
    assert texts == ["/bind", "/bind@Zhuanban_Bot", "问 @zhuanban_bot 好", "答复"]
    assert sent.chat.title == "木业产业专班工作群"


async def test_an_administrator_bot_sees_everything(reader: Reader, clerk: Person, group: Group) -> None:
    group.promote_bot()
    await clerk.says("随便聊聊", chat=group)
    promoted, chat = await reader.all()
    assert promoted.my_chat_member.new_chat_member.status == "administrator"
    assert chat.message.text == "随便聊聊"


async def test_a_bot_that_was_thrown_out_is_told_so(reader: Reader, bot: Bot, group: Group) -> None:
    group.remove_bot()
    left, change = await reader.all()
    assert left.message.left_chat_member.username == "zhuanban_bot"
    assert change.my_chat_member.new_chat_member.status == "kicked"
    with pytest.raises(Forbidden, match="bot was kicked from the group chat"):
        await bot.send_message(group.id, "x")
    group.add_bot()
    change, joined = await reader.all()
    assert change.my_chat_member.new_chat_member.status == "member"
    assert joined.message.new_chat_members[0].is_bot
    await bot.send_message(group.id, "又回来了")


async def test_an_upgraded_group_has_a_new_address(
    reader: Reader, bot: Bot, clerk: Person, group: Group
) -> None:
    old = group.id
    new = group.upgrade()
    moved, arrived = await reader.all()
    assert (moved.message.chat.id, moved.message.migrate_to_chat_id) == (old, new)
    assert (arrived.message.chat.id, arrived.message.migrate_from_chat_id) == (new, old)
    with pytest.raises(ChatMigrated) as moving:
        await bot.send_message(old, "x")
    assert moving.value.new_chat_id == new
    await bot.send_message(new, "新群")
    await clerk.sees("新群", chat=group)


async def test_members_and_administrators(
    reader: Reader, telegram: Simulator, bot: Bot, clerk: Person, group: Group
) -> None:
    newcomer = telegram.person("乙")
    group.add(newcomer)
    assert (await reader.one()).message.new_chat_members[0].first_name == "乙"
    assert await bot.get_chat_member_count(group.id) == 4
    assert (await bot.get_chat_member(group.id, newcomer.id)).status == "member"
    assert [member.user.id for member in await bot.get_chat_administrators(group.id)] == [clerk.id]
    assert (await bot.get_chat(group.id)).title == group.title
    with pytest.raises(BadRequest, match="Not enough rights"):
        await bot.ban_chat_member(group.id, newcomer.id)
    with pytest.raises(BadRequest, match="Not enough rights to manage pinned messages"):
        await bot.pin_chat_message(group.id, 1)
    group.promote_bot()
    await bot.ban_chat_member(group.id, newcomer.id)
    assert (await bot.get_chat_member(group.id, newcomer.id)).status == "kicked"
    assert (await bot.create_chat_invite_link(group.id)).invite_link.startswith("https://t.me/+")
    await bot.leave_chat(group.id)
    with pytest.raises(Forbidden, match="bot is not a member"):
        await bot.send_message(group.id, "x")


async def test_topics(reader: Reader, telegram: Simulator, bot: Bot, clerk: Person) -> None:
    forum = telegram.group("调度论坛", members=[clerk], forum=True)
    topic = forum.topic("木业")
    created = (await reader.all())[-1].message
    assert created.forum_topic_created.name == "木业"
    assert created.message_thread_id == topic.thread_id
    await bot.send_message(forum.id, "进话题", message_thread_id=topic.thread_id)
    assert (await clerk.sees("进话题", chat=topic)).thread_id == topic.thread_id
    await clerk.says("/report 停电", chat=topic)
    update = await reader.one()
    assert (update.message.message_thread_id, update.message.is_topic_message) == (topic.thread_id, True)
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.send_message(forum.id, "x", message_thread_id=4711)
    topic.close()
    with pytest.raises(BadRequest, match=r"(?i)topic_closed"):
        await bot.send_message(forum.id, "x", message_thread_id=topic.thread_id)
    topic.delete()
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.send_message(forum.id, "x", message_thread_id=topic.thread_id)


async def test_the_bot_manages_topics_as_administrator(
    telegram: Simulator, bot: Bot, clerk: Person, group: Group
) -> None:
    with pytest.raises(BadRequest, match="The chat is not a forum"):
        await bot.create_forum_topic(group.id, "x")
    forum = telegram.group("调度论坛", members=[clerk], forum=True)
    with pytest.raises(BadRequest, match="Not enough rights"):
        await bot.create_forum_topic(forum.id, "x")
    forum.promote_bot()
    topic = await bot.create_forum_topic(forum.id, "督办")
    await bot.send_message(forum.id, "进话题", message_thread_id=topic.message_thread_id)
    await bot.edit_forum_topic(forum.id, topic.message_thread_id, name="挂牌督办")
    await bot.close_forum_topic(forum.id, topic.message_thread_id)
    await bot.reopen_forum_topic(forum.id, topic.message_thread_id)
    assert forum.topic("挂牌督办").thread_id == topic.message_thread_id
    await bot.delete_forum_topic(forum.id, topic.message_thread_id)
    clerk.sees_not("进话题", chat=forum)
