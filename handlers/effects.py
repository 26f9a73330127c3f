"""What goes straight out after the commit, as losing it does no harm: answers to taps and queries."""

from dataclasses import dataclass, field

from storage.base import type_json


@dataclass(frozen=True, slots=True)
class Effect:
    """One Bot API call outside the outbox."""

    method: str
    payload: type_json = field(default_factory=dict)
    late_chat_id: int | None = None
    """Where to say the answer as a message if the tap is too old to be answered (after downtime)."""


def answer_tap(query_id: str, text: str | None = None, *, alert: bool = False, chat_id: int = 0) -> Effect:
    """Answer a tap; `text` is shown as a toast or, for refusals, as an alert. At most 200 characters."""
    payload: type_json = {"callback_query_id": query_id}
    if text:
        payload |= {"text": text[:200], "show_alert": alert}
    return Effect("answerCallbackQuery", payload, chat_id if text else None)


def answer_inline(
    query_id: str, results: list[type_json], *, button: type_json | None = None, next_offset: str = ""
) -> Effect:
    """Answer an inline query. Results are personal and never cached by Telegram for others."""
    payload: type_json = {
        "inline_query_id": query_id,
        "results": results,
        "cache_time": 0,
        "is_personal": True,
        "next_offset": next_offset,
    }
    if button:
        payload["button"] = button
    return Effect("answerInlineQuery", payload)


def show_typing(chat_id: int) -> Effect:
    """The person sees that something is being done."""
    return Effect("sendChatAction", {"chat_id": chat_id, "action": "typing"})
