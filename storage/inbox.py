"""The inbox: every update that Telegram gave us, raw, until it is handled and for days after.

Done rows stay as tombstones: an update that Telegram was not told about comes back and must not run
twice. This is an engine hot path, hence SQLAlchemy Core.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, RowMapping, Select, bindparam, delete, func, or_, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import BigInteger, Column, Field, Session, SQLModel, Text, col
from sqlmodel import select as select_rows

from storage.base import choice, table_of


class InboxState(StrEnum):
    """Where an update stands."""

    PENDING = "pending"
    DONE = "done"
    PARKED = "parked"
    DISCARDED = "discarded"
    """Was set aside, and an administrator has looked at it and given it up."""


class InboxRow(SQLModel, table=True):
    """One raw update. `order_key` names the person (or chat) whose updates are handled strictly in order."""

    __tablename__ = "inbox"
    __table_args__ = (
        choice("state", InboxState),
        Index("ix_inbox_pending", "order_key", "id", sqlite_where=text("state = 'pending'"),
              postgresql_where=text("state = 'pending'")),
        Index("ix_inbox_queue", "id", sqlite_where=text("state = 'pending'"),
              postgresql_where=text("state = 'pending'")),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    update_id: int = Field(sa_column=Column(BigInteger, unique=True, nullable=False))
    order_key: str = Field(max_length=40)
    kind: str = Field(max_length=40)
    payload: str = Field(sa_column=Column(Text, nullable=False))
    state: str = Field(default=InboxState.PENDING, max_length=10)
    attempts: int = 0
    error: str | None = None
    received_at: datetime
    retry_at: datetime | None = None
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RawUpdate:
    """An update as it came, before anybody has tried to understand it."""

    update_id: int
    order_key: str
    kind: str
    payload: str


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row taken for handling in the present transaction."""

    id: int
    update_id: int
    order_key: str
    kind: str
    payload: str
    attempts: int
    received_at: datetime


_inbox = table_of(InboxRow)
_pending = _inbox.c.state == InboxState.PENDING


# Statements of the hot path are built once: building costs more than running them.
_ADD = {
    dialect.__name__.rpartition(".")[2]: dialect.insert(_inbox).on_conflict_do_nothing(
        index_elements=["update_id"]
    )
    for dialect in (postgresql, sqlite)
}
_MARK_DONE = (
    update(_inbox)
    .where(_inbox.c.id == bindparam("row_id"))
    .values(state=InboxState.DONE, done_at=bindparam("now"), error=None, retry_at=None)
)


def add_updates(session: Session, updates: Sequence[RawUpdate], *, now: datetime) -> None:
    """Store raw updates; those already known are left as they are."""
    if not updates:
        return
    rows = [
        {
            "update_id": raw.update_id,
            "order_key": raw.order_key,
            "kind": raw.kind,
            "payload": raw.payload,
            "state": InboxState.PENDING,
            "attempts": 0,
            "received_at": now,
        }
        for raw in updates
    ]
    session.connection().execute(_ADD[session.get_bind().dialect.name], rows)


def claim_updates(session: Session, limit: int, *, now: datetime) -> list[Claimed]:
    """Take the oldest undone updates for handling in this transaction, in the order they came.

    A person with an update that waits for a retry is passed over. On PostgreSQL at most one row a
    person is taken, and only if all earlier ones are done, so several processes keep everybody's order.
    """
    if session.get_bind().dialect.name == "postgresql":
        return _claim_locked(session, limit, now)
    waiting = select(_inbox.c.order_key).where(_pending, _inbox.c.retry_at > now)
    statement = _columns().where(_pending, _inbox.c.order_key.not_in(waiting)).order_by(_inbox.c.id)
    return [_claimed(row) for row in session.execute(statement.limit(limit)).mappings()]


