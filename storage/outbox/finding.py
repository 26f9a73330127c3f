"""What waits, what has gone out, and how many of each."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlmodel import Session

from storage.outbox.rows import CALLS, FREE, QUEUED


def find_sent(session: Session, row_id: int) -> tuple[int, int] | None:
    """(chat, message) of a call that has gone out."""
    statement = select(CALLS.c.chat_id, CALLS.c.message_id).where(CALLS.c.id == row_id)
    found = session.execute(statement).first()
    return (int(found[0]), int(found[1])) if found and found[1] is not None else None


def find_waiting_for_card(session: Session, card_id: int) -> int | None:
    """The call that waits for this card and has not been taken for sending, if any; the delivery leaves it
    alone until this transaction ends."""
    shows = or_(CALLS.c.method.startswith("send"), CALLS.c.method.startswith("edit"))
    statement = select(CALLS.c.id).where(QUEUED, FREE, CALLS.c.card_id == card_id, shows)
    statement = statement.order_by(CALLS.c.id.desc()).limit(1).with_for_update()
    return session.execute(statement).scalar_one_or_none()


def is_card_on_its_way(session: Session, card_id: int) -> bool:
    """Whether a call for this card waits or is being made."""
    shows = or_(CALLS.c.method.startswith("send"), CALLS.c.method.startswith("edit"))
    statement = select(CALLS.c.id).where(QUEUED, CALLS.c.card_id == card_id, shows)
    return session.execute(statement.limit(1)).first() is not None


def find_card_in_flight(session: Session, chat_id: int) -> int | None:
    """The card whose message is being sent to a chat at this moment, if one is."""
    taken = (QUEUED, CALLS.c.leased_until.is_not(None), CALLS.c.chat_id == chat_id)
    is_new = (CALLS.c.card_id.is_not(None), CALLS.c.method.startswith("send"))
    return session.execute(select(CALLS.c.card_id).where(*taken, *is_new).limit(1)).scalar_one_or_none()


def has_message_since(session: Session, chat_id: int, message_id: int) -> bool:
    """Whether we know of having sent this message or a newer one to the chat."""
    later = (CALLS.c.chat_id == chat_id, CALLS.c.message_id >= message_id)
    return session.execute(select(CALLS.c.id).where(*later).limit(1)).first() is not None


def list_states(session: Session, purposes: Sequence[str]) -> dict[int, tuple[str, str | None]]:
    """For each person the state and the error of the latest message with one of these purposes."""
    columns = (CALLS.c.person_id, CALLS.c.state, CALLS.c.error)
    statement = select(*columns).where(CALLS.c.purpose.in_(purposes), CALLS.c.person_id.is_not(None))
    rows = session.execute(statement.order_by(CALLS.c.id))
    return {person_id: (state, error) for person_id, state, error in rows}


def count_by_state(session: Session, *, purpose: str | None = None) -> dict[str, int]:
    """How many calls are in each state, all or those of one purpose."""
    statement = select(CALLS.c.state, func.count()).group_by(CALLS.c.state)
    if purpose is not None:
        statement = statement.where(CALLS.c.purpose == purpose)
    counted = session.execute(statement).all()
    return {str(state): int(count) for state, count in counted}


def count_queued(session: Session) -> int:
    """How many calls wait, for now or for a later time."""
    return int(session.execute(select(func.count()).select_from(CALLS).where(QUEUED)).scalar_one())


def count_ready(session: Session, now: datetime) -> int:
    """How many calls could be made now (those held back for later do not count)."""
    ready = or_(CALLS.c.not_before.is_(None), CALLS.c.not_before <= now)
    return int(session.execute(select(func.count()).select_from(CALLS).where(QUEUED, ready)).scalar_one())


def next_ready_at(session: Session) -> datetime | None:
    """When the earliest held-back call may go, if one waits for its time."""
    statement = select(func.min(CALLS.c.not_before)).where(QUEUED, CALLS.c.leased_until.is_(None))
    earliest: datetime | None = session.execute(statement).scalar_one()
    return earliest
