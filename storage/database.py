"""The database: one engine per process, one transaction per unit of work (docs/adr/0002)."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SQLiteConnection

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session

__all__ = ["Database", "Session"]

BUSY_TIMEOUT_MS = 5_000
SNAPSHOT = "zhuanban_snapshot"


class Database:
    """Where everything is kept. `url` is `sqlite:///path` or `postgresql://…`.

    A session from `begin()` is one transaction: it commits when the block ends and rolls back when the
    block raises. Nobody else commits.
    """

    def __init__(self, url: str, *, pool_size: int = 8) -> None:
        self.url = make_url(normalise_url(url))
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _sqlite_engine(self) if self.is_sqlite else _postgres_engine(self, pool_size)
        self._is_closed = False
        event.listen(self.engine, "checkin", self._close_late)

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """One transaction."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One transaction that sees a single moment, writes nothing, and holds nobody up."""
        options = (
            {SNAPSHOT: True}
            if self.is_sqlite
            else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        )
        with Session(self.engine.execution_options(**options)) as session, session.begin():
            yield session

    def dispose(self) -> None:
        """Close every connection; one that a thread still holds is closed when it gives it back."""
        self._is_closed = True
        self.engine.dispose()

    def _close_late(self, _connection: object, entry: ConnectionPoolEntry) -> None:
        if self._is_closed:
            entry.close()


def normalise_url(url: str) -> str:
    """Accept the usual spellings of a PostgreSQL address; the driver is always psycopg 3."""
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _sqlite_engine(database: Database) -> Engine:
    path = database.url.database
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(database.url, connect_args={"check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare_sqlite(connection: SQLiteConnection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, see _begin
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # NORMAL survives a kill; only FULL survives power loss
        "foreign_keys=ON",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "cache_size=-32000",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """A reader that turns writer would fail half-way; only who never writes begins as a reader."""
    is_reader = connection.get_execution_options().get(SNAPSHOT, False)
    connection.exec_driver_sql("BEGIN" if is_reader else "BEGIN IMMEDIATE")


def _postgres_engine(database: Database, pool_size: int) -> Engine:
    options = "-c statement_timeout=30000 -c lock_timeout=10000 -c timezone=UTC"
    return create_engine(
        database.url,
        pool_size=pool_size,
        max_overflow=4,
        pool_pre_ping=True,
        connect_args={"options": options, "connect_timeout": 10},
    )
