"""Messages of the bot: what arrives, what is refused, and that python-telegram-bot understands both."""

import asyncio

import pytest
from telegram import (
    Bot,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)
from telegram.error import BadRequest, Forbidden

from simulator.people import Person, Unanswered
from simulator.server import Simulator


def keyboard(*rows: list[tuple[str, str]]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(text, callback_data=data) for text, data in row] for row in rows]
    )


async def test_a_text_arrives_with_its_markup_and_buttons(bot: Bot, clerk: Person) -> None:
    sent = await bot.send_message(
        clerk.id, "<b>已受理</b> 见 /todo", parse_mode="HTML", reply_markup=keyboard([("进展", "p:1")])
    )
    seen = await clerk.sees("已受理")
    assert seen.id == sent.message_id
    assert (seen.text, seen.html, seen.buttons) == ("已受理 见 /todo", "<b>已受理</b> 见 /todo", [["进展"]])
    assert [entity.type for entity in sent.entities] == ["bold", "bot_command"]
    assert seen.from_bot


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Message text is empty"),
        (" \n ", "Text must be non-empty"),
        ("长" * 4097, "Message is too long"),
        ("😀" * 2049, "Message is too long"),
        ("<b>x", "Can't parse entities"),
    ],
)
async def test_texts_that_telegram_refuses(
    telegram: Simulator, bot: Bot, clerk: Person, text: str, words: str
) -> None:
    with pytest.raises(BadRequest, match=words):
        await bot.send_message(clerk.id, text, parse_mode="HTML")
    assert len(telegram.violations) == 1
    assert clerk.messages()[-1].text == "/start"


async def test_the_limit_counts_after_the_markup_is_read(bot: Bot, clerk: Person) -> None:
    await bot.send_message(clerk.id, f"<b>{'长' * 4096}</b>", parse_mode="HTML")
    assert clerk.last().text == "长" * 4096


async def test_who_cannot_be_reached(telegram: Simulator, bot: Bot, clerk: Person) -> None:
    stranger = telegram.person("生人")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(4711, "x")
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(stranger.id, "x")
    await clerk.blocks_bot()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(clerk.id, "x")
    await clerk.unblocks_bot()
    await bot.send_message(clerk.id, "又见面了")
    await clerk.deactivates()
    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(clerk.id, "x")
    assert telegram.violations == []


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        (keyboard([("长", "x" * 65)]), "Button_data_invalid"),
        (keyboard(*[[("a", "b")] * 8] * 13), "Reply markup is too long"),
        (keyboard([("a", "b")] * 9), "Reply markup is too long"),
        (InlineKeyboardMarkup([[InlineKeyboardButton("x", url="no link")]]), "is invalid: wrong http url"),
        (InlineKeyboardMarkup([[InlineKeyboardButton("x")]]), "Text buttons are unallowed"),
    ],
)
async def test_keyboards_that_telegram_refuses(
    bot: Bot, clerk: Person, markup: InlineKeyboardMarkup, words: str
) -> None:
    with pytest.raises(BadRequest, match=f"(?i){words}"):
        await bot.send_message(clerk.id, "x", reply_markup=markup)


async def test_an_edit_changes_the_message_in_place(bot: Bot, clerk: Person) -> None:
    sent = await bot.send_message(clerk.id, "待受理", reply_markup=keyboard([("受理", "a")]))
    seen = await clerk.sees("待受理")
    edited = await bot.edit_message_text(
        "办理中", clerk.id, sent.message_id, reply_markup=keyboard([("办结", "b")])
    )
    assert edited.edit_date is not None
    assert (seen.text, seen.buttons, seen.edited) == ("办理中", [["办结"]], True)
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_text(
            "办理中", clerk.id, sent.message_id, reply_markup=keyboard([("办结", "b")])
        )
    await bot.edit_message_reply_markup(clerk.id, sent.message_id)
    assert seen.buttons == []
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("x", clerk.id, 999_999)
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("x", clerk.id, clerk.messages()[0].id)
    with pytest.raises(BadRequest, match="There is no caption in the message to edit"):
        await bot.edit_message_caption(clerk.id, sent.message_id, caption="x")


async def test_deleting(telegram: Simulator, bot: Bot, clerk: Person) -> None:
    sent = await bot.send_message(clerk.id, "一")
    await bot.delete_message(clerk.id, sent.message_id)
    clerk.sees_not("一")
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(clerk.id, sent.message_id)
    old = await bot.send_message(clerk.id, "二")
    telegram.clock.advance(hours=49)
    with pytest.raises(BadRequest, match="Message can't be deleted for everyone"):
        await bot.delete_message(clerk.id, old.message_id)


async def test_a_reply_needs_its_message(bot: Bot, clerk: Person) -> None:
    first = await bot.send_message(clerk.id, "一")
    second = await bot.send_message(clerk.id, "二", reply_parameters=ReplyParameters(first.message_id))
    assert second.reply_to_message is not None
    assert second.reply_to_message.text == "一"
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(clerk.id, "三", reply_parameters=ReplyParameters(999_999))
    await bot.send_message(
        clerk.id, "四", reply_parameters=ReplyParameters(999_999, allow_sending_without_reply=True)
    )


