"""Conversations are rows: which form, the answers so far, the message that shows it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, text, update
from sqlmodel import JSON, BigInteger, Column, Field, Session, SQLModel, col, select

from storage.base import choice, type_json


class ConversationState(StrEnum):
    """`kept` is a draft that was left: it can be taken up again."""

    OPEN = "open"
    KEPT = "kept"
    DONE = "done"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


UNFINISHED = (ConversationState.OPEN, ConversationState.KEPT)
"""The states of what can still be filled in."""

_OPEN = text("state = 'open'")


class Conversation(SQLModel, table=True):
    """One form being filled in by one person in one chat; at most one is open at a time.

    `asked` names the field whose answer is expected next as free input, if any. `message_id` is the
    message that shows the form; None until it has gone out (see `card_id`).
    """

    __tablename__ = "conversation"
    __table_args__ = (
        choice("state", ConversationState),
        Index("uq_conversation_open", "chat_id", "person_id", unique=True,
              sqlite_where=_OPEN, postgresql_where=_OPEN),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    chat_id: int = Field(sa_column=Column(BigInteger, nullable=False))
    person_id: int = Field(foreign_key="person.id")
    form: str = Field(max_length=40)
    subject_id: int | None = None
    asked: str | None = Field(default=None, max_length=40)
    answers: type_json = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    state: str = Field(default=ConversationState.OPEN, max_length=10)
    started_at: datetime
    touched_at: datetime

    @property
    def goes_on(self) -> bool:
        """Whether it can still be filled in: open, or kept as a draft."""
        return self.state in UNFINISHED


def find_open(session: Session, chat_id: int, person_id: int) -> Conversation | None:
    """The form that this person is filling in here, if any."""
    statement = select(Conversation).where(
        Conversation.chat_id == chat_id,
        Conversation.person_id == person_id,
        Conversation.state == ConversationState.OPEN,
    )
    return session.exec(statement).first()


def find_conversation(session: Session, conversation_id: int) -> Conversation | None:
    """A form in whatever state."""
    return session.get(Conversation, conversation_id)


def find_kept(session: Session, chat_id: int, person_id: int, form: str) -> Conversation | None:
    """The latest draft of this kind that was left and can be taken up again."""
    statement = select(Conversation).where(
        Conversation.chat_id == chat_id,
        Conversation.person_id == person_id,
        Conversation.form == form,
        Conversation.state == ConversationState.KEPT,
    )
    return session.exec(statement.order_by(col(Conversation.touched_at).desc())).first()


def list_unfinished(session: Session, chat_id: int, person_id: int, form: str) -> list[Conversation]:
    """The forms of this kind that are open here or were left, the latest first."""
    statement = select(Conversation).where(
        Conversation.chat_id == chat_id,
        Conversation.person_id == person_id,
        Conversation.form == form,
        col(Conversation.state).in_(UNFINISHED),
    )
    newest = (col(Conversation.touched_at).desc(), col(Conversation.id).desc())
    return list(session.exec(statement.order_by(*newest)))


def find_last(session: Session, chat_id: int, person_id: int, form: str) -> Conversation | None:
    """The form of this kind that this person touched last here, in whatever state."""
    statement = select(Conversation).where(
        Conversation.chat_id == chat_id, Conversation.person_id == person_id, Conversation.form == form
    )
    newest = (col(Conversation.touched_at).desc(), col(Conversation.id).desc())
    return session.exec(statement.order_by(*newest).limit(1)).first()


def add_conversation(session: Session, conversation: Conversation) -> Conversation:
    """Begin a form; it has its id afterwards."""
    session.add(conversation)
    session.flush()
    return conversation


def move_chat(session: Session, old_chat_id: int, new_chat_id: int) -> None:
    """A chat has a new number (a group was upgraded, a person has another account): its forms follow."""
    statement = update(Conversation).where(col(Conversation.chat_id) == old_chat_id)
    session.execute(statement.values(chat_id=new_chat_id))
