"""Whoever comes types the code or scans it; too late, the office is asked (scenario 24)."""

import re

from telegram import Update

from handlers.forms import find_form
from handlers.meetings.facts import view_meeting
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.check_ins import CheckInRefused, Presence, check_in, find_by_code
from services.meetings.reading import list_convenors
from storage import check_ins as rows
from storage.base import require_id
from storage.check_ins import CheckInState
from storage.meetings import find_participant, find_participant_by_id, get_meeting
from storage.people import Person, get_person

routes = Routes()

REQUEST = "check_in.request"
_CODE = re.compile(r"\d{6}")
_LINK = re.compile(r"qd-(\d{1,9})-(\d{6})")


@routes.said("check_ins")
def hear_code(turn: Turn, text: str) -> bool:
    """Six digits, typed or scanned: whether they were meant for check-in."""
    said = "".join(text.split())
    link, typed = _LINK.fullmatch(said), _CODE.fullmatch(said)
    if turn.person is None or not (link or typed):
        return False
    rules, time = turn.house.mechanism.meetings, turn.working_time
    if link:
        participant = find_participant(turn.session, int(link[1]) % 2**31, turn.my_id)
        if participant is None or participant.withdrawn:
            raise CheckInRefused(problem="not_called", at=None)
        code = link[2]
    else:
        code = said
        participant, waiting = find_by_code(turn.session, code, turn.me, rules=rules, time=time, now=turn.now)
        if participant is None:
            if waiting and find_form(turn) is None:
                raise CheckInRefused(problem="old", at=None)
            return False
    came = check_in(turn.session, participant, code, rules=rules, time=time, now=turn.now)
    _tell_presence(turn, came)
    return True


@routes.tap("check_in.how")
def how(_update: Update, turn: Turn) -> None:
    """Tap on a participant's card: how it is done."""
    turn.answer("check_ins/how", alert=True)


@routes.card(REQUEST)
def request_card(turn: Turn, participant_id: int, _reader: Person | None) -> tuple[str, Facts] | None:
    """Somebody who came after check-in was over, as the office sees it."""
    participant = find_participant_by_id(turn.session, participant_id)
    found = rows.find_check_in(turn.session, participant_id)
    if participant is None or found is None:
        return None
    return "check_ins/request", {
        "about": view_meeting(get_meeting(turn.session, participant.meeting_id)),
        "participant": participant,
        "person": get_person(turn.session, participant.person_id),
        "check_in": found,
        "by": get_person(turn.session, found.by_id) if found.by_id else None,
    }


def _tell_presence(turn: Turn, came: Presence) -> None:
    turn.say("check_ins/done", _presence_facts(came))
    if came.is_new and came.check_in.state == CheckInState.ASKED:
        turn.send_card(
            list_convenors(turn.session, turn.today), REQUEST, require_id(came.participant.id),
            manner=turn.manner_for(urgent=True, important=True),
        )  # fmt: skip


def _presence_facts(came: Presence) -> Facts:
    return {"about": view_meeting(came.meeting), "check_in": came.check_in, "is_new": came.is_new}
