"""Commitments: who promised what by when, and how far it has come (M15)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Index, UniqueConstraint, func
from sqlmodel import Column, Field, Session, SQLModel, Text, col, select

from storage.base import choice


class CommitmentState(StrEnum):
    """The life of a commitment; what the office enters is being carried out from the start."""

    DRAFTING = "drafting"
    REVIEW = "review"
    APPROVAL = "approval"
    PUBLICATION = "publication"
    FULFILLMENT = "fulfillment"
    EVALUATION = "evaluation"


class Commitment(SQLModel, table=True):
    """One promise of a body; `person_id` answers for it. `due_on` is the last day, on which it falls due
    at the time that mechanism.toml sets (`due_at` is that moment).
    """

    __table_args__ = (
        choice("state", CommitmentState),
        UniqueConstraint("year", "number"),
        Index("ix_commitment_open", "state", "due_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    year: int
    number: int
    body_id: int = Field(foreign_key="body.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    what: str = Field(sa_column=Column(Text, nullable=False))
    due_on: date
    due_at: datetime
    state: str = Field(default=CommitmentState.FULFILLMENT, max_length=12)
    done_at: datetime | None = None
    created_by: int = Field(foreign_key="person.id")
    created_at: datetime


class CommitmentNotFound(LookupError):
    """No commitment has this id."""

    def __init__(self, commitment_id: int) -> None:
        super().__init__(f"no commitment {commitment_id}")
        self.commitment_id = commitment_id


def add_commitment(session: Session, commitment: Commitment) -> Commitment:
    """Keep a new commitment; it has its id afterwards."""
    session.add(commitment)
    session.flush()
    return commitment


def find_commitment(session: Session, commitment_id: int) -> Commitment | None:
    """The commitment with this id."""
    return session.get(Commitment, commitment_id)


def lock_commitment(session: Session, commitment_id: int) -> Commitment:
    """The same, locked until the transaction ends. Raises CommitmentNotFound."""
    statement = select(Commitment).where(Commitment.id == commitment_id).with_for_update()
    found = session.exec(statement.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise CommitmentNotFound(commitment_id)
    return found


def find_commitment_numbered(session: Session, year: int, number: int) -> Commitment | None:
    """The commitment with this number."""
    statement = select(Commitment).where(Commitment.year == year, Commitment.number == number)
    return session.exec(statement).one_or_none()


def list_commitments(
    session: Session, *, person_id: int | None = None, body_ids: list[int] | None = None,
    limit: int | None = None, offset: int = 0,
) -> list[Commitment]:  # fmt: skip
    """Commitments, unfinished ones first and by deadline: all, or those of a person or of their bodies."""
    statement = select(Commitment).where(*_concerning(person_id, body_ids))
    ordered = statement.order_by(
        col(Commitment.done_at).is_not(None), col(Commitment.due_at), col(Commitment.id)
    )
    return list(session.exec(ordered.limit(limit).offset(offset)))


def count_commitments(
    session: Session, *, person_id: int | None = None, body_ids: list[int] | None = None
) -> int:
    """How many `list_commitments` would find."""
    statement = select(func.count()).select_from(Commitment).where(*_concerning(person_id, body_ids))
    return int(session.exec(statement).one())


def list_open_of(session: Session, person_id: int, *, until: date) -> list[Commitment]:
    """A person's unfinished commitments that are due by a day, the most urgent first."""
    statement = select(Commitment).where(
        Commitment.person_id == person_id, col(Commitment.done_at).is_(None), Commitment.due_on <= until
    )
    return list(session.exec(statement.order_by(col(Commitment.due_at), col(Commitment.id))))


def _concerning(person_id: int | None, body_ids: list[int] | None) -> list[ColumnElement[bool]]:
    if person_id is None:
        return []
    mine = col(Commitment.person_id) == person_id
    return [mine | col(Commitment.body_id).in_(body_ids)] if body_ids else [mine]
