"""An instruction's card for those concerned; the report to the leader and the answer (scenario 18)."""

from telegram import Update

from handlers.instructions.giving import coordinators
from handlers.issues.occasions import occasion_of
from handlers.issues.showing import SEND
from handlers.routes import Facts, Routes, Section
from handlers.turn import Turn
from handlers.waiting import Light, WaitingItem
from services.assignments import may_see_instruction
from services.instructions import (
    REPORT,
    SUBJECT,
    WAITING,
    breaking_down_deadline,
    go_on,
    report_instruction,
    take_note,
)
from services.outcomes import Stale
from services.people import Hats, hats_of
from services.rights import Right, may
from storage import instructions as rows
from storage.assignments import Assignment, list_assignments_of_instruction, list_helpers
from storage.base import require_id, type_json
from storage.bodies import get_body
from storage.due import Due, DueState
from storage.files import AttachmentKind, list_attachments
from storage.instructions import Instruction, InstructionState
from storage.issues import Issue, find_issue
from storage.people import Person, get_person

routes = Routes()


@routes.card(SUBJECT)
def card(turn: Turn, instruction_id: int, reader: Person | None) -> tuple[str, Facts] | None:
    """The words as they came, and what is being done. Nothing of it is ever shown in a group."""
    instruction = rows.find_instruction(turn.session, instruction_id)
    if instruction is None or reader is None:
        return None
    made = list_assignments_of_instruction(turn.session, instruction_id)
    hats = hats_of(turn.session, reader, turn.today)
    if not may_see_instruction(occasion_of(turn), instruction, made, hats):
        return None
    return "instructions/card", {**_facts(turn, instruction), **_buttons(instruction, hats)}


def _facts(turn: Turn, instruction: Instruction) -> Facts:
    made = list_assignments_of_instruction(turn.session, require_id(instruction.id))
    issue = find_issue(turn.session, instruction.issue_id) if instruction.issue_id else None
    return {
        "instruction": instruction,
        "issue": issue,
        "attachments": list_attachments(turn.session, SUBJECT, require_id(instruction.id)),
        "assignments": [_assignment_facts(turn, one) for one in made],
    }


def _assignment_facts(turn: Turn, assignment: Assignment) -> Facts:
    helpers = list_helpers(turn.session, require_id(assignment.id))
    return {
        "assignment": assignment,
        "owner": get_body(turn.session, assignment.owner_id),
        "helpers": [get_body(turn.session, body_id) for body_id in helpers],
    }


def _buttons(instruction: Instruction, hats: Hats) -> Facts:
    return {
        "is_mine": instruction.leader_id == hats.person.id,
        "may_break_down": may(Right.HAND_DOWN, hats) and instruction.state != InstructionState.READ,
        "is_office": may(Right.HAND_DOWN, hats),
    }


@routes.section("instructions")
def section(turn: Turn, issue: Issue, reader: Person) -> Section | None:
    """On the problem's card: what leaders said about it, for those concerned; for leaders the button."""
    hats = hats_of(turn.session, reader, turn.today)
    seen = [
        one
        for one in rows.list_instructions_about(turn.session, require_id(issue.id))
        if _sees(turn, one, hats)
    ]
    may_instruct = may(Right.INSTRUCT, hats) and issue.is_open
    if not seen and not may_instruct:
        return None
    return Section(
        "instructions/section", {"instructions": seen, "may_instruct": may_instruct, "issue": issue}, True
    )


def _sees(turn: Turn, instruction: Instruction, hats: Hats) -> bool:
    made = list_assignments_of_instruction(turn.session, require_id(instruction.id))
    return may_see_instruction(occasion_of(turn), instruction, made, hats)


@routes.tap("instruction.open")
def open_card(_update: Update, turn: Turn) -> None:
    """Tap: the card, in private."""
    instruction = rows.find_instruction(turn.session, turn.press.subject)
    if instruction is None or not _sees(turn, instruction, turn.hats):
        raise Stale
    turn.send_card(turn.me, SUBJECT, require_id(instruction.id), manner=turn.manner_for(urgent=True))


