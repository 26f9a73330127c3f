"""Who was called to which meeting: everything, for the register of attendance."""

from collections.abc import Iterator

from sqlmodel import Session, col, select

from storage.bodies import Body
from storage.meetings.tables import Meeting, Participant
from storage.people import Person


def list_called(session: Session) -> Iterator[tuple[Participant, Meeting, Person, Body]]:
    """Every participant with meeting, person and unit of that day, delegates too; oldest meeting first."""
    statement = (
        select(Participant, Meeting, Person, Body)
        .join(Meeting, col(Meeting.id) == col(Participant.meeting_id))
        .join(Person, col(Person.id) == col(Participant.person_id))
        .join(Body, col(Body.id) == col(Participant.unit_id))
        .order_by(col(Meeting.starts_at), col(Meeting.id), col(Person.rank), col(Participant.id))
    )
    yield from session.exec(statement)
