"""Processing: one update, one transaction; a backlog shares a commit (ADR 2).

Almost all updates are handled as they should be, so a batch is first run without savepoints; when one update
in it is refused or fails, everything is rolled back and the batch is run again with a savepoint each. An
update that fails is tried again, up to three times; the person's later updates wait for it. Then it is
parked for the administrators and the person hears one apology.
"""

import json
import time
from dataclasses import dataclass, field
from datetime import timedelta

import structlog
from telegram import Update

from bot.clock import Clock
from bot.engine.application import Dispatching, dispatch
from bot.metrics import UPDATE_SECONDS, UPDATES
from handlers.admin.parked import report_parked
from handlers.doors import apologise, explain, open_turn
from handlers.effects import Effect, answer_tap
from handlers.house import House
from handlers.routes import Routes
from handlers.turn import Turn
from services.outcomes import Outcome
from storage import inbox
from storage.accounts import load_accounts
from storage.database import Database, Session
from storage.inbox import Claimed
from storage.news import News, news_of

log = structlog.get_logger(__name__)

TRIES = 3
RETRY_PAUSES = (timedelta(seconds=1), timedelta(seconds=5))
IMPATIENT = ("callback_query", "inline_query")
"""Somebody looks at a turning wheel: what fails is tried again at once, so that the answer is in time."""
BATCH = 32
LONGEST_USER_ID = 18
"""Digits."""
SMALL_BATCH = 8
"""Where several work side by side a transaction is kept short: it holds locks that others wait for."""
BATCH_SECONDS = 0.05
"""After so long a batch ends early: answers to its presses, and what else needs the database, wait for it."""


class Unlucky(Exception):
    """Something in a batch without savepoints was refused or failed."""


@dataclass
class Batch:
    """What a round of processing did. `effects` go out after the commit, which has happened.

    `careful`: with a savepoint for each update.
    """

    careful: bool = True
    handled: list[tuple[Claimed, Turn, float]] = field(default_factory=list)
    """Updates that went through, with the seconds that each took."""
    parked: int = 0
    effects: list[Effect] = field(default_factory=list)
    news: frozenset[News] = frozenset()
    again: bool = False
    """Whether there is more to do at once: to be tried again, or left over."""
    files: bool = False
    """Whether one of the updates came with a file, which may have to be fetched."""

    @property
    def count(self) -> int:
        """How many updates are done with."""
        return len(self.handled) + self.parked


