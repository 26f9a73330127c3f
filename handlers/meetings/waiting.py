"""What of meetings waits for a person: calls without an answer; for the office also leave and days off."""

from handlers.meetings.facts import view_call, view_meeting
from handlers.routes import Routes
from handlers.turn import Turn
from handlers.waiting import Light, WaitingItem
from services.rights import Right
from storage import meetings as rows
from storage.meetings import Approver, Participant
from storage.people import get_person

routes = Routes()


@routes.todo("meetings")
def waiting(turn: Turn) -> list[WaitingItem]:
    """Unanswered calls that can still be answered; leave requests and days off for whoever convenes."""
    items = _unanswered(turn)
    found = rows.list_pending(turn.session, now=turn.now, awaits=Approver.CHAIR, chair_id=turn.my_id)
    if turn.may(Right.CONVENE):
        found += rows.list_pending(turn.session, now=turn.now, awaits=Approver.OFFICE)
        items += _days_off(turn)
    return [*items, *_requests(turn, found)]


def _unanswered(turn: Turn) -> list[WaitingItem]:
    calls = [view_call(turn, part) for part in rows.list_unanswered_of(turn.session, turn.my_id)]
    return [
        WaitingItem(
            "meetings/todo",
            Light.RED if call.meeting.reply_by and call.meeting.reply_by <= turn.now else Light.YELLOW,
            call.meeting.reply_by,
            {"call": call},
        )
        for call in calls
        if call.can_reply
    ]


def _requests(turn: Turn, found: list[Participant]) -> list[WaitingItem]:
    return [
        WaitingItem(
            "meetings/todo_leave",
            Light.YELLOW,
            rows.get_meeting(turn.session, part.meeting_id).starts_at,
            {
                "call": view_call(turn, part),
                "person": get_person(turn.session, part.person_id),
                "participant": part,
            },
        )
        for part in found
    ]


def _days_off(turn: Turn) -> list[WaitingItem]:
    return [
        WaitingItem(
            "meetings/todo_holiday", Light.YELLOW, meeting.starts_at, {"about": view_meeting(meeting)}
        )
        for meeting in rows.list_asking(turn.session, now=turn.now)
    ]
