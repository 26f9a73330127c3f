"""Alembic's entry: migrates over the connection that `storage.migrate` hands in."""

from alembic import context
from sqlalchemy import Connection

from storage.tables import metadata


def run() -> None:
    """Run the migrations that are asked for, all in one transaction."""
    connection: Connection = context.config.attributes["connection"]
    context.configure(
        connection=connection, target_metadata=metadata, render_as_batch=True, compare_type=True
    )
    with context.begin_transaction():
        context.run_migrations()


run()
