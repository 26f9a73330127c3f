"""What the office does with a meeting: another time, calling off, days off (M13)."""

from datetime import date, datetime

from telegram import Update

from handlers import forms
from handlers.intake import Intake
from handlers.meetings.facts import MEETING, frame_of, meeting_facts, refresh_all, view_meeting
from handlers.routes import Routes
from handlers.turn import Turn
from services.meetings.changes import cancel_meeting, keep_meeting, move_meeting, skip_meeting
from services.meetings.outcomes import TimeMissing, TimeUnclear
from services.meetings.reading import tally_of
from services.meetings.transitions import MeetingAction, actions_of
from services.moments import Moment, read_moment
from services.outcomes import Stale
from services.rights import Right
from storage import meetings as rows
from storage.base import require_id
from storage.conversations import Conversation
from storage.meetings import Meeting, MeetingNotFound

routes = Routes()

FORM = "meeting_move"


@routes.tap("meeting.card")
def back_to_card(_update: Update, turn: Turn) -> None:
    """Tap on `back`: the meeting's card in place of what is shown."""
    meeting = the_meeting(turn)
    turn.refresh_cards(MEETING, require_id(meeting.id))


@routes.tap("meeting.more")
def show_more(_update: Update, turn: Turn) -> None:
    """Tap of the office: the buttons that are needed less often."""
    meeting = the_meeting(turn)
    shown = meeting_facts(turn, require_id(meeting.id), turn.me, more=True)
    if shown is not None:
        template, facts = shown
        turn.edit(template, **facts)


@routes.tap("meeting.move")
def move(_update: Update, turn: Turn) -> None:
    """Tap of the office: another time is asked for."""
    meeting = the_meeting(turn)
    if MeetingAction.MOVE not in actions_of(meeting, turn.now):
        raise Stale
    forms.open_form(turn, FORM, subject_id=meeting.id, asked="time")
    turn.reply("meetings/move_asked", about=view_meeting(meeting))


@routes.form(FORM)
def new_time(turn: Turn, conversation: Conversation, intake: Intake) -> None:
    """The new time was typed; it is shown once more before anybody hears of it."""
    turn.require(Right.CONVENE)
    meeting = rows.get_meeting(turn.session, conversation.subject_id or 0)
    moment = read_moment(intake.text, turn.today)
    if moment is None or (moment.every_day or moment.every_weekday):
        raise TimeUnclear
    starts_at, ends_at = _times(turn, meeting, moment)
    forms.answer_form(
        turn,
        conversation,
        asked="time",
        starts_at=starts_at.isoformat(),
        ends_at=ends_at.isoformat() if ends_at else None,
    )
    turn.reply(
        "meetings/move_confirm",
        about=view_meeting(meeting),
        starts_at=starts_at,
        form=forms.form_id(conversation),
    )


@routes.tap("meeting.move_now")
def move_now(_update: Update, turn: Turn) -> None:
    """Tap of the office (the second one): the meeting gets the time that was typed."""
    turn.require(Right.CONVENE)
    form = forms.my_form(turn, FORM)
    if "starts_at" not in form.answers:
        raise TimeMissing
    ends_at = form.answers.get("ends_at")
    meeting = move_meeting(
        turn.session,
        form.subject_id or 0,
        datetime.fromisoformat(form.answers["starts_at"]),
        datetime.fromisoformat(ends_at) if ends_at else None,
        by=turn.me,
        frame=frame_of(turn),
        now=turn.now,
    )
    forms.close_form(turn, form)
    _changed(turn, meeting)


@routes.tap("meeting.cancel")
def cancel(_update: Update, turn: Turn) -> None:
    """Tap of the office: calling off is asked about once more."""
    meeting = the_meeting(turn)
    if MeetingAction.CANCEL not in actions_of(meeting, turn.now):
        raise Stale
    turn.edit(
        "meetings/cancel_confirm", about=view_meeting(meeting), tally_now=tally_of(turn.session, meeting)
    )


@routes.tap("meeting.cancel_now")
def cancel_now(_update: Update, turn: Turn) -> None:
    """Tap of the office (the second one): called off."""
    meeting = the_meeting(turn)
    frame = frame_of(turn)
    _changed(
        turn, cancel_meeting(turn.session, require_id(meeting.id), by=turn.me, frame=frame, now=turn.now)
    )


@routes.tap("meeting.postpone")
def postpone(_update: Update, turn: Turn) -> None:
    """Tap on a proposal: the meeting moves to the day that was proposed, at its usual time."""
    meeting = the_meeting(turn)
    try:
        day = date.fromordinal(turn.press.number())
    except (ValueError, OverflowError):
        raise Stale from None
    clock = meeting.starts_at.astimezone(turn.house.zone).time()
    starts_at = turn.working_time.at(day, clock)
    moved = move_meeting(
        turn.session, turn.press.subject, starts_at, by=turn.me, frame=frame_of(turn), now=turn.now
    )
    _changed(turn, moved)


@routes.tap("meeting.skip")
def skip(_update: Update, turn: Turn) -> None:
    """Tap on a proposal, or on a meeting that nobody has been called to: it does not take place."""
    meeting, frame = the_meeting(turn), frame_of(turn)
    _changed(turn, skip_meeting(turn.session, require_id(meeting.id), by=turn.me, frame=frame, now=turn.now))


@routes.tap("meeting.keep")
def keep(_update: Update, turn: Turn) -> None:
    """Tap on a proposal: it takes place all the same."""
    meeting_id, frame = require_id(the_meeting(turn).id), frame_of(turn)
    _changed(turn, keep_meeting(turn.session, meeting_id, by=turn.me, frame=frame, now=turn.now))


def _changed(turn: Turn, meeting: Meeting) -> None:
    turn.answer("meetings/recorded")
    refresh_all(turn, meeting)
    if turn.sender.callback_query_id:
        turn.edit("meetings/changed", about=view_meeting(meeting))


def _times(turn: Turn, meeting: Meeting, moment: Moment) -> tuple[datetime, datetime | None]:
    """The typed time; what was not typed stays as it was. Raises TimeUnclear."""
    local = meeting.starts_at.astimezone(turn.house.zone)
    day, clock = moment.day or local.date(), moment.start or local.time()
    starts_at = turn.working_time.at(day, clock)
    ends_at = turn.working_time.at(day, moment.end) if moment.end else None
    return starts_at, ends_at


def the_meeting(turn: Turn) -> Meeting:
    """The meeting of the tapped button, for somebody who may convene. Raises NotAllowed, Stale."""
    turn.require(Right.CONVENE)
    try:
        return rows.get_meeting(turn.session, turn.press.subject)
    except MeetingNotFound:
        raise Stale from None
