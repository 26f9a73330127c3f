"""/meetings: what is coming, with one's own answer; the series; opening a meeting by its number (M13)."""

from telegram import Update

from handlers.meetings.facts import (
    CALL,
    MEETING,
    PROPOSAL,
    REQUEST,
    CallView,
    MeetingView,
    view_call,
    view_meeting,
)
from handlers.numbers import Number
from handlers.routes import Routes
from handlers.turn import Turn
from services.meetings.planning import end_series
from services.meetings.reading import may_see_meeting
from services.meetings.recurrence import read_rule
from services.outcomes import NotAllowed, Stale
from services.rights import Right
from storage import meetings as rows
from storage.accounts import GroupState, find_group
from storage.base import require_id
from storage.bodies import get_body
from storage.meetings import Meeting, MeetingNotFound

routes = Routes()

PAGE, IN_GROUP = 5, 3


@routes.command("meetings", group=True)
def meetings(_update: Update, turn: Turn) -> None:
    """/meetings: one's own upcoming meetings; all of them for the office; a body's in its group."""
    if turn.sender.is_private:
        turn.say("meetings/list", _page(turn, 0))
        return
    group = find_group(turn.session, turn.sender.chat_id, turn.sender.thread_id)
    if group is None or group.body_id is None or group.state != GroupState.BOUND:
        return
    body = get_body(turn.session, group.body_id)
    found = rows.list_upcoming_of_body(turn.session, group.body_id, now=turn.now, limit=IN_GROUP)
    turn.reply("meetings/group_list", body=body, meetings=[view_meeting(one) for one in found])


@routes.tap("meeting.page")
def page(_update: Update, turn: Turn) -> None:
    """Tap on another page of the list."""
    turn.edit("meetings/list", **_page(turn, max(0, turn.press.number())))


@routes.tap("meeting.open")
def open_from_list(_update: Update, turn: Turn) -> None:
    """Tap on a meeting in a list."""
    try:
        meeting = rows.get_meeting(turn.session, turn.press.subject)
    except MeetingNotFound:
        raise Stale from None
    show_meeting(turn, meeting)


@routes.tap("meeting.open_call")
def open_call(_update: Update, turn: Turn) -> None:
    """Tap in /todo: the call that waits for an answer."""
    participant = rows.find_participant_by_id(turn.session, turn.press.subject)
    if participant is None or participant.person_id != turn.my_id:
        raise Stale
    turn.show_card(CALL, turn.press.subject)


@routes.tap("meeting.open_leave")
def open_leave(_update: Update, turn: Turn) -> None:
    """Tap in /todo of the office or the chair: a request. Raises NotAllowed, Stale."""
    participant = rows.find_participant_by_id(turn.session, turn.press.subject)
    if participant is None:
        raise Stale
    meeting = rows.get_meeting(turn.session, participant.meeting_id)
    if meeting.chair_id != turn.my_id:
        turn.require(Right.CONVENE)
    turn.show_card(REQUEST, turn.press.subject)


@routes.tap("meeting.open_question")
def open_question(_update: Update, turn: Turn) -> None:
    """Tap in /todo of the office: a meeting on a day off."""
    turn.require(Right.CONVENE)
    if rows.find_meeting(turn.session, turn.press.subject) is None:
        raise Stale
    turn.show_card(PROPOSAL, turn.press.subject)


@routes.number("HY")
def open_number(turn: Turn, number: Number) -> None:
    """HY-2026-0001: the meeting with this number."""
    meeting = rows.find_meeting_numbered(turn.session, number.year or turn.today.year, number.number)
    if meeting is None:
        turn.reply("meetings/refused/unknown_number")
        return
    show_meeting(turn, meeting)


@routes.tap("meeting.series")
def series(_update: Update, turn: Turn) -> None:
    """Tap of the office: the series that go on."""
    turn.require(Right.CONVENE)
    found = rows.list_series(turn.session)
    planned = [rows.list_open_of_series(turn.session, require_id(one.id), now=turn.now) for one in found]
    listed = [
        (one, read_rule(one.rrule), coming[0] if coming else None)
        for one, coming in zip(found, planned, strict=True)
    ]
    turn.edit("meetings/series", listed=listed, ending=turn.press.subject_id)


@routes.tap("meeting.end_series")
def end(_update: Update, turn: Turn) -> None:
    """Tap of the office (the second one): no further meetings of a series."""
    turn.require(Right.CONVENE)
    try:
        ended = end_series(turn.session, turn.press.subject)
    except MeetingNotFound:
        raise Stale from None
    turn.edit("meetings/series_ended", series=ended)


def show_meeting(turn: Turn, meeting: Meeting) -> None:
    """A meeting as this person may see it: its card, or the call to them. Raises NotAllowed."""
    if not may_see_meeting(turn.session, meeting, turn.hats):
        raise NotAllowed
    mine = rows.find_participant(turn.session, require_id(meeting.id), turn.my_id)
    if turn.may(Right.CONVENE) or mine is None or mine.called_at is None:
        turn.show_card(MEETING, require_id(meeting.id))
    else:
        turn.show_card(CALL, require_id(mine.id))


def _page(turn: Turn, number: int) -> dict[str, object]:
    convenes = turn.may(Right.CONVENE)
    listed = _all(turn, number) if convenes else _mine(turn, number)
    return {"page": number, "listed": listed[:PAGE], "more": len(listed) > PAGE, "convenes": convenes}


def _mine(turn: Turn, number: int) -> list[tuple[MeetingView, CallView | None]]:
    found = rows.list_upcoming_for(
        turn.session, turn.my_id, now=turn.now, limit=PAGE + 1, offset=number * PAGE
    )
    return [(view_meeting(meeting), view_call(turn, participant)) for meeting, participant in found]


def _all(turn: Turn, number: int) -> list[tuple[MeetingView, CallView | None]]:
    found = rows.list_upcoming(turn.session, now=turn.now, limit=PAGE + 1, offset=number * PAGE)
    listed: list[tuple[MeetingView, CallView | None]] = []
    for meeting in found:
        mine = rows.find_participant(turn.session, require_id(meeting.id), turn.my_id)
        listed.append((view_meeting(meeting), view_call(turn, mine) if mine else None))
    return listed
