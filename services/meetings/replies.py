"""Answers to a call: come, send a delegate, ask for leave; changeable until the cut-off (M14)."""

from dataclasses import dataclass
from datetime import datetime

from services.mechanism import Meetings
from services.meetings.outcomes import (
    DelegateUnfit,
    LeaveDecided,
    MeetingClosed,
    MeetingMoved,
    ReplyTooLate,
)
from services.meetings.planning import note_step
from services.meetings.timetable import changes_until
from services.outcomes import NotAllowed, Stale
from storage import meetings as rows
from storage.base import require_id
from storage.database import Session
from storage.meetings import LeaveReason, Meeting, MeetingState, Participant, Reply
from storage.people import Person, get_person

REASON_NEEDS_NOTE = frozenset({LeaveReason.DUTY, LeaveReason.OTHER})
"""Leave for another duty names it, and any other reason is told (scenario 22)."""


@dataclass(frozen=True, slots=True)
class Replied:
    """What an answer changed. `released` is a delegate who is no longer needed, `delegate` a new one."""

    meeting: Meeting
    participant: Participant
    released: Participant | None = None
    delegate: Participant | None = None


def open_reply(
    session: Session, participant_id: int, version: int, *, by: Person, rules: Meetings, now: datetime
) -> tuple[Meeting, Participant]:
    """Check that this person may answer this call now. Answers to one meeting come one after the other, so
    that the last one to be counted counts all of them.

    Raises NotAllowed, Stale, MeetingClosed, MeetingMoved, ReplyTooLate.
    """
    participant = rows.find_participant_by_id(session, participant_id)
    if participant is None:
        raise Stale
    if participant.person_id != by.id:
        raise NotAllowed
    meeting = rows.lock_meeting(session, participant.meeting_id)
    session.refresh(participant)
    if participant.withdrawn:
        raise Stale
    if meeting.state != MeetingState.CALLED:
        raise MeetingClosed(title=meeting.title, state=meeting.state)
    if meeting.version != version:
        raise MeetingMoved(starts_at=meeting.starts_at)
    until = changes_until(meeting.starts_at, rules)
    if now > until:
        raise ReplyTooLate(until=until)
    return meeting, participant


def reply_attend(
    session: Session, participant_id: int, version: int, *, by: Person, rules: Meetings, now: datetime
) -> Replied:
    """They come; answering so twice changes nothing. Raises what `open_reply` raises."""
    meeting, participant = open_reply(session, participant_id, version, by=by, rules=rules, now=now)
    if participant.reply == Reply.ATTEND:
        return Replied(meeting, participant)
    return _record(session, meeting, participant, Reply.ATTEND, by=by, now=now)


def reply_leave(
    session: Session, participant_id: int, version: int, reason: LeaveReason, note: str | None = None, *,
    by: Person, rules: Meetings, now: datetime,
) -> Replied:  # fmt: skip
    """They ask for leave; it waits until the office has decided. Raises what `open_reply` raises.

    A delegate cannot ask for leave: they decline. Raises Stale then.
    """
    meeting, participant = open_reply(session, participant_id, version, by=by, rules=rules, now=now)
    if participant.stands_for_id is not None:
        raise Stale
    replied = _record(session, meeting, participant, Reply.LEAVE, by=by, now=now, reason=reason, note=note)
    participant.reason, participant.note = reason, note
    session.flush()
    return replied


