"""Reminders do not pile up: of one matter the newest stands in a chat, and it is over when it is settled.

A reminder is a card of its own, of a kind `<kind of the matter>:…`: it changes with the matter's cards
(`handlers/cards.py`), so that its buttons are gone as soon as its reader has nothing to do.
"""

from collections.abc import Iterable
from datetime import timedelta

from handlers import cards
from handlers.posting import Manner
from handlers.turn import Turn
from storage.cards import list_cards
from storage.people import Person

DELETABLE = timedelta(hours=47)
"""Telegram lets a bot delete its messages for two days; an older one stays and says that it is over."""


def remind(
    turn: Turn, people: Iterable[Person], kind: str, subject_id: int, *, manner: Manner | None = None
) -> None:
    """Remind them anew; what they had got before is taken away, what others had got tells how it stands."""
    wanted = list(people)
    ids = {person.id for person in wanted}
    for card in list_cards(turn.session, kind, subject_id):
        if card.person_id not in ids:
            cards.refresh_copy(turn, card)
        elif turn.now - card.created_at < DELETABLE:
            cards.take_away(turn, card)
    turn.send_card(wanted, kind, subject_id, manner=manner)
