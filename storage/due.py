"""Due rows: everything that is to happen later, once: each has a unique key (what, whom, when)."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, func, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import JSON, Column, Field, Session, SQLModel, col, select

from storage.base import choice, table_of, type_json
from storage.news import News, note_news


class DueState(StrEnum):
    """`missed`: its time passed while nobody could act, and it has lost its sense."""

    PENDING = "pending"
    DONE = "done"
    MISSED = "missed"
    CANCELLED = "cancelled"
    FAILED = "failed"


_PENDING = text("state = 'pending'")


class Due(SQLModel, table=True):
    """Something to do at `due_at`. `kind` names the handler, `subject_id` its matter.

    `urgent` rows break through quiet hours; others are put off to the next permitted moment.
    """

    __tablename__ = "due"
    __table_args__ = (
        choice("state", DueState),
        Index("ix_due_pending", "due_at", "id", sqlite_where=_PENDING, postgresql_where=_PENDING),
        Index("ix_due_subject", "kind", "subject_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True, max_length=160)
    kind: str = Field(max_length=40)
    subject_id: int | None = None
    person_id: int | None = None
    due_at: datetime
    urgent: bool = False
    payload: type_json = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    state: str = Field(default=DueState.PENDING, max_length=10)
    attempts: int = 0
    error: str | None = None
    done_at: datetime | None = None


def schedule(session: Session, due: Due) -> None:
    """Plan `due`. A row with the same key that has not happened (called off, even) is planned anew; one that
    has happened stays.
    """
    note_news(session, News.DUE)
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    table = table_of(Due)
    values = due.model_dump(exclude={"id"})
    statement = dialect.insert(table).values(**values)
    moved = {"due_at": due.due_at, "payload": due.payload, "urgent": due.urgent, "state": DueState.PENDING}
    not_happened = table.c.state.in_([DueState.PENDING, DueState.CANCELLED])
    session.execute(statement.on_conflict_do_update(index_elements=["key"], set_=moved, where=not_happened))


def claim_due(session: Session, limit: int, *, now: datetime) -> list[Due]:
    """Take what is due for handling in this transaction, earliest first."""
    statement = select(Due).where(Due.state == DueState.PENDING, Due.due_at <= now)
    statement = statement.order_by(col(Due.due_at), col(Due.id)).limit(limit)
    if session.get_bind().dialect.name == "postgresql":
        statement = statement.with_for_update(skip_locked=True)
    return list(session.exec(statement))


def claim_alike(session: Session, due: Due, *, now: datetime) -> list[Due]:
    """`due` and all of its kind that has fallen due for the same person; all of it counts as done."""
    statement = select(Due).where(
        Due.kind == due.kind,
        Due.person_id == due.person_id,
        Due.state == DueState.PENDING,
        Due.due_at <= now,
    )
    if session.get_bind().dialect.name == "postgresql":
        statement = statement.with_for_update(skip_locked=True)
    others = list(session.exec(statement.order_by(col(Due.due_at), col(Due.id))))
    for row in others:
        row.state, row.done_at = DueState.DONE, now
    session.flush()
    return [due, *others]


def cancel_due(
    session: Session, kinds: str | list[str], subject_id: int, *, person_id: int | None = None
) -> int:
    """Clear what is planned for a matter (for one person, if given). Returns how many rows."""
    names = [kinds] if isinstance(kinds, str) else kinds
    statement = update(Due).where(
        col(Due.kind).in_(names), col(Due.subject_id) == subject_id, col(Due.state) == DueState.PENDING
    )
    if person_id is not None:
        statement = statement.where(col(Due.person_id) == person_id)
    cancelled = session.execute(statement.values(state=DueState.CANCELLED).returning(col(Due.id)))
    return len(cancelled.all())


def is_planned(session: Session, kind: str) -> bool:
    """Whether something of this kind is still to come."""
    statement = select(Due.id).where(Due.kind == kind, Due.state == DueState.PENDING).limit(1)
    return session.exec(statement).first() is not None


def hasten_due(session: Session, prefix: str, *, now: datetime) -> None:
    """What waits under keys that begin like this falls due now."""
    waiting = update(Due).where(
        col(Due.key).startswith(prefix, autoescape=True), col(Due.state) == DueState.PENDING
    )
    if session.execute(waiting.values(due_at=now).returning(col(Due.id))).all():
        note_news(session, News.DUE)


def list_planned(session: Session, kind: str, subject_id: int) -> list[Due]:
    """What is planned for a matter and has not happened yet, earliest first."""
    statement = select(Due).where(
        Due.kind == kind, Due.subject_id == subject_id, Due.state == DueState.PENDING
    )
    return list(session.exec(statement.order_by(col(Due.due_at), col(Due.id))))


def next_due_at(session: Session) -> datetime | None:
    """When the next thing is due."""
    statement = select(func.min(Due.due_at)).where(Due.state == DueState.PENDING)
    earliest: datetime | None = session.execute(statement).scalar_one()
    return earliest


def last_done_at(session: Session) -> datetime | None:
    """When something that was due was last done."""
    latest: datetime | None = session.execute(select(func.max(Due.done_at))).scalar_one()
    return latest


def count_failed(session: Session) -> int:
    """How many rows were tried and given up."""
    statement = select(func.count()).select_from(Due).where(Due.state == DueState.FAILED)
    return int(session.execute(statement).scalar_one())


def count_overdue(session: Session, *, now: datetime, but: Iterable[str] = ()) -> int:
    """How many rows should have been handled by `now`, those of some kinds left out."""
    statement = select(func.count()).select_from(Due).where(Due.state == DueState.PENDING, Due.due_at <= now)
    statement = statement.where(col(Due.kind).not_in(list(but)))
    return int(session.execute(statement).scalar_one())
