"""Waiting for the next change of the world, instead of sleeping."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


class Changes:
    """A bell that rings at every change of state; who cares for one chat only listens to that chat's bell."""

    def __init__(self) -> None:
        self.count = 0
        self._waiting: dict[int | None, list[asyncio.Future[None]]] = {}

    def ring(self, chat_id: int | None = None) -> None:
        """Wake everybody who waits for any change, and those who wait for one of this chat."""
        self.count += 1
        if self._waiting:
            self._wake(None)
            if chat_id is not None:
                self._wake(chat_id)

    def _wake(self, chat_id: int | None) -> None:
        for future in self._waiting.pop(chat_id, ()):
            if not future.done():
                future.set_result(None)

    async def next(self, chat_id: int | None = None) -> None:
        """Wait for the next change (of one chat) after this call."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(chat_id, []).append(future)
        await future

    async def until(
        self, look: Callable[[], Found | None], seconds: float, chat_id: int | None = None
    ) -> Found | None:
        """Look now and after every change (of one chat) until something is found; None after `seconds`."""
        try:
            async with asyncio.timeout(seconds):
                while (found := look()) is None:
                    await self.next(chat_id)
                return found
        except TimeoutError:
            return look()
