"""Answers to a call: come, ask to send somebody, ask for leave; changeable until the cut-off (M14)."""

from datetime import datetime

from services.mechanism import Meetings
from services.meetings.outcomes import (
    DelegateUnfit,
    DelegationBarred,
    MeetingClosed,
    MeetingMoved,
    ReplyTooLate,
)
from services.meetings.planning import note_step
from services.meetings.requests import Replied, clear_answer, expect_chair, put_forward
from services.meetings.timetable import changes_until
from services.outcomes import NotAllowed, Stale
from storage import meetings as rows
from storage.base import require_id
from storage.database import Session
from storage.meetings import LeaveReason, Meeting, MeetingState, Participant, Reply
from storage.people import Person, get_person

REASON_NEEDS_NOTE = frozenset({LeaveReason.DUTY, LeaveReason.OTHER})
"""Leave for another duty names it, and any other reason is told (scenario 22)."""
DELEGATE_NEEDS_NOTE = frozenset({LeaveReason.OTHER})


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
    released = _record(session, meeting, participant, Reply.ATTEND, by=by, now=now)
    return Replied(meeting, participant, released)


def mark_seen(session: Session, participant_id: int, version: int, *, by: Person, now: datetime) -> Meeting:
    """They have read the call; the first time counts. Raises NotAllowed, Stale, MeetingMoved."""
    participant = rows.find_participant_by_id(session, participant_id)
    if participant is None:
        raise Stale
    if participant.person_id != by.id:
        raise NotAllowed
    meeting = rows.get_meeting(session, participant.meeting_id)
    if meeting.version != version:
        raise MeetingMoved(starts_at=meeting.starts_at)
    if participant.seen_at is None:
        participant.seen_at = now
        session.flush()
    return meeting


def reply_leave(
    session: Session, participant_id: int, version: int, reason: LeaveReason, note: str | None = None, *,
    by: Person, rules: Meetings, now: datetime,
) -> Replied:  # fmt: skip
    """They ask for leave; it waits until everybody who has to agree has decided.

    A delegate cannot ask for leave: they decline. Raises Stale then, and what `open_reply` raises.
    """
    meeting, participant = open_reply(session, participant_id, version, by=by, rules=rules, now=now)
    if participant.stands_for_id is not None:
        raise Stale
    facts = {"reason": reason.value, "note": note}
    released = _record(session, meeting, participant, Reply.LEAVE, by=by, now=now, **facts)
    participant.reason, participant.note = reason, note
    return put_forward(session, meeting, participant, rules=rules, released=released, now=now)


def reply_delegate(
    session: Session, participant_id: int, version: int, delegate: Person,
    reason: LeaveReason, note: str | None = None, *, by: Person, rules: Meetings, now: datetime,
) -> Replied:  # fmt: skip
    """They want to send somebody, who is called once everybody who has to agree has done so (scenario 21).

    Raises DelegationBarred, DelegateUnfit for one who comes anyway, and what `open_reply` raises. Naming the
    same person again changes nothing.
    """
    meeting, participant = open_reply(session, participant_id, version, by=by, rules=rules, now=now)
    if not meeting.delegation:
        raise DelegationBarred
    if participant.stands_for_id is not None:
        raise Stale
    if participant.reply == Reply.DELEGATE and participant.delegate_id == delegate.id:
        return Replied(meeting, participant)
    check_delegate(session, meeting, participant, delegate)
    facts = {"delegate": delegate.name, "reason": reason.value, "note": note}
    released = _record(session, meeting, participant, Reply.DELEGATE, by=by, now=now, **facts)
    participant.delegate_id, participant.reason, participant.note = delegate.id, reason, note
    return put_forward(session, meeting, participant, rules=rules, released=released, now=now)


def check_delegate(session: Session, meeting: Meeting, participant: Participant, delegate: Person) -> None:
    """Raises DelegateUnfit for oneself, and for somebody who comes already for somebody else."""
    known = rows.find_participant(session, require_id(meeting.id), require_id(delegate.id))
    comes_anyway = known is not None and not known.withdrawn and known.stands_for_id != participant.id
    if delegate.id == participant.person_id or comes_anyway:
        raise DelegateUnfit(name=delegate.name)


def decline_delegation(
    session: Session, participant_id: int, version: int, *, by: Person, rules: Meetings, now: datetime
) -> Replied:
    """A delegate cannot come: whoever sent them has to answer anew. Raises what `open_reply` raises."""
    meeting, delegate = open_reply(session, participant_id, version, by=by, rules=rules, now=now)
    if delegate.stands_for_id is None:
        raise Stale
    sender = rows.get_participant(session, delegate.stands_for_id)
    delegate.withdrawn = True
    clear_answer(sender)
    note_step(session, meeting, "declined", by=by, now=now, sender=sender.person_id)
    session.flush()
    return Replied(meeting, sender, released=delegate)


def void_replies(session: Session, meeting: Meeting, now: datetime) -> None:
    """The meeting has another time: every answer is void, delegates are no longer needed (scenario 23)."""
    for participant in rows.list_participants(session, require_id(meeting.id), delegates=True):
        if participant.stands_for_id is not None:
            participant.withdrawn = True
        clear_answer(participant)
        expect_chair(meeting, participant, now)
        participant.seen_at = None
    session.flush()


def _record(
    session: Session, meeting: Meeting, participant: Participant, reply: Reply, *,
    by: Person, now: datetime, **facts: object,
) -> Participant | None:  # fmt: skip
    """Write the answer down; returns the delegate who is no longer needed."""
    released = rows.find_delegate(session, participant)
    if released is not None:
        released.withdrawn = True
    note_step(session, meeting, "replied", by=by, now=now, before=participant.reply, after=reply, **facts)
    clear_answer(participant)
    participant.reply, participant.replied_at = reply, now
    participant.seen_at = participant.seen_at or now
    session.flush()
    return released


def list_delegate_offers(session: Session, participant: Participant, limit: int) -> list[Person]:
    """Whom a participant may want to send: people of the own unit who are not called themselves."""
    me = get_person(session, participant.person_id)
    called = {
        one.person_id
        for one in rows.list_participants(session, participant.meeting_id, delegates=True)
        if not one.withdrawn
    }
    return [person for person in rows.list_colleagues(session, me) if person.id not in called][:limit]
