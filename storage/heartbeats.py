"""Signs of life: when each part was last seen at work, so that an outage can be measured (scenario 38)."""

from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, Session, SQLModel

from storage.base import table_of


class Heartbeat(SQLModel, table=True):
    """The last sign of life of `name`."""

    __tablename__ = "heartbeat"

    name: str = Field(primary_key=True, max_length=40)
    at: datetime


def beat(session: Session, name: str, *, now: datetime) -> None:
    """`name` is alive."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table_of(Heartbeat)).values(name=name, at=now)
    session.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"at": now}))


def last_beat(session: Session, name: str) -> datetime | None:
    """When `name` was last seen. The row stays locked: of two who arrive at once, one sees the other."""
    heartbeat = session.get(Heartbeat, name, with_for_update=True)
    return heartbeat.at if heartbeat else None


def find_beat(session: Session, name: str) -> datetime | None:
    """The same for whoever only looks: nothing is locked."""
    heartbeat = session.get(Heartbeat, name)
    return heartbeat.at if heartbeat else None