async def test_reply_keyboards_stay_until_taken_away(bot: Bot, clerk: Person) -> None:
    home = ReplyKeyboardMarkup(
        [["我的待办", "上报问题"], [KeyboardButton("验证手机号", request_contact=True)]]
    )
    await bot.send_message(clerk.id, "菜单", reply_markup=home)
    await bot.send_message(clerk.id, "无键盘的消息")
    assert clerk.keyboard == [["我的待办", "上报问题"], ["验证手机号"]]
    await clerk.taps("待办")
    assert clerk.messages()[-1].text == "我的待办"
    await bot.send_message(clerk.id, "好", reply_markup=ReplyKeyboardRemove())
    assert clerk.keyboard == []


async def test_taps_are_answered_once_and_in_time(telegram: Simulator, bot: Bot, clerk: Person) -> None:
    await bot.send_message(clerk.id, "卡片", reply_markup=keyboard([("提交", "s:1")]))
    with pytest.raises(Unanswered):
        await clerk.taps("提交", timeout=0.01)
    update = (await bot.get_updates(timeout=0))[-1]
    query = update.callback_query
    assert query is not None
    assert (query.data, query.from_user.id, query.message.message_id) == ("s:1", clerk.id, clerk.last().id)
    telegram.clock.advance(seconds=151)
    with pytest.raises(
        BadRequest, match="Query is too old and response timeout expired or query id is invalid"
    ):
        await query.answer("晚了")
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query("4711")


async def test_an_answer_may_open_only_the_bot_itself(telegram: Simulator, bot: Bot, clerk: Person) -> None:
    sent = await bot.send_message(clerk.id, "卡片", reply_markup=keyboard([("打开", "o")]))
    for url, words in (
        ("https://example.org", "(?i)url_invalid"),
        ("https://t.me/zhuanban_bot?start=WT-7", None),
    ):
        tapping = asyncio.ensure_future(clerk.taps_raw("o", clerk.last()))
        await telegram.until(lambda: len(telegram.world.taps) == 1)
        (number,) = telegram.world.taps
        if words:
            with pytest.raises(BadRequest, match=words):
                await bot.answer_callback_query(number, url=url)
            await bot.answer_callback_query(number)
            await tapping
            continue
        await bot.answer_callback_query(number, url=url)
        assert (await tapping).url == url
    assert clerk.messages()[-1].text == "/start WT-7"
    assert sent.message_id == clerk.last().id


async def test_buttons_that_never_reach_the_bot(bot: Bot, clerk: Person) -> None:
    rows = [
        [InlineKeyboardButton("深链", url="https://t.me/zhuanban_bot?start=HY-1")],
        [InlineKeyboardButton("网页", url="https://example.org/a")],
        [InlineKeyboardButton("分享", switch_inline_query="ZC-0001")],
        [InlineKeyboardButton("复制", copy_text=CopyTextButton("WT-2026-0001"))],
    ]
    await bot.send_message(clerk.id, "链接", reply_markup=InlineKeyboardMarkup(rows))
    assert (await clerk.taps("网页")).url == "https://example.org/a"
    assert (await clerk.taps("分享")).query == "ZC-0001"
    assert (await clerk.taps("复制")).text == "WT-2026-0001"
    await clerk.taps("深链")
    assert clerk.messages()[-1].text == "/start HY-1"


async def test_a_missing_button_shows_the_chat(clerk: Person, bot: Bot) -> None:
    await bot.send_message(clerk.id, "卡片", reply_markup=keyboard([("提交", "s:1")]))
    with pytest.raises(AssertionError, match=r"(?s)finds no button '受理'.*卡片 \[提交\]"):
        await clerk.taps("受理", timeout=0.01)
    with pytest.raises(AssertionError, match=r"(?s)does not see '没有'.*卡片"):
        await clerk.sees("没有", timeout=0.01)


async def test_copying_forwarding_pinning_reacting(bot: Bot, clerk: Person) -> None:
    sent = await bot.send_message(clerk.id, "要点")
    forwarded = await bot.forward_message(clerk.id, clerk.id, sent.message_id)
    assert forwarded.forward_origin is not None
    await bot.copy_message(clerk.id, clerk.id, sent.message_id)
    assert [message.text for message in clerk.messages()[-2:]] == ["要点", "要点"]
    await bot.pin_chat_message(clerk.id, sent.message_id)
    assert (await bot.get_chat(clerk.id)).pinned_message.message_id == sent.message_id
    await bot.unpin_all_chat_messages(clerk.id)
    assert (await bot.get_chat(clerk.id)).pinned_message is None
    await bot.set_message_reaction(clerk.id, sent.message_id, "👍")
    assert (await clerk.sees("要点")).pinned is False


async def test_places_contacts_polls_and_typing(bot: Bot, clerk: Person) -> None:
    assert (await bot.send_location(clerk.id, 35.1, 118.3)).location is not None
    assert (await bot.send_venue(clerk.id, 35.1, 118.3, "会议室", "三楼")).venue is not None
    assert (await bot.send_contact(clerk.id, "12345", "办公室")).contact is not None
    assert (await bot.send_poll(clerk.id, "来吗", ["来", "不来"])).poll is not None
    assert await bot.send_chat_action(clerk.id, "typing")
    with pytest.raises(BadRequest, match="Wrong parameter action"):
        await bot.send_chat_action(clerk.id, "dancing")
