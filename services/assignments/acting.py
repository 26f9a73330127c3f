"""Carrying an assignment out: progress, result, acceptance, another date (M2, scenario 18)."""

from dataclasses import dataclass
from datetime import date

from services.assignments.handing import (
    LONGEST,
    OVERDUE,
    SUBJECT,
    WARN,
    closing_of,
    default_day,
    note,
    plan_reminders,
)
from services.assignments.outcomes import AssignmentMoved, AssignmentNotFound, TextMissing, TextTooLong
from services.assignments.seeing import may_see_assignment
from services.assignments.transitions import AssignmentAction, Step, list_steps, parties_of
from services.issues.occasion import Occasion
from services.outcomes import NotAllowed
from services.people import acting_hats
from services.receipts import waive_receipts
from storage import assignments as rows
from storage.assignments import Assignment, AssignmentState
from storage.base import require_id
from storage.due import cancel_due
from storage.instructions import InstructionState, find_instruction

WORDLESS = (AssignmentAction.ACCEPT, AssignmentAction.MOVE)


@dataclass(frozen=True)
class Moved:
    """What was done to an assignment."""

    assignment: Assignment
    action: AssignmentAction


def check_step(occasion: Occasion, assignment: Assignment, action: AssignmentAction, *, phase: int) -> Step:
    """The row by which somebody may act now. Raises AssignmentMoved, NotAllowed."""
    if occasion.hats is None:
        raise NotAllowed
    if phase != assignment.phase:
        raise AssignmentMoved(state=assignment.state)
    helpers = rows.list_helpers(occasion.session, require_id(assignment.id))
    acting = acting_hats(occasion.session, occasion.hats, occasion.today)
    parties = parties_of(assignment, helpers, acting)
    step = next((one for one in list_steps(assignment, parties, led=is_led(occasion, assignment))
                 if one.action is action), None)  # fmt: skip
    if step is None:
        raise NotAllowed
    return step


def is_led(occasion: Occasion, assignment: Assignment) -> bool:
    """Whether a leader waits for its outcome."""
    instruction = find_instruction(occasion.session, assignment.instruction_id)
    return instruction is not None and instruction.state != InstructionState.READ


def act_on_assignment(
    occasion: Occasion,
    assignment_id: int,
    action: AssignmentAction,
    *,
    phase: int,
    text: str | None = None,
    due_on: date | None = None,
) -> Moved:
    """Carry out one action; a button from an earlier state does nothing.

    Raises AssignmentNotFound, AssignmentMoved, NotAllowed, TextMissing, TextTooLong, DeadlinePast.
    """
    assignment = rows.get_assignment_for_update(occasion.session, assignment_id)
    if (
        assignment is None
        or occasion.hats is None
        or not may_see_assignment(occasion, assignment, occasion.hats)
    ):
        raise AssignmentNotFound
    step = check_step(occasion, assignment, action, phase=phase)
    words = (text or "").strip()
    if not words and action not in WORDLESS:
        raise TextMissing(action=action.value)
    if len(words) > LONGEST:
        raise TextTooLong(limit=LONGEST)
    _change(occasion, assignment, step, words, due_on)
    occasion.session.flush()
    return Moved(assignment, action)


def set_running(occasion: Occasion, assignment: Assignment, due_on: date) -> None:
    """It is to be carried on until another day: a leader says so, or the office sends the result back."""
    assignment.state = AssignmentState.RUNNING
    _move(occasion, assignment, due_on)


def close_assignment(occasion: Occasion, assignment: Assignment) -> None:
    """Accepted: nobody is reminded any more."""
    assignment.state, assignment.closed_at = AssignmentState.CLOSED, occasion.now
    _end(occasion, assignment)


def _change(occasion: Occasion, assignment: Assignment, step: Step, words: str, due_on: date | None) -> None:
    note(occasion, assignment, step.action, words or None,
         facts={"due_on": due_on.isoformat()} if due_on else {})  # fmt: skip
    if step.action is AssignmentAction.REPORT:
        assignment.state = AssignmentState.REPORTED
        assignment.result, assignment.reported_at = words, occasion.now
        assignment.reported_by = occasion.person_id
        assignment.phase += 1
        cancel_due(occasion.session, [WARN, OVERDUE], require_id(assignment.id))
    elif step.action is AssignmentAction.ACCEPT:
        close_assignment(occasion, assignment)
    elif step.action is AssignmentAction.REVOKE:
        assignment.state, assignment.closed_at = AssignmentState.REVOKED, occasion.now
        _end(occasion, assignment)
    elif step.action is AssignmentAction.SEND_BACK:
        still = occasion.working_time.day_of(assignment.due_at)
        set_running(occasion, assignment, max(still, default_day(occasion)))
    elif step.action is AssignmentAction.MOVE and due_on is not None:
        _move(occasion, assignment, due_on)


def _move(occasion: Occasion, assignment: Assignment, due_on: date) -> None:
    assignment.due_at = closing_of(occasion, due_on)
    assignment.phase += 1
    plan_reminders(occasion, assignment)


def _end(occasion: Occasion, assignment: Assignment) -> None:
    assignment.phase += 1
    cancel_due(occasion.session, [WARN, OVERDUE], require_id(assignment.id))
    waive_receipts(occasion, SUBJECT, require_id(assignment.id))
