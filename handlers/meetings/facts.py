"""What the cards of a meeting show, and how they look to each reader."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.routes import Facts, Routes
from handlers.turn import Turn
from services.calendar import CalendarMissing
from services.meetings.changes import holiday_options
from services.meetings.materials import count_materials
from services.meetings.planning import Frame
from services.meetings.reading import (
    Numbering,
    delegate_person,
    has_confirmed_delegate,
    may_see_meeting,
    numbering_of,
    sender_person,
    tally_of,
)
from services.meetings.timetable import changes_until, make_timetable, preparation_due
from services.meetings.transitions import actions_of
from services.outcomes import CalendarUnknown
from services.people import hats_of, unit_on
from services.rights import Right, may
from storage import meetings as rows
from storage.agendas import has_been_sent
from storage.base import require_id
from storage.bodies import get_body
from storage.meetings import Meeting, MeetingState, Participant
from storage.people import Person, find_person, get_person

routes = Routes()

MEETING, CALL, GROUP, PROPOSAL, REQUEST, REQUESTS, DELIVERY = (
    "meeting",
    "meeting.call",
    "meeting.group",
    "meeting.proposal",
    "meeting.request",
    "meeting.requests",
    "meeting.delivery",
)


def frame_of(turn: Turn) -> Frame:
    """The rules in force and the working time of this turn."""
    return Frame(turn.house.mechanism.meetings, turn.working_time)


@dataclass(frozen=True, slots=True)
class MeetingView:
    """What every message about a meeting shows."""

    meeting: Meeting
    numbering: Numbering | None


@dataclass(frozen=True, slots=True)
class CallView:
    """A person's part in a meeting: answer, delegate or sender, until when it may be changed."""

    meeting: Meeting
    numbering: Numbering | None
    participant: Participant
    delegate: Person | None
    delegate_confirmed: bool
    sender: Person | None
    until: datetime
    can_reply: bool
    prepare_by: datetime | None = None
    """Until when what the meeting wants beforehand is handed in."""
    later: timedelta = timedelta()
    before: timedelta = timedelta()
    """What a reminder offers: to come again so much later, so long before the meeting."""


def view_meeting(meeting: Meeting) -> MeetingView:
    """What messages show of a meeting."""
    return MeetingView(meeting, numbering_of(meeting))


def view_call(turn: Turn, participant: Participant) -> CallView:
    """What messages show of a person's part in a meeting."""
    meeting = rows.get_meeting(turn.session, participant.meeting_id)
    until = changes_until(meeting.starts_at, turn.house.mechanism.meetings)
    in_time = meeting.state == MeetingState.CALLED and turn.now <= until
    return CallView(
        meeting=meeting,
        numbering=numbering_of(meeting),
        participant=participant,
        delegate=delegate_person(turn.session, participant),
        delegate_confirmed=has_confirmed_delegate(turn.session, participant),
        sender=sender_person(turn.session, participant),
        until=until,
        can_reply=in_time and not participant.withdrawn,
        prepare_by=prepare_by_of(turn, meeting),
        later=timedelta(minutes=turn.house.mechanism.meetings.snooze.minutes),
        before=timedelta(minutes=turn.house.mechanism.meetings.snooze.before_minutes),
    )


def prepare_by_of(turn: Turn, meeting: Meeting) -> datetime | None:
    """Until when things are handed in before a meeting; None where nothing is, or the calendar is missing."""
    if not meeting.preparation:
        return None
    try:
        return preparation_due(meeting.starts_at, turn.house.mechanism.meetings, turn.working_time)
    except CalendarMissing:
        return None


@routes.card(MEETING)
def meeting_card(turn: Turn, meeting_id: int, reader: Person | None) -> tuple[str, Facts] | None:
    """A meeting with its live tally; the office may change it, participants may answer on it."""
    return meeting_facts(turn, meeting_id, reader, more=False)


def meeting_facts(
    turn: Turn, meeting_id: int, reader: Person | None, *, more: bool
) -> tuple[str, Facts] | None:
    """The card, with its main buttons or with those that are needed less often."""
    meeting = rows.find_meeting(turn.session, meeting_id)
    if meeting is None or reader is None:
        return None
    hats = hats_of(turn.session, reader, turn.today)
    if not may_see_meeting(turn.session, meeting, hats):
        return None
    convenes = may(Right.CONVENE, hats)
    mine = rows.find_participant(turn.session, meeting_id, require_id(reader.id))
    facts: Facts = {
        "about": view_meeting(meeting),
        "more": more,
        "call": view_call(turn, mine) if mine and not mine.withdrawn else None,
        "tally_now": tally_of(turn.session, meeting),
        "call_at": _call_at(turn, meeting),
        "convenes": convenes,
        "chair": find_person(turn.session, meeting.chair_id),
        "materials": count_materials(turn.session, meeting_id),
        "bodies": [body.short_name for _, body in rows.list_meeting_bodies(turn.session, meeting_id)],
        "actions": actions_of(meeting, turn.now) if convenes else frozenset(),
    }
    return "meetings/card", facts


