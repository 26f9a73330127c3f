"""Taking calls for sending, and what became of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, Select, bindparam, or_, select, update
from sqlmodel import Session

from storage.outbox.queueing import replace_content
from storage.outbox.rows import CALLS, FREE, QUEUED, Leased, OutboxState, change

_MARK_SENT = (
    update(CALLS)
    .where(CALLS.c.id == bindparam("row_id"))
    .values(state=OutboxState.SENT, sent_at=bindparam("now"), message_id=bindparam("message"), error=None)
)
"""Built once: building it costs more than running it."""


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
        change(session, [row.id for row in taken], leased_until=now)
    return taken


def _list_ready(session: Session, limit: int, now: datetime, held: set[int]) -> list[Leased]:
    ready = or_(CALLS.c.not_before.is_(None), CALLS.c.not_before <= now)
    statement = _columns().where(QUEUED, FREE, ready)
    if held:
        statement = statement.where(CALLS.c.chat_id.not_in(held))
    statement = statement.order_by(CALLS.c.priority, CALLS.c.id).limit(limit)
    rows = session.execute(
        statement.with_for_update(skip_locked=True)
    )  # a handler may be changing one's words
    return [_leased(row) for row in rows.mappings()]


def release_calls(session: Session, row_ids: Sequence[int]) -> None:
    """Put calls back that were taken but not made."""
    change(session, row_ids, leased_until=None)


def release_all(session: Session) -> None:
    """Put everything back that a process which died had taken; what it was to try again is tried at once.

    Only for the one process that sends.
    """
    taken = update(CALLS).where(QUEUED, CALLS.c.leased_until.is_not(None))
    session.execute(taken.values(leased_until=None))
    failed = update(CALLS).where(QUEUED, CALLS.c.error.is_not(None))
    session.execute(failed.values(not_before=None))


def fold_edit(session: Session, edit: Leased) -> bool:
    """An edit of a card that has not gone out: its words go into the call that still waits to send the card.

    Returns False, and changes nothing, when no such call waits.
    """
    sends = (CALLS.c.card_id == edit.card_id, CALLS.c.id != edit.id, CALLS.c.method.startswith("send"))
    found = session.execute(select(CALLS.c.id).where(QUEUED, *sends).limit(1)).scalar_one_or_none()
    if found is None:
        return False
    replace_content(session, found, edit.payload)
    change(
        session, [edit.id], state=OutboxState.CANCELLED, error="folded into the sending", leased_until=None
    )
    return True


def send_instead(session: Session, edit: Leased) -> Leased:
    """The message that `edit` was to change is out of reach: the same words go out as a new message."""
    content = {name: value for name, value in edit.payload.items() if name != "message_id"}
    change(session, [edit.id], method="sendMessage", payload=content)
    return replace(edit, method="sendMessage", payload=content)


def mark_sent(session: Session, messages: Mapping[int, int | None], *, now: datetime) -> None:
    """Telegram has taken these; `messages` are the numbers of the messages (where there are any) by row."""
    if messages:
        rows = [{"row_id": row_id, "now": now, "message": message} for row_id, message in messages.items()]
        session.connection().execute(_MARK_SENT, rows)


def mark_failed(session: Session, row_id: int, *, error: str, unreachable: bool = False) -> None:
    """It will not arrive, and why."""
    state = OutboxState.UNREACHABLE if unreachable else OutboxState.FAILED
    change(session, [row_id], state=state, error=error, leased_until=None)


def mark_later(session: Session, row_id: int, *, attempts: int, error: str, at: datetime | None) -> None:
    """Try again at `at` (None: as soon as its chat may be written to)."""
    change(session, [row_id], attempts=attempts, error=error, not_before=at, leased_until=None)


def _columns() -> Select[Any]:
    return select(*(CALLS.c[name] for name in Leased.__slots__))


def _leased(row: RowMapping) -> Leased:
    return Leased(**row)
