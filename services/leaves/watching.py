"""A leave as those concerned see it, day by day, and matters that nobody looks after meanwhile."""

from dataclasses import dataclass

from services.issues import Occasion, is_overdue, workdays_left
from services.leaves.matters import list_led
from services.leaves.outcomes import LeaveNotFound
from storage.base import require_id
from storage.issues import Issue
from storage.leaves import Leave, LeaveState, find_leave
from storage.timeline import list_entries

LEAVE = "leave"
"""The kind under which cards of leave are kept."""
SOON = 2


@dataclass(frozen=True)
class LeaveDay:
    """The absent person's matters on one day, counted."""

    leave: Leave
    matters: int
    soon: int
    overdue: int


def view_leave(occasion: Occasion, leave_id: int) -> Leave:
    """A leave that the acting person may see: the absent one or the stand-in. Raises LeaveNotFound."""
    leave = find_leave(occasion.session, leave_id)
    if leave is None or occasion.person_id not in (leave.person_id, leave.stand_in_id):
        raise LeaveNotFound
    return leave


def view_leave_day(occasion: Occasion, leave: Leave) -> LeaveDay:
    """How the matters stand today."""
    issues = list_led(occasion.session, leave.person_id)
    overdue = sum(is_overdue(issue, occasion.now) for issue in issues)
    left = [workdays_left(occasion, issue) for issue in issues if not is_overdue(issue, occasion.now)]
    return LeaveDay(leave, len(issues), sum(days is not None and days <= SOON for days in left), overdue)


def list_unattended(occasion: Occasion, leave: Leave) -> list[Issue]:
    """Matters that nobody stands in for and that the absent person has not touched since the leave began."""
    if leave.state == LeaveState.ACCEPTED or not leave.is_current:
        return []
    led = list_led(occasion.session, leave.person_id)
    return [issue for issue in led if not _is_touched(occasion, issue, leave)]


def _is_touched(occasion: Occasion, issue: Issue, leave: Leave) -> bool:
    begin = max(leave.asked_at, occasion.working_time.at(leave.from_day, occasion.working_time.hours.opens))
    entries = list_entries(occasion.session, "issue", require_id(issue.id))
    return any(entry.person_id == leave.person_id and entry.at >= begin for entry in entries)
