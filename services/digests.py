"""Digests: what the office reads every working morning and a leader once a week (M2, M17).

Each is a due row that plans the next one; its payload remembers since when things have happened.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlmodel import Session

from services.boards import Board, Named, count_board, led_bodies, name_issues
from services.calendar import CalendarMissing, WorkingTime
from services.issues import Marks, Occasion, marks_at
from services.mechanism import Digests
from services.people import Hats
from storage.base import require_id
from storage.bodies import Body
from storage.due import Due, is_planned, schedule
from storage.issues import IssueFilter, count_closed, count_issues, count_reported, list_issues
from storage.people import Person

OFFICE = "digests.office"
LEADERS = "digests.leaders"
LEADER = "digests.leader"
DAY, WEEK = timedelta(days=1), timedelta(days=7)
WEEKS_AHEAD = 6


@dataclass(frozen=True)
class Group:
    """Problems of one kind: how many there are, and the first of them."""

    total: int
    first: tuple[Named, ...]

    @property
    def rest(self) -> int:
        """How many are not named."""
        return self.total - len(self.first)


@dataclass(frozen=True)
class Digest:
    """What happened after `since` and up to now, and how things stand now. `bodies`: whose (none: all)."""

    since: datetime
    board: Board
    reported: int
    closed: int
    overdue: Group
    long_overdue: int
    """Of the overdue ones, those that leaders in charge have been told of."""
    due_today: Group
    listed: Group

    @property
    def bodies(self) -> tuple[Body, ...]:
        """Whose matters it is about."""
        return self.board.bodies


def make_office_digest(occasion: Occasion, *, since: datetime) -> Digest:
    """Everything, for the office."""
    return _digest(occasion, IssueFilter(), (), since)


def make_leader_digests(occasion: Occasion, leader: Hats, *, since: datetime) -> list[Digest]:
    """One for each task force that a leader is in charge of; of everything for those who head them all."""
    led = led_bodies(leader)
    if not led:
        return [_digest(occasion, IssueFilter(), (), since)]
    return [_digest(occasion, IssueFilter(owners=(require_id(body.id),)), (body,), since) for body in led]


def _digest(occasion: Occasion, wanted: IssueFilter, bodies: Sequence[Body], since: datetime) -> Digest:
    session, now = occasion.session, occasion.now
    marks = marks_at(occasion.working_time, now)
    closed = count_closed(session, wanted, since=since, until=now)
    return Digest(
        since=since,
        board=count_board(session, wanted, bodies, rules=occasion.mechanism.boards, marks=marks),
        reported=count_reported(session, wanted, since=since, until=now),
        closed=sum(count.total for count in closed),
        overdue=_group(occasion, replace(wanted, overdue_at=now)),
        long_overdue=count_issues(session, replace(wanted, overdue_at=_long_ago(occasion, marks))),
        due_today=_group(occasion, replace(wanted, overdue_at=marks.tonight, due_after=now)),
        listed=_group(occasion, replace(wanted, listed=True)),
    )


def _group(occasion: Occasion, wanted: IssueFilter) -> Group:
    limit = occasion.mechanism.digests.listed
    first = list_issues(occasion.session, wanted, limit=limit)
    total = len(first) if len(first) < limit else count_issues(occasion.session, wanted)
    return Group(total, name_issues(occasion, first))


def _long_ago(occasion: Occasion, marks: Marks) -> datetime:
    """What was due before this day has been overdue for longer than leaders are spared (M17)."""
    working, days = occasion.working_time, occasion.mechanism.due_reminders.copy_leader_after_workdays
    try:
        day = working.calendar.add_workdays(occasion.today, -days)
    except CalendarMissing:
        day = occasion.today - timedelta(days=days)
    return min(working.at(day, datetime.min.time()), marks.now)


# -- when ----------------------------------------------------------------------------------------------


def plan_digests(session: Session, rules: Digests, working: WorkingTime, *, now: datetime) -> None:
    """Plan the next digest of each kind, unless it is planned. The first one looks back a day, or a week."""
    for kind, back in ((OFFICE, DAY), (LEADERS, WEEK)):
        if not is_planned(session, kind):
            plan_next_digest(session, kind, rules, working, now=now, since=now - back)


def plan_next_digest(
    session: Session,
    kind: str,
    rules: Digests,
    working: WorkingTime,
    *,
    now: datetime,
    since: datetime | None = None,
) -> None:
    """The digest after now. It tells what will have happened since now (or since another moment)."""
    at = (
        next_office_digest(rules, working, now)
        if kind == OFFICE
        else next_leaders_digest(rules, working, now)
    )
    key = f"{kind}:{working.day_of(at)}"
    schedule(session, Due(key=key, kind=kind, due_at=at, payload={"since": (since or now).isoformat()}))


def next_office_digest(rules: Digests, working: WorkingTime, now: datetime) -> datetime:
    """The next working day's morning; every morning where the calendar is missing."""
    today = working.day_of(now)
    for day in (today, *(today + timedelta(days=ahead) for ahead in range(1, 30))):
        at = working.at(day, rules.office_at)
        if at > now and _is_worked(working, day):
            return at
    return working.at(today + timedelta(days=1), rules.office_at)


def next_leaders_digest(rules: Digests, working: WorkingTime, now: datetime) -> datetime:
    """The next week's day of the digest; on a day off, the working day before it. A week off has none."""
    today = working.day_of(now)
    monday = today - timedelta(days=today.weekday())
    for week in range(WEEKS_AHEAD):
        begins = monday + week * WEEK
        wanted = begins + timedelta(days=rules.leader_weekday - 1)
        day = _worked_by(working, wanted)
        at = working.at(day, rules.leader_at)
        if at > now and day >= begins:
            return at
    return working.at(monday + WEEKS_AHEAD * WEEK, rules.leader_at)


NEXT = {OFFICE: next_office_digest, LEADERS: next_leaders_digest}


def plan_leader(session: Session, row: Due, leader: Person, *, now: datetime) -> None:
    """One leader's part of a week's digest, at once."""
    leader_id = require_id(leader.id)
    key = f"{row.key}:{leader_id}"
    schedule(session, Due(key=key, kind=LEADER, person_id=leader_id, due_at=now, payload=row.payload))


def _is_worked(working: WorkingTime, day: date) -> bool:
    try:
        return working.calendar.is_workday(day)
    except CalendarMissing:
        return True


def _worked_by(working: WorkingTime, day: date) -> date:
    try:
        return working.calendar.earlier_workday(day)
    except CalendarMissing:
        return day
