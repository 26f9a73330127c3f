"""Migrations: bringing a database up to the present tables with Alembic; safe to run at every start.

Alembic is loaded only when there is something to migrate: the usual start costs one look at one row.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, String, column, func, inspect, select, table, text

from storage.database import Database

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).with_name("migrations")
VERSION = table("alembic_version", column("version_num", String))
_LOCK = 0x7A6875616E  # any number that nobody else takes: PostgreSQL lets one process migrate at a time


class DatabaseTooNew(RuntimeError):
    """The database was migrated by a newer version of the programme."""

    def __init__(self, revision: str) -> None:
        super().__init__(f"the database is at revision {revision}, this version knows {head_revision()}")
        self.revision = revision


class ReferencesBroken(RuntimeError):
    """An upgrade would leave rows that refer to nothing; it was undone."""

    def __init__(self, tables: list[str]) -> None:
        super().__init__(f"rows of {', '.join(tables)} refer to nothing")


def migrate(database: Database, *, migrations: Path = MIGRATIONS) -> None:
    """Upgrade to the newest revision. Returns at once when there is nothing to do. Raises DatabaseTooNew."""
    current = current_revision(database)
    if current == head_revision(migrations):
        return
    if current is not None and current not in revisions(migrations):
        raise DatabaseTooNew(current)
    from alembic import command

    with _connection(database) as connection:
        config = alembic_config(migrations)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def current_revision(database: Database) -> str | None:
    """The revision that the database is at; None for an empty one."""
    with database.engine.connect() as connection:
        if not inspect(connection).has_table(VERSION.name):
            return None
        found: str | None = connection.scalar(select(VERSION.c.version_num))
        return found


def revisions(migrations: Path = MIGRATIONS) -> list[str]:
    """Every revision, oldest first: files are called `<revision>_<what>.py`, numbered in order."""
    return sorted(path.name.split("_", 1)[0] for path in (migrations / "versions").glob("[0-9]*_*.py"))


def head_revision(migrations: Path = MIGRATIONS) -> str:
    """The newest revision that this version of the programme knows."""
    return revisions(migrations)[-1]


def alembic_config(migrations: Path = MIGRATIONS) -> "Config":
    """Alembic's configuration; there is no alembic.ini."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


@contextmanager
def _connection(database: Database) -> Iterator[Connection]:
    """One transaction for the whole upgrade, alone."""
    with database.engine.connect() as connection:
        if not database.is_sqlite:
            with connection.begin():
                connection.execute(text("SET LOCAL statement_timeout = 0"))
                connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
                yield connection
            return
        _set_foreign_keys(connection, on=False)  # changing a table means replacing it
        try:
            with connection.begin():
                yield connection
                _check_foreign_keys(connection)
        finally:
            _set_foreign_keys(connection, on=True)


def _set_foreign_keys(connection: Connection, *, on: bool) -> None:
    """SQLite takes this only outside a transaction, hence not through the engine."""
    cursor = connection.connection.cursor()
    cursor.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")
    cursor.close()


def _check_foreign_keys(connection: Connection) -> None:
    dangling = connection.execute(text("PRAGMA foreign_key_check")).all()
    if dangling:
        raise ReferencesBroken(sorted({str(row[0]) for row in dangling}))
