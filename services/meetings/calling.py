"""The call: who is called becomes rows, and every reminder of the meeting becomes a due row (M13, M14)."""

from datetime import datetime

from services.calendar import CalendarMissing
from services.meetings.audience import Guest, list_guests
from services.meetings.planning import Frame, note_step, schedule_question
from services.meetings.requests import expect_chair
from services.meetings.timetable import Timetable, breaks_quiet, make_timetable, preparation_due
from services.meetings.transitions import MeetingAction, transit
from services.outcomes import CalendarUnknown
from storage import meetings as rows
from storage.base import require_id
from storage.database import Session
from storage.due import Due, cancel_due, schedule
from storage.meetings import Meeting, MeetingBody, MeetingState, Participant, Seat

ROUND, CHASE, SILENT, SOON = "meeting.round", "meeting.chase", "meeting.silent", "meeting.soon"
PREPARE, SNOOZE = "meeting.prepare", "meeting.snooze"
REMINDERS = [CHASE, SILENT, SOON, PREPARE, SNOOZE]


def open_call(session: Session, meeting_id: int, *, frame: Frame, now: datetime) -> Meeting | None:
    """The time of the call has come: everybody invited becomes a participant, reminders are planned.

    None when it makes no sense any more (moved, called off, over). A day that has become a day off since it
    was planned makes a question to the office instead.
    """
    meeting = rows.lock_meeting(session, meeting_id)
    if meeting.state != MeetingState.PLANNED or meeting.starts_at <= now:
        return None
    if not meeting.day_off_confirmed and not frame.time.is_workday(meeting.starts_at):
        transit(meeting, MeetingAction.ASK, now)
        schedule_question(session, meeting, frame=frame, now=now)
        return None
    transit(meeting, MeetingAction.CALL, now)
    meeting.called_at = now
    guests = list_guests(session, meeting.audience, meeting.attendance, frame.time.day_of(now))
    _seat(session, meeting, guests, now)
    schedule_reminders(session, meeting, frame=frame, now=now)
    note_step(session, meeting, "called", by=None, now=now)
    return meeting


def schedule_reminders(session: Session, meeting: Meeting, *, frame: Frame, now: datetime) -> Timetable:
    """Plan chases, the list of the silent and the reminder of the day, clearing those of an earlier time.

    Raises CalendarUnknown.
    """
    cancel_due(session, REMINDERS, require_id(meeting.id))
    try:
        table = make_timetable(meeting.starts_at, frame.rules, frame.time, now=now)
        urgent = breaks_quiet(table.remind_at, meeting.starts_at, frame.time)
    except CalendarMissing as missing:
        raise CalendarUnknown(year=missing.year) from None
    meeting.reply_by = table.reply_by
    for number, at in enumerate(table.chases):
        later = table.chases[number + 1 : number + 2]
        payload: dict[str, object] = {"superseded_at": later[0].isoformat()} if later else {}
        _plan(session, meeting, CHASE, at, f"chase:{number}", payload=payload)
    if now < table.reply_by < table.remind_at:
        _plan(session, meeting, SILENT, table.reply_by, "silent")
    if table.remind_at > now:
        _plan(session, meeting, SOON, table.remind_at, "soon", urgent=urgent)
    if meeting.preparation:
        _plan_preparation(session, meeting, frame=frame, now=now)
    return table


def _plan_preparation(session: Session, meeting: Meeting, *, frame: Frame, now: datetime) -> None:
    """On the day on which things have to be handed in, those who come are reminded when it opens."""
    due_at = preparation_due(meeting.starts_at, frame.rules, frame.time)
    at = frame.time.at(frame.time.day_of(due_at), frame.time.hours.opens)
    if now < at < due_at:
        _plan(session, meeting, PREPARE, at, "prepare")


def _plan(
    session: Session, meeting: Meeting, kind: str, at: datetime, name: str, *,
    urgent: bool = False, payload: dict[str, object] | None = None,
) -> None:  # fmt: skip
    due = Due(
        key=f"meeting:{meeting.id}:v{meeting.version}:{name}",
        kind=kind,
        subject_id=meeting.id,
        due_at=at,
        urgent=urgent,
        payload={"version": meeting.version, **(payload or {})},
    )
    schedule(session, due)


def _seat(session: Session, meeting: Meeting, guests: list[Guest], now: datetime) -> None:
    """Participants, bodies, and which participant was called through which bodies."""
    meeting_id = require_id(meeting.id)
    body_ids = dict.fromkeys(body_id for guest in guests for body_id in guest.body_ids)
    bodies = {body_id: MeetingBody(meeting_id=meeting_id, body_id=body_id) for body_id in body_ids}
    people = [
        Participant(
            meeting_id=meeting_id, person_id=require_id(guest.person.id), unit_id=guest.person.unit_id
        )
        for guest in guests
    ]
    for participant in people:
        expect_chair(meeting, participant, now)
    session.add_all([*bodies.values(), *people])
    session.flush()
    for participant, guest in zip(people, guests, strict=True):
        for body_id in guest.body_ids:
            seat = Seat(
                participant_id=require_id(participant.id), meeting_body_id=require_id(bodies[body_id].id)
            )
            session.add(seat)
    session.flush()
