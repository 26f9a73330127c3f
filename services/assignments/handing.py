"""Handing down: words, one owner, helpers and a date become an assignment with a number (M2, scenario 18)."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from services.assignments.outcomes import (
    AssignmentIncomplete,
    DeadlinePast,
    DeadlineTooFar,
    TextTooLong,
)
from services.assignments.reading import TAKING_KINDS
from services.calendar import CalendarMissing
from services.issues.occasion import Occasion
from services.outcomes import NotAllowed
from services.people import front_people, in_their_place
from services.receipts import ask_receipts
from services.reminding import plan_chase, plan_warnings
from services.rights import Right, require
from storage import assignments as rows
from storage.assignments import Assignment
from storage.base import require_id, type_json
from storage.bodies import Body, get_body
from storage.due import Due, cancel_due, schedule
from storage.numbers import NumberKind, next_number
from storage.people import Person, Role, list_people_of
from storage.timeline import add_step

SUBJECT = "assignment"
WARN, OVERDUE = "assignment.warn", "assignment.overdue"
LONGEST = 1000
FARTHEST_DAYS = 730


@dataclass(frozen=True)
class Handing:
    """What is to be handed down. The sources tell from where it comes."""

    text: str
    owner: Body | None
    due_on: date | None
    helpers: list[Body] = field(default_factory=list)
    instruction_id: int | None = None
    deliberation_id: int | None = None
    issue_id: int | None = None


def hand_down(occasion: Occasion, handing: Handing) -> Assignment:
    """Make an assignment: number, deadline at closing time of the day, receipts, reminders.

    Raises NotAllowed, AssignmentIncomplete, TextTooLong, DeadlinePast, DeadlineTooFar.
    """
    owner, due_at = _check(occasion, handing)
    year = occasion.today.year
    assignment = Assignment(
        year=year,
        number=next_number(occasion.session, NumberKind.ASSIGNMENT, year),
        text=handing.text.strip(),
        owner_id=require_id(owner.id),
        due_at=due_at,
        instruction_id=handing.instruction_id,
        deliberation_id=handing.deliberation_id,
        issue_id=handing.issue_id,
        assigned_by=occasion.person_id or 0,
        assigned_at=occasion.now,
    )
    helpers = [body for body in handing.helpers if body.id != owner.id]
    rows.add_assignment(occasion.session, assignment, {require_id(body.id): None for body in helpers})
    note(occasion, assignment, "assigned", handing.text.strip(), facts={"owner": owner.name})
    _ask_to_sign(occasion, assignment, [owner, *helpers])
    plan_reminders(occasion, assignment)
    return assignment


def default_day(occasion: Occasion) -> date:
    """The last day of what is handed down without a date."""
    workdays = occasion.mechanism.assignments.workdays
    try:
        return occasion.working_time.calendar.add_workdays(occasion.today, workdays)
    except CalendarMissing:
        return occasion.today + timedelta(days=workdays)


def closing_of(occasion: Occasion, due_on: date) -> datetime:
    """When a last day ends. Raises DeadlinePast, DeadlineTooFar."""
    due_at = occasion.working_time.closing(due_on)
    if due_at <= occasion.now:
        raise DeadlinePast(due_on=due_on)
    if due_on > occasion.today + timedelta(days=FARTHEST_DAYS):
        raise DeadlineTooFar(due_on=due_on)
    return due_at


def plan_reminders(occasion: Occasion, assignment: Assignment) -> None:
    """Warnings before the deadline and the first chase at it; those of an earlier deadline are off."""
    subject_id = require_id(assignment.id)
    cancel_due(occasion.session, [WARN, OVERDUE], subject_id)
    mark = str(assignment.phase)
    plan_warnings(occasion, WARN, subject_id, assignment.due_at, mark=mark)
    key = f"{OVERDUE}:{subject_id}:{mark}:0"
    payload: type_json = {"round": 0, "mark": mark}
    schedule(
        occasion.session,
        Due(key=key, kind=OVERDUE, subject_id=subject_id, due_at=assignment.due_at, payload=payload),
    )


def plan_next_chase(occasion: Occasion, assignment: Assignment, rounds: int) -> None:
    """Chased again on the next working day."""
    plan_chase(occasion, OVERDUE, require_id(assignment.id), mark=str(assignment.phase), rounds=rounds)


def list_bodies_of(occasion: Occasion, assignment: Assignment) -> list[Body]:
    """Its owner, then the bodies that help."""
    ids = [assignment.owner_id, *rows.list_helpers(occasion.session, require_id(assignment.id))]
    return [get_body(occasion.session, body_id) for body_id in ids]


def list_workers(occasion: Occasion, body: Body) -> list[Person]:
    """Who of a body hears of an assignment; who is on leave is stood in for (scenario 12)."""
    return in_their_place(occasion.session, _list_signers(occasion, body), occasion.today)


def _list_signers(occasion: Occasion, body: Body) -> list[Person]:
    """Who of a body signs for an assignment: its deputy in charge and its front people."""
    deputies = list_people_of(occasion.session, body, Role.DEPUTY_IN_CHARGE, on=occasion.today)
    found = [*deputies, *front_people(occasion.session, body, occasion.today)]
    return list({person.id: person for person in found}.values())


def note(
    occasion: Occasion, assignment: Assignment, action: str, text: str | None = None, *, facts: type_json
) -> None:
    """One step of the assignment's timeline."""
    add_step(
        occasion.session,
        SUBJECT,
        assignment.id,
        action,
        by=occasion.person,
        at=occasion.now,
        body=occasion.unit,
        text=text,
        facts=facts,
    )


def _check(occasion: Occasion, handing: Handing) -> tuple[Body, datetime]:
    if occasion.hats is None:
        raise NotAllowed
    require(Right.HAND_DOWN, occasion.hats)
    if not handing.text.strip():
        raise AssignmentIncomplete(missing="text")
    if len(handing.text) > LONGEST:
        raise TextTooLong(limit=LONGEST)
    if handing.owner is None or handing.owner.kind not in TAKING_KINDS:
        raise AssignmentIncomplete(missing="owner")
    if handing.due_on is None:
        raise AssignmentIncomplete(missing="due_on")
    return handing.owner, closing_of(occasion, handing.due_on)


def _ask_to_sign(occasion: Occasion, assignment: Assignment, bodies: list[Body]) -> None:
    """Every body signs: whoever of its people does it first."""
    signers = {require_id(body.id): _list_signers(occasion, body) for body in bodies}
    ask_receipts(occasion, SUBJECT, require_id(assignment.id), signers)
