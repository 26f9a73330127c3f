"""The stand-in's clock: real time plus an offset, or standing still until it is moved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class SimClock:
    """Tells the time of the simulated world, always aware and in UTC."""

    def __init__(self, start: datetime | None = None, *, frozen: bool = False) -> None:
        real = datetime.now(UTC)
        self.frozen = frozen
        self._stopped_at = (start or real).astimezone(UTC)
        self._offset = self._stopped_at - real
        self._listeners: list[Callable[[datetime], None]] = []

    def now(self) -> datetime:
        """The present moment of the simulated world."""
        return self._stopped_at if self.frozen else datetime.now(UTC) + self._offset

    def timestamp(self) -> int:
        """The present moment as Telegram writes dates: whole seconds since 1970."""
        return int(self.now().timestamp())

    def advance(
        self, *, weeks: float = 0, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0
    ) -> datetime:
        """Move forward by a span and tell every listener; the new moment is returned."""
        span = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
        return self.move_to(self.now() + span)

    def move_to(self, moment: datetime) -> datetime:
        """Move to an aware moment and tell every listener; a naive one is refused (ValueError)."""
        if moment.tzinfo is None:
            raise ValueError("the clock moves to aware moments only")
        self._stopped_at = moment.astimezone(UTC)
        self._offset = self._stopped_at - datetime.now(UTC)
        now = self.now()
        for listener in list(self._listeners):
            listener(now)
        return now

    def on_move(self, callback: Callable[[datetime], None]) -> None:
        """Call back with the new moment after each move."""
        self._listeners.append(callback)
