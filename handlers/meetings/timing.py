"""What happens by itself: call, list of the silent, questions about days off, the next of a series."""

from handlers import cards
from handlers.meetings.facts import GROUP, MEETING, PROPOSAL, frame_of, view_meeting
from handlers.meetings.lists import send_silent, silent_by_deputy
from handlers.routes import Routes
from handlers.turn import Turn
from services.calendar import CalendarMissing
from services.meetings import calling, planning
from services.meetings.calling import open_call
from services.meetings.changes import skip_undecided
from services.meetings.planning import next_slot, plan_next
from services.meetings.reading import list_convenors
from services.meetings.rounds import Round, begin_round
from storage import meetings as rows
from storage.accounts import Group, list_groups_of
from storage.base import require_id
from storage.cards import list_pinned
from storage.due import Due, DueState
from storage.meetings import MeetingState
from storage.people import get_person

routes = Routes()

WARN_EVERY = 7
"""Tries, one a day: the office is told at the first and then weekly."""


@routes.due(planning.CALL)
def call(row: Due, turn: Turn) -> None:
    """The time of the call: participants are fixed, groups get their card, the round of calls begins."""
    meeting_id = row.subject_id or 0
    try:
        meeting = open_call(turn.session, meeting_id, frame=frame_of(turn), now=turn.now)
    except CalendarMissing:
        meeting = None
    if meeting is None:
        row.state = DueState.MISSED
        return
    begin_round(turn.session, meeting, Round.CALL, urgent=row.urgent, now=turn.now)
    for meeting_body, body in rows.list_meeting_bodies(turn.session, meeting_id):
        for group in list_groups_of(turn.session, require_id(body.id)):
            _show_group(turn, group, require_id(meeting_body.id))
    turn.send_card(get_person(turn.session, meeting.created_by), MEETING, meeting_id)


@routes.due(calling.SILENT)
def list_silent(row: Due, turn: Turn) -> None:
    """Answers were due: the office gets the list of the silent, the deputies of their units hear of it."""
    meeting = rows.get_meeting(turn.session, row.subject_id or 0)
    if meeting.state != MeetingState.CALLED or meeting.starts_at <= turn.now:
        row.state = DueState.MISSED
        return
    send_silent(turn, meeting)
    for deputy, silent in silent_by_deputy(turn, meeting):
        turn.tell(deputy, "meetings/unit_silent", silent=silent, about=view_meeting(meeting))


@routes.due(planning.HOLIDAY)
def ask_about_holiday(row: Due, turn: Turn) -> None:
    """A meeting falls on a day off: the office decides, nothing goes out before (scenario 19)."""
    meeting = rows.get_meeting(turn.session, row.subject_id or 0)
    if meeting.state != MeetingState.ASKING or meeting.starts_at <= turn.now:
        row.state = DueState.MISSED
        return
    turn.send_card(list_convenors(turn.session, turn.today), PROPOSAL, require_id(meeting.id))


@routes.due(planning.PLAN)
def plan_series(row: Due, turn: Turn) -> None:
    """The next meeting of a series is planned; while its year's holidays are unknown the office is told."""
    series = rows.get_series(turn.session, row.subject_id or 0)
    skip_undecided(turn.session, require_id(series.id), now=turn.now)
    if not series.active:
        row.state = DueState.CANCELLED
        return
    frame, tries = frame_of(turn), int(row.payload.get("tries", 0))
    planned = plan_next(turn.session, series, frame=frame, now=turn.now, tries=tries)
    slot = next_slot(series, frame, after=turn.now)
    if planned is None and slot is not None and tries % WARN_EVERY == 0:
        people = list_convenors(turn.session, turn.today)
        turn.tell(people, "meetings/calendar_missing", series=series, slot=slot)


def _show_group(turn: Turn, group: Group, meeting_body_id: int) -> None:
    """The group's card is pinned; those of meetings that are over give way."""
    for old in list_pinned(turn.session, group.chat_id, GROUP):
        found = rows.find_meeting_body(turn.session, old.subject_id)
        if found is None or rows.get_meeting(turn.session, found[0].meeting_id).starts_at <= turn.now:
            cards.unpin(turn, GROUP, old.subject_id)
    turn.send_group_card(group, GROUP, meeting_body_id)
    cards.pin(turn, GROUP, meeting_body_id)
