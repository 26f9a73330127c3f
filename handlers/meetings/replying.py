"""Answering a call: come, delegate, leave, or just having read it (M14, scenarios 20 to 22)."""

from telegram import Update

from handlers import forms
from handlers.intake import Intake
from handlers.meetings.deciding import call_delegate, put_to_approver
from handlers.meetings.facts import CALL, DELIVERY, refresh_request, refresh_tallies, view_call
from handlers.routes import Routes
from handlers.turn import Turn
from services.meetings.outcomes import DelegationBarred, TextTooLong
from services.meetings.replies import (
    DELEGATE_NEEDS_NOTE,
    REASON_NEEDS_NOTE,
    check_delegate,
    decline_delegation,
    list_delegate_offers,
    mark_seen,
    open_reply,
    reply_attend,
    reply_delegate,
    reply_leave,
)
from services.meetings.requests import Replied
from services.outcomes import Stale
from services.people import people_named_like, unit_on
from storage.base import require_id
from storage.cards import find_card_at
from storage.conversations import Conversation
from storage.meetings import LeaveReason, Participant, get_meeting, get_participant
from storage.people import Person, find_person, get_person

routes = Routes()

FORM = "meeting_reply"
NOTE, DELEGATE = "note", "delegate"
LONGEST_NOTE = 200
OFFERED, FOUND = 6, 8


@routes.tap("meeting.attend")
def attend(_update: Update, turn: Turn) -> None:
    """Tap: they come."""
    rules = turn.house.mechanism.meetings
    replied = reply_attend(
        turn.session, turn.press.subject, turn.press.number(), by=turn.me, rules=rules, now=turn.now
    )
    _settle(turn, replied)


@routes.tap("meeting.leave")
def leave(_update: Update, turn: Turn) -> None:
    """Tap: they want leave; the reason is asked."""
    participant = _open(turn)
    turn.edit("meetings/leave_reasons", call=view_call(turn, participant), delegate=None)


@routes.tap("meeting.reason")
def reason(_update: Update, turn: Turn) -> None:
    """Tap: the reason for leave, or for sending somebody; some want a line of text as well."""
    try:
        chosen = LeaveReason(turn.press.argument(1))
    except ValueError:
        raise Stale from None
    participant = _open(turn)
    delegate = _named(turn)
    if chosen in (DELEGATE_NEEDS_NOTE if delegate else REASON_NEEDS_NOTE):
        delegate_id = delegate.id if delegate else None
        _ask(turn, participant, NOTE, reason=chosen.value, delegate=delegate_id)
        turn.edit("meetings/leave_note", reason=chosen, delegate=delegate, call=view_call(turn, participant))
        return
    _put(turn, require_id(participant.id), turn.press.number(), chosen, None, delegate)


@routes.tap("meeting.delegate")
def delegate(_update: Update, turn: Turn) -> None:
    """Tap: they send somebody; colleagues are offered, others are found by name."""
    participant = _open(turn)
    _ask(turn, participant, DELEGATE)
    if not get_meeting(turn.session, participant.meeting_id).delegation:
        raise DelegationBarred
    offered = _with_units(turn, list_delegate_offers(turn.session, participant, OFFERED))
    turn.edit("meetings/delegates", found=offered, call=view_call(turn, participant))


@routes.tap("meeting.standin")
def stand_in(_update: Update, turn: Turn) -> None:
    """Tap: this is who should come instead; the reason is asked."""
    participant, person = _open(turn), find_person(turn.session, turn.press.number(1))
    if person is None:
        raise Stale
    meeting = get_meeting(turn.session, participant.meeting_id)
    check_delegate(turn.session, meeting, participant, person)
    _leave_question(turn)
    turn.edit("meetings/leave_reasons", call=view_call(turn, participant), delegate=person)


@routes.tap("meeting.decline")
def decline(_update: Update, turn: Turn) -> None:
    """Tap: a delegate cannot come; whoever sent them has to answer anew."""
    rules = turn.house.mechanism.meetings
    replied = decline_delegation(
        turn.session, turn.press.subject, turn.press.number(), by=turn.me, rules=rules, now=turn.now
    )
    sender = get_person(turn.session, replied.participant.person_id)
    turn.refresh_cards(CALL, turn.press.subject)
    turn.refresh_cards(CALL, require_id(replied.participant.id))
    turn.tell(sender, "meetings/delegate_declined", person=turn.me, call=view_call(turn, replied.participant))
    refresh_tallies(turn, replied.meeting, replied.participant)


@routes.tap("meeting.call")
def back(_update: Update, turn: Turn) -> None:
    """Tap on `back`: the call as it was."""
    participant = _open(turn)
    _leave_question(turn)
    _show(turn, require_id(participant.id))


