"""Files up and down, and what Telegram refuses about them."""

import io

import pytest
from telegram import Bot, InputMediaDocument, InputMediaPhoto
from telegram.error import BadRequest, TelegramError

from simulator.people import Person
from simulator.pictures import plain_png
from simulator.server import Simulator
from tests.simulator.reader import Reader


async def test_a_persons_file_can_be_fetched(reader: Reader, clerk: Person) -> None:
    await clerk.sends_document("情况说明.docx", b"contents")
    document = (await reader.one()).message.document
    file = await document.get_file()
    assert await file.download_as_bytearray() == b"contents"


async def test_what_the_bot_sends_arrives_byte_by_byte(bot: Bot, clerk: Person) -> None:
    picture = plain_png(400, 300)
    sent = await bot.send_photo(clerk.id, picture, caption="<b>图</b>", parse_mode="HTML")
    seen = await clerk.sees("图")
    assert seen.photo == picture
    assert (sent.photo[-1].width, sent.photo[-1].height) == (400, 300)
    await bot.send_photo(clerk.id, sent.photo[-1].file_id)
    assert clerk.last().photo == picture
    await bot.send_document(clerk.id, io.BytesIO(b"table"), filename="台账.xlsx")
    assert (clerk.last().document, clerk.last().document_name) == (b"table", "台账.xlsx")
    for send in (bot.send_voice, bot.send_video, bot.send_audio, bot.send_animation):
        await send(clerk.id, b"data", caption="附件")


async def test_files_that_telegram_refuses(
    telegram: Simulator, reader: Reader, bot: Bot, clerk: Person
) -> None:
    with pytest.raises(BadRequest, match="File must be non-empty"):
        await bot.send_document(clerk.id, b"", filename="empty.txt")
    with pytest.raises(BadRequest, match=r"(?i)image_process_failed"):
        await bot.send_photo(clerk.id, b"no picture")
    with pytest.raises(BadRequest, match="Wrong file identifier/http url specified"):
        await bot.send_photo(clerk.id, "https://example.org/x.png")
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_document(clerk.id, b"x", caption="长" * 1025)
    with pytest.raises(TelegramError, match="Request Entity Too Large"):
        await bot.send_document(clerk.id, b"x" * (50 * 1024 * 1024 + 1))
    await clerk.sends_document("big.bin", b"x" * (20 * 1024 * 1024 + 1))
    with pytest.raises(BadRequest, match="File is too big"):
        await (await reader.one()).message.document.get_file()
    assert telegram.violations


async def test_albums(bot: Bot, clerk: Person) -> None:
    sent = await bot.send_media_group(
        clerk.id, [InputMediaPhoto(plain_png(shade=number), caption=f"图{number}") for number in (1, 2, 3)]
    )
    assert len({message.media_group_id for message in sent}) == 1
    assert [message.photo for message in clerk.messages()[-3:]] == [
        plain_png(shade=number) for number in (1, 2, 3)
    ]
    with pytest.raises(BadRequest, match="Media group must include 2-10 items"):
        await bot.send_media_group(clerk.id, [InputMediaPhoto(plain_png())])
    with pytest.raises(BadRequest, match=r"(?i)can't mix documents"):
        await bot.send_media_group(clerk.id, [InputMediaPhoto(plain_png()), InputMediaDocument(b"x")])


async def test_a_picture_can_be_replaced(bot: Bot, clerk: Person) -> None:
    sent = await bot.send_photo(clerk.id, plain_png(shade=1), caption="旧")
    await bot.edit_message_media(InputMediaPhoto(plain_png(shade=2), caption="新"), clerk.id, sent.message_id)
    seen = await clerk.sees("新")
    assert (seen.id, seen.photo) == (sent.message_id, plain_png(shade=2))
    await bot.edit_message_caption(clerk.id, sent.message_id, caption="更新")
    assert (await clerk.sees("更新")).photo == plain_png(shade=2)
