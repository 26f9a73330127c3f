"""Rounds around a meeting: the call, chases, the last hour, a change; everybody hears each once (M13)."""

from handlers.meetings.facts import CALL, MEETING, refresh_all, view_call, view_meeting
from handlers.meetings.feeding import send_invitation
from handlers.meetings.lists import send_summary
from handlers.meetings.papers import send_materials
from handlers.routes import Routes
from handlers.turn import Turn
from services.meetings import calling
from services.meetings.changes import purpose_of
from services.meetings.rounds import Lap, Round, run_lap
from storage import meetings as rows
from storage.accounts import list_groups_of
from storage.base import require_id
from storage.due import Due, DueState
from storage.meetings import Meeting, Participant, Reply
from storage.outbox import Priority
from storage.people import Person, get_person

routes = Routes()


@routes.due(calling.ROUND)
@routes.due(calling.CHASE)
@routes.due(calling.SOON)
@routes.due(calling.PREPARE)
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


def _say_call(turn: Turn, lap: Lap, participant: Participant) -> None:
    """Whoever convened the meeting gets its own card, with the same buttons."""
    participant.called_at = turn.now
    if participant.person_id != lap.meeting.created_by:
        _send_call(turn, lap.meeting, participant, Round.CALL, urgent=lap.urgent)
    send_materials(turn, lap.meeting, [_person(turn, participant)])
    send_invitation(turn, lap.meeting, _person(turn, participant))


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


def _say_preparation(turn: Turn, lap: Lap, participant: Participant) -> None:
    _remind(turn, lap, participant, "meetings/prepare")


def _say_moved(turn: Turn, lap: Lap, participant: Participant) -> None:
    """A new card to answer; released delegates hear that they are not needed."""
    if participant.withdrawn:
        turn.refresh_cards(CALL, require_id(participant.id))
        view = view_call(turn, participant)
        turn.tell(_person(turn, participant), "meetings/moved_delegate", urgent=True, call=view)
        return
    participant.called_at = turn.now
    if participant.person_id != lap.meeting.created_by:
        _send_call(turn, lap.meeting, participant, Round.MOVED, urgent=True)
    send_invitation(turn, lap.meeting, _person(turn, participant))


def _say_cancelled(turn: Turn, lap: Lap, participant: Participant) -> None:
    """Whoever called it off knows; their calendar has to hear of it all the same."""
    if participant.called_at is None:
        return
    turn.refresh_cards(CALL, require_id(participant.id))
    if participant.person_id != lap.by_id:
        turn.tell(
            _person(turn, participant),
            "meetings/cancelled",
            urgent=True,
            important=True,
            purpose=purpose_of(require_id(lap.meeting.id), Round.CANCELLED),
            call=view_call(turn, participant),
        )
    send_invitation(turn, lap.meeting, _person(turn, participant))


_SAY = {
    Round.CALL: _say_call,
    Round.CHASE: _say_chase,
    Round.SOON: _say_soon,
    Round.PREPARE: _say_preparation,
    Round.MOVED: _say_moved,
    Round.CANCELLED: _say_cancelled,
}


def _once(turn: Turn, lap: Lap) -> None:
    """What a round does beside the people: groups hear of changes, the office gets the last list."""
    if lap.what in (Round.MOVED, Round.CANCELLED):
        refresh_all(turn, lap.meeting)
        if lap.what is Round.MOVED and lap.by_id != lap.meeting.created_by:
            _show_convenor(turn, lap.meeting)
        template = "meetings/moved_group" if lap.what is Round.MOVED else "meetings/cancelled_group"
        for _, body in rows.list_meeting_bodies(turn.session, require_id(lap.meeting.id)):
            for group in list_groups_of(turn.session, require_id(body.id)):
                turn.tell_group(group, template, urgent=True, about=view_meeting(lap.meeting))
    elif lap.what is Round.SOON:
        send_summary(turn, lap.meeting)


def _show_convenor(turn: Turn, meeting: Meeting) -> None:
    """A colleague has moved it: whoever convened it answers anew on its card."""
    manner = turn.manner_for(urgent=True, important=True)
    turn.send_card(
        get_person(turn.session, meeting.created_by), MEETING, require_id(meeting.id), manner=manner
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
