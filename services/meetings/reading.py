"""Who may see what of a meeting, and what is shown of it."""

from dataclasses import dataclass
from datetime import date, datetime

from services.people import Hats, is_office, list_office_people
from services.rights import Right, may
from storage import meetings as rows
from storage.base import require_id
from storage.database import Session
from storage.meetings import Meeting, Participant, Reply, Tally
from storage.numbers import NumberKind, format_code
from storage.people import Person, find_person, get_person


@dataclass(frozen=True, slots=True)
class Numbering:
    """Both numbers of a meeting: (kind, year, number) for the formal one, and the plain code."""

    formal: tuple[str, int, int]
    code: str


def numbering_of(meeting: Meeting) -> Numbering | None:
    """The numbers of a meeting; None as long as it is not certain."""
    if meeting.year is None or meeting.number is None:
        return None
    kind = NumberKind.MEETING.value
    return Numbering((kind, meeting.year, meeting.number), format_code(kind, meeting.year, meeting.number))


def may_see_meeting(session: Session, meeting: Meeting, hats: Hats) -> bool:
    """Whoever convenes, chairs, is called, or belongs to a called body."""
    if may(Right.SEE_EVERYTHING, hats) or meeting.chair_id == hats.person.id:
        return True
    meeting_id = require_id(meeting.id)
    if rows.find_participant(session, meeting_id, require_id(hats.person.id)) is not None:
        return True
    return any(hats.belongs_to(body) for _, body in rows.list_meeting_bodies(session, meeting_id))


def delegate_person(session: Session, participant: Participant) -> Person | None:
    """Whom a participant sends, or wants to send."""
    return find_person(session, participant.delegate_id)


def has_confirmed_delegate(session: Session, participant: Participant) -> bool:
    """Whether whoever stands in for a participant has said that they come."""
    delegate = rows.find_delegate(session, participant)
    return delegate is not None and delegate.reply == Reply.ATTEND


def sender_person(session: Session, participant: Participant) -> Person | None:
    """For whom a delegate comes."""
    if participant.stands_for_id is None:
        return None
    return get_person(session, rows.get_participant(session, participant.stands_for_id).person_id)


def tally_of(session: Session, meeting: Meeting, meeting_body_id: int | None = None) -> Tally:
    """The live tally of a meeting, or of one of its bodies."""
    return rows.count_replies(session, require_id(meeting.id), meeting_body_id)


def is_over(meeting: Meeting, now: datetime) -> bool:
    """Whether a meeting has begun (nothing about it can be changed any more)."""
    return meeting.starts_at <= now


def list_convenors(session: Session, on: date) -> list[Person]:
    """Those who look after meetings: everybody who works in the office, without mere administrators."""
    return [person for person in list_office_people(session, on) if is_office(session, person, on)]
