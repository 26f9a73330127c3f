"""Weeks and a year of ten people acting on problems at random: nothing is lost, and the digest is right.

The real table of actions and the real due rows (clocks, ladders, digests) run day by day by the calendar;
only Telegram is left out. Every promise is checked on every simulated day.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session, col, select

from bot.engine.ticks import Ticker
from handlers.digests import plan_digests
from handlers.features import all_routes
from handlers.house import House
from handlers.turn import Turn
from services.boards import Scope, make_board
from services.calendar import WorkingTime, load_calendar
from services.digests import make_office_digest
from services.issues import (
    Need,
    Occasion,
    act_on_issue,
    actors_of,
    list_allowed,
    marks_at,
    read_draft,
    submit_issue,
)
from services.issues.clocks import CLOCK
from services.mechanism import default_mechanism
from services.outcomes import Outcome
from services.people import Hats, hats_of
from services.roster import load_demo_roster
from storage.base import require_id
from storage.bodies import BodyKind, list_bodies
from storage.database import Database
from storage.due import Due, DueState
from storage.issues import OPEN_STATES, Issue, IssueState
from storage.migrate import migrate
from storage.outbox import OutboxRow
from storage.people import Person
from storage.structure import load_structure

ZONE = ZoneInfo("Asia/Shanghai")
CAST = ("戊16", "戊09", "戊20", "丙12", "丙13", "丙15", "丙33", "丙18", "乙04", "丁14")
HOURS = (time(8, 30), time(9), time(11), time(15, 30), time(16), time(17, 30), time(19))
MATTERS = ("板材厂停电", "快递分拨中心占用规划道路", "药厂GMP认证缺管网", "义堂的路灯坏了", "征地补偿没谈拢")
NEEDS = (Need.NOTHING, Need.TEXT, Need.BODY, Need.BODY_AND_TEXT)


class HandClock:
    """A clock that shows what it is told."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def on_move(self, callback: Callable[[datetime], None]) -> None:
        """Nobody is told: the story looks at it itself."""


