"""The update queue: numbered, kept 24 hours, confirmed by the next offset."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from simulator.errors import conflicting_poll
from simulator.shapes import Json

KEPT_SECONDS = 24 * 3600
TAP_KEPT_SECONDS = 150
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(slots=True)
class Update:
    """One update: its number, kind, whose queue it stands in, and when it was made (seconds since 1970)."""

    id: int
    kind: str
    payload: Json
    lane: int
    at: float

    def to_json(self) -> Json:
        """The update as the bot receives it."""
        return {"update_id": self.id, **self.payload}


class UpdateQueue:
    """What waits for the bot."""

    def __init__(self, now: Callable[[], float], first_id: int = 100_000_001) -> None:
        self._now = now
        self._next_id = first_id
        self._waiting: OrderedDict[int, Update] = OrderedDict()
        self._poll: asyncio.Future[bool] | None = None
        self.allowed: frozenset[str] | None = None
        self.listener: Callable[[Update], None] | None = None
        self.last_offset = 0
        self.closed = False
        self._earliest_expiry = float("inf")

    def __len__(self) -> int:
        return len(self._waiting)

    def __contains__(self, update_id: int) -> bool:
        return update_id in self._waiting

    def wants(self, kind: str) -> bool:
        """Whether the bot asked for this kind of update."""
        return kind not in NOT_BY_DEFAULT if self.allowed is None else kind in self.allowed

    def push(self, kind: str, body: Json, lane: int) -> Update | None:
        """Add an update of a kind; nothing happens when the bot did not ask for the kind."""
        if not self.wants(kind):
            return None
        return self._add(kind, {kind: body}, lane)

    def push_raw(self, payload: Json) -> Update:
        """Add any JSON as an update; its own `update_id`, if any, is replaced by the next number."""
        body = {key: value for key, value in payload.items() if key != "update_id"}
        return self._add(next(iter(body), "unknown"), body, 0)

    def _add(self, kind: str, payload: Json, lane: int) -> Update:
        update = Update(self._next_id, kind, payload, lane, self._now())
        self._next_id += 1
        self._waiting[update.id] = update
        self._earliest_expiry = min(self._earliest_expiry, _expiry(update))
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(True)
        if self.listener is not None:
            self.listener(update)
        return update

    def snapshot(self) -> tuple[list[Update], int]:
        """What waits and the next number, to be kept on disk."""
        return list(self._waiting.values()), self._next_id

    def restore(self, snapshot: tuple[list[Update], int], jump: int) -> None:
        """Put back what waited; numbers go on `jump` further, past any given out since the snapshot."""
        waiting, next_id = snapshot
        self._waiting = OrderedDict((update.id, update) for update in waiting)
        self._next_id = next_id + jump
        self._earliest_expiry = min(map(_expiry, waiting), default=float("inf"))

    def allow(self, kinds: list[str] | None) -> None:
        """Remember which kinds the bot wants; an empty list means the default."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    def expire(self) -> None:
        """Drop what Telegram no longer keeps."""
        now = self._now()
        if now <= self._earliest_expiry:
            return
        kept = [update for update in self._waiting.values() if _expiry(update) >= now]
        self._waiting = OrderedDict((update.id, update) for update in kept)
        self._earliest_expiry = min(map(_expiry, kept), default=float("inf"))

    def confirm(self, offset: int) -> None:
        """Forget everything before `offset`; a negative one keeps only that many from the end."""
        if offset < 0:
            while len(self._waiting) > -offset:
                self._waiting.popitem(last=False)
            return
        self.last_offset = max(self.last_offset, offset)
        while self._waiting and next(iter(self._waiting)) < offset:
            self._waiting.popitem(last=False)

    def remove(self, update: Update) -> None:
        """Forget one update that was delivered by webhook."""
        self._waiting.pop(update.id, None)

    def clear(self) -> None:
        """Forget everything."""
        self._waiting.clear()

    def waiting(self) -> list[Update]:
        """Everything that waits, oldest first."""
        return list(self._waiting.values())

    async def take(self, offset: int, limit: int, seconds: float) -> list[Update]:
        """Wait up to `seconds` for updates from `offset` on; another poll ends this one: 409."""
        self.interrupt()
        self.confirm(offset)
        self.expire()
        if not self._waiting and seconds > 0 and not self.closed:
            poll = self._poll = asyncio.get_running_loop().create_future()
            try:
                async with asyncio.timeout(seconds):
                    if not await poll and not self.closed:
                        raise conflicting_poll()
            except TimeoutError:
                return []
            finally:
                if self._poll is poll:
                    self._poll = None
        return list(islice(self._waiting.values(), limit))

    def interrupt(self) -> None:
        """End a waiting poll with a 409, because another poll or a webhook takes over."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(False)

    def close(self) -> None:
        """End a waiting poll at once with nothing, because the stand-in stops."""
        self.closed = True
        self.interrupt()


def _expiry(update: Update) -> float:
    kept = TAP_KEPT_SECONDS if update.kind in ("callback_query", "inline_query") else KEPT_SECONDS
    return update.at + kept
