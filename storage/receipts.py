"""Receipts: who has to sign for a listed supervision or an assignment, until when, and who has (M16, M17)."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, select


class Receipt(SQLModel, table=True):
    """One signature that is owed, for a matter (`subject_kind`, `subject_id`). Rows are never deleted.

    Somebody who lets the time pass is telephoned; `called_at` tells when, `call_note` what was said.
    """

    __tablename__ = "receipt"
    __table_args__ = (
        UniqueConstraint("subject_kind", "subject_id", "person_id"),
        Index("ix_receipt_person", "person_id", "signed_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    subject_kind: str = Field(max_length=30)
    subject_id: int
    person_id: int = Field(foreign_key="person.id")
    body_id: int | None = Field(default=None, foreign_key="body.id")
    """The body for which they sign."""
    asked_at: datetime
    due_at: datetime | None = None
    """None when the calendar does not reach it."""
    signed_at: datetime | None = None
    signed_by: int | None = Field(default=None, foreign_key="person.id")
    """Who signed in their place while they were on leave."""
    called_at: datetime | None = None
    called_by: int | None = Field(default=None, foreign_key="person.id")
    call_note: str | None = Field(default=None, max_length=300)
    waived_at: datetime | None = None
    """The matter ended, or somebody else answers for it now, before it was signed."""

    @property
    def is_owed(self) -> bool:
        """Whether the signature is still waited for."""
        return self.signed_at is None and self.waived_at is None


def list_receipts(session: Session, subject_kind: str, subject_id: int) -> list[Receipt]:
    """All receipts of a matter, in the order in which they were asked for."""
    statement = select(Receipt).where(Receipt.subject_kind == subject_kind, Receipt.subject_id == subject_id)
    return list(session.exec(statement.order_by(col(Receipt.id))))


def find_receipt(session: Session, receipt_id: int) -> Receipt | None:
    """The receipt with this id."""
    return session.get(Receipt, receipt_id)


def find_receipt_of(
    session: Session, subject_kind: str, subject_id: int, person_id: int | None
) -> Receipt | None:
    """What one person owes, or has signed, for a matter."""
    statement = select(Receipt).where(
        Receipt.subject_kind == subject_kind,
        Receipt.subject_id == subject_id,
        Receipt.person_id == person_id,
    )
    return session.exec(statement).first()


def list_owed_by(session: Session, person_ids: Iterable[int], *subject_kinds: str) -> list[Receipt]:
    """What these people still have to sign (of these kinds), the earliest deadline first."""
    statement = select(Receipt).where(
        col(Receipt.subject_kind).in_(subject_kinds),
        col(Receipt.person_id).in_(list(person_ids)),
        col(Receipt.signed_at).is_(None),
        col(Receipt.waived_at).is_(None),
    )
    return list(session.exec(statement.order_by(col(Receipt.due_at), col(Receipt.id))))


def list_to_call(session: Session, *, now: datetime) -> list[Receipt]:
    """Receipts whose time has passed and about which nobody has telephoned yet."""
    statement = select(Receipt).where(
        col(Receipt.signed_at).is_(None),
        col(Receipt.waived_at).is_(None),
        col(Receipt.called_at).is_(None),
        col(Receipt.due_at) < now,
    )
    return list(session.exec(statement.order_by(col(Receipt.due_at), col(Receipt.id))))


def add_receipt(session: Session, receipt: Receipt) -> Receipt:
    """Ask for a signature; it has its id afterwards."""
    session.add(receipt)
    session.flush()
    return receipt
