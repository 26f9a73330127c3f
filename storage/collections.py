"""Monthly collections of figures: which bodies are asked, what they returned (M6, M13)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint, func
from sqlmodel import JSON, Column, Field, Session, SQLModel, Text, col, select

from storage.base import choice
from storage.bodies import Body


class CollectionState(StrEnum):
    """`planned` until the call has gone out."""

    PLANNED = "planned"
    CALLED = "called"
    CANCELLED = "cancelled"


class Collection(SQLModel, table=True):
    """One month's collection. After `due_at` it is closed; the office may take late figures until
    `late_until`. `repeats` makes the next month's when this one is called.
    """

    __table_args__ = (
        choice("state", CollectionState),
        UniqueConstraint("year", "number"),
        Index("ix_collection_state", "state", "due_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    year: int
    number: int
    month: date
    """The first day of the month that it is about."""
    title: str = Field(max_length=80)
    body_ids: list[int] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    call_at: datetime
    due_at: datetime
    late_until: datetime
    late_open: bool = False
    repeats: bool = True
    state: str = Field(default=CollectionState.PLANNED, max_length=10)
    created_by: int = Field(foreign_key="person.id")
    created_at: datetime
    called_at: datetime | None = None


class Return(SQLModel, table=True):
    """What one body was asked for. Without `returned_at` it is missing: never a nought."""

    __tablename__ = "collection_return"
    __table_args__ = (UniqueConstraint("collection_id", "body_id"),)

    id: int | None = Field(default=None, primary_key=True)
    collection_id: int = Field(foreign_key="collection.id")
    body_id: int = Field(foreign_key="body.id", index=True)
    text: str | None = Field(default=None, sa_column=Column(Text))
    file_count: int = 0
    returned_at: datetime | None = None
    returned_by: int | None = Field(default=None, foreign_key="person.id")
    is_late: bool = False


class CollectionNotFound(LookupError):
    """No collection or return has this id."""

    def __init__(self, wanted: int) -> None:
        super().__init__(f"no collection or return {wanted}")
        self.wanted = wanted


def add_collection(session: Session, collection: Collection) -> Collection:
    """Keep a new collection; it has its id afterwards."""
    session.add(collection)
    session.flush()
    return collection


def find_collection(session: Session, collection_id: int) -> Collection | None:
    """The collection with this id."""
    return session.get(Collection, collection_id)


def get_collection(session: Session, collection_id: int) -> Collection:
    """The same. Raises CollectionNotFound."""
    found = session.get(Collection, collection_id)
    if found is None:
        raise CollectionNotFound(collection_id)
    return found


def lock_collection(session: Session, collection_id: int) -> Collection:
    """The same, locked until the transaction ends: returns are counted one after the other."""
    statement = select(Collection).where(Collection.id == collection_id).with_for_update()
    found = session.exec(statement.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise CollectionNotFound(collection_id)
    return found


def find_collection_numbered(session: Session, year: int, number: int) -> Collection | None:
    """The collection with this number."""
    statement = select(Collection).where(Collection.year == year, Collection.number == number)
    return session.exec(statement).one_or_none()


def find_collection_of_month(session: Session, month: date) -> Collection | None:
    """The latest collection about a month that has not been called off."""
    statement = select(Collection).where(
        Collection.month == month, Collection.state != CollectionState.CANCELLED
    )
    return session.exec(statement.order_by(col(Collection.id).desc())).first()


def list_collections(session: Session, *, limit: int, offset: int = 0) -> list[Collection]:
    """Every collection, the latest first."""
    statement = select(Collection).order_by(col(Collection.month).desc(), col(Collection.id).desc())
    return list(session.exec(statement.limit(limit).offset(offset)))


def find_return(session: Session, return_id: int) -> Return | None:
    """What a body was asked for."""
    return session.get(Return, return_id)


def lock_return(session: Session, return_id: int) -> Return:
    """The same, locked until the transaction ends. Raises CollectionNotFound."""
    statement = select(Return).where(Return.id == return_id).with_for_update()
    found = session.exec(statement.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise CollectionNotFound(return_id)
    return found


def list_returns(session: Session, collection_id: int, *, missing: bool = False) -> list[tuple[Return, Body]]:
    """What was asked of each body, or only what has not come, in the bodies' official order."""
    statement = select(Return, Body).join(Body, col(Body.id) == col(Return.body_id))
    statement = statement.where(Return.collection_id == collection_id)
    if missing:
        statement = statement.where(col(Return.returned_at).is_(None))
    return list(session.exec(statement.order_by(col(Body.rank), col(Body.id))))


def count_missing(session: Session, collection_id: int) -> int:
    """How many bodies have not returned anything."""
    statement = select(func.count()).select_from(Return)
    statement = statement.where(Return.collection_id == collection_id, col(Return.returned_at).is_(None))
    return int(session.exec(statement).one())


def list_missing_of_bodies(session: Session, body_ids: list[int]) -> list[tuple[Return, Collection, Body]]:
    """What these bodies have been asked for and have not returned, in collections that were called."""
    statement = select(Return, Collection, Body)
    statement = statement.join(Collection, col(Collection.id) == col(Return.collection_id))
    statement = statement.join(Body, col(Body.id) == col(Return.body_id))
    statement = statement.where(
        col(Return.body_id).in_(body_ids),
        col(Return.returned_at).is_(None),
        Collection.state == CollectionState.CALLED,
    )
    return list(session.exec(statement.order_by(col(Collection.due_at), col(Return.id))))
