"""Working time: which days are worked, when a deadline falls, when a reminder has to wait (M13, M17)."""

from services.calendar.days import CalendarMissing, WorkCalendar, load_calendar
from services.calendar.holidays import HolidayNote, import_holidays
from services.calendar.working_time import WorkingTime

__all__ = [
    "CalendarMissing",
    "HolidayNote",
    "WorkCalendar",
    "WorkingTime",
    "import_holidays",
    "load_calendar",
]