@routes.tap("meeting.seen")
def seen(_update: Update, turn: Turn) -> None:
    """Tap: they have read the call (the answer may come later)."""
    meeting = mark_seen(turn.session, turn.press.subject, turn.press.number(), by=turn.me, now=turn.now)
    turn.answer("meetings/seen_toast")
    turn.refresh_cards(CALL, turn.press.subject)
    turn.refresh_cards(DELIVERY, require_id(meeting.id))


@routes.form(FORM)
def answer(turn: Turn, conversation: Conversation, intake: Intake) -> None:
    """Text while a reason or a name is asked for."""
    if len(intake.text) > LONGEST_NOTE:
        raise TextTooLong(limit=LONGEST_NOTE)
    participant_id, version = conversation.subject_id or 0, int(conversation.answers["version"])
    if not intake.text:
        turn.reply("meetings/refused/words_wanted")
    elif conversation.asked == NOTE:
        chosen = LeaveReason(conversation.answers["reason"])
        delegate = find_person(turn.session, conversation.answers.get("delegate"))
        _put(turn, participant_id, version, chosen, intake.text, delegate)
    else:
        _search_delegate(turn, participant_id, version, intake.text)


def _search_delegate(turn: Turn, participant_id: int, version: int, name: str) -> None:
    rules = turn.house.mechanism.meetings
    _meeting, participant = open_reply(
        turn.session, participant_id, version, by=turn.me, rules=rules, now=turn.now
    )
    people = [person for person in people_named_like(turn.session, name) if person.id != turn.my_id]
    found = _with_units(turn, people[:FOUND])
    turn.reply("meetings/delegates_found", name=name, found=found, call=view_call(turn, participant))


def _put(
    turn: Turn, participant_id: int, version: int,
    chosen: LeaveReason, note: str | None, delegate: Person | None,
) -> None:  # fmt: skip
    """The request is made; whoever has to agree first sees it."""
    rules, by, now = turn.house.mechanism.meetings, turn.me, turn.now
    if delegate is None:
        replied = reply_leave(
            turn.session, participant_id, version, chosen, note, by=by, rules=rules, now=now
        )
    else:
        replied = reply_delegate(
            turn.session, participant_id, version, delegate, chosen, note, by=by, rules=rules, now=now
        )
    _settle(turn, replied)
    put_to_approver(turn, replied)


def _named(turn: Turn) -> Person | None:
    """The person to be sent whom the button names. Raises Stale."""
    if len(turn.press.arguments) < 3:
        return None
    person = find_person(turn.session, turn.press.number(2))
    if person is None:
        raise Stale
    return person


def _open(turn: Turn) -> Participant:
    rules = turn.house.mechanism.meetings
    _meeting, participant = open_reply(
        turn.session, turn.press.subject, turn.press.number(), by=turn.me, rules=rules, now=turn.now
    )
    return participant


def _ask(turn: Turn, participant: Participant, asked: str, **answers: object) -> None:
    version = turn.press.number()
    forms.open_form(turn, FORM, subject_id=participant.id, asked=asked, version=version, **answers)


def _settle(turn: Turn, replied: Replied) -> None:
    """An answer is recorded: show it, call a new delegate, release an old one, count anew."""
    _leave_question(turn)
    participant_id = require_id(replied.participant.id)
    _show(turn, participant_id)
    refresh_request(turn, replied.participant)
    turn.answer("meetings/recorded")
    if replied.participant.stands_for_id is not None:
        turn.refresh_cards(CALL, replied.participant.stands_for_id)
    if replied.released is not None:
        person = get_person(turn.session, replied.released.person_id)
        turn.refresh_cards(CALL, require_id(replied.released.id))
        turn.tell(person, "meetings/delegate_released", call=view_call(turn, replied.released))
    if replied.delegate is not None:
        call_delegate(turn, replied)
    refresh_tallies(turn, replied.meeting, replied.participant)


def _show(turn: Turn, participant_id: int) -> None:
    """The answer where it was given: on the living card, on the reminder that was tapped, or below a text."""
    turn.refresh_cards(CALL, participant_id)
    if not turn.sender.callback_query_id:
        turn.repost_card(CALL, participant_id)
        return
    card = find_card_at(turn.session, turn.sender.chat_id, turn.sender.message_id or 0)
    if card is None or not card.live:
        turn.edit("meetings/answered", call=view_call(turn, get_participant(turn.session, participant_id)))


def _leave_question(turn: Turn) -> None:
    form = forms.find_form(turn)
    if form is not None and form.form == FORM:
        forms.close_form(turn, form)


def _with_units(turn: Turn, people: list[Person]) -> list[tuple[Person, str]]:
    """Each with the unit: namesakes are told apart."""
    return [(person, unit_on(turn.session, person, turn.today).short_name) for person in people]
