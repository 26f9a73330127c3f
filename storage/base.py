"""The ground every table stands on: naming of constraints, checked choices, the primary key."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, MetaData, Table
from sqlmodel import SQLModel

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

metadata: MetaData = SQLModel.metadata
metadata.naming_convention = NAMING

type_json = dict[str, Any]
"""A JSON column's value. Assign it anew to change it: in-place edits are not saved."""


def choice(column: str, values: type[StrEnum] | Iterable[str]) -> CheckConstraint:
    """A check that `column` (a string) holds one of `values`; native enums are avoided on purpose."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def require_id(row_id: int | None) -> int:
    """The primary key of a row that has been flushed. Raises ValueError for one that has not."""
    if row_id is None:
        raise ValueError("the row has not been flushed yet")
    return row_id


def table_of(model: type[SQLModel]) -> Table:
    """The Core table behind `model`, for hot paths that do not need objects."""
    return metadata.tables[str(model.__tablename__)]
