"""What became of what was decided: the table that the next meeting begins with (scenario 25)."""

from dataclasses import dataclass
from enum import StrEnum

from services.issues.occasion import Occasion
from storage import minutes as rows
from storage.assignments import Assignment, AssignmentState, find_assignment
from storage.base import require_id
from storage.bodies import Body, find_body_by_id
from storage.minutes import DecidedItem
from storage.timeline import list_entries


class Progress(StrEnum):
    """How far a decided item is."""

    DONE = "done"
    RUNNING = "running"
    NOT_STARTED = "not_started"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class FollowedUp:
    """A decided item, its owner (a draft may not say), the assignment it became, and how far that is."""

    item: DecidedItem
    owner: Body | None
    assignment: Assignment | None
    progress: Progress


def follow_up(occasion: Occasion, minutes_id: int) -> list[FollowedUp]:
    """What became of everything that was decided."""
    return [_followed(occasion, item) for item in rows.list_items(occasion.session, minutes_id)]


def _followed(occasion: Occasion, item: DecidedItem) -> FollowedUp:
    owner = find_body_by_id(occasion.session, item.owner_id or 0)
    assignment = find_assignment(occasion.session, item.assignment_id or 0)
    return FollowedUp(item, owner, assignment, _progress(occasion, assignment))


def _progress(occasion: Occasion, assignment: Assignment | None) -> Progress:
    if assignment is None:
        return Progress.NOT_STARTED
    if assignment.state in (AssignmentState.REPORTED, AssignmentState.CLOSED, AssignmentState.REVOKED):
        return Progress.DONE
    if assignment.due_at <= occasion.now:
        return Progress.OVERDUE
    steps = {
        entry.action for entry in list_entries(occasion.session, "assignment", require_id(assignment.id))
    }
    return Progress.RUNNING if "progress" in steps else Progress.NOT_STARTED
