"""What the office changes about a meeting: another time, called off, or a decision about a day off
(M13, scenarios 19 and 23).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.calendar import WorkCalendar
from services.meetings.calling import REMINDERS, ROUND, schedule_reminders
from services.meetings.outcomes import EndsBeforeStart, MeetingInPast
from services.meetings.planning import CALL, HOLIDAY, Frame, note_step, settle_meeting
from services.meetings.replies import void_replies
from services.meetings.rounds import Round, begin_round
from services.meetings.sessions import count_sessions
from services.meetings.transitions import MeetingAction, transit
from storage import meetings as rows
from storage import outbox
from storage.database import Session
from storage.due import cancel_due
from storage.meetings import Meeting, MeetingKind, MeetingState
from storage.people import Person

NEAR_DAYS = 7
SATURDAY = 6


@dataclass(frozen=True, slots=True)
class HolidayOptions:
    """What the office may choose for a meeting on a day off: the next workday, a make-up day near it, and for
    rhythms of a month or longer the workday before.
    """

    next_workday: date
    make_up_day: date | None
    workday_before: date | None
    holiday: bool
    """Announced as a holiday; else a plain weekend."""


def purpose_of(meeting_id: int, what: Round | str) -> str:
    """Under which purpose the messages of a round are kept in the outbox (delivery report, recall)."""
    return f"meeting:{meeting_id}:{what}"


def move_meeting(
    session: Session, meeting_id: int, starts_at: datetime, ends_at: datetime | None = None, *,
    by: Person, frame: Frame, now: datetime,
) -> Meeting:  # fmt: skip
    """Give a meeting another time. If it was called, answers are void and everybody hears of it at once.

    Raises MeetingInPast, EndsBeforeStart, MeetingClosed, CalendarUnknown.
    """
    if starts_at <= now:
        raise MeetingInPast(starts_at=starts_at)
    if ends_at is not None and ends_at <= starts_at:
        raise EndsBeforeStart
    meeting = rows.lock_meeting(session, meeting_id)
    before = transit(meeting, MeetingAction.MOVE, now)
    lasts = meeting.ends_at - meeting.starts_at if meeting.ends_at else None
    note_step(session, meeting, "moved", by=by, now=now, before=meeting.starts_at.isoformat(),
              after=starts_at.isoformat())  # fmt: skip
    meeting.moved_from = meeting.starts_at if before == MeetingState.CALLED else None
    meeting.starts_at, meeting.ends_at = starts_at, ends_at or (starts_at + lasts if lasts else None)
    meeting.version += 1
    meeting.revision += 1
    meeting.day_off_confirmed = True
    clear_plans(session, meeting_id)
    if before == MeetingState.CALLED:
        void_replies(session, meeting, now)
        schedule_reminders(session, meeting, frame=frame, now=now)
        begin_round(session, meeting, Round.MOVED, by=by, now=now)
        count_sessions(session, meeting, time=frame.time)
    else:
        settle_meeting(session, meeting, frame=frame, now=now)
    session.flush()
    return meeting


def cancel_meeting(session: Session, meeting_id: int, *, by: Person, frame: Frame, now: datetime) -> Meeting:
    """Call a meeting off; everybody who was ever told hears of it at once. Raises MeetingClosed."""
    meeting = rows.lock_meeting(session, meeting_id)
    before = transit(meeting, MeetingAction.CANCEL, now)
    note_step(session, meeting, "cancelled", by=by, now=now)
    clear_plans(session, meeting_id)
    if before == MeetingState.CALLED:
        begin_round(session, meeting, Round.CANCELLED, by=by, now=now)
    meeting.revision += 1
    count_sessions(session, meeting, time=frame.time)
    return meeting


def keep_meeting(session: Session, meeting_id: int, *, by: Person, frame: Frame, now: datetime) -> Meeting:
    """A meeting on a day off takes place as planned. Raises MeetingClosed."""
    meeting = rows.lock_meeting(session, meeting_id)
    transit(meeting, MeetingAction.KEEP, now)
    meeting.day_off_confirmed = True
    note_step(session, meeting, "kept", by=by, now=now)
    settle_meeting(session, meeting, frame=frame, now=now)
    return meeting


def skip_meeting(session: Session, meeting_id: int, *, by: Person, frame: Frame, now: datetime) -> Meeting:
    """A meeting nobody has been called to does not take place; the session's number goes to the next one
    (scenario 19). Raises MeetingClosed.
    """
    meeting = rows.lock_meeting(session, meeting_id)
    transit(meeting, MeetingAction.SKIP, now)
    note_step(session, meeting, "skipped", by=by, now=now)
    clear_plans(session, meeting_id)
    meeting.revision += 1
    count_sessions(session, meeting, time=frame.time)
    return meeting


def holiday_options(meeting: Meeting, frame: Frame) -> HolidayOptions:
    """The days that are proposed for a meeting on a day off. Raises CalendarMissing."""
    day, calendar = frame.time.day_of(meeting.starts_at), frame.time.calendar
    nearby = (day + timedelta(days=ahead) for ahead in range(1, NEAR_DAYS + 1))
    make_up = next((on for on in nearby if _made_up(on, calendar)), None)
    following = calendar.add_workdays(day, 1)
    earlier = calendar.add_workdays(day, -1) if meeting.kind != MeetingKind.WEEKLY_MEETING else None
    return HolidayOptions(
        following,
        make_up if make_up != following else None,
        earlier,
        holiday=day.isoweekday() < SATURDAY or calendar.announced.get(day, False),
    )


def _made_up(day: date, calendar: WorkCalendar) -> bool:
    """Whether a day of a weekend is worked; not as long as nobody knows."""
    return day.isoweekday() >= SATURDAY and calendar.knows(day.year) and calendar.is_workday(day)


def clear_plans(session: Session, meeting_id: int) -> None:
    """Nothing that was planned for the earlier time happens; what waits to be sent is taken back."""
    cancel_due(session, [CALL, HOLIDAY, ROUND, *REMINDERS], meeting_id)
    for what in (Round.CHASE, Round.SOON):
        outbox.cancel_waiting(session, purpose=purpose_of(meeting_id, what))


def skip_undecided(session: Session, series_id: int, *, now: datetime) -> list[Meeting]:
    """Meetings on a day off about which nobody decided in time do not take place; they take no number."""
    lapsed = rows.list_undecided(session, series_id, now=now)
    for meeting in lapsed:
        meeting.state = MeetingState.SKIPPED
        note_step(session, meeting, "lapsed", by=None, now=now)
    session.flush()
    return lapsed
