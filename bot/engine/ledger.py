"""The delivery's book-keeping: leases, results, and what a result means for people, groups and cards.

Runs on a database thread; results of several calls share a commit.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog

from bot.clock import Clock
from bot.engine.calls import Answer, Verdict
from handlers import reachability
from handlers.house import House
from handlers.routes import Routes
from handlers.turn import Turn
from storage import cards, outbox
from storage.database import Database, Session
from storage.outbox import Leased

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=120)


@dataclass(frozen=True, slots=True)
class Shipment:
    """A row taken for sending, with the message that its card has by now (None: it has none)."""

    row: Leased
    card_message_id: int | None


@dataclass(frozen=True)
class Ledger:
    """Takes calls from the outbox and writes down what became of them."""

    database: Database
    house: House
    routes: Routes
    clock: Clock

    def take(self, limit: int, busy_chats: Iterable[int]) -> list[Shipment]:
        """Lease up to `limit` calls, presses first, none to a busy chat."""
        now = self.clock.now()
        with self.database.begin() as session:
            rows = outbox.lease_calls(session, limit, now=now, until=now + LEASE, busy_chats=busy_chats)
            found = cards.list_messages(session, [row.card_id for row in rows if row.card_id])
            return [Shipment(row, found.get(row.card_id or 0)) for row in rows]

    def put_back(self, row_ids: Sequence[int]) -> None:
        """Calls that were taken and will not be made now."""
        with self.database.begin() as session:
            outbox.release_calls(session, row_ids)

    def recover(self) -> None:
        """After a start: what a dead process had taken is free again (one process only: SQLite)."""
        if self.database.is_sqlite:
            with self.database.begin() as session:
                outbox.release_all(session)

    def note_topic_gone(self, row: Leased) -> None:
        """The topic that a row was meant for is gone; the row itself goes to the group as a whole."""
        with self.database.begin() as session:
            turn = Turn(session=session, now=self.clock.now(), house=self.house, routes=self.routes)
            reachability.topic_gone(turn, row.chat_id, row.thread_id)

    def record(self, results: Sequence[tuple[Leased, Answer]]) -> None:
        """Write down what became of several calls."""
        with self.database.begin() as session:
            for row, answer in results:
                self._record(session, row, answer)

    def _record(self, session: Session, row: Leased, answer: Answer) -> None:
        if answer.verdict is Verdict.SENT:
            self._sent(session, row, answer)
        elif answer.verdict in (Verdict.LATER, Verdict.AT_ONCE, Verdict.FLOOD):
            attempts = row.attempts + (answer.verdict is Verdict.LATER)
            at = self.clock.now() + timedelta(seconds=answer.pause)
            outbox.mark_later(session, row.id, attempts=attempts, error=answer.error or "", at=at)
        else:
            self._not_sent(session, row, answer)

    def _sent(self, session: Session, row: Leased, answer: Answer) -> None:
        outbox.mark_sent(session, row.id, message_id=answer.message_id, now=self.clock.now())
        if row.card_id and row.method.startswith("send") and answer.message_id:
            cards.set_message(session, row.card_id, answer.message_id)
        if answer.file_id:
            reachability.remember_file(session, row.payload, answer.file_id)

    def _not_sent(self, session: Session, row: Leased, answer: Answer) -> None:
        why = answer.error or answer.verdict.value
        turn = Turn(session=session, now=self.clock.now(), house=self.house, routes=self.routes)
        if answer.verdict is Verdict.MIGRATED:
            reachability.group_migrated(turn, row.chat_id, answer.new_chat_id)
            outbox.mark_later(session, row.id, attempts=row.attempts + 1, error=why, at=turn.now)
            return
        if answer.verdict is Verdict.TOPIC_GONE:
            reachability.topic_gone(turn, row.chat_id, row.thread_id)
        elif answer.verdict is Verdict.GROUP_GONE:
            reachability.group_gone(turn, row.chat_id)
        elif answer.verdict is Verdict.UNREACHABLE:
            reachability.person_unreachable(turn, row.chat_id)
        elif answer.verdict is Verdict.CARD_GONE and row.card_id:
            cards.close_card(session, row.card_id)
        outbox.mark_failed(
            session,
            row.id,
            error=why,
            unreachable=answer.verdict in (Verdict.UNREACHABLE, Verdict.GROUP_GONE),
        )
