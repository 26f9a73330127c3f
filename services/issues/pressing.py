"""How pressing open problems are, reckoned once for a whole list instead of once for each of its rows."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from services.calendar import CalendarMissing, WorkingTime

SOON_WORKDAYS = 2
"""Working days left from which a matter is soon due (the light is yellow)."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Moments that divide deadlines: past, today, within the next working days, later."""

    now: datetime
    tonight: datetime
    soon: datetime


def marks_at(working: WorkingTime, now: datetime) -> Marks:
    """The marks of a moment; where the calendar is missing, days are counted as they come."""
    today = working.day_of(now)
    try:
        last = working.calendar.add_workdays(today, SOON_WORKDAYS)
    except CalendarMissing:
        last = today + timedelta(days=SOON_WORKDAYS)
    return Marks(now, _end_of(working, today), _end_of(working, last))


def _end_of(working: WorkingTime, day: date) -> datetime:
    return working.at(day + timedelta(days=1), time.min)
