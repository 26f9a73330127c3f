"""A body's side of the monthly collection: its card, handing in by text or file, what waits (M6)."""

from telegram import Update

from handlers import forms
from handlers.intake import Intake
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from handlers.waiting import Light, WaitingItem
from services.collections.planning import numbering_of
from services.collections.returning import RETURN, check_may_hand_in, hand_in, is_open_for, may_hand_in
from services.files import FileProblem, Matter, NewFile, attach_file, find_problem, move_attachments
from services.outcomes import NotAllowed, Stale
from services.people import FRONT_ROLES, hats_of
from services.rights import Right
from storage import collections as rows
from storage.base import require_id
from storage.bodies import get_body
from storage.collections import Return
from storage.conversations import Conversation, ConversationState, find_conversation
from storage.files import AttachmentKind, list_attachments
from storage.people import Person

routes = Routes()

RETURN_CARD, FORM, DRAFT = RETURN, "collection_return_form", "collection.draft"
METHODS = {AttachmentKind.PHOTO: ("sendPhoto", "photo")}
AS_DOCUMENT = ("sendDocument", "document")


@routes.card(RETURN_CARD)
def card(turn: Turn, return_id: int, reader: Person | None) -> tuple[str, Facts] | None:
    """What a body is asked for, and what it has handed in."""
    handed = rows.find_return(turn.session, return_id)
    if handed is None or reader is None:
        return None
    mine = may_hand_in(handed, hats_of(turn.session, reader, turn.today))
    collection = rows.get_collection(turn.session, handed.collection_id)
    return "collections/return", {
        **_facts(turn, handed), "may_hand_in": mine and is_open_for(handed, collection, turn.now)
    }  # fmt: skip


@routes.tap("collection.fill")
def fill(_update: Update, turn: Turn) -> None:
    """Tap: handing in begins; figures are typed or sent as a file."""
    handed = check_may_hand_in(turn.session, turn.press.subject, by=turn.hats, now=turn.now)
    form = forms.open_form(turn, FORM, subject_id=require_id(handed.id), asked="figures", text="")
    turn.show_card(FORM, forms.form_id(form))


@routes.form(FORM)
def typed(turn: Turn, conversation: Conversation, intake: Intake) -> None:
    """Text and files, in any order and number, until it is handed in."""
    lines = [conversation.answers["text"], intake.text]
    forms.answer_form(turn, conversation, asked="figures", text="\n".join(line for line in lines if line))
    for refused, problem in _attach(turn, conversation, intake):
        turn.reply("collections/refused/file", name=refused, problem=problem)
    turn.repost_card(FORM, forms.form_id(conversation))


@routes.card(FORM)
def form_card(turn: Turn, form_id: int, _reader: Person | None) -> tuple[str, Facts] | None:
    """What has been typed and sent so far."""
    form = find_conversation(turn.session, form_id)
    handed = rows.find_return(turn.session, form.subject_id or 0) if form else None
    if form is None or handed is None:
        return None
    if form.state not in (ConversationState.OPEN, ConversationState.KEPT):
        done = form.state == ConversationState.DONE
        return "collections/handed_in" if done else "collections/given_up", _facts(turn, handed)
    files = len(list_attachments(turn.session, DRAFT, form_id))
    return "collections/draft", {
        **_facts(turn, handed), "form": form_id, "text": form.answers["text"], "file_count": files
    }  # fmt: skip


@routes.tap("collection.hand_in")
def hand_in_now(_update: Update, turn: Turn) -> None:
    """Tap on `submit`: the figures are handed in; what was handed in before is kept in the history."""
    form = forms.my_form(turn, FORM)
    source, target = Matter(DRAFT, forms.form_id(form)), Matter(RETURN, form.subject_id or 0)
    count = len(list_attachments(turn.session, source.kind, source.id))
    handed = hand_in(turn.session, target.id, form.answers["text"], count, by=turn.hats, now=turn.now)
    move_attachments(turn.session, source, target)
    forms.end_form(turn, form)
    turn.refresh_cards(RETURN_CARD, target.id)
    turn.refresh_cards("collection", handed.collection_id)


@routes.tap("collection.give_up")
def give_up(_update: Update, turn: Turn) -> None:
    """Tap on `cancel`: nothing is handed in."""
    form = forms.my_form(turn, FORM)
    forms.end_form(turn, form, ConversationState.CANCELLED)


@routes.tap("collection.see")
def see(_update: Update, turn: Turn) -> None:
    """Tap: one return in full, with its files."""
    handed = rows.find_return(turn.session, turn.press.subject)
    if handed is None:
        raise Stale
    if not may_hand_in(handed, turn.hats) and not turn.may(Right.COLLECT_FIGURES):
        raise NotAllowed
    turn.say("collections/figures", _facts(turn, handed))
    for attached in list_attachments(turn.session, RETURN, turn.press.subject):
        if attached.file_id is not None:
            method, field = METHODS.get(AttachmentKind(attached.kind), AS_DOCUMENT)
            turn.reply_file(method, field, {"stored": attached.file_id}, None)


@routes.todo("collections")
def waiting(turn: Turn) -> list[WaitingItem]:
    """Returns that are missing, for those of a body who take its matters on."""
    hats = turn.hats
    mine = [require_id(body.id) for body in hats.bodies() if hats.has_role(body, *FRONT_ROLES)]
    found = rows.list_missing_of_bodies(turn.session, mine)
    return [
        WaitingItem("collections/todo", Light.YELLOW, collection.due_at, _facts(turn, handed))
        for handed, collection, _ in found
        if is_open_for(handed, collection, turn.now)
    ]


def _attach(turn: Turn, form: Conversation, intake: Intake) -> list[tuple[str, FileProblem]]:
    """Keep a message's files with the draft; returns what was not taken, and why."""
    matter, limits = Matter(DRAFT, forms.form_id(form)), turn.house.mechanism.files
    refused = []
    for sent in intake.files:
        file = NewFile(sent.kind, sent.file_id, sent.unique_id, sent.size, sent.name, sent.mime)
        problem = find_problem(limits, file, len(list_attachments(turn.session, matter.kind, matter.id)))
        if problem is None:
            attach_file(turn.session, matter, file, person_id=turn.my_id, now=turn.now)
        else:
            refused.append((sent.name or "", problem))
    return refused


def _facts(turn: Turn, handed: Return) -> dict[str, object]:
    collection = rows.get_collection(turn.session, handed.collection_id)
    return {
        "handed": handed,
        "collection": collection,
        "numbering": numbering_of(collection),
        "body": get_body(turn.session, handed.body_id),
    }