def _claim_locked(session: Session, limit: int, now: datetime) -> list[Claimed]:
    earlier = _inbox.alias("earlier")
    before = select(earlier.c.id).where(
        earlier.c.order_key == _inbox.c.order_key,
        earlier.c.state == InboxState.PENDING,
        earlier.c.id < _inbox.c.id,
    )
    ready = or_(_inbox.c.retry_at.is_(None), _inbox.c.retry_at <= now)
    statement = _columns().where(_pending, ready, ~before.exists()).order_by(_inbox.c.id).limit(limit)
    rows = session.execute(statement.with_for_update(skip_locked=True)).mappings()
    return [_claimed(row) for row in rows]


def mark_done(session: Session, row_ids: Sequence[int], *, now: datetime) -> None:
    """The updates are handled, with everything that followed from them."""
    if row_ids:
        session.connection().execute(_MARK_DONE, [{"row_id": row_id, "now": now} for row_id in row_ids])


def mark_retry(session: Session, row_id: int, *, attempts: int, error: str, retry_at: datetime) -> None:
    """Handling failed; it will be tried again at `retry_at`, and the person's later updates wait."""
    _set(session, row_id, attempts=attempts, error=error, retry_at=retry_at)


def mark_parked(session: Session, row_id: int, *, attempts: int, error: str, now: datetime) -> None:
    """Handling failed too often: the update is set aside for the administrators."""
    parked = {"state": InboxState.PARKED, "done_at": now, "retry_at": None}
    _set(session, row_id, attempts=attempts, error=error, **parked)


def count_pending(session: Session) -> int:
    """How many updates wait."""
    return int(session.execute(select(func.count()).select_from(_inbox).where(_pending)).scalar_one())


def count_parked(session: Session) -> int:
    """How many updates were set aside."""
    parked = _inbox.c.state == InboxState.PARKED
    return int(session.execute(select(func.count()).select_from(_inbox).where(parked)).scalar_one())


def list_parked(session: Session, *, skip: int = 0, limit: int = 100) -> list[InboxRow]:
    """What was set aside, the newest first."""
    statement = select_rows(InboxRow).where(InboxRow.state == InboxState.PARKED)
    return list(session.exec(statement.order_by(col(InboxRow.id).desc()).offset(skip).limit(limit)))


def find_parked(session: Session, row_id: int) -> InboxRow | None:
    """One update that was set aside, locked until the transaction ends; None when it is so no more."""
    row = session.get(InboxRow, row_id, with_for_update=True, populate_existing=True)
    return row if row is not None and row.state == InboxState.PARKED else None


def put_back(session: Session, row: InboxRow) -> None:
    """An update that was set aside is handled again, as if it had just come."""
    row.state, row.attempts, row.retry_at, row.done_at = InboxState.PENDING, 0, None, None
    session.flush()


def discard(session: Session, row: InboxRow, *, now: datetime) -> None:
    """An update that was set aside is given up."""
    row.state, row.done_at = InboxState.DISCARDED, now
    session.flush()


def next_retry_at(session: Session) -> datetime | None:
    """When the next failed update may be tried again, if one waits."""
    statement = select(func.min(_inbox.c.retry_at)).where(_pending)
    earliest: datetime | None = session.execute(statement).scalar_one()
    return earliest


def delete_done_before(session: Session, moment: datetime) -> int:
    """Forget tombstones older than `moment`. Returns how many."""
    finished = _inbox.c.state.in_([InboxState.DONE, InboxState.DISCARDED])
    old = finished & (_inbox.c.done_at < moment)
    return len(session.execute(delete(_inbox).where(old).returning(_inbox.c.id)).all())


def _set(session: Session, row_id: int, **values: object) -> None:
    session.execute(update(_inbox).where(_inbox.c.id == row_id).values(**values))


def _columns() -> Select[Any]:
    return select(
        _inbox.c.id,
        _inbox.c.update_id,
        _inbox.c.order_key,
        _inbox.c.kind,
        _inbox.c.payload,
        _inbox.c.attempts,
        _inbox.c.received_at,
    )


def _claimed(row: RowMapping) -> Claimed:
    return Claimed(**row)
