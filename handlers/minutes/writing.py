"""Agenda and minutes in chat: drafted by the office, followed up at the next meeting (M14, scenario 25)."""

from datetime import timedelta

from telegram import Update

from handlers import forms
from handlers.intake import Intake
from handlers.issues.occasions import occasion_of
from handlers.minutes.issuing import CARD, card, minutes_of
from handlers.minutes.items import FORM, ITEM, TEXT, amend, ask_for, form_of
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.files import Matter, NewFile, attach_file
from services.minutes import (
    MinutesRefused,
    begin_minutes,
    find_incomplete,
    read_document,
    rewrite,
    submit_minutes,
    write_minutes,
)
from services.outcomes import NotAllowed, Stale
from services.rights import Right
from storage import minutes as rows
from storage.base import require_id, type_json
from storage.conversations import Conversation, ConversationState, find_conversation
from storage.due import Due, DueState, schedule
from storage.files import AttachmentKind, FileState, blob_path, get_file, waiting_key
from storage.meetings import Meeting, MeetingNotFound, get_meeting
from storage.minutes import MinutesState
from storage.outbox import Priority
from storage.people import Person, get_person

routes = Routes()

READ, FILES = "minutes.read", "minutes.source"
PATIENCE = timedelta(minutes=5)


@routes.tap("minutes.open")
def open_minutes(_update: Update, turn: Turn) -> None:
    """Tap on the meeting's card: the minutes; the office writes them, who was called reads them."""
    meeting = _meeting(turn)
    known = rows.find_minutes_of(turn.session, require_id(meeting.id))
    if known is None or (known.state == MinutesState.DRAFTING and turn.may(Right.HAND_DOWN)):
        made = begin_minutes(occasion_of(turn), require_id(meeting.id))
        forms.answer_form(turn, form_of(turn, require_id(made.id)), asked=TEXT)
        turn.show_card(CARD, require_id(made.id))
        return
    if turn.show_card(CARD, require_id(known.id)) is None:
        raise NotAllowed


@routes.form(FORM)
def typed(turn: Turn, conversation: Conversation, intake: Intake) -> None:
    """Text, pasted or typed, or a document; lines that name who and by when become decided items."""
    minutes_id = conversation.subject_id or 0
    if conversation.asked == ITEM and intake.text and not intake.files:
        amend(turn, conversation, intake.text)
        return
    for sent in intake.files:
        if not (sent.name or "").lower().endswith(".docx"):
            raise MinutesRefused(problem="file")
        file = NewFile(AttachmentKind.DOCUMENT, sent.file_id, sent.unique_id, sent.size, sent.name, sent.mime)
        matter = Matter(FILES, minutes_id)
        attached = attach_file(turn.session, matter, file, person_id=turn.my_id, now=turn.now)
        _plan_reading(turn, minutes_id, attached.file_id or 0)
    if intake.text and not intake.files:
        write_minutes(occasion_of(turn), minutes_id, intake.text)
        turn.repost_card(CARD, minutes_id)


@routes.due(READ)
def read_file(row: Due, turn: Turn) -> None:
    """The document is there: its text is taken as if it had been typed."""
    minutes_id, file = row.subject_id or 0, get_file(turn.session, int(row.payload["file"]))
    writer = get_person(turn.session, row.person_id or 0)
    turn.person = writer
    try:
        if file.state != FileState.STORED or file.sha256 is None:
            raise MinutesRefused(problem="file")
        text = read_document(blob_path(turn.house.data_dir, file.sha256))
        write_minutes(occasion_of(turn), minutes_id, text)
    except MinutesRefused as refused:
        row.state = DueState.MISSED
        problem = refused.facts["problem"]
        turn.tell(writer, refused.template, urgent=True, priority=Priority.PRESS, problem=problem)
        return
    turn.refresh_cards(CARD, minutes_id)


@routes.tap("minutes.rewrite")
def begin_again(_update: Update, turn: Turn) -> None:
    """Tap: everything is typed anew."""
    rewrite(occasion_of(turn), turn.press.subject)
    turn.refresh_cards(CARD, turn.press.subject)


@routes.tap("minutes.submit")
def submit(_update: Update, turn: Turn) -> None:
    """Tap: the chair is asked to sign; nothing goes out before. What an item lacks is asked about first."""
    lacking = find_incomplete(occasion_of(turn), turn.press.subject)
    if lacking is not None:
        turn.require(Right.HAND_DOWN)
        ask_for(turn, minutes_of(turn), lacking)
        return
    chair = submit_minutes(occasion_of(turn), turn.press.subject)
    _close_form(turn)
    turn.refresh_cards(CARD, turn.press.subject)
    if chair.id != turn.my_id:
        turn.send_card(chair, CARD, turn.press.subject)


@routes.card(FORM)
def form_card(turn: Turn, form_id: int, _reader: Person | None) -> tuple[str, Facts] | None:
    """The form shows itself as the minutes' own card."""
    form = find_conversation(turn.session, form_id)
    return card(turn, form.subject_id or 0, turn.person) if form else None


def _plan_reading(turn: Turn, minutes_id: int, file_id: int) -> None:
    there = get_file(turn.session, file_id).state == FileState.STORED
    key = f"{waiting_key(file_id)}minutes:{minutes_id}:{turn.now.timestamp():.0f}"
    at = turn.now if there else turn.now + PATIENCE
    payload: type_json = {"file": file_id}
    due = Due(
        key=key,
        kind=READ,
        subject_id=minutes_id,
        person_id=turn.my_id,
        due_at=at,
        urgent=True,
        payload=payload,
    )
    schedule(turn.session, due)


def _close_form(turn: Turn) -> None:
    form = forms.find_form(turn)
    if form is not None and form.form == FORM:
        forms.close_form(turn, form, ConversationState.DONE)


def _meeting(turn: Turn) -> Meeting:
    try:
        return get_meeting(turn.session, turn.press.subject)
    except MeetingNotFound:
        raise Stale from None
