"""Requests for leave or to send somebody: who has to agree, and what follows (scenarios 21, 22).

The mechanism names the steps. A step of the chair is left out where a meeting has none, and where the chair
asks for themselves.
"""

from dataclasses import dataclass
from datetime import datetime

from services.mechanism import Meetings
from services.meetings.outcomes import DelegateUnfit, LeaveDecided, MeetingClosed
from services.meetings.planning import note_step
from services.outcomes import NotAllowed, Stale
from storage import meetings as rows
from storage.base import require_id
from storage.database import Session
from storage.meetings import Approver, Meeting, MeetingState, Participant, Reply
from storage.people import Person, get_person


@dataclass(frozen=True, slots=True)
class Replied:
    """What an answer changed. `released` is a delegate who is no longer needed, `delegate` a new one."""

    meeting: Meeting
    participant: Participant
    released: Participant | None = None
    delegate: Participant | None = None
    asked: Reply | None = None
    """What a request that has been refused was for."""


def approvers_of(meeting: Meeting, participant: Participant, rules: Meetings) -> tuple[Approver, ...]:
    """Who has to agree to what this participant asks for, in order."""
    steps = rules.approval.delegate if participant.reply == Reply.DELEGATE else rules.approval.leave
    chairless = meeting.chair_id is None or meeting.chair_id == participant.person_id
    return tuple(step for step in steps if step is not Approver.CHAIR or not chairless)


def put_forward(
    session: Session, meeting: Meeting, participant: Participant, *,
    rules: Meetings, released: Participant | None = None, now: datetime,
) -> Replied:  # fmt: skip
    """The request goes to the next who has to agree, or is granted when nobody is left."""
    steps = approvers_of(meeting, participant, rules)
    done = steps.index(Approver(participant.awaits)) + 1 if participant.awaits in steps else 0
    if done < len(steps):
        participant.awaits = steps[done]
        session.flush()
        return Replied(meeting, participant, released)
    participant.awaits, participant.granted = None, True
    delegate = _seat(session, meeting, participant, now) if participant.reply == Reply.DELEGATE else None
    session.flush()
    return Replied(meeting, participant, released, delegate)


def decide_request(
    session: Session, participant_id: int, *,
    grant: bool, step: Approver, by: Person, convenes: bool, rules: Meetings, now: datetime,
) -> Replied:  # fmt: skip
    """One who has to agree does, or does not: then the participant has to answer anew.

    The office may write down what the chair has said. Raises LeaveDecided when this step has been taken,
    MeetingClosed, NotAllowed, Stale, DelegateUnfit.
    """
    participant = rows.find_participant_by_id(session, participant_id)
    if participant is None:
        raise Stale
    meeting = rows.lock_meeting(session, participant.meeting_id)
    session.refresh(participant)
    if not convenes and (step is not Approver.CHAIR or meeting.chair_id != by.id):
        raise NotAllowed
    if meeting.state != MeetingState.CALLED or meeting.starts_at <= now:
        raise MeetingClosed(title=meeting.title, state=meeting.state)
    if participant.awaits != step:
        raise LeaveDecided
    action = f"{participant.reply}_{'granted' if grant else 'refused'}"
    note_step(session, meeting, action, by=by, now=now, person=participant.person_id, step=step.value)
    if grant:
        return put_forward(session, meeting, participant, rules=rules, now=now)
    asked = Reply(participant.reply)
    clear_answer(participant)
    session.flush()
    return Replied(meeting, participant, asked=asked)


def clear_answer(participant: Participant) -> None:
    """As if they had never answered."""
    participant.reply, participant.replied_at = Reply.NONE, None
    participant.reason = participant.note = participant.granted = None
    participant.delegate_id = participant.awaits = None


def expect_chair(meeting: Meeting, participant: Participant, now: datetime) -> None:
    """Whoever chairs comes, unless they say otherwise: nobody asks them whether."""
    if meeting.chair_id is not None and participant.person_id == meeting.chair_id:
        participant.reply, participant.replied_at = Reply.ATTEND, now


def _seat(session: Session, meeting: Meeting, participant: Participant, now: datetime) -> Participant:
    """The delegate gets a part of their own. Raises DelegateUnfit for one who comes anyway by now."""
    person = get_person(session, participant.delegate_id or 0)
    known = rows.find_participant(session, require_id(meeting.id), require_id(person.id))
    if known is not None and not known.withdrawn:
        raise DelegateUnfit(name=person.name)
    fresh = known or Participant(
        meeting_id=require_id(meeting.id), person_id=require_id(person.id), unit_id=person.unit_id
    )
    fresh.stands_for_id, fresh.withdrawn, fresh.reply = participant.id, False, Reply.NONE
    fresh.called_at, fresh.seen_at = now, None
    session.add(fresh)
    session.flush()
    return fresh
