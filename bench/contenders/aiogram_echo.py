"""A bare aiogram echo: concurrent, not durable."""

import asyncio
import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message


async def main(url: str, token: str) -> None:
    """Poll until killed."""
    base, file = f"{url}/bot{{token}}/{{method}}", f"{url}/file/bot{{token}}/{{path}}"
    server = TelegramAPIServer(base=base, file=file)
    bot = Bot(token, session=AiohttpSession(api=server))
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def echo(message: Message) -> None:
        await message.answer(message.text or "")

    await dispatcher.start_polling(bot, handle_signals=False)


asyncio.run(main(*sys.argv[1:3]))
