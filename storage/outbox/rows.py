"""The row of the outbox: one Bot API call, and whether it has arrived."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from sqlalchemy import ForeignKey, Index, text, update
from sqlmodel import JSON, BigInteger, Column, Field, Integer, Session, SQLModel

from storage.base import choice, table_of, type_json


class OutboxState(StrEnum):
    """Whether the message has arrived."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    UNREACHABLE = "unreachable"
    CANCELLED = "cancelled"


class Priority(IntEnum):
    """Answers to presses go before reminders, reminders before broadcasts."""

    PRESS = 0
    REMINDER = 1
    BROADCAST = 2


_WAITING = text("state = 'queued'")


class OutboxRow(SQLModel, table=True):
    """One call to be made. `purpose` groups rows for delivery reports (for example `meeting:7:call`).

    `leased_until` is set while the delivery has the row in hand; handlers then leave it alone.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        choice("state", OutboxState),
        Index("ix_outbox_queue", "priority", "id", sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index("ix_outbox_card", "card_id", sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index("ix_outbox_purpose", "purpose"),
        Index("ix_outbox_person", "person_id", "state"),
    )

    id: int | None = Field(default=None, primary_key=True)
    chat_id: int = Field(sa_column=Column(BigInteger, nullable=False))
    thread_id: int | None = None
    method: str = Field(max_length=40)
    payload: type_json = Field(sa_column=Column(JSON, nullable=False))
    priority: int = Priority.PRESS
    state: str = Field(default=OutboxState.QUEUED, max_length=12)
    card_id: int | None = Field(
        default=None, sa_column=Column(Integer, ForeignKey("card.id", ondelete="SET NULL"))
    )
    person_id: int | None = None
    purpose: str | None = Field(default=None, max_length=80)
    template: str | None = Field(default=None, max_length=80)
    important: bool = False
    created_at: datetime
    not_before: datetime | None = None
    leased_until: datetime | None = None
    attempts: int = 0
    sent_at: datetime | None = None
    message_id: int | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Leased:
    """A row taken for sending."""

    id: int
    chat_id: int
    thread_id: int | None
    method: str
    payload: type_json
    priority: int
    card_id: int | None
    person_id: int | None
    purpose: str | None
    template: str | None
    created_at: datetime
    attempts: int


CALLS = table_of(OutboxRow)
QUEUED = CALLS.c.state == OutboxState.QUEUED
FREE = CALLS.c.leased_until.is_(None)


def change(session: Session, row_ids: Sequence[int], **values: object) -> None:
    """Change these rows alike."""
    session.execute(update(CALLS).where(CALLS.c.id.in_(row_ids)).values(**values))