class Year:
    """The people, their random acts, and the checks."""

    def __init__(self, home: Path, first: date, seed: int) -> None:
        self.database = Database(f"sqlite:///{home / 'year.db'}")
        self.random = Random(seed)
        self.clock = HandClock(datetime.combine(first, time(7), ZONE).astimezone(UTC))
        migrate(self.database)
        with self.database.begin() as session:
            load_structure(session)
            load_demo_roster(session, now=self.clock.at - timedelta(days=1), zone=ZONE)
            calendar = load_calendar(session)
        self.mechanism = default_mechanism()
        self.working = WorkingTime.of(self.mechanism, calendar, ZONE)
        self.house = House(self.mechanism, ZONE, home)
        self.ticker = Ticker(self.database, self.house, all_routes(), self.clock)
        with self.database.begin() as session:
            plan_digests(Turn(session=session, now=self.clock.at, house=self.house, routes=all_routes()))

    def live(self, days: int, *, reports: int, acts: int) -> None:
        """So many days; `reports` in all, `acts` tried at each hour of a working day."""
        today = self.working.day_of(self.clock.at)
        left = reports
        for number in range(days):
            day = today + timedelta(days=number)
            worked = self.working.calendar.is_workday(day)
            share = -(-left // (days - number))
            for hour in HOURS:
                self.clock.at = datetime.combine(day, hour, ZONE).astimezone(UTC)
                self.tick()
                if hour == HOURS[0]:
                    self.check()
                if hour == HOURS[2]:
                    left -= sum(self.report() for _ in range(min(left, share)))
                if worked and hour > HOURS[0]:
                    for _ in range(acts):
                        self.act()
        self.check()

    def tick(self) -> None:
        while self.ticker.run_batch():
            pass

    def report(self) -> int:
        with self.database.begin() as session:
            hats = self.hats(session)
            text = f"{self.random.choice(MATTERS)}第{self.random.randrange(10_000)}处"
            submit_issue(self.occasion(session, hats), read_draft(session, [text], {}, hats.unit))
        return 1

    def act(self) -> None:
        """Somebody does to some open problem something that the table allows them."""
        with self.database.begin() as session:
            hats = self.hats(session)
            ids = session.exec(select(Issue.id).where(col(Issue.state).in_(OPEN_STATES))).all()
            issue = session.get(Issue, self.random.choice(ids)) if ids else None
            if issue is None:
                return
            allowed = list_allowed(issue, actors_of(session, issue, hats), now=self.clock.at)
            rows = [row for row in allowed if row.need in NEEDS]
            if not rows:
                return
            row = self.random.choice(rows)
            forces = list_bodies(session, BodyKind.TASK_FORCE)
            attempt = session.begin_nested()
            try:
                act_on_issue(
                    self.occasion(session, hats), require_id(issue.id), row.action,
                    phase=issue.phase, text="已办", body=self.random.choice(forces),
                )  # fmt: skip
                attempt.commit()
            except Outcome:
                attempt.rollback()

    def hats(self, session: Session) -> Hats:
        name = f"测试{self.random.choice(CAST)}"
        person = session.exec(select(Person).where(Person.name == name)).one()
        return hats_of(session, person, self.working.day_of(self.clock.at))

    def occasion(self, session: Session, hats: Hats | None = None) -> Occasion:
        return Occasion(session, self.clock.at, self.working, self.mechanism, hats)

    # -- promises ----------------------------------------------------------------------------------

    def check(self) -> None:
        with self.database.begin() as session:
            issues = list(session.exec(select(Issue).order_by(col(Issue.id))))
            waiting = Counter(
                session.exec(
                    select(Due.subject_id).where(Due.state == DueState.PENDING, col(Due.kind).like("issue.%"))
                )
            )
            uncounted = select(Due.subject_id).where(Due.state == DueState.PENDING, Due.kind == CLOCK)
            later = set(session.exec(uncounted))
            for issue in issues:
                self._check_issue(issue, waiting, is_counted_later=issue.id in later)
            numbers = [issue.number for issue in issues]
            assert numbers == list(range(1, len(issues) + 1)), "without gaps, never twice"
            self._recount(session, issues)
            failed = session.exec(select(Due.error).where(Due.state == DueState.FAILED)).all()
            assert not failed, failed

    def _check_issue(self, issue: Issue, waiting: "Counter[int | None]", *, is_counted_later: bool) -> None:
        assert issue.owner_id, issue.code
        if issue.is_open:
            dated = issue.due_at is not None or issue.paused_at is not None
            # What would be due in a year of which nobody knows the holidays is counted later, never guessed.
            assert dated != is_counted_later, issue.code
            assert waiting[issue.id] or issue.paused_at is not None, f"{issue.code} has no clock"
        else:
            assert issue.closed_at is not None, issue.code
        if issue.state == IssueState.HANDLING:
            assert issue.lead_id is not None, issue.code

    def _recount(self, session: Session, issues: list[Issue]) -> None:
        """The digest and the board against a count of every row by hand."""
        now, since = self.clock.at, self.clock.at - timedelta(days=3)
        digest = make_office_digest(self.occasion(session), since=since)
        opened = [issue for issue in issues if issue.is_open]
        overdue = [issue for issue in opened if issue.due_at is not None and issue.due_at < now]
        assert digest.board.total == len(opened)
        assert digest.board.states == Counter(issue.state for issue in opened)
        assert digest.overdue.total == digest.board.overdue == len(overdue)
        assert digest.reported == sum(since < issue.reported_at <= now for issue in issues)
        assert digest.closed == sum(_closed_between(issue, since, now) for issue in issues)
        today = [issue for issue in opened if issue.due_at is not None and now <= issue.due_at]
        tonight = marks_at(self.working, now).tonight
        assert digest.due_today.total == sum(issue.due_at < tonight for issue in today if issue.due_at)
        assert sum(age.total for age in digest.board.ages) == len(opened)
        assert sum(load.total for load in digest.board.loads) == len(opened)

    def digests(self) -> dict[str, int]:
        """The days on which the office was told, with how many people were told."""
        with self.database.begin() as session:
            purposes = session.exec(
                select(OutboxRow.purpose).where(col(OutboxRow.purpose).like("digests.office:%"))
            )
            return Counter(str(purpose).rpartition(":")[2] for purpose in purposes)

    def workdays(self, first: date, days: int) -> Iterator[str]:
        for number in range(days):
            day = first + timedelta(days=number)
            if self.working.calendar.is_workday(day):
                yield day.isoformat()


def _closed_between(issue: Issue, since: datetime, until: datetime) -> bool:
    closed = issue.closed_at
    return issue.state == IssueState.CLOSED and closed is not None and since < closed <= until


def _live(home: Path, first: date, days: int, *, reports: int, acts: int, seed: int) -> None:
    year = Year(home, first, seed)
    year.live(days, reports=reports, acts=acts)
    told = year.digests()
    assert list(told) == list(year.workdays(first, days)), "one digest each working day, none on days off"
    assert len(set(told.values())) == 1
    with year.database.begin() as session:
        person = session.exec(select(Person).where(Person.name == "测试乙04")).one()
        hats = hats_of(session, person, year.working.day_of(year.clock.at))
        marks = marks_at(year.working, year.clock.at)
        board = make_board(session, hats, rules=year.mechanism.boards, marks=marks, scope=Scope.SEEN)
        ended = session.exec(select(Issue).where(Issue.state == IssueState.CLOSED)).all()
        assert ended, "some come to their end"
        assert board.closed <= len(ended)
    year.database.dispose()


def test_weeks_over_the_national_holiday(tmp_path: Path) -> None:
    _live(tmp_path, date(2026, 9, 24), 24, reports=30, acts=3, seed=4)


@pytest.mark.soak
@pytest.mark.skipif("ZHUANBAN_SOAK" not in os.environ, reason="long form: make soak")
@pytest.mark.timeout(3600)
def test_a_year_of_a_thousand_problems(tmp_path: Path) -> None:
    _live(tmp_path, date(2026, 1, 5), 350, reports=1_000, acts=10, seed=5)
