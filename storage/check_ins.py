"""Check-in: the secret behind a meeting's changing code, and who was there when (M14, scenario 24)."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, Session, SQLModel, col, select

from storage.base import choice
from storage.bodies import Body
from storage.meetings import Meeting, MeetingState, Participant
from storage.people import Person


class CheckInState(StrEnum):
    """`asked`: they came after check-in was over, the office has not confirmed it yet."""

    ON_TIME = "on_time"
    LATE = "late"
    ASKED = "asked"
    MADE_UP = "made_up"


class CheckInDesk(SQLModel, table=True):
    """A meeting's check-in. `outbox_id` is the picture that shows the code; the latest one is kept fresh."""

    __tablename__ = "check_in_desk"

    meeting_id: int = Field(foreign_key="meeting.id", primary_key=True)
    secret: str = Field(max_length=64)
    outbox_id: int | None = None
    opened_by: int = Field(foreign_key="person.id")
    opened_at: datetime


class CheckIn(SQLModel, table=True):
    """A participant was there. `by_id` is who of the office confirmed it, if it was made up."""

    __tablename__ = "check_in"
    __table_args__ = (choice("state", CheckInState),)

    participant_id: int = Field(foreign_key="participant.id", primary_key=True)
    state: str = Field(max_length=10)
    at: datetime
    by_id: int | None = Field(default=None, foreign_key="person.id")


def find_desk(session: Session, meeting_id: int) -> CheckInDesk | None:
    """A meeting's check-in, once the office has opened it."""
    return session.get(CheckInDesk, meeting_id)


def add_desk(session: Session, desk: CheckInDesk) -> CheckInDesk:
    """Open a check-in."""
    session.add(desk)
    session.flush()
    return desk


def list_held(session: Session) -> set[int]:
    """The meetings to which one could check in."""
    return set(session.exec(select(CheckInDesk.meeting_id)))


def find_check_in(session: Session, participant_id: int) -> CheckIn | None:
    """When a participant was there."""
    return session.get(CheckIn, participant_id)


def add_check_in(session: Session, check_in: CheckIn) -> CheckIn:
    """Somebody is there."""
    session.add(check_in)
    session.flush()
    return check_in


def list_check_ins(session: Session, meeting_ids: list[int]) -> dict[int, CheckIn]:
    """Who was there, by participant."""
    statement = select(CheckIn).join(Participant, col(Participant.id) == col(CheckIn.participant_id))
    statement = statement.where(col(Participant.meeting_id).in_(meeting_ids))
    return {one.participant_id: one for one in session.exec(statement)}


def list_called_between(
    session: Session, since: datetime, until: datetime, person_id: int | None = None
) -> list[tuple[Meeting, Participant]]:
    """Who was called to the meetings that begin in [since, until), delegates too; one person's, if given."""
    statement = select(Meeting, Participant).join(Participant, col(Participant.meeting_id) == col(Meeting.id))
    statement = statement.where(
        Meeting.state == MeetingState.CALLED,
        Meeting.starts_at >= since,
        Meeting.starts_at < until,
        col(Participant.withdrawn).is_(False),
    )
    if person_id is not None:
        statement = statement.where(Participant.person_id == person_id)
    return list(session.exec(statement.order_by(col(Meeting.starts_at), col(Participant.id))))


def list_everybody(session: Session, meeting_id: int) -> list[tuple[Participant, Person, Body]]:
    """Everybody of a meeting, delegates too, with person and unit, by rank."""
    statement = select(Participant, Person, Body)
    statement = statement.join(Person, col(Person.id) == col(Participant.person_id))
    statement = statement.join(Body, col(Body.id) == col(Participant.unit_id))
    statement = statement.where(Participant.meeting_id == meeting_id, col(Participant.withdrawn).is_(False))
    return list(session.exec(statement.order_by(col(Person.rank), col(Person.id))))
