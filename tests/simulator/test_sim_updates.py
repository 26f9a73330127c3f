"""What people do reaches the bot: polling, confirmation, expiry, objects that its library can read."""

import asyncio

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import Conflict

from simulator.people import Person
from simulator.server import Simulator
from tests.simulator.reader import Reader


async def test_everything_a_person_sends_can_be_read(
    telegram: Simulator, reader: Reader, clerk: Person
) -> None:
    first = await clerk.says("/report 园区停电 😀 @zhuanban_bot")
    await clerk.says("回复", reply_to=first)
    await clerk.sends_photo(b"any bytes", caption="现场 #木业", album="1")
    await clerk.sends_photo(album="1")
    await clerk.sends_document("情况.pdf", b"%PDF", caption="附件")
    await clerk.sends_voice(20)
    await clerk.sends_video(seconds=3)
    await clerk.sends_location(35.1, 118.35)
    await clerk.shares_contact()
    await clerk.shares_contact(phone="199-0000-0001", name="别人")
    await clerk.edits(first, "/report 园区停水")
    updates = await reader.all()
    assert [update.update_id for update in updates] == list(
        range(updates[0].update_id, updates[0].update_id + 11)
    )
    messages = [update.effective_message for update in updates]
    assert [entity.type for entity in messages[0].entities] == ["bot_command", "mention"]
    assert messages[0].parse_entity(messages[0].entities[1]) == "@zhuanban_bot"
    assert messages[1].reply_to_message.message_id == first.id
    assert messages[2].photo[-1].file_size == 9
    assert messages[2].media_group_id == messages[3].media_group_id == "1"
    assert (messages[4].document.file_name, messages[4].document.mime_type) == ("情况.pdf", "application/pdf")
    assert messages[5].voice.mime_type == "audio/ogg"
    assert messages[7].location.latitude == 35.1
    assert messages[8].contact.user_id == clerk.id
    assert messages[9].contact.user_id is None
    assert updates[10].edited_message.text == "/report 园区停水"
    assert telegram.undelivered == 11
    assert await reader.all() == []
    assert telegram.undelivered == 0


async def test_a_text_too_long_for_one_message_goes_out_in_several(reader: Reader, clerk: Person) -> None:
    await clerk.says("长" * 5000)
    assert [len(update.message.text) for update in await reader.all()] == [4096, 904]


async def test_an_offset_confirms_and_a_negative_one_keeps_the_last(
    telegram: Simulator, bot: Bot, clerk: Person
) -> None:
    for text in "一二三四":
        await clerk.says(text)
    assert [u.message.text for u in await bot.get_updates(limit=2, timeout=0)] == ["一", "二"]
    assert telegram.undelivered == 4
    (last,) = await bot.get_updates(offset=-1, timeout=0)
    assert last.message.text == "四"
    assert telegram.undelivered == 1
    assert await bot.get_updates(offset=last.update_id + 1, timeout=0) == ()
    assert telegram.undelivered == 0


async def test_a_long_poll_ends_with_the_next_update(reader: Reader, bot: Bot, clerk: Person) -> None:
    waiting = asyncio.ensure_future(bot.get_updates(offset=reader.offset, timeout=30))
    await asyncio.sleep(0)
    await clerk.says("来了")
    (update,) = await waiting
    assert update.message.text == "来了"


async def test_a_second_poller_ends_the_first(telegram: Simulator, reader: Reader, bot: Bot) -> None:
    first = asyncio.ensure_future(bot.get_updates(offset=reader.offset, timeout=30))
    await telegram.until(lambda: bool(telegram.calls_of("getUpdates")))
    second = asyncio.ensure_future(bot.get_updates(offset=reader.offset, timeout=30))
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await first
    await telegram.person("甲").starts()
    assert len(await second) == 1


async def test_messages_wait_a_day_and_taps_two_and_a_half_minutes(
    telegram: Simulator, bot: Bot, clerk: Person
) -> None:
    await bot.send_message(
        clerk.id,
        "卡片",
        reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("提交", callback_data="s")]]),
    )
    await clerk.says("早上")
    tapping = asyncio.ensure_future(clerk.taps("提交"))
    await telegram.until(lambda: telegram.undelivered == 2)
    telegram.clock.advance(minutes=3)
    assert telegram.undelivered == 1
    telegram.clock.advance(hours=24)
    assert telegram.undelivered == 0
    tapping.cancel()


async def test_only_wanted_kinds_are_kept(telegram: Simulator, reader: Reader, clerk: Person) -> None:
    await reader.all(allowed=["callback_query"])
    await clerk.says("不要")
    assert telegram.undelivered == 0
    await reader.all(allowed=[])
    await clerk.says("要")
    assert telegram.undelivered == 1


async def test_any_json_can_be_put_into_the_queue(telegram: Simulator, bot: Bot) -> None:
    number = telegram.inject({"brand_new_kind": {"x": 1}})
    (update,) = await bot.get_updates(timeout=0)
    assert update.update_id == number
    assert telegram.undelivered == 1


async def test_blocking_is_told(reader: Reader, clerk: Person) -> None:
    await clerk.blocks_bot()
    change = (await reader.one()).my_chat_member
    assert (change.old_chat_member.status, change.new_chat_member.status) == ("member", "kicked")
    await clerk.unblocks_bot()
    assert (await reader.one()).my_chat_member.new_chat_member.status == "member"
