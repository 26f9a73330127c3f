"""The killer: SIGKILL at random instants of start, work and talk; then the assistant starts again."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from random import Random

from simulator.server import Simulator
from tests.crash.parent import Nursery

SHORTEST, LONGEST = 0.05, 0.6
"""Seconds that an assistant may work."""
TALK_SECONDS = 2.0
METHODS = ("sendMessage", "editMessageText", "answerCallbackQuery", "getUpdates")
MOMENTS = ("start", "work", "talk")
WEIGHTS = (25, 40, 35)


class Killer:
    """Kills so many times; `moments` counts in what the assistants were interrupted."""

    def __init__(self, nursery: Nursery, telegram: Simulator, random: Random) -> None:
        self._nursery, self._telegram, self._random = nursery, telegram, random
        self.moments: Counter[str] = Counter()

    async def kill(self, times: int) -> None:
        """Let the assistant live and die; afterwards none is alive. The first is a plain process."""
        await self._nursery.bear_anew()
        for moment in self._plan(times):
            await self._until(moment)
            await self._nursery.kill()
            self.moments[moment] += 1
            if self.moments.total() < times:
                await self._nursery.bear()

    def _plan(self, times: int) -> Iterator[str]:
        yield "work"
        yield from self._random.choices(MOMENTS, WEIGHTS, k=times - 1)

    async def _until(self, moment: str) -> None:
        if moment == "start":
            await asyncio.sleep(self._random.uniform(0, LONGEST))
            return
        await self._nursery.works()
        await self._next_call("sendMessage")
        await asyncio.sleep(self._random.uniform(SHORTEST, LONGEST))
        if moment == "talk":
            await self._next_call(self._random.choice(METHODS))

    async def _next_call(self, method: str) -> None:
        """The instant in which the assistant has said something and does not know yet that it has arrived."""
        counts = self._telegram.world.calls.counts
        heard = counts[method]
        try:
            await self._telegram.until(lambda: counts[method] > heard, TALK_SECONDS)
        except AssertionError:
            return  # it has nothing to say: as good an instant as any
