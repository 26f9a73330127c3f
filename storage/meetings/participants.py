"""Who is called to a meeting, and how many answered what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from storage.base import require_id
from storage.bodies import Body
from storage.meetings.queries import MeetingNotFound
from storage.meetings.tables import (
    Approver,
    Meeting,
    MeetingBody,
    MeetingState,
    Participant,
    Reply,
    Seat,
)
from storage.people import Membership, Person, Role, holds


@dataclass(frozen=True, slots=True)
class Tally:
    """How many should come and what they answered. `leave` and `delegate` count requests of which
    `pending` and `delegate_pending` wait for a decision.
    """

    invited: int = 0
    attend: int = 0
    delegate: int = 0
    leave: int = 0
    pending: int = 0
    delegate_pending: int = 0

    @property
    def silent(self) -> int:
        """How many have not answered."""
        return self.invited - self.attend - self.delegate - self.leave


def get_participant(session: Session, participant_id: int) -> Participant:
    """The participant with this id. Raises MeetingNotFound."""
    found = session.get(Participant, participant_id)
    if found is None:
        raise MeetingNotFound(participant_id)
    return found


def find_participant_by_id(session: Session, participant_id: int) -> Participant | None:
    """The participant with this id."""
    return session.get(Participant, participant_id)


def find_participant(session: Session, meeting_id: int, person_id: int) -> Participant | None:
    """A person's part in a meeting."""
    statement = select(Participant).where(
        Participant.meeting_id == meeting_id, Participant.person_id == person_id
    )
    return session.exec(statement).one_or_none()


def find_delegate(session: Session, participant: Participant) -> Participant | None:
    """Who stands in for a participant."""
    statement = select(Participant).where(
        Participant.stands_for_id == require_id(participant.id), col(Participant.withdrawn).is_(False)
    )
    return session.exec(statement).first()


def list_participants(
    session: Session,
    meeting_id: int,
    *replies: Reply,
    after: int = 0,
    limit: int | None = None,
    delegates: bool = False,
) -> list[Participant]:
    """Those who should come (with `delegates` everybody ever told), with these replies, in order of id."""
    statement = select(Participant).where(
        Participant.meeting_id == meeting_id, col(Participant.id) > after, *_counted(delegates)
    )
    if replies:
        statement = statement.where(col(Participant.reply).in_(replies))
    return list(session.exec(statement.order_by(col(Participant.id)).limit(limit)))


def list_named(
    session: Session, meeting_id: int, *replies: Reply, limit: int | None = None, offset: int = 0
) -> list[tuple[Participant, Person, Body]]:
    """Those who should come, each with person and unit, in the order of the roster."""
    statement = select(Participant, Person, Body)
    statement = statement.join(Person, col(Person.id) == col(Participant.person_id))
    statement = statement.join(Body, col(Body.id) == col(Participant.unit_id))
    statement = statement.where(Participant.meeting_id == meeting_id, *_counted(False))
    if replies:
        statement = statement.where(col(Participant.reply).in_(replies))
    ordered = statement.order_by(col(Person.rank), col(Person.id)).limit(limit).offset(offset)
    return list(session.exec(ordered))


def count_replies(session: Session, meeting_id: int, meeting_body_id: int | None = None) -> Tally:
    """The tally of a meeting, or of one of its bodies."""
    statement = select(Participant.reply, Participant.granted, func.count()).where(
        Participant.meeting_id == meeting_id, *_counted(False)
    )
    if meeting_body_id is not None:
        statement = statement.join(Seat, col(Seat.participant_id) == col(Participant.id))
        statement = statement.where(Seat.meeting_body_id == meeting_body_id)
    rows = session.exec(statement.group_by(Participant.reply, col(Participant.granted))).all()
    by_reply = {reply: sum(count for other, _, count in rows if other == reply) for reply in Reply}
    waiting = {
        reply: sum(count for other, granted, count in rows if other == reply and granted is None)
        for reply in Reply
    }
    return Tally(
        invited=sum(count for _, _, count in rows),
        attend=by_reply[Reply.ATTEND],
        delegate=by_reply[Reply.DELEGATE],
        leave=by_reply[Reply.LEAVE],
        pending=waiting[Reply.LEAVE],
        delegate_pending=waiting[Reply.DELEGATE],
    )


