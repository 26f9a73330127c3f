"""The clock behind every `now`."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time; the demo's and the tests' clocks can be moved and say so."""

    def now(self) -> datetime:
        """The present moment, aware, UTC."""
        ...

    def on_move(self, callback: Callable[[datetime], None]) -> None:
        """Call back whenever the clock is moved by hand."""
        ...


class SystemClock:
    """The machine's clock. Nobody moves it."""

    def now(self) -> datetime:
        """The present moment, aware, UTC."""
        return datetime.now(UTC)

    def on_move(self, callback: Callable[[datetime], None]) -> None:
        """Nothing to do: this clock is never moved by hand."""
