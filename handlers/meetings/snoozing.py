"""“Remind me later” on a reminder: in an hour, tomorrow morning, an hour before the meeting (M14)."""

from telegram import Update

from handlers.meetings.facts import view_call
from handlers.routes import Routes
from handlers.turn import Turn
from services.meetings import calling
from services.meetings.changes import purpose_of
from services.meetings.rounds import Round
from services.meetings.snoozing import Later, find_snoozed, put_off
from services.outcomes import Stale
from storage import meetings as rows
from storage.base import require_id
from storage.due import Due, DueState
from storage.meetings import Reply
from storage.people import get_person

routes = Routes()


@routes.tap("meeting.later")
def later(_update: Update, turn: Turn) -> None:
    """Tap on a reminder: it comes again at another time. Raises SnoozeTooLate and what answering raises."""
    try:
        when = Later(turn.press.argument(1))
    except ValueError:
        raise Stale from None
    participant, at = put_off(
        turn.session,
        turn.press.subject,
        turn.press.number(),
        when,
        by=turn.me,
        rules=turn.house.mechanism.meetings,
        time=turn.working_time,
        now=turn.now,
    )
    turn.answer("meetings/snoozed_toast", at=at)
    turn.edit("meetings/snoozed", call=view_call(turn, participant), at=at)


@routes.due(calling.SNOOZE)
def remind_again(row: Due, turn: Turn) -> None:
    """The time that somebody chose has come; whoever has answered meanwhile hears nothing more about that."""
    participant = find_snoozed(turn.session, row, now=turn.now)
    if participant is None:
        row.state = DueState.MISSED
        return
    meeting = rows.get_meeting(turn.session, participant.meeting_id)
    silent = participant.reply == Reply.NONE
    template = "meetings/chase" if silent else "meetings/soon"
    purpose = purpose_of(require_id(meeting.id), Round.CHASE if silent else Round.SOON)
    person = get_person(turn.session, participant.person_id)
    turn.tell(person, template, urgent=row.urgent, purpose=purpose, call=view_call(turn, participant))
