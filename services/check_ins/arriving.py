"""Checking in by a code that changes every minute; late and missed by rule; made up by the office."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.calendar import WorkingTime
from services.mechanism import Meetings
from services.outcomes import Outcome
from storage import check_ins as rows
from storage.base import require_id
from storage.check_ins import CheckIn, CheckInDesk, CheckInState
from storage.database import Session
from storage.meetings import Meeting, MeetingState, Participant, Reply, find_delegate, find_participant_by_id
from storage.meetings import lock_meeting as lock
from storage.people import Person

DIGITS = 6


class CheckInRefused(Outcome):
    """Facts: problem (old, early, over, day_over, not_called, sent_delegate, leave, not_open), at."""

    template = "check_ins/refused/refused"


@dataclass(frozen=True, slots=True)
class Window:
    """The moments of one check-in. Until `make_up_until` the office may confirm who came too late for it."""

    opens_at: datetime
    late_from: datetime
    closes_at: datetime
    make_up_until: datetime


@dataclass(frozen=True, slots=True)
class Presence:
    """Somebody is there; `is_new` unless they had checked in before."""

    meeting: Meeting
    participant: Participant
    check_in: CheckIn
    is_new: bool


def window_of(meeting: Meeting, rules: Meetings, time: WorkingTime) -> Window:
    """When one can check in to a meeting."""
    starts_at = meeting.starts_at
    next_day = time.day_of(starts_at) + timedelta(days=1)
    midnight = datetime.combine(next_day, datetime.min.time(), time.zone)
    return Window(
        opens_at=starts_at - timedelta(minutes=rules.check_in_opens_minutes),
        late_from=starts_at + timedelta(minutes=rules.late_after_minutes),
        closes_at=starts_at + timedelta(minutes=rules.check_in_until_minutes),
        make_up_until=midnight,
    )


def code_of(desk: CheckInDesk, now: datetime, rules: Meetings) -> str:
    """The code of this minute: six digits that nobody can foretell."""
    step = int(now.timestamp()) // rules.check_in_code_seconds
    digest = hmac.new(desk.secret.encode(), str(step).encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8], 'big') % 10**DIGITS:0{DIGITS}d}"


def open_desk(
    session: Session, meeting_id: int, *, by: Person, rules: Meetings, time: WorkingTime, now: datetime
) -> CheckInDesk:
    """Open a meeting's check-in, or find it open. Raises CheckInRefused."""
    meeting = lock(session, meeting_id)
    window = window_of(meeting, rules, time)
    if meeting.state != MeetingState.CALLED:
        raise CheckInRefused(problem="not_called", at=None)
    if now < window.opens_at:
        raise CheckInRefused(problem="early", at=window.opens_at)
    if now >= window.make_up_until:
        raise CheckInRefused(problem="day_over", at=None)
    known = rows.find_desk(session, meeting_id)
    if known is not None:
        return known
    desk = CheckInDesk(
        meeting_id=meeting_id, secret=secrets.token_hex(16), opened_by=require_id(by.id), opened_at=now
    )
    return rows.add_desk(session, desk)


def find_by_code(
    session: Session, code: str, person: Person, *, rules: Meetings, time: WorkingTime, now: datetime
) -> tuple[Participant | None, bool]:
    """Whom of today's meetings a typed code checks in, and whether the person has an open check-in at all."""
    waiting = False
    since, until = now - timedelta(days=1), now + timedelta(minutes=rules.check_in_opens_minutes)
    for meeting, participant in rows.list_called_between(session, since, until, require_id(person.id)):
        desk = rows.find_desk(session, require_id(meeting.id))
        if desk is None or now >= window_of(meeting, rules, time).make_up_until:
            continue
        waiting = True
        if is_fresh(desk, code, rules, now):
            return participant, True
    return None, waiting


def is_fresh(desk: CheckInDesk, code: str, rules: Meetings, now: datetime) -> bool:
    """Whether a code is this minute's, or was a moment ago."""
    moments = (now, now - timedelta(seconds=rules.check_in_grace_seconds))
    return any(hmac.compare_digest(code_of(desk, at, rules), code) for at in moments)


def check_in(
    session: Session, participant: Participant, code: str, *,
    rules: Meetings, time: WorkingTime, now: datetime,
) -> Presence:  # fmt: skip
    """Somebody is there: in time, late, or so late that the office has to confirm it. Twice changes nothing.

    Raises CheckInRefused.
    """
    meeting = lock(session, participant.meeting_id)
    desk = rows.find_desk(session, require_id(meeting.id))
    window = window_of(meeting, rules, time)
    if desk is None or meeting.state != MeetingState.CALLED:
        raise CheckInRefused(problem="not_open", at=None)
    known = rows.find_check_in(session, require_id(participant.id))
    if known is not None:
        return Presence(meeting, participant, known, False)
    if not is_fresh(desk, code, rules, now):
        raise CheckInRefused(problem="old", at=None)
    if now >= window.make_up_until:
        raise CheckInRefused(problem="day_over", at=None)
    if participant.reply == Reply.DELEGATE and find_delegate(session, participant) is not None:
        raise CheckInRefused(problem="sent_delegate", at=None)
    state = CheckInState.ON_TIME if now < window.late_from else CheckInState.LATE
    if now >= window.closes_at:
        state = CheckInState.ASKED
    made = CheckIn(participant_id=require_id(participant.id), state=state, at=now)
    return Presence(meeting, participant, rows.add_check_in(session, made), True)


def make_up(
    session: Session, participant_id: int, *, by: Person, rules: Meetings, time: WorkingTime, now: datetime
) -> Presence:
    """The office confirms that somebody was there, until midnight; who confirmed it is kept.

    Raises CheckInRefused. Doing it twice changes nothing.
    """
    participant = find_participant_by_id(session, participant_id)
    if participant is None or participant.withdrawn:
        raise CheckInRefused(problem="not_called", at=None)
    meeting = lock(session, participant.meeting_id)
    window = window_of(meeting, rules, time)
    if now < window.opens_at:
        raise CheckInRefused(problem="early", at=window.opens_at)
    if now >= window.make_up_until:
        raise CheckInRefused(problem="day_over", at=None)
    known = rows.find_check_in(session, participant_id)
    if known is not None and known.state != CheckInState.ASKED:
        return Presence(meeting, participant, known, False)
    made = known or CheckIn(participant_id=participant_id, state=CheckInState.MADE_UP, at=now)
    made.state, made.by_id = CheckInState.MADE_UP, by.id
    return Presence(meeting, participant, rows.add_check_in(session, made), True)
