"""Waiting for the next change of the world, instead of sleeping."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


class Changes:
    """A bell that rings at every change of state."""

    def __init__(self) -> None:
        self.count = 0
        self._waiting: list[asyncio.Future[None]] = []

    def ring(self) -> None:
        """Wake everybody who waits."""
        self.count += 1
        if self._waiting:
            waiting, self._waiting = self._waiting, []
            for future in waiting:
                if not future.done():
                    future.set_result(None)

    async def next(self) -> None:
        """Wait for the next change after this call."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        await future

    async def until(self, look: Callable[[], Found | None], seconds: float) -> Found | None:
        """Look now and after every change until something is found; None after `seconds`."""
        try:
            async with asyncio.timeout(seconds):
                while (found := look()) is None:
                    await self.next()
                return found
        except TimeoutError:
            return look()
