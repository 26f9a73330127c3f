"""Requests for leave or to send somebody: the office first, then whoever chairs (scenarios 21 and 22)."""

from telegram import Update

from handlers.meetings.facts import CALL, REQUEST, refresh_tallies, view_call
from handlers.meetings.papers import send_materials
from handlers.routes import Routes
from handlers.turn import Turn
from services.meetings.delivering import purposes
from services.meetings.reading import list_convenors
from services.meetings.requests import Replied, decide_request
from services.outcomes import Stale
from services.rights import Right
from storage.accounts import find_bound_account
from storage.base import require_id
from storage.meetings import Approver, Reply
from storage.people import find_person, get_person

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
    if participant.awaits == Approver.OFFICE:
        turn.send_card(list_convenors(turn.session, turn.today), REQUEST, require_id(participant.id))
    elif participant.awaits == Approver.CHAIR:
        chair = find_person(turn.session, meeting.chair_id)
        if chair is not None:
            turn.send_card(chair, REQUEST, require_id(participant.id))


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


def _decide(turn: Turn, *, granted: bool) -> None:
    try:
        step = Approver(turn.press.argument())
    except ValueError:
        raise Stale from None
    replied = decide_request(
        turn.session,
        turn.press.subject,
        grant=granted,
        step=step,
        by=turn.me,
        convenes=turn.may(Right.CONVENE),
        rules=turn.house.mechanism.meetings,
        now=turn.now,
    )
    turn.answer("meetings/recorded")
    participant_id = require_id(replied.participant.id)
    turn.refresh_cards(REQUEST, participant_id)
    turn.refresh_cards(CALL, participant_id)
    refresh_tallies(turn, replied.meeting, replied.participant)
    if replied.participant.awaits is not None:
        put_to_approver(turn, replied)
        return
    _tell_decision(turn, replied, granted=granted)
    call_delegate(turn, replied)


def _tell_decision(turn: Turn, replied: Replied, *, granted: bool) -> None:
    person = get_person(turn.session, replied.participant.person_id)
    call = view_call(turn, replied.participant)
    sends = replied.participant.reply == Reply.DELEGATE
    if granted:
        turn.tell(person, "meetings/delegate_granted" if sends else "meetings/leave_granted", call=call)
    else:
        leave = replied.asked == Reply.LEAVE
        turn.tell(person, "meetings/request_refused", call=call, leave=leave)
