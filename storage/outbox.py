"""The outbox: every message that is to be said, written in the transaction of its cause (docs/adr/0003).

A row is one Bot API call. Its state is the answer to “did they get it?”: queued, sent, failed (why), or
unreachable. Edits of one living card collapse into the last while they wait.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import (
    ForeignKey,
    Index,
    RowMapping,
    Select,
    bindparam,
    func,
    insert,
    or_,
    select,
    text,
    update,
)
from sqlmodel import JSON, BigInteger, Column, Field, Integer, Session, SQLModel

from storage.base import choice, table_of, type_json
from storage.news import News, note_news


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


_outbox = table_of(OutboxRow)
_queued = _outbox.c.state == OutboxState.QUEUED
_free = _outbox.c.leased_until.is_(None)


# Statements of the hot path are built once: building costs more than running them.
_ADD = insert(_outbox).returning(_outbox.c.id)
_MARK_SENT = (
    update(_outbox)
    .where(_outbox.c.id == bindparam("row_id"))
    .values(state=OutboxState.SENT, sent_at=bindparam("now"), message_id=bindparam("message"), error=None)
)


def add_call(session: Session, **values: object) -> int:
    """Queue one call; returns its id. `values` are columns of `OutboxRow`."""
    note_news(session, News.OUTBOX)
    return int(session.connection().execute(_ADD, values).scalar_one())


def find_sent(session: Session, row_id: int) -> tuple[int, int] | None:
    """(chat, message) of a call that has gone out."""
    statement = select(_outbox.c.chat_id, _outbox.c.message_id).where(_outbox.c.id == row_id)
    found = session.execute(statement).first()
    return (int(found[0]), int(found[1])) if found and found[1] is not None else None


def find_waiting_for_card(session: Session, card_id: int) -> int | None:
    """The call that waits for this card and has not been taken for sending, if any; the delivery leaves it
    alone until this transaction ends."""
    shows = or_(_outbox.c.method.startswith("send"), _outbox.c.method.startswith("edit"))
    statement = select(_outbox.c.id).where(_queued, _free, _outbox.c.card_id == card_id, shows)
    statement = statement.order_by(_outbox.c.id.desc()).limit(1).with_for_update()
    return session.execute(statement).scalar_one_or_none()


def is_card_on_its_way(session: Session, card_id: int) -> bool:
    """Whether a call for this card waits or is being made."""
    shows = or_(_outbox.c.method.startswith("send"), _outbox.c.method.startswith("edit"))
    statement = select(_outbox.c.id).where(_queued, _outbox.c.card_id == card_id, shows)
    return session.execute(statement.limit(1)).first() is not None


def find_card_in_flight(session: Session, chat_id: int) -> int | None:
    """The card whose message is being sent to a chat at this moment, if one is."""
    taken = (_queued, _outbox.c.leased_until.is_not(None), _outbox.c.chat_id == chat_id)
    is_new = (_outbox.c.card_id.is_not(None), _outbox.c.method.startswith("send"))
    return session.execute(select(_outbox.c.card_id).where(*taken, *is_new).limit(1)).scalar_one_or_none()


def has_message_since(session: Session, chat_id: int, message_id: int) -> bool:
    """Whether we know of having sent this message or a newer one to the chat."""
    later = (_outbox.c.chat_id == chat_id, _outbox.c.message_id >= message_id)
    return session.execute(select(_outbox.c.id).where(*later).limit(1)).first() is not None


def replace_content(session: Session, row_id: int, content: type_json) -> None:
    """Put newer words into a call that still waits; where it goes and how stays."""
    old = session.execute(select(_outbox.c.payload).where(_outbox.c.id == row_id)).scalar_one()
    session.execute(update(_outbox).where(_outbox.c.id == row_id).values(payload=old | content))


def lease_calls(
    session: Session, limit: int, *, now: datetime, held_chats: Iterable[int] = ()
) -> list[Leased]:
    """Take up to `limit` calls for sending, presses first, oldest first; one a chat, none to held ones.

    The rest of a chat waits in the table: a chat with thousands of calls never stands in others' way.
    """
    taken: list[Leased] = []
    held = set(held_chats)
    while len(taken) < limit:
        wanted = limit - len(taken)
        found = _list_ready(session, wanted, now, held)
        for row in found:
            if row.chat_id not in held:
                held.add(row.chat_id)
                taken.append(row)
        if len(found) < wanted:
            break
    if taken:
        _update(session, [row.id for row in taken], leased_until=now)
    return taken


def _list_ready(session: Session, limit: int, now: datetime, held: set[int]) -> list[Leased]:
    ready = or_(_outbox.c.not_before.is_(None), _outbox.c.not_before <= now)
    statement = _columns().where(_queued, _free, ready)
    if held:
        statement = statement.where(_outbox.c.chat_id.not_in(held))
    statement = statement.order_by(_outbox.c.priority, _outbox.c.id).limit(limit)
    rows = session.execute(
        statement.with_for_update(skip_locked=True)
    )  # a handler may be changing one's words
    return [_leased(row) for row in rows.mappings()]


def release_calls(session: Session, row_ids: Sequence[int]) -> None:
    """Put calls back that were taken but not made."""
    _update(session, row_ids, leased_until=None)


def release_all(session: Session) -> None:
    """Put everything back that a process which died had taken; what it was to try again is tried at once.

    Only for the one process that sends.
    """
    taken = update(_outbox).where(_queued, _outbox.c.leased_until.is_not(None))
    session.execute(taken.values(leased_until=None))
    failed = update(_outbox).where(_queued, _outbox.c.error.is_not(None))
    session.execute(failed.values(not_before=None))


def fold_edit(session: Session, edit: Leased) -> bool:
    """An edit of a card that has not gone out: its words go into the call that still waits to send the card.

    Returns False, and changes nothing, when no such call waits.
    """
    sends = (_outbox.c.card_id == edit.card_id, _outbox.c.id != edit.id, _outbox.c.method.startswith("send"))
    found = session.execute(select(_outbox.c.id).where(_queued, *sends).limit(1)).scalar_one_or_none()
    if found is None:
        return False
    replace_content(session, found, edit.payload)
    _update(
        session, [edit.id], state=OutboxState.CANCELLED, error="folded into the sending", leased_until=None
    )
    return True


def send_instead(session: Session, edit: Leased) -> Leased:
    """The message that `edit` was to change is out of reach: the same words go out as a new message."""
    content = {name: value for name, value in edit.payload.items() if name != "message_id"}
    _update(session, [edit.id], method="sendMessage", payload=content)
    return replace(edit, method="sendMessage", payload=content)


def mark_sent(session: Session, messages: Mapping[int, int | None], *, now: datetime) -> None:
    """Telegram has taken these; `messages` are the numbers of the messages (where there are any) by row."""
    if messages:
        rows = [{"row_id": row_id, "now": now, "message": message} for row_id, message in messages.items()]
        session.connection().execute(_MARK_SENT, rows)


def mark_failed(session: Session, row_id: int, *, error: str, unreachable: bool = False) -> None:
    """It will not arrive, and why."""
    state = OutboxState.UNREACHABLE if unreachable else OutboxState.FAILED
    _update(session, [row_id], state=state, error=error, leased_until=None)


def mark_later(session: Session, row_id: int, *, attempts: int, error: str, at: datetime | None) -> None:
    """Try again at `at` (None: as soon as its chat may be written to)."""
    _update(session, [row_id], attempts=attempts, error=error, not_before=at, leased_until=None)


def list_states(session: Session, purposes: Sequence[str]) -> dict[int, tuple[str, str | None]]:
    """For each person the state and the error of the latest message with one of these purposes."""
    columns = (_outbox.c.person_id, _outbox.c.state, _outbox.c.error)
    statement = select(*columns).where(_outbox.c.purpose.in_(purposes), _outbox.c.person_id.is_not(None))
    rows = session.execute(statement.order_by(_outbox.c.id))
    return {person_id: (state, error) for person_id, state, error in rows}


def cancel_waiting(session: Session, *, purpose: str) -> int:
    """Take back every call of `purpose` that has not gone out. Returns how many."""
    statement = update(_outbox).where(_queued, _outbox.c.purpose == purpose)
    done = session.execute(statement.values(state=OutboxState.CANCELLED).returning(_outbox.c.id))
    return len(done.all())


def cancel_for_card(session: Session, card_id: int) -> bool:
    """Take back a card's message that has not gone out. False when there is none that waits."""
    waiting = find_waiting_for_card(session, card_id)
    if waiting is not None:
        _update(session, [waiting], state=OutboxState.CANCELLED)
    return waiting is not None


