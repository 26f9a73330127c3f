"""Bringing a database up to the present tables; safe to call at every start."""

from storage.database import Database
from storage.tables import metadata


def migrate(database: Database) -> None:
    """Create or upgrade all tables."""
    metadata.create_all(database.engine)