def list_meeting_bodies(session: Session, meeting_id: int) -> list[tuple[MeetingBody, Body]]:
    """The bodies called to a meeting, in their official order."""
    statement = select(MeetingBody, Body).join(Body, col(Body.id) == col(MeetingBody.body_id))
    statement = statement.where(MeetingBody.meeting_id == meeting_id)
    return list(session.exec(statement.order_by(col(Body.rank), col(Body.id))))


def find_meeting_body(session: Session, meeting_body_id: int) -> tuple[MeetingBody, Body] | None:
    """A called body and its row."""
    statement = select(MeetingBody, Body).join(Body, col(Body.id) == col(MeetingBody.body_id))
    return session.exec(statement.where(MeetingBody.id == meeting_body_id)).first()


def list_seats(session: Session, participant_id: int) -> list[int]:
    """The rows of the bodies through which a participant was called."""
    return list(session.exec(select(Seat.meeting_body_id).where(Seat.participant_id == participant_id)))


def list_hats_of_bodies(session: Session, bodies: Iterable[Body], on: date) -> list[tuple[Person, int, Role]]:
    """(person, body's id, role) of every active person of these bodies on a day, by rank."""
    wanted = [require_id(body.id) for body in bodies]
    statement = select(Person, Membership.body_id, Membership.role)
    statement = statement.join(Membership, col(Membership.person_id) == col(Person.id))
    statement = statement.where(col(Membership.body_id).in_(wanted), holds(on), col(Person.active))
    rows = session.exec(statement.order_by(col(Person.rank), col(Person.id)))
    return [(person, body_id, Role(role)) for person, body_id, role in rows]


def list_colleagues(session: Session, person: Person) -> list[Person]:
    """Active people of the same unit, without the person, by rank."""
    statement = select(Person).where(
        Person.unit_id == person.unit_id, Person.id != person.id, col(Person.active)
    )
    return list(session.exec(statement.order_by(col(Person.rank), col(Person.id))))


def list_unanswered_of(session: Session, person_id: int) -> list[Participant]:
    """A person's calls without an answer, in whatever meeting."""
    statement = select(Participant).where(
        Participant.person_id == person_id,
        Participant.reply == Reply.NONE,
        col(Participant.withdrawn).is_(False),
        col(Participant.called_at).is_not(None),
    )
    return list(session.exec(statement.order_by(col(Participant.id))))


def list_called_since(
    session: Session, person_id: int, *, since: datetime, limit: int
) -> list[tuple[Meeting, Participant]]:
    """The meetings from `since` on to which a person has been called, called off ones too, earliest first."""
    statement = select(Meeting, Participant).join(Participant, col(Participant.meeting_id) == col(Meeting.id))
    statement = statement.where(
        Participant.person_id == person_id,
        col(Participant.called_at).is_not(None),
        col(Meeting.state).in_((MeetingState.CALLED, MeetingState.CANCELLED)),
        Meeting.starts_at >= since,
    )
    return list(session.exec(statement.order_by(col(Meeting.starts_at), col(Meeting.id)).limit(limit)))


def list_pending(
    session: Session,
    *,
    now: datetime,
    awaits: Approver,
    chair_id: int | None = None,
    meeting_id: int | None = None,
) -> list[Participant]:
    """Requests that wait for the office, or for one who chairs, for meetings (or one) still to come."""
    statement = select(Participant).join(Meeting, col(Meeting.id) == col(Participant.meeting_id))
    statement = statement.where(
        Participant.awaits == awaits, Meeting.state == MeetingState.CALLED, Meeting.starts_at > now
    )
    if chair_id is not None:
        statement = statement.where(Meeting.chair_id == chair_id)
    if meeting_id is not None:
        statement = statement.where(Meeting.id == meeting_id)
    return list(session.exec(statement.order_by(col(Participant.replied_at), col(Participant.id))))


def _counted(delegates: bool) -> list[ColumnElement[bool]]:
    return [] if delegates else [col(Participant.stands_for_id).is_(None)]
