"""The stand-in as a whole: one object to start, to drive, and to ask."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from types import TracebackType

from starlette.types import Receive, Scope, Send

from simulator.acts import membership
from simulator.calls import Call, Fault, Violation
from simulator.chats import Chat
from simulator.clock import SimClock
from simulator.groups import Group
from simulator.http_api import BotApi
from simulator.limits import Flood, Limits
from simulator.listening import Listener
from simulator.page_api import page_application
from simulator.people import Person
from simulator.shapes import Json
from simulator.world import World

EXAMPLE = "1:TEST"


class Simulator:
    """A Telegram server for one bot on 127.0.0.1; use it as an async context manager."""

    def __init__(
        self,
        token: str = EXAMPLE,
        port: int = 0,
        clock: SimClock | None = None,
        limits: Limits | None = None,
        username: str = "zhuanban_bot",
        *,
        privacy: bool = True,
        light: bool = False,
        next_workday: Callable[[datetime], datetime] | None = None,
    ) -> None:
        self.clock = clock or SimClock()
        self.token = token
        self.world = World(
            token=token,
            username=username,
            clock=self.clock,
            limits=limits or Limits.off(),
            privacy=privacy,
            light=light,
        )
        self._port = port
        self._api = BotApi(self.world)
        self.clock.on_move(lambda now: self.world.updates.expire())
        self._page = page_application(self.world, next_workday, self._travel)
        self.travel: Callable[[datetime], Awaitable[None]] | None = None
        """Takes the clock somewhere when the page wishes it; without it the clock jumps."""
        self._listener: Listener | None = None
        self._persons: dict[int, Person] = {}
        self._groups: dict[str, Group] = {}

    async def __aenter__(self) -> Simulator:
        self._listener = Listener(self, self._port)
        await self._listener.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.world.updates.close()
        await self._api.runner.webhook.stop()
        if self._listener is not None:
            await self._listener.stop()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI application: the Bot API, its files, and the page."""
        if scope["type"] == "http" and scope["path"].startswith(("/bot", "/file/")):
            await self._api(scope, receive, send)
        else:
            await self._page(scope, receive, send)

    async def _travel(self, moment: datetime) -> None:
        if self.travel is not None:
            await self.travel(moment)
        else:
            self.clock.move_to(moment)

    @property
    def url(self) -> str:
        """Where the server is; known once it is started."""
        if self._listener is None:
            raise RuntimeError("the simulator is not started")
        return f"http://127.0.0.1:{self._listener.port}"

    def person(
        self, name: str, phone: str | None = None, *, note: str | None = None, id: int | None = None
    ) -> Person:
        """Create or find somebody by name (or by id); phone and note are set when given."""
        account = self.world.users.get(id) if id is not None else self.world.find_user(name)
        if account is None:
            account = self.world.new_user(name, user_id=id)
        account.phone = phone if phone is not None else account.phone
        account.note = note if note is not None else account.note
        if account.id not in self._persons:
            self._persons[account.id] = Person(self.world, account)
        return self._persons[account.id]

    def group(self, title: str, members: Sequence[Person] = (), *, forum: bool = False) -> Group:
        """Create or find a group by title, with the bot in it; the first member is its founder."""
        if title not in self._groups:
            chat = next((each for each in self.world.groups() if each.title == title), None)
            self._groups[title] = Group(self.world, chat or self._found(title, members, forum=forum))
        return self._groups[title]

    def _found(self, title: str, members: Sequence[Person], *, forum: bool) -> Chat:
        people = list(members) or [self.person("Group owner")]
        accounts = [person.account for person in people]
        return membership.found_group(self.world, title, accounts[0], accounts, forum=forum)

    @property
    def calls(self) -> list[Call]:
        """Every Bot API call so far, polls included."""
        return self.world.calls.calls

    @property
    def violations(self) -> list[Violation]:
        """Calls that broke Telegram's rules."""
        return self.world.calls.violations

    @property
    def floods(self) -> list[Flood]:
        """Refusals for flooding."""
        return self.world.gate.floods

    @property
    def undelivered(self) -> int:
        """Updates that the bot has not confirmed."""
        return len(self.world.updates)

    def calls_of(self, method: str) -> list[Call]:
        """The calls of one method so far."""
        return [call for call in self.calls if call.method == method]

    def fail_next(
        self, method: str, *, status: int | Fault = 500, times: int = 1, retry_after: int = 1
    ) -> None:
        """Let the next calls of a method ("*" for any) fail with an HTTP status or a broken line."""
        self.world.faults.add(method, status, times, retry_after)

    def inject(self, update: Json) -> int:
        """Put any JSON into the update queue; its number is returned."""
        return self.world.updates.push_raw(update).id

    async def changed(self) -> None:
        """Wait for the next change of state."""
        await self.world.changes.next()

    async def until(self, condition: Callable[[], bool], seconds: float = 10.0) -> None:
        """Wait until a condition about the world holds; AssertionError when it does not in time."""
        if await self.world.changes.until(lambda: condition() or None, seconds) is None:
            raise AssertionError(f"the condition did not come true within {seconds} s")
