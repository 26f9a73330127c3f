"""The five rhythms through the year 2026 for the whole roster: every date stands in a golden file."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import update

from services.calendar import WorkingTime, load_calendar
from services.mechanism import default_mechanism
from services.meetings.calling import CHASE, SILENT, SOON, open_call
from services.meetings.changes import holiday_options, move_meeting, skip_meeting
from services.meetings.drafting import start_draft, submit_draft
from services.meetings.planning import CALL, HOLIDAY, PLAN, Frame, plan_next
from storage import meetings as rows
from storage.base import require_id
from storage.database import Database, Session
from storage.due import Due, DueState, claim_due, list_planned, next_due_at
from storage.meetings import Meeting, MeetingKind, MeetingState
from storage.people import Membership, Person, list_people

ZONE = ZoneInfo("Asia/Shanghai")
GOLDEN = Path(__file__).parent / "golden" / "meetings_2026.txt"
BEGIN, END = datetime(2025, 12, 20, 10, tzinfo=ZONE), datetime(2026, 12, 31, 23, tzinfo=ZONE)
RHYTHMS = [kind for kind in MeetingKind if kind is not MeetingKind.TRAINING]


class Year:
    """An office that takes the first proposal for a day off, and leaves out a week that has a meeting."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.mechanism = default_mechanism()
        time = WorkingTime.of(self.mechanism, load_calendar(session), ZONE)
        self.frame = Frame(self.mechanism.meetings, time)
        self.by: Person = list_people(session)[21]
        self.called: list[int] = []

    def begin(self) -> None:
        for kind in RHYTHMS:
            draft = start_draft(
                self.session, kind, self.mechanism.meetings, preparation="", on=BEGIN.date()
            ).with_(place="三楼")
            submit_draft(self.session, draft, kind.value, by=self.by, frame=self.frame, now=BEGIN)

    def run(self) -> None:
        while (now := next_due_at(self.session)) is not None and now <= END:
            for row in claim_due(self.session, 1, now=now):
                row.state = DueState.DONE
                self.session.flush()
                self.act(row, now)

    def act(self, row: Due, now: datetime) -> None:
        if row.kind == PLAN:
            series = rows.get_series(self.session, row.subject_id or 0)
            plan_next(self.session, series, frame=self.frame, now=now)
        elif row.kind == CALL:
            meeting = open_call(self.session, row.subject_id or 0, frame=self.frame, now=now)
            self.called += [require_id(meeting.id)] if meeting else []
        elif row.kind == HOLIDAY:
            self.decide(rows.get_meeting(self.session, row.subject_id or 0), now)

    def decide(self, meeting: Meeting, now: datetime) -> None:
        options, time = holiday_options(meeting, self.frame), self.frame.time
        clock = meeting.starts_at.astimezone(ZONE).time()
        day = options.workday_before or options.next_workday
        taken = {
            time.day_of(one.starts_at)
            for one in rows.list_open_of_series(self.session, meeting.series_id or 0, now=now)
        }
        meeting_id, by = require_id(meeting.id), self.by
        if day in taken or time.at(day, clock) <= now:
            skip_meeting(self.session, meeting_id, by=by, frame=self.frame, now=now)
        else:
            at = time.at(day, clock)
            move_meeting(self.session, meeting_id, at, by=by, frame=self.frame, now=now)

    def lines(self, found: list[Meeting]) -> Iterator[str]:
        for meeting in found:
            yield self.line(meeting)

    def line(self, meeting: Meeting) -> str:
        at = f"{meeting.starts_at.astimezone(ZONE):%Y-%m-%d %a %H:%M}"
        slot = f" slot {meeting.slot}" if meeting.slot != self.frame.time.day_of(meeting.starts_at) else ""
        if meeting.state == MeetingState.SKIPPED:
            return f"{at} {meeting.kind} skipped"
        people = rows.count_replies(self.session, require_id(meeting.id)).invited
        called = f"{meeting.called_at.astimezone(ZONE):%m-%d %H:%M}" if meeting.called_at else "not yet"
        number = f"no. {meeting.session_year}/{meeting.session_number}"
        return f"{at} {meeting.kind} {number} called {called} people {people}{slot}"


def test_every_date_of_2026_is_where_it_should_be(database: Database) -> None:
    with database.begin() as session:
        session.execute(update(Membership).values(from_date=date(2025, 1, 1)))
        assert len(list_people(session)) == 165
        year = Year(session)
        year.begin()
        year.run()
        found = [
            one
            for series in rows.list_series(session)
            for one in rows.list_of_series(session, require_id(series.id))
            if year.frame.time.day_of(one.starts_at).year == 2026
        ]
        found.sort(key=lambda one: (one.starts_at, one.id or 0))
        written = "\n".join(year.lines(found)) + "\n"
        assert written == GOLDEN.read_text(encoding="utf-8")
        for meeting in found:
            if meeting.state == MeetingState.CALLED:
                assert year.frame.time.is_workday(meeting.starts_at)
                assert year.frame.time.is_workday(meeting.called_at or meeting.starts_at)
            for kind in (CHASE, SILENT, SOON):
                for row in list_planned(session, kind, require_id(meeting.id)):
                    assert year.frame.time.is_workday(row.due_at)
        weekly = [one.session_number for one in found if one.kind == "weekly_meeting" and one.session_number]
        assert weekly == list(range(1, len(weekly) + 1)), "numbers of sessions have no gaps"
