"""Minutes of meetings and what was decided: written, signed off, numbered, followed up (M14, scenario 25)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import JSON, Column, Field, Session, SQLModel, Text, col, select

from storage.base import choice, require_id
from storage.meetings import Meeting
from storage.people import Person


class MinutesState(StrEnum):
    """`signing`: the chair has them; nobody else is told before they are `issued`."""

    DRAFTING = "drafting"
    SIGNING = "signing"
    ISSUED = "issued"


class Minutes(SQLModel, table=True):
    """The minutes of one meeting. The number is given when they are signed off, without gaps in a year."""

    __table_args__ = (choice("state", MinutesState), UniqueConstraint("year", "number"))

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id", unique=True)
    text: str = Field(default="", sa_column=Column(Text, nullable=False))
    state: str = Field(default=MinutesState.DRAFTING, max_length=10)
    year: int | None = None
    number: int | None = None
    written_by: int = Field(foreign_key="person.id")
    written_at: datetime
    chair_id: int | None = Field(default=None, foreign_key="person.id")
    signed_at: datetime | None = None
    return_reason: str | None = Field(default=None, sa_column=Column(Text))
    """What the chair wants to have changed; kept until they are signed."""


class MinutesReader(SQLModel, table=True):
    """Somebody to whom issued minutes were sent, and when they said that they have read them."""

    __tablename__ = "minutes_reader"

    minutes_id: int = Field(foreign_key="minutes.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    read_at: datetime | None = None


class DecidedItem(SQLModel, table=True):
    """Something decided: one owner, a last day, bodies that help; an assignment once it is signed off.

    In a draft the owner or the last day may be missing.
    """

    __tablename__ = "decided_item"

    id: int | None = Field(default=None, primary_key=True)
    minutes_id: int = Field(foreign_key="minutes.id", index=True)
    text: str = Field(sa_column=Column(Text, nullable=False))
    owner_id: int | None = Field(default=None, foreign_key="body.id")
    helper_ids: list[int] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    due_on: date | None = None
    assignment_id: int | None = Field(default=None, foreign_key="assignment.id", index=True)

    @property
    def is_complete(self) -> bool:
        """Whether it says who and by when."""
        return self.owner_id is not None and self.due_on is not None


def find_minutes(session: Session, minutes_id: int) -> Minutes | None:
    """The minutes with this id."""
    return session.get(Minutes, minutes_id)


def lock_minutes(session: Session, minutes_id: int) -> Minutes | None:
    """The same, locked until the transaction ends: they are signed once."""
    statement = select(Minutes).where(Minutes.id == minutes_id).with_for_update()
    return session.exec(statement.execution_options(populate_existing=True)).one_or_none()


def find_minutes_of(session: Session, meeting_id: int) -> Minutes | None:
    """The minutes of a meeting."""
    return session.exec(select(Minutes).where(Minutes.meeting_id == meeting_id)).one_or_none()


def add_minutes(session: Session, minutes: Minutes) -> Minutes:
    """Begin minutes; they have their id afterwards."""
    session.add(minutes)
    session.flush()
    return minutes


def list_items(session: Session, minutes_id: int) -> list[DecidedItem]:
    """What was decided, in its order."""
    statement = select(DecidedItem).where(DecidedItem.minutes_id == minutes_id)
    return list(session.exec(statement.order_by(col(DecidedItem.id))))


def add_item(session: Session, item: DecidedItem) -> DecidedItem:
    """Something was decided."""
    session.add(item)
    session.flush()
    return item


def remove_item(session: Session, minutes_id: int, item_id: int) -> bool:
    """Take an item out of a draft; whether it was there."""
    item = find_item(session, minutes_id, item_id)
    if item is None:
        return False
    session.delete(item)
    session.flush()
    return True


def find_item(session: Session, minutes_id: int, item_id: int) -> DecidedItem | None:
    """An item of these minutes."""
    item = session.get(DecidedItem, item_id)
    return item if item is not None and item.minutes_id == minutes_id else None


def add_readers(session: Session, minutes_id: int, people: list[Person]) -> None:
    """The minutes go to these people."""
    known = {reader.person_id for reader, _ in list_readers(session, minutes_id)}
    ids = dict.fromkeys(require_id(person.id) for person in people)
    fresh = [MinutesReader(minutes_id=minutes_id, person_id=one) for one in ids if one not in known]
    session.add_all(fresh)
    session.flush()


def find_reader(session: Session, minutes_id: int, person_id: int) -> MinutesReader | None:
    """Somebody's copy of the minutes."""
    return session.get(MinutesReader, (minutes_id, person_id))


def list_readers(session: Session, minutes_id: int) -> list[tuple[MinutesReader, Person]]:
    """Everybody who got the minutes: those who have not read them first, each by rank."""
    statement = select(MinutesReader, Person).join(Person, col(Person.id) == col(MinutesReader.person_id))
    statement = statement.where(MinutesReader.minutes_id == minutes_id)
    ordered = statement.order_by(col(MinutesReader.read_at).is_not(None), col(Person.rank), col(Person.id))
    return list(session.exec(ordered))


def list_issued_before(session: Session, meeting: Meeting, limit: int) -> list[Minutes]:
    """The signed-off minutes of earlier meetings of the same kind, the latest first."""
    statement = select(Minutes).join(Meeting, col(Meeting.id) == col(Minutes.meeting_id))
    statement = statement.where(
        Meeting.kind == meeting.kind,
        Meeting.starts_at < meeting.starts_at,
        Minutes.state == MinutesState.ISSUED,
    )
    return list(session.exec(statement.order_by(col(Meeting.starts_at).desc()).limit(limit)))
