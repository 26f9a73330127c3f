"""The delivery's book-keeping: what is in hand, and what a result means for people, groups and cards.

Runs on a database thread. Results of several calls and the taking of the next ones share a commit.
"""

from collections.abc import Collection, Sequence
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
from storage.leadership import Leadership
from storage.outbox import Leased, Priority

log = structlog.get_logger(__name__)

DELIVERY_LOCK = 0x7A6275  # any number: advisory locks are told apart by it


@dataclass(frozen=True, slots=True)
class Shipment:
    """A row taken for sending, with the message that its card has by now (None: it has none)."""

    row: Leased
    card_message_id: int | None


class Ledger:
    """Takes calls from the outbox and writes down what became of them."""

    def __init__(self, database: Database, house: House, routes: Routes, clock: Clock) -> None:
        self.database, self.house, self.routes, self.clock = database, house, routes, clock
        self._leadership = Leadership(database, DELIVERY_LOCK)

    def exchange(
        self, results: Sequence[tuple[Leased, Answer]], limit: int, held_chats: Collection[int]
    ) -> list[Shipment] | None:
        """Write results down and take up to `limit` calls, none to held chats, in one transaction.

        None when another process delivers; results are written down all the same.
        """
        leads = limit > 0 and self._lead()
        if results or leads:
            with self.database.begin() as session:
                self._record_all(session, results)
                if leads:
                    return self._take(session, limit, held_chats)
        return [] if leads or not limit else None

    def _lead(self) -> bool:
        """Whether this process delivers. Becoming the one that does frees what a dead one had in hand."""
        led_before = self._leadership.holds
        if not self._leadership.claim():
            return False
        if not led_before:
            with self.database.begin() as session:
                outbox.release_all(session)
        return True

    def resign(self) -> None:
        """Let another process deliver."""
        self._leadership.resign()

    def put_back(self, row_ids: Sequence[int]) -> None:
        """Calls that were taken and will not be made now."""
        with self.database.begin() as session:
            outbox.release_calls(session, row_ids)

    def note_topic_gone(self, row: Leased) -> None:
        """The topic that a row was meant for is gone; the row itself goes to the group as a whole."""
        with self.database.begin() as session:
            reachability.topic_gone(self._turn(session), row.chat_id, row.thread_id)

    def _take(self, session: Session, limit: int, held_chats: Collection[int]) -> list[Shipment]:
        rows = outbox.lease_calls(session, limit, now=self.clock.now(), held_chats=held_chats)
        found = cards.list_messages(session, [row.card_id for row in rows if row.card_id])
        shipments = (_shipment(session, row, found.get(row.card_id or 0)) for row in rows)
        return [shipment for shipment in shipments if shipment is not None]

    def _record_all(self, session: Session, results: Sequence[tuple[Leased, Answer]]) -> None:
        """Most are sent and there is no more to it: these are written down in one go."""
        plain = {row.id: answer.message_id for row, answer in results if _is_plain(answer)}
        outbox.mark_sent(session, plain, now=self.clock.now())
        for row, answer in results:
            if row.id in plain:
                _note_card(session, row, answer)
            else:
                self._record(session, row, answer)

    def _record(self, session: Session, row: Leased, answer: Answer) -> None:
        try:
            with session.begin_nested():
                self._follow(session, row, answer)
        except Exception as error:
            log.exception("what follows from a delivery failed", outbox=row.id, outcome=answer.verdict.value)
            outbox.mark_failed(session, row.id, error=f"{answer.error}; then {type(error).__name__}"[:500])

    def _follow(self, session: Session, row: Leased, answer: Answer) -> None:
        if answer.verdict is Verdict.SENT:
            self._sent(session, row, answer)
        elif answer.verdict in (Verdict.LATER, Verdict.FLOOD):
            self._later(session, row, answer)
        else:
            self._not_sent(session, row, answer)

    def _sent(self, session: Session, row: Leased, answer: Answer) -> None:
        outbox.mark_sent(session, {row.id: answer.message_id}, now=self.clock.now())
        _note_card(session, row, answer)
        if answer.file_id:
            reachability.remember_file(session, row.payload, answer.file_id)

    def _later(self, session: Session, row: Leased, answer: Answer) -> None:
        """Where order matters the pacer keeps the chat (or all) waiting; the row stays first in its line."""
        keeps_place = answer.in_order or answer.verdict is Verdict.FLOOD
        at = None if keeps_place else self.clock.now() + timedelta(seconds=answer.pause)
        attempts = row.attempts + (answer.verdict is Verdict.LATER)
        outbox.mark_later(session, row.id, attempts=attempts, error=answer.error or "", at=at)

    def _not_sent(self, session: Session, row: Leased, answer: Answer) -> None:
        why = answer.error or answer.verdict.value
        turn = self._turn(session)
        if answer.verdict is Verdict.MIGRATED:
            reachability.group_migrated(turn, row.chat_id, answer.new_chat_id)
            outbox.mark_later(session, row.id, attempts=row.attempts + 1, error=why, at=None)
            return
        if answer.verdict is Verdict.CARD_GONE and row.card_id and row.priority == Priority.PRESS:
            outbox.send_instead(session, row)  # they did something to it: what came of it must not be lost
            outbox.mark_later(session, row.id, attempts=row.attempts + 1, error=why, at=None)
            return
        unreachable = answer.verdict in (Verdict.UNREACHABLE, Verdict.GROUP_GONE)
        outbox.mark_failed(session, row.id, error=why, unreachable=unreachable)
        if answer.verdict is Verdict.TOPIC_GONE:
            reachability.topic_gone(turn, row.chat_id, row.thread_id)
        elif answer.verdict is Verdict.GROUP_GONE:
            reachability.group_gone(turn, row.chat_id)
        elif answer.verdict is Verdict.UNREACHABLE:
            reachability.person_unreachable(turn, row.chat_id)
        elif answer.verdict is Verdict.CARD_GONE and row.card_id:
            cards.close_card(session, row.card_id)
        elif answer.verdict is Verdict.MAY_NOT_PIN:
            reachability.may_not_pin(turn, row.chat_id)

    def _turn(self, session: Session) -> Turn:
        return Turn(session=session, now=self.clock.now(), house=self.house, routes=self.routes)


def _is_plain(answer: Answer) -> bool:
    return answer.verdict is Verdict.SENT and not answer.file_id


def _note_card(session: Session, row: Leased, answer: Answer) -> None:
    if row.card_id and row.method.startswith("send") and answer.message_id:
        cards.set_message(session, row.card_id, answer.message_id)


def _shipment(session: Session, row: Leased, card_message_id: int | None) -> Shipment | None:
    """The row ready to go; None for an edit that has nothing to edit (yet)."""
    if not (row.card_id and row.method.startswith("edit")) or card_message_id or "message_id" in row.payload:
        return Shipment(row, card_message_id)
    if outbox.fold_edit(session, row):
        return None
    if row.chat_id < 0:  # a group that was upgraded: its old messages are out of reach
        return Shipment(outbox.send_instead(session, row), None)
    outbox.mark_failed(session, row.id, error="the card was never sent")
    return None
