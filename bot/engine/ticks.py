"""Ticks: take the due rows whose time has come and let the house act on them (docs/adr/0005).

A tick only looks; what is to happen stands in rows with unique keys, so several processes never do a thing
twice and downtime is caught up exactly once. Ordinary rows that fall into quiet hours wait for their end.
"""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.metrics import DUE_LATENESS, DUES
from handlers.house import House
from handlers.routes import Routes
from handlers.turn import Turn
from storage import due as due_rows
from storage.database import Database, Session
from storage.due import Due, DueState
from storage.outbox import Priority

log = structlog.get_logger(__name__)

BATCH = 30
BATCH_SECONDS = 0.05
"""After so long a batch ends early: presses and deliveries need the database too."""
TRIES = 5
RETRY_PAUSE = timedelta(minutes=1)


@dataclass(frozen=True)
class Ticker:
    """Acts on due rows. Runs on a database thread."""

    database: Database
    house: House
    routes: Routes
    clock: Clock

    def run_batch(self) -> int:
        """Act on some of the due rows in one transaction, a savepoint each. Returns how many were taken."""
        now, ends_at = self.clock.now(), time.monotonic() + BATCH_SECONDS
        taken = 0
        with self.database.begin() as session:
            for row in due_rows.claim_due(session, BATCH, now=now):
                taken += 1
                if row.state == DueState.PENDING:  # else one before it in this batch has cancelled it
                    self._act(session, row, now)
                if time.monotonic() > ends_at:
                    break
        return taken

    def _act(self, session: Session, row: Due, now: datetime) -> None:
        started, key = time.perf_counter(), row.key
        try:
            with session.begin_nested():
                taken = self._run(session, row, now)
        except Exception as error:
            log.exception("due row failed", key=key)
            self._failed(session, row, error, now)
            return
        if taken:
            self._report(row, now, time.perf_counter() - started)

    def _run(self, session: Session, row: Due, now: datetime) -> bool:
        """Run what stands behind the row; False when it is put off to the end of quiet hours."""
        turn = self._turn(session, now)
        held = None if row.urgent else turn.quiet_until()
        if held is not None and held > now:
            row.due_at = held
            return False
        row.state, row.done_at = DueState.DONE, now
        session.flush()  # what the handler plans next must find this row as done
        handler = self.routes.dues.get(row.kind)
        if handler is None:
            raise LookupError(f"nobody handles due rows of kind {row.kind}")
        handler(row, turn)
        return True

    def _failed(self, session: Session, row: Due, error: Exception, now: datetime) -> None:
        session.refresh(row)
        row.attempts += 1
        row.error = f"{type(error).__name__}: {error}"[:500]
        if row.attempts >= TRIES:
            row.state, row.done_at = DueState.FAILED, now
        else:
            row.due_at = now + RETRY_PAUSE * row.attempts
        session.flush()

    def _turn(self, session: Session, now: datetime) -> Turn:
        return Turn(
            session=session, now=now, house=self.house, routes=self.routes, priority=Priority.REMINDER
        )

    def _report(self, row: Due, now: datetime, seconds: float) -> None:
        lateness = max(0.0, (now - row.due_at).total_seconds())
        log.info("due", key=row.key, state=row.state, late=round(lateness, 1), ms=round(seconds * 1000, 1))
        DUES.labels(kind=row.kind, outcome=row.state).inc()
        DUE_LATENESS.observe(lateness)
