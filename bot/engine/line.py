"""The line to Telegram: PTB's Bot, with one more way to call it: raw method and parameters."""

from pathlib import Path

from telegram import InputFile
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from storage.base import type_json

CONNECTIONS = 16


class TelegramLine(ExtBot[None]):
    """A Bot that also takes calls as the outbox keeps them: a method's name and its parameters."""

    async def call(self, method: str, payload: type_json, *, read_timeout: float | None = None) -> object:
        """Make one call; returns Telegram's raw result. Raises TelegramError."""
        if read_timeout is None:
            return await self._post(method, data=dict(payload))
        return await self._post(method, data=dict(payload), read_timeout=read_timeout)


def open_line(token: str, api_url: str, *, connections: int = CONNECTIONS) -> TelegramLine:
    """A line to the Bot API at `api_url`. Updates have a connection pool of their own."""
    return TelegramLine(
        token,
        base_url=f"{api_url}/bot",
        base_file_url=f"{api_url}/file/bot",
        request=HTTPXRequest(
            connection_pool_size=connections,
            connect_timeout=10,
            read_timeout=20,
            pool_timeout=30,
            http_version="1.1",
        ),
        get_updates_request=HTTPXRequest(connection_pool_size=4, connect_timeout=10, http_version="1.1"),
    )


def upload(path: Path, name: str | None) -> InputFile:
    """A file from disk, to be sent."""
    return InputFile(path.read_bytes(), filename=name)
