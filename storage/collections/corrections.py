"""Corrections of figures that are locked: asked for, agreed to by two, or refused (scenario 27)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, text
from sqlmodel import Field, Session, SQLModel, col, select

from storage.base import choice


class CorrectionState(StrEnum):
    """Whose turn it is: the body's own deputy in charge, then the office."""

    UNIT = "unit"
    OFFICE = "office"
    AGREED = "agreed"
    REFUSED = "refused"


WAITING = (CorrectionState.UNIT, CorrectionState.OFFICE)
_WAITING = text("state IN ('unit', 'office')")


class Correction(SQLModel, table=True):
    """One figure that is to be another one. `before` is None where nothing had been returned."""

    __tablename__ = "collection_correction"
    __table_args__ = (
        choice("state", CorrectionState),
        Index(
            "uq_collection_correction_waiting",
            "return_id",
            "indicator_id",
            unique=True,
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    return_id: int = Field(foreign_key="collection_return.id")
    indicator_id: int = Field(foreign_key="collection_indicator.id")
    before: str | None = Field(default=None, max_length=30)
    after: str = Field(max_length=30)
    reason: str = Field(max_length=200)
    state: str = Field(default=CorrectionState.UNIT, max_length=10)
    asked_by: int = Field(foreign_key="person.id")
    asked_at: datetime
    unit_by: int | None = Field(default=None, foreign_key="person.id")
    unit_at: datetime | None = None
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None


def add_correction(session: Session, correction: Correction) -> Correction:
    """Keep a request; it has its id afterwards."""
    session.add(correction)
    session.flush()
    return correction


def find_correction(session: Session, correction_id: int) -> Correction | None:
    """The request with this id."""
    return session.get(Correction, correction_id)


def lock_correction(session: Session, correction_id: int) -> Correction | None:
    """The same, locked until the transaction ends: two people decide one after the other."""
    statement = select(Correction).where(Correction.id == correction_id).with_for_update()
    return session.exec(statement.execution_options(populate_existing=True)).one_or_none()


def find_waiting_correction(session: Session, return_id: int, indicator_id: int) -> Correction | None:
    """The request about a figure that nobody has decided yet."""
    statement = select(Correction).where(
        Correction.return_id == return_id,
        Correction.indicator_id == indicator_id,
        col(Correction.state).in_(WAITING),
    )
    return session.exec(statement).first()


def list_corrections(session: Session, return_id: int) -> list[Correction]:
    """Every request about a return, oldest first."""
    statement = select(Correction).where(Correction.return_id == return_id)
    return list(session.exec(statement.order_by(col(Correction.id))))


def list_waiting_corrections(session: Session, state: CorrectionState) -> list[Correction]:
    """Requests that wait for bodies, or for the office."""
    statement = select(Correction).where(Correction.state == state)
    return list(session.exec(statement.order_by(col(Correction.id))))
