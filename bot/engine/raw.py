"""Reading just enough of a raw update to file it: its number, its kind, whose it is.

Nothing here trusts the shape of an update: one that nobody understands must still be stored and confirmed,
or Telegram would send it again and again and the assistant would be deaf.
"""

import json
import re

from storage.base import type_json
from storage.inbox import RawUpdate

_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")
LARGEST_NUMBER = 2**63 - 1
KEY_LENGTH = 40
PERSON_FIRST = ("from", "user", "sender_chat", "chat")
CHAT_FIRST = ("chat", "from")
"""One may throw the assistant out and another bring it back: what happens to it in a group stays in order."""


def file_update(update: object) -> RawUpdate | None:
    """The inbox entry for an update; None for something without an update number."""
    number = number_of(update)
    if number is None or not isinstance(update, dict):
        return None
    kind = next((key for key in update if key != "update_id"), "empty")
    payload = json.dumps(update, ensure_ascii=False, separators=(",", ":"))
    parties = CHAT_FIRST if kind == "my_chat_member" else PERSON_FIRST
    order_key = _order_key(update.get(kind), number, parties)[:KEY_LENGTH]
    return RawUpdate(number, order_key, _storable(kind)[:KEY_LENGTH], _storable(payload))


def number_of(update: object) -> int | None:
    """An update's number; None when there is none that a database can hold."""
    number = update.get("update_id") if isinstance(update, dict) else None
    if not isinstance(number, int) or isinstance(number, bool) or abs(number) > LARGEST_NUMBER:
        return None
    return number


def _storable(text: str) -> str:
    """Without half surrogates and NUL, which JSON may carry and no database takes."""
    if "\\u0000" in text:
        text = _NUL.sub(r"\1", text)
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


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
