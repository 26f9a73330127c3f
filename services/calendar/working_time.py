"""From moments to working days and back, in the zone where people work."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from services.calendar.days import WorkCalendar
from services.mechanism import Mechanism, QuietHours, WorkingDay


@dataclass(frozen=True)
class WorkingTime:
    """Calendar, zone and hours in one value. Moments go in aware of their zone and come out in UTC."""

    calendar: WorkCalendar
    zone: ZoneInfo
    hours: WorkingDay
    quiet: QuietHours

    @classmethod
    def of(cls, mechanism: Mechanism, calendar: WorkCalendar, zone: ZoneInfo) -> "WorkingTime":
        """Working time by the mechanism's hours."""
        return cls(calendar, zone, mechanism.working_day, mechanism.quiet_hours)

    def day_of(self, moment: datetime) -> date:
        """The local day of a moment."""
        return moment.astimezone(self.zone).date()

    def at(self, day: date, clock: time) -> datetime:
        """The moment at which local clocks show this."""
        return datetime.combine(day, clock, self.zone).astimezone(UTC)

    def is_workday(self, moment: datetime) -> bool:
        """Whether the local day of a moment is worked. Raises CalendarMissing."""
        return self.calendar.is_workday(self.day_of(moment))

    def deadline(self, start: datetime, workdays: int) -> datetime:
        """Closing time of the `workdays`-th working day (at least 1) after what arrived at `start`.

        The day of arrival does not count when it is worked. What arrives after closing time, or on a day
        off, counts as arriving when the next working day opens, and that whole day is the first of the
        count: Friday 10:12 and Friday 19:05, one workday, are both due at the close of the next working
        day (scenarios 1 and 8). Raises CalendarMissing.
        """
        if workdays < 1:
            raise ValueError("a deadline is at least one workday away")
        return self.closing(self.calendar.add_workdays(self.day_of(start), workdays))

    def closing(self, day: date) -> datetime:
        """Closing time of a day."""
        return self.at(day, self.hours.closes)

    def is_over(self, now: datetime) -> bool:
        """Whether the working hours of the local day of a moment have ended."""
        return now >= self.closing(self.day_of(now))

    def workdays_left(self, now: datetime, due: datetime) -> int:
        """Working days from the local day of `now` to that of `due`: 0 on that day, negative after it."""
        return self.calendar.workdays_between(self.day_of(now), self.day_of(due))

    def next_workday(self, moment: datetime, at: time | None = None) -> datetime:
        """The next working day after the local day of a moment, at opening time or at `at`."""
        day = self.calendar.add_workdays(self.day_of(moment), 1)
        return self.at(day, at or self.hours.opens)

    def workdays_before(self, day: date, workdays: int, at: time) -> datetime:
        """So many working days before a day (0: that day), at a time: reminders and calls."""
        return self.at(self.calendar.add_workdays(day, -workdays), at)

    def quiet_until(self, now: datetime, *, urgent: bool = False) -> datetime | None:
        """When an ordinary reminder may go out: None for at once.

        What quiet hours or a day off held back goes out when the next working day opens. Urgent ones never
        wait. Raises CalendarMissing; `quiet_by_clock` then still tells the hours.
        """
        if urgent:
            return None
        day = self.day_of(now)
        if not self.quiet.days_off or self.calendar.is_workday(day):
            held = self.quiet_by_clock(now)
            if held is None:
                return None
            day = self.day_of(held)
        if self.quiet.days_off:
            day = self.calendar.later_workday(day)
        return self._release(day)

    def off_duty_until(self, now: datetime) -> datetime | None:
        """When work goes on, for what arrived after closing time or on a day off; None while people work.

        A matter that is handed in on Friday evening is told to its new owners when the next working day
        opens, although the quiet hours have not begun yet (scenario 8). Raises CalendarMissing.
        """
        local = now.astimezone(self.zone)
        if self.calendar.is_workday(local.date()) and local.time() >= self.hours.closes:
            return self.next_workday(now)
        return self.quiet_until(now)

    def quiet_by_clock(self, now: datetime) -> datetime | None:
        """The end of the quiet hours that `now` falls into, whatever the calendar says; None outside them."""
        local = now.astimezone(self.zone)
        clock, day = local.time(), local.date()
        begin, end = self.quiet.begin, self.quiet.end
        if begin <= end:
            return self.at(day, end) if begin <= clock < end else None
        if clock >= begin:
            return self.at(date.fromordinal(day.toordinal() + 1), end)
        return self.at(day, end) if clock < end else None

    def _release(self, day: date) -> datetime:
        overnight = self.quiet.begin > self.quiet.end
        return self.at(day, max(self.hours.opens, self.quiet.end) if overnight else self.quiet.end)
