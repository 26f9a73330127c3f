"""Alembic's entry: migrates over the connection that `storage.migrate` hands in."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection
from sqlalchemy.schema import SchemaItem
from sqlmodel import UTCDateTime
from sqlmodel.sql.sqltypes import AutoString

from storage.tables import metadata

SEARCH_INDEX = "policy_fts"
"""The search index is written by hand per database, with whatever helper tables SQLite gives it."""


def run() -> None:
    """Run the migrations that are asked for, all in one transaction."""
    connection: Connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        compare_type=True,
        include_object=include_object,
        render_item=render_item,
    )
    with context.begin_transaction():
        context.run_migrations()


def include_object(
    _item: SchemaItem, name: str | None, _kind: str, _reflected: bool, _compare_to: SchemaItem | None
) -> bool:
    """Whether autogenerate looks at something."""
    return SEARCH_INDEX not in (name or "")


def render_item(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Write SQLModel's types as what they are in the database: revisions depend on SQLAlchemy only."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, AutoString):
        length = getattr(item.impl, "length", None)
        return f"sa.String(length={length})" if length else "sa.String()"
    return False


run()
