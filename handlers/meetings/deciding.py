"""Requests for leave or to send somebody: the office first, then whoever chairs (scenarios 21 and 22)."""

from telegram import Update

from handlers.meetings.facts import CALL, REQUEST, REQUESTS, refresh_request, refresh_tallies, view_call
from handlers.meetings.papers import send_materials
from handlers.routes import Routes
from handlers.turn import Turn
from services.meetings.delivering import purposes
from services.meetings.reading import list_convenors
from services.meetings.requests import Replied, decide_request
from services.outcomes import Stale
from services.people import hats_of
from services.rights import Right, may
from storage import meetings as rows
from storage.accounts import find_bound_account
from storage.base import require_id
from storage.cards import list_cards
from storage.meetings import Approver, Meeting, Participant, Reply
from storage.people import Person, get_person

routes = Routes()


@routes.tap("meeting.grant")
def grant(_update: Update, turn: Turn) -> None:
    """Tap of the office or the chair: agreed."""
    _decide(turn, granted=True)


@routes.tap("meeting.refuse")
def refuse(_update: Update, turn: Turn) -> None:
    """Tap of the office or the chair: not agreed."""
    _decide(turn, granted=False)


def put_to_approver(turn: Turn, replied: Replied) -> None:
    """Whoever has to agree next gets the request, in private."""
    participant, meeting = replied.participant, replied.meeting
    people: list[Person] = []
    if participant.awaits == Approver.OFFICE:
        people = list_convenors(turn.session, turn.today)
    elif participant.awaits == Approver.CHAIR and meeting.chair_id is not None:
        people = [get_person(turn.session, meeting.chair_id)]
    for person in people:
        if len(list_awaiting(turn, meeting, person)) > turn.house.mechanism.meetings.requests_apart:
            _show_list(turn, person, require_id(meeting.id))
        else:
            turn.send_card(person, REQUEST, require_id(participant.id))


def call_delegate(turn: Turn, replied: Replied) -> None:
    """Everybody has agreed: the delegate is called and gets the documents; one who cannot be reached in chat
    has to be telephoned by whoever sends them.
    """
    if replied.delegate is None:
        return
    person = get_person(turn.session, replied.delegate.person_id)
    manner = turn.manner_for(important=True, purpose=purposes(replied.meeting)[-1])
    turn.send_card(person, CALL, require_id(replied.delegate.id), manner=manner)
    send_materials(turn, replied.meeting, [person])
    if find_bound_account(turn.session, require_id(person.id)) is None:
        sender = get_person(turn.session, replied.participant.person_id)
        told = [sender, *list_convenors(turn.session, turn.today)]
        call = view_call(turn, replied.participant)
        turn.tell(told, "meetings/delegate_unbound", person=person, sender=sender, call=call)


def list_awaiting(turn: Turn, meeting: Meeting, person: Person) -> list[Participant]:
    """The requests for a meeting about which somebody has to decide, the oldest first."""
    meeting_id, now = require_id(meeting.id), turn.now
    found: list[Participant] = []
    if may(Right.CONVENE, hats_of(turn.session, person, turn.today)):
        found += rows.list_pending(turn.session, now=now, awaits=Approver.OFFICE, meeting_id=meeting_id)
    if meeting.chair_id == person.id:
        found += rows.list_pending(turn.session, now=now, awaits=Approver.CHAIR, meeting_id=meeting_id)
    return found


def decide(turn: Turn, participant_id: int, step: Approver, *, granted: bool) -> Replied:
    """Agree or not: it is recorded, the next who has to agree is asked, or the participant hears of it.

    The tallies are left to the caller. Raises what `decide_request` raises.
    """
    replied = decide_request(
        turn.session,
        participant_id,
        grant=granted,
        step=step,
        by=turn.me,
        convenes=turn.may(Right.CONVENE),
        rules=turn.house.mechanism.meetings,
        now=turn.now,
    )
    turn.refresh_cards(CALL, participant_id)
    if replied.participant.awaits is not None:
        put_to_approver(turn, replied)
        return replied
    _tell_decision(turn, replied, granted=granted)
    call_delegate(turn, replied)
    return replied


def _decide(turn: Turn, *, granted: bool) -> None:
    try:
        step = Approver(turn.press.argument())
    except ValueError:
        raise Stale from None
    replied = decide(turn, turn.press.subject, step, granted=granted)
    turn.answer("meetings/recorded")
    refresh_request(turn, replied.participant)
    refresh_tallies(turn, replied.meeting, replied.participant)


def _show_list(turn: Turn, person: Person, meeting_id: int) -> None:
    """The list that they have already changes in place; only the first one comes as a message."""
    if any(card.person_id == person.id for card in list_cards(turn.session, REQUESTS, meeting_id)):
        turn.refresh_cards(REQUESTS, meeting_id)
    else:
        turn.send_card(person, REQUESTS, meeting_id)


def _tell_decision(turn: Turn, replied: Replied, *, granted: bool) -> None:
    person = get_person(turn.session, replied.participant.person_id)
    call = view_call(turn, replied.participant)
    sends = replied.participant.reply == Reply.DELEGATE
    if granted:
        turn.tell(person, "meetings/delegate_granted" if sends else "meetings/leave_granted", call=call)
    else:
        leave = replied.asked == Reply.LEAVE
        turn.tell(person, "meetings/request_refused", call=call, leave=leave)
