"""A whole world for stories: database, Telegram stand-in, clock and the real assistant, in one process."""

import asyncio
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from zoneinfo import ZoneInfo

from sqlmodel import select

from bot.assembly import assemble
from bot.assistant import Assistant
from bot.engine.pacing import Pace
from bot.settings import Settings
from handlers.routes import Routes
from services.mechanism import Mechanism
from simulator.clock import SimClock
from simulator.groups import Group
from simulator.limits import Limits
from simulator.people import Person as Actor
from simulator.server import Simulator
from storage.accounts import Account, AccountState
from storage.bodies import Body
from storage.database import Database
from storage.people import Person

ZONE = ZoneInfo("Asia/Shanghai")
TOKEN = "1:TEST"
MONDAY = datetime(2026, 11, 23, 10, 12, tzinfo=ZONE)
"""A working Monday; stories begin here unless they say otherwise."""


class World(AbstractAsyncContextManager["World"]):
    """Drive people, move the clock, kill and restart the assistant.

    People are known by their roster names; `person()` gives somebody who is already bound, `stranger()`
    somebody whom the roster does not know yet.
    """

    def __init__(
        self,
        database_url: str,
        data_dir: Path,
        *,
        at: datetime = MONDAY,
        mechanism: Mechanism | None = None,
        pace: Pace | None = None,
        limits: Limits | None = None,
        routes: Routes | None = None,
        frozen: bool = True,
        listen: str | None = None,
        webhook: bool = False,
    ) -> None:
        """`routes` stand in for the features'; `listen` (HOST:PORT) serves the web endpoints."""
        self.clock = SimClock(at, frozen=frozen)
        self.telegram = Simulator(token=TOKEN, clock=self.clock, limits=limits or Limits.off())
        self.database = Database(database_url)
        self._url, self._data_dir = database_url, data_dir
        self._mechanism, self._pace = mechanism, pace or Pace(per_second=0)
        self._routes, self._listen, self._webhook = routes, listen, webhook
        self.assistant: Assistant | None = None

    async def __aenter__(self) -> "World":
        await self.telegram.__aenter__()
        try:
            await self.start()
        except BaseException:
            await self.telegram.__aexit__(None, None, None)
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()
        await self.telegram.__aexit__(kind, error, trace)
        self.database.dispose()
        if kind is None:
            assert not self.telegram.violations, self.telegram.violations

    # -- the assistant -----------------------------------------------------------------------------

    async def start(self) -> None:
        """Start the assistant (again)."""
        settings = Settings(
            _env_file=None,
            telegram_bot_token=TOKEN,
            telegram_api_url=self.telegram.url,
            database_url=self._url,
            data_dir=self._data_dir,
            listen=self._listen or "127.0.0.1:0",
            webhook_url=f"http://{self._listen}" if self._webhook else "",
        )
        made = await assemble(settings, clock=self.clock, mechanism=self._mechanism, pace=self._pace)
        self.assistant = made if self._routes is None else _with_doors(made, self._routes, self._pace)
        await self.assistant.start(serve_web=self._listen is not None)

    async def stop(self) -> None:
        """Stop the assistant as SIGTERM would."""
        if self.assistant is not None:
            broken = self.assistant.failures()
            await self.assistant.stop()
            self.assistant = None
            assert not broken, broken

    async def settle(self, patience: float = 20) -> None:
        """Wait until everything that can be done now is done, but no longer than so many seconds."""
        assert self.assistant is not None
        async with asyncio.timeout(patience):
            while True:
                assert not self.assistant.failures(), self.assistant.failures()
                # Looked at before, too: what is confirmed only while we settle may not have been handled.
                all_taken = self.telegram.undelivered == 0
                await self.assistant.settle()
                if all_taken and self.telegram.undelivered == 0:
                    return
                await asyncio.sleep(0.005)

    async def advance(self, **delta: float) -> None:
        """Move the clock forward and let everything that falls due happen."""
        await self.settle()
        self.clock.advance(**delta)
        await self.settle()

    async def advance_to(self, moment: datetime, patience: float = 20) -> None:
        """Move the clock to a moment (local time if naive) and let everything that falls due happen."""
        await self.settle(patience)
        self.clock.move_to(moment if moment.tzinfo else moment.replace(tzinfo=ZONE))
        await self.settle(patience)

    # -- people ------------------------------------------------------------------------------------

    def person(self, name: str) -> Actor:
        """Somebody of the roster, with an account that is bound and a started chat."""
        with self.database.begin() as session:
            found = session.exec(select(Person).where(Person.name == name)).first()
            assert found is not None, f"{name} is not on the roster"
            actor = self.telegram.person(name, phone=found.phone, id=100_000 + (found.id or 0))
            if session.get(Account, actor.id) is None:
                session.add(
                    Account(
                        user_id=actor.id,
                        person_id=found.id,
                        display_name=name,
                        state=AccountState.BOUND,
                        bound_at=self.clock.now(),
                        created_at=self.clock.now(),
                    )
                )
                actor.account.started = True
                self.telegram.world.private_chat(actor.account)
        return actor

    def stranger(self, name: str, phone: str | None = None) -> Actor:
        """Somebody with a Telegram account that is bound to nobody."""
        return self.telegram.person(name, phone=phone)

    def group(self, title: str, members: Sequence[Actor], *, body: str | None = None) -> Group:
        """A Telegram group with the assistant in it; tied to the body of that name if one is given."""
        group = self.telegram.group(title, members)
        if body is not None:
            self._tie(group, body)
        return group

    def _tie(self, group: Group, body: str) -> None:
        from storage.accounts import Group as GroupRow
        from storage.accounts import GroupState, find_group

        with self.database.begin() as session:
            tied = session.exec(select(Body).where(Body.name == body)).one()
            row = find_group(session, group.id, None) or GroupRow(
                chat_id=group.id, title=group.title, created_at=self.clock.now()
            )
            row.body_id, row.state, row.bound_at = tied.id, GroupState.BOUND, self.clock.now()
            session.add(row)


def _with_doors(made: Assistant, routes: Routes, pace: Pace) -> Assistant:
    """The same assistant, which has not begun to work, with other doors."""
    return Assistant(made.settings, made.house, routes, made.line, made.database, made.clock, pace)
