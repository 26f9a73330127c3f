"""Making meetings and series; the next meeting of a series; its number and its call (M13, scenario 19)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from services.calendar import CalendarMissing, WorkingTime
from services.mechanism import Meetings
from services.meetings.audience import list_guests
from services.meetings.outcomes import (
    EndsBeforeStart,
    MeetingInPast,
    NobodyInvited,
    PlaceMissing,
)
from services.meetings.recurrence import Pattern, slots_after, to_rule
from services.meetings.sessions import count_sessions
from services.meetings.timetable import breaks_quiet, make_timetable
from services.outcomes import CalendarUnknown
from storage import meetings as rows
from storage.base import require_id
from storage.database import Session
from storage.due import Due, schedule
from storage.meetings import Meeting, MeetingKind, MeetingSeries, MeetingState
from storage.numbers import NumberKind, next_number
from storage.people import Person
from storage.timeline import add_step

SUBJECT = "meeting"
CALL, HOLIDAY, PLAN = "meeting.call", "meeting.holiday", "series.plan"


@dataclass(frozen=True, slots=True)
class Frame:
    """The rules in force and the working time: what every plan is made with."""

    rules: Meetings
    time: WorkingTime


@dataclass(frozen=True)
class Plan:
    """What is the same for a single meeting and for a series."""

    kind: MeetingKind
    title: str
    place: str
    audience: tuple[str, ...]
    attendance: str
    chair_id: int | None = None
    delegation: bool = True
    preparation: str = ""


def create_meeting(
    session: Session, plan: Plan, starts_at: datetime, ends_at: datetime | None = None, *,
    by: Person, frame: Frame, now: datetime,
) -> Meeting:  # fmt: skip
    """A single meeting, numbered at once; its call goes out at its time, or at once when that is over.

    The office has seen a day off in the preview and wants it. Raises MeetingInPast, EndsBeforeStart,
    NobodyInvited, PlaceMissing, CalendarUnknown.
    """
    if starts_at <= now:
        raise MeetingInPast(starts_at=starts_at)
    if ends_at is not None and ends_at <= starts_at:
        raise EndsBeforeStart
    check_plan(session, plan, frame, now)
    meeting = _new_meeting(plan, starts_at, ends_at, by=require_id(by.id), now=now)
    meeting.day_off_confirmed = True
    rows.add_meeting(session, meeting)
    settle_meeting(session, meeting, frame=frame, now=now)
    note_step(session, meeting, "created", by=by, now=now)
    return meeting


def create_series(
    session: Session, plan: Plan, pattern: Pattern, clock: time, minutes: int | None = None, *,
    by: Person, frame: Frame, now: datetime,
) -> tuple[MeetingSeries, Meeting | None]:  # fmt: skip
    """A rhythm and its first meeting (None while the holidays of its year are not known).

    Raises NobodyInvited, PlaceMissing, EndsBeforeStart.
    """
    if minutes is not None and minutes <= 0:
        raise EndsBeforeStart
    check_plan(session, plan, frame, now)
    series = MeetingSeries(
        kind=plan.kind,
        title=plan.title,
        rrule=to_rule(pattern),
        clock=f"{clock:%H:%M}",
        minutes=minutes,
        place=plan.place,
        audience=list(plan.audience),
        attendance=plan.attendance,
        chair_id=plan.chair_id,
        delegation=plan.delegation,
        preparation=plan.preparation,
        starts_on=frame.time.day_of(now),
        created_by=require_id(by.id),
        created_at=now,
    )
    rows.add_series(session, series)
    return series, plan_next(session, series, frame=frame, now=now)


def end_series(session: Session, series_id: int) -> MeetingSeries:
    """No further meetings are planned; the one that is already planned stays. Raises MeetingNotFound."""
    series = rows.get_series(session, series_id)
    series.active = False
    session.flush()
    return series


def plan_next(
    session: Session, series: MeetingSeries, *, frame: Frame, now: datetime, tries: int = 0
) -> Meeting | None:
    """Plan the next meeting of a series, once; on a day off the office is asked before anything goes out.

    None while the holidays of that year are not known: it is tried again every day (`tries` so far). None
    also when the rule has come to its end.
    """
    slot = next_slot(series, frame, after=now)
    if slot is None:
        series.active = False
        session.flush()
        return None
    known = rows.find_slot(session, require_id(series.id), slot)
    if known is not None:
        return known
    try:
        with session.begin_nested():
            meeting = _plan_slot(session, series, slot, frame=frame, now=now)
    except CalendarUnknown:
        _plan_later(session, series, frame=frame, now=now, tries=tries)
        return None
    plan_after(session, series, slot, frame=frame, now=now)
    return meeting


def plan_after(session: Session, series: MeetingSeries, slot: date, *, frame: Frame, now: datetime) -> None:
    """When the meeting of `slot` begins, the next one is planned."""
    at = frame.time.at(slot, time.fromisoformat(series.clock))
    key = f"series:{series.id}:plan:{slot}:{now.timestamp():.0f}"
    schedule(session, Due(key=key, kind=PLAN, subject_id=series.id, due_at=at, urgent=True))


def next_slot(series: MeetingSeries, frame: Frame, *, after: datetime) -> date | None:
    """The next day of a series by its rule; None when it has come to its end."""
    clock, zone = time.fromisoformat(series.clock), frame.time.zone
    return next(slots_after(series.rrule, clock, zone, after=after, start=series.starts_on), None)


def settle_meeting(session: Session, meeting: Meeting, *, frame: Frame, now: datetime) -> None:
    """The meeting is certain: it gets its number and its call is planned. Raises CalendarUnknown."""
    schedule_call(session, meeting, frame=frame, now=now)
    if meeting.number is None:
        meeting.year = frame.time.day_of(now).year
        meeting.number = next_number(session, NumberKind.MEETING, meeting.year)
    session.flush()
    count_sessions(session, meeting, time=frame.time)


def schedule_call(session: Session, meeting: Meeting, *, frame: Frame, now: datetime) -> None:
    """Plan the call; quiet hours hold it unless it would come too late then. Raises CalendarUnknown."""
    try:
        table = make_timetable(meeting.starts_at, frame.rules, frame.time, now=now)
        urgent = breaks_quiet(table.call_at, table.remind_at, frame.time)
    except CalendarMissing as missing:
        raise CalendarUnknown(year=missing.year) from None
    key = f"meeting:{meeting.id}:v{meeting.version}:call"
    schedule(session, Due(key=key, kind=CALL, subject_id=meeting.id, due_at=table.call_at, urgent=urgent))


def note_step(
    session: Session, meeting: Meeting, action: str, *, by: Person | None, now: datetime, **facts: object
) -> None:
    """Write a step of a meeting into its timeline."""
    add_step(session, SUBJECT, meeting.id, action, by=by, at=now, facts=dict(facts))


def _plan_slot(
    session: Session, series: MeetingSeries, slot: date, *, frame: Frame, now: datetime
) -> Meeting:
    plan = plan_of(series)
    starts_at = frame.time.at(slot, time.fromisoformat(series.clock))
    ends_at = starts_at + timedelta(minutes=series.minutes) if series.minutes else None
    meeting = _new_meeting(plan, starts_at, ends_at, by=series.created_by, now=now)
    meeting.series_id, meeting.slot = series.id, slot
    rows.add_meeting(session, meeting)
    settle_or_ask(session, meeting, frame=frame, now=now)
    return meeting


def settle_or_ask(session: Session, meeting: Meeting, *, frame: Frame, now: datetime) -> None:
    """A meeting by the rule of its series: certain on a working day, a question to the office on a day off.

    Raises CalendarUnknown.
    """
    if is_workday(frame.time.day_of(meeting.starts_at), frame):
        settle_meeting(session, meeting, frame=frame, now=now)
    else:
        meeting.state = MeetingState.ASKING
        schedule_question(session, meeting, frame=frame, now=now)


def plan_of(series: MeetingSeries) -> Plan:
    """What every meeting of a series begins with."""
    return Plan(
        MeetingKind(series.kind),
        series.title,
        series.place,
        tuple(series.audience),
        series.attendance,
        series.chair_id,
        series.delegation,
        series.preparation,
    )


def is_workday(day: date, frame: Frame) -> bool:
    """Whether a day is worked. Raises CalendarUnknown."""
    try:
        return frame.time.calendar.is_workday(day)
    except CalendarMissing as missing:
        raise CalendarUnknown(year=missing.year) from None


def schedule_question(session: Session, meeting: Meeting, *, frame: Frame, now: datetime) -> None:
    """Plan when the office is asked about a meeting that falls on a day off."""
    day = frame.time.day_of(meeting.starts_at) - timedelta(days=frame.rules.holiday_notice_days)
    at = max(now, frame.time.at(day, frame.time.hours.opens))
    key = f"meeting:{meeting.id}:v{meeting.version}:holiday"
    schedule(session, Due(key=key, kind=HOLIDAY, subject_id=meeting.id, due_at=at))


def _plan_later(session: Session, series: MeetingSeries, *, frame: Frame, now: datetime, tries: int) -> None:
    tomorrow = frame.time.day_of(now) + timedelta(days=1)
    at = frame.time.at(tomorrow, frame.time.hours.opens)
    due = Due(
        key=f"series:{series.id}:wait:{tomorrow}",
        kind=PLAN,
        subject_id=series.id,
        due_at=at,
        urgent=True,
        payload={"tries": tries + 1},
    )
    schedule(session, due)


def _new_meeting(
    plan: Plan, starts_at: datetime, ends_at: datetime | None, *, by: int, now: datetime
) -> Meeting:
    return Meeting(
        kind=plan.kind,
        title=plan.title,
        place=plan.place,
        audience=list(plan.audience),
        attendance=plan.attendance,
        chair_id=plan.chair_id,
        delegation=plan.delegation,
        preparation=plan.preparation,
        starts_at=starts_at,
        ends_at=ends_at,
        created_by=by,
        created_at=now,
    )


def check_plan(session: Session, plan: Plan, frame: Frame, now: datetime) -> None:
    """Raises PlaceMissing, NobodyInvited."""
    if not plan.place:
        raise PlaceMissing
    if not list_guests(session, plan.audience, plan.attendance, frame.time.day_of(now)):
        raise NobodyInvited
