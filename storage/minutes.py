"""Minutes of meetings and what was decided: written, signed off, numbered, followed up (M14, scenario 25)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import JSON, Column, Field, Session, SQLModel, Text, col, select

from storage.base import choice
from storage.meetings import Meeting


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


class DecidedItem(SQLModel, table=True):
    """Something decided: one owner, a last day, bodies that help; an assignment once it is signed off."""

    __tablename__ = "decided_item"

    id: int | None = Field(default=None, primary_key=True)
    minutes_id: int = Field(foreign_key="minutes.id", index=True)
    text: str = Field(sa_column=Column(Text, nullable=False))
    owner_id: int = Field(foreign_key="body.id")
    helper_ids: list[int] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    due_on: date
    assignment_id: int | None = Field(default=None, foreign_key="assignment.id", index=True)


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
    item = session.get(DecidedItem, item_id)
    if item is None or item.minutes_id != minutes_id:
        return False
    session.delete(item)
    session.flush()
    return True


def list_issued_before(session: Session, meeting: Meeting, limit: int) -> list[Minutes]:
    """The signed-off minutes of earlier meetings of the same kind, the latest first."""
    statement = select(Minutes).join(Meeting, col(Meeting.id) == col(Minutes.meeting_id))
    statement = statement.where(
        Meeting.kind == meeting.kind,
        Meeting.starts_at < meeting.starts_at,
        Minutes.state == MinutesState.ISSUED,
    )
    return list(session.exec(statement.order_by(col(Meeting.starts_at).desc()).limit(limit)))
