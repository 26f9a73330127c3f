"""Groups and topics, and the bodies that they are tied to (M1, scenario 39)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index
from sqlmodel import BigInteger, Column, Field, Session, SQLModel, col, select

from storage.base import choice


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
    pins_refused_at: datetime | None = None
    """Since when the assistant has known that it may not pin here."""
    created_at: datetime


def find_group(session: Session, chat_id: int, thread_id: int | None) -> Group | None:
    """The group or topic, if it has been seen."""
    statement = select(Group).where(Group.chat_id == chat_id, Group.thread_id == (thread_id or 0))
    return session.exec(statement).first()


def list_groups_of(session: Session, body_id: int) -> list[Group]:
    """The groups and topics in which a body's cards are shown."""
    statement = select(Group).where(Group.body_id == body_id, Group.state == GroupState.BOUND)
    return list(session.exec(statement.order_by(col(Group.id))))


def find_group_by_id(session: Session, group_id: int) -> Group | None:
    """The group or topic with this id, if there is one."""
    return session.get(Group, group_id)


def find_bound_group(session: Session, chat_id: int, thread_id: int | None) -> Group | None:
    """What is tied to a body here: the topic, or else the whole group; None in a group that is not ours."""
    statement = select(Group).where(
        Group.chat_id == chat_id,
        col(Group.thread_id).in_({0, thread_id or 0}),
        Group.state == GroupState.BOUND,
    )
    return session.exec(statement.order_by(col(Group.thread_id).desc())).first()


def add_group(session: Session, group: Group) -> Group:
    """Remember a group or topic; it has its id afterwards."""
    session.add(group)
    session.flush()
    return group


def list_groups_in(session: Session, chat_id: int) -> list[Group]:
    """A group and its topics, as far as they have been seen."""
    statement = select(Group).where(Group.chat_id == chat_id)
    return list(session.exec(statement.order_by(col(Group.thread_id))))


def list_tied_groups(session: Session) -> list[Group]:
    """Every group and topic that is tied to a body, the suspended ones too."""
    statement = select(Group).where(col(Group.body_id).is_not(None), Group.state != GroupState.SEEN)
    return list(session.exec(statement.order_by(col(Group.id))))


def move_group(session: Session, old_chat_id: int, new_chat_id: int) -> list[Group]:
    """A group was upgraded: its rows follow to the new number; rows made for that meanwhile give way.

    Returns the rows that moved: none when it had been done already.
    """
    moving = list_groups_in(session, old_chat_id)
    if not moving:
        return []
    for fresh in list_groups_in(session, new_chat_id):
        session.delete(fresh)
    session.flush()
    for group in moving:
        group.chat_id = new_chat_id
    session.flush()
    return moving


def refuse_pins(session: Session, chat_id: int, now: datetime) -> list[Group]:
    """The assistant may not pin here. Returns the bound rows that did not know it yet."""
    statement = select(Group).where(Group.chat_id == chat_id, Group.state == GroupState.BOUND)
    news = list(session.exec(statement.where(col(Group.pins_refused_at).is_(None))))
    for group in news:
        group.pins_refused_at = now
    return news


def allow_pins(session: Session, chat_id: int) -> bool:
    """The assistant may pin here. Returns whether it could not before."""
    refused = [group for group in list_groups_in(session, chat_id) if group.pins_refused_at]
    for group in refused:
        group.pins_refused_at = None
    return bool(refused)


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
