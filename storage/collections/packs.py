"""The pack for the meeting, version by version, and who was sent which (scenario 27)."""

from datetime import datetime

from sqlalchemy import UniqueConstraint, func
from sqlmodel import JSON, Column, Field, Session, SQLModel, col, select

from storage.base import type_json
from storage.collections.tables import Collection
from storage.people import Person


class Pack(SQLModel, table=True):
    """One version of a month's summary, as it was drawn: `facts` never change."""

    __tablename__ = "collection_pack"
    __table_args__ = (UniqueConstraint("collection_id", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    collection_id: int = Field(foreign_key="collection.id")
    version: int
    facts: type_json = Field(sa_column=Column(JSON, nullable=False))
    made_by: int | None = Field(default=None, foreign_key="person.id")
    made_at: datetime


class PackSight(SQLModel, table=True):
    """Who was sent a version."""

    __tablename__ = "collection_pack_sight"

    pack_id: int = Field(foreign_key="collection_pack.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True, index=True)
    at: datetime


def add_pack(session: Session, pack: Pack) -> Pack:
    """Keep a version; it has its id afterwards."""
    session.add(pack)
    session.flush()
    return pack


def find_pack(session: Session, pack_id: int) -> Pack | None:
    """The version with this id."""
    return session.get(Pack, pack_id)


def find_last_pack(session: Session, collection_id: int) -> Pack | None:
    """The newest version of a collection's summary."""
    statement = select(Pack).where(Pack.collection_id == collection_id)
    return session.exec(statement.order_by(col(Pack.version).desc())).first()


def find_latest_pack(session: Session) -> Pack | None:
    """The newest summary of the latest month that has one."""
    statement = select(Pack).join(Collection, col(Collection.id) == col(Pack.collection_id))
    ordered = statement.order_by(col(Collection.month).desc(), col(Pack.id).desc())
    return session.exec(ordered.limit(1)).first()


def note_sight(session: Session, pack_id: int, person_id: int, *, now: datetime) -> None:
    """A person is sent a version; the first time counts."""
    if session.get(PackSight, (pack_id, person_id)) is None:
        session.add(PackSight(pack_id=pack_id, person_id=person_id, at=now))
        session.flush()


def list_who_saw(session: Session, collection_id: int) -> list[Person]:
    """Everybody who was sent any version, by rank."""
    seen = select(PackSight.person_id).join(Pack, col(Pack.id) == col(PackSight.pack_id))
    seen = seen.where(Pack.collection_id == collection_id)
    statement = select(Person).where(col(Person.id).in_(seen), col(Person.active))
    return list(session.exec(statement.order_by(col(Person.rank), col(Person.id))))


def count_sights(session: Session, pack_id: int) -> int:
    """To how many people a version was sent."""
    statement = select(func.count()).select_from(PackSight).where(PackSight.pack_id == pack_id)
    return int(session.exec(statement).one())
