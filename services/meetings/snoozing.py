"""A reminder that comes again at a time of one's own choice (M14)."""

from datetime import datetime, timedelta
from enum import StrEnum

from services.calendar import CalendarMissing, WorkingTime
from services.mechanism import Meetings
from services.meetings.calling import SNOOZE
from services.meetings.outcomes import MeetingClosed, MeetingMoved, SnoozeTooLate
from services.outcomes import NotAllowed, Stale
from storage import meetings as rows
from storage.database import Session
from storage.due import Due, list_planned, schedule
from storage.meetings import Meeting, MeetingState, Participant, Reply
from storage.people import Person


class Later(StrEnum):
    """When a reminder comes again."""

    SOON = "soon"
    MORNING = "morning"
    BEFORE = "before"


def put_off(
    session: Session, participant_id: int, version: int, when: Later, *,
    by: Person, rules: Meetings, time: WorkingTime, now: datetime,
) -> tuple[Participant, datetime]:  # fmt: skip
    """Plan the reminder again; until then chases leave the person in peace. Choosing anew moves it.

    Raises NotAllowed, Stale, MeetingClosed, MeetingMoved, SnoozeTooLate when the meeting begins before.
    """
    participant = rows.find_participant_by_id(session, participant_id)
    if participant is None or participant.withdrawn:
        raise Stale
    if participant.person_id != by.id:
        raise NotAllowed
    meeting = rows.get_meeting(session, participant.meeting_id)
    if meeting.state != MeetingState.CALLED:
        raise MeetingClosed(title=meeting.title, state=meeting.state)
    if meeting.version != version:
        raise MeetingMoved(starts_at=meeting.starts_at)
    at = _moment(when, meeting, rules, time, now)
    if not now < at < meeting.starts_at:
        raise SnoozeTooLate(starts_at=meeting.starts_at)
    payload = {"version": version, "participant": participant_id}
    key = f"meeting:{meeting.id}:v{version}:snooze:{participant_id}:{now.timestamp():.0f}"
    due = Due(
        key=key, kind=SNOOZE, subject_id=meeting.id, person_id=by.id, due_at=at, urgent=True, payload=payload
    )
    schedule(session, due)
    return participant, at


def find_snoozed(session: Session, row: Due, *, now: datetime) -> Participant | None:
    """Whom a planned reminder is for; None when it has lost its sense."""
    meeting = rows.find_meeting(session, row.subject_id or 0)
    participant = rows.find_participant_by_id(session, int(row.payload["participant"]))
    if meeting is None or participant is None or participant.withdrawn:
        return None
    called = meeting.state == MeetingState.CALLED and meeting.version == int(row.payload["version"])
    if not called or meeting.starts_at <= now:
        return None
    comes = participant.reply == Reply.ATTEND or participant.stands_for_id is not None
    return participant if comes or participant.reply == Reply.NONE else None


def sleepers(session: Session, meeting: Meeting, *, now: datetime) -> set[int]:
    """The people who asked to be reminded of a meeting later than now: chases leave them out."""
    planned = list_planned(session, SNOOZE, meeting.id or 0)
    return {row.person_id for row in planned if row.person_id is not None and row.due_at > now}


def _moment(when: Later, meeting: Meeting, rules: Meetings, time: WorkingTime, now: datetime) -> datetime:
    snooze = rules.snooze
    if when is Later.SOON:
        return now + timedelta(minutes=snooze.minutes)
    if when is Later.BEFORE:
        return meeting.starts_at - timedelta(minutes=snooze.before_minutes)
    try:
        return time.next_workday(now, snooze.morning_at)
    except CalendarMissing:
        return time.at(time.day_of(now) + timedelta(days=1), snooze.morning_at)
