"""Rhythms as iCalendar rules: made from a few choices, read back for people, and counted out (M13)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rrulestr

from services.meetings.kinds import Rhythm
from services.meetings.outcomes import RuleUnclear

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_RHYTHMS: dict[str, Rhythm] = {"WEEKLY": "weekly", "MONTHLY": "monthly", "YEARLY": "yearly"}
_KNOWN = {"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "UNTIL", "WKST"}
LAST_SAFE_DAY = 28
"""A rule on the 29th to 31st would leave months out without a word."""
LONGEST_INTERVAL = {"weekly": 8, "monthly": 6, "yearly": 1}
NTH = (1, 2, 3, 4, -1)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A rhythm in parts: `weekday` (1 is Monday) if weekly, else the day of the month (and the months).

    Monthly ones may have the `nth` weekday (-1: the last) instead of a day. `interval`: every so many weeks
    or months. `until` is the last day that it may have; None: it goes on.
    """

    rhythm: Rhythm
    weekday: int = 0
    day: int = 0
    months: tuple[int, ...] = ()
    interval: int = 1
    nth: int = 0
    until: date | None = None

    @property
    def is_complete(self) -> bool:
        """Whether it can be counted out."""
        if not 1 <= self.interval <= LONGEST_INTERVAL.get(self.rhythm, 0):
            return False
        by_weekday = 1 <= self.weekday <= 7
        by_day = 1 <= self.day <= LAST_SAFE_DAY and not self.nth
        monthly = by_day or (self.nth in NTH and by_weekday and not self.day)
        whole = {
            "weekly": by_weekday and not self.nth,
            "monthly": monthly,
            "yearly": by_day and _months(self),
        }
        return whole.get(self.rhythm, False)


def _months(pattern: Pattern) -> bool:
    return bool(pattern.months) and all(1 <= month <= 12 for month in pattern.months)


def to_rule(pattern: Pattern) -> str:
    """The iCalendar rule of a complete pattern, e.g. `FREQ=WEEKLY;BYDAY=MO`."""
    if not pattern.is_complete:
        raise ValueError(f"{pattern} is not complete")
    parts = [f"FREQ={pattern.rhythm.upper()}"]
    if pattern.interval > 1:
        parts.append(f"INTERVAL={pattern.interval}")
    if pattern.rhythm == "yearly":
        parts.append("BYMONTH=" + ",".join(str(month) for month in sorted(pattern.months)))
    if pattern.rhythm == "weekly" or pattern.nth:
        parts.append(f"BYDAY={pattern.nth or ''}{_WEEKDAYS[pattern.weekday - 1]}")
    else:
        parts.append(f"BYMONTHDAY={pattern.day}")
    if pattern.until is not None:
        parts.append(f"UNTIL={pattern.until:%Y%m%d}T235959")
    return ";".join(parts)


def read_rule(rule: str) -> Pattern:
    """The pattern behind a rule that `to_rule` made. Raises RuleUnclear for what no pattern says."""
    return parse_rule(rule)


def parse_rule(text: str) -> Pattern:
    """The pattern that a typed iCalendar rule says, with or without `RRULE:`. Raises RuleUnclear."""
    try:
        pattern = _pattern(text.upper().removeprefix("RRULE:").strip().rstrip(";"))
    except (KeyError, ValueError):
        raise RuleUnclear from None
    if not pattern.is_complete:
        raise RuleUnclear
    return pattern


def _pattern(rule: str) -> Pattern:
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    if set(parts) - _KNOWN:
        raise ValueError(rule)
    nth, weekday = _by_day(parts.get("BYDAY"))
    return Pattern(
        _RHYTHMS[parts["FREQ"]],
        weekday,
        int(parts.get("BYMONTHDAY", 0)),
        tuple(sorted({int(month) for month in parts.get("BYMONTH", "").split(",") if month})),
        int(parts.get("INTERVAL", 1)),
        nth,
        date.fromisoformat(parts["UNTIL"][:8]) if "UNTIL" in parts else None,
    )


def _by_day(text: str | None) -> tuple[int, int]:
    if not text:
        return 0, 0
    return int(text[:-2] or 0), _WEEKDAYS.index(text[-2:]) + 1


def slots_after(
    rule: str, clock: time, zone: ZoneInfo, *, after: datetime, start: date | None = None
) -> Iterator[date]:
    """The days of a rule whose meeting begins later than `after`; without end unless the rule has one.

    `start` is where the rule begins to count.
    """
    local = after.astimezone(zone)
    begin = datetime.combine(start or local.date() - timedelta(days=1), clock)
    counted = rrulestr(rule, dtstart=begin)
    if not isinstance(counted, rrule):
        raise ValueError(f"{rule} is not one rule")
    for moment in counted.xafter(local.replace(tzinfo=None)):
        yield moment.date()


def first_slots(rule: str, clock: time, zone: ZoneInfo, *, after: datetime, count: int) -> list[date]:
    """The next `count` days of a rule."""
    return list(islice(slots_after(rule, clock, zone, after=after), count))
