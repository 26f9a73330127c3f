"""Writing calls down, and changing what still waits (docs/adr/0003)."""

from sqlalchemy import insert, select, update
from sqlmodel import Session

from storage.base import type_json
from storage.news import News, note_news
from storage.outbox.finding import find_waiting_for_card
from storage.outbox.rows import CALLS, QUEUED, OutboxState, change

_ADD = insert(CALLS).returning(CALLS.c.id)
"""Built once: building it costs more than running it."""


def add_call(session: Session, **values: object) -> int:
    """Queue one call; returns its id. `values` are columns of `OutboxRow`."""
    note_news(session, News.OUTBOX)
    return int(session.connection().execute(_ADD, values).scalar_one())


def replace_content(session: Session, row_id: int, content: type_json) -> None:
    """Put newer words into a call that still waits; where it goes and how stays."""
    old = session.execute(select(CALLS.c.payload).where(CALLS.c.id == row_id)).scalar_one()
    session.execute(update(CALLS).where(CALLS.c.id == row_id).values(payload=old | content))


def cancel_waiting(session: Session, *, purpose: str) -> int:
    """Take back every call of `purpose` that has not gone out. Returns how many."""
    statement = update(CALLS).where(QUEUED, CALLS.c.purpose == purpose)
    done = session.execute(statement.values(state=OutboxState.CANCELLED).returning(CALLS.c.id))
    return len(done.all())


def cancel_for_card(session: Session, card_id: int) -> bool:
    """Take back a card's message that has not gone out. False when there is none that waits."""
    waiting = find_waiting_for_card(session, card_id)
    if waiting is not None:
        change(session, [waiting], state=OutboxState.CANCELLED)
    return waiting is not None


def move_chat(session: Session, old_chat_id: int, new_chat_id: int) -> None:
    """A group has a new number: what waits for the old one goes to the new one."""
    moved = update(CALLS).where(QUEUED, CALLS.c.chat_id == old_chat_id)
    session.execute(moved.values(chat_id=new_chat_id))


def strand_calls(session: Session, chat_id: int, *, error: str) -> int:
    """Nothing reaches this chat any more: what waits for it is unreachable. Returns how many."""
    stranded = update(CALLS).where(QUEUED, CALLS.c.chat_id == chat_id)
    values = {"state": OutboxState.UNREACHABLE, "error": error, "leased_until": None}
    return len(session.execute(stranded.values(**values).returning(CALLS.c.id)).all())


def readdress_calls(session: Session, old_chat_id: int, new_chat_id: int) -> None:
    """A person has another account: new messages that wait follow to it, edits of old ones are dropped."""
    waiting = (QUEUED, CALLS.c.chat_id == old_chat_id)
    is_new = CALLS.c.method.startswith("send")
    session.execute(update(CALLS).where(*waiting, ~is_new).values(state=OutboxState.CANCELLED))
    session.execute(update(CALLS).where(*waiting).values(chat_id=new_chat_id))
