"""A series that goes on otherwise: another rhythm, place or circle; what has been called stays (M13)."""

from datetime import date, datetime, time, timedelta

from services.meetings.changes import clear_plans
from services.meetings.drafting import MeetingDraft, duration_drafted, plan_drafted
from services.meetings.outcomes import EndsBeforeStart, TimeMissing
from services.meetings.planning import (
    PLAN,
    Frame,
    Plan,
    check_plan,
    plan_after,
    plan_next,
    settle_or_ask,
)
from services.meetings.recurrence import read_rule, slots_after, to_rule
from services.meetings.sessions import count_sessions
from storage import meetings as rows
from storage.base import require_id
from storage.database import Session
from storage.due import cancel_due
from storage.meetings import Meeting, MeetingKind, MeetingSeries, MeetingState


def draft_of_series(series: MeetingSeries) -> MeetingDraft:
    """The answers that would make this series."""
    clock = time.fromisoformat(series.clock)
    end = (datetime.combine(series.starts_on, clock) + timedelta(minutes=series.minutes or 0)).time()
    draft = MeetingDraft(
        kind=MeetingKind(series.kind),
        title=series.title,
        clock=clock,
        end=end if series.minutes else None,
        place=series.place,
        audience=tuple(series.audience),
        attendance=series.attendance,
        chair_id=series.chair_id,
        delegation=series.delegation,
        preparation=series.preparation,
    )
    return draft.with_pattern(read_rule(series.rrule))


def change_series(
    session: Session, series_id: int, draft: MeetingDraft, *, frame: Frame, now: datetime
) -> tuple[MeetingSeries, Meeting | None]:
    """From now on the series is as the draft says; meetings that were called, moved or decided stay as they
    are. Returns it with its next meeting (None while the holidays of that year are not known).

    Raises TimeMissing, EndsBeforeStart, NobodyInvited, PlaceMissing, CalendarUnknown, MeetingNotFound.
    """
    series = rows.get_series(session, series_id)
    plan, clock, minutes = plan_drafted(draft, series.title), draft.clock, duration_drafted(draft)
    if clock is None or not draft.pattern.is_complete:
        raise TimeMissing
    if minutes is not None and minutes <= 0:
        raise EndsBeforeStart
    check_plan(session, plan, frame, now)
    take_over(series, plan)
    rule, at = to_rule(draft.pattern), f"{clock:%H:%M}"
    other_days = (series.rrule, series.clock, series.minutes) != (rule, at, minutes)
    series.rrule, series.clock, series.minutes = rule, at, minutes
    session.flush()
    for meeting in _untouched(session, series_id, now):
        take_over(meeting, plan)
        meeting.revision += 1
        if other_days:
            _reslot(session, series, meeting, frame=frame, now=now)
    if other_days:
        _plan_on(session, series, frame=frame, now=now)
    coming = rows.list_open_of_series(session, series_id, now=now)
    return series, coming[0] if coming else None


def _reslot(
    session: Session, series: MeetingSeries, meeting: Meeting, *, frame: Frame, now: datetime
) -> None:
    """The planned meeting goes to the next day of the new rule that has none yet. Raises CalendarUnknown."""
    slot = _free_slot(session, series, meeting, frame, now)
    clear_plans(session, require_id(meeting.id))
    if slot is None:
        meeting.state = MeetingState.SKIPPED
        count_sessions(session, meeting, time=frame.time)
        return
    meeting.slot, meeting.state = slot, MeetingState.PLANNED
    meeting.starts_at = frame.time.at(slot, time.fromisoformat(series.clock))
    meeting.ends_at = meeting.starts_at + timedelta(minutes=series.minutes) if series.minutes else None
    meeting.version += 1
    settle_or_ask(session, meeting, frame=frame, now=now)


def _free_slot(
    session: Session, series: MeetingSeries, meeting: Meeting, frame: Frame, now: datetime
) -> date | None:
    clock, zone = time.fromisoformat(series.clock), frame.time.zone
    for slot in slots_after(series.rrule, clock, zone, after=now, start=series.starts_on):
        known = rows.find_slot(session, require_id(series.id), slot)
        if known is None or known.id == meeting.id:
            return slot
    return None


def _plan_on(session: Session, series: MeetingSeries, *, frame: Frame, now: datetime) -> None:
    """The next meeting is planned when the last one that is planned begins; now, when none is."""
    series_id = require_id(series.id)
    cancel_due(session, PLAN, series_id)
    days = [one.slot for one in rows.list_open_of_series(session, series_id, now=now) if one.slot]
    if days:
        plan_after(session, series, max(days), frame=frame, now=now)
    else:
        plan_next(session, series, frame=frame, now=now)


def _untouched(session: Session, series_id: int, now: datetime) -> list[Meeting]:
    """What is planned by the old rule and nobody knows of yet."""
    free = (MeetingState.PLANNED, MeetingState.ASKING)
    coming = rows.list_open_of_series(session, series_id, now=now)
    return [one for one in coming if one.state in free and not one.day_off_confirmed]


def take_over(row: MeetingSeries | Meeting, plan: Plan) -> None:
    """Write down what is the same for a series and each of its meetings."""
    row.title, row.place = plan.title, plan.place
    row.audience, row.attendance = list(plan.audience), plan.attendance
    row.chair_id, row.delegation, row.preparation = plan.chair_id, plan.delegation, plan.preparation
