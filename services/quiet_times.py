"""A person's own quiet hours within what the office allows: never shorter than its own (M14).

The mechanism offers beginnings and ends; another one is refused. Urgent notices break through all of them.
"""

from dataclasses import replace
from datetime import datetime, time

from services.calendar import CalendarMissing, WorkingTime
from services.mechanism import QuietHours
from services.outcomes import Stale
from storage import quiet_times as rows
from storage.base import require_id
from storage.database import Session
from storage.people import Person


def own_hours(session: Session, person_id: int, rules: QuietHours) -> QuietHours:
    """The quiet hours that hold for a person."""
    chosen = rows.find_quiet_time(session, person_id)
    if chosen is None:
        return rules
    begin = _offered(chosen.begin, rules.own_begin) or rules.begin
    end = _offered(chosen.end, rules.own_end) or rules.end
    return rules.model_copy(update={"begin": begin, "end": end})


def choose_hours(
    session: Session, person: Person, *, begin: time | None, end: time | None, rules: QuietHours
) -> QuietHours:
    """Take a choice over; None goes back to the office's. Raises Stale for what is not offered."""
    if begin not in (None, *rules.own_begin) or end not in (None, *rules.own_end):
        raise Stale
    person_id = require_id(person.id)
    rows.put_quiet_time(session, person_id, _text(begin), _text(end))
    return own_hours(session, person_id, rules)


def own_quiet_until(session: Session, person_id: int, working: WorkingTime, now: datetime) -> datetime | None:
    """Until when an ordinary notice to a person has to wait; None for not at all."""
    hours = own_hours(session, person_id, working.quiet)
    if hours == working.quiet:
        return None
    own = replace(working, quiet=hours)
    try:
        return own.quiet_until(now)
    except CalendarMissing:
        return own.quiet_by_clock(now)


def _offered(clock: str | None, offers: tuple[time, ...]) -> time | None:
    return next((one for one in offers if _text(one) == clock), None)


def _text(clock: time | None) -> str | None:
    return f"{clock:%H:%M}" if clock is not None else None
