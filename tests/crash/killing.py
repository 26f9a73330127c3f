"""The killer: SIGKILL at random instants of start, work and talk; then the assistant starts again."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from random import Random

from simulator.server import Simulator
from tests.crash.parent import Nursery

SHORTEST, LONGEST = 0.05, 0.6
"""Seconds that an assistant may work."""
MOST_CALLS = 40
"""So many calls it may make before, at most: on a busy machine the seconds alone would be over too soon."""
TALK_SECONDS = 2.0
METHODS = ("sendMessage", "editMessageText", "answerCallbackQuery", "getUpdates")
MOMENTS = ("start", "work", "talk")
WEIGHTS = (20, 60, 20)


class Killer:
    """Kills so many times; `moments` counts in what the assistants were interrupted."""

    def __init__(self, nursery: Nursery, telegram: Simulator, random: Random) -> None:
        self._nursery, self._telegram, self._random = nursery, telegram, random
        self._counts = telegram.world.calls.counts
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
        await self._until_called(self._random.randint(1, MOST_CALLS), *METHODS)
        await asyncio.sleep(self._random.uniform(SHORTEST, LONGEST))
        if moment == "talk":
            await self._until_called(1, self._random.choice(METHODS))

    async def _until_called(self, times: int, *methods: str) -> None:
        """Wait for so many more calls: the last has come in, and the assistant does not know it yet.

        Nobody waits long for an assistant that has nothing to say.
        """
        enough = self._heard(methods) + times
        await self._telegram.world.changes.until(lambda: self._heard(methods) >= enough or None, TALK_SECONDS)

    def _heard(self, methods: tuple[str, ...]) -> int:
        return sum(self._counts[method] for method in methods)
