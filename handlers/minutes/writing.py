"""Agenda and minutes in chat: drafted, signed off by the chair, sent out, followed up (M14, scenario 25)."""

from datetime import timedelta

from telegram import Update

from handlers import forms
from handlers.assignments.forming import announce
from handlers.intake import Intake
from handlers.issues.occasions import occasion_of
from handlers.meetings.facts import view_meeting
from handlers.posting import post_file
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.files import Matter, NewFile, attach_file
from services.meetings.reading import may_see_meeting
from services.minutes import (
    MinutesRefused,
    begin_minutes,
    follow_up,
    read_document,
    remove_item,
    return_minutes,
    rewrite,
    sign_minutes,
    signed_on,
    submit_minutes,
    write_minutes,
)
from services.outcomes import NotAllowed, Stale
from services.people import hats_of
from services.rights import Right, may
from storage import minutes as rows
from storage.assignments import list_current
from storage.base import require_id, type_json
from storage.bodies import get_body
from storage.check_ins import list_everybody
from storage.conversations import Conversation, ConversationState, find_conversation
from storage.due import Due, DueState, schedule
from storage.files import AttachmentKind, FileState, blob_path, get_file, waiting_key
from storage.issues import IssueFilter, list_issues
from storage.meetings import Meeting, MeetingNotFound, get_meeting, list_meeting_bodies
from storage.minutes import DecidedItem, Minutes, MinutesState
from storage.outbox import Priority
from storage.people import Person, get_person
from templates import words

routes = Routes()

CARD, FORM, READ, FILES = "minutes", "minutes_form", "minutes.read", "minutes.source"
PATIENCE = timedelta(minutes=5)
LISTED = 6


@routes.tap("minutes.agenda")
def agenda(_update: Update, turn: Turn) -> None:
    """Tap of the office: the agenda drafts itself from what is open."""
    turn.require(Right.CONVENE)
    meeting = _meeting(turn)
    occasion = occasion_of(turn)
    before = rows.list_issued_before(turn.session, meeting, 1)
    pending = [one for one in list_current(turn.session) if one.due_at <= turn.now]
    listed = list_issues(turn.session, IssueFilter(listed=True), limit=LISTED)
    overdue = list_issues(turn.session, IssueFilter(overdue_at=turn.now), limit=LISTED)
    turn.reply(
        "minutes/agenda",
        about=view_meeting(meeting),
        last=follow_up(occasion, require_id(before[0].id)) if before else [],
        listed=listed,
        overdue=[one for one in overdue if not one.is_listed],
        pending=[(one, get_body(turn.session, one.owner_id)) for one in pending[:LISTED]],
        more=max(0, len(pending) - LISTED),
    )


@routes.tap("minutes.follow")
def follow(_update: Update, turn: Turn) -> None:
    """Tap of the office: what became of what the last meeting of this kind decided."""
    turn.require(Right.CONVENE)
    meeting = _meeting(turn)
    before = rows.list_issued_before(turn.session, meeting, 1)
    followed = follow_up(occasion_of(turn), require_id(before[0].id)) if before else []
    number = _number(before[0]) if before else ""
    turn.reply("minutes/followed", about=view_meeting(meeting), number=number, followed=followed)


@routes.tap("minutes.open")
def open_minutes(_update: Update, turn: Turn) -> None:
    """Tap on the meeting's card: the minutes; the office writes them, who was called reads them."""
    meeting = _meeting(turn)
    known = rows.find_minutes_of(turn.session, require_id(meeting.id))
    if known is None or (known.state == MinutesState.DRAFTING and turn.may(Right.HAND_DOWN)):
        made = begin_minutes(occasion_of(turn), require_id(meeting.id))
        forms.open_form(turn, FORM, subject_id=require_id(made.id), asked="text")
        turn.show_card(CARD, require_id(made.id))
        return
    if turn.show_card(CARD, require_id(known.id)) is None:
        raise NotAllowed


@routes.form(FORM)
def typed(turn: Turn, conversation: Conversation, intake: Intake) -> None:
    """Text, pasted or typed, or a document; lines that name who and by when become decided items."""
    minutes_id = conversation.subject_id or 0
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


@routes.tap("minutes.remove")
def remove(_update: Update, turn: Turn) -> None:
    """Tap: a line is no decided item."""
    remove_item(occasion_of(turn), turn.press.subject, turn.press.number())
    turn.refresh_cards(CARD, turn.press.subject)


@routes.tap("minutes.rewrite")
def begin_again(_update: Update, turn: Turn) -> None:
    """Tap: everything is typed anew."""
    rewrite(occasion_of(turn), turn.press.subject)
    turn.refresh_cards(CARD, turn.press.subject)


@routes.tap("minutes.submit")
def submit(_update: Update, turn: Turn) -> None:
    """Tap: the chair is asked to sign; nothing goes out before."""
    chair = submit_minutes(occasion_of(turn), turn.press.subject)
    _close_form(turn)
    turn.refresh_cards(CARD, turn.press.subject)
    if chair.id != turn.my_id:
        turn.send_card(chair, CARD, turn.press.subject)


@routes.tap("minutes.sign")
def sign(_update: Update, turn: Turn) -> None:
    """Tap of the chair: numbered and sent to everybody who was called; owners get their assignments."""
    made = sign_minutes(occasion_of(turn), turn.press.subject)
    minutes = _minutes(turn)
    turn.refresh_cards(CARD, turn.press.subject)
    for assignment in made:
        announce(turn, assignment)
    _send_out(turn, minutes)


