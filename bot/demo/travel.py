"""How the demo's clock moves: what falls due on the way happens at its own time, not all at the end."""

import asyncio
from datetime import datetime

from bot.assistant import Assistant
from simulator.server import Simulator
from storage import due, outbox

LOOK_AGAIN_SECONDS = 0.002


class Traveller:
    """Takes the clock forward, standing still wherever something is due until it is done."""

    def __init__(self, telegram: Simulator, assistant: Assistant) -> None:
        self._telegram = telegram
        self._assistant = assistant

    async def go(self, target: datetime) -> None:
        """Move to `target`, by way of everything that is due before."""
        await self.settle()
        while (halt := await asyncio.to_thread(self._next_halt)) is not None and halt < target:
            self._telegram.clock.move_to(halt)
            await self.settle()
        self._telegram.clock.move_to(max(target, self._telegram.clock.now()))
        await self.settle()

    async def settle(self) -> None:
        """Wait until everything that can happen now has happened on both sides."""
        await self._assistant.settle()
        while self._telegram.undelivered:
            await asyncio.sleep(LOOK_AGAIN_SECONDS)
            await self._assistant.settle()

    def _next_halt(self) -> datetime | None:
        """The next moment after now at which something is due or a held message may go."""
        with self._assistant.database.begin() as session:
            planned = (due.next_due_at(session), outbox.next_ready_at(session))
        now = self._telegram.clock.now()
        return min((moment for moment in planned if moment is not None and moment > now), default=None)
