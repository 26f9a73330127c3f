"""The form of an assignment: what the words say about who and when is proposed (scenario 18)."""

from datetime import date

from telegram import Update

from handlers import forms
from handlers.intake import Intake
from handlers.issues.occasions import occasion_of
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.assignments import (
    LONGEST,
    SUBJECT,
    TAKING_KINDS,
    Handing,
    TextTooLong,
    bodies_called,
    default_day,
    hand_down,
    list_bodies_of,
    list_workers,
    mentioned_bodies,
    read_only_term,
    read_term,
)
from services.bodies import load_body_index
from services.instructions import note_broken_down
from services.outcomes import Stale
from services.rights import Right
from storage.assignments import Assignment
from storage.base import require_id
from storage.bodies import Body, find_body_by_id
from storage.conversations import Conversation, find_conversation
from storage.deliberations import find_deliberation
from storage.instructions import find_instruction
from storage.people import Person

routes = Routes()

FORM = "assignment_form"
FIELDS = ("text", "owner", "helper", "due_on")
OFFERED = 8


@routes.tap("assignment.of_instruction")
def break_down(_update: Update, turn: Turn) -> None:
    """Tap of the office on an instruction: the form, filled in from its words."""
    turn.require(Right.HAND_DOWN)
    instruction = find_instruction(turn.session, turn.press.subject)
    if instruction is None:
        raise Stale
    begin(turn, instruction.text, instruction=instruction.id, issue=instruction.issue_id)


@routes.tap("assignment.of_decision")
def carry_out_decision(_update: Update, turn: Turn) -> None:
    """Tap of the office on a decision of the leading group."""
    turn.require(Right.HAND_DOWN)
    item = find_deliberation(turn.session, turn.press.subject)
    if item is None or item.decision is None:
        raise Stale
    begin(turn, item.decision, deliberation=item.id, issue=item.issue_id)


@routes.tap("assignment.new")
def new(_update: Update, turn: Turn) -> None:
    """Tap of the office in the list: an assignment of its own."""
    turn.require(Right.HAND_DOWN)
    begin(turn, "")


def begin(
    turn: Turn,
    text: str,
    *,
    instruction: int | None = None,
    deliberation: int | None = None,
    issue: int | None = None,
) -> None:
    """Open the form with what the words say; without a date the usual one is proposed."""
    form = forms.open_form(
        turn,
        FORM,
        subject_id=None,
        asked=None,
        **_proposal(turn, text),
        instruction=instruction,
        deliberation=deliberation,
        issue=issue,
        found=[],
    )
    turn.show_card(FORM, forms.form_id(form))


def _proposal(turn: Turn, text: str) -> dict[str, object]:
    """What the words say about who and when."""
    bodies = [require_id(body.id) for body in mentioned_bodies(turn.session, text)]
    working = turn.working_time
    term = read_term(text, turn.today, working.calendar, is_over=working.is_over(turn.now))
    day = term.day if term is not None else default_day(occasion_of(turn))
    return {
        "text": text,
        "owner": bodies[0] if bodies else None,
        "helpers": bodies[1:],
        "due_on": day.isoformat(),
        "term": term.words if term is not None else None,
        "moved": term is not None and term.is_moved,
    }


@routes.tap("assignment.ask")
def ask(_update: Update, turn: Turn) -> None:
    """Tap: one answer is to be changed, or (without a field) nothing is."""
    form, field = forms.my_form(turn, FORM), turn.press.argument()
    if field not in (*FIELDS, "-"):
        raise Stale
    forms.answer_form(turn, form, asked=None if field == "-" else field, found=[])
    turn.refresh_cards(FORM, forms.form_id(form))


@routes.tap("assignment.body")
def choose_body(_update: Update, turn: Turn) -> None:
    """Tap one of the bodies: the owner, or a helper that comes or goes."""
    form = forms.my_form(turn, FORM)
    body = find_body_by_id(turn.session, turn.press.number())
    if body is None or body.kind not in TAKING_KINDS:
        raise Stale
    _take_body(turn, form, body)
    turn.refresh_cards(FORM, forms.form_id(form))


