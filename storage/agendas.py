"""Agendas of meetings: topics in an order that the office may change (M14)."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Column, Field, Session, SQLModel, Text, col, func, select

from storage.base import require_id


class Agenda(SQLModel, table=True):
    """The agenda of one meeting. `changed`: since it was drafted or sent."""

    meeting_id: int = Field(foreign_key="meeting.id", primary_key=True)
    drafted_at: datetime
    changed: bool = True
    sent_at: datetime | None = None

    @property
    def is_outdated(self) -> bool:
        """Whether it has been changed since it was sent."""
        return self.sent_at is not None and self.changed


class AgendaTopic(SQLModel, table=True):
    """One topic. `source` names the matter it was drafted from; one that was removed is not drafted again."""

    __tablename__ = "agenda_topic"
    __table_args__ = (UniqueConstraint("meeting_id", "source"),)

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="agenda.meeting_id", index=True)
    place: int
    text: str = Field(sa_column=Column(Text, nullable=False))
    source: str | None = Field(default=None, max_length=40)
    removed: bool = False


def find_agenda(session: Session, meeting_id: int) -> Agenda | None:
    """The agenda of a meeting, once it was drafted."""
    return session.get(Agenda, meeting_id)


def has_been_sent(session: Session, meeting_id: int) -> bool:
    """Whether those who are called have an agenda."""
    agenda = find_agenda(session, meeting_id)
    return agenda is not None and agenda.sent_at is not None


def lock_agenda(session: Session, meeting_id: int) -> Agenda | None:
    """The same, locked until the transaction ends: two people change it one after the other."""
    statement = select(Agenda).where(Agenda.meeting_id == meeting_id).with_for_update()
    return session.exec(statement.execution_options(populate_existing=True)).one_or_none()


def add_agenda(session: Session, agenda: Agenda) -> Agenda:
    """Begin an agenda."""
    session.add(agenda)
    session.flush()
    return agenda


def list_topics(session: Session, meeting_id: int, *, removed: bool = False) -> list[AgendaTopic]:
    """The topics in their order, or those that were taken out."""
    statement = select(AgendaTopic).where(
        AgendaTopic.meeting_id == meeting_id, col(AgendaTopic.removed).is_(removed)
    )
    return list(session.exec(statement.order_by(col(AgendaTopic.place), col(AgendaTopic.id))))


def list_sources(session: Session, meeting_id: int) -> set[str]:
    """From which matters topics were drafted already, also those taken out again."""
    statement = select(AgendaTopic.source).where(AgendaTopic.meeting_id == meeting_id)
    return {source for source in session.exec(statement) if source}


def find_topic(session: Session, meeting_id: int, topic_id: int) -> AgendaTopic | None:
    """A topic of this agenda."""
    topic = session.get(AgendaTopic, topic_id)
    return topic if topic is not None and topic.meeting_id == meeting_id else None


def add_topic(session: Session, meeting_id: int, text: str, source: str | None = None) -> AgendaTopic:
    """A topic at the end."""
    last = session.exec(
        select(func.max(AgendaTopic.place)).where(AgendaTopic.meeting_id == meeting_id)
    ).one_or_none()
    topic = AgendaTopic(meeting_id=meeting_id, place=(last or 0) + 1, text=text, source=source)
    session.add(topic)
    session.flush()
    return topic


def swap_topics(session: Session, one: AgendaTopic, other: AgendaTopic) -> None:
    """They change places."""
    require_id(one.id)
    one.place, other.place = other.place, one.place
    session.flush()