def move_chat(session: Session, old_chat_id: int, new_chat_id: int) -> None:
    """A group has a new number: what waits for the old one goes to the new one."""
    moved = update(_outbox).where(_queued, _outbox.c.chat_id == old_chat_id)
    session.execute(moved.values(chat_id=new_chat_id))


def strand_calls(session: Session, chat_id: int, *, error: str) -> int:
    """Nothing reaches this chat any more: what waits for it is unreachable. Returns how many."""
    stranded = update(_outbox).where(_queued, _outbox.c.chat_id == chat_id)
    values = {"state": OutboxState.UNREACHABLE, "error": error, "leased_until": None}
    return len(session.execute(stranded.values(**values).returning(_outbox.c.id)).all())


def readdress_calls(session: Session, old_chat_id: int, new_chat_id: int) -> None:
    """A person has another account: new messages that wait follow to it, edits of old ones are dropped."""
    waiting = (_queued, _outbox.c.chat_id == old_chat_id)
    is_new = _outbox.c.method.startswith("send")
    session.execute(update(_outbox).where(*waiting, ~is_new).values(state=OutboxState.CANCELLED))
    session.execute(update(_outbox).where(*waiting).values(chat_id=new_chat_id))


def count_by_state(session: Session, *, purpose: str | None = None) -> dict[str, int]:
    """How many calls are in each state, all or those of one purpose."""
    statement = select(_outbox.c.state, func.count()).group_by(_outbox.c.state)
    if purpose is not None:
        statement = statement.where(_outbox.c.purpose == purpose)
    counted = session.execute(statement).all()
    return {str(state): int(count) for state, count in counted}


def count_queued(session: Session) -> int:
    """How many calls wait, for now or for a later time."""
    return int(session.execute(select(func.count()).select_from(_outbox).where(_queued)).scalar_one())


def count_ready(session: Session, now: datetime) -> int:
    """How many calls could be made now (those held back for later do not count)."""
    ready = or_(_outbox.c.not_before.is_(None), _outbox.c.not_before <= now)
    return int(session.execute(select(func.count()).select_from(_outbox).where(_queued, ready)).scalar_one())


def next_ready_at(session: Session) -> datetime | None:
    """When the earliest held-back call may go, if one waits for its time."""
    statement = select(func.min(_outbox.c.not_before)).where(_queued, _outbox.c.leased_until.is_(None))
    earliest: datetime | None = session.execute(statement).scalar_one()
    return earliest


def _update(session: Session, row_ids: Sequence[int], **values: object) -> None:
    session.execute(update(_outbox).where(_outbox.c.id.in_(row_ids)).values(**values))


def _columns() -> Select[Any]:
    return select(*(_outbox.c[name] for name in Leased.__slots__))


def _leased(row: RowMapping) -> Leased:
    return Leased(**row)
