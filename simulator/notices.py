"""Small notices to the browser pages: who looks as whom, and what happened."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from simulator.shapes import Json


class Notices:
    """Queues of the open pages, by the person each one looks as."""

    def __init__(self) -> None:
        self._queues: dict[int, list[asyncio.Queue[Json]]] = {}

    @property
    def anybody(self) -> bool:
        """Whether any page is open."""
        return bool(self._queues)

    def subscribe(self, user_id: int) -> asyncio.Queue[Json]:
        """A new queue of notices for one page."""
        queue: asyncio.Queue[Json] = asyncio.Queue()
        self._queues.setdefault(user_id, []).append(queue)
        return queue

    def unsubscribe(self, user_id: int, queue: asyncio.Queue[Json]) -> None:
        """Forget a page's queue."""
        queues = self._queues.get(user_id, [])
        if queue in queues:
            queues.remove(queue)
        if not queues:
            self._queues.pop(user_id, None)

    def tell(self, user_ids: Iterable[int], notice: Json) -> None:
        """Put a notice before the pages of these people."""
        for user_id in user_ids:
            for queue in self._queues.get(user_id, ()):
                queue.put_nowait(notice)

    def tell_all(self, notice: Json) -> None:
        """Put a notice before every page."""
        self.tell(list(self._queues), notice)