@routes.form(FORM)
def typed(turn: Turn, conversation: Conversation, intake: Intake) -> None:
    """What is typed answers what is asked; else a short date is the date, anything else the text."""
    text, asked = intake.text, conversation.asked
    if not text:
        turn.reply("speech/cannot_use", reply_to=intake.message_id)
        return
    working, answers = turn.working_time, conversation.answers
    term = read_only_term(text, turn.today, working.calendar, is_over=working.is_over(turn.now))
    if asked in ("owner", "helper"):
        _take_name(turn, conversation, text)
    elif asked != "text" and term is not None:
        forms.answer_form(
            turn, conversation, due_on=term.day.isoformat(), term=term.words, moved=term.is_moved
        )
    elif asked == "due_on":
        turn.reply("assignments/day_unclear")
    elif len(text) > LONGEST:
        raise TextTooLong(limit=LONGEST)
    elif answers["text"] or answers["owner"]:
        forms.answer_form(turn, conversation, text=text)
    else:
        forms.answer_form(turn, conversation, asked=None, **_proposal(turn, text))
    turn.repost_card(FORM, forms.form_id(conversation))


@routes.tap("assignment.submit")
def submit(_update: Update, turn: Turn) -> None:
    """Tap on `submit`: handed down; everybody concerned gets the card with the receipt's button."""
    form = forms.my_form(turn, FORM)
    answers = form.answers
    assignment = hand_down(occasion_of(turn), _handing(turn, form))
    if answers["instruction"] is not None:
        note_broken_down(occasion_of(turn), answers["instruction"])
        turn.refresh_cards("instruction", answers["instruction"])
    if answers["deliberation"] is not None:
        turn.refresh_cards("deliberation", answers["deliberation"])
    forms.end_form(turn, form)
    turn.show_card(SUBJECT, require_id(assignment.id))
    announce(turn, assignment)


def announce(turn: Turn, assignment: Assignment) -> None:
    """Everybody who signs gets the card once, however many hats they wear."""
    occasion = occasion_of(turn)
    people = [who for body in list_bodies_of(occasion, assignment) for who in list_workers(occasion, body)]
    turn.send_card([who for who in people if who.id != turn.my_id], SUBJECT, require_id(assignment.id))


@routes.card(FORM)
def form_card(turn: Turn, form_id: int, _reader: Person | None) -> tuple[str, Facts] | None:
    """The form as it stands."""
    form = find_conversation(turn.session, form_id)
    if form is None:
        return None
    answers = form.answers
    due_on = answers.get("due_on")
    offered = [find_body_by_id(turn.session, body_id) for body_id in answers["found"]]
    return "assignments/form", {
        "form": form_id,
        "state": form.state,
        "asked": form.asked,
        "text": answers["text"],
        "instruction": find_instruction(turn.session, answers["instruction"]),
        "owner": find_body_by_id(turn.session, answers["owner"]),
        "helpers": _helpers(turn, form),
        "due_on": date.fromisoformat(due_on) if due_on else None,
        "moved": answers["moved"],
        "term": answers.get("term"),
        "offered": [body for body in offered if body is not None],
    }


def _handing(turn: Turn, form: Conversation) -> Handing:
    answers = form.answers
    return Handing(
        text=answers["text"],
        owner=find_body_by_id(turn.session, answers["owner"]),
        due_on=date.fromisoformat(answers["due_on"]) if answers.get("due_on") else None,
        helpers=_helpers(turn, form),
        instruction_id=answers["instruction"],
        deliberation_id=answers["deliberation"],
        issue_id=answers["issue"],
    )


def _helpers(turn: Turn, form: Conversation) -> list[Body]:
    found = (find_body_by_id(turn.session, body_id) for body_id in form.answers["helpers"])
    return [body for body in found if body is not None]


def _take_name(turn: Turn, form: Conversation, text: str) -> None:
    """A name that was typed: taken if there is one such body, else the likely ones are offered."""
    index = load_body_index(turn.session)
    exact = index.by_name(text, *TAKING_KINDS)
    found = [exact] if exact else index.by_alias(text, *TAKING_KINDS) or mentioned_bodies(turn.session, text)
    found = found or bodies_called(turn.session, text) or index.nearest(text, *TAKING_KINDS)
    if len(found) == 1:
        _take_body(turn, form, found[0])
    elif found:
        ids = [require_id(body.id) for body in found[:OFFERED]]
        forms.answer_form(turn, form, asked=form.asked, found=ids)
    else:
        turn.reply("assignments/body_unknown", name=text)


def _take_body(turn: Turn, form: Conversation, body: Body) -> None:
    body_id, helpers = require_id(body.id), list(form.answers["helpers"])
    if form.asked == "helper":
        changed = [one for one in helpers if one != body_id] if body_id in helpers else [*helpers, body_id]
        forms.answer_form(turn, form, helpers=changed, found=[])
        return
    others = [one for one in helpers if one != body_id]
    forms.answer_form(turn, form, owner=body_id, helpers=others, found=[])
