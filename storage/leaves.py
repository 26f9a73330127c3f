"""Leave of people who lead matters, and who stands in for them meanwhile (M8, scenario 12)."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, Session, SQLModel, col, select

from storage.base import choice


class LeaveState(StrEnum):
    """Where a leave stands. Whether it has begun is told by its days."""

    ALONE = "alone"
    """Nobody stands in."""
    ASKED = "asked"
    """Somebody has been asked to stand in."""
    ACCEPTED = "accepted"
    DECLINED = "declined"
    ENDED = "ended"
    CANCELLED = "cancelled"


CURRENT = (LeaveState.ALONE, LeaveState.ASKED, LeaveState.ACCEPTED, LeaveState.DECLINED)


class Leave(SQLModel, table=True):
    """One absence, first and last day included. Rows are kept: who stood in when is history."""

    __tablename__ = "leave"
    __table_args__ = (
        choice("state", LeaveState),
        CheckConstraint("until_day >= from_day", name="period"),
        Index("ix_leave_person", "person_id", "state"),
        Index("ix_leave_stand_in", "stand_in_id", "state"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    from_day: date
    until_day: date
    stand_in_id: int | None = Field(default=None, foreign_key="person.id")
    state: str = Field(default=LeaveState.ALONE, max_length=10)
    asked_at: datetime
    answered_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def is_current(self) -> bool:
        """Whether it is going on or lies ahead."""
        return self.state in CURRENT

    def covers(self, day: date) -> bool:
        """Whether the person is away on a day."""
        return self.is_current and self.from_day <= day <= self.until_day


def find_leave(session: Session, leave_id: int) -> Leave | None:
    """The leave with this id."""
    return session.get(Leave, leave_id)


def get_leave_for_update(session: Session, leave_id: int) -> Leave | None:
    """The leave as it is now, locked until the transaction ends."""
    statement = select(Leave).where(Leave.id == leave_id).with_for_update()
    return session.exec(statement.execution_options(populate_existing=True)).first()


def list_leaves_of(session: Session, person_id: int) -> list[Leave]:
    """A person's leave that goes on or lies ahead, the earliest first."""
    statement = select(Leave).where(Leave.person_id == person_id, col(Leave.state).in_(CURRENT))
    return list(session.exec(statement.order_by(col(Leave.from_day), col(Leave.id))))


def list_overlapping(session: Session, person_id: int, first: date, last: date) -> list[Leave]:
    """A person's leave that has a day in common with a period."""
    return [
        leave
        for leave in list_leaves_of(session, person_id)
        if leave.from_day <= last and leave.until_day >= first
    ]


def find_leave_on(session: Session, person_id: int, day: date) -> Leave | None:
    """The leave that a person is on that day."""
    return next(iter(list_overlapping(session, person_id, day, day)), None)


def list_stand_in_duties(session: Session, person_id: int, *states: LeaveState) -> list[Leave]:
    """Leave for which a person stands in, or was asked to, in these states."""
    statement = select(Leave).where(Leave.stand_in_id == person_id, col(Leave.state).in_(states))
    return list(session.exec(statement.order_by(col(Leave.from_day), col(Leave.id))))


def list_away(session: Session, person_ids: Iterable[int], day: date) -> list[Leave]:
    """Who of these people is on leave that day."""
    statement = select(Leave).where(
        col(Leave.person_id).in_(list(person_ids)),
        col(Leave.state).in_(CURRENT),
        col(Leave.from_day) <= day,
        col(Leave.until_day) >= day,
    )
    return list(session.exec(statement.order_by(col(Leave.id))))


def add_leave(session: Session, row: Leave) -> Leave:
    """Write a leave down; it has its id afterwards."""
    session.add(row)
    session.flush()
    return row
