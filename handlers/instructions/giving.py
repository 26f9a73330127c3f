"""A leader instructs: one tap, one sentence or voice note (scenario 18)."""

from telegram import Update

from handlers import forms
from handlers.attaching import take_files
from handlers.intake import Intake
from handlers.issues.deciding import tell_instruction
from handlers.issues.occasions import occasion_of
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.files import Matter, move_attachments
from services.instructions import SUBJECT, give_instruction, instruct_on_request
from services.issues import RequestDecided, RequestNotYours, view_issue, view_request
from services.outcomes import NotAllowed
from services.people import front_people, list_office_people
from services.rights import Right
from storage.base import require_id
from storage.bodies import BodyKind, find_body
from storage.conversations import Conversation, ConversationState, find_conversation
from storage.files import AttachmentKind, list_attachments
from storage.instructions import Instruction
from storage.issues import Issue, find_issue
from storage.people import Person

routes = Routes()

FORM = "instruction_form"


@routes.tap("instruction.give")
def begin(_update: Update, turn: Turn) -> None:
    """Tap on a card, a digest, a board: the words come next. Without a subject it is about no problem."""
    turn.require(Right.INSTRUCT)
    issue_id = turn.press.subject_id
    if issue_id is not None:
        view_issue(turn.session, issue_id, turn.hats)
    if not turn.sender.is_private:
        raise NotAllowed
    form = forms.open_form(turn, FORM, subject_id=issue_id, asked="text")
    turn.show_card(FORM, forms.form_id(form))


@routes.tap("issue.instruct")
def begin_on_request(_update: Update, turn: Turn) -> None:
    """Tap on what was asked for (scenario 9): the same words, noted on the request as well."""
    turn.require(Right.INSTRUCT)
    issue, request = view_request(occasion_of(turn), turn.press.subject)
    form = forms.open_form(turn, FORM, subject_id=issue.id, asked="text", request=request.id)
    turn.show_card(FORM, forms.form_id(form))


@routes.form(FORM)
def said(turn: Turn, conversation: Conversation, intake: Intake) -> None:
    """Words or a voice note are the instruction; what else is attached goes with it."""
    matter = Matter(FORM, forms.form_id(conversation))
    take_files(turn, matter, intake)
    found = list_attachments(turn.session, matter.kind, matter.id)
    has_voice = any(one.kind in (AttachmentKind.VOICE, AttachmentKind.AUDIO) for one in found)
    if not intake.text and not has_voice:
        turn.reply("instructions/words_wanted", reply_to=intake.message_id)
        return
    try:
        instruction = _give(turn, conversation, intake.text, has_voice=has_voice)
    except (RequestDecided, RequestNotYours) as refusal:
        forms.end_form(turn, conversation, ConversationState.CANCELLED)
        turn.say(refusal.template, refusal.facts)
        return
    instruction_id = require_id(instruction.id)
    move_attachments(turn.session, matter, Matter(SUBJECT, instruction_id))
    forms.end_form(turn, conversation)
    turn.show_card(SUBJECT, instruction_id)
    bring_before_office(turn, instruction_id)


def _give(turn: Turn, conversation: Conversation, text: str, *, has_voice: bool) -> Instruction:
    """As any other, or on a request: who asked reads it at once."""
    occasion, request_id = occasion_of(turn), conversation.answers.get("request")
    if request_id is None:
        return give_instruction(occasion, text, issue_id=conversation.subject_id, has_voice=has_voice)
    instruction, noted = instruct_on_request(occasion, int(request_id), text, has_voice=has_voice)
    tell_instruction(turn, noted, text)
    return instruction


def bring_before_office(turn: Turn, instruction_id: int) -> None:
    """Those of the office who hand down get the card, with the button that breaks it down."""
    turn.send_card([one for one in coordinators(turn) if one.id != turn.my_id], SUBJECT, instruction_id)


def coordinators(turn: Turn) -> list[Person]:
    """Who in the office breaks instructions down: its front people, or whoever there is."""
    office = find_body(turn.session, BodyKind.OFFICE)
    found = front_people(turn.session, office, turn.today) if office is not None else []
    return found or list_office_people(turn.session, turn.today)


@routes.card(FORM)
def form_card(turn: Turn, form_id: int, _reader: Person | None) -> tuple[str, Facts] | None:
    """What is asked for."""
    form = find_conversation(turn.session, form_id)
    if form is None:
        return None
    issue: Issue | None = find_issue(turn.session, form.subject_id) if form.subject_id else None
    return "instructions/form", {"form": form_id, "state": form.state, "issue": issue}
