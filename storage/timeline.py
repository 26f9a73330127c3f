"""The timeline: what happened to a matter, by whom, in which capacity. Rows are only ever added (M17)."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import JSON, Column, Field, Session, SQLModel, col, select

from storage.base import require_id, type_json
from storage.bodies import Body
from storage.people import Person


class TimelineEntry(SQLModel, table=True):
    """One step. Names are kept as of that day, so that history survives moves and renamings."""

    __tablename__ = "timeline"
    __table_args__ = (
        Index("ix_timeline_subject", "subject_kind", "subject_id", "id"),
        Index("ix_timeline_person", "person_id", "at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    subject_kind: str = Field(max_length=30)
    subject_id: int
    at: datetime
    action: str = Field(max_length=40)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    person_name: str | None = Field(default=None, max_length=60)
    body_id: int | None = Field(default=None, foreign_key="body.id")
    body_name: str | None = Field(default=None, max_length=80)
    text: str | None = None
    facts: type_json = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


def add_step(
    session: Session,
    kind: str,
    subject_id: int | None,
    action: str,
    *,
    by: Person | None,
    at: datetime,
    body: Body | None = None,
    text: str | None = None,
    facts: type_json | None = None,
) -> TimelineEntry:
    """Write one step of a matter down; `by` is None when nobody acted but the time had come."""
    entry = TimelineEntry(
        subject_kind=kind,
        subject_id=require_id(subject_id),
        at=at,
        action=action,
        person_id=by.id if by else None,
        person_name=by.name if by else None,
        body_id=body.id if body else None,
        body_name=body.name if body else None,
        text=text,
        facts=facts or {},
    )
    session.add(entry)
    session.flush()
    return entry


def list_entries(session: Session, subject_kind: str, subject_id: int) -> list[TimelineEntry]:
    """All steps of a matter, oldest first."""
    statement = select(TimelineEntry).where(
        TimelineEntry.subject_kind == subject_kind, TimelineEntry.subject_id == subject_id
    )
    return list(session.exec(statement.order_by(col(TimelineEntry.id))))


def list_entries_by(session: Session, person_id: int, *, since: datetime) -> list[TimelineEntry]:
    """What one person has done since a moment, whatever the matter, oldest first."""
    statement = select(TimelineEntry).where(
        TimelineEntry.person_id == person_id, col(TimelineEntry.at) >= since
    )
    return list(session.exec(statement.order_by(col(TimelineEntry.id))))
