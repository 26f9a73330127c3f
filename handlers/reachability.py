"""What follows when a message cannot arrive: blocked by a person, removed from a group, group moved (scenario 39)."""

from handlers.turn import Turn
from storage import accounts, cards, files, outbox
from storage.base import type_json
from storage.database import Session


def person_unreachable(turn: Turn, user_id: int) -> None:
    """A person has blocked the assistant (or has left Telegram): no more tries until they come back."""
    accounts.mark_unreachable(turn.session, user_id, now=turn.now)


def group_gone(turn: Turn, chat_id: int) -> None:
    """The assistant was removed from a group: what it is tied to stays, suspended."""
    accounts.suspend_group(turn.session, chat_id)


def group_migrated(turn: Turn, old_chat_id: int, new_chat_id: int) -> None:
    """A group became a supergroup: everything follows to its new number. Doing it twice changes nothing."""
    accounts.move_group(turn.session, old_chat_id, new_chat_id)
    cards.move_chat(turn.session, old_chat_id, new_chat_id)
    outbox.move_chat(turn.session, old_chat_id, new_chat_id)


def topic_gone(turn: Turn, chat_id: int, thread_id: int | None) -> None:
    """A topic was deleted: what was shown there goes to the group as a whole from now on."""
    accounts.suspend_topic(turn.session, chat_id, thread_id)


def remember_file(session: Session, payload: type_json, telegram_file_id: str) -> None:
    """Telegram has given a file of ours an id: the next sending needs no upload."""
    for name in ("photo", "document"):
        reference = payload.get(name)
        if isinstance(reference, dict) and "stored" in reference:
            files.get_file(session, int(reference["stored"])).telegram_file_id = telegram_file_id
