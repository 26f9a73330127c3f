"""Items that the office puts forward to the leading group, and what was decided (M2, M16)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, text
from sqlmodel import Column, Field, Session, SQLModel, Text, col, select

from storage.base import choice


class DeliberationState(StrEnum):
    """Where an item stands."""

    PREPARED = "prepared"
    """With the office, which puts it forward."""
    PUT = "put"
    """Before the leading group."""
    DECIDED = "decided"
    DROPPED = "dropped"
    """The problem ended, or went back, before it was decided."""


CURRENT = (DeliberationState.PREPARED, DeliberationState.PUT)
_CURRENT = text("state IN ('prepared', 'put')")


class Deliberation(SQLModel, table=True):
    """One problem before the leading group, in three lines; the decision is kept word for word."""

    __tablename__ = "deliberation"
    __table_args__ = (
        choice("state", DeliberationState),
        Index("uq_deliberation_current", "issue_id", unique=True,
              sqlite_where=_CURRENT, postgresql_where=_CURRENT),
        Index("ix_deliberation_state", "state"),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    issue_id: int = Field(foreign_key="issue.id", index=True)
    state: str = Field(default=DeliberationState.PREPARED, max_length=10)
    asked_for_id: int | None = Field(default=None, foreign_key="body.id")
    """The body that brought it up."""
    done_so_far: str = Field(default="", sa_column=Column(Text, nullable=False))
    stuck_at: str = Field(default="", sa_column=Column(Text, nullable=False))
    to_decide: str = Field(default="", sa_column=Column(Text, nullable=False))
    created_at: datetime
    put_by: int | None = Field(default=None, foreign_key="person.id")
    put_at: datetime | None = None
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    """Who wrote the decision down."""
    decided_at: datetime | None = None
    decision: str | None = Field(default=None, sa_column=Column(Text))


def find_deliberation(session: Session, deliberation_id: int | None) -> Deliberation | None:
    """The item with this id."""
    return session.get(Deliberation, deliberation_id) if deliberation_id is not None else None


def find_current_of(session: Session, issue_id: int) -> Deliberation | None:
    """The undecided item of a problem."""
    statement = select(Deliberation).where(
        Deliberation.issue_id == issue_id, col(Deliberation.state).in_(CURRENT)
    )
    return session.exec(statement).first()


def get_deliberation_for_update(session: Session, deliberation_id: int) -> Deliberation | None:
    """The item as it is now, locked until the transaction ends."""
    statement = select(Deliberation).where(Deliberation.id == deliberation_id).with_for_update()
    return session.exec(statement.execution_options(populate_existing=True)).first()


def list_deliberations(session: Session, *states: DeliberationState) -> list[Deliberation]:
    """All items in these states, oldest first."""
    statement = select(Deliberation).where(col(Deliberation.state).in_(states))
    return list(session.exec(statement.order_by(col(Deliberation.id))))


def list_deliberations_of(session: Session, issue_id: int) -> list[Deliberation]:
    """All items of a problem, oldest first."""
    statement = select(Deliberation).where(Deliberation.issue_id == issue_id)
    return list(session.exec(statement.order_by(col(Deliberation.id))))


def add_deliberation(session: Session, item: Deliberation) -> Deliberation:
    """Write an item down; it has its id afterwards."""
    session.add(item)
    session.flush()
    return item
