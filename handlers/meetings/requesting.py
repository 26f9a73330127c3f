"""Many requests for one meeting: a list for whoever has to agree, instead of a message each (scenario 21)."""

from telegram import Update

from handlers.meetings.deciding import decide, list_awaiting
from handlers.meetings.facts import REQUESTS, refresh_request, refresh_tallies, view_meeting
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.meetings.outcomes import DelegateUnfit
from services.meetings.reading import delegate_person
from services.meetings.requests import Replied
from services.outcomes import NotAllowed, Stale
from services.people import hats_of
from services.rights import Right, may
from storage import meetings as rows
from storage.base import require_id
from storage.bodies import get_body
from storage.meetings import Approver, Meeting, Participant
from storage.people import Person, get_person

routes = Routes()

PAGE = 3
"""How many requests a list shows at a time: each has two buttons."""


@routes.card(REQUESTS)
def requests_card(turn: Turn, meeting_id: int, reader: Person | None) -> tuple[str, Facts] | None:
    """What waits for the reader, the oldest first; nothing for anybody else."""
    meeting = rows.get_meeting(turn.session, meeting_id)
    if reader is None or not _decides(turn, meeting, reader):
        return None
    return "meetings/requests", _facts(turn, meeting, reader, page=0)


@routes.tap("meeting.requests")
def turn_page(_update: Update, turn: Turn) -> None:
    """Tap: another page of the list, in place."""
    meeting = _meeting(turn)
    turn.edit("meetings/requests", **_facts(turn, meeting, turn.me, page=turn.press.number()))


@routes.tap("meeting.open_requests")
def open_requests(_update: Update, turn: Turn) -> None:
    """Tap in /todo: the list."""
    if turn.show_card(REQUESTS, require_id(_meeting(turn).id)) is None:
        raise NotAllowed


@routes.tap("meeting.grant_all")
def ask_for_all(_update: Update, turn: Turn) -> None:
    """Tap: agree to everything; asked back first, with the names."""
    meeting = _meeting(turn)
    found = list_awaiting(turn, meeting, turn.me)
    names = [get_person(turn.session, part.person_id).name for part in found]
    turn.edit("meetings/requests_confirm", about=view_meeting(meeting), names=names)


@routes.tap("meeting.grant_each")
def grant_all(_update: Update, turn: Turn) -> None:
    """Tap on the confirmation: each is granted; where others have come meanwhile the list is shown again."""
    meeting = _meeting(turn)
    found = list_awaiting(turn, meeting, turn.me)
    if len(found) != turn.press.number():
        turn.refresh_cards(REQUESTS, require_id(meeting.id))
        turn.answer("meetings/requests_changed", alert=True)
        return
    granted = [replied.participant for part in found if (replied := _grant(turn, part))]
    turn.answer("meetings/requests_granted", granted=len(granted), left=len(found) - len(granted))
    for part in granted:
        refresh_request(turn, part)
    refresh_tallies(turn, meeting, *granted)


def _grant(turn: Turn, participant: Participant) -> Replied | None:
    """None for a delegate who comes anyway by now: that one is left to be looked at."""
    try:
        with turn.session.begin_nested():
            step = Approver(participant.awaits or "")
            return decide(turn, require_id(participant.id), step, granted=True)
    except DelegateUnfit:
        return None


def _facts(turn: Turn, meeting: Meeting, reader: Person, *, page: int) -> Facts:
    found = list_awaiting(turn, meeting, reader)
    page = min(page, max(0, len(found) - 1) // PAGE)
    shown = [_row(turn, part) for part in found[page * PAGE :][:PAGE]]
    return {
        "about": view_meeting(meeting),
        "shown": shown,
        "first": page * PAGE,
        "page": page,
        "total": len(found),
    }


def _row(turn: Turn, participant: Participant) -> Facts:
    return {
        "part": participant,
        "person": get_person(turn.session, participant.person_id),
        "unit": get_body(turn.session, participant.unit_id),
        "delegate": delegate_person(turn.session, participant),
    }


def _meeting(turn: Turn) -> Meeting:
    """The meeting of the press. Raises Stale, NotAllowed for who has not to decide about it."""
    meeting = rows.find_meeting(turn.session, turn.press.subject)
    if meeting is None:
        raise Stale
    if not _decides(turn, meeting, turn.me):
        raise NotAllowed
    return meeting


def _decides(turn: Turn, meeting: Meeting, person: Person) -> bool:
    return meeting.chair_id == person.id or may(Right.CONVENE, hats_of(turn.session, person, turn.today))
