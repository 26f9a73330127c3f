"""Somebody's words in a group, written down as a report by another, until their author has confirmed them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import BigInteger, Column, Field, Session, SQLModel, Text, col, select

from storage.base import choice


class RelayState(StrEnum):
    """What has become of it."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    LAPSED = "lapsed"
    """The author kept silent: it stands as recorded (scenario 4)."""
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"


class IssueRelay(SQLModel, table=True):
    """One message of a group on its way to become a problem. `text` is the author's, word for word."""

    __tablename__ = "issue_relay"
    __table_args__ = (UniqueConstraint("chat_id", "message_id"), choice("state", RelayState))

    id: int | None = Field(default=None, primary_key=True)
    chat_id: int = Field(sa_column=Column(BigInteger, nullable=False))
    message_id: int
    speaker_id: int = Field(foreign_key="person.id", index=True)
    """Whose words they are: the reporter."""
    recorder_id: int = Field(foreign_key="person.id", index=True)
    text: str = Field(sa_column=Column(Text, nullable=False))
    note: str | None = Field(default=None, sa_column=Column(Text))
    """What the recorder added."""
    state: str = Field(default=RelayState.OPEN, max_length=12)
    asked_at: datetime
    due_at: datetime
    decided_at: datetime | None = None
    issue_id: int | None = Field(default=None, foreign_key="issue.id", index=True)


def find_relay(session: Session, relay_id: int) -> IssueRelay | None:
    """The one with this id."""
    return session.get(IssueRelay, relay_id)


def get_relay_for_update(session: Session, relay_id: int) -> IssueRelay | None:
    """The same, locked until the transaction ends: of two who decide at once, one waits."""
    statement = select(IssueRelay).where(IssueRelay.id == relay_id).with_for_update()
    return session.exec(statement.execution_options(populate_existing=True)).first()


def find_relay_of(session: Session, chat_id: int, message_id: int) -> IssueRelay | None:
    """The one that was made of this message."""
    statement = select(IssueRelay).where(IssueRelay.chat_id == chat_id, IssueRelay.message_id == message_id)
    return session.exec(statement).first()


def find_relay_to(session: Session, issue_id: int) -> IssueRelay | None:
    """The one that became this problem."""
    return session.exec(select(IssueRelay).where(IssueRelay.issue_id == issue_id)).first()


def list_open_relays(session: Session, speaker_id: int) -> list[IssueRelay]:
    """What waits for its author's word, the oldest first."""
    statement = select(IssueRelay).where(
        IssueRelay.speaker_id == speaker_id, IssueRelay.state == RelayState.OPEN
    )
    return list(session.exec(statement.order_by(col(IssueRelay.id))))


def add_relay(session: Session, relay: IssueRelay) -> IssueRelay:
    """Write one down; it has its id afterwards."""
    session.add(relay)
    session.flush()
    return relay