@routes.tap("instruction.read")
def read(_update: Update, turn: Turn) -> None:
    """Tap of the leader: taken note."""
    instruction = take_note(occasion_of(turn), turn.press.subject)
    turn.answer("instructions/read_toast")
    _changed(turn, instruction)
    _tell_office(turn, instruction, "instructions/told_read")


@routes.tap("instruction.on")
def carry_on(_update: Update, turn: Turn) -> None:
    """Tap of the leader: go on; there is a new date, which the office may correct."""
    instruction = go_on(occasion_of(turn), turn.press.subject)
    turn.answer("instructions/on_toast")
    _changed(turn, instruction)
    _tell_office(turn, instruction, "instructions/told_on")


@routes.tap("instruction.files")
def show_files(_update: Update, turn: Turn) -> None:
    """Tap: the voice note and whatever came with it."""
    instruction = rows.find_instruction(turn.session, turn.press.subject)
    if instruction is None or not _sees(turn, instruction, turn.hats):
        raise Stale
    for attachment in list_attachments(turn.session, SUBJECT, require_id(instruction.id)):
        if attachment.kind in SEND:
            method, field = SEND[AttachmentKind(attachment.kind)]
            file: type_json = {"stored": attachment.file_id}
            turn.reply_file(method, field, file, "instructions/file_caption", instruction=instruction)


@routes.due(REPORT)
def report(due: Due, turn: Turn) -> None:
    """The last date has come: what became of it goes back to the leader."""
    instruction = report_instruction(occasion_of(turn), due.subject_id or 0)
    if instruction is None:
        due.state = DueState.MISSED
        return
    send_report(turn, instruction)


def send_report(turn: Turn, instruction: Instruction) -> None:
    """The leader gets the card anew, at the end of the chat, with the two answers."""
    leader = get_person(turn.session, instruction.leader_id)
    turn.send_card(leader, SUBJECT, require_id(instruction.id))
    turn.refresh_cards(SUBJECT, require_id(instruction.id))


@routes.due(WAITING)
def remind_office(due: Due, turn: Turn) -> None:
    """Nobody has broken it down: the office is reminded, once."""
    instruction = rows.find_instruction(turn.session, due.subject_id)
    if instruction is None or instruction.state != InstructionState.GIVEN:
        due.state = DueState.MISSED
        return
    turn.tell(coordinators(turn), "instructions/waiting", important=True, instruction=instruction)


@routes.todo("instructions")
def waiting(turn: Turn) -> list[WaitingItem]:
    """For a leader what was reported; for the office what is to be broken down."""
    mine = [
        WaitingItem("instructions/todo_report", Light.YELLOW, one.reported_at, {"instruction": one})
        for one in rows.list_reported_to(turn.session, turn.my_id)
    ]
    if not turn.may(Right.HAND_DOWN):
        return mine
    given = rows.list_instructions_in(turn.session, InstructionState.GIVEN)
    return [*mine, *(_to_break_down(turn, one) for one in given)]


def _to_break_down(turn: Turn, instruction: Instruction) -> WaitingItem:
    due_at = breaking_down_deadline(occasion_of(turn), instruction.given_at)
    light = Light.RED if due_at is not None and due_at < turn.now else Light.YELLOW
    return WaitingItem("instructions/todo", light, due_at, {"instruction": instruction})


def _changed(turn: Turn, instruction: Instruction) -> None:
    turn.refresh_cards(SUBJECT, require_id(instruction.id))
    for assignment in list_assignments_of_instruction(turn.session, require_id(instruction.id)):
        turn.refresh_cards("assignment", require_id(assignment.id))
    if instruction.issue_id is not None:
        turn.refresh_cards("issue", instruction.issue_id)


def _tell_office(turn: Turn, instruction: Instruction, template: str) -> None:
    made = list_assignments_of_instruction(turn.session, require_id(instruction.id))
    givers = {one.assigned_by: get_person(turn.session, one.assigned_by) for one in made}
    turn.tell(givers.values(), template, instruction=instruction, assignments=made)
