"""What of meetings waits for a person: calls without an answer; for the office also leave and days off."""

from handlers.meetings.facts import view_call, view_meeting
from handlers.routes import Facts, Routes
from handlers.turn import Turn
from handlers.waiting import Light, WaitingItem
from services.rights import Right
from storage import meetings as rows
from storage.meetings import Approver, Meeting, Participant
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
    """Each on its own, or where many wait for one meeting, their list."""
    items: list[WaitingItem] = []
    for meeting_id in dict.fromkeys(part.meeting_id for part in found):
        meeting = rows.get_meeting(turn.session, meeting_id)
        parts = [part for part in found if part.meeting_id == meeting_id]
        if len(parts) > turn.house.mechanism.meetings.requests_apart:
            facts: Facts = {"about": view_meeting(meeting), "count": len(parts)}
            items.append(WaitingItem("meetings/todo_requests", Light.YELLOW, meeting.starts_at, facts))
        else:
            items += [_request(turn, meeting, part) for part in parts]
    return items


def _request(turn: Turn, meeting: Meeting, participant: Participant) -> WaitingItem:
    person = get_person(turn.session, participant.person_id)
    facts: Facts = {"call": view_call(turn, participant), "person": person, "participant": participant}
    return WaitingItem("meetings/todo_leave", Light.YELLOW, meeting.starts_at, facts)


def _days_off(turn: Turn) -> list[WaitingItem]:
    return [
        WaitingItem(
            "meetings/todo_holiday", Light.YELLOW, meeting.starts_at, {"about": view_meeting(meeting)}
        )
        for meeting in rows.list_asking(turn.session, now=turn.now)
    ]
