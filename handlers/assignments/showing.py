"""An assignment's card, its number, the list, what waits (M2, scenario 18)."""

from telegram import Update

from handlers.issues.occasions import occasion_of
from handlers.numbers import Number
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from handlers.waiting import Light, WaitingItem
from services.assignments import (
    SUBJECT,
    AssignmentAction,
    AssignmentNotFound,
    is_led,
    list_seen,
    list_steps,
    may_see_assignment,
    parties_of,
)
from services.issues.clocks import workdays_until
from services.people import Hats, acting_hats, hats_of
from services.receipts import find_receipt_for, list_owed, list_signers
from services.rights import Right
from storage import assignments as rows
from storage.assignments import Assignment, AssignmentState
from storage.base import require_id
from storage.bodies import get_body
from storage.deliberations import find_deliberation
from storage.instructions import find_instruction
from storage.issues import find_issue
from storage.people import Person, find_person
from storage.timeline import list_entries

routes = Routes()

PAGE, STEPS_SHOWN = 5, 4
SOON = 2
"""Working days left from which the light is yellow."""


@routes.card(SUBJECT)
def card(turn: Turn, assignment_id: int, reader: Person | None) -> tuple[str, Facts] | None:
    """For those concerned; never in a group."""
    assignment = rows.find_assignment(turn.session, assignment_id)
    if assignment is None or reader is None:
        return None
    occasion, hats = occasion_of(turn), hats_of(turn.session, reader, turn.today)
    if not may_see_assignment(occasion, assignment, hats):
        return None
    acting = acting_hats(turn.session, hats, turn.today)
    parties = parties_of(assignment, rows.list_helpers(turn.session, assignment_id), acting)
    receipt = find_receipt_for(occasion, SUBJECT, assignment_id, reader.id)
    steps = list_steps(assignment, parties, led=is_led(occasion, assignment))
    return "assignments/card", {
        **full_facts(turn, assignment),
        "actions": [step.action.value for step in steps],
        "may_sign": assignment.is_current and receipt is not None and receipt.is_owed,
    }


def line_facts(turn: Turn, assignment: Assignment) -> Facts:
    """What every message about it says."""
    return {
        "assignment": assignment,
        "owner": get_body(turn.session, assignment.owner_id),
        "left": workdays_until(occasion_of(turn), assignment.due_at),
        "is_overdue": assignment.state == AssignmentState.RUNNING and assignment.due_at < turn.now,
    }


def full_facts(turn: Turn, assignment: Assignment) -> Facts:
    """What the card says."""
    assignment_id, session = require_id(assignment.id), turn.session
    entries = [one for one in list_entries(session, SUBJECT, assignment_id) if one.text]
    signers = list_signers(session, SUBJECT, assignment_id)
    signed = {
        receipt.body_id: (person, find_person(session, receipt.signed_by))
        for receipt, person in signers
        if receipt.signed_at
    }
    bodies = [assignment.owner_id, *rows.list_helpers(session, assignment_id)]
    return {
        **line_facts(turn, assignment),
        "helpers": [get_body(session, body_id) for body_id in bodies[1:]],
        "signed": [(get_body(session, body_id), signed.get(body_id)) for body_id in bodies],
        "instruction": find_instruction(session, assignment.instruction_id),
        "deliberation": find_deliberation(session, assignment.deliberation_id),
        "issue": find_issue(session, assignment.issue_id) if assignment.issue_id else None,
        "giver": find_person(session, assignment.assigned_by),
        "steps": [one for one in entries if one.action != "assigned"][-STEPS_SHOWN:],
    }


def view_assignment(turn: Turn) -> Assignment:
    """The assignment that a button names. Raises AssignmentNotFound for who may not see it."""
    assignment = rows.find_assignment(turn.session, turn.press.subject)
    if assignment is None or not may_see_assignment(occasion_of(turn), assignment, turn.hats):
        raise AssignmentNotFound
    return assignment


@routes.tap("assignment.open")
def open_card(_update: Update, turn: Turn) -> None:
    """Tap in a list."""
    turn.show_card(SUBJECT, require_id(view_assignment(turn).id))


@routes.number("JB")
def open_number(turn: Turn, number: Number) -> None:
    """JB-2026-0001 in any style, typed or as a deep link."""
    found = rows.find_assignment_numbered(turn.session, number.year or turn.today.year, number.number)
    if found is None or not may_see_assignment(occasion_of(turn), found, turn.hats):
        turn.reply("assignments/refused/not_found")
        return
    turn.show_card(SUBJECT, require_id(found.id))


@routes.tap("assignments.page")
def leaf(_update: Update, turn: Turn) -> None:
    """Tap: all assignments for the office, those of one's bodies for others."""
    page = max(0, turn.press.number())
    found = list_seen(occasion_of(turn), limit=PAGE + 1, offset=page * PAGE)
    shown = [line_facts(turn, one) for one in found[:PAGE]]
    hands_down = turn.may(Right.HAND_DOWN)
    turn.edit("assignments/list", rows=shown, page=page, more=len(found) > PAGE, hands_down=hands_down)


@routes.todo("assignments")
def waiting(turn: Turn) -> list[WaitingItem]:
    """What I have to sign for, what my bodies have to carry out, what the office has to accept."""
    owed = {one.subject_id for one in list_owed(occasion_of(turn), SUBJECT)}
    acting = acting_hats(turn.session, turn.hats, turn.today)
    items = []
    for assignment in rows.list_current(turn.session):
        do = _to_do(turn, assignment, acting, owed)
        if do is not None:
            facts = {**line_facts(turn, assignment), "do": do}
            items.append(WaitingItem("assignments/todo", _light(turn, assignment), assignment.due_at, facts))
    return items


def _to_do(turn: Turn, assignment: Assignment, acting: tuple[Hats, ...], owed: set[int]) -> str | None:
    occasion = occasion_of(turn)
    if require_id(assignment.id) in owed:
        return "sign"
    if assignment.state == AssignmentState.RUNNING:
        return "report" if AssignmentAction.REPORT in _own_actions(assignment, acting) else None
    if assignment.state == AssignmentState.REPORTED and not is_led(occasion, assignment):
        return "accept" if turn.may(Right.HAND_DOWN) else None
    return None


def _own_actions(assignment: Assignment, acting: tuple[Hats, ...]) -> set[AssignmentAction]:
    parties = parties_of(assignment, [], acting)
    return {step.action for step in list_steps(assignment, parties, led=False)}


def _light(turn: Turn, assignment: Assignment) -> Light:
    left = workdays_until(occasion_of(turn), assignment.due_at)
    if assignment.due_at < turn.now or left <= 0:
        return Light.RED
    return Light.YELLOW if left <= SOON else Light.GREEN
