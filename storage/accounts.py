"""Telegram accounts, groups and the ways to bind them to people and bodies (M1, scenarios 37, 39)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, text, update
from sqlmodel import BigInteger, Column, Field, Session, SQLModel, col, select

from storage.base import choice


class AccountState(StrEnum):
    """`stranger`: has written but is nobody we know; `revoked`: was bound once, another account took over."""

    STRANGER = "stranger"
    BOUND = "bound"
    REVOKED = "revoked"


_BOUND = text("state = 'bound'")


class Account(SQLModel, table=True):
    """A Telegram user. A person has at most one bound account at a time."""

    __tablename__ = "account"
    __table_args__ = (
        choice("state", AccountState),
        Index("uq_account_bound_person", "person_id", unique=True,
              sqlite_where=_BOUND, postgresql_where=_BOUND),
    )  # fmt: skip

    user_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    person_id: int | None = Field(default=None, foreign_key="person.id")
    display_name: str = Field(default="", max_length=130)
    state: str = Field(default=AccountState.STRANGER, max_length=10)
    bound_at: datetime | None = None
    unreachable_since: datetime | None = None
    menu_role: str | None = Field(default=None, max_length=20)
    created_at: datetime


class Invitation(SQLModel, table=True):
    """A one-time link by which the office binds a person; only its hash is kept."""

    __tablename__ = "invitation"

    id: int | None = Field(default=None, primary_key=True)
    code_hash: str = Field(unique=True, max_length=64)
    person_id: int = Field(foreign_key="person.id")
    created_by: int = Field(foreign_key="person.id")
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    used_by: int | None = Field(default=None, sa_column=Column(BigInteger))


class BindingRequestKind(StrEnum):
    """Why the office must look: nobody has this number, or the person already has an account."""

    UNKNOWN_NUMBER = "unknown_number"
    SECOND_ACCOUNT = "second_account"


class BindingRequestState(StrEnum):
    """What became of it."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


class BindingRequest(SQLModel, table=True):
    """An account that wants to be somebody and could not be bound at once."""

    __tablename__ = "binding_request"
    __table_args__ = (choice("kind", BindingRequestKind), choice("state", BindingRequestState))

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=20)
    user_id: int = Field(sa_column=Column(BigInteger, nullable=False, index=True))
    display_name: str = Field(default="", max_length=130)
    phone: str | None = Field(default=None, max_length=20)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    state: str = Field(default=BindingRequestState.OPEN, max_length=10)
    created_at: datetime
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None


class GroupState(StrEnum):
    """`seen`: the bot is in it, bound to no body; `suspended`: bound, but the bot was removed."""

    SEEN = "seen"
    BOUND = "bound"
    SUSPENDED = "suspended"


class Group(SQLModel, table=True):
    """A group, or one topic of it, that may be tied to a body. `thread_id` is 0 for the whole group."""

    __tablename__ = "chat_group"
    __table_args__ = (
        choice("state", GroupState),
        Index("uq_chat_group_chat", "chat_id", "thread_id", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    chat_id: int = Field(sa_column=Column(BigInteger, nullable=False))
    thread_id: int = 0
    title: str = Field(default="", max_length=255)
    body_id: int | None = Field(default=None, foreign_key="body.id")
    state: str = Field(default=GroupState.SEEN, max_length=10)
    bound_by: int | None = Field(default=None, foreign_key="person.id")
    bound_at: datetime | None = None
    created_at: datetime


def find_account(session: Session, user_id: int) -> Account | None:
    """What is known of a Telegram user."""
    return session.get(Account, user_id)


def find_bound_account(session: Session, person_id: int) -> Account | None:
    """The account by which a person can be reached."""
    statement = select(Account).where(Account.person_id == person_id, Account.state == AccountState.BOUND)
    return session.exec(statement).first()


def list_bound_accounts(session: Session, person_ids: list[int]) -> dict[int, Account]:
    """The bound accounts of several people, by person."""
    statement = select(Account).where(
        col(Account.person_id).in_(person_ids), Account.state == AccountState.BOUND
    )
    return {account.person_id: account for account in session.exec(statement) if account.person_id}


def find_group(session: Session, chat_id: int, thread_id: int | None) -> Group | None:
    """The group or topic, if it has been seen."""
    statement = select(Group).where(Group.chat_id == chat_id, Group.thread_id == (thread_id or 0))
    return session.exec(statement).first()


def list_groups_of(session: Session, body_id: int) -> list[Group]:
    """The groups and topics in which a body's cards are shown."""
    statement = select(Group).where(Group.body_id == body_id, Group.state == GroupState.BOUND)
    return list(session.exec(statement.order_by(col(Group.id))))


def move_group(session: Session, old_chat_id: int, new_chat_id: int) -> None:
    """A group was upgraded: its rows follow to the new number; rows made for that meanwhile give way."""
    for fresh in session.exec(select(Group).where(Group.chat_id == new_chat_id)):
        session.delete(fresh)
    session.flush()
    session.execute(update(Group).where(col(Group.chat_id) == old_chat_id).values(chat_id=new_chat_id))


def mark_unreachable(session: Session, user_id: int, *, now: datetime) -> bool:
    """Telegram will not deliver to this user any more. Returns whether that is news."""
    account = find_account(session, user_id)
    if account is None or account.unreachable_since is not None:
        return False
    account.unreachable_since = now
    return True


def suspend_group(session: Session, chat_id: int) -> list[Group]:
    """The assistant is no longer in this group: bound rows are suspended. Returns those that were bound."""
    statement = select(Group).where(Group.chat_id == chat_id, Group.state == GroupState.BOUND)
    found = list(session.exec(statement))
    for group in found:
        group.state = GroupState.SUSPENDED
    return found


def suspend_topic(session: Session, chat_id: int, thread_id: int | None) -> Group | None:
    """A topic is gone: what was tied to it is suspended. Returns the row if it was bound."""
    group = find_group(session, chat_id, thread_id) if thread_id else None
    if group is None or group.state != GroupState.BOUND:
        return None
    group.state = GroupState.SUSPENDED
    return group
