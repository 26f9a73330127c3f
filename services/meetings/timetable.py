"""What happens when around a meeting: call, reminders, list, cut-off (M13, M14)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.calendar import WorkingTime
from services.mechanism import Meetings


@dataclass(frozen=True, slots=True)
class Timetable:
    """The moments of one meeting. `reply_by` is when the office gets the list of the silent."""

    call_at: datetime
    reply_by: datetime
    chases: tuple[datetime, ...]
    remind_at: datetime
    changes_until: datetime


def make_timetable(starts_at: datetime, rules: Meetings, time: WorkingTime, *, now: datetime) -> Timetable:
    """The moments of a meeting that is not called yet. Raises CalendarMissing.

    The call goes out at its time, or at once when that is over. When the answers would then have been due
    already, they are due on the day of the meeting; a chase never comes before the call or after the
    reminder of the day.
    """
    day = time.day_of(starts_at)
    call_at = max(now, time.workdays_before(day, rules.call_workdays_before, rules.call_at))
    remind_at = starts_at - timedelta(minutes=rules.remind_minutes_before)
    until = changes_until(starts_at, rules)
    reply_day = time.calendar.add_workdays(day, -rules.reply_workdays_before)
    if time.at(reply_day, rules.reply_by) <= call_at:
        reply_day = day
    reply_by = min(time.at(reply_day, rules.reply_by), until)
    chases = (time.at(reply_day, clock) for clock in rules.chases_at)
    return Timetable(
        call_at=call_at,
        reply_by=max(reply_by, min(call_at, until)),
        chases=tuple(at for at in chases if call_at < at < remind_at),
        remind_at=remind_at,
        changes_until=until,
    )


def changes_until(starts_at: datetime, rules: Meetings) -> datetime:
    """Until when an answer may be changed."""
    return starts_at - timedelta(minutes=rules.changes_until_minutes_before)


def end_of(starts_at: datetime, ends_at: datetime | None, rules: Meetings) -> datetime:
    """When a meeting is over: as was said, else after the usual time; never before check-in is over."""
    said = ends_at or starts_at + timedelta(minutes=rules.usual_minutes)
    return max(said, starts_at + timedelta(minutes=rules.check_in_until_minutes))


def preparation_due(starts_at: datetime, rules: Meetings, time: WorkingTime) -> datetime:
    """Until when what a meeting wants beforehand is handed in. Raises CalendarMissing."""
    day = time.day_of(starts_at)
    return time.workdays_before(day, rules.preparation_workdays_before, rules.preparation_by)


def breaks_quiet(at: datetime, before: datetime, time: WorkingTime) -> bool:
    """Whether something for `at` must go out in quiet hours because afterwards (`before`) it is of no use."""
    held = time.quiet_until(at)
    return held is not None and held >= before
