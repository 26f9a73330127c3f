"""Important notices that did not arrive: others are told once, and the person on return (scenario 39)."""

from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Field, Session, SQLModel, col, func, select

from storage.base import require_id
from storage.outbox import OutboxRow, OutboxState

NOT_BOUND = "not bound"
"""The `error` of a row that was never meant for an account: its person has none."""


class MissedNotice(SQLModel, table=True):
    """What became of an important notice that did not arrive. `outbox_id` is its row there."""

    __tablename__ = "missed_notice"

    outbox_id: int = Field(primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    handed_over_at: datetime | None = None
    """Others of the unit were told instead."""
    caught_up_at: datetime | None = None
    """The person came back and was told."""


def list_notices_to_hand_over(session: Session, person_id: int) -> list[OutboxRow]:
    """Important notices of a person that did not arrive and that nobody else was told of, oldest first."""
    return _missed(session, person_id, col(MissedNotice.handed_over_at).is_(None))


def list_notices_to_catch_up(session: Session, person_id: int) -> list[OutboxRow]:
    """Important notices of a person that did not arrive and that the person was not told of, oldest first."""
    return _missed(session, person_id, col(MissedNotice.caught_up_at).is_(None))


def mark_handed_over(session: Session, rows: list[OutboxRow], *, now: datetime) -> None:
    """Others were told of these."""
    for notice in _notices(session, rows):
        notice.handed_over_at = now
    session.flush()


def mark_caught_up(session: Session, rows: list[OutboxRow], *, now: datetime) -> None:
    """The person was told of these."""
    for notice in _notices(session, rows):
        notice.caught_up_at = now
    session.flush()


def count_missed_notices(session: Session, person_id: int) -> int:
    """How many important notices a person has not got."""
    conditions = (*_unreached(person_id), col(MissedNotice.caught_up_at).is_(None))
    statement = select(func.count()).select_from(OutboxRow)
    joined = statement.outerjoin(MissedNotice, col(MissedNotice.outbox_id) == col(OutboxRow.id))
    return session.exec(joined.where(*conditions)).one()


def _missed(session: Session, person_id: int, still: ColumnElement[bool]) -> list[OutboxRow]:
    statement = select(OutboxRow).outerjoin(MissedNotice, col(MissedNotice.outbox_id) == col(OutboxRow.id))
    statement = statement.where(*_unreached(person_id), still)
    return list(session.exec(statement.order_by(col(OutboxRow.id))))


def _unreached(person_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        col(OutboxRow.person_id) == person_id,
        col(OutboxRow.state) == OutboxState.UNREACHABLE,
        col(OutboxRow.important).is_(True),
        col(OutboxRow.method).startswith("send"),
        col(OutboxRow.error) != NOT_BOUND,
    )


def _notices(session: Session, rows: list[OutboxRow]) -> list[MissedNotice]:
    return [_notice(session, require_id(row.id), require_id(row.person_id)) for row in rows]


def _notice(session: Session, outbox_id: int, person_id: int) -> MissedNotice:
    notice = session.get(MissedNotice, outbox_id)
    if notice is None:
        notice = MissedNotice(outbox_id=outbox_id, person_id=person_id)
        session.add(notice)
    return notice
