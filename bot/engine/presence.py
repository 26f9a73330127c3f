"""Presence: how long nobody was at home, and the line to administrators after an outage (scenario 38)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock
from handlers.calendars import plan_watch
from handlers.digests import plan_digests
from handlers.house import House
from handlers.menus import HOUSEKEEPING, plan_menus
from handlers.outages import announce_outage
from handlers.policies import LAST_DAYS, plan_policies
from handlers.routes import Routes
from handlers.turn import Turn
from storage import due, heartbeats, inbox
from storage.database import Database
from storage.outbox import Priority

ALIVE = "assistant"
BEAT_INTERVAL = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Backlog:
    """What had gathered while nobody was at home."""

    outage: timedelta
    updates: int
    reminders: int


class Presence:
    """Leaves signs of life, and knows at the start how long there were none."""

    def __init__(self, database: Database, house: House, routes: Routes, clock: Clock) -> None:
        self._database = database
        self._house = house
        self._routes = routes
        self._clock = clock
        self._last_beat: datetime | None = None

    def arrive(self) -> Backlog | None:
        """At the start: see to menus and digests; tell administrators of an outage over the threshold."""
        now = self._clock.now()
        threshold = timedelta(minutes=self._house.mechanism.outage.announce_after_minutes)
        with self._database.begin() as session:
            last = heartbeats.last_beat(session, ALIVE)
            heartbeats.beat(session, ALIVE, now=now)
            turn = Turn(
                session=session, now=now, house=self._house, routes=self._routes, priority=Priority.REMINDER
            )
            reminders = due.count_overdue(session, now=now, but=(*HOUSEKEEPING, LAST_DAYS))
            plan_menus(turn)
            plan_watch(turn)
            plan_digests(turn)
            plan_policies(turn)
            if last is None or now - last <= threshold:
                return None
            backlog = Backlog(now - last, inbox.count_pending(session), reminders)
            announce_outage(turn, backlog.outage, reminders=backlog.reminders)
        return backlog

    def beat(self) -> None:
        """A sign of life, at most every ten seconds of our clock (which the demo may move)."""
        now = self._clock.now()
        if self._last_beat is not None and abs(now - self._last_beat) < BEAT_INTERVAL:
            return
        self.last_words()

    def last_words(self) -> None:
        """A sign of life now: whoever stops in good order leaves one."""
        now = self._clock.now()
        with self._database.begin() as session:
            heartbeats.beat(session, ALIVE, now=now)
        self._last_beat = now

    def reconnect(self, silence: timedelta) -> None:
        """Telegram could not be reached for `silence` although we were at work: a line if it was long."""
        if silence <= timedelta(minutes=self._house.mechanism.outage.announce_after_minutes):
            return
        with self._database.begin() as session:
            turn = Turn(
                session=session,
                now=self._clock.now(),
                house=self._house,
                routes=self._routes,
                priority=Priority.REMINDER,
            )
            announce_outage(turn, silence, reminders=0)
