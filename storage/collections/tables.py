"""Monthly collections as rows: which bodies are asked for what, and what they returned (M6, M13)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import JSON, Column, Field, SQLModel, Text

from storage.base import choice


class CollectionState(StrEnum):
    """`planned` until the call has gone out."""

    PLANNED = "planned"
    CALLED = "called"
    CANCELLED = "cancelled"


class Collection(SQLModel, table=True):
    """One month's collection. After `due_at` it is closed; the office may take late figures until
    `late_until`. `repeats` makes the next month's when this one is called.
    """

    __table_args__ = (
        choice("state", CollectionState),
        UniqueConstraint("year", "number"),
        Index("ix_collection_state", "state", "due_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    year: int
    number: int
    month: date
    """The first day of the month that it is about."""
    title: str = Field(max_length=80)
    body_ids: list[int] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    call_at: datetime
    due_at: datetime
    late_until: datetime
    late_open: bool = False
    repeats: bool = True
    state: str = Field(default=CollectionState.PLANNED, max_length=10)
    created_by: int = Field(foreign_key="person.id")
    created_at: datetime
    called_at: datetime | None = None


class Return(SQLModel, table=True):
    """What one body was asked for. Without `returned_at` it is missing: never a nought."""

    __tablename__ = "collection_return"
    __table_args__ = (UniqueConstraint("collection_id", "body_id"),)

    id: int | None = Field(default=None, primary_key=True)
    collection_id: int = Field(foreign_key="collection.id")
    body_id: int = Field(foreign_key="body.id", index=True)
    text: str | None = Field(default=None, sa_column=Column(Text))
    file_count: int = 0
    returned_at: datetime | None = None
    returned_by: int | None = Field(default=None, foreign_key="person.id")
    is_late: bool = False
    version: int = 0
    """Which figures count: those of this version. Every handing in and every correction makes another one."""
