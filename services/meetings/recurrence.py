"""Rhythms as iCalendar rules: made from a few choices, read back for people, and counted out (M13)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rrulestr

from services.meetings.kinds import Rhythm

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LAST_SAFE_DAY = 28
"""A rule on the 29th to 31st would leave months out without a word."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A rhythm in parts: `weekday` (1 is Monday) if weekly, else the day of the month (and the months)."""

    rhythm: Rhythm
    weekday: int = 0
    day: int = 0
    months: tuple[int, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether it can be counted out."""
        by_day = 1 <= self.day <= LAST_SAFE_DAY
        whole = {"weekly": 1 <= self.weekday <= 7, "monthly": by_day, "yearly": by_day and bool(self.months)}
        return whole.get(self.rhythm, False)


def to_rule(pattern: Pattern) -> str:
    """The iCalendar rule of a complete pattern, e.g. `FREQ=WEEKLY;BYDAY=MO`."""
    if not pattern.is_complete:
        raise ValueError(f"{pattern} is not complete")
    if pattern.rhythm == "weekly":
        return f"FREQ=WEEKLY;BYDAY={_WEEKDAYS[pattern.weekday - 1]}"
    if pattern.rhythm == "monthly":
        return f"FREQ=MONTHLY;BYMONTHDAY={pattern.day}"
    months = ",".join(str(month) for month in sorted(pattern.months))
    return f"FREQ=YEARLY;BYMONTH={months};BYMONTHDAY={pattern.day}"


def read_rule(rule: str) -> Pattern:
    """The pattern behind a rule that `to_rule` made."""
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    weekday = _WEEKDAYS.index(parts["BYDAY"]) + 1 if "BYDAY" in parts else 0
    months = tuple(int(month) for month in parts.get("BYMONTH", "").split(",") if month)
    rhythms: dict[str, Rhythm] = {"WEEKLY": "weekly", "MONTHLY": "monthly", "YEARLY": "yearly"}
    return Pattern(rhythms[parts["FREQ"]], weekday, int(parts.get("BYMONTHDAY", 0)), months)


def slots_after(rule: str, clock: time, zone: ZoneInfo, *, after: datetime) -> Iterator[date]:
    """The days of a rule whose meeting begins later than `after`, without end."""
    local = after.astimezone(zone)
    start = datetime.combine(local.date() - timedelta(days=1), clock)
    counted = rrulestr(rule, dtstart=start)
    if not isinstance(counted, rrule):
        raise ValueError(f"{rule} is not one rule")
    for moment in counted:
        if moment > local.replace(tzinfo=None):
            yield moment.date()


def first_slots(rule: str, clock: time, zone: ZoneInfo, *, after: datetime, count: int) -> list[date]:
    """The next `count` days of a rule."""
    return list(islice(slots_after(rule, clock, zone, after=after), count))
