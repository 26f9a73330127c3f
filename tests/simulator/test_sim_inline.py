"""Inline mode: offers in the input field, and messages sent through the bot."""

import asyncio

import pytest
from telegram import Bot, InlineQueryResultArticle, InputTextMessageContent
from telegram import InlineKeyboardButton as Button
from telegram import InlineKeyboardMarkup as Markup
from telegram.error import BadRequest

from simulator.people import Person
from simulator.server import Simulator
from tests.simulator.reader import Reader


def article(number: str, title: str, text: str, markup: Markup | None = None) -> InlineQueryResultArticle:
    content = InputTextMessageContent(text, parse_mode="HTML")
    return InlineQueryResultArticle(number, title, content, reply_markup=markup, description="说明")


async def test_an_offer_is_picked_into_a_group(
    telegram: Simulator, reader: Reader, bot: Bot, clerk: Person
) -> None:
    group = telegram.group("群", members=[clerk])
    await reader.all()
    typing = asyncio.ensure_future(clerk.types_inline("报 停电", chat=group))
    await telegram.until(lambda: telegram.undelivered == 3)
    query = (await reader.all())[-1].inline_query
    assert (query.query, query.from_user.id, query.chat_type) == ("报 停电", clerk.id, "group")
    await query.answer(
        [article("1", "上报“停电”", "<b>停电</b>", Markup([[Button("打开", callback_data="o")]]))]
    )
    (offer,) = await typing
    assert (offer.title, offer.description) == ("上报“停电”", "说明")
    await clerk.picks_inline(offer, chat=group)
    message, chosen = await reader.all()
    assert (message.message.text, message.message.via_bot.username) == ("停电", "zhuanban_bot")
    number = chosen.chosen_inline_result.inline_message_id
    assert chosen.chosen_inline_result.result_id == "1"
    seen = await clerk.sees("停电", chat=group)
    tapping = asyncio.ensure_future(clerk.taps("打开", chat=group))
    await telegram.until(lambda: telegram.undelivered == 3)
    tap = (await reader.all())[-1].callback_query
    assert (tap.inline_message_id, tap.message) == (number, None)
    assert await bot.edit_message_text("已上报", inline_message_id=number) is True
    await tap.answer()
    await tapping
    assert (seen.text, seen.buttons) == ("已上报", [])


@pytest.mark.parametrize(
    ("results", "words"),
    [
        ([article("1", "甲", "x"), article("1", "乙", "y")], "(?i)result_id_duplicate"),
        ([article("1", "甲", "<b>x")], "Can't parse entities"),
        ([article("1", "甲", "")], "Message text is empty"),
        ([article(str(number), "甲", "x") for number in range(51)], "(?i)results_too_much"),
    ],
)
async def test_offers_that_telegram_refuses(
    telegram: Simulator, reader: Reader, clerk: Person, results: list[InlineQueryResultArticle], words: str
) -> None:
    typing = asyncio.ensure_future(clerk.types_inline("x"))
    await telegram.until(lambda: telegram.undelivered == 1)
    query = (await reader.one()).inline_query
    with pytest.raises(BadRequest, match=words):
        await reader.bot._post("answerInlineQuery", {"inline_query_id": query.id, "results": results})
    assert await query.answer([])
    assert await typing == []
    assert len(telegram.violations) == 1
