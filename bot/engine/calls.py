"""From an outbox row to a Bot API call, and from Telegram's answer to what it means for the row."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from html import unescape
from re import compile as pattern

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from storage.base import type_json
from storage.outbox import Leased

_TAG = pattern(r"</?[a-zA-Z][^<>]*>")
WITHOUT_CHAT = frozenset({"setMyCommands", "deleteMyCommands"})
"""Methods that take no `chat_id`; their row's chat only keeps them in order."""
ABOUT_A_MESSAGE = ("edit", "pin", "unpin")
"""Methods that a card's row may use on the message that shows it."""
RETRIES = 8
"""So often a call is tried while others go through; when nothing does, it is not the call's fault."""
LATE_RETRIES = 1
LATE_SECONDS = 30.0
PAUSES = (0.5, 1, 2, 5, 15, 30, 60, 120)


class Verdict(StrEnum):
    """What to do with a row after a call."""

    SENT = "sent"
    LATER = "later"
    FLOOD = "flood"
    FAILED = "failed"
    UNREACHABLE = "unreachable"
    MIGRATED = "migrated"
    TOPIC_GONE = "topic_gone"
    GROUP_GONE = "group_gone"
    PLAIN = "plain"
    CARD_GONE = "card_gone"
    MAY_NOT_PIN = "may_not_pin"


@dataclass(frozen=True, slots=True)
class Answer:
    """The verdict on a call. `pause` in seconds; `new_chat_id` for a migrated group.

    `in_order`: what else waits for the chat has to wait for the next try.
    """

    verdict: Verdict
    error: str | None = None
    message_id: int | None = None
    pause: float = 0
    in_order: bool = False
    new_chat_id: int = 0
    file_id: str | None = None


def parameters_of(row: Leased, message_id: int | None) -> type_json:
    """The call's parameters. `message_id` is the card's message, for edits and pins."""
    parameters: type_json = dict(row.payload)
    if row.method not in WITHOUT_CHAT and "inline_message_id" not in parameters:
        parameters = {"chat_id": row.chat_id, **parameters}
    if row.thread_id is not None and row.method.startswith("send"):
        parameters["message_thread_id"] = row.thread_id
    if row.method.startswith(ABOUT_A_MESSAGE) and "message_id" not in parameters and message_id is not None:
        parameters["message_id"] = message_id
    return parameters


def plain_parameters(parameters: type_json) -> type_json:
    """The same call without formatting, for a text whose HTML Telegram has refused."""
    plain = {key: value for key, value in parameters.items() if key != "parse_mode"}
    for key in ("text", "caption"):
        if key in plain:
            plain[key] = unescape(_TAG.sub("", str(plain[key])))
    return plain


def read_result(result: object) -> Answer:
    """A call that went through."""
    message = result if isinstance(result, dict) else {}
    number = message.get("message_id")
    return Answer(
        Verdict.SENT, message_id=number if isinstance(number, int) else None, file_id=_file_id(message)
    )


def read_error(error: TelegramError, row: Leased, *, others_pass: bool = True) -> Answer:
    """What a refusal or a broken line means for this row. `others_pass`: other calls go through now."""
    for kind, read in READERS:
        if isinstance(error, kind):
            return read(error, row)
    if isinstance(error, NetworkError) or "unauthorized" in str(error).lower():
        return _broken_line(error, row, others_pass)
    return Answer(Verdict.FAILED, str(error))


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram wants us to wait."""
    pause = error.retry_after
    return pause.total_seconds() if isinstance(pause, timedelta) else float(pause)


def _flood(error: TelegramError, _row: Leased) -> Answer:
    pause = seconds_of(error) if isinstance(error, RetryAfter) else 1
    return Answer(Verdict.FLOOD, str(error), pause=pause)


def _migrated(error: TelegramError, _row: Leased) -> Answer:
    new_chat_id = error.new_chat_id if isinstance(error, ChatMigrated) else 0
    return Answer(Verdict.MIGRATED, str(error), new_chat_id=new_chat_id)


def _lost(error: TelegramError, row: Leased) -> Answer:
    return Answer(Verdict.GROUP_GONE if row.chat_id < 0 else Verdict.UNREACHABLE, str(error))


def _uncertain(error: TelegramError, row: Leased) -> Answer:
    """Nobody knows whether the call has arrived: one late try, no more. An edit can be repeated at will."""
    why = str(error)
    if row.attempts >= LATE_RETRIES:
        return Answer(Verdict.FAILED, f"gave up after {row.attempts + 1} tries: {why}")
    if row.method.startswith(("edit", "delete")):
        return Answer(Verdict.LATER, why, pause=PAUSES[0], in_order=True)
    return Answer(Verdict.LATER, why, pause=LATE_SECONDS)


def _broken_line(error: TelegramError, row: Leased, others_pass: bool) -> Answer:
    why = str(error)
    if row.attempts >= RETRIES and others_pass:
        return Answer(Verdict.FAILED, f"gave up after {row.attempts + 1} tries: {why}")
    pause = PAUSES[min(row.attempts, len(PAUSES) - 1)]
    return Answer(Verdict.LATER, why, pause=pause, in_order=True)


def _bad_request(error: TelegramError, row: Leased) -> Answer:
    said = str(error).lower()
    for verdict, phrases in REFUSALS.items():
        if any(phrase in said for phrase in phrases):
            return Answer(verdict, None if verdict is Verdict.SENT else str(error))
    return _lost(error, row) if "chat not found" in said else Answer(Verdict.FAILED, str(error))


REFUSALS = {
    Verdict.SENT: ("message is not modified", "message to delete not found", "message to unpin not found"),
    Verdict.MAY_NOT_PIN: ("not enough rights to manage pinned",),
    Verdict.PLAIN: ("can't parse entities",),
    Verdict.TOPIC_GONE: ("thread not found", "topic_deleted", "topic_closed"),
    Verdict.CARD_GONE: ("message to edit not found", "message can't be edited", "message_id_invalid"),
}
"""Telegram's words in a 400, and what they mean."""

READERS: tuple[tuple[type[TelegramError], Callable[[TelegramError, Leased], Answer]], ...] = (
    (RetryAfter, _flood),
    (ChatMigrated, _migrated),
    (Forbidden, _lost),
    (BadRequest, _bad_request),  # a NetworkError to PTB, hence before it, as is TimedOut
    (TimedOut, _uncertain),
)


def _file_id(message: type_json) -> str | None:
    photo = message.get("photo")
    if isinstance(photo, list) and photo:
        return str(photo[-1].get("file_id"))
    for kind in ("document", "voice", "video", "audio"):
        media = message.get(kind)
        if isinstance(media, dict):
            return str(media.get("file_id"))
    return None