def _call_at(turn: Turn, meeting: Meeting) -> datetime | None:
    """When a planned meeting will be called; None when it is not, or cannot be told."""
    if meeting.state != MeetingState.PLANNED:
        return None
    try:
        return make_timetable(
            meeting.starts_at, turn.house.mechanism.meetings, turn.working_time, now=turn.now
        ).call_at
    except CalendarMissing:
        return None


@routes.card(CALL)
def call_card(turn: Turn, participant_id: int, _reader: Person | None) -> tuple[str, Facts] | None:
    """The call as its receiver sees it, with the answer and what may still be changed."""
    participant = rows.get_participant(turn.session, participant_id)
    meeting = rows.get_meeting(turn.session, participant.meeting_id)
    return "meetings/call", {
        "call": view_call(turn, participant),
        "chair": find_person(turn.session, meeting.chair_id),
        "materials": count_materials(turn.session, participant.meeting_id),
        "has_agenda": has_been_sent(turn.session, participant.meeting_id),
    }


@routes.card(GROUP)
def group_card(turn: Turn, meeting_body_id: int, _reader: Person | None) -> tuple[str, Facts] | None:
    """What a body's group sees: the meeting and how many of the body have answered, never who has not."""
    found = rows.find_meeting_body(turn.session, meeting_body_id)
    if found is None:
        return None
    meeting = rows.get_meeting(turn.session, found[0].meeting_id)
    tally = tally_of(turn.session, meeting, meeting_body_id)
    return "meetings/group", {"about": view_meeting(meeting), "body": found[1], "tally_now": tally}


@routes.card(PROPOSAL)
def proposal_card(turn: Turn, meeting_id: int, _reader: Person | None) -> tuple[str, Facts] | None:
    """The question to the office about a meeting that falls on a day off, and what became of it."""
    meeting = rows.get_meeting(turn.session, meeting_id)
    day = turn.working_time.day_of(meeting.starts_at)
    try:
        options = holiday_options(meeting, frame_of(turn))
    except CalendarMissing as missing:
        return CalendarUnknown.template, {"year": missing.year}
    open_still = meeting.state == MeetingState.ASKING and meeting.starts_at > turn.now
    return "meetings/proposal", {
        "about": view_meeting(meeting), "day": day,
        "moved": meeting.slot is not None and day != meeting.slot, "options": options, "open": open_still
    }  # fmt: skip


@routes.card(REQUEST)
def request_card(turn: Turn, participant_id: int, reader: Person | None) -> tuple[str, Facts] | None:
    """A request for leave or to send somebody: the office and the chair see it, nobody else."""
    participant = rows.get_participant(turn.session, participant_id)
    meeting = rows.get_meeting(turn.session, participant.meeting_id)
    if reader is None:
        return None
    convenes = may(Right.CONVENE, hats_of(turn.session, reader, turn.today))
    delegate = delegate_person(turn.session, participant)
    return "meetings/request", {
        "about": view_meeting(meeting),
        "participant": participant,
        "person": get_person(turn.session, participant.person_id),
        "unit": get_body(turn.session, participant.unit_id),
        "delegate": delegate,
        "delegate_unit": unit_on(turn.session, delegate, turn.today) if delegate else None,
        "chair": find_person(turn.session, meeting.chair_id),
        "convenes": convenes,
        "chairs": reader.id == meeting.chair_id,
        "open": meeting.state == MeetingState.CALLED and meeting.starts_at > turn.now,
    }


def refresh_tallies(turn: Turn, meeting: Meeting, *participants: Participant) -> None:
    """Answers have changed: the office's cards, and those of the groups through which they were called."""
    turn.refresh_cards(MEETING, require_id(meeting.id))
    counted = [one.stands_for_id or require_id(one.id) for one in participants]
    seats = {seat for one in counted for seat in rows.list_seats(turn.session, one)}
    for meeting_body_id in sorted(seats):
        turn.refresh_cards(GROUP, meeting_body_id)


def refresh_request(turn: Turn, participant: Participant) -> None:
    """A request has been made, decided or taken back: its own cards, and the lists in which it stands."""
    turn.refresh_cards(REQUEST, require_id(participant.id))
    turn.refresh_cards(REQUESTS, participant.meeting_id)


def refresh_all(turn: Turn, meeting: Meeting) -> None:
    """The meeting itself has changed: every card of the office and the groups."""
    meeting_id = require_id(meeting.id)
    turn.refresh_cards(MEETING, meeting_id)
    turn.refresh_cards(PROPOSAL, meeting_id)
    for meeting_body, _ in rows.list_meeting_bodies(turn.session, meeting_id):
        turn.refresh_cards(GROUP, require_id(meeting_body.id))
