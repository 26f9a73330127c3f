"""Reading just enough of a raw update to file it: its number, its kind, whose it is.

Nothing here trusts the shape of an update: one that nobody understands must still be stored and confirmed,
or Telegram would send it again and again and the assistant would be deaf.
"""

import json

from storage.base import type_json
from storage.inbox import RawUpdate

PERSON_FIRST = ("from", "user", "sender_chat", "chat")
CHAT_FIRST = ("chat", "from")
"""One may throw the assistant out and another bring it back: what happens to it in a group stays in order."""


def file_update(update: type_json) -> RawUpdate | None:
    """The inbox entry for an update; None for something without an update number."""
    number = update.get("update_id")
    if not isinstance(number, int):
        return None
    kind = next((key for key in update if key != "update_id"), "empty")
    payload = json.dumps(update, ensure_ascii=False, separators=(",", ":"))
    parties = CHAT_FIRST if kind == "my_chat_member" else PERSON_FIRST
    return RawUpdate(number, _order_key(update.get(kind), number, parties), kind[:40], payload)


def _order_key(content: object, number: int, parties: tuple[str, ...]) -> str:
    for holder in _holders(content):
        for name in parties:
            party = holder.get(name)
            if isinstance(party, dict) and isinstance(party.get("id"), int):
                return str(party["id"])
    return f"u{number}"


def _holders(content: object) -> list[type_json]:
    if not isinstance(content, dict):
        return []
    message = content.get("message")
    return [content, message] if isinstance(message, dict) else [content]
