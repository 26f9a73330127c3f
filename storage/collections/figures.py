"""What is asked for (indicators) and what was returned (figures), version by version (M6, M13)."""

from decimal import Decimal

from sqlalchemy import UniqueConstraint
from sqlmodel import JSON, Column, Field, Session, SQLModel, col, select

from storage.base import require_id
from storage.collections.tables import Collection, CollectionState, Return


class Indicator(SQLModel, table=True):
    """A measured quantity that a collection asks for. `kinds` are the kinds of bodies that are asked.

    `key` stays the same from month to month, so that last month's figure can be found; `decimals` is how
    many places after the point it may have; `cumulative` ones count from January and never fall in a year.
    """

    __tablename__ = "collection_indicator"
    __table_args__ = (UniqueConstraint("collection_id", "key"),)

    id: int | None = Field(default=None, primary_key=True)
    collection_id: int = Field(foreign_key="collection.id")
    place: int
    key: str = Field(max_length=60)
    name: str = Field(max_length=40)
    unit: str = Field(max_length=10)
    decimals: int = 0
    cumulative: bool = False
    kinds: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))


class Figure(SQLModel, table=True):
    """One value, in its indicator's unit. A missing one has no row: it is never a nought.

    `value` is written out, as neither database need round it; `note` is why it is right although it looked
    doubtful. Figures of earlier versions stay as they were.
    """

    __tablename__ = "collection_figure"
    __table_args__ = (UniqueConstraint("return_id", "version", "indicator_id"),)

    id: int | None = Field(default=None, primary_key=True)
    return_id: int = Field(foreign_key="collection_return.id")
    version: int
    indicator_id: int = Field(foreign_key="collection_indicator.id", index=True)
    value: str = Field(max_length=30)
    note: str | None = Field(default=None, max_length=200)

    @property
    def number(self) -> Decimal:
        """The value to calculate with."""
        return Decimal(self.value)


def add_indicators(session: Session, indicators: list[Indicator]) -> None:
    """Keep what a collection asks for."""
    session.add_all(indicators)
    session.flush()


def list_indicators(session: Session, collection_id: int, kind: str | None = None) -> list[Indicator]:
    """What a collection asks for (of bodies of this kind), in its order."""
    statement = select(Indicator).where(Indicator.collection_id == collection_id)
    found = session.exec(statement.order_by(col(Indicator.place), col(Indicator.id)))
    return [one for one in found if kind is None or kind in one.kinds]


def add_figures(session: Session, figures: list[Figure]) -> None:
    """Keep a version of a return."""
    session.add_all(figures)
    session.flush()


def list_figures(session: Session, handed: Return, *, version: int | None = None) -> dict[int, Figure]:
    """What a body returned, by indicator: what counts now, or an earlier version."""
    statement = select(Figure).where(
        Figure.return_id == handed.id, Figure.version == (handed.version if version is None else version)
    )
    return {figure.indicator_id: figure for figure in session.exec(statement)}


def list_figures_of(session: Session, collection_id: int) -> dict[tuple[int, int], Figure]:
    """All figures of a collection that count now, by (return, indicator)."""
    statement = select(Figure).join(Return, col(Return.id) == col(Figure.return_id))
    statement = statement.where(Return.collection_id == collection_id, Figure.version == Return.version)
    return {(figure.return_id, figure.indicator_id): figure for figure in session.exec(statement)}


def find_collection_before(session: Session, collection: Collection) -> Collection | None:
    """The collection that was called about the month before it, if there was one."""
    statement = select(Collection).where(
        Collection.month < collection.month, Collection.state == CollectionState.CALLED
    )
    found = session.exec(statement.order_by(col(Collection.month).desc(), col(Collection.id).desc())).first()
    gap = (collection.month - found.month).days if found else 0
    return found if found and gap <= 31 else None


def list_last_figures(session: Session, collection: Collection) -> dict[tuple[int, str], Decimal]:
    """Last month's figures by (body, key of the indicator); those in another unit are left out."""
    before = find_collection_before(session, collection)
    if before is None:
        return {}
    units = {one.key: one.unit for one in list_indicators(session, require_id(collection.id))}
    statement = select(Return.body_id, Indicator, Figure)
    statement = statement.join(Figure, col(Figure.return_id) == col(Return.id))
    statement = statement.join(Indicator, col(Indicator.id) == col(Figure.indicator_id))
    statement = statement.where(Return.collection_id == before.id, Figure.version == Return.version)
    return {
        (body_id, indicator.key): figure.number
        for body_id, indicator, figure in session.exec(statement)
        if units.get(indicator.key) == indicator.unit
    }
