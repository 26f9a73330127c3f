"""The clock of a request for help: beside the matter's, which never stands still for it (scenario 14)."""

from datetime import datetime

from services.calendar import CalendarMissing
from services.issues import Occasion
from services.issues.clocks import RECOUNT, next_reminder, workdays_until
from storage.base import require_id, type_json
from storage.due import Due, cancel_due, schedule
from storage.helps import HelpRequest, HelpState

WARN = "help.warn"
OVERDUE = "help.overdue"
CLOCK = "help.clock"
KINDS = [WARN, OVERDUE, CLOCK]


def start_help_clock(occasion: Occasion, row: HelpRequest, *, since: datetime | None = None) -> None:
    """Let the clock of whoever has the next step run; the former one ends.

    Where the calendar does not reach the deadline, it is counted as soon as the year is known.
    """
    stop_help_clock(occasion, row)
    start = since or occasion.now
    days = occasion.mechanism.deadlines
    count = days.co_handling if row.state == HelpState.ASKED else days.material
    try:
        due = occasion.working_time.deadline(start, count)
        warnings = _warnings(occasion, due)
    except CalendarMissing:
        _plan(occasion, row, CLOCK, occasion.now + RECOUNT, occasion.now.isoformat(), since=start.isoformat())
        return
    row.due_at = due
    for left, at in warnings:
        _plan(occasion, row, WARN, at, str(left), left=left)
    _plan(occasion, row, OVERDUE, due, "0", round=0, copied=False)


def stop_help_clock(occasion: Occasion, row: HelpRequest) -> None:
    """Nobody has a next step any more, or somebody else has it."""
    cancel_due(occasion.session, KINDS, require_id(row.id))
    row.due_at = None


def count_again(occasion: Occasion, row: HelpRequest, since: datetime) -> None:
    """The calendar did not reach the deadline; perhaps it does by now."""
    start_help_clock(occasion, row, since=since)


def plan_next_chase(occasion: Occasion, row: HelpRequest, *, done: int, copied: bool) -> None:
    """An overdue answer is chased again at the time of reminders of the next working day."""
    reminders = occasion.mechanism.due_reminders
    if not reminders.overdue_each_workday:
        return
    at = next_reminder(occasion, reminders.at)
    _plan(occasion, row, OVERDUE, at, str(done), round=done, copied=copied)


def workdays_left(occasion: Occasion, row: HelpRequest) -> int | None:
    """Working days until the deadline: 0 on the last day, negative after; None without one."""
    return workdays_until(occasion, row.due_at) if row.due_at is not None else None


def _warnings(occasion: Occasion, due: datetime) -> list[tuple[int, datetime]]:
    """The last working day and the one before it: the clock is short."""
    reminders, working = occasion.mechanism.due_reminders, occasion.working_time
    days = {min(reminders.before_workdays, default=1), *([0] if reminders.on_the_day else [])}
    last = working.day_of(due)
    planned = [(left, working.workdays_before(last, left, reminders.at)) for left in sorted(days)]
    return [(left, at) for left, at in planned if at > occasion.now]


def _plan(
    occasion: Occasion, row: HelpRequest, kind: str, at: datetime, mark: str, **payload: object
) -> None:
    help_id = require_id(row.id)
    facts: type_json = {"phase": row.phase, **payload}
    key = f"{kind}:{help_id}:{row.phase}:{mark}"
    schedule(
        occasion.session,
        Due(key=key, kind=kind, subject_id=help_id, due_at=at, payload=facts, urgent=kind == CLOCK),
    )
