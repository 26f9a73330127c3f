"""Telegram's flood limits, measured in real time whatever the simulated clock says."""

from __future__ import annotations

import math
import time
from collections import deque
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """How many messages may be sent over all, per private chat and per group; None is no limit."""

    per_second: int | None = None
    chat_rate: float | None = None
    chat_burst: int = 5
    group_per_minute: int | None = None

    @staticmethod
    def strict() -> Limits:
        """Telegram's published limits in their strictest reading."""
        return Limits(per_second=30, chat_rate=1.0, chat_burst=5, group_per_minute=20)

    @staticmethod
    def off() -> Limits:
        """No limits, for tests about something else."""
        return Limits()


@dataclass(slots=True)
class Flood:
    """A refusal for flooding: where, when (monotonic seconds), and how long the sender is to wait."""

    scope: str
    at: float
    retry_after: int


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float


class FloodGate:
    """Counts messages and says how many seconds to wait when there are too many."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.floods: list[Flood] = []
        self.clock = time.monotonic
        self._recent: deque[float] = deque()
        self._groups: dict[int, deque[float]] = {}
        self._buckets: dict[int, _Bucket] = {}
        self._banned: dict[str, float] = {}

    def pass_through(self, chat_id: int, *, is_private: bool, count: int = 1) -> int:
        """Take `count` messages to a chat: 0 when they pass, else the seconds to wait, noted in `floods`."""
        limits = self.limits
        if limits.per_second is None and limits.chat_rate is None and limits.group_per_minute is None:
            return 0
        now = self.clock()
        for scope in ("all", str(chat_id)):
            until = self._banned.get(scope, 0.0)
            if until > now:
                return self._refuse(scope, now, math.ceil(until - now), ban=False)
        return self._measure(chat_id, is_private, count, now)

    def _measure(self, chat_id: int, is_private: bool, count: int, now: float) -> int:
        wait = (
            self._wait_for_chat(chat_id, count, now)
            if is_private
            else self._wait_for_group(chat_id, count, now)
        )
        if wait > 0:
            return self._refuse(str(chat_id), now, math.ceil(wait), ban=True)
        wait = self._wait_for_all(count, now)
        if wait > 0:
            return self._refuse("all", now, math.ceil(wait), ban=True)
        self._count(chat_id, is_private, count, now)
        return 0

    def _wait_for_all(self, count: int, now: float) -> float:
        if self.limits.per_second is None:
            return 0.0
        while self._recent and now - self._recent[0] >= 1.0:
            self._recent.popleft()
        over = len(self._recent) + count - self.limits.per_second
        return (
            self._recent[min(over, len(self._recent)) - 1] + 1.0 - now if over > 0 and self._recent else 0.0
        )

    def _wait_for_group(self, chat_id: int, count: int, now: float) -> float:
        if self.limits.group_per_minute is None:
            return 0.0
        window = self._groups.setdefault(chat_id, deque())
        while window and now - window[0] >= 60.0:
            window.popleft()
        over = len(window) + count - self.limits.group_per_minute
        return window[min(over, len(window)) - 1] + 60.0 - now if over > 0 and window else 0.0

    def _wait_for_chat(self, chat_id: int, count: int, now: float) -> float:
        if self.limits.chat_rate is None:
            return 0.0
        bucket = self._buckets.setdefault(chat_id, _Bucket(self.limits.chat_burst, now))
        bucket.tokens = min(self.limits.chat_burst, bucket.tokens + (now - bucket.at) * self.limits.chat_rate)
        bucket.at = now
        needed = min(count, self.limits.chat_burst)
        return (needed - bucket.tokens) / self.limits.chat_rate if bucket.tokens < needed else 0.0

    def _count(self, chat_id: int, is_private: bool, count: int, now: float) -> None:
        if self.limits.per_second is not None:
            self._recent.extend([now] * count)
        if is_private and self.limits.chat_rate is not None:
            self._buckets[chat_id].tokens -= count
        if not is_private and self.limits.group_per_minute is not None:
            self._groups[chat_id].extend([now] * count)

    def _refuse(self, scope: str, now: float, seconds: int, *, ban: bool) -> int:
        seconds = max(1, seconds)
        if ban:
            self._banned[scope] = now + seconds
        self.floods.append(Flood(scope, now, seconds))
        return seconds