@routes.tap("minutes.back")
def send_back(_update: Update, turn: Turn) -> None:
    """Tap of the chair: to be changed."""
    minutes = return_minutes(occasion_of(turn), turn.press.subject)
    turn.refresh_cards(CARD, turn.press.subject)
    writer = get_person(turn.session, minutes.written_by)
    meeting = get_meeting(turn.session, minutes.meeting_id)
    turn.tell(writer, "minutes/returned", important=True, about=view_meeting(meeting), chair=turn.me)


@routes.tap("minutes.file")
def file_of(_update: Update, turn: Turn) -> None:
    """Tap: the minutes as a document."""
    minutes = _minutes(turn)
    if card(turn, require_id(minutes.id), turn.me) is None:
        raise NotAllowed
    if minutes.state != MinutesState.ISSUED:
        raise MinutesRefused(problem="unsigned")
    turn.reply_file("sendDocument", "document", _document(turn, minutes), None)


@routes.card(CARD)
def card(turn: Turn, minutes_id: int, reader: Person | None) -> tuple[str, Facts] | None:
    """Drafts are for the office, what is to be signed also for the chair, what is issued for all called."""
    minutes = rows.find_minutes(turn.session, minutes_id)
    if minutes is None or reader is None:
        return None
    hats, meeting = hats_of(turn.session, reader, turn.today), get_meeting(turn.session, minutes.meeting_id)
    writes, is_chair = may(Right.HAND_DOWN, hats), minutes.chair_id == reader.id
    signs = is_chair and minutes.state == MinutesState.SIGNING
    reads = minutes.state == MinutesState.ISSUED and may_see_meeting(turn.session, meeting, hats)
    if not (writes or signs or reads or is_chair):
        return None
    return "minutes/card", {
        "about": view_meeting(meeting),
        "minutes": minutes,
        "number": _number(minutes),
        "items": follow_up(occasion_of(turn), minutes_id),
        "chair": get_person(turn.session, minutes.chair_id) if minutes.chair_id else None,
        "writes": writes and minutes.state == MinutesState.DRAFTING,
        "signs": signs,
    }


@routes.card(FORM)
def form_card(turn: Turn, form_id: int, _reader: Person | None) -> tuple[str, Facts] | None:
    """The form shows itself as the minutes' own card."""
    form = find_conversation(turn.session, form_id)
    return card(turn, form.subject_id or 0, turn.person) if form else None


def _send_out(turn: Turn, minutes: Minutes) -> None:
    """Everybody who was called gets the document with the decided items beneath, once."""
    meeting = get_meeting(turn.session, minutes.meeting_id)
    document, items = _document(turn, minutes), follow_up(occasion_of(turn), require_id(minutes.id))
    facts: Facts = {"about": view_meeting(meeting), "number": _number(minutes), "items": items}
    caption = turn.render("minutes/issued", facts)
    everybody = {person.id: person for _, person, _ in list_everybody(turn.session, minutes.meeting_id)}
    writer = get_person(turn.session, minutes.written_by)
    for person in {**everybody, writer.id: writer}.values():
        manner = turn.manner_for(priority=Priority.BROADCAST, purpose=f"minutes:{minutes.id}")
        to, how = turn.reach(person, manner)
        post_file(turn.session, "sendDocument", "document", document, caption, to, how, now=turn.now)


def _document(turn: Turn, minutes: Minutes) -> type_json:
    say, meeting = words("minutes_document"), get_meeting(turn.session, minutes.meeting_id)
    signed, held = (
        signed_on(minutes).astimezone(turn.house.zone),
        meeting.starts_at.astimezone(turn.house.zone),
    )
    bodies = [body.short_name for _, body in list_meeting_bodies(turn.session, minutes.meeting_id)]
    chair = get_person(turn.session, minutes.chair_id).name if minutes.chair_id else ""
    items = rows.list_items(turn.session, require_id(minutes.id))
    facts: type_json = {
        "series": say["series"],
        "number": say["number"].format(year=minutes.year, number=minutes.number),
        "day": say["day"].format(year=signed.year, month=signed.month, day=signed.day),
        "title": say["title"].format(title=meeting.title),
        "held": say["held"].format(
            year=held.year,
            month=held.month,
            day=held.day,
            place=meeting.place,
            title=meeting.title,
            chair=chair,
        ),
        "paragraphs": [line.strip() for line in minutes.text.splitlines() if line.strip()],
        "items": [_item_line(turn, place, item) for place, item in enumerate(items, start=1)],
        "present": say["present"].format(bodies=say["and"].join(bodies)),
        "told": say["told"].format(bodies=say["and"].join(bodies)),
    }
    return {"made": "minutes", "name": f"{_number(minutes)}.docx", "facts": facts}


def _item_line(turn: Turn, place: int, item: DecidedItem) -> str:
    say, owner = words("minutes_document"), get_body(turn.session, item.owner_id)
    return say["item"].format(
        place=place, text=item.text, owner=owner.name, month=item.due_on.month, day=item.due_on.day
    )


def _number(minutes: Minutes) -> str:
    if minutes.number is None:
        return ""
    say = words("minutes_document")
    return say["series"] + say["number"].format(year=minutes.year, number=minutes.number)


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


def _minutes(turn: Turn) -> Minutes:
    found = rows.find_minutes(turn.session, turn.press.subject)
    if found is None:
        raise Stale
    return found
