"""The stage of the demo: where its files are, how it is set up, how it goes on after a restart."""

import asyncio
import contextlib
import pickle
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from pydantic import SecretStr

from bot.assembly import assemble
from bot.assistant import Assistant
from bot.cli.failures import Failure
from bot.cli.words import say
from bot.demo.example import Example, script
from bot.demo.overture import shown_progress
from bot.demo.people import enter_people
from bot.demo.travel import Traveller
from bot.engine.pacing import Pace
from bot.settings import Settings
from services.calendar import WorkingTime, load_calendar
from services.mechanism import default_mechanism
from simulator.clock import SimClock
from simulator.keeping import keep_saving, load_world, save_world
from simulator.server import Simulator
from storage.database import Database
from templates import words

DEMO_BOT = "1000000001:DEMO"
BOT_USERNAME = "zhuanban_bot"
UNREADABLE = (pickle.UnpicklingError, AttributeError, EOFError, ImportError, KeyError, TypeError, ValueError)
"""What reading the chats of an older version of this programme can end in."""
PREPARATIONS = 3
"""Steps before the script: people, policies, everybody's Start."""


class Stage:
    """The demo's place on disk and its parts."""

    def __init__(self, settings: Settings, port: int) -> None:
        self._home: Path = settings.data_dir / "demo"
        self._world_file = self._home / "telegram.world"
        self._port = port
        self._zone = settings.zone
        self._settings = settings
        self.url = f"http://127.0.0.1:{port}/"

    @property
    def exists(self) -> bool:
        """Whether the demo has been tried before."""
        return self._world_file.exists()

    @asynccontextmanager
    async def opened(self, *, reset: bool) -> AsyncIterator[Assistant]:
        """Set the stage, raise the curtain, and afterwards put everything away.

        Raises Failure (port taken, chats of another version).
        """
        fresh = reset or not self.exists
        telegram = Simulator(
            DEMO_BOT,
            self._port,
            SimClock(script().begins),
            username=BOT_USERNAME,
            next_workday=self._next_workday,
        )
        if not fresh:
            self._remember(telegram)
        try:
            await telegram.__aenter__()
        except OSError:
            raise Failure(say("port_taken", address=f"127.0.0.1:{self._port}")) from None
        self.url = f"{telegram.url}/"
        try:
            async with self._playing(telegram, fresh=fresh) as assistant:
                yield assistant
        finally:
            await telegram.__aexit__(None, None, None)

    @asynccontextmanager
    async def _playing(self, telegram: Simulator, *, fresh: bool) -> AsyncIterator[Assistant]:
        if fresh:
            shutil.rmtree(self._home, ignore_errors=True)
        self._home.mkdir(parents=True, exist_ok=True)
        about = telegram.world.settings
        about.names[""], about.descriptions[""] = words("demo")["bot_name"], words("demo")["bot_description"]
        assistant = await assemble(
            self._demo_settings(telegram.url), clock=telegram.clock, pace=Pace(per_second=0)
        )
        traveller = Traveller(telegram, assistant)
        if fresh:
            await self._prepare(telegram, assistant, traveller)
        else:
            await assistant.start(serve_web=False)
        telegram.travel = traveller.go
        saving = asyncio.create_task(keep_saving(telegram.world, self._world_file))
        try:
            yield assistant
        finally:
            await assistant.stop()
            saving.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await saving
            save_world(telegram.world, self._world_file)

    def _remember(self, telegram: Simulator) -> None:
        try:
            load_world(telegram.world, self._world_file)
        except UNREADABLE:
            raise Failure(say("demo_unreadable", path=self._world_file)) from None

    async def _prepare(self, telegram: Simulator, assistant: Assistant, traveller: Traveller) -> None:
        """Play the example; only when it is complete is there something to go on with."""
        with shown_progress(len(script().steps) + PREPARATIONS) as advance:
            await assistant.start(serve_web=False)
            await traveller.settle()  # before there are people whose menus it would look through
            actors = enter_people(telegram, assistant.database, self._zone)
            advance()
            await Example(telegram, assistant, traveller, advance).play(actors)
        save_world(telegram.world, self._world_file)

    def _demo_settings(self, api_url: str) -> Settings:
        changes = {
            "telegram_bot_token": SecretStr(DEMO_BOT),
            "telegram_api_url": api_url,
            "database_url": f"sqlite:///{self._home / 'zhuanban.db'}",
            "data_dir": self._home,
            "webhook_url": "",
        }
        return self._settings.model_copy(update=changes)

    def _next_workday(self, now: datetime) -> datetime:
        """The next working day at opening time, for the page's clock."""
        database = Database(f"sqlite:///{self._home / 'zhuanban.db'}")
        with database.begin() as session:
            working_time = WorkingTime.of(default_mechanism(), load_calendar(session), self._zone)
        database.dispose()
        return working_time.next_workday(now)
