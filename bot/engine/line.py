"""The line to Telegram: PTB's Bot, with one more way to call it: raw method and parameters."""

import os
from pathlib import Path

from telegram import InputFile
from telegram.error import NetworkError
from telegram.ext import ExtBot

from bot.engine.request import AiohttpRequest
from storage.base import type_json

CONNECTIONS = 40
"""Deliveries, answers to taps and files share them; each kind bounds itself to fewer."""

os.environ.setdefault("PTB_TIMEDELTA", "true")  # PTB's own switch: spans of time instead of bare numbers


class TelegramLine(ExtBot[None]):
    """A Bot that also takes calls as the outbox keeps them: a method's name and its parameters."""

    async def call(self, method: str, payload: type_json, *, read_timeout: float | None = None) -> object:
        """Make one call; returns Telegram's raw result. Raises TelegramError."""
        try:
            if read_timeout is None:
                return await self._post(method, data=dict(payload))
            return await self._post(method, data=dict(payload), read_timeout=read_timeout)
        except (KeyError, TypeError) as error:  # an answer in JSON that is none of Telegram's
            raise NetworkError(f"the answer makes no sense: {error!r}") from error

    async def reconnect_polling(self) -> None:
        """Give up the connections on which updates come, and open new ones; other calls go on."""
        await self._request[0].shutdown()
        await self._request[0].initialize()


def open_line(token: str, api_url: str, *, connections: int = CONNECTIONS) -> TelegramLine:
    """A line to the Bot API at `api_url`. Updates have connections of their own."""
    return TelegramLine(
        token,
        base_url=f"{api_url}/bot",
        base_file_url=f"{api_url}/file/bot",
        request=AiohttpRequest(connections=connections),
        get_updates_request=AiohttpRequest(connections=4),
    )


def upload(path: Path, name: str | None) -> InputFile:
    """A file from disk, to be sent."""
    return InputFile(path.read_bytes(), filename=name)