def reply_delegate(
    session: Session, participant_id: int, version: int, delegate: Person, *,
    by: Person, rules: Meetings, now: datetime,
) -> Replied:  # fmt: skip
    """They send somebody, who is called. Raises DelegateUnfit for one who comes anyway, and what `open_reply`
    raises. Naming the same person again changes nothing.
    """
    meeting, participant = open_reply(session, participant_id, version, by=by, rules=rules, now=now)
    if participant.stands_for_id is not None:
        raise Stale
    standing = rows.find_delegate(session, participant)
    if standing is not None and standing.person_id == delegate.id:
        return Replied(meeting, participant)
    known = rows.find_participant(session, require_id(meeting.id), require_id(delegate.id))
    if delegate.id == by.id or (known is not None and not known.withdrawn):
        raise DelegateUnfit(name=delegate.name)
    replied = _record(session, meeting, participant, Reply.DELEGATE, by=by, now=now, delegate=delegate.name)
    fresh = known or Participant(
        meeting_id=require_id(meeting.id), person_id=require_id(delegate.id), unit_id=delegate.unit_id
    )
    fresh.stands_for_id, fresh.withdrawn, fresh.reply = participant.id, False, Reply.NONE
    fresh.called_at = now
    session.add(fresh)
    session.flush()
    return Replied(meeting, participant, replied.released, fresh)


def decline_delegation(
    session: Session, participant_id: int, version: int, *, by: Person, rules: Meetings, now: datetime
) -> Replied:
    """A delegate cannot come: whoever sent them has to answer anew. Raises what `open_reply` raises."""
    meeting, delegate = open_reply(session, participant_id, version, by=by, rules=rules, now=now)
    if delegate.stands_for_id is None:
        raise Stale
    sender = rows.get_participant(session, delegate.stands_for_id)
    delegate.withdrawn = True
    _clear(sender)
    note_step(session, meeting, "declined", by=by, now=now, sender=sender.person_id)
    session.flush()
    return Replied(meeting, sender, released=delegate)


def decide_leave(session: Session, participant_id: int, *, grant: bool, by: Person, now: datetime) -> Replied:
    """The office grants leave, or they have to answer anew. Raises LeaveDecided, MeetingClosed, Stale."""
    participant = rows.find_participant_by_id(session, participant_id)
    if participant is None:
        raise Stale
    meeting = rows.lock_meeting(session, participant.meeting_id)
    session.refresh(participant)
    if meeting.state != MeetingState.CALLED or meeting.starts_at <= now:
        raise MeetingClosed(title=meeting.title, state=meeting.state)
    if participant.reply != Reply.LEAVE or participant.granted is not None:
        raise LeaveDecided
    if grant:
        participant.granted = True
    else:
        _clear(participant)
    action = "leave_granted" if grant else "leave_refused"
    note_step(session, meeting, action, by=by, now=now, person=participant.person_id)
    session.flush()
    return Replied(meeting, participant)


def void_replies(session: Session, meeting: Meeting) -> None:
    """The meeting has another time: every answer is void, delegates are no longer needed (scenario 23)."""
    for participant in rows.list_participants(session, require_id(meeting.id), delegates=True):
        if participant.stands_for_id is not None:
            participant.withdrawn = True
        _clear(participant)
    session.flush()


def _record(
    session: Session, meeting: Meeting, participant: Participant, reply: Reply, *,
    by: Person, now: datetime, **facts: object,
) -> Replied:  # fmt: skip
    released = rows.find_delegate(session, participant)
    if released is not None:
        released.withdrawn = True
    note_step(session, meeting, "replied", by=by, now=now, before=participant.reply, after=reply, **facts)
    _clear(participant)
    participant.reply, participant.replied_at = reply, now
    session.flush()
    return Replied(meeting, participant, released)


def _clear(participant: Participant) -> None:
    participant.reply, participant.replied_at = Reply.NONE, None
    participant.reason = participant.note = participant.granted = None


def list_delegate_offers(session: Session, participant: Participant, limit: int) -> list[Person]:
    """Whom a participant may want to send: people of the own unit who are not called themselves."""
    me = get_person(session, participant.person_id)
    called = {
        one.person_id
        for one in rows.list_participants(session, participant.meeting_id, delegates=True)
        if not one.withdrawn
    }
    return [person for person in rows.list_colleagues(session, me) if person.id not in called][:limit]
