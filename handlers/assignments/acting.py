"""Buttons of an assignment: receipt, progress, result, acceptance, another date; reminders (scenario 18)."""

from telegram import Update

from handlers import forms
from handlers.assignments.reminding import workers_of
from handlers.assignments.showing import line_facts, view_assignment
from handlers.attaching import take_files
from handlers.instructions.showing import send_report
from handlers.intake import Intake
from handlers.issues.occasions import occasion_of
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.assignments import (
    SUBJECT,
    AssignmentAction,
    AssignmentMoved,
    Moved,
    act_on_assignment,
    check_step,
    read_term,
)
from services.files import Matter, move_attachments
from services.instructions import settle_instruction
from services.outcomes import Stale
from services.receipts import sign_receipt
from storage import assignments as rows
from storage.base import require_id
from storage.conversations import Conversation, ConversationState, find_conversation
from storage.files import list_attachments
from storage.people import Person, find_person

routes = Routes()

FORM = "assignment_act"


@routes.tap("assignment.sign")
def sign(_update: Update, turn: Turn) -> None:
    """Tap on the receipt's button: one signature does for a body."""
    assignment = view_assignment(turn)
    fresh = sign_receipt(occasion_of(turn), SUBJECT, require_id(assignment.id), for_body=True)
    turn.answer("receipts/signed_toast", fresh=fresh, code=assignment.code)
    turn.refresh_cards(SUBJECT, require_id(assignment.id))


@routes.tap("assignment.do")
def do(_update: Update, turn: Turn) -> None:
    """Tap an action: acceptance is done at once, the others ask for words or a day."""
    action, phase = _action(turn.press.argument(0)), turn.press.number(1)
    assignment = view_assignment(turn)
    check_step(occasion_of(turn), assignment, action, phase=phase)
    if action is AssignmentAction.ACCEPT:
        moved = act_on_assignment(occasion_of(turn), require_id(assignment.id), action, phase=phase)
        turn.answer("assignments/done_toast", action=action.value, assignment=assignment)
        follow_up(turn, moved)
        return
    form = forms.open_form(
        turn, FORM, subject_id=assignment.id, asked="text", action=action.value, phase=phase
    )
    turn.show_card(FORM, forms.form_id(form))


@routes.form(FORM)
def answered(turn: Turn, conversation: Conversation, intake: Intake) -> None:
    """Files gather; the first words (for another date: a day) carry the action out."""
    take_files(turn, Matter(FORM, forms.form_id(conversation)), intake)
    if intake.is_empty:
        turn.reply("speech/cannot_use", reply_to=intake.message_id)
        return
    if not intake.text:
        turn.repost_card(FORM, forms.form_id(conversation))
        return
    action = _action(str(conversation.answers["action"]))
    term = None
    if action is AssignmentAction.MOVE:
        working = turn.working_time
        term = read_term(intake.text, turn.today, working.calendar, is_over=working.is_over(turn.now))
        if term is None:
            turn.reply("assignments/day_unclear")
            return
    try:
        moved = act_on_assignment(
            occasion_of(turn),
            conversation.subject_id or 0,
            action,
            phase=int(conversation.answers["phase"]),
            text=intake.text,
            due_on=term.day if term is not None else None,
        )
    except AssignmentMoved as refusal:
        forms.end_form(turn, conversation, ConversationState.CANCELLED)
        turn.say(refusal.template, refusal.facts)
        return
    source = Matter(FORM, forms.form_id(conversation))
    move_attachments(turn.session, source, Matter(SUBJECT, require_id(moved.assignment.id)))
    forms.end_form(turn, conversation)
    follow_up(turn, moved)


@routes.tap("assignment.undo")
def give_up(_update: Update, turn: Turn) -> None:
    """Tap on `cancel`."""
    forms.end_form(turn, forms.my_form(turn, FORM), ConversationState.CANCELLED)


@routes.card(FORM)
def question(turn: Turn, form_id: int, _reader: Person | None) -> tuple[str, Facts] | None:
    """What is asked for, or how it ended."""
    form = find_conversation(turn.session, form_id)
    assignment = rows.find_assignment(turn.session, form.subject_id or 0) if form is not None else None
    if form is None or assignment is None:
        return None
    return "assignments/act_form", {
        "form": form_id,
        "state": form.state,
        "action": form.answers["action"],
        "assignment": assignment,
        "files": list_attachments(turn.session, FORM, form_id),
    }


def follow_up(turn: Turn, moved: Moved) -> None:
    """Cards change, those concerned hear, and the leader when nothing is left to wait for."""
    assignment, action = moved.assignment, moved.action
    turn.refresh_cards(SUBJECT, require_id(assignment.id))
    about = line_facts(turn, assignment)
    if action in (AssignmentAction.REPORT, AssignmentAction.PROGRESS):
        giver = find_person(turn.session, assignment.assigned_by)
        if giver is not None and giver.id != turn.my_id:
            turn.tell(giver, "assignments/told_office", about=about, action=action.value, who=turn.me)
    else:
        people = [who for who in workers_of(turn, assignment) if who.id != turn.my_id]
        turn.tell(people, "assignments/told_owner", about=about, action=action.value)
    if assignment.instruction_id is not None:
        settled = settle_instruction(occasion_of(turn), assignment.instruction_id)
        if settled is not None:
            send_report(turn, settled)
        else:
            turn.refresh_cards("instruction", assignment.instruction_id)


def _action(name: str) -> AssignmentAction:
    try:
        return AssignmentAction(name)
    except ValueError:
        raise Stale from None
