"""What happens by itself around a meeting: call, chases, list, the last hour, the next of a series."""

from handlers.meetings.facts import (
    CALL,
    GROUP,
    MEETING,
    PROPOSAL,
    frame_of,
    refresh_all,
    view_call,
    view_meeting,
)
from handlers.routes import Routes
from handlers.turn import Turn
from services.calendar import CalendarMissing
from services.meetings import calling, planning
from services.meetings.calling import open_call
from services.meetings.changes import purpose_of, skip_undecided
from services.meetings.planning import next_slot, plan_next
from services.meetings.reading import list_convenors, tally_of
from services.meetings.rounds import Lap, Round, begin_round, run_lap
from storage import meetings as rows
from storage.accounts import list_groups_of
from storage.base import require_id
from storage.bodies import Body
from storage.due import Due, DueState
from storage.meetings import Meeting, MeetingState, Participant, Reply
from storage.outbox import Priority
from storage.people import Person, Role, get_person, list_people_of

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
    begin_round(turn.session, meeting, Round.CALL, now=turn.now)
    for meeting_body, body in rows.list_meeting_bodies(turn.session, meeting_id):
        for group in list_groups_of(turn.session, require_id(body.id)):
            turn.send_group_card(group, GROUP, require_id(meeting_body.id))
    turn.send_card(get_person(turn.session, meeting.created_by), MEETING, meeting_id)


@routes.due(calling.ROUND)
@routes.due(calling.CHASE)
@routes.due(calling.SOON)
def run_round(row: Due, turn: Turn) -> None:
    """Part of a round: the next participants are told; a round that lost its sense is missed."""
    lap = run_lap(turn.session, row, rules=turn.house.mechanism.meetings, now=turn.now)
    if lap is None:
        row.state = DueState.MISSED
        return
    for participant in lap.people:
        _SAY[lap.what](turn, lap, participant)
    if lap.is_first:
        _once(turn, lap)


@routes.due(calling.SILENT)
def list_silent(row: Due, turn: Turn) -> None:
    """Answers were due: the office gets the list of the silent, the deputies of their units hear of it."""
    meeting = rows.get_meeting(turn.session, row.subject_id or 0)
    if meeting.state != MeetingState.CALLED or meeting.starts_at <= turn.now:
        row.state = DueState.MISSED
        return
    _send_silent(turn, meeting)
    for deputy, silent in _silent_by_deputy(turn, meeting):
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
    if planned is None and tries % WARN_EVERY == 0:
        slot = next_slot(series, frame, after=turn.now)
        people = list_convenors(turn.session, turn.today)
        turn.tell(people, "meetings/calendar_missing", series=series, slot=slot)


def _say_call(turn: Turn, lap: Lap, participant: Participant) -> None:
    """Whoever convened the meeting has its own card already, with the same buttons."""
    participant.called_at = turn.now
    if participant.person_id != lap.meeting.created_by:
        _send_call(turn, lap.meeting, participant, Round.CALL)


def _say_chase(turn: Turn, lap: Lap, participant: Participant) -> None:
    _remind(turn, lap, participant, "meetings/chase")


def _say_soon(turn: Turn, lap: Lap, participant: Participant) -> None:
    if participant.withdrawn:
        return
    coming = participant.reply == Reply.ATTEND or participant.stands_for_id is not None
    if coming:
        _remind(turn, lap, participant, "meetings/soon")
    elif participant.reply == Reply.NONE:
        _remind(turn, lap, participant, "meetings/last_notice")


def _say_moved(turn: Turn, lap: Lap, participant: Participant) -> None:
    """A new card to answer; released delegates hear that they are not needed."""
    if participant.withdrawn:
        turn.refresh_cards(CALL, require_id(participant.id))
        view = view_call(turn, participant)
        turn.tell(_person(turn, participant), "meetings/moved_delegate", urgent=True, call=view)
        return
    participant.called_at = turn.now
    _send_call(turn, lap.meeting, participant, Round.MOVED, urgent=True)


def _say_cancelled(turn: Turn, lap: Lap, participant: Participant) -> None:
    if participant.called_at is None:
        return
    turn.refresh_cards(CALL, require_id(participant.id))
    turn.tell(
        _person(turn, participant),
        "meetings/cancelled",
        urgent=True,
        important=True,
        purpose=purpose_of(require_id(lap.meeting.id), Round.CANCELLED),
        call=view_call(turn, participant),
    )


_SAY = {
    Round.CALL: _say_call,
    Round.CHASE: _say_chase,
    Round.SOON: _say_soon,
    Round.MOVED: _say_moved,
    Round.CANCELLED: _say_cancelled,
}


def _once(turn: Turn, lap: Lap) -> None:
    """What a round does beside the people: groups hear of changes, the office gets the last list."""
    if lap.what in (Round.MOVED, Round.CANCELLED):
        refresh_all(turn, lap.meeting)
        template = "meetings/moved_group" if lap.what is Round.MOVED else "meetings/cancelled_group"
        for _, body in rows.list_meeting_bodies(turn.session, require_id(lap.meeting.id)):
            for group in list_groups_of(turn.session, require_id(body.id)):
                turn.tell_group(group, template, urgent=True, about=view_meeting(lap.meeting))
    elif lap.what is Round.SOON and tally_of(turn.session, lap.meeting).silent:
        _send_silent(turn, lap.meeting)


def _silent_by_deputy(turn: Turn, meeting: Meeting) -> list[tuple[Person, list[tuple[Person, Body]]]]:
    """Deputies in charge with the silent people of their unit, without themselves: one notice for each."""
    deputies: dict[int, Person] = {}
    silent: dict[int, list[tuple[Person, Body]]] = {}
    for _, person, unit in rows.list_named(turn.session, require_id(meeting.id), Reply.NONE):
        for deputy in list_people_of(turn.session, unit, Role.DEPUTY_IN_CHARGE, on=turn.today):
            if deputy.id != person.id:
                deputies[require_id(deputy.id)] = deputy
                silent.setdefault(require_id(deputy.id), []).append((person, unit))
    return [(deputy, silent[deputy_id]) for deputy_id, deputy in deputies.items()]


def _send_silent(turn: Turn, meeting: Meeting) -> None:
    """Name, unit and number of everybody who has not answered, to the office, in private."""
    silent = rows.list_named(turn.session, require_id(meeting.id), Reply.NONE)
    turn.tell(
        list_convenors(turn.session, turn.today),
        "meetings/silent",
        important=True,
        about=view_meeting(meeting),
        silent=silent,
        tally_now=tally_of(turn.session, meeting),
    )


def _send_call(
    turn: Turn, meeting: Meeting, participant: Participant, what: Round, *, urgent: bool = False
) -> None:
    purpose = purpose_of(require_id(meeting.id), what)
    priority = Priority.REMINDER if urgent else Priority.BROADCAST
    manner = turn.manner_for(urgent=urgent, important=True, priority=priority, purpose=purpose)
    turn.send_card(_person(turn, participant), CALL, require_id(participant.id), manner=manner)


def _remind(turn: Turn, lap: Lap, participant: Participant, template: str) -> None:
    purpose = purpose_of(require_id(lap.meeting.id), lap.what)
    view = view_call(turn, participant)
    urgent = lap.what is Round.SOON
    turn.tell(_person(turn, participant), template, urgent=urgent, purpose=purpose, call=view)


def _person(turn: Turn, participant: Participant) -> Person:
    return get_person(turn.session, participant.person_id)