@dataclass(frozen=True)
class Processor:
    """Turns inbox rows into facts, conversation steps and outbox rows. Runs on a database thread."""

    database: Database
    application: Dispatching
    house: House
    routes: Routes
    clock: Clock

    def run_batch(self) -> Batch:
        """Handle some of the waiting updates in one transaction."""
        batch = self._hope_for(Batch(careful=False)) or self._run(Batch())
        for row, turn, seconds in batch.handled:
            _report(row, turn, seconds)
        return batch

    def _hope_for(self, batch: Batch) -> Batch | None:
        try:
            return self._run(batch)
        except Unlucky:
            return None  # the second run meets the same trouble, and reports it

    def _run(self, batch: Batch) -> Batch:
        limit = BATCH if self.database.is_sqlite else SMALL_BATCH
        with self.database.begin() as session:
            rows = inbox.claim_updates(session, limit, now=self.clock.now())
            if not batch.careful and any(row.attempts for row in rows):
                raise Unlucky
            known = load_accounts(session, {int(row.order_key) for row in rows if _is_user(row.order_key)})
            self._handle_all(session, rows, batch)
            inbox.mark_done(session, [row.id for row, _, _ in batch.handled], now=self.clock.now())
            batch.news = news_of(session)
            del known  # held until here: the session itself holds them only weakly
        return batch

    def _handle_all(self, session: Session, rows: list[Claimed], batch: Batch) -> None:
        ends_at = time.monotonic() + BATCH_SECONDS
        stalled: set[str] = set()
        for row in rows:
            if row.order_key in stalled:
                continue
            if not self._handle(session, row, batch):
                stalled.add(row.order_key)
            if time.monotonic() > ends_at:
                batch.again = True
                break

    def _handle(self, session: Session, row: Claimed, batch: Batch) -> bool:
        """Handle one row; False when it has to be tried again later. Raises Unlucky in a batch without
        savepoints."""
        started = time.perf_counter()
        try:
            turn = self._dispatch(session, row) if batch.careful else self._hope(session, row)
        except Exception as error:
            if not batch.careful:
                raise Unlucky from error
            log.exception("update failed", update=row.update_id, kind=row.kind, attempt=row.attempts + 1)
            return self._failed(session, row, error, batch)
        batch.handled.append((row, turn, time.perf_counter() - started))
        batch.files = batch.files or '"file_id"' in row.payload
        batch.effects += _with_answer(turn)
        return True

    def _hope(self, session: Session, row: Claimed) -> Turn:
        """Run the handler with nothing to fall back to."""
        update = self._parse(row)
        turn = self._turn(session, update)
        dispatch(self.application, update, turn)
        session.flush()
        return turn

    def _dispatch(self, session: Session, row: Claimed) -> Turn:
        """Run the handler; a refusal undoes what the handler did and is explained instead."""
        update = self._parse(row)
        turn = Turn(session=session, now=self.clock.now(), house=self.house, routes=self.routes)
        try:
            with session.begin_nested():
                turn = self._turn(session, update)
                dispatch(self.application, update, turn)
            return turn
        except Outcome as outcome:
            with session.begin_nested():
                refused = self._turn(session, update)
                refused.handler = f"{turn.handler} refused: {type(outcome).__name__}"
                explain(refused, outcome)
            return refused

    def _failed(self, session: Session, row: Claimed, error: Exception, batch: Batch) -> bool:
        attempts, why = row.attempts + 1, f"{type(error).__name__}: {error}"[:500]
        now = self.clock.now()
        if attempts < TRIES:
            waits = row.kind in IMPATIENT
            retry_at = now if waits else now + RETRY_PAUSES[attempts - 1]
            inbox.mark_retry(session, row.id, attempts=attempts, error=why, retry_at=retry_at)
            batch.again = batch.again or waits
            return False
        inbox.mark_parked(session, row.id, attempts=attempts, error=why, now=now)
        report_parked(session, row.id, now=now)
        UPDATES.labels(kind=row.kind, outcome="parked").inc()
        batch.parked += 1
        batch.effects += self._apology(session, row)
        return True

    def _apology(self, session: Session, row: Claimed) -> list[Effect]:
        try:
            with session.begin_nested():
                turn = self._turn(session, self._parse(row))
                apologise(turn)
        except Exception:  # an update that cannot even be read has nobody to apologise to
            log.exception("nobody to apologise to", update=row.update_id)
            return []
        return _with_answer(turn)

    def _parse(self, row: Claimed) -> Update:
        return Update.de_json(json.loads(row.payload), self.application.bot)

    def _turn(self, session: Session, update: Update) -> Turn:
        return open_turn(update, session=session, now=self.clock.now(), house=self.house, routes=self.routes)


def _is_user(order_key: str) -> bool:
    """Whether this can be a user's number; whatever Telegram sends, a database must be able to take it."""
    return order_key.isascii() and order_key.isdigit() and len(order_key) <= LONGEST_USER_ID


def _with_answer(turn: Turn) -> list[Effect]:
    """The turn's effects; a tap that nobody has answered is answered here."""
    query_id = turn.sender.callback_query_id
    if query_id and not any(effect.method == "answerCallbackQuery" for effect in turn.effects):
        return [*turn.effects, answer_tap(query_id)]
    return turn.effects


def _report(row: Claimed, turn: Turn, seconds: float) -> None:
    person = turn.person.id if turn.person else None
    log.info(
        "update",
        id=row.update_id,
        kind=row.kind,
        person=person,
        handler=turn.handler,
        ms=round(seconds * 1000, 1),
    )
    UPDATES.labels(kind=row.kind, outcome="done").inc()
    UPDATE_SECONDS.observe(seconds)
