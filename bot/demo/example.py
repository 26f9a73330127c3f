"""The example world: what has happened before the curtain rises, played by its own people through the chat.

The script is storage/data/demo/example.toml; everything in it goes the way of real messages.
"""

from collections.abc import Callable
from datetime import datetime
from functools import cache

from pydantic import BaseModel, ConfigDict, Field

from bot.assistant import Assistant
from bot.demo.travel import Traveller
from services.policies import load_demo_policies
from simulator.people import Person as Actor
from simulator.server import Simulator
from storage.packaged import packaged_toml

PATIENCE_SECONDS = 20.0


class Step(BaseModel):
    """One thing that somebody does, in a group when `group` names one.

    What is tapped is the newest such button, or that of the newest message with the words of `on`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    who: str
    at: datetime | None = None
    group: str | None = None
    says: str | None = None
    photo: str | None = None
    taps: str | None = None
    on: str | None = None


class Script(BaseModel):
    """The whole play. `curtain` is the moment at which the audience comes in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    begins: datetime
    curtain: datetime
    steps: tuple[Step, ...] = Field(alias="step")


@cache
def script() -> Script:
    """The packaged script."""
    return Script.model_validate(packaged_toml("demo", "example.toml"))


class Example:
    """The play before the audience comes in. `advance` hears of every step that is done."""

    def __init__(
        self, telegram: Simulator, assistant: Assistant, traveller: Traveller, advance: Callable[[], None]
    ) -> None:
        self._telegram = telegram
        self._assistant = assistant
        self._traveller = traveller
        self._advance = advance

    async def play(self, actors: list[Actor]) -> None:
        """Bring in the policies, let everybody press Start, and play the script up to the curtain."""
        with self._assistant.database.begin() as session:
            load_demo_policies(session, now=self._telegram.clock.now())
        self._advance()
        await self._start(actors)
        for step in script().steps:
            await self._move(step.at)
            await self._do(step)
            await self._traveller.settle()
            self._advance()
        await self._move(script().curtain)

    async def _start(self, actors: list[Actor]) -> None:
        for actor in actors:
            await actor.starts()
        await self._traveller.settle()
        for actor in actors:
            await actor.reads()
        self._advance()

    async def _move(self, moment: datetime | None) -> None:
        if moment is not None:
            await self._traveller.go(moment)

    async def _do(self, step: Step) -> None:
        actor = self._telegram.person(step.who)
        place = self._telegram.group(step.group) if step.group else None
        if step.says is not None:
            await actor.says(step.says, chat=place)
        elif step.photo is not None:
            await actor.sends_photo(caption=step.photo, chat=place)
        elif step.taps is not None:
            card = await actor.sees(step.on, chat=place, timeout=PATIENCE_SECONDS) if step.on else None
            await actor.taps(step.taps, chat=place, message=card, timeout=PATIENCE_SECONDS)
