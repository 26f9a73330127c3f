"""Who may do what only one process may do at a time (delivery: one pace, one order, for all replicas).

SQLite is used by one process. On PostgreSQL the leader holds an advisory lock on a connection of its own:
when that process dies, the server drops the connection and with it the lock, and another process takes over.
"""

import time

from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from storage.database import Database

CHECK_SECONDS = 1.0


class Leadership:
    """The office of `key` (any whole number that nobody else uses). Used on one thread at a time."""

    def __init__(self, database: Database, key: int) -> None:
        self._database = database
        self._key = key
        self._connection: Connection | None = None
        self._checked = 0.0
        self.holds = False

    def claim(self) -> bool:
        """Try to become, or remain, the leader; returns whether we are. The lock is checked every second."""
        if self._database.is_sqlite:
            self.holds = True
        elif self.holds and time.monotonic() - self._checked < CHECK_SECONDS:
            return True
        else:
            self.holds = self._is_locked()
            self._checked = time.monotonic()
        return self.holds

    def resign(self) -> None:
        """Let another process lead."""
        self.holds = False
        if self._connection is not None:
            self._connection.invalidate()  # a pooled connection would keep the lock
            self._connection.close()
            self._connection = None

    def _is_locked(self) -> bool:
        """Whether our connection lives and has the lock; one that broke has lost it."""
        try:
            connection = self._connection or self._connect()
            if self.holds:
                connection.execute(text("SELECT 1"))
                return True
            taken = connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": self._key})
            return bool(taken.scalar_one())
        except SQLAlchemyError:
            self.resign()
            raise

    def _connect(self) -> Connection:
        opened = self._database.engine.connect()
        self._connection = opened.execution_options(isolation_level="AUTOCOMMIT")
        return self._connection
