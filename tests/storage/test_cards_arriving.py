"""A press can be faster than the news that its message has arrived."""

from datetime import UTC, datetime

from storage.cards import Card, add_card, find_card_at
from storage.database import Database, Session
from storage.outbox import add_call, lease_calls, mark_sent

NOW = datetime(2026, 11, 23, 2, 12, tzinfo=UTC)
CHAT = 4_711


def card_on_its_way(session: Session) -> tuple[Card, int]:
    card = add_card(
        session, Card(subject_kind="matter", subject_id=1, chat_id=CHAT, person_id=None, created_at=NOW)
    )
    return card, add_call(
        session, chat_id=CHAT, method="sendMessage", payload={"text": "?"}, card_id=card.id, created_at=NOW
    )


def test_the_card_that_is_being_sent_is_known_by_the_message_that_nobody_knows(database: Database) -> None:
    with database.begin() as session:
        card, _ = card_on_its_way(session)
        assert find_card_at(session, CHAT, 9) is None, "it waits: nobody can have seen it"
        lease_calls(session, 1, now=NOW)
        assert find_card_at(session, CHAT, 9) is card
        assert find_card_at(session, CHAT + 1, 9) is None


def test_a_message_that_is_known_to_be_something_else_is_no_card(database: Database) -> None:
    with database.begin() as session:
        reminder = add_call(
            session, chat_id=CHAT, method="sendMessage", payload={"text": "!"}, created_at=NOW
        )
        mark_sent(session, {reminder: 9}, now=NOW)
        card_on_its_way(session)
        lease_calls(session, 1, now=NOW)
        assert find_card_at(session, CHAT, 9) is None
        assert find_card_at(session, CHAT, 8) is None
        assert find_card_at(session, CHAT, 10) is not None
