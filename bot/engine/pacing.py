"""The pacer: when the next message may leave, so that Telegram never has to say 429.

An even slot every 1/rate seconds and never more than `rate` departures in a window a little longer than
a second; per chat one a second with a short burst; per group so many a minute. Measured against a strict
sliding window this reaches 98 % of the limit without a single 429; PTB's limiter does not.
"""

from collections import OrderedDict, deque
from dataclasses import dataclass, field

WINDOW_SECONDS = 1.022
SLOT_STRETCH = 1.02
KEPT_CHATS = 20_000


@dataclass(frozen=True, slots=True)
class Pace:
    """Telegram's limits. A rate of 0 means unlimited (benchmarks, tests)."""

    per_second: int = 30
    chat_interval: float = 1.0
    chat_burst: int = 3
    group_per_minute: int = 20


@dataclass
class Pacer:
    """Answers “when may this go?” on a monotonic clock; the caller waits, then calls `depart`."""

    pace: Pace = field(default_factory=Pace)
    _departures: deque[float] = field(default_factory=deque)
    _next_slot: float = 0.0
    _blocked_until: float = 0.0
    _chats: OrderedDict[int, float] = field(default_factory=OrderedDict)
    _groups: dict[int, deque[float]] = field(default_factory=dict)

    def ready_at(self, chat_id: int, now: float) -> float:
        """The earliest moment at which a message to this chat may leave (`now` if at once)."""
        return max(now, self._blocked_until, self.chat_ready_at(chat_id, now), self._slot(now))

    def chat_ready_at(self, chat_id: int, now: float) -> float:
        """The same as far as this chat alone is concerned."""
        if not self.pace.per_second:
            return now
        credit = self._chats.get(chat_id, 0.0) - (self.pace.chat_burst - 1) * self.pace.chat_interval
        return max(now, credit, self._group_ready_at(chat_id, now))

    def depart(self, chat_id: int, now: float) -> None:
        """A message to this chat leaves now."""
        if not self.pace.per_second:
            return
        self._departures.append(now)
        while len(self._departures) > self.pace.per_second:
            self._departures.popleft()
        self._next_slot = max(now, self._next_slot) + SLOT_STRETCH / self.pace.per_second
        self._chats[chat_id] = max(now, self._chats.get(chat_id, 0.0)) + self.pace.chat_interval
        self._chats.move_to_end(chat_id)
        if len(self._chats) > KEPT_CHATS:
            self._chats.popitem(last=False)
        if chat_id < 0:
            self._groups.setdefault(chat_id, deque(maxlen=self.pace.group_per_minute)).append(now)

    def block(self, seconds: float, now: float) -> None:
        """Telegram said 429: nothing leaves for so long, and it starts again without a burst."""
        self._blocked_until = max(self._blocked_until, now + seconds)
        self._next_slot = max(self._next_slot, self._blocked_until)

    def _slot(self, now: float) -> float:
        if not self.pace.per_second:
            return now
        slot = max(now, self._next_slot)
        if len(self._departures) >= self.pace.per_second:
            slot = max(slot, self._departures[0] + WINDOW_SECONDS)
        return slot

    def _group_ready_at(self, chat_id: int, now: float) -> float:
        recent = self._groups.get(chat_id)
        if recent and len(recent) == self.pace.group_per_minute:
            return max(now, recent[0] + 60.5)
        return now
