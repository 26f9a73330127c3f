"""Finding collections and returns."""

from datetime import date

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from storage.bodies import Body
from storage.collections.tables import Collection, CollectionState, Return


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


def get_return(session: Session, return_id: int) -> Return:
    """The same. Raises CollectionNotFound."""
    found = session.get(Return, return_id)
    if found is None:
        raise CollectionNotFound(return_id)
    return found


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


def list_missed(session: Session, body_ids: list[int], since: date, until: date) -> list[Return]:
    """What these bodies did not return in time, of months in [since, until): missing, or late (M21)."""
    statement = select(Return).join(Collection, col(Collection.id) == col(Return.collection_id))
    statement = statement.where(
        col(Return.body_id).in_(body_ids),
        Collection.month >= since,
        Collection.month < until,
        or_(col(Return.is_late), col(Return.returned_at).is_(None)),
    )
    return list(session.exec(statement.order_by(col(Return.id))))
