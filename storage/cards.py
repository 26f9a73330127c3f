"""Living cards: where a matter is shown, so that every copy can be changed when the matter changes."""

from datetime import datetime

from sqlalchemy import Index, update
from sqlmodel import BigInteger, Column, Field, Session, SQLModel, col, select

from storage.outbox import find_card_in_flight, has_message_since


class Card(SQLModel, table=True):
    """One copy of a matter (`subject_kind`, `subject_id`) in one chat.

    `person_id` is the reader in a private chat (rights and buttons are theirs), None in a group.
    `message_id` is None until the first copy has gone out.
    """

    __tablename__ = "card"
    __table_args__ = (
        Index("ix_card_subject", "subject_kind", "subject_id"),
        Index("ix_card_message", "chat_id", "message_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    subject_kind: str = Field(max_length=30)
    subject_id: int
    chat_id: int = Field(sa_column=Column(BigInteger, nullable=False))
    thread_id: int | None = None
    message_id: int | None = None
    inline_message_id: str | None = None
    person_id: int | None = Field(default=None, foreign_key="person.id")
    live: bool = True
    pinned: bool = False
    created_at: datetime


def list_cards(session: Session, subject_kind: str, subject_id: int) -> list[Card]:
    """Every live copy of a matter."""
    statement = select(Card).where(
        Card.subject_kind == subject_kind, Card.subject_id == subject_id, col(Card.live).is_(True)
    )
    return list(session.exec(statement.order_by(col(Card.id))))


def find_card_at(session: Session, chat_id: int, message_id: int) -> Card | None:
    """The card that a message shows, if it shows one."""
    statement = select(Card).where(Card.chat_id == chat_id, Card.message_id == message_id)
    known = session.exec(statement.order_by(col(Card.id).desc()).limit(1)).first()
    return known or _find_arriving(session, chat_id, message_id)


def _find_arriving(session: Session, chat_id: int, message_id: int) -> Card | None:
    """A press can be faster than the news that its message has arrived. In a chat one call is made at a time:
    a message newer than all that are known there is the card that is being sent."""
    card_id = find_card_in_flight(session, chat_id)
    if card_id is None or has_message_since(session, chat_id, message_id):
        return None
    card = session.get(Card, card_id)
    return card if card is not None and card.message_id is None else None


def add_card(session: Session, card: Card) -> Card:
    """Remember a new copy; it has its id afterwards."""
    session.add(card)
    session.flush()
    return card


def set_message(session: Session, card_id: int, message_id: int) -> None:
    """The copy has gone out as this message."""
    session.execute(update(Card).where(col(Card.id) == card_id).values(message_id=message_id))


def list_pinned(session: Session, chat_id: int, subject_kind: str | None = None) -> list[Card]:
    """What (of a kind) should be pinned in a chat."""
    statement = select(Card).where(Card.chat_id == chat_id, col(Card.pinned).is_(True))
    if subject_kind is not None:
        statement = statement.where(Card.subject_kind == subject_kind)
    return list(session.exec(statement.order_by(col(Card.id))))


def close_card(session: Session, card_id: int) -> None:
    """The copy is no longer kept up to date (deleted, replaced, or its chat is gone)."""
    session.execute(update(Card).where(col(Card.id) == card_id).values(live=False))


def retire_copies(session: Session, subject_kind: str, subject_id: int, chat_id: int) -> None:
    """Older copies of a matter in one chat are no longer kept up to date: the newest is the living one."""
    statement = update(Card).where(
        col(Card.subject_kind) == subject_kind,
        col(Card.subject_id) == subject_id,
        col(Card.chat_id) == chat_id,
    )
    session.execute(statement.values(live=False))


def move_chat(session: Session, old_chat_id: int, new_chat_id: int) -> None:
    """A group has a new number. Its old messages cannot be edited any more, but its cards live on.

    When the matter of such a card changes, it goes out as a new message.
    """
    statement = update(Card).where(col(Card.chat_id) == old_chat_id)
    session.execute(statement.values(chat_id=new_chat_id, message_id=None))


def list_messages(session: Session, card_ids: list[int]) -> dict[int, int]:
    """The messages that show these cards, by card; those not sent yet are missing."""
    if not card_ids:
        return {}
    statement = select(Card.id, Card.message_id).where(col(Card.id).in_(card_ids))
    return {card_id: message for card_id, message in session.exec(statement) if card_id and message}


def find_inline_card(session: Session, inline_message_id: str) -> Card | None:
    """The card that a message sent by inline mode shows."""
    statement = select(Card).where(Card.inline_message_id == inline_message_id)
    return session.exec(statement.order_by(col(Card.id).desc()).limit(1)).first()
