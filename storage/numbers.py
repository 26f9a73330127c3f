"""Numbers of matters: per kind and year, without gaps, never used twice; they fall with a rollback."""

from enum import StrEnum

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, Session, SQLModel

from storage.base import table_of


class NumberKind(StrEnum):
    """The prefix of the plain code; the formal characters live in templates/words.toml."""

    ISSUE = "WT"
    SUPERVISION = "DB"
    MEETING = "HY"
    POLICY = "ZC"
    COMMITMENT = "CN"
    COLLECTION = "DD"
    ASSIGNMENT = "JB"
    PROJECT = "XM"
    INSPECTION = "JC"
    MINUTES = "JY"


class NumberSeries(SQLModel, table=True):
    """The last number given out in a series; `year` is 0 for series that run on."""

    __tablename__ = "number_series"

    kind: str = Field(primary_key=True, max_length=4)
    year: int = Field(primary_key=True)
    last: int = 0


def next_number(session: Session, kind: NumberKind, year: int) -> int:
    """The next number of the series. The row stays locked until the transaction ends, hence no gaps."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    table = table_of(NumberSeries)
    statement = dialect.insert(table).values(kind=kind, year=year, last=1)
    taken = statement.on_conflict_do_update(
        index_elements=["kind", "year"], set_={"last": table.c.last + 1}
    ).returning(table.c.last)
    return int(session.execute(taken).scalar_one())


def format_code(kind: str, year: int, number: int) -> str:
    """The plain code: `WT-2026-0001`; a series that runs on has no year: `ZC-0001`."""
    return f"{kind}-{year}-{number:04d}" if year else f"{kind}-{number:04d}"
