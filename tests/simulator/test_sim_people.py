"""The drivers themselves: what a client does not let one do, what counts as unread, what is seen."""

import asyncio

import pytest
from telegram import Bot

from simulator.people import ActRefused, Person
from simulator.server import Simulator
from tests.simulator.reader import Reader


async def test_what_a_client_does_not_offer_is_refused(telegram: Simulator, clerk: Person) -> None:
    group = telegram.group("群", members=[telegram.person("乙")])
    stranger = telegram.person("无号码")
    for attempt in (
        clerk.says("  \n"),
        clerk.says("偷听", chat=group),
        stranger.shares_contact(),
        stranger.edits(clerk.messages()[0], "改别人的"),
    ):
        with pytest.raises(ActRefused):
            await attempt
    await clerk.blocks_bot()
    with pytest.raises(ActRefused, match="has blocked the bot"):
        await clerk.says("在吗")


async def test_unread_is_what_others_wrote_since(bot: Bot, clerk: Person) -> None:
    await bot.send_message(clerk.id, "一")
    await bot.send_message(clerk.id, "二")
    assert clerk.unread == 2
    await clerk.reads()
    assert clerk.unread == 0
    await bot.send_message(clerk.id, "三")
    await clerk.says("好")
    assert clerk.unread == 0


async def test_one_sees_others_messages_as_they_are_now(bot: Bot, clerk: Person) -> None:
    await clerk.says("受理")
    clerk.sees_not("受理")
    old = await bot.send_message(clerk.id, "待受理")
    looking = asyncio.ensure_future(clerk.sees("受理", after=clerk.last()))
    await bot.send_message(clerk.id, "已受理")
    assert (await looking).text == "已受理"
    waiting = asyncio.ensure_future(clerk.sees("办结"))
    await bot.edit_message_text("已办结", clerk.id, old.message_id)
    assert (await waiting).id == old.message_id
    with pytest.raises(AssertionError, match="does see '已受理'"):
        clerk.sees_not("已受理")
    await clerk.deletes(clerk.last())
    clerk.sees_not("已受理")


async def test_people_and_groups_are_found_again(telegram: Simulator, reader: Reader) -> None:
    first = telegram.person("甲", phone="1")
    assert telegram.person("甲", note="新").account.phone == "1"
    assert telegram.person("甲") is first
    named = telegram.person("乙", id=100_007)
    assert (named.id, telegram.person("乙")) == (100_007, named)
    group = telegram.group("群", members=[first])
    assert telegram.group("群") is group
    await first.leaves(group)
    assert list(group.members()) == [telegram.world.bot.id]
    assert (await reader.all())[-1].message.left_chat_member.id == first.id


async def test_a_deleted_message_under_a_tap_is_inaccessible(reader: Reader, bot: Bot, clerk: Person) -> None:
    await bot.send_message(clerk.id, "卡片")
    card = clerk.last()
    await clerk.deletes(card)
    tapping = asyncio.ensure_future(clerk.taps_raw("old:1", card))
    (update,) = await bot.get_updates(offset=reader.offset, timeout=5)
    assert update.callback_query.message.is_accessible is False
    await update.callback_query.answer("已过期", show_alert=True)
    assert (await tapping).alert is True
    assert [answer.text for answer in clerk.answers] == ["已过期"]
