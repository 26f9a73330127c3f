"""A person's own quiet hours, wider than the office's (M14)."""

from sqlmodel import Field, Session, SQLModel


class QuietTime(SQLModel, table=True):
    """From `begin` to `end`, local times "HH:MM"; None where the office's hours hold."""

    __tablename__ = "quiet_time"

    person_id: int = Field(primary_key=True, foreign_key="person.id")
    begin: str | None = Field(default=None, max_length=5)
    end: str | None = Field(default=None, max_length=5)


def find_quiet_time(session: Session, person_id: int) -> QuietTime | None:
    """What a person has chosen."""
    return session.get(QuietTime, person_id)


def put_quiet_time(session: Session, person_id: int, begin: str | None, end: str | None) -> QuietTime:
    """A person's choice from now on."""
    row = session.get(QuietTime, person_id) or QuietTime(person_id=person_id)
    row.begin, row.end = begin, end
    session.add(row)
    session.flush()
    return row
