"""Joining a problem that somebody else has reported, instead of reporting it anew (scenario 6)."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Column, Field, Session, SQLModel, Text, col, select


class Endorsement(SQLModel, table=True):
    """One person's own words on a problem that was there already; it counts as a report of their unit."""

    __table_args__ = (UniqueConstraint("issue_id", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    issue_id: int = Field(foreign_key="issue.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    unit_id: int = Field(foreign_key="body.id", index=True)
    """The person's unit on that day."""
    text: str = Field(sa_column=Column(Text, nullable=False))
    """All that they wrote, word for word."""
    at: datetime


def list_endorsements(session: Session, issue_id: int) -> list[Endorsement]:
    """Those of one problem, in the order in which they came."""
    statement = select(Endorsement).where(Endorsement.issue_id == issue_id)
    return list(session.exec(statement.order_by(col(Endorsement.id))))


def find_endorsement(session: Session, issue_id: int, person_id: int) -> Endorsement | None:
    """This person's, if they have joined the problem."""
    statement = select(Endorsement).where(
        Endorsement.issue_id == issue_id, Endorsement.person_id == person_id
    )
    return session.exec(statement).first()


def add_endorsement(session: Session, endorsement: Endorsement) -> Endorsement:
    """Write one down."""
    session.add(endorsement)
    session.flush()
    return endorsement
