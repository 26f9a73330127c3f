"""What the messages of a check-in show."""

from handlers.meetings.facts import view_meeting
from handlers.routes import Facts
from handlers.turn import Turn
from services.check_ins import Attended, list_sheet, window_of
from services.outcomes import Stale
from storage.meetings import Meeting, MeetingNotFound, get_meeting

PRESENT = (Attended.ON_TIME, Attended.LATE, Attended.MADE_UP)


def desk_facts(turn: Turn, meeting: Meeting) -> Facts:
    """Times and how many are there."""
    rules = turn.house.mechanism.meetings
    listed = list_sheet(turn.session, meeting, rules, turn.now)
    return {
        "about": view_meeting(meeting),
        "window": window_of(meeting, rules, turn.working_time),
        "invited": len(listed),
        "present": sum(row.attended in PRESENT for row in listed),
        "late": sum(row.attended is Attended.LATE for row in listed),
    }


def the_meeting(turn: Turn) -> Meeting:
    """The meeting of the tapped button. Raises Stale."""
    try:
        return get_meeting(turn.session, turn.press.subject)
    except MeetingNotFound:
        raise Stale from None
