"""The end of a leave: by itself on its last day, or earlier when the person is back."""

from dataclasses import dataclass

from services.issues import Occasion
from services.leaves.matters import take_back
from services.leaves.outcomes import LeaveMoved, LeaveNotFound, LeaveNotYours
from services.leaves.planning import cancel_plans
from storage.issues import Issue, IssueAction
from storage.leaves import Leave, LeaveState, get_leave_for_update
from storage.timeline import list_entries_by


@dataclass(frozen=True)
class Ended:
    """A leave that is over: the matters given back, how many steps the stand-in took and problems solved."""

    leave: Leave
    had_begun: bool
    issues: list[Issue]
    steps: int
    solved: int


def end_leave(occasion: Occasion, leave_id: int) -> Ended:
    """The person is back, or does not go. Raises LeaveNotFound, LeaveNotYours, LeaveMoved."""
    leave = get_leave_for_update(occasion.session, leave_id)
    if leave is None or occasion.person_id not in (leave.person_id, leave.stand_in_id):
        raise LeaveNotFound
    if occasion.person_id != leave.person_id:
        raise LeaveNotYours
    if not leave.is_current:
        raise LeaveMoved(state=leave.state)
    return _end(occasion, leave)


def leave_day_ended(occasion: Occasion, leave_id: int) -> Ended | None:
    """The last day is over; None when it had ended before."""
    leave = get_leave_for_update(occasion.session, leave_id)
    if leave is None or not leave.is_current:
        return None
    return _end(occasion, leave)


def _end(occasion: Occasion, leave: Leave) -> Ended:
    stood_in = leave.state == LeaveState.ACCEPTED
    had_begun = leave.from_day <= occasion.today
    done = _done_for(occasion, leave) if stood_in and had_begun else []
    leave.state = LeaveState.ENDED if had_begun else LeaveState.CANCELLED
    leave.ended_at = occasion.now
    cancel_plans(occasion, leave)
    issues = take_back(occasion, leave) if stood_in else []
    return Ended(leave, had_begun, issues, len(done), done.count(IssueAction.SOLVE))


def _done_for(occasion: Occasion, leave: Leave) -> list[str]:
    """What the stand-in did in the absent person's name."""
    begin = occasion.working_time.at(leave.from_day, occasion.working_time.hours.opens.min)
    entries = list_entries_by(occasion.session, leave.stand_in_id or 0, since=begin)
    return [entry.action for entry in entries if entry.facts.get("stood_in_for") == leave.person_id]
