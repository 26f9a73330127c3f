"""Working days. What nobody has announced is not guessed: CalendarMissing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import chinese_calendar
from sqlmodel import Session

from storage.calendar import list_calendar_days

SATURDAY = 5
_PROOF = ((1, 1), (10, 1))
"""New Year and the National Day: every announcement has both, so a year that has them is complete."""


class CalendarMissing(LookupError):
    """Holidays and make-up days of this year are not known yet; the office has to import them."""

    def __init__(self, year: int) -> None:
        super().__init__(f"the holidays of {year} are not known")
        self.year = year


@dataclass(frozen=True)
class WorkCalendar:
    """Which days are worked. `announced` (day to is-off, from the database) wins; the package
    `chinesecalendar` is asked about years that are not in it.
    """

    announced: Mapping[date, bool] = field(default_factory=dict)

    def knows(self, year: int) -> bool:
        """Whether the holidays of a year are known."""
        return self._announces(year) or _in_package(year)

    def is_workday(self, day: date) -> bool:
        """Whether people work on this day, make-up days included. Raises CalendarMissing."""
        if not self.knows(day.year):
            raise CalendarMissing(day.year)
        if day in self.announced:
            return not self.announced[day]
        if self._announces(day.year):
            return day.weekday() < SATURDAY
        return bool(chinese_calendar.is_workday(day))

    def add_workdays(self, start: date, count: int) -> date:
        """The `count`-th working day after `start` (before it, when negative); `start` never counts."""
        day, step = start, timedelta(days=1 if count >= 0 else -1)
        for _ in range(abs(count)):
            day += step
            while not self.is_workday(day):
                day += step
        return day

    def workdays_between(self, start: date, end: date) -> int:
        """How many working days lie after `start` up to and with `end`; negative when `end` is earlier.

        `workdays_between(day, add_workdays(day, n)) == n` for every n ≥ 0.
        """
        if end < start:
            return -self.workdays_between(end, start)
        days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
        return sum(1 for day in days if self.is_workday(day))

    def earlier_workday(self, day: date) -> date:
        """`day`, or the working day before it: dates by which something is to be reported."""
        return day if self.is_workday(day) else self.add_workdays(day, -1)

    def later_workday(self, day: date) -> date:
        """`day`, or the working day after it: dates by which something is to be done."""
        return day if self.is_workday(day) else self.add_workdays(day, 1)

    def known_until(self, today: date) -> date | None:
        """The last day up to which every day from today is known; None when this year is not."""
        year = today.year
        while self.knows(year):
            year += 1
        return date(year - 1, 12, 31) if year > today.year else None

    def _announces(self, year: int) -> bool:
        return all(self.announced.get(date(year, month, day), False) for month, day in _PROOF)


def _in_package(year: int) -> bool:
    try:
        chinese_calendar.is_workday(date(year, 1, 1))
    except NotImplementedError:
        return False
    return True


def load_calendar(session: Session) -> WorkCalendar:
    """The calendar as the database knows it now."""
    return WorkCalendar({row.day: row.is_off for row in list_calendar_days(session)})
